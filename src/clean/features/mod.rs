//! What the classifier sees of a line: its own shape, the phrases in it, its neighbours, where it
//! stands in the page, and how dirty the page is. Trainer and runtime share this code.

mod ground;
mod place;
mod signs;
mod whole;

pub(crate) use ground::Ground;
pub(crate) use signs::signs;

use super::classify::Page;
use super::layout::{WordSet, body, weight};
use super::lexicon::{FEATURE_TOPICS, TOPICS};
use super::line::Ending;
use super::model::CLASSES;
use place::{PLACE, Place};
use whole::{Whole, own, short_runs};

use super::rules::Finding;
use crate::bits;
use crate::document::Reason;
use crate::text::Numbering;

/// Features of a line: by itself and in its page, then the linear model's classes.
pub(crate) const COLUMNS: usize = 101 + PLACE + CLASSES;

/// The names of all features, in order.
pub(crate) const NAMES: [&str; COLUMNS] = [
    "chars",
    "words",
    "letters",
    "capitalized",
    "capitals",
    "numbers",
    "small_words",
    "long_words",
    "stamp_words",
    "months",
    "weekdays",
    "years",
    "clocks",
    "social",
    "agencies",
    "commas",
    "sentences",
    "dividers",
    "slashes",
    "hashtags",
    "at_signs",
    "links",
    "quotes",
    "brackets",
    "stars",
    "copyright_sign",
    "arrow",
    "opening",
    "ending",
    "prose",
    "body",
    "blank_before", // 32
    "related_link",
    "related_heading",
    "comment_form",
    "comments",
    "share",
    "newsletter",
    "cookies",
    "advertisement",
    "credit",
    "caption",
    "menu",
    "tags",
    "byline",
    "stamp",
    "copyright",
    "source",
    "about",
    "paywall", // 50
    "rule_alone",
    "rule_confidence",
    "words_in_core",
    "words_in_url",
    "words_in_title",
    "repeats", // 56
    "line_position",
    "word_position",
    "prose_before",
    "prose_after",
    "prose_near_2",
    "prose_near_5",
    "prose_near_10",
    "from_first_prose",
    "from_last_prose",
    "from_title", // 66
    "since_related",
    "since_comments",
    "since_other",
    "until_related",
    "until_rule", // 71
    "words_before_1",
    "words_before_2",
    "words_before_3",
    "words_after_1",
    "words_after_2",
    "words_after_3",
    "ended_before_1",
    "ended_before_2",
    "ended_after_1",
    "ended_after_2",
    "rule_before_1",
    "rule_before_2",
    "rule_after_1",
    "rule_after_2",
    "body_before_1",
    "body_after_1",
    "colon_before_1",
    "short_run",
    "short_run_before",
    "same_shape", // 91
    "page_lines",
    "page_words",
    "page_rules",
    "page_prose",
    "page_short",
    "page_mean_words",
    "page_head_lines",
    "page_tail_lines",
    "page_small_words",
    "page_ended", // 101
    "template_near",
    "template_page",
    "opening_near",
    "opening_page",
    "counts_on",
    "gap_lines",
    "gap_words",
    "since_body",
    "until_body",
    "run_before",
    "run_after",
    "run_own",
    "from_core_start",
    "from_core_end",
    "core_share",
    "core_words_shared",
    "core_words_early",
    "core_words_near",
    "title_words",
    "content_words",
    "rules_near_5",
    "rules_near_12",
    "comments_near",
    "short_near_4",
    "short_near_12",
    "numbered_near",
    "prose_since_heading",
    "since_rule",
    "site_named",
    "longest_near_3",
    "mean_near_5",
    "continues",
    "page_templates",
    "page_dirt",
    "page_comments",
    "page_bodies", // 137, then the linear model's classes
    "words_of_keep",
    "words_of_related_link",
    "words_of_related_block",
    "words_of_comment_form",
    "words_of_comments",
    "words_of_share",
    "words_of_newsletter",
    "words_of_cookie_notice",
    "words_of_advertisement",
    "words_of_image_credit",
    "words_of_navigation",
    "words_of_tags",
    "words_of_byline",
    "words_of_dateline",
    "words_of_timestamp",
    "words_of_copyright",
    "words_of_duplicate",
    "words_of_truncated_teaser",
    "words_of_boilerplate",
    "words_of_markup",
];

