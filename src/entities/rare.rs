//! The words of one document that are not common ones: analysed and summed once, however often a
//! name occurs in its article.

use super::common::{self, WINDOW};
use super::model::{Batch, Model, Scores};
use super::tags::ROW;
use super::word::Word;
use crate::text::Numbering;

/// A word and which of its sums were asked for, a bit for each.
#[derive(Debug)]
struct Rare {
    word: Word,
    asked: u8,
}

/// Finds the rare words of a document by their identity.
#[derive(Debug, Default)]
pub(crate) struct RareWords {
    numbers: Numbering<u64>,
    words: Vec<Rare>,
    /// What each word adds to the tokens around it, [`WINDOW`] of them.
    sums: Vec<Scores>,
}

impl RareWords {
    /// Forgets all, for a document of this many tokens.
    pub(crate) fn clear(&mut self, tokens: usize) {
        self.numbers.clear(tokens);
        self.words.clear();
        self.sums.clear();
    }

    /// The number of the word of this identity, which `analyse` makes when it is new.
    pub(crate) fn number(&mut self, key: u64, analyse: impl FnOnce() -> Word) -> u32 {
        let (number, new) = self.numbers.number(key);
        if new {
            self.words.push(Rare { word: analyse(), asked: 0 });
            self.sums.resize(self.words.len() * WINDOW, [0; 2 * ROW]);
        }
        number
    }

    pub(crate) fn word(&self, number: u32) -> Word {
        self.words[number as usize].word
    }

    /// Puts the features of a word at `offset` into a batch for [`Self::add`], unless they once were.
    pub(crate) fn ask(&mut self, number: u32, offset: usize, batch: &mut Batch, model: &Model) {
        let rare = &mut self.words[number as usize];
        if rare.asked >> offset & 1 == 0 {
            rare.asked |= 1 << offset;
            let to = number as usize * WINDOW + offset;
            common::keys(&rare.word, offset, &mut |key| model.ask(batch, key, to));
        }
    }

    /// Sums what was asked for.
    pub(crate) fn add(&mut self, batch: &mut Batch, model: &Model) {
        model.add(batch, &mut self.sums);
    }

    /// What a word at `offset`, which was asked for, adds to the scores of a token.
    pub(crate) fn sums(&self, number: u32, offset: usize) -> &Scores {
        &self.sums[number as usize * WINDOW + offset]
    }
}
