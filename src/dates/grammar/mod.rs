//! The local grammar: recursive descent over a few tokens from a trigger, no backtracking beyond
//! them, so that the work is linear in the text.

mod calendar;
mod numeric;

use super::lexicon::{Key, Lex};
use crate::text::Token;

/// Whether the day or the month comes first in an all-numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Order {
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// The tokens of a text with their meanings, up to the end of the paragraph.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) lex: &'a [Lex],
    /// The first token that no expression may reach.
    pub(super) end: usize,
    pub(super) order: Order,
}

impl Grammar<'_> {
    fn at(&self, i: usize) -> Lex {
        if i < self.end { self.lex[i] } else { Lex::Other }
    }

    fn key(&self, i: usize, key: Key) -> bool {
        self.at(i) == Lex::Key(key)
    }

    fn punct(&self, i: usize, mark: u8) -> bool {
        self.at(i) == Lex::Punct(mark)
    }

    /// The token after `i`, a comma stepped over.
    fn after_comma(&self, i: usize) -> usize {
        i + usize::from(self.punct(i, b','))
    }

    /// Whether no white space stands before token `i`.
    fn glued(&self, i: usize) -> bool {
        i < self.end && !self.tokens[i].space_before()
    }

    fn capital(&self, i: usize) -> bool {
        i < self.end && self.tokens[i].is_capitalized()
    }

    fn form(&self, i: usize) -> &str {
        if i < self.end { self.tokens[i].of(self.text) } else { "" }
    }
}
