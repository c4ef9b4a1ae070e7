//! What single words and numbers mean to the grammar.
//!
//! A language is one table file of lower-case words and their meanings; the lookup is a hash table
//! made at compile time behind a filter on first letter and length, so that an ordinary word costs
//! two loads. Tokens that begin with a digit are read here too: they carry the same few meanings in
//! every language.

pub(super) mod digits;
mod en;

use crate::text::{Token, TokenKind};

/// A calendar or clock unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Weekend,
    Week,
    Fortnight,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// A part of the day, by its TIMEX3 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// Words of the grammar: the names are the English ones, a language maps its own words to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    The,
    A,
    Of,
    In,
    On,
    At,
    To,
    And,
    Or,
    From,
    By,
    For,
    With,
    Between,
    Last,
    Next,
    This,
    That,
    These,
    Those,
    Same,
    Previous,
    Following,
    Past,
    Coming,
    Current,
    Latest,
    Recent,
    Early,
    Mid,
    Late,
    Earlier,
    Later,
    Ago,
    Before,
    After,
    Since,
    Until,
    During,
    Within,
    End,
    Start,
    Middle,
    About,
    Nearly,
    More,
    Less,
    Least,
    Most,
    Over,
    Up,
    Than,
    No,
    Half,
    Every,
    Each,
    Per,
    Other,
    Once,
    Twice,
    Several,
    Few,
    Couple,
    Dozen,
    Many,
    Some,
    So,
    Whole,
    Old,
    Age,
    Aged,
    Ended,
    Rest,
    First,
    Fiscal,
    Former,
    Financial,
    School,
    Period,
    Long,
    Bc,
    Ad,
    Am,
    Pm,
    OClock,
    Local,
    Time,
    Date,
    Future,
    Trading,
    Term,
    Near,
    Short,
    Point,
    Moment,
    Right,
    Just,
    Being,
    New,
    Eve,
    Post,
    Pre,
    Very,
    All,
    Corresponding,
    Entire,
    Full,
    Calendar,
    His,
}

/// Past, present or future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
}

/// Classes of verb forms that tell whether a sentence looks back or ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Will,
    Would,
    Can,
    /// due, expected, scheduled
    Due,
    Is,
    Has,
    Be,
    Was,
    Had,
    /// Verbs of saying, whose tense tells nothing of what is said.
    Said,
    /// A past form.
    Past,
    /// A present form of what is scheduled: opens, resumes.
    Present,
    /// "to" before an infinitive.
    To,
}

/// What one token means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lex {
    /// Nothing to the grammar.
    Other,
    /// Month by number; also an ordinary word or a name when `guarded` ("may", "march", "Jan").
    Month { number: u8, guarded: bool },
    /// ISO weekday, 1 is Monday.
    Weekday { number: u8, guarded: bool, plural: bool },
    /// A unit, in the singular or plural.
    Unit { unit: Unit, plural: bool },
    /// A spelled-out number from 0 to 19, or a multiple of ten to 90.
    Cardinal(u8),
    /// hundred, thousand, million.
    Scale(u32),
    /// A spelled-out ordinal.
    Ordinal(u8),
    /// A part of the day.
    Part { part: Part, plural: bool },
    /// A clock time with a name: noon, midnight.
    Named { hour: u8 },
    /// The day at this distance from the anchor: yesterday, today, tomorrow.
    Day(i8),
    /// Tonight.
    Tonight,
    /// 0 spring, 1 summer, 2 autumn, 3 winter; `guarded` for "fall", "spring".
    Season { number: u8, guarded: bool },
    /// The first word of a holiday's name.
    Holiday,
    /// PRESENT_REF, PAST_REF, FUTURE_REF as the tense.
    Reference(Tense),
    /// A set by itself: daily, weekly; the period in units.
    Periodic { unit: Unit, count: u8 },
    /// A decade by name: the nineties.
    Decade(u8),
    /// A time zone: minutes east of Greenwich.
    Zone(i16),
    /// A word of the grammar.
    Key(Key),
    /// A verb form.
    Verb(Verb),
    /// Digits alone: value and number of digits.
    Number { value: u32, digits: u8 },
    /// Digits with a decimal point or comma: thousandths.
    Decimal { whole: u32, hundredths: u8, digits: u8 },
    /// Digits with grouping commas.
    Grouped(u32),
    /// 7th, 21st.
    NumberTh(u8),
    /// 1980s, 80s.
    Years { start: u16, digits: u8 },
    /// 10am, 3.30pm: hour and minute of the day.
    Clock { hour: u8, minute: u8 },
    /// 12.05.2024: three numbers with dots.
    Dotted { a: u8, b: u8, year: u16 },
    /// 17T10, as tokens of an ISO stamp: a day glued to an hour.
    DayT { day: u8, hour: u8 },
    /// A number glued to a unit: 90min, 24h.
    Measure { value: u16, unit: Unit },
    /// Q3, H1: kind and number.
    Short { half: bool, number: u8 },
    /// W21: an ISO week.
    WeekNumber(u8),
    /// ASCII punctuation of one byte.
    Punct(u8),
    /// A hyphen or dash of any length.
    Dash,
    /// 's or a bare apostrophe after s.
    Possessive,
}

