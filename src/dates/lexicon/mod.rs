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
    words: &'static [(&'static str, Lex)],
    table: &'static Table,
    /// Names of holidays in lower case, word by word, longer names before their beginnings.
    pub(super) holidays: &'static [(&'static [&'static str], Rule)],
}

const SLOTS: usize = 4096;
/// Longer words are not looked up.
const LONGEST: usize = 15;

/// The lookup of a language's words, made at compile time.
struct Table {
    /// For each first and last letter, the set of word lengths: what most words of a text fail.
    lengths: [[u16; 32]; 32],
    /// Open addressing: the number of a word, counted from 1.
    slots: [u16; SLOTS],
    /// The words by number, folded.
    folded: [[u64; 2]; WORDS],
}

/// Room for the words of a language.
const WORDS: usize = 1024;

/// So many bytes from the beginning, as one number, capitals as small letters.
const fn load<const N: usize>(word: &[u8], from: usize) -> u64 {
    let mut number = 0;
    let mut i = 0;
    while i < N {
        number |= ((word[from + i] | 0x20) as u64) << (8 * i);
        i += 1;
    }
    number
}

/// The letters of a word of at most 16 bytes in two numbers that overlap, capitals as small letters:
/// equal for words of one length only when they are the same word.
const fn folded(word: &[u8]) -> [u64; 2] {
    match word.len() {
        0 => [0, 0],
        1..=3 => [load::<1>(word, 0) | load::<1>(word, word.len() / 2) << 8, load::<1>(word, word.len() - 1)],
        4..=7 => [load::<4>(word, 0), load::<4>(word, word.len() - 4)],
        len => [load::<8>(word, 0), load::<8>(word, len - 8)],
    }
}

const fn hash(folded: [u64; 2]) -> usize {
    let mixed = (folded[0] ^ folded[1].rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 52) as usize & (SLOTS - 1)
}

impl Table {
    const fn new(words: &[(&str, Lex)]) -> Self {
        let mut table = Self { lengths: [[0; 32]; 32], slots: [0; SLOTS], folded: [[0; 2]; WORDS] };
        let mut i = 0;
        while i < words.len() {
            let word = words[i].0.as_bytes();
            assert!(word.len() <= LONGEST, "a word of the lexicon is too long");
            table.lengths[(word[0] & 31) as usize][(word[word.len() - 1] & 31) as usize] |= 1 << word.len();
            table.folded[i] = folded(word);
            let mut at = hash(table.folded[i]);
            while table.slots[at] != 0 {
                at = (at + 1) & (SLOTS - 1);
            }
            #[allow(clippy::cast_possible_truncation, reason = "a table has far fewer than 65,535 words")]
            {
                table.slots[at] = (i + 1) as u16;
            }
            i += 1;
        }
        table
    }
}

impl Lexicon {
    /// The lexicon of a language by its BCP 47 tag.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        let primary = language.split('-').next()?;
        primary.eq_ignore_ascii_case("en").then_some(&en::LEXICON)
    }

    /// The meaning of a word, whatever its case.
    #[inline]
    pub(super) fn word(&self, word: &str) -> Lex {
        let &[first, .., last] = word.as_bytes() else {
            return if matches!(word, "a" | "A") { self.entry(word) } else { Lex::Other };
        };
        let lengths = self.table.lengths[usize::from(first & 31)][usize::from(last & 31)];
        if word.len() > LONGEST || lengths & (1 << word.len()) == 0 {
            return Lex::Other;
        }
        self.entry(word)
    }

    fn entry(&self, word: &str) -> Lex {
        let folded = folded(word.as_bytes());
        let mut at = hash(folded);
        loop {
            let slot = usize::from(self.table.slots[at]);
            if slot == 0 {
                return Lex::Other;
            }
            if self.table.folded[slot - 1] == folded && self.words[slot - 1].0.len() == word.len() {
                return self.words[slot - 1].1;
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }

    /// The holiday whose name stands at the words that `form` gives, and its length in words.
    pub(super) fn holiday<'a>(&self, form: impl Fn(usize) -> &'a str) -> Option<(Rule, usize)> {
        let first = form(0);
        let first = first.strip_suffix('.').unwrap_or(first);
        let is = |k: usize, word: &str| {
            let form = form(k);
            match form.strip_prefix('’') {
                Some(rest) => word.strip_prefix('\'') == Some(rest),
                None => form.strip_suffix('.').unwrap_or(form).eq_ignore_ascii_case(word),
            }
        };
        let (name, rule) = self
            .holidays
            .iter()
            .find(|(name, _)| name[0].eq_ignore_ascii_case(first) && (1..name.len()).all(|k| is(k, name[k])))?;
        Some((*rule, name.len()))
    }

    /// The meaning of a token.
    #[inline]
    pub(super) fn token(&self, text: &str, token: Token) -> Lex {
        let form = token.of(text);
        match token.kind {
            TokenKind::Number => digits::number(form),
            TokenKind::Word if !token.has_digit() && !token.is_abbreviation() => self.word(form),
            TokenKind::Word if form.as_bytes().first().is_some_and(u8::is_ascii_digit) => digits::mixed(self, form),
            TokenKind::Word if token.has_digit() => match form.len() {
                ..=3 => digits::short(form),
                _ => digits::fiscal(form),
            },
            TokenKind::Word => match form.strip_suffix('.') {
                Some(bare) if bare.len() > 2 && !bare.contains('.') => self.word(bare),
                _ => self.word(form),
            },
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
