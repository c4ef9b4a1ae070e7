//! The lookup of a language's words: a hash table made at compile time behind a filter on first and last
//! letter and length, so that an ordinary word costs two loads.

use super::meaning::Class;

/// Longer words are not looked up.
const LONGEST: usize = 15;

/// Words by number, found whatever their case.
pub(super) struct Table<const WORDS: usize, const SLOTS: usize> {
    /// For each first and last letter, the set of word lengths: what most words of a text fail.
    lengths: [[u16; 32]; 32],
    /// Open addressing: the number of a word, counted from 1.
    slots: [u16; SLOTS],
    /// The words by number, folded, and their lengths.
    folded: [[u64; 2]; WORDS],
    sizes: [u8; WORDS],
    len: usize,
}

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

impl<const WORDS: usize, const SLOTS: usize> Table<WORDS, SLOTS> {
    pub(super) const fn new() -> Self {
        Self { lengths: [[0; 32]; 32], slots: [0; SLOTS], folded: [[0; 2]; WORDS], sizes: [0; WORDS], len: 0 }
    }

    const fn slot(folded: [u64; 2]) -> usize {
        let mixed = (folded[0] ^ folded[1].rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 52) as usize & (SLOTS - 1)
    }

    /// The number of a word, which is the next free one when it is new.
    #[allow(clippy::cast_possible_truncation, reason = "a table has far fewer than 65,535 words, of at most 15 bytes")]
    pub(super) const fn insert(&mut self, word: &str) -> usize {
        let word = word.as_bytes();
        assert!(!word.is_empty() && word.len() <= LONGEST, "a word of the lexicon is empty or too long");
        let key = folded(word);
        let mut at = Self::slot(key);
        while self.slots[at] != 0 {
            let number = self.slots[at] as usize - 1;
            let same = self.folded[number][0] == key[0] && self.folded[number][1] == key[1];
            if same && self.sizes[number] as usize == word.len() {
                return number;
            }
            at = (at + 1) & (SLOTS - 1);
        }
        self.lengths[(word[0] & 31) as usize][(word[word.len() - 1] & 31) as usize] |= 1 << word.len();
        self.folded[self.len] = key;
        self.sizes[self.len] = word.len() as u8;
        self.len += 1;
        self.slots[at] = self.len as u16;
        self.len - 1
    }

    /// The number of a word.
    #[inline]
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let (Some(first), Some(last)) = (word.as_bytes().first(), word.as_bytes().last()) else { return None };
        let lengths = self.lengths[usize::from(first & 31)][usize::from(last & 31)];
        if word.len() > LONGEST || lengths & (1 << word.len()) == 0 {
            return None;
        }
        self.probe(word)
    }

    fn probe(&self, word: &str) -> Option<usize> {
        let folded = folded(word.as_bytes());
        let mut at = Self::slot(folded);
        loop {
            let number = usize::from(self.slots[at]).checked_sub(1)?;
            if self.folded[number] == folded && usize::from(self.sizes[number]) == word.len() {
                return Some(number);
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }
}

/// The classes of words that guards ask for.
pub(super) struct Classes {
    table: Table<256, 1024>,
    /// By word, a bit for each class.
    of: [u64; 256],
}

impl Classes {
    pub(super) const fn new(classes: &[(Class, &[&str])]) -> Self {
        let mut out = Self { table: Table::new(), of: [0; 256] };
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
        self.table.find(word).is_some_and(|number| self.of[number] & (1 << class as u64) != 0)
    }
}
