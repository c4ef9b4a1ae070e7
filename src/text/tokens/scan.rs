//! The scanner: one pass over the bytes, by a table of character classes.

use std::sync::LazyLock;

use super::{
    HAS_DIGIT, HAS_LOWER, HAS_UPPER, LINE_START, NON_ASCII, PERIOD, SPACE_BEFORE, Span, Token, TokenKind, UPPER_FIRST,
    abbreviations,
};

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Other,
    Space,
    Line,
    Upper,
    Lower,
    Digit,
    Punct,
    High,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match i as u8 {
            b'\n' => Class::Line,
            b'\t' | b'\r' | 0x0B | 0x0C | b' ' => Class::Space,
            b'A'..=b'Z' => Class::Upper,
            b'a'..=b'z' => Class::Lower,
            b'0'..=b'9' => Class::Digit,
            b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Class::Other,
            0x21..=0x7E => Class::Punct,
            0x80.. => Class::High,
            _ => Class::Other,
        };
        i += 1;
    }
    table
};

/// Characters outside ASCII, sorted into the same classes.
fn class_of(c: char) -> Class {
    /// Those of two bytes, looked up once: the letters of Europe.
    static NEAR: LazyLock<Vec<Class>> = LazyLock::new(|| ('\0'..'\u{800}').map(looked_up).collect());
    NEAR.get(c as usize).copied().unwrap_or_else(|| looked_up(c))
}

fn looked_up(c: char) -> Class {
    match c {
        '\u{2028}' | '\u{2029}' | '\u{85}' => Class::Line,
        // Zero-width joiners and soft hyphens belong to the word they stand in.
        '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{2060}' | '\u{feff}' | '\u{200b}' => Class::Lower,
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' => {
            Class::Punct
        }
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}' => Class::Punct,
        // Combining marks continue a word.
        '\u{300}'..='\u{36f}' => Class::Lower,
        c if c.is_whitespace() => Class::Space,
        c if c.is_uppercase() => Class::Upper,
        c if c.is_alphabetic() => Class::Lower,
        c if c.is_numeric() => Class::Digit,
        _ => Class::Other,
    }
}

