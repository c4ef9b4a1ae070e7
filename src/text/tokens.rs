//! Tokens and sentences in one pass over the clean text, as byte spans.
//!
//! The tokenizer follows Unicode words with the exceptions that news needs: abbreviations keep
//! their period ("U.S.", "Nov."), possessives and clitics are tokens of their own ("Iceland" +
//! "'s"), names with an apostrophe stay whole ("O'Neill"), hyphens always split ("mid-June",
//! "al-Assad", "U.S.-led"), numbers keep inner periods and commas ("1,000", "12.05.2024").
//! Sentences end at terminal punctuation unless an abbreviation or a lower-case continuation
//! speaks against it, and always at a blank line. Every later stage, at training time as at run
//! time, sees these tokens and no others.

use super::Span;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, perhaps with digits, apostrophes or an abbreviation's periods.
    Word,
    /// Starts with a digit and has nothing but digits, inner periods and inner commas.
    Number,
    /// A clitic split from the word before: 's, 're, 've, 'll, 'd, 'm or a bare possessive '.
    Clitic,
    /// One punctuation mark, or a run of the same period or hyphen ("...", "--").
    Punct,
    /// Any other character: currency, arrows, emoji.
    Symbol,
    /// A URL, an e-mail address, an @handle or a #tag.
    Link,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// What it is made of.
    pub kind: TokenKind,
    flags: u8,
}

const SPACE_BEFORE: u8 = 1;
const UPPER_FIRST: u8 = 2;
const HAS_UPPER: u8 = 4;
const HAS_LOWER: u8 = 8;
const HAS_DIGIT: u8 = 16;
const NON_ASCII: u8 = 32;
const PERIOD: u8 = 64;
const LINE_START: u8 = 128;

impl Token {
    const fn has(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Where it stands, in bytes.
    #[must_use]
    pub const fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// What stands there.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Never true for a token of a text.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// White space, or the start of the text, stands before it.
    #[must_use]
    pub const fn space_before(self) -> bool {
        self.has(SPACE_BEFORE)
    }

    /// A line break, or the start of the text, stands before it.
    #[must_use]
    pub const fn line_start(self) -> bool {
        self.has(LINE_START)
    }

    /// Its first letter is a capital.
    #[must_use]
    pub const fn is_capitalized(self) -> bool {
        self.has(UPPER_FIRST)
    }

    /// It has capitals and no small letter.
    #[must_use]
    pub const fn is_all_caps(self) -> bool {
        self.has(HAS_UPPER) && !self.has(HAS_LOWER)
    }

    /// It has a small letter.
    #[must_use]
    pub const fn has_lower(self) -> bool {
        self.has(HAS_LOWER)
    }

    /// It has a capital anywhere.
    #[must_use]
    pub const fn has_upper(self) -> bool {
        self.has(HAS_UPPER)
    }

    /// It has an ASCII digit.
    #[must_use]
    pub const fn has_digit(self) -> bool {
        self.has(HAS_DIGIT)
    }

    /// It has a character outside ASCII.
    #[must_use]
    pub const fn is_non_ascii(self) -> bool {
        self.has(NON_ASCII)
    }

    /// It is a word that keeps the period of an abbreviation.
    #[must_use]
    pub const fn is_abbreviation(self) -> bool {
        self.has(PERIOD)
    }
}

/// A sentence, as a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its first token.
    pub first: u32,
    /// The first token after it.
    pub end: u32,
}

impl Sentence {
    /// The indices of its tokens.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// All tokens and sentences of a text. Can be filled again without allocating.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
}

impl std::ops::Deref for Tokens {
    type Target = [Token];
    fn deref(&self) -> &[Token] {
        &self.tokens
    }
}

impl Tokens {
    /// Tokenizes a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.fill(text);
        tokens
    }

    /// The sentences in order; together they hold every token once.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The byte span from the first to the last token of a non-empty range.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span { start: self.tokens[range.start].start, end: self.tokens[range.end - 1].end }
    }

    /// Index of the first token that ends after a byte position.
    #[must_use]
    pub fn at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.end <= byte)
    }

    /// Replaces the content by the tokens of another text, keeping the buffers.
    pub fn fill(&mut self, text: &str) {
        self.tokens.clear();
        self.sentences.clear();
        self.tokens.reserve(text.len() / 5);
        let mut scan = Scan { text, bytes: text.as_bytes(), tokens: &mut self.tokens };
        scan.run();
        split_sentences(text, &self.tokens, &mut self.sentences);
    }
}

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

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    tokens: &'a mut Vec<Token>,
}

