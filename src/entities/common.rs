//! The most frequent words with the weights of all their features summed, made once at start.
//!
//! What a word contributes to the scores around it depends on the word alone; four words in five of
//! running text are among these and cost one look-up instead of sixty (the idea is vaporetto's).

use super::features::{REACH, single, singles};
use super::model::{Batch, Model, Scores};
use super::tags::ROW;
use super::word::{Word, identity};
use crate::text::{Numbering, Tokens};

/// Places that a word has a say in: itself and [`REACH`] on either side.
pub(crate) const WINDOW: usize = 2 * REACH + 1;

/// A word and what it adds to the scores of the tokens around it, by its offset from them.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) word: Word,
    pub(crate) sums: [Scores; WINDOW],
}

impl Common {
    fn new(word: Word, model: &Model, batch: &mut Batch) -> Self {
        let mut sums = [[0; 2 * ROW]; WINDOW];
        for offset in 0..WINDOW {
            keys(&word, offset, &mut |key| model.ask(batch, key, offset));
        }
        model.add(batch, &mut sums);
        Self { word, sums }
    }
}

/// Emits the features of a word at `offset` (0..=4, 2 for the token itself) from a token.
pub(crate) fn keys(word: &Word, offset: usize, emit: &mut impl FnMut(u64)) {
    for &attr in singles(offset) {
        if word.attrs[attr] != 0 {
            emit(single(offset, attr, word.attrs[attr]));
        }
    }
}

/// Finds common words by their identity.
#[derive(Debug)]
pub(crate) struct CommonWords {
    numbers: Numbering<u64>,
    words: Vec<Common>,
    /// What stands outside of a sentence.
    pub(crate) edge: Common,
}

impl CommonWords {
    /// Sums the weights of the words that a model lists, one a line.
    pub(crate) fn new(model: &Model) -> Self {
        let mut batch = Batch::default();
        let mut table = Self {
            numbers: Numbering::default(),
            words: Vec::with_capacity(model.common.lines().count()),
            edge: Common::new(Word::EDGE, model, &mut batch),
        };
        let tokens = Tokens::new(&model.common);
        table.numbers.clear(tokens.len());
        for &token in tokens.iter() {
            let text = token.of(&model.common);
            if table.numbers.number(identity(token, text)).1 {
                table.words.push(Common::new(Word::new(token, text, &model.clusters), model, &mut batch));
            }
        }
        table
    }

    /// The word of this identity, if it is a common one.
    pub(crate) fn get(&self, key: u64) -> Option<&Common> {
        self.words.get(self.numbers.find(key)? as usize)
    }
}