#[allow(clippy::cast_precision_loss, reason = "counts in a page")]
fn num(n: u32) -> f32 {
    n as f32
}

fn ratio(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { num(part) / num(whole) }
}

/// Logarithm by table-free steps: monotone, the same on every machine.
fn log(n: u32) -> f32 {
    let bits = 32 - n.leading_zeros();
    if bits == 0 {
        return 0.0;
    }
    num(bits - 1) + ratio(n - (1 << (bits - 1)), 1 << (bits - 1))
}

fn flag(b: bool) -> f32 {
    f32::from(u8::from(b))
}

const FAR: u32 = 60;

/// One line's features.
pub(crate) type Row = [f32; COLUMNS];

/// What is known of a page before its lines' features are asked for.
#[derive(Debug)]
pub(crate) struct Seen<'p> {
    page: &'p Page<'p>,
    ground: Ground,
    alone: Vec<bool>,
    title: WordSet,
    /// How many lines say the same as each.
    same: Vec<u32>,
    whole: Whole,
    runs: Vec<(u32, u32)>,
    place: Place<'p>,
    /// Lines since related links, comments, other furniture.
    since: [Vec<u32>; 3],
    /// Lines until related links, and until a line that a rule decides.
    until: Vec<(u32, u32)>,
}

impl<'p> Seen<'p> {
    pub(crate) fn new(page: &'p Page<'p>) -> Self {
        let Page { lines, layout, findings, headline } = page;
        let all = &lines.lines;
        let n = all.len();
        let alone: Vec<bool> = findings.iter().map(|f| f.is_some_and(|f| f.alone)).collect();
        let mut title = WordSet::new();
        if let Some(h) = *headline {
            lines.words(&all[h]).iter().for_each(|&w| title.add(w));
        }
        let since = |want: fn(Reason) -> bool| {
            let mut distance = FAR;
            let step = |f: &Option<Finding>| {
                let here = distance;
                distance = if f.is_some_and(|f| want(f.reason)) { 0 } else { (distance + 1).min(FAR) };
                here
            };
            findings.iter().map(step).collect::<Vec<u32>>()
        };
        let mut until = vec![(FAR, FAR); n];
        let (mut to_related, mut to_rule) = (FAR, FAR);
        for i in (0..n).rev() {
            until[i] = (to_related, to_rule);
            let is_related = findings[i].is_some_and(|f| f.reason == Reason::RelatedBlock);
            to_related = if is_related { 0 } else { (to_related + 1).min(FAR) };
            to_rule = if alone[i] { 0 } else { (to_rule + 1).min(FAR) };
        }
        let ground = Ground::new(lines);
        Self {
            page,
            title,
            same: repeats(all.iter().map(|l| l.key)),
            whole: Whole::new(all, layout, &alone),
            runs: short_runs(all),
            place: Place::new(page, &ground),
            ground,
            since: [
                since(|r| matches!(r, Reason::RelatedBlock)),
                since(|r| matches!(r, Reason::CommentForm | Reason::Comments)),
                since(|r| matches!(r, Reason::Newsletter | Reason::Share | Reason::Tags | Reason::Copyright)),
            ],
            until,
            alone,
        }
    }

