//! What single words and numbers mean to the grammar.
//!
//! A language is one table file of lower-case words and their meanings; the lookup is a hash table
//! made at compile time behind a filter on first letter and length, so that an ordinary word costs
//! two loads. Tokens that begin with a digit are read here too: they carry the same few meanings in
//! every language.

pub(super) mod digits;
mod en;
mod meaning;

pub(super) use meaning::{Key, Lex, Part, Tense, Unit, Verb};

use super::holidays::Rule;
use crate::text::{Token, TokenKind};

/// The words of one language.
pub(super) struct Lexicon {
    entries: &'static [(&'static str, Lex)],
    slots: &'static [u16; SLOTS],
    lengths: &'static [u16; 256],
    /// Names of holidays in lower case, word by word, longer names before their beginnings.
    pub(super) holidays: &'static [(&'static [&'static str], Rule)],
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

    /// The holiday whose name stands at the words that `form` gives, and its length in words.
    pub(super) fn holiday<'a>(&self, form: impl Fn(usize) -> &'a str) -> Option<(Rule, usize)> {
        let is = |k: usize, word: &str| {
            let form = form(k);
            let form = form.strip_suffix('.').unwrap_or(form);
            match form.strip_prefix('’') {
                Some(rest) => word.strip_prefix('\'') == Some(rest),
                None => form.eq_ignore_ascii_case(word),
            }
        };
        let (name, rule) =
            self.holidays.iter().find(|(name, _)| name.iter().enumerate().all(|(k, word)| is(k, word)))?;
        Some((*rule, name.len()))
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
                    Lex::Other if token.has_digit() && form.len() <= 6 => digits::fiscal(form),
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
