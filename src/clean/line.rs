//! The lines of a text and what can be counted in each, in one walk over its words.

use wide::u8x32;

use super::LineHint;
use super::blocks::{Walk, within};
use super::lexicon::{Hits, Lexicon, class};
use super::words::{self, Shape, Word};
use crate::text::Span;

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(crate) enum Ending {
    #[default]
    None,
    Stop,
    Question,
    Exclamation,
    Ellipsis,
    Colon,
    Semicolon,
    Comma,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(crate) enum Opening {
    #[default]
    Other,
    Upper,
    Lower,
    Digit,
    Quote,
    Dash,
    Bullet,
}

/// A line that is not blank. Counts saturate: beyond some thousands they say nothing more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Where its trimmed text stands.
    pub(crate) span: Span,
    /// A blank line stands before it.
    pub(crate) blank_before: bool,
    pub(crate) hint: Option<LineHint>,
    pub(crate) hits: Hits,
    pub(crate) chars: u32,
    pub(crate) words: u32,
    pub(crate) letters: u32,
    /// Words that begin with a capital (all capitals included).
    pub(crate) capitalized: u32,
    pub(crate) capitals: u32,
    pub(crate) numbers: u32,
    pub(crate) long_words: u32,
    pub(crate) stop: u32,
    /// Words of a time stamp: months, weekdays, zones, "updated", and numbers.
    pub(crate) stamp: u32,
    pub(crate) months: u32,
    pub(crate) weekdays: u32,
    pub(crate) years: u32,
    pub(crate) clocks: u32,
    /// Dates in figures: 24.05.2024, 2024-05-24.
    pub(crate) figure_dates: u32,
    pub(crate) social: u32,
    pub(crate) agency: u32,
    pub(crate) commas: u32,
    /// Ends of sentences inside and at the end.
    pub(crate) sentences: u32,
    /// Marks that divide menu entries: | · • » › ~ and spaced slashes and dashes.
    pub(crate) dividers: u32,
    pub(crate) slashes: u32,
    pub(crate) hashtags: u32,
    pub(crate) ats: u32,
    pub(crate) links: u32,
    pub(crate) quotes: u32,
    pub(crate) brackets: u32,
    pub(crate) stars: u32,
    pub(crate) copyright_sign: bool,
    pub(crate) arrow: bool,
    pub(crate) opening: Opening,
    pub(crate) ending: Ending,
    /// Hash of all words in order.
    pub(crate) key: u64,
    /// Hash of how the line is written: its first words' shapes, its marks, its ends.
    pub(crate) template: u32,
    /// The number that opens the line; 0 when none does.
    pub(crate) ordinal: u16,
    /// Its words in [`Lines::words`].
    pub(crate) first_word: u32,
    pub(crate) last_word: u32,
}

impl Line {
    /// Running text: long enough, ended as a sentence, with the small words of a language. Without
    /// known small words (an unknown language), length alone.
    pub(crate) const fn prose(&self) -> bool {
        let ended = matches!(self.ending, Ending::Stop | Ending::Question | Ending::Exclamation | Ending::Colon);
        self.words >= 12 && ended && (self.stop * 8 >= self.words || self.words >= 30)
            || self.chars >= 60 && self.words < 8 && self.letters * 4 > self.chars * 3
    }

    /// Ends as a sentence does.
    pub(crate) const fn ended(&self) -> bool {
        matches!(self.ending, Ending::Stop | Ending::Question | Ending::Exclamation)
    }
}

/// The lines of a text.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    pub(crate) text: &'t str,
    pub(crate) lines: Vec<Line>,
    /// Word hashes of all lines (cut to 32 bits).
    pub(crate) words: Vec<u32>,
    /// For each of them, whether it says what the line is about: long enough and no small word.
    pub(crate) content: Vec<bool>,
}

impl<'t> Lines<'t> {
    /// Splits and measures a text. `hints` has one entry for each physical line, blank ones too.
    pub(crate) fn new(text: &'t str, hints: Option<&[LineHint]>) -> Self {
        let mut out = Self {
            text,
            lines: Vec::new(),
            words: Vec::with_capacity(text.len() / 6),
            content: Vec::with_capacity(text.len() / 6),
        };
        let mut blank = true;
        let mut buffer: Vec<Word> = Vec::new();
        for (n, span) in physical(text).enumerate() {
            if span.is_empty() {
                blank = true;
                continue;
            }
            let mut line = measure(text, span, &mut buffer, &mut out.content);
            line.blank_before = std::mem::take(&mut blank);
            line.hint = hints.and_then(|h| h.get(n)).copied();
            line.first_word = u32::try_from(out.words.len()).unwrap_or(u32::MAX);
            out.words.extend(buffer.iter().map(Word::half));
            line.last_word = u32::try_from(out.words.len()).unwrap_or(u32::MAX);
            out.lines.push(line);
        }
        out
    }

