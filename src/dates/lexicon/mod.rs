//! What single words and numbers mean to the grammar.
//!
//! A language is one file of lower-case words: those with a meaning to the grammar, the classes that
//! its guards ask for, endings, and names of holidays. Tokens that begin with a digit are read here
//! too: but for their endings they carry the same few meanings in every language.

mod classes;
pub(super) mod digits;
mod en;
mod meaning;

use classes::Classes;
pub(super) use meaning::{Class, Key, Lex, Part, Tense, Unit, Verb};

use super::holidays::Rule;
use crate::text::{Token, TokenKind, WordTable};

/// The words of one language.
pub(super) struct Lexicon {
    words: &'static [(&'static str, Lex)],
    table: &'static Words,
    classes: &'static Classes,
    pub(super) endings: Endings,
    /// Names of holidays in lower case, word by word, longer names before their beginnings.
    pub(super) holidays: &'static [(&'static [&'static str], Rule)],
}

/// What the end of a word tells.
pub(super) struct Endings {
    /// Of past forms that are not in the table: "-ed".
    pub(super) past: &'static str,
    /// Of plurals: "-s".
    pub(super) plural: &'static str,
    /// Behind figures: "-st", "-th".
    pub(super) ordinals: &'static [&'static str],
    /// Behind the figures of a decade: "1980s".
    pub(super) decade: &'static str,
}

/// Room for the words of a language.
type Words = WordTable<1024, 4096>;

/// The lookup of words with one meaning each.
const fn numbered(words: &[(&str, Lex)]) -> Words {
    let mut table = Words::new();
    let mut i = 0;
    while i < words.len() {
        assert!(table.insert(words[i].0) == i, "a word stands twice in the lexicon");
        i += 1;
    }
    table
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
        self.table.find(word.as_bytes()).map_or(Lex::Other, |number| self.words[number].1)
    }

    /// Whether a word is of a class that a guard asks for.
    #[inline]
    pub(super) fn is(&self, word: &str, class: Class) -> bool {
        self.classes.has(word, class)
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
            TokenKind::Clitic => self.word(form),
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
