//! What is known of single words: their classes, and whether phrases begin with them. Every word of a text is asked
//! for, and which are known, no processor can guess: so each is sought in both places where it may stand (cuckoo
//! hashing, Pagh & Rodler 2004, the other place found as in cuckoo filters, Fan et al. 2014), without a branch.

const SLOTS: usize = 1 << 13;

/// The part of a slot that has the word's marks; the rest is of its hash.
const MARKS: u32 = 0xff;

/// The words that are known.
#[derive(Debug)]
pub(super) struct Heads {
    /// 0 is free.
    slots: Box<[u32; SLOTS]>,
}

impl Heads {
    pub(super) fn new() -> Self {
        Self { slots: Box::new([0; SLOTS]) }
    }

    /// What a slot has of a word's hash, and the first place where it may stand.
    #[allow(clippy::cast_possible_truncation, reason = "parts of a hash are wanted")]
    const fn place(word: u64) -> (u32, usize) {
        ((word >> 32) as u32 & !MARKS, word as usize % SLOTS)
    }

    /// The other place of what stands, or may stand, in one.
    const fn other(slot: u32, at: usize) -> usize {
        at ^ ((slot >> 8) as usize % SLOTS)
    }

    /// The marks of a word; 0 when it is not known.
    #[inline]
    pub(super) fn marks(&self, word: u64) -> u8 {
        let (name, at) = Self::place(word);
        let marks = |at: usize| self.slots[at] & u32::from(self.slots[at] ^ name <= MARKS).wrapping_neg();
        (marks(at) | marks(Self::other(name, at))).to_le_bytes()[0]
    }

    /// Adds a mark to a word's.
    pub(super) fn mark(&mut self, word: u64, mark: u8) {
        let (name, mut at) = Self::place(word);
        let known = [at, Self::other(name, at)].into_iter().find(|&at| self.slots[at] & !MARKS == name);
        if let Some(known) = known {
            self.slots[known] |= u32::from(mark);
            return;
        }
        // Who stands there moves to its other place. A fifth of the places are taken: it soon ends.
        let mut slot = name | u32::from(mark);
        while slot != 0 {
            std::mem::swap(&mut slot, &mut self.slots[at]);
            at = Self::other(slot, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_marks_when_others_come() {
        let mut heads = Heads::new();
        let word = |i: u64| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let own = |i: u64| if i.is_multiple_of(2) { 2 } else { 4 };
        for i in 0..2_500 {
            heads.mark(word(i), 1);
            heads.mark(word(i), own(i));
        }
        for i in 0..2_500 {
            assert_eq!(heads.marks(word(i)), 1 | own(i), "{i}");
        }
        assert!((2_500..50_000).all(|i| heads.marks(word(i)) == 0));
    }
}
