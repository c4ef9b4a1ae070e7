//! Rules with names. A rule that may drop a line alone (`alone`) was right in at least 95 of 100
//! cases on the development pages; the others speak for the classifier, and name the reason when
//! it drops the line.

use super::layout::{Layout, body};
use super::lexicon::{Lexicon, Topic, class};
use super::line::{Ending, Line, Lines, Opening};
use super::metadata;
use super::words::{Shape, Word, words};
use crate::document::Reason;

/// What a rule found in a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Finding {
    pub(crate) reason: Reason,
    pub(crate) rule: &'static str,
    /// Of a rule that decides alone, the share of its lines on news pages and corpus that are no
    /// article, with nine in ten more lines added (`copydesk eval cleaning --rules` counts). Of the
    /// others, how far their reason is trusted when the model drops the line.
    pub(crate) confidence: f32,
    /// May drop the line alone.
    pub(crate) alone: bool,
}

const fn sure(reason: Reason, rule: &'static str, confidence: f32) -> Option<Finding> {
    Some(Finding { reason, rule, confidence, alone: true })
}

const fn hint(reason: Reason, rule: &'static str, confidence: f32) -> Option<Finding> {
    Some(Finding { reason, rule, confidence, alone: false })
}

/// The first rule that fits a line.
pub(crate) fn find(lines: &Lines<'_>, at: usize, layout: &Layout) -> Option<Finding> {
    let line = &lines.lines[at];
    let text = lines.text(line);
    let h = &line.hits;
    let head = at < layout.first_prose;
    let short = line.words <= 14;

    if line.words == 0 && ornament(text) {
        return sure(Reason::Markup, "ornament", 0.99);
    }
    if line.words <= 12 && shortcode(text) {
        return sure(Reason::Markup, "shortcode", 0.99);
    }
    if h.whole(Topic::Ad) || h.start(Topic::Ad) && short {
        return sure(Reason::Advertisement, "ad_label", 0.99);
    }
    if h.whole(Topic::CommentForm) {
        return sure(Reason::CommentForm, "comment_form", 0.99);
    }
    if h.whole(Topic::Comments) || comment_count(line) {
        return sure(Reason::Comments, "comment_count", 0.99);
    }
    if h.whole(Topic::Share) || share_buttons(line) {
        if line.words == 1 && inside(lines, at) {
            return hint(Reason::Share, "share_phrase", 0.85);
        }
        return sure(Reason::Share, "share_buttons", 0.99);
    }
    if timestamp(line) {
        return sure(Reason::Timestamp, "timestamp_line", 0.99);
    }
    if line.hashtags >= 2 && line.hashtags * 3 >= line.words && text.starts_with(['#', 'T', '\u{1f3f7}']) {
        return sure(Reason::Tags, "hashtags", 0.95);
    }
    if (line.copyright_sign || h.start(Topic::Copyright)) && line.words <= 45 && copyright(line, text) {
        return sure(Reason::Copyright, "copyright_line", 0.98);
    }
    if h.start(Topic::RelatedLink) && h.opening_words(Topic::RelatedLink) < line.words as usize && line.words <= 34 {
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let nth = h.opening_words(Topic::RelatedLink);
        let colon = words(bare).nth(nth.saturating_sub(1)).is_some_and(|w| {
            w.colon_after || bare[w.end as usize..].trim_start().starts_with(['|', '–', '—', '-', '>', '»', '→', '›'])
        });
        // One word ("See:", "Also:") opens sentences of the article, too, but not in capitals.
        let loud = words(bare).next().is_some_and(|w| w.shape == Shape::Upper);
        return if colon && (nth > 1 || loud) {
            sure(Reason::RelatedLink, "read_also", 0.96)
        } else {
            hint(Reason::RelatedLink, "read_more", 0.85)
        };
    }
    if h.whole(Topic::RelatedHead) {
        return sure(Reason::RelatedBlock, "related_heading", 0.99);
    }
    if h.whole(Topic::Cookie) || cookie(line) {
        return sure(Reason::CookieNotice, "cookie_notice", 0.99);
    }
    if h.whole(Topic::Tags) || h.start(Topic::Tags) && tags(line, text) {
        return sure(Reason::Tags, "tags_line", 0.99);
    }
    if h.start(Topic::CommentForm) && line.words <= 40 {
        return sure(Reason::CommentForm, "comment_form", 0.99);
    }
    if h.any(Topic::CommentForm) && line.words <= 45 {
        return hint(Reason::CommentForm, "comment_phrase", 0.93);
    }
    if h.whole(Topic::Newsletter) {
        return sure(Reason::Newsletter, "newsletter_label", 0.99);
    }
    if h.any(Topic::Newsletter) && h.any(Topic::Mailing) && line.words <= 45 && invitation(text) {
        return sure(Reason::Newsletter, "newsletter_invitation", 0.95);
    }
    if h.whole(Topic::Credit) || credit(line, text) || agency_credit(line, text) {
        // "(Image credit: Name)" stands inside the text, and many keep it.
        let bracketed = text.starts_with(['(', '[']);
        let say = if bracketed { hint } else { sure };
        return say(Reason::ImageCredit, "credit_label", if bracketed { 0.9 } else { 0.99 });
    }
    if h.whole(Topic::Nav) && !line.ended() {
        if inside(lines, at) {
            return hint(Reason::Navigation, "menu_word", 0.8);
        }
        return sure(Reason::Navigation, "menu_word", 0.99);
    }
    if desk_note(line, text) {
        if !text.starts_with(['(', '[']) {
            return hint(Reason::Boilerplate, "desk_note", 0.8);
        }
        return sure(Reason::Boilerplate, "desk_note", 0.95);
    }
    if line.words <= 4 && line.numbers == 2 && counter(text) {
        return sure(Reason::Navigation, "counter", 0.98);
    }
    if byline_row(line, text) {
        return sure(Reason::Byline, "byline_row", 0.97);
    }
    if dated_row(line) {
        return hint(Reason::Timestamp, "timestamp_phrase", 0.92);
    }
    if let Some(found) = divided(line, text, head) {
        return Some(found);
    }
    if h.start(Topic::Byline) && line.words <= 24 && metadata::byline_shape(text, line) {
        return if head || line.words <= 8 && !inside(lines, at) {
            sure(Reason::Byline, "byline", 0.97)
        } else {
            hint(Reason::Byline, "byline", 0.8)
        };
    }
    if author_block(lines, at) {
        return sure(Reason::Byline, "author_block", 0.95);
    }
    phrases(line, text, at, layout)
}