pub(super) struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The text has an @, so that words can begin e-mail addresses.
    addresses: bool,
    tokens: &'a mut Vec<Token>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a mut Vec<Token>) -> Self {
        Self { text, bytes: text.as_bytes(), addresses: memchr::memchr(b'@', text.as_bytes()).is_some(), tokens }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Class and byte length of the character at a boundary.
    fn class(&self, at: usize) -> (Class, usize) {
        match self.bytes.get(at) {
            None => (Class::Line, 0),
            Some(&b) => match CLASS[b as usize] {
                Class::High => self.char_at(at).map_or((Class::Other, 1), |c| (class_of(c), c.len_utf8())),
                class => (class, 1),
            },
        }
    }

    pub(super) fn run(&mut self) {
        let mut at = 0;
        let mut before = SPACE_BEFORE | LINE_START;
        while at < self.bytes.len() {
            let (class, len) = self.class(at);
            match class {
                Class::Space => {
                    before |= SPACE_BEFORE;
                    at += len;
                }
                Class::Line => {
                    before |= SPACE_BEFORE | LINE_START;
                    at += len;
                }
                _ => {
                    at = match class {
                        Class::Upper | Class::Lower | Class::Digit => self.word(at, before),
                        Class::Punct => self.punctuation(at, len, before),
                        _ => self.push(at, at + len, TokenKind::Symbol, before),
                    };
                    before = 0;
                }
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind, flags: u8) -> usize {
        let Span { start, end } = Span::new(start, end);
        let flags = if self.bytes[start as usize].is_ascii() { flags } else { flags | NON_ASCII };
        self.tokens.push(Token { start, end, kind, flags });
        end as usize
    }

    fn word(&mut self, start: usize, before: u8) -> usize {
        if let Some(end) = self.link(start) {
            return self.push(start, end, TokenKind::Link, before);
        }
        let mut flags = before;
        let (first, _) = self.class(start);
        if first == Class::Upper {
            flags |= UPPER_FIRST;
        }
        let mut number = first == Class::Digit;
        let mut at = start;
        loop {
            let (class, len) = self.class(at);
            match class {
                Class::Lower => {
                    flags |= HAS_LOWER;
                    number = false;
                    // Most of a word, without asking what else they could be.
                    if len == 1 {
                        while self.bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase) {
                            at += 1;
                        }
                    }
                }
                Class::Upper => {
                    flags |= HAS_UPPER;
                    number = false;
                }
                Class::Digit => flags |= HAS_DIGIT,
                Class::Punct => match self.bytes[at] {
                    b'.' | b',' if number && self.digit(at + 1) => {}
                    b'\'' | 0xE2 if self.apostrophe(at).is_some() => {
                        let mark = self.apostrophe(at).unwrap_or(1);
                        let (next, _) = self.class(at + mark);
                        if number || !matches!(next, Class::Upper | Class::Lower) || self.clitic(at + mark).is_some() {
                            break;
                        }
                        at += mark;
                        continue;
                    }
                    _ => break,
                },
                _ => break,
            }
            if len > 1 {
                flags |= NON_ASCII;
            }
            at += len;
        }
        if self.bytes.get(at) == Some(&b'.')
            && !number
            && let Some(end) = self.abbreviation(start, at)
        {
            let inner = &self.bytes[at..end];
            flags |= PERIOD;
            flags |= if inner.iter().any(u8::is_ascii_uppercase) { HAS_UPPER } else { 0 };
            flags |= if inner.iter().any(u8::is_ascii_lowercase) { HAS_LOWER } else { 0 };
            at = end;
        }
        self.push(start, at, if number { TokenKind::Number } else { TokenKind::Word }, flags);
        // A possessive or another clitic is a token of its own.
        if let Some(mark) = self.apostrophe(at) {
            if let Some(end) = self.clitic(at + mark) {
                return self.push(at, end, TokenKind::Clitic, HAS_LOWER);
            }
            let plural = matches!(self.bytes[at - 1], b's' | b'S' | b'z' | b'x');
            if plural
                && !matches!(self.class(at + mark).0, Class::Upper | Class::Lower | Class::Digit)
                && self.possessive_plural()
            {
                return self.push(at, at + mark, TokenKind::Clitic, 0);
            }
        }
        at
    }

    /// "the workers' union": a bare apostrophe after s is a clitic unless a single quotation mark
    /// was opened before.
    fn possessive_plural(&self) -> bool {
        let opened = |t: &&Token| t.kind == TokenKind::Punct && matches!(t.of(self.text), "'" | "‘");
        !self.tokens.iter().rev().take(40).any(|t| opened(&t))
    }

    fn digit(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    /// Length of an apostrophe at `at`, straight or curly.
    fn apostrophe(&self, at: usize) -> Option<usize> {
        match self.bytes.get(at)? {
            b'\'' => Some(1),
            0xE2 if self.bytes[at..].starts_with("’".as_bytes()) => Some(3),
            _ => None,
        }
    }

    /// End of a clitic whose letters start at `at`.
    fn clitic(&self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at.min(self.bytes.len())..];
        let len = match rest {
            [b's' | b'S' | b'd' | b'D' | b'm' | b'M', ..] => 1,
            [b'r' | b'R' | b'v' | b'V', b'e' | b'E', ..] | [b'l' | b'L', b'l' | b'L', ..] => 2,
            _ => return None,
        };
        match self.class(at + len).0 {
            Class::Upper | Class::Lower | Class::Digit => None,
            _ => Some(at + len),
        }
    }

    /// End of an abbreviation whose letters end at the period at `dot`: "U.S.", "a.m.", "J.",
    /// "Nov."; none when the period ends a sentence or a plain word.
    fn abbreviation(&self, start: usize, dot: usize) -> Option<usize> {
        let mut end = dot + 1;
        if dot - start == 1 {
            // Letters and periods in turn.
            while self.bytes.get(end).is_some_and(u8::is_ascii_alphabetic) && self.bytes.get(end + 1) == Some(&b'.') {
                end += 2;
            }
            // "U.S" without its last period, glued to more letters, is left alone.
            if end > dot + 1 || self.bytes[start].is_ascii_uppercase() {
                return Some(end);
            }
        }
        let word = &self.text[start..dot];
        // "Ph.D." and the like: two letters, then single ones.
        if word.len() == 2
            && self.bytes.get(end).is_some_and(u8::is_ascii_uppercase)
            && self.bytes.get(end + 1) == Some(&b'.')
        {
            return Some(end + 2);
        }
        // "No. 5" is a number, "No." an answer.
        let numbered = !matches!(word, "No" | "no" | "Nos" | "nos") || self.digit(end) || self.digit(end + 1);
        (numbered && abbreviations::kind(word).is_some()).then_some(end)
    }

    /// End of a URL or e-mail address that starts with a word at `start`.
    fn link(&self, start: usize) -> Option<usize> {
        let rest = &self.bytes[start..];
        let url = matches!(rest[0], b'h' | b'H' | b'w' | b'W')
            && [b"http://".as_slice(), b"https://", b"www."]
                .iter()
                .any(|p| rest.len() > p.len() && rest[..p.len()].eq_ignore_ascii_case(p));
        if !url && !self.addresses {
            return None;
        }
        let run = |from: usize| {
            let mut end = from;
            while self.bytes.get(end).is_some_and(|b| {
                b.is_ascii_graphic()
                    && !matches!(b, b'"' | b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'\'')
            }) {
                end += 1;
            }
            while matches!(self.bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?') && end > from + 1 {
                end -= 1;
            }
            end
        };
        if url {
            return Some(run(start));
        }
        // name@host.tld: look for the sign right behind the address characters of this word.
        let mut at = start;
        while self.bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+'))
            && at - start < 64
        {
            at += 1;
        }
        let host = self.bytes.get(at) == Some(&b'@') && self.bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        if !host {
            return None;
        }
        let mut end = at + 1;
        while self.bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')) {
            end += 1;
        }
        while matches!(self.bytes[end - 1], b'.' | b'-') {
            end -= 1;
        }
        self.bytes[at..end].contains(&b'.').then_some(end)
    }

    fn punctuation(&mut self, start: usize, len: usize, before: u8) -> usize {
        let b = self.bytes[start];
        // @handle, #tag
        if matches!(b, b'@' | b'#') && before & SPACE_BEFORE != 0 {
            let mut end = start + 1;
            while self.bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                end += 1;
            }
            if end > start + 2 && self.bytes[start + 1..end].iter().any(u8::is_ascii_alphabetic) {
                return self.push(start, end, TokenKind::Link, before);
            }
        }
        let mut end = start + len;
        if matches!(b, b'.' | b'-') {
            while self.bytes.get(end) == Some(&b) {
                end += 1;
            }
        }
        self.push(start, end, TokenKind::Punct, before)
    }
}