impl Scan<'_> {
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

    fn run(&mut self) {
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
        let url = [b"http://".as_slice(), b"https://", b"www."]
            .iter()
            .any(|p| rest.len() > p.len() && rest[..p.len()].eq_ignore_ascii_case(p));
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

/// How an abbreviation bears on the end of a sentence.
mod abbreviations {
    /// What follows the period of an abbreviation.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) enum Kind {
        /// A name or number follows: never ends a sentence ("Mr.", "Gen.", "No.").
        Leads,
        /// Follows a name or number, may end a sentence ("Inc.", "Nov.", "etc.").
        Trails,
    }

    const LEADS: &[&str] = &[
        "Mr", "Mrs", "Ms", "Mx", "Messrs", "Dr", "Drs", "Prof", "Hon", "Rev", "Fr", "Sr", "St", "Ste", "Mt", "Ft",
        "Gen", "Lt", "Col", "Maj", "Capt", "Cpt", "Sgt", "Cpl", "Pvt", "Adm", "Cmdr", "Comdr", "Brig", "Insp", "Supt",
        "Det", "Gov", "Sen", "Sens", "Rep", "Reps", "Pres", "Amb", "Atty", "Asst", "Assoc", "Dep", "Min", "Sec",
        "Secy", "Treas", "Msgr", "Bros", "Mme", "Mlle", "Sra", "Srta", "Ing", "Hr", "Mag", "Dipl", "no", "No", "nos",
        "Nos", "vs", "Vs", "vol", "Vol", "pp", "fig", "Fig", "Figs", "Art", "Sect", "ch", "Ch", "cf", "ca", "approx",
        "est", "Op", "op", "al", "esp", "viz",
    ];
    const TRAILS: &[&str] = &[
        "Inc", "Corp", "Co", "Cos", "Ltd", "Plc", "LLC", "Bhd", "Pty", "Jr", "Esq", "Jan", "Feb", "Mar", "Apr", "Jun",
        "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed", "Weds", "Thu", "Thur", "Thurs",
        "Fri", "etc", "Univ", "Dept", "Assn", "Ave", "Blvd", "Rd", "Ln", "Hwy", "Pkwy", "Bldg", "Calif", "Fla", "Ga",
        "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mass", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla",
        "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ariz", "Ark", "Colo", "Conn", "Del", "Ala",
        "Ont", "Que", "Alta", "Sask", "ft", "lb", "lbs", "oz", "mph", "sq", "hrs", "hr", "min", "mins", "sec", "secs",
        "yr", "yrs",
    ];

    pub(super) fn kind(word: &str) -> Option<Kind> {
        if word.len() > 6 || !word.is_ascii() {
            return None;
        }
        // "JAN.", "GEN." in all-caps datelines and titles count as their headline-case form.
        let mut folded = [0u8; 6];
        let word = if word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase()) && word != "LLC" {
            for (to, from) in folded.iter_mut().zip(word.bytes().enumerate()) {
                *to = if from.0 == 0 { from.1 } else { from.1.to_ascii_lowercase() };
            }
            std::str::from_utf8(&folded[..word.len()]).unwrap_or(word)
        } else {
            word
        };
        if LEADS.contains(&word) {
            Some(Kind::Leads)
        } else if TRAILS.contains(&word) {
            Some(Kind::Trails)
        } else {
            None
        }
    }
}

/// Words that open a sentence far more often than they follow an abbreviation inside one.
const OPENERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "But",
    "And",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "You",
    "This",
    "That",
    "These",
    "Those",
    "However",
    "Meanwhile",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "My",
    "If",
    "When",
    "While",
    "As",
    "After",
    "Before",
    "For",
    "From",
    "There",
    "Then",
    "Now",
    "Some",
    "Many",
    "Most",
    "No",
    "Not",
    "Yet",
    "So",
    "Since",
    "Although",
    "Also",
    "By",
    "With",
    "To",
    "What",
    "Who",
    "How",
    "Why",
    "One",
    "Two",
    "Last",
    "Earlier",
    "Later",
    "According",
    "Officials",
    "Police",
    "Both",
    "Each",
    "Such",
    "Under",
    "Over",
    "Despite",
];

fn split_sentences(text: &str, tokens: &[Token], out: &mut Vec<Sentence>) {
    let mut first = 0;
    for i in 1..tokens.len() {
        if boundary(text, tokens, first, i) {
            out.push(Sentence { first: Span::new(0, first).end, end: Span::new(0, i).end });
            first = i;
        }
    }
    if !tokens.is_empty() {
        out.push(Sentence { first: Span::new(0, first).end, end: Span::new(0, tokens.len()).end });
    }
}