/// Near the top, a name and under it a role ("Ann Lee", "Science editor"), with the time of the report below
/// them.
fn author_block(lines: &Lines<'_>, at: usize) -> bool {
    const TOP: usize = 20;
    let all = &lines.lines;
    let is = |i: usize| {
        let named = all[i].words <= 4 && metadata::bare_name(lines.text(&all[i]), &all[i]);
        let below = all.get(i + 1..).unwrap_or_default();
        named
            && below.first().is_some_and(|role| metadata::occupation(lines.text(role), role))
            && below.iter().skip(1).take(2).any(|l| l.stamp * 2 >= l.words && l.numbers > 0 && l.words <= 16)
    };
    at < TOP && (is(at) || at > 0 && is(at - 1))
}

/// Rules that speak but do not decide.
fn phrases(line: &Line, text: &str, at: usize, layout: &Layout) -> Option<Finding> {
    let h = &line.hits;
    let head = at < layout.first_prose;
    let tail = at > layout.last_prose;
    if h.start(Topic::Stamp) && line.words <= 16 && line.numbers > 0 || line.clocks > 0 && line.stamp * 2 >= line.words
    {
        return hint(Reason::Timestamp, "timestamp_phrase", 0.92);
    }
    if h.start(Topic::Source) && line.words <= 20 {
        return hint(Reason::Boilerplate, "source_line", 0.85);
    }
    if line.agency > 0 && line.words <= 12 && (line.slashes > 0 || line.words <= line.agency + 3) && !line.ended() {
        return hint(Reason::ImageCredit, "credit_line", 0.9);
    }
    if (h.start(Topic::Share) || h.any(Topic::Share) && line.words <= 25) && line.words <= 30 {
        return hint(Reason::Share, "share_phrase", 0.85);
    }
    if h.any(Topic::Cookie) && line.words <= 90 && (line.links > 0 || h.start(Topic::Cookie)) {
        return hint(Reason::CookieNotice, "cookie_phrase", 0.8);
    }
    if (h.start(Topic::Newsletter) || h.any(Topic::Newsletter) || line.arrow) && line.words <= 40 {
        return hint(Reason::Newsletter, "newsletter_phrase", 0.76);
    }
    if h.start(Topic::RelatedHead) && line.words <= 10 && !line.ended() {
        return hint(Reason::RelatedBlock, "related_phrase", 0.9);
    }
    if h.any(Topic::Ad) && line.words <= 14 {
        return hint(Reason::Advertisement, "ad_phrase", 0.85);
    }
    if h.any(Topic::Copyright) && line.words <= 45 {
        return hint(Reason::Copyright, "copyright_phrase", 0.85);
    }
    if h.any(Topic::Paywall) && line.words <= 40 {
        return hint(Reason::Newsletter, "paywall", 0.8);
    }
    if h.start(Topic::About) || h.any(Topic::About) && tail {
        return hint(Reason::Boilerplate, "bio_phrase", 0.6);
    }
    if head && (metadata::bare_name(text, line) || h.any(Topic::Byline) && line.words <= 16 && !line.ended()) {
        return hint(Reason::Byline, "author_name", 0.7);
    }
    if line.ending == Ending::Ellipsis && line.words <= 45 {
        return hint(Reason::TruncatedTeaser, "teaser", 0.65);
    }
    None
}

