//! What the classifier sees of a line: its own shape, the phrases in it, its neighbours, where it
//! stands in the page, and how dirty the page is. Trainer and runtime share this code.

use super::layout::{Layout, WordSet, body, weight};
use super::lexicon::{TOPICS, Topic};
use super::line::{Ending, Line, Lines};
use super::rules::Finding;
use crate::document::Reason;

/// Features of a line by itself and in its page.
pub(crate) const FIRST: usize = 104;
/// What the second pass sees beside them: probabilities of the line and its neighbours.
pub(crate) const SECOND: usize = 16;

/// The names of all features, in order; those of the second pass last.
pub(crate) const NAMES: [&str; FIRST + SECOND] = [
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
    "lexical",
    "lexical_reason",
    "lexical_sure", // 104
    "p",
    "p_before_1",
    "p_before_2",
    "p_before_3",
    "p_after_1",
    "p_after_2",
    "p_after_3",
    "p_near_5",
    "p_near_10",
    "p_words_near_5",
    "p_before_all",
    "p_after_all",
    "p_page",
    "p_run",
    "p_least_near",
    "p_most_near",
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

/// A page's features, one row a line, [`FIRST`] columns; the lexical columns are left at zero.
pub(crate) fn page(
    lines: &Lines<'_>,
    layout: &Layout,
    findings: &[Option<Finding>],
    headline: Option<usize>,
) -> Vec<[f32; FIRST]> {
    let all = &lines.lines;
    let n = all.len();
    let alone: Vec<bool> = findings.iter().map(|f| f.is_some_and(|f| f.alone)).collect();
    let mut title = WordSet::new();
    if let Some(h) = headline {
        lines.words(&all[h]).iter().for_each(|&w| title.add(w));
    }
    let mut keys: Vec<u64> = all.iter().map(|l| l.key).collect();
    keys.sort_unstable();
    let whole = Whole::new(all, layout, &alone);
    let runs = short_runs(all);
    let since = |want: fn(Reason) -> bool| {
        let mut distance = FAR;
        findings
            .iter()
            .map(|f| {
                let here = distance;
                distance = if f.is_some_and(|f| want(f.reason)) { 0 } else { (distance + 1).min(FAR) };
                here
            })
            .collect::<Vec<u32>>()
    };
    let related = since(|r| matches!(r, Reason::RelatedBlock));
    let comments = since(|r| matches!(r, Reason::CommentForm | Reason::Comments));
    let other = since(|r| matches!(r, Reason::Newsletter | Reason::Share | Reason::Tags | Reason::Copyright));
    let mut until = vec![(FAR, FAR); n];
    let (mut to_related, mut to_rule) = (FAR, FAR);
    for i in (0..n).rev() {
        until[i] = (to_related, to_rule);
        let is_related = findings[i].is_some_and(|f| f.reason == Reason::RelatedBlock);
        to_related = if is_related { 0 } else { (to_related + 1).min(FAR) };
        to_rule = if alone[i] { 0 } else { (to_rule + 1).min(FAR) };
    }

    let mut rows = Vec::with_capacity(n);
    for (i, line) in all.iter().enumerate() {
        let mut row = [0.0; FIRST];
        let mut at = 0;
        let mut put = |value: f32| {
            row[at] = value;
            at += 1;
        };
        own(line, &mut put);
        for t in 0..TOPICS {
            let bit = |set: u32| set >> t & 1 == 1;
            let h = &line.hits;
            put(if bit(h.whole) {
                3.0
            } else if bit(h.start) {
                2.0
            } else {
                flag(bit(h.any | h.end))
            });
        }
        put(flag(alone[i]));
        put(findings[i].map_or(0.0, |f| f.confidence));
        let words = lines.words(line);
        put(layout.core.share(words));
        put(layout.slug_share(words));
        put(title.share(words));
        let first = keys.partition_point(|&k| k < line.key);
        put(num(count(keys[first..].iter().take(9).take_while(|&&k| k == line.key).count())));

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
        put(num(related[i]));
        put(num(comments[i]));
        put(num(other[i]));
        put(num(until[i].0));
        put(num(until[i].1));
        let near = |offset: isize| i.checked_add_signed(offset).and_then(|j| all.get(j).map(|l| (j, l)));
        for offset in [-1, -2, -3, 1, 2, 3] {
            put(near(offset).map_or(-1.0, |(_, l)| log(weight(l))));
        }
        for offset in [-1, -2, 1, 2] {
            put(near(offset).map_or(0.5, |(_, l)| flag(l.ended())));
        }
        for offset in [-1, -2, 1, 2] {
            put(near(offset).map_or(0.5, |(j, _)| flag(alone[j])));
        }
        for offset in [-1, 1] {
            put(near(offset).map_or(0.5, |(_, l)| flag(body(l))));
        }
        put(near(-1).map_or(0.0, |(_, l)| flag(l.ending == Ending::Colon)));
        put(num(runs[i].1));
        put(num(runs[i].0));
        put(near(-1).map_or(0.0, |(_, l)| flag(l.opening == line.opening && l.ending == line.ending)));
        whole.put(&mut put);
        debug_assert_eq!(at, FIRST - 3);
        rows.push(row);
    }
    rows
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// How far line `i` stands after (or before, negative) line `from`.
fn signed(i: usize, from: usize) -> f32 {
    let distance = num(count(i.abs_diff(from)).min(40));
    if i >= from { distance } else { -distance }
}

fn own(line: &Line, put: &mut impl FnMut(f32)) {
    let words = line.words;
    put(log(line.chars));
    put(log(words));
    for (part, whole) in [
        (line.letters, line.chars),
        (line.capitalized, words),
        (line.capitals, words),
        (line.numbers, words),
        (line.stop, words),
        (line.long_words, words),
        (line.stamp, words),
    ] {
        put(ratio(part, whole));
    }
    for n in [line.months, line.weekdays, line.years, line.clocks] {
        put(num(n.min(5)));
    }
    put(ratio(line.social, words));
    put(num(line.agency.min(5)));
    put(ratio(line.commas, words));
    put(num(line.sentences.min(8)));
    for n in [line.dividers, line.slashes, line.hashtags, line.ats, line.links, line.quotes, line.brackets, line.stars]
    {
        put(num(n.min(12)));
    }
    put(flag(line.copyright_sign));
    put(flag(line.arrow));
    put(f32::from(line.opening as u8));
    put(f32::from(line.ending as u8));
    put(flag(line.prose()));
    put(flag(body(line)));
    put(flag(line.blank_before));
}

/// What holds for the page as a whole.
struct Whole([f32; 10]);

impl Whole {
    fn new(all: &[Line], layout: &Layout, alone: &[bool]) -> Self {
        let n = all.len();
        let lines = count(n);
        let words = layout.words_before[n];
        let sum = |f: fn(&Line) -> bool| count(all.iter().filter(|l| f(l)).count());
        let small: u32 = all.iter().map(|l| l.stop).sum();
        let plain: u32 = all.iter().map(|l| l.words).sum();
        let tail = if layout.last_prose == n { n } else { n - layout.last_prose - 1 };
        Self([
            log(lines),
            log(words),
            ratio(count(alone.iter().filter(|&&a| a).count()), lines),
            ratio(layout.prose(0, n), words.max(1)),
            ratio(sum(|l| weight(l) <= 6), lines),
            log(words / lines.max(1)),
            log(count(layout.first_prose.min(n))),
            log(count(tail)),
            ratio(small, plain.max(1)),
            ratio(sum(Line::ended), lines),
        ])
    }

    fn put(&self, put: &mut impl FnMut(f32)) {
        for value in self.0 {
            put(value);
        }
    }
}

/// For each line, how many short lines without a stop stand directly before it, and around it.
fn short_runs(all: &[Line]) -> Vec<(u32, u32)> {
    let short = |l: &Line| weight(l) <= 9 && !l.ended();
    let mut runs = vec![(0, 0); all.len()];
    let mut start = 0;
    while start < all.len() {
        let mut end = start;
        while end < all.len() && short(&all[end]) {
            end += 1;
        }
        for (before, run) in runs[start..end].iter_mut().enumerate() {
            *run = (count(before).min(20), count(end - start).min(40));
        }
        if let Some(after) = runs.get_mut(end) {
            *after = (count(end - start).min(20), 0);
        }
        start = end + 1;
    }
    runs
}

/// What the second pass sees of the first pass's probabilities (of being furniture), for line `i`.
pub(crate) fn context(p: &Averages<'_>, i: usize) -> [f32; SECOND] {
    let n = p.p.len();
    let at = |offset: isize| i.checked_add_signed(offset).and_then(|j| p.p.get(j)).copied().unwrap_or(0.6);
    let (from, to) = (i.saturating_sub(5), (i + 6).min(n));
    let mut run = 0u32;
    for &q in p.p[i + 1..].iter().take(20) {
        if q < 0.5 {
            break;
        }
        run += 1;
    }
    for &q in p.p[..i].iter().rev().take(20) {
        if q < 0.5 {
            break;
        }
        run += 1;
    }
    let near = &p.p[i.saturating_sub(2)..(i + 3).min(n)];
    [
        at(0),
        at(-1),
        at(-2),
        at(-3),
        at(1),
        at(2),
        at(3),
        p.mean(from, to),
        p.mean(i.saturating_sub(10), (i + 11).min(n)),
        p.weighted(from, to),
        p.weighted(0, i),
        p.weighted(i + 1, n),
        p.weighted(0, n),
        num(run),
        near.iter().copied().fold(1.0, f32::min),
        near.iter().copied().fold(0.0, f32::max),
    ]
}

/// Running sums over a page's probabilities.
#[derive(Debug)]
pub(crate) struct Averages<'p> {
    p: &'p [f32],
    sums: Vec<f64>,
    weighted: Vec<(f64, f64)>,
}

impl<'p> Averages<'p> {
    pub(crate) fn new(p: &'p [f32], weights: &[u32]) -> Self {
        let mut out = Self { p, sums: vec![0.0], weighted: vec![(0.0, 0.0)] };
        let (mut sum, mut mass, mut words) = (0.0, 0.0, 0.0);
        for (&q, &weight) in p.iter().zip(weights) {
            let w = f64::from(weight);
            sum += f64::from(q);
            mass += f64::from(q) * w;
            words += w;
            out.sums.push(sum);
            out.weighted.push((mass, words));
        }
        out
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a mean of probabilities")]
    fn mean(&self, from: usize, to: usize) -> f32 {
        if to <= from { 0.5 } else { ((self.sums[to] - self.sums[from]) / (to - from) as f64) as f32 }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a mean of probabilities")]
    fn weighted(&self, from: usize, to: usize) -> f32 {
        if to <= from {
            return 0.5;
        }
        let (mass, words) = (self.weighted[to].0 - self.weighted[from].0, self.weighted[to].1 - self.weighted[from].1);
        if words > 0.0 { (mass / words) as f32 } else { 0.5 }
    }
}

/// Hashed signs of a line for the linear model: its words and word pairs, its shape, the phrases in
/// it and the rules that spoke around it.
pub(crate) fn signs(
    lines: &Lines<'_>,
    layout: &Layout,
    findings: &[Option<Finding>],
    headline: Option<usize>,
    at: usize,
    out: &mut Vec<u32>,
) {
    out.clear();
    let line = &lines.lines[at];
    let words = lines.words(line);
    let mut add = |space: u32, value: u32| {
        let h = (value ^ space.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
        out.push(h ^ (h >> 15));
    };
    let (head, tail) = words.split_at(words.len().min(20));
    let last = &tail[tail.len().saturating_sub(6)..];
    for &w in head.iter().chain(last) {
        add(1, w);
    }
    for pair in head.windows(2).take(12) {
        add(2, pair[0].rotate_left(9) ^ pair[1]);
    }
    if let (Some(&first), Some(&end)) = (words.first(), words.last()) {
        add(3, first);
        add(4, end);
    }
    let size = match weight(line) {
        0..=1 => 0,
        2..=3 => 1,
        4..=6 => 2,
        7..=10 => 3,
        11..=18 => 4,
        19..=35 => 5,
        _ => 6,
    };
    let place = if headline.is_some_and(|h| at < h) {
        0
    } else if at < layout.first_prose {
        1
    } else if at <= layout.last_prose {
        2
    } else {
        3
    };
    add(5, size);
    add(6, place);
    add(7, place * 8 + size);
    add(8, line.ending as u32 * 8 + size);
    add(9, line.opening as u32 * 8 + line.ending as u32);
    add(10, line.dividers.min(3) * 4 + line.commas.min(3));
    add(11, line.capitalized * 4 / line.words.max(1) * 8 + size);
    add(12, line.stop * 8 / line.words.max(1) * 8 + size);
    for t in 0..TOPICS {
        let h = &line.hits;
        if (h.any | h.start | h.whole | h.end) >> t & 1 == 1 {
            add(13, u32::try_from(t).unwrap_or(0) * 2 + (h.start >> t & 1));
        }
    }
    let reason = |f: &Option<Finding>| f.map_or(0, |f| f.reason as u32 + 1);
    add(14, reason(&findings[at]));
    let before = findings[..at].iter().rev().take(6).find(|f| f.is_some_and(|f| f.alone)).map_or(0, reason);
    let after = findings[at + 1..].iter().take(4).find(|f| f.is_some_and(|f| f.alone)).map_or(0, reason);
    add(15, before);
    add(16, after);
    add(17, before * 32 + place * 8 + size);
    add(18, at.checked_sub(1).map_or(31, |j| reason(&findings[j])));
    add(19, line.numbers.min(4) * 16 + line.years.min(1) * 8 + line.clocks.min(1) * 4 + line.months.min(1));
    add(20, flag_bits(line));
}

fn flag_bits(line: &Line) -> u32 {
    u32::from(line.copyright_sign)
        | u32::from(line.arrow) << 1
        | u32::from(line.ats > 0) << 2
        | u32::from(line.hashtags > 1) << 3
        | u32::from(line.links > 0) << 4
        | u32::from(line.stars > 0) << 5
        | u32::from(line.slashes > 0) << 6
        | u32::from(line.hits.any(Topic::Newsletter)) << 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let mut names = NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIRST + SECOND);
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
        let lines = Lines::new(text, None);
        let layout = Layout::new(&lines, None);
        let findings = vec![None; lines.lines.len()];
        let rows = page(&lines, &layout, &findings, Some(2));
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().flatten().all(|v| v.is_finite()));
        let p = [0.9, 0.8, 0.1, 0.0, 0.9];
        let averages = Averages::new(&p, &[1, 1, 2, 15, 4]);
        assert!(context(&averages, 2).iter().all(|v| v.is_finite()));
    }
}