/// Whether a sentence that began at token `first` ends before token `i`.
fn boundary(text: &str, tokens: &[Token], first: usize, i: usize) -> bool {
    let (previous, token) = (tokens[i - 1], tokens[i]);
    if !token.space_before() {
        return false;
    }
    if token.line_start() {
        let between = &text.as_bytes()[previous.end as usize..token.start as usize];
        let breaks = memchr::memchr_iter(b'\n', between).count();
        // One line break may be a hard wrap inside a sentence.
        return breaks != 1 || !token.has_lower() || token.is_capitalized();
    }
    // Step back over closing quotation marks and brackets.
    let mut j = i - 1;
    while j > first
        && !tokens[j].space_before()
        && matches!(tokens[j].of(text), "\"" | "”" | "’" | "'" | ")" | "]" | "»" | "“")
    {
        j -= 1;
    }
    let last = tokens[j];
    let last_text = last.of(text);
    let terminal = matches!(last_text.as_bytes(), [b'.', ..] | [b'!' | b'?'])
        || matches!(last_text, "…" | "‼" | "⁇" | "⁈" | "⁉" | "。" | "！" | "？");
    if last.kind == TokenKind::Punct && terminal {
        return !starts_lower(text, tokens, i);
    }
    if !last.is_abbreviation() {
        return false;
    }
    let stem = last_text.trim_end_matches('.');
    match abbreviations::kind(stem) {
        Some(abbreviations::Kind::Leads) => j < i - 1,
        // An initial or a dotted abbreviation, or one that follows its name.
        _ => stem.len() != 1 && token.kind == TokenKind::Word && OPENERS.contains(&token.of(text)),
    }
}

/// Whether the text goes on in lower case from token `i`, looking behind an opening quotation mark.
fn starts_lower(text: &str, tokens: &[Token], i: usize) -> bool {
    let token = tokens[i];
    let opening = matches!(token.of(text), "\"" | "“" | "‘" | "'" | "(" | "[" | "«" | "„");
    let token = if opening { tokens.get(i + 1).copied().unwrap_or(token) } else { token };
    token.kind == TokenKind::Word
        && token.has_lower()
        && !token.is_capitalized()
        && !token.has_upper()
        && !token.has_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Tokens::new(text).iter().map(|t| t.of(text)).collect()
    }

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = Tokens::new(text);
        tokens.sentences().iter().map(|s| tokens.span(s.range()).of(text)).collect()
    }

    #[test]
    fn names_and_abbreviations() {
        assert_eq!(
            words("Iceland's O'Neill met U.S. Gen. J. Smith, Ph.D."),
            ["Iceland", "'s", "O'Neill", "met", "U.S.", "Gen.", "J.", "Smith", ",", "Ph.D."]
        );
        assert_eq!(words("Côte d’Ivoire’s al-Assad"), ["Côte", "d’Ivoire", "’s", "al", "-", "Assad"]);
        assert_eq!(words("the workers' union"), ["the", "workers", "'", "union"]);
        assert_eq!(words("it's they're don't"), ["it", "'s", "they", "'re", "don't"]);
    }

    #[test]
    fn numbers_and_links() {
        assert_eq!(
            words("1,000.5 on 12.05.2024, 1980s 7th mid-June"),
            ["1,000.5", "on", "12.05.2024", ",", "1980s", "7th", "mid", "-", "June"]
        );
        assert_eq!(
            words("see https://a.example/b?c=d. Mail a.b@c.example, @handle #tag"),
            ["see", "https://a.example/b?c=d", ".", "Mail", "a.b@c.example", ",", "@handle", "#tag"]
        );
        assert_eq!(words("5 p.m. ... --"), ["5", "p.m.", "...", "--"]);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            sentences("He met Mr. Smith in the U.S. The talks failed."),
            ["He met Mr. Smith in the U.S.", "The talks failed."]
        );
        assert_eq!(sentences("“Stop!” he said. “No.” Then he left."), ["“Stop!” he said.", "“No.”", "Then he left."]);
        assert_eq!(sentences("On Nov. 7 he left. A title\n\nA body"), ["On Nov. 7 he left.", "A title", "A body"]);
        assert_eq!(sentences("It rose 3.5 percent... and fell."), ["It rose 3.5 percent... and fell."]);
    }

    #[test]
    fn token_flags() {
        let text = "NATO’s iPhone U.S. x";
        let t = Tokens::new(text);
        assert!(t[0].is_all_caps() && t[0].is_capitalized() && t[0].line_start());
        assert_eq!(t[1].kind, TokenKind::Clitic);
        assert!(t[2].has_upper() && !t[2].is_capitalized() && t[2].has_lower());
        assert!(t[3].is_abbreviation() && t[3].is_all_caps());
    }
}