    pub(crate) const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Writes the features of line `i`, but for the linear model's columns.
    pub(crate) fn fill(&self, i: usize, row: &mut Row) {
        let Page { lines, layout, findings, headline } = self.page;
        let all = &lines.lines;
        let n = all.len();
        let line = &all[i];
        let mut at = 0;
        let mut put = |value: f32| {
            row[at] = value;
            at += 1;
        };
        own(line, &mut put);
        let mut topics = [0.0; TOPICS];
        let h = &line.hits;
        for (set, value) in [(h.any | h.end, 1.0), (h.start, 2.0), (h.whole, 3.0)] {
            bits::members(set).for_each(|t| topics[t] = value);
        }
        topics[..FEATURE_TOPICS].iter().copied().for_each(&mut put);
        put(flag(self.alone[i]));
        put(findings[i].map_or(0.0, |f| f.confidence));
        let words = lines.words(line);
        put(layout.core.share(words));
        put(layout.slug_share(words));
        put(self.title.share(words));
        put(num(self.same[i].min(9)));

        put(ratio(count(i), count(n)));
        put(ratio(layout.words_before[i], layout.words_before[n].max(1)));
        put(ratio(layout.prose(0, i), layout.prose(0, n).max(1)));
        put(ratio(layout.prose(i + 1, n), layout.prose(0, n).max(1)));
        for reach in [2, 5, 10] {
            let (from, to) = (i.saturating_sub(reach), (i + reach + 1).min(n));
            let words = layout.words_before[to] - layout.words_before[from];
            put(ratio(layout.prose(from, to), words.max(1)));
        }
        put(signed(i, layout.first_prose.min(n)));
        put(signed(i, if layout.last_prose == n { 0 } else { layout.last_prose }));
        put(headline.map_or(-20.0, |h| signed(i, h)));
        for since in &self.since {
            put(num(since[i]));
        }
        put(num(self.until[i].0));
        put(num(self.until[i].1));
        let near = |offset: isize| i.checked_add_signed(offset).and_then(|j| all.get(j).map(|l| (j, l)));
        for offset in [-1, -2, -3, 1, 2, 3] {
            put(near(offset).map_or(-1.0, |(_, l)| log(weight(l))));
        }
        for offset in [-1, -2, 1, 2] {
            put(near(offset).map_or(0.5, |(_, l)| flag(l.ended())));
        }
        for offset in [-1, -2, 1, 2] {
            put(near(offset).map_or(0.5, |(j, _)| flag(self.alone[j])));
        }
        for offset in [-1, 1] {
            put(near(offset).map_or(0.5, |(_, l)| flag(body(l))));
        }
        put(near(-1).map_or(0.0, |(_, l)| flag(l.ending == Ending::Colon)));
        put(num(self.runs[i].1));
        put(num(self.runs[i].0));
        put(near(-1).map_or(0.0, |(_, l)| flag(l.opening == line.opening && l.ending == line.ending)));
        self.whole.put(&mut put);
        self.place.put(i, &mut put);
        debug_assert_eq!(at, COLUMNS - CLASSES);
    }
}

/// Writes the linear model's columns. A class that it all but rules out is nought: so the network need not look at it.
pub(crate) fn add_classes(row: &mut Row, classes: &[f32; CLASSES]) {
    const LEAST: f32 = 0.003;
    for (value, &class) in row[COLUMNS - CLASSES..].iter_mut().zip(classes) {
        *value = if class < LEAST { 0.0 } else { class };
    }
}

/// For each of some hashes, how often it is among them.
fn repeats<Hash: Copy + Default + PartialEq + Into<u64>>(hashes: impl ExactSizeIterator<Item = Hash>) -> Vec<u32> {
    let mut numbering = Numbering::new(2 * hashes.len());
    let mut times = vec![0; hashes.len()];
    let mut numbers = Vec::with_capacity(hashes.len());
    for hash in hashes {
        let (number, _) = numbering.number(hash);
        times[number as usize] += 1;
        numbers.push(number);
    }
    numbers.into_iter().map(|number| times[number as usize]).collect()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How far line `i` stands after (or before, negative) line `from`.
fn signed(i: usize, from: usize) -> f32 {
    let distance = num(count(i.abs_diff(from)).min(40));
    if i >= from { distance } else { -distance }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COLUMNS);
    }

    #[test]
    fn logarithms_rise() {
        assert_eq!(log(0), 0.0);
        assert_eq!(log(1), 0.0);
        assert_eq!(log(8), 3.0);
        assert!((1..500).all(|n| log(n) <= log(n + 1)));
    }

    #[test]
    fn rows_are_full() {
        let text = "Home\nSport\nBridge closes\nThe bridge will close on Monday, the mayor of the town said in the evening.\n\nYou may also like";
        let page = crate::clean::study(text, None, None, Some("Bridge closes"));
        assert_eq!(page.headline, Some(2));
        let seen = Seen::new(&page);
        let mut row = [f32::NAN; COLUMNS];
        for i in 0..5 {
            seen.fill(i, &mut row);
            assert!(row[..COLUMNS - CLASSES].iter().all(|v| v.is_finite()));
        }
    }
}