/// Directly between two paragraphs, where a word that could be a menu entry is a heading.
fn inside(lines: &Lines<'_>, at: usize) -> bool {
    at > 0 && body(&lines.lines[at - 1]) && lines.lines.get(at + 1).is_some_and(body)
}

/// "(Reporting by Ann Lee; editing by John Poe)".
fn desk_note(line: &Line, text: &str) -> bool {
    let opening = line.hits.opening_words(Topic::Source);
    let bracketed = text.starts_with(['(', '[']);
    opening >= 2
        && line.words <= 60
        && line.capitalized * 2 >= line.words.saturating_sub(6)
        && (bracketed || !line.prose())
}

/// Whether a part of the line begins with a phrase about `topic`: the line itself, or what follows where `border`
/// holds of a word and of what stands between it and the next.
fn opens(text: &str, topic: Topic, border: impl Fn(Word, &str) -> bool) -> bool {
    let all: Vec<Word> = words(text).collect();
    let parted = |at: usize| {
        let before = all[at - 1];
        border(before, &text[before.end as usize..all[at].start as usize])
    };
    (0..all.len()).any(|at| (at == 0 || parted(at)) && Lexicon::get().opening(&all[at..]).start(topic))
}

/// "Like what you read? Sign up for our newsletter": a sentence that asks the reader to have something sent. In
/// the middle of a sentence the same words are likely the article's.
fn invitation(text: &str) -> bool {
    opens(text, Topic::Newsletter, |_, between| between.contains(['.', '!', '?']))
}

/// What stands between the two numbers of a counter.
const OF: [&str; 10] = ["of", "von", "de", "di", "van", "sur", "su", "z", "из", "з"];

/// "Image 2 of 5".
fn counter(text: &str) -> bool {
    let mut all = words(text);
    let (Some(what), Some(which), Some(of), Some(number)) = (all.next(), all.next(), all.next(), all.next()) else {
        return false;
    };
    let value = |word: Word| metadata::word_of(text, word).parse::<u16>();
    let counted = matches!((value(which), value(number)), (Ok(which), Ok(number)) if which <= number);
    what.shape != Shape::Number && OF.contains(&metadata::word_of(text, of)) && counted
}

/// "17/11/2019 - By Ann Lee - Sport": a row of entries with a date and, after a divider or the date, an author.
fn byline_row(line: &Line, text: &str) -> bool {
    let dated = line.figure_dates > 0 || line.months > 0 && line.years > 0 && line.numbers > 1;
    if !dated || line.dividers == 0 || line.words > 20 || line.ended() || line.sentences > 1 {
        return false;
    }
    opens(text, Topic::Byline, |before, between| {
        before.shape == Shape::Number
            || Lexicon::get().classes(before.hash) & class::STAMP != 0
            || between.trim().chars().any(|c| !matches!(c, ',' | ':'))
    })
}

/// "12 comments", "Comments (3)".
fn comment_count(line: &Line) -> bool {
    line.hits.any(Topic::Comments) && line.numbers > 0 && line.words <= 3
}

/// Nothing but networks, buttons and counts; in a short row half of them may be unknown.
fn share_buttons(line: &Line) -> bool {
    let row = line.words <= 6 && line.stop == 0 && line.commas == 0 && !line.ended() && line.capitalized == line.words;
    line.social >= 2
        && (line.social + line.numbers + u32::from(line.words > 4) >= line.words
            || row && line.social * 2 >= line.words)
}

