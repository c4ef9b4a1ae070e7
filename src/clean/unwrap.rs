//! The line model: what one line of the raw text should have been. Lines that were wrapped at a
//! fixed width are joined, words divided at their ends mended, and text that lost its line break
//! (a caption and its credit, two sentences) is divided again.

use std::collections::HashSet;

use super::lexicon::{Lexicon, Topic, class};
use super::words::{Shape, Word, words};
use crate::document::{Repair, RepairKind};
use crate::text::{Mapped, MappedBuilder, Span};

/// Narrower text is a list or a poem, wider is not wrapped by hand.
const NARROWEST: usize = 40;
const WIDEST: usize = 110;

/// A place at which the text changes.
enum Change {
    /// A line break that becomes a space.
    Join(Span),
    /// Hyphen and line break that go.
    Mend(Span),
    /// A space is put in.
    Space(usize),
    /// A line break is put in.
    Break(usize),
}

impl Change {
    const fn at(&self) -> usize {
        match self {
            Self::Join(s) | Self::Mend(s) => s.start as usize,
            Self::Space(at) | Self::Break(at) => *at,
        }
    }
}

/// The text with its lines as they should be, or none when they are.
pub(crate) fn unwrap(base: &Mapped<'_>) -> Option<(Mapped<'static>, Vec<Repair>)> {
    let text: &str = &base.text;
    let mut changes = wrapped(text);
    glued(text, &mut changes);
    if changes.is_empty() {
        return None;
    }
    changes.sort_by_key(Change::at);
    let (mut joined, mut mended, mut split) = (0, 0, 0);
    let mut out = MappedBuilder::new(base);
    let mut at = 0;
    for change in changes {
        if change.at() < at {
            continue;
        }
        if at < change.at() {
            out.copy(Span::new(at, change.at()));
            at = change.at();
        }
        match change {
            Change::Join(span) => {
                out.replace(span, " ");
                at = span.end as usize;
                joined += 1;
            }
            Change::Mend(span) => {
                out.absorb(span);
                at = span.end as usize;
                mended += 1;
            }
            Change::Space(_) => {
                out.insert(" ");
                split += 1;
            }
            Change::Break(_) => {
                out.insert("\n");
                split += 1;
            }
        }
    }
    if at < text.len() {
        out.copy(Span::new(at, text.len()));
    }
    let counts = [(RepairKind::HardWrap, joined), (RepairKind::Hyphenation, mended), (RepairKind::Glued, split)];
    let repairs =
        counts.into_iter().filter(|&(_, count)| count > 0).map(|(kind, count)| Repair { kind, count }).collect();
    Some((out.finish(), repairs))
}

/// One physical line: where its text stands and how long it is.
struct Physical<'t> {
    start: usize,
    text: &'t str,
    chars: usize,
}

fn physical(text: &str) -> Vec<Physical<'_>> {
    let mut at = 0;
    text.split('\n')
        .map(|line| {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            at += line.len() + 1;
            Physical { start, text: trimmed, chars: trimmed.chars().count() }
        })
        .collect()
}

fn first_word(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or("")
}

fn opens_item(line: &str) -> bool {
    let mut chars = line.chars();
    match chars.next() {
        Some('•' | '*' | '·' | '▪' | '■' | '►' | '>' | '#' | '|' | '○' | '●') => true,
        Some('-' | '–' | '—') => chars.next() == Some(' '),
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.starts_with(". ") || rest.starts_with(") ")
        }
        _ => false,
    }
}