    /// The text of a line.
    pub(crate) fn text(&self, line: &Line) -> &'t str {
        &self.text[line.span.range()]
    }

    /// The word hashes of a line.
    pub(crate) fn words(&self, line: &Line) -> &[u32] {
        &self.words[line.first_word as usize..line.last_word as usize]
    }
}

/// Where the lines of a text stand, without the white space around them; blank ones too.
pub(super) fn physical(text: &str) -> impl Iterator<Item = Span> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    let mut start = 0;
    ends.map(move |end| {
        let line = &text[start..end];
        let bare = match line.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => Span::new(start, end),
            _ => {
                let from = start + (line.len() - line.trim_start().len());
                Span::new(from, from + line.trim().len())
            }
        };
        start = end + 1;
        bare
    })
}

fn measure(text: &str, span: Span, buffer: &mut Vec<Word>, content: &mut Vec<bool>) -> Line {
    let lexicon = Lexicon::get();
    words::read(text, span.range(), buffer);
    let text = &text[span.range()];
    let mut line = Line { span, opening: opening(text), ending: ending(text), ..Line::default() };
    let mut key = 0u64;
    for (i, word) in buffer.iter().enumerate() {
        key = (key.rotate_left(5) ^ word.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        line.letters += u32::from(word.chars);
        line.long_words += u32::from(word.chars >= 8);
        let upper = word.shape == Shape::Upper;
        line.capitals += u32::from(upper);
        line.capitalized += u32::from(upper || word.shape == Shape::Title);
        if matches!(word.shape, Shape::Number | Shape::Mixed) {
            line.numbers += 1;
            let written = &text.as_bytes()[word.start as usize..];
            line.figure_dates += u32::from(figure_date(written));
            if word.shape == Shape::Number && word.chars == 4 {
                line.years += u32::from(written.starts_with(b"19") || written.starts_with(b"20"));
            }
        }
        let classes = lexicon.phrases(buffer, i, &mut line.hits);
        let of = |class: u8| classes & class != 0;
        line.stop += u32::from(of(class::STOP));
        content.push(word.chars >= 4 && !of(class::STOP));
        let number = word.shape == Shape::Number || word.shape == Shape::Mixed && word.chars <= 6;
        line.stamp += u32::from(number || of(class::MONTH | class::WEEKDAY | class::STAMP));
        if of(!class::STOP) {
            line.months += u32::from(of(class::MONTH));
            line.weekdays += u32::from(of(class::WEEKDAY));
            line.social += u32::from(of(class::SOCIAL) && word.chars > 1);
            line.agency += u32::from(of(class::AGENCY) && word.shape != Shape::Lower);
        }
    }
    line.words = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
    line.key = key;
    marks(text.as_bytes(), &mut line);
    line.chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    line.template = template(&line, buffer);
    line.ordinal = ordinal(text, buffer);
    line
}

/// What two entries of one list have in common whatever they say.
fn template(line: &Line, words: &[Word]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut add = |value: u32| hash = (hash ^ value).wrapping_mul(0x0100_0193);
    for word in words.iter().take(3) {
        add(word.shape as u32 * 2 + u32::from(word.colon_after));
    }
    add(100 + line.opening as u32 * 16 + line.ending as u32);
    add(u32::from(line.dividers > 0) | u32::from(line.slashes > 0) << 1 | u32::from(line.clocks > 0) << 2);
    add(u32::from(line.ats > 0) | u32::from(line.brackets > 0) << 1 | u32::from(line.links > 0) << 2);
    add(u32::from(line.months > 0)
        | u32::from(line.numbers > 0) << 1
        | (33 - line.words.min(40).leading_zeros().min(32)) << 2);
    hash
}

/// The number in "3. Third", "3) Third", "3 Third".
fn ordinal(text: &str, words: &[Word]) -> u16 {
    let first = words.first().filter(|w| w.start <= 2 && w.shape == Shape::Number && w.chars <= 3);
    first.and_then(|w| text.get(w.start as usize..w.end as usize)?.parse().ok()).unwrap_or(0)
}

/// Bytes that [`marks`] has to look at, and a few more.
fn marked([byte, ..]: [u8x32; 3]) -> u8x32 {
    let ascii =
        within(byte, b'!', b'/') | within(byte, b':', b'@') | within(byte, b'[', b'[') | within(byte, b'|', b'~');
    // 0xc2 and 0xe2.
    ascii | (byte | u8x32::splat(0x20)).simd_eq(u8x32::splat(0xe2))
}

/// Counts what is not a letter or digit.
fn marks(bytes: &[u8], line: &mut Line) {
    let mut walk = Walk::default();
    let mut from = 0;
    while let Some(at) = walk.on(bytes, from, marked) {
        from = at + 1;
        let b = bytes[at];
        let before = if at > 0 { bytes[at - 1] } else { 0 };
        let after = bytes.get(at + 1).copied();
        let spaced = || u32::from(before == b' ' && after == Some(b' '));
        match b {
            b',' => line.commas += 1,
            b'.' | b'!' | b'?' => {
                let next =
                    bytes[at + 1..].iter().find(|c| !matches!(c, b'"' | b')' | b'\'' | 0xe2 | 0x80 | 0x9d | 0x99));
                let ends = matches!(before, b'a'..=b'z' | b'0'..=b'9' | b')' | b'"' | 0x80..);
                line.sentences += u32::from(ends && next.is_none_or(u8::is_ascii_whitespace));
            }
            b'|' | b'~' => line.dividers += 1,
            b'/' => {
                line.slashes += 1;
                line.dividers += spaced();
                line.links += u32::from(bytes[..at].ends_with(b":/"));
            }
            b'-' => line.dividers += spaced(),
            b'#' => {
                line.hashtags += u32::from(after.is_some_and(|c| c.is_ascii_alphanumeric() || c >= 0x80 || c == b' '))
            }
            b'@' => line.ats += 1,
            b'*' => line.stars += 1,
            b'"' => line.quotes += 1,
            b'(' | b'[' => line.brackets += 1,
            b':' => line.clocks += u32::from(before.is_ascii_digit() && after.is_some_and(|c| c.is_ascii_digit())),
            0xc2 => match after {
                Some(0xa9) => line.copyright_sign = true,
                Some(0xb7 | 0xbb | 0xab) => line.dividers += 1,
                _ => {}
            },
            0xe2 => match (after, bytes.get(at + 2)) {
                (Some(0x80), Some(0x9c..=0x9e)) => line.quotes += 1,
                (Some(0x80), Some(0xa2 | 0xba)) => line.dividers += 1,
                (Some(0x80), Some(0x93 | 0x94)) => {
                    line.dividers += u32::from(before == b' ' && bytes.get(at + 3) == Some(&b' '));
                }
                (Some(0x86 | 0x96 | 0x97 | 0x9e), _) => line.arrow = true,
                (Some(0x93), Some(0x92)) => line.copyright_sign = true,
                _ => {}
            },
            _ => {}
        }
    }
}

/// Whether three numbers with one kind of mark between, as dates are written, begin here.
fn figure_date(bytes: &[u8]) -> bool {
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    let first = digits(0);
    let Some(&mark) = bytes.get(first).filter(|b| matches!(b, b'.' | b'-' | b'/')) else { return false };
    let second = digits(first + 1);
    let third = first + 1 + second;
    if bytes.get(third) != Some(&mark) || !(1..=2).contains(&second) {
        return false;
    }
    matches!((first, digits(third + 1)), (4, 1..=2) | (1..=2, 2 | 4))
}

fn opening(text: &str) -> Opening {
    match text.chars().next() {
        Some(c) if c.is_uppercase() => Opening::Upper,
        Some(c) if c.is_lowercase() => Opening::Lower,
        Some(c) if c.is_numeric() => Opening::Digit,
        Some('"' | '“' | '‘' | '\'' | '«' | '„' | '”' | '’') => Opening::Quote,
        Some('-' | '–' | '—' | '―') => Opening::Dash,
        Some('•' | '*' | '·' | '▪' | '■' | '►' | '○' | '●' | '▶' | '>' | '»' | '›' | '→') => {
            Opening::Bullet
        }
        _ => Opening::Other,
    }
}

fn ending(text: &str) -> Ending {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '“', ' ']);
    match bare.chars().next_back() {
        Some('.') if bare.ends_with("...") => Ending::Ellipsis,
        Some('.' | '。' | '।' | '؟' | '۔') => Ending::Stop,
        Some('?' | '？') => Ending::Question,
        Some('!' | '！') => Ending::Exclamation,
        Some('…') => Ending::Ellipsis,
        Some(':' | '：') => Ending::Colon,
        Some(';') => Ending::Semicolon,
        Some(',') => Ending::Comma,
        _ => Ending::None,
    }
}