/// "***", "# # #", "-----": what divides the parts of a text. A line of underscores is to be filled in.
fn ornament(text: &str) -> bool {
    let mark = |c: &char| matches!(c, '*' | '#' | '-' | '–' | '—' | '=' | '~' | '•' | '·' | '+');
    text.chars().filter(|c| !c.is_whitespace()).all(|c| mark(&c)) && text.chars().filter(mark).count() >= 3
}

/// "[gallery ids=\"1,2\"]", "[/caption]", "[related_posts]": a call of the page's own software that was not run.
fn shortcode(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) else { return false };
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let name = name.split_whitespace().next().unwrap_or("");
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'));
    !name.is_empty()
        && plain
        && !inside.contains(['[', ']'])
        && (name.contains('_') || inside.starts_with('/') || inside.contains('='))
}

/// "Oslo - 8 Apr 2025 - 13:47 CEST": mostly a date, with a place or a desk.
const fn dated_row(line: &Line) -> bool {
    (line.months > 0 && line.numbers > 1 || line.figure_dates > 0)
        && (line.years > 0 || line.clocks > 0)
        && line.stamp * 3 >= line.words * 2
        && line.words <= 16
        && !line.ended()
}

/// Nothing but the words and numbers of a date. A time of day alone is a live blog's own heading.
fn timestamp(line: &Line) -> bool {
    let dated = line.months > 0 && line.numbers > 0 || line.figure_dates > 0;
    let told = line.hits.any(Topic::Stamp) && line.numbers > 0 && line.words <= 12;
    (2..=18).contains(&line.words) && line.stamp == line.words && (dated || told)
}

fn copyright(line: &Line, text: &str) -> bool {
    // The sign before a photographer's name at the end of a caption.
    let credit = || !line.hits.any(Topic::Copyright) && metadata::inline_credit(text).is_some();
    line.copyright_sign && (line.years > 0 || line.words <= 14 && !credit())
        || line.hits.start(Topic::Copyright) && (line.years > 0 || line.words <= 25)
}

fn cookie(line: &Line) -> bool {
    line.hits.start(Topic::Cookie) && line.words <= 90
}

/// "Tags: a, b, c"; not a sentence that opens with such a word.
fn tags(line: &Line, text: &str) -> bool {
    let opening = line.hits.opening_words(Topic::Tags);
    let marked = words(text)
        .nth(opening.saturating_sub(1))
        .is_some_and(|w| w.colon_after || text[w.end as usize..].trim_start().starts_with(['#', '|', '»', '>', '-']));
    (marked || line.commas >= 2) && line.words <= 60 && !line.ended()
}

/// "Photo: Name/Agency": a label and no sentence.
fn credit(line: &Line, text: &str) -> bool {
    if !line.hits.start(Topic::Credit) || line.words > 16 || line.sentences > 1 {
        return false;
    }
    let rest = line.words as usize - line.hits.opening_words(Topic::Credit).min(line.words as usize);
    let names = words(text)
        .skip(line.hits.opening_words(Topic::Credit))
        .filter(|w| w.shape == Shape::Lower && w.chars > 3)
        .count();
    rest > 0 && line.numbers <= 1 && (names * 3 <= rest || line.slashes > 0)
}

/// "EPA/Name/Agency, mandatory credit".
fn agency_credit(line: &Line, text: &str) -> bool {
    line.agency > 0 && line.words <= 16 && line.slashes > 0 && !line.ended() && {
        let first = words(text).next();
        first.is_some_and(|w| {
            w.start == 0
                && Lexicon::get().classes(w.hash) & class::AGENCY != 0
                && w.shape != Shape::Lower
                && text[w.end as usize..].trim_start().starts_with('/')
        })
    }
}

/// Entries with dividers between: a menu, a path, tags, related links.
fn divided(line: &Line, text: &str, head: bool) -> Option<Finding> {
    let entries = line.dividers + 1;
    if line.dividers < 2 || line.words > entries * 4 || line.sentences > 1 && line.words > entries * 2 {
        return None;
    }
    // Here » closes a quotation.
    if text.contains('«') {
        return None;
    }
    let path = text.contains(" > ") || text.contains('›') || text.contains('»');
    if path && line.hits.start(Topic::Nav) || path && head && line.words <= 14 {
        return sure(Reason::Navigation, "breadcrumb", 0.95);
    }
    if line.hits.any(Topic::Nav) && !line.ended() && line.opening != Opening::Dash {
        return sure(Reason::Navigation, "menu_line", 0.98);
    }
    if line.stop * 4 > line.words || line.ended() {
        return None;
    }
    let reason = if head { Reason::Navigation } else { Reason::Tags };
    hint(reason, "menu_line", 0.9)
}
