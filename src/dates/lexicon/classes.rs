//! The classes of words that guards ask for.

use super::meaning::Class;
use crate::text::WordTable;

/// Words and the classes they are of.
pub(super) struct Classes {
    table: WordTable<256, 1024>,
    /// By word, a bit for each class.
    of: [u64; 256],
}

impl Classes {
    pub(super) const fn new(classes: &[(Class, &[&str])]) -> Self {
        let mut out = Self { table: WordTable::new(), of: [0; 256] };
        let mut i = 0;
        while i < classes.len() {
            let (class, words) = classes[i];
            let mut k = 0;
            while k < words.len() {
                out.of[out.table.insert(words[k])] |= 1 << class as u64;
                k += 1;
            }
            i += 1;
        }
        out
    }

    /// Whether a word is of a class, whatever its case; the period of an abbreviation does not count.
    #[inline]
    pub(super) fn has(&self, word: &str, class: Class) -> bool {
        let word = word.strip_suffix('.').unwrap_or(word);
        self.table.find(word.as_bytes()).is_some_and(|number| self.of[number] & (1 << class as u64) != 0)
    }
}