/// The joints of a text that was wrapped at a fixed width. It was when many lines end in the middle
/// of a sentence where the next line's first word would not have fitted.
fn wrapped(text: &str) -> Vec<Change> {
    let first_lines = text.as_bytes().iter().take(20_000).filter(|&&b| b == b'\n').count();
    // Cheap test: prose that is not wrapped has lines far longer than any width.
    if first_lines < 3 || text.len().min(20_000) / (first_lines + 1) > WIDEST {
        return Vec::new();
    }
    let lines = physical(text);
    let adjacent = |i: usize| !lines[i].text.is_empty() && lines.get(i + 1).is_some_and(|n| !n.text.is_empty());
    let mut widths: Vec<usize> = lines.iter().filter(|l| l.chars > 0).map(|l| l.chars).collect();
    widths.sort_unstable();
    let Some(&width) = widths.get(widths.len().saturating_sub(1 + widths.len() / 50)) else {
        return Vec::new();
    };
    if !(NARROWEST..=WIDEST).contains(&width) {
        return Vec::new();
    }
    let full = |i: usize| lines[i].chars + 1 + first_word(lines[i + 1].text).chars().count() > width;
    let unfinished = |i: usize| {
        lines[i].text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | ';'))
            && lines[i + 1].text.chars().next().is_some_and(char::is_lowercase)
    };
    let (mut pairs, mut evidence, mut against) = (0, 0, 0);
    for i in 0..lines.len().saturating_sub(1) {
        if adjacent(i) {
            pairs += 1;
            if unfinished(i) {
                evidence += usize::from(full(i));
                against += usize::from(!full(i));
            }
        }
    }
    if evidence < 3 || evidence * 4 < pairs || against * 5 > evidence {
        return Vec::new();
    }
    let known: HashSet<u64> = words(text).map(|w| w.hash).collect();
    let mut changes = Vec::new();
    for i in 0..lines.len().saturating_sub(1) {
        if !adjacent(i) || !full(i) && !unfinished(i) || opens_item(lines[i + 1].text) {
            continue;
        }
        let end = lines[i].start + lines[i].text.len();
        let joint = Span::new(end, lines[i + 1].start);
        let hyphen = lines[i].text.strip_suffix('-').filter(|l| l.ends_with(char::is_alphabetic));
        let lower = lines[i + 1].text.chars().next().is_some_and(char::is_lowercase);
        match hyphen {
            Some(head) if lower => {
                if divided(head, lines[i + 1].text, &known) {
                    changes.push(Change::Mend(Span::new(end - 1, lines[i + 1].start)));
                } else {
                    changes.push(Change::Mend(joint));
                }
            }
            _ => changes.push(Change::Join(joint)),
        }
    }
    changes
}

/// Parts before a hyphen that belong to a compound rather than to a divided word.
const COMPOUNDING: [&str; 24] = [
    "self", "well", "non", "ex", "anti", "semi", "long", "short", "high", "low", "two", "three", "year", "mid", "half",
    "all", "cross", "post", "pre", "so", "e", "co", "old", "so",
];

/// Whether a word was divided at the line's end, rather than written with a hyphen.
fn divided(head: &str, next: &str, known: &HashSet<u64>) -> bool {
    let start =
        head.rfind(|c: char| !c.is_alphabetic()).map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
    let first = &head[start..];
    let second: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let whole = format!("{first}{second}");
    if words(&whole).next().is_some_and(|w| known.contains(&w.hash)) {
        return true;
    }
    let hyphen_before = head[..start].ends_with('-');
    !hyphen_before && !COMPOUNDING.contains(&first.to_lowercase().as_str())
}

/// Lines that lost a break: a credit glued to a caption, a furniture phrase or a sentence glued to
/// the sentence before.
fn glued(text: &str, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Every such place has a lower-case letter, digit or closing mark directly before an upper-case
    // letter: look for that pair and nothing else.
    while at + 1 < bytes.len() {
        let (a, b) = (bytes[at], bytes[at + 1]);
        at += 1;
        if !(b.is_ascii_uppercase() || b >= 0xc3) {
            continue;
        }
        let stop = matches!(a, b'.' | b'!' | b'?');
        if !(a.is_ascii_lowercase() || stop || matches!(a, b')' | b'"') || a >= 0x80) || !text.is_char_boundary(at) {
            continue;
        }
        let Some(next) = text[at..].chars().next().filter(|c| c.is_uppercase()) else { continue };
        let Some(before) = text[..at].chars().next_back() else { continue };
        let closes = matches!(before, '”' | '’' | '»' | '"' | ')');
        if !(before.is_lowercase() || stop || closes) {
            continue;
        }
        if let Some(end) = credit(text, at) {
            changes.push(Change::Break(at));
            if end < text.len() && !text[end..].starts_with('\n') {
                changes.push(Change::Break(end));
            }
            at = end;
        } else if (stop || closes) && sentence(text, at, next) {
            if furniture(&text[at..]) {
                changes.push(Change::Break(at));
            } else if stop {
                changes.push(Change::Space(at));
            }
        } else if before.is_lowercase() && furniture_with_colon(&text[at..]) {
            changes.push(Change::Break(at));
        }
    }
}

fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n)
}

/// The end of a picture credit that begins here, where the caption ends without a break: an agency
/// ("EPA/Name/Agency", "Reuters" at the line's end) or "Photo:" with a short rest.
fn credit(text: &str, at: usize) -> Option<usize> {
    let end = line_end(text, at);
    let line = text[at..end].trim_end();
    let end = at + line.len();
    let mut upcoming = words(line.get(..line.len().min(64)).unwrap_or(line));
    let first: Word = upcoming.next().filter(|w| w.start == 0)?;
    let after = &line[first.end as usize..];
    let agency = Lexicon::get().classes(first.hash) & class::AGENCY != 0 && first.shape != Shape::Lower;
    let label = first.colon_after && {
        let mut hits = super::lexicon::Hits::default();
        Lexicon::get().phrases(&[first], 0, &mut hits);
        hits.start(Topic::Credit)
    };
    if !agency && !label {
        return None;
    }
    // A credit is short; a longer rest is the paragraph that the credit ran into.
    const LONGEST: usize = 100;
    if line.chars().count() <= LONGEST {
        let alone = after.trim().is_empty();
        let slashed = after.starts_with('/') || after.starts_with(" / ");
        let named = after.strip_prefix(' ').is_some_and(|r| words(r).all(|w| w.shape != Shape::Lower));
        return (alone || slashed || label || named && words(after).count() <= 4).then_some(end);
    }
    if !after.starts_with('/') {
        return None;
    }
    let mut previous = ' ';
    for (i, c) in line.char_indices().skip(1) {
        if i > LONGEST {
            break;
        }
        if c.is_uppercase() && previous.is_lowercase() && !line[..i].ends_with("Mc") && !line[..i].ends_with("Mac") {
            let joined = line[i..].chars().take_while(|c| !c.is_whitespace()).all(|c| c != '/');
            if joined && line[i..].contains(' ') {
                return Some(at + i);
            }
        }
        previous = c;
    }
    None
}

/// Whether "…end.Next" is the border of two sentences: a word of three or more small letters, a
/// stop and a capitalised word, not an address and not a name such as "Node.Js".
fn sentence(text: &str, at: usize, next: char) -> bool {
    let head = text[..at].trim_end_matches(['.', '!', '?', '”', '’', '"', '»', ')']);
    let tail = head.rfind(char::is_whitespace).map_or(head, |i| &head[i..]).trim_start();
    let small = head.chars().rev().take_while(|c| c.is_lowercase()).count();
    if small < 3 || tail.contains(['/', '@', '.', '_', '#', '\\']) || next.is_numeric() {
        return false;
    }
    let word: String = text[at..].chars().take_while(|c| c.is_alphanumeric()).take(24).collect();
    let follows = text[at + word.len()..].chars().next();
    let open = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '\'' | '’' | ':' | '-'));
    if matches!(word.to_ascii_lowercase().as_str(), "com" | "org" | "net" | "js" | "co" | "uk" | "tv" | "io" | "info") {
        return false;
    }
    let written = word.chars().skip(1).all(char::is_lowercase) || word.chars().count() == 1;
    written && open(follows)
}

