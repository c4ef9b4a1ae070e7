//! Changed copies of documents: other names in the same places, and blocks in capitals or headline
//! case. They teach the contexts of names rather than the names, and how titles are set.

use std::collections::BTreeMap;

use super::corpus::Document;
use super::examples::Prepared;
use crate::entities::word::{Caps, FORM, Word};
use crate::train::random::Random;

/// Blocks in a hundred that are set in capitals, and that many more in headline case; titles are
/// changed more often.
const STYLED: usize = 5;
const STYLED_TITLES: usize = 30;
/// Names in a hundred that are exchanged.
const EXCHANGED: usize = 75;

/// A copy of a document with some blocks set otherwise. Byte positions stay.
pub(super) fn restyle(document: &Document, random: &mut Random) -> Document {
    let mut text = String::with_capacity(document.text.len());
    for (i, block) in document.text.split_inclusive("\n\n").enumerate() {
        let share = if i == 0 { STYLED_TITLES } else { STYLED };
        let dice = random.below(100);
        if !block.is_ascii() || dice >= 2 * share {
            text.push_str(block);
        } else if dice < share {
            text.push_str(&block.to_ascii_uppercase());
        } else {
            let mut start = true;
            for (at, c) in block.char_indices() {
                let long = block[at..].bytes().take(4).filter(u8::is_ascii_alphabetic).count() == 4;
                text.push(if start && long { c.to_ascii_uppercase() } else { c });
                start = c == ' ';
            }
        }
    }
    Document { text, ..document.clone() }
}

/// Words by the tag that they stand under and how they are written.
pub(super) struct Names(BTreeMap<(u32, u8), Vec<Word>>);

impl Names {
    /// Collects the names of documents that follow one guide for certain.
    pub(super) fn new(documents: &[Prepared]) -> Self {
        let mut names: BTreeMap<(u32, u8), Vec<Word>> = BTreeMap::new();
        for d in documents {
            for (word, mask) in d.words.iter().zip(&d.masks) {
                if let Some(tag) = exchangeable(word, *mask) {
                    names.entry((tag, word.caps as u8)).or_default().push(*word);
                }
            }
        }
        Self(names)
    }

    /// Exchanges names, the same one for the same one all through the document.
    pub(super) fn exchange(&self, document: &mut Prepared, random: &mut Random) {
        let mut chosen: BTreeMap<(u32, u32), Option<Word>> = BTreeMap::new();
        for (word, mask) in document.words.iter_mut().zip(&document.masks) {
            let Some(tag) = exchangeable(word, *mask) else { continue };
            let pool = self.0.get(&(tag, word.caps as u8));
            let other = chosen.entry((word.attrs[FORM], tag % 8)).or_insert_with(|| {
                let pool = pool.filter(|p| p.len() > 50 && random.below(100) < EXCHANGED)?;
                Some(pool[random.below(pool.len())])
            });
            if let Some(other) = other {
                *word = *other;
            }
        }
    }
}

/// The tag of a word that may be exchanged: parts of the names of people, single words that name
/// an organization or a place. People's surnames count the same alone and behind a first name.
fn exchangeable(word: &Word, mask: u64) -> Option<u32> {
    if !mask.is_power_of_two() || !matches!(word.caps, Caps::Title | Caps::Upper) {
        return None;
    }
    match mask.trailing_zeros() {
        0 | 24 => Some(24),
        tag @ (1 | 2 | 8 | 16) => Some(tag),
        _ => None,
    }
}
