//! The lookup of words known when the program is built: a hash table made at compile time behind a filter
//! on first and last letter and length, so that an ordinary word costs two loads.

/// Longer words are not looked up.
const LONGEST: usize = 15;

/// Words by number, found whatever their case.
pub(crate) struct WordTable<const WORDS: usize, const SLOTS: usize> {
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

impl<const WORDS: usize, const SLOTS: usize> WordTable<WORDS, SLOTS> {
    pub(crate) const fn new() -> Self {
        Self { lengths: [[0; 32]; 32], slots: [0; SLOTS], folded: [[0; 2]; WORDS], sizes: [0; WORDS], len: 0 }
    }

    const fn slot(folded: [u64; 2]) -> usize {
        let mixed = (folded[0] ^ folded[1].rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 52) as usize & (SLOTS - 1)
    }

    /// The number of a word, which is the next free one when it is new.
    #[allow(clippy::cast_possible_truncation, reason = "a table has far fewer than 65,535 words, of at most 15 bytes")]
    pub(crate) const fn insert(&mut self, word: &str) -> usize {
        let word = word.as_bytes();
        assert!(!word.is_empty() && word.len() <= LONGEST, "a word is empty or too long");
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
    pub(crate) fn find(&self, word: &[u8]) -> Option<usize> {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return None };
        let lengths = self.lengths[usize::from(first & 31)][usize::from(last & 31)];
        if word.len() > LONGEST || lengths & (1 << word.len()) == 0 {
            return None;
        }
        self.probe(word)
    }

    fn probe(&self, word: &[u8]) -> Option<usize> {
        let folded = folded(word);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_case() {
        const WORDS: [&str; 5] = ["a", "may", "monday", "midsummer", "fifteen-letters"];
        static TABLE: WordTable<8, 16> = {
            let mut table = WordTable::new();
            let mut i = 0;
            while i < WORDS.len() {
                assert!(table.insert(WORDS[i]) == i);
                i += 1;
            }
            table
        };
        for (number, word) in WORDS.iter().enumerate() {
            assert_eq!(TABLE.find(word.as_bytes()), Some(number));
            assert_eq!(TABLE.find(word.to_uppercase().as_bytes()), Some(number));
        }
        for word in ["", "b", "my", "mayday", "munday", "fifteen-letters!", "sixteen--letters"] {
            assert_eq!(TABLE.find(word.as_bytes()), None, "{word}");
        }
    }
}