impl Lex {
    /// Whether an expression can begin with it.
    pub(super) const fn starts(self) -> bool {
        match self {
            Self::Other | Self::Verb(_) | Self::Zone(_) | Self::DayT { .. } | Self::Dash | Self::Possessive => false,
            Self::Punct(mark) => mark == b'\'',
            Self::Key(key) => !matches!(
                key,
                Key::Of
                    | Key::In
                    | Key::On
                    | Key::To
                    | Key::And
                    | Key::Or
                    | Key::From
                    | Key::By
                    | Key::For
                    | Key::With
                    | Key::Between
                    | Key::Ago
                    | Key::Before
                    | Key::After
                    | Key::Since
                    | Key::Until
                    | Key::During
                    | Key::Within
                    | Key::Than
                    | Key::Over
                    | Key::Up
                    | Key::Other
                    | Key::Old
                    | Key::Aged
                    | Key::His
                    | Key::Time
                    | Key::Local
                    | Key::So
            ),
            _ => true,
        }
    }
}

/// The words of one language.
pub(super) struct Lexicon {
    entries: &'static [(&'static str, Lex)],
    slots: &'static [u16; SLOTS],
    lengths: &'static [u16; 256],
}

const SLOTS: usize = 4096;
/// Longer words are not looked up.
const LONGEST: usize = 15;

const fn hash(word: &[u8]) -> usize {
    let mut h: u32 = 0x811C_9DC5;
    let mut i = 0;
    while i < word.len() {
        h = (h ^ word[i].to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    ((h ^ (h >> 15)) as usize) & (SLOTS - 1)
}

/// Places every entry in an open-addressing table; slot 0 means empty.
const fn slots(entries: &[(&str, Lex)]) -> [u16; SLOTS] {
    let mut slots = [0u16; SLOTS];
    let mut i = 0;
    while i < entries.len() {
        let mut at = hash(entries[i].0.as_bytes());
        while slots[at] != 0 {
            at = (at + 1) & (SLOTS - 1);
        }
        #[allow(clippy::cast_possible_truncation, reason = "a table has far fewer than 65,535 words")]
        {
            slots[at] = (i + 1) as u16;
        }
        i += 1;
    }
    slots
}

/// For each first byte, the set of word lengths in the table.
const fn lengths(entries: &[(&str, Lex)]) -> [u16; 256] {
    let mut lengths = [0u16; 256];
    let mut i = 0;
    while i < entries.len() {
        let word = entries[i].0.as_bytes();
        assert!(word.len() <= LONGEST, "a word of the lexicon is too long");
        lengths[word[0] as usize] |= 1 << word.len();
        i += 1;
    }
    lengths
}

impl Lexicon {
    /// The lexicon of a language by its BCP 47 tag.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        let primary = language.split('-').next()?;
        primary.eq_ignore_ascii_case("en").then_some(&en::LEXICON)
    }

    /// The meaning of a word, whatever its case.
    pub(super) fn word(&self, word: &str) -> Lex {
        let bytes = word.as_bytes();
        let Some(first) = bytes.first() else { return Lex::Other };
        if bytes.len() > LONGEST || self.lengths[first.to_ascii_lowercase() as usize] & (1 << bytes.len()) == 0 {
            return Lex::Other;
        }
        let mut at = hash(bytes);
        loop {
            let slot = self.slots[at] as usize;
            if slot == 0 {
                return Lex::Other;
            }
            let (form, lex) = self.entries[slot - 1];
            if form.as_bytes().eq_ignore_ascii_case(bytes) {
                return lex;
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }

    /// The meaning of a token.
    pub(super) fn token(&self, text: &str, token: Token) -> Lex {
        let form = token.of(text);
        match token.kind {
            TokenKind::Number => digits::number(form),
            TokenKind::Word if form.as_bytes().first().is_some_and(u8::is_ascii_digit) => digits::mixed(self, form),
            TokenKind::Word => {
                let form = if token.is_abbreviation() && form.len() > 3 && !form[..form.len() - 1].contains('.') {
                    &form[..form.len() - 1]
                } else {
                    form
                };
                match self.word(form) {
                    Lex::Other if form.len() <= 3 => digits::short(form),
                    lex => lex,
                }
            }
            TokenKind::Clitic if matches!(form, "'s" | "’s" | "'" | "’" | "'S" | "’S") => Lex::Possessive,
            TokenKind::Clitic if matches!(form, "'ll" | "’ll") => Lex::Verb(Verb::Will),
            TokenKind::Punct => match form.as_bytes() {
                [b'-', ..] => Lex::Dash,
                &[b] => Lex::Punct(b),
                _ if matches!(form, "–" | "—" | "‑" | "‐" | "−") => Lex::Dash,
                _ if matches!(form, "’" | "‘") => Lex::Punct(b'\''),
                _ => Lex::Other,
            },
            _ => Lex::Other,
        }
    }
}
