//! The most frequent words with the weights of all their features summed, made once at start.
//!
//! What a word contributes to the scores around it depends on the word alone; four words in five of
//! running text are among these and cost one look-up instead of sixty (the idea is vaporetto's).

use super::features::{REACH, single, singles};
use super::model::{Buffers, Model, Scores};
use super::tags::ROW;
use super::word::{Word, identity};
use crate::text::Tokens;

/// Places that a word has a say in: itself and [`REACH`] on either side.
pub(crate) const WINDOW: usize = 2 * REACH + 1;

/// A word and what it adds to the scores of the tokens around it, by its offset from them.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) word: Word,
    pub(crate) sums: [Scores; WINDOW],
}

impl Common {
    fn new(word: Word, model: &Model, buffers: &mut Buffers) -> Self {
        let sums = std::array::from_fn(|offset| {
            let mut scores = [0; 2 * ROW];
            buffers.keys.clear();
            keys(&word, offset, &mut |key| buffers.keys.push(key));
            model.add(buffers, &mut scores);
            scores
        });
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
    /// Open addressing; 0 is empty.
    slots: Vec<(u64, u32)>,
    words: Vec<Common>,
    /// What stands outside of a sentence.
    pub(crate) edge: Common,
}

impl CommonWords {
    /// Sums the weights of the words that a model lists, one a line.
    pub(crate) fn new(model: &Model) -> Self {
        let mut buffers = Buffers::default();
        let mut table = Self {
            slots: vec![(0, 0); (model.common.len() / 4).next_power_of_two().max(2)],
            words: Vec::with_capacity(model.common.lines().count()),
            edge: Common::new(Word::EDGE, model, &mut buffers),
        };
        let mask = table.slots.len() - 1;
        let tokens = Tokens::new(&model.common);
        for &token in tokens.iter() {
            let text = token.of(&model.common);
            let key = identity(token, text);
            let mut at = key as usize & mask;
            while table.slots[at].0 != 0 && table.slots[at].0 != key {
                at = (at + 1) & mask;
            }
            if table.slots[at].0 == 0 && table.words.len() < table.slots.len() / 2 {
                table.slots[at] = (key, table.words.len() as u32);
                table.words.push(Common::new(Word::new(token, text, &model.clusters), model, &mut buffers));
            }
        }
        table
    }

    /// The word of this identity, if it is a common one.
    pub(crate) fn get(&self, key: u64) -> Option<&Common> {
        let mut at = key as usize & (self.slots.len() - 1);
        loop {
            match self.slots[at] {
                (0, _) => return None,
                (found, number) if found == key => return self.words.get(number as usize),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}
