//! The line model: what one line of the raw text should have been. Lines that were wrapped at a
//! fixed width are joined, words divided at their ends mended, and text that lost its line break
//! (a caption and its credit, two sentences) is divided again.

use std::collections::HashSet;

use super::glued::glued;
use super::line::physical;
use super::words::words;
use crate::document::{Repair, RepairKind};
use crate::text::{Mapped, MappedBuilder, Span};

/// Narrower text is a list or a poem, wider is not wrapped by hand.
const NARROWEST: usize = 40;
const WIDEST: usize = 110;
/// Of so many lines one may be longer than the width: an address, a heading.
const OVERLONG: usize = 50;

/// A place at which the text changes.
pub(super) enum Change {
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

impl<'t> Physical<'t> {
    fn of(text: &'t str, span: Span) -> Self {
        let line = &text[span.range()];
        Self { start: span.start as usize, text: line, chars: line.chars().count() }
    }
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
    // Prose that is not wrapped has lines wider than any width, and soon enough of them.
    let mut wide = (memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1) / OVERLONG;
    let mut lines = Vec::new();
    for span in physical(text) {
        let line = Physical::of(text, span);
        if line.chars > WIDEST {
            match wide.checked_sub(1) {
                Some(left) => wide = left,
                None => return Vec::new(),
            }
        }
        lines.push(line);
    }
    let adjacent = |i: usize| !lines[i].text.is_empty() && lines.get(i + 1).is_some_and(|n| !n.text.is_empty());
    let mut widths: Vec<usize> = lines.iter().filter(|l| l.chars > 0).map(|l| l.chars).collect();
    widths.sort_unstable();
    let Some(&width) = widths.get(widths.len().saturating_sub(1 + widths.len() / OVERLONG)) else {
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn mended(text: &str) -> (String, Vec<(RepairKind, u32)>) {
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
    fn widths_are_counted_in_letters() {
        let raw = "Мост через гавань будет закрыт для движения с понедельника, сообщило\n\
                   управление порта, потому что опоры износились за сорок лет службы.\n\
                   Ремонт займёт три недели и обойдётся примерно в два миллиона крон,\n\
                   добавил начальник порта. Паромы будут ходить каждые десять минут и\n\
                   станут брать на борт не только пассажиров, но и машины, а билет на них\n\
                   будет стоить столько же, сколько проезд по мосту.";
        let (text, counts) = mended(raw);
        assert_eq!(text.lines().count(), 1, "{text}");
        assert_eq!(counts, [(RepairKind::HardWrap, 5)]);
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
}