fn opening(rest: &str) -> super::lexicon::Hits {
    let end = line_end(rest, 0).min(64);
    let head = (0..=end).rev().find(|&i| rest.is_char_boundary(i)).map_or("", |i| &rest[..i]);
    let sequence: Vec<Word> = words(head).take(6).collect();
    let mut hits = super::lexicon::Hits::default();
    if !sequence.is_empty() {
        Lexicon::get().phrases(&sequence, 0, &mut hits);
    }
    hits
}

/// Whether a pointer to another article or a picture label begins here.
fn furniture(rest: &str) -> bool {
    let hits = opening(rest);
    hits.start(Topic::RelatedLink) && furniture_with_colon(rest) || hits.start(Topic::Credit)
}

fn furniture_with_colon(rest: &str) -> bool {
    let hits = opening(rest);
    let n = hits.opening_words(Topic::RelatedLink);
    n >= 2 && words(rest.get(..line_end(rest, 0)).unwrap_or("")).nth(n - 1).is_some_and(|w| w.colon_after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (String, Vec<(RepairKind, u32)>) {
        unwrap(&Mapped::identity(text, 0)).map_or_else(
            || (text.to_owned(), Vec::new()),
            |(m, r)| (m.text.into_owned(), r.iter().map(|r| (r.kind, r.count)).collect()),
        )
    }

    #[test]
    fn hard_wrapped_paragraphs_are_joined() {
        let raw = "The harbour bridge will be closed to all traffic from Monday,\n\
                   the port authority said, because its bearings have worn out\n\
                   after forty years of service. The repair is going to take\n\
                   three weeks and will cost about two million crowns.\n\
                   \n\
                   Ferries will run every ten minutes in the meantime, and will\n\
                   take cars as well as passengers, said the head of the compa-\n\
                   ny that operates them in the summer months.";
        let (text, counts) = mended(raw);
        assert_eq!(text.lines().filter(|l| !l.is_empty()).count(), 2, "{text}");
        assert!(text.contains("the company that operates"), "{text}");
        assert_eq!(counts, [(RepairKind::HardWrap, 4), (RepairKind::Hyphenation, 1)]);
    }

    #[test]
    fn lists_and_short_lines_are_not() {
        for text in [
            "Ingredients\nflour\nsugar\nbutter\nsalt\nwater\n",
            "Menu\nHome\nSport\nNews\nabout us\ncontact\n",
            "He came.\nShe left.\nthey stayed\nand that was all\n",
        ] {
            assert_eq!(mended(text).0, text);
        }
    }

    #[test]
    fn a_glued_credit_is_divided_from_its_caption() {
        let (text, counts) = mended("President Ann LeeEPA/John Poe/Agency, mandatory credit\n\nNext paragraph.");
        assert_eq!(text, "President Ann Lee\nEPA/John Poe/Agency, mandatory credit\n\nNext paragraph.");
        assert_eq!(counts, [(RepairKind::Glued, 1)]);
        assert_eq!(mended("The logo of the firm in Oslo.Reuters").0, "The logo of the firm in Oslo.\nReuters");
        assert_eq!(mended("Sandbags at a storePhoto: Ny Lin").0, "Sandbags at a store\nPhoto: Ny Lin");
    }

    #[test]
    fn a_credit_that_ran_into_the_paragraph() {
        let raw = "Mayor Ann LeeAFP/John PoeThe mayor of the town said on Monday that the bridge would be closed \
                   for three weeks from the first of the month.";
        let lines: Vec<String> = mended(raw).0.lines().map(str::to_owned).collect();
        assert_eq!(lines[0], "Mayor Ann Lee");
        assert_eq!(lines[1], "AFP/John Poe");
        assert!(lines[2].starts_with("The mayor"));
    }

    #[test]
    fn lost_breaks_between_sentences() {
        assert_eq!(mended("That was the end.Next came the rain.").0, "That was the end. Next came the rain.");
        assert_eq!(mended("He left.Read also: Fares rise").0, "He left.\nRead also: Fares rise");
        for text in
            ["See Example.Com or Node.Js", "the U.S.Army", "iPhone and eBay, McDonald", "at ann.Lee@post.example"]
        {
            assert_eq!(mended(text).0, text);
        }
    }
}
