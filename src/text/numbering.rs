//! Numbers for things told apart by hashes, in the order in which they are first met.

/// Most slots that a table begins with.
const AT_FIRST: usize = 1 << 12;

/// A table from hashes to numbers from 0, by open addressing. Hashes are expected to be well mixed, but for
/// the lowest bit, which some makers of hashes set always. It grows with what is met: a long text has far fewer
/// different words than words.
#[derive(Debug, Default)]
pub(crate) struct Numbering<Hash> {
    /// A hash and its number, counted from 1; 0 in an empty slot.
    slots: Vec<(Hash, u32)>,
    len: u32,
}

impl<Hash: Copy + Default + PartialEq + Into<u64>> Numbering<Hash> {
    /// For a text of so many things, of which most are met again.
    pub(crate) fn new(things: usize) -> Self {
        let mut numbering = Self::default();
        numbering.clear(things);
        numbering
    }

    /// Forgets all, for a text of so many things from now on.
    pub(crate) fn clear(&mut self, things: usize) {
        self.slots.clear();
        self.slots.resize((things / 2).next_power_of_two().clamp(4, AT_FIRST), (Hash::default(), 0));
        self.len = 0;
    }

    /// Twice the slots, for what is there and as much again.
    #[cold]
    fn grow(&mut self) {
        let larger = vec![(Hash::default(), 0); 2 * self.slots.len()];
        for (hash, number) in std::mem::replace(&mut self.slots, larger) {
            if number > 0 {
                let at = self.slot(hash);
                self.slots[at] = (hash, number);
            }
        }
    }

    /// How many different things were met.
    pub(crate) const fn len(&self) -> u32 {
        self.len
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "the low bits choose the slot")]
    fn slot(&self, hash: Hash) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash.into() >> 1) as usize & mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    /// The number of a hash, if it was met.
    #[inline]
    pub(crate) fn find(&self, hash: Hash) -> Option<u32> {
        self.slots[self.slot(hash)].1.checked_sub(1)
    }

    /// The number of a hash, and whether it is a new one.
    #[inline]
    pub(crate) fn number(&mut self, hash: Hash) -> (u32, bool) {
        let at = self.slot(hash);
        let known = self.slots[at].1;
        if known > 0 {
            return (known - 1, false);
        }
        self.len += 1;
        self.slots[at] = (hash, self.len);
        if self.len as usize * 3 / 2 >= self.slots.len() {
            self.grow();
        }
        (self.len - 1, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_in_order_and_kept() {
        let mut numbering = Numbering::<u64>::new(2);
        assert_eq!(numbering.find(0), None);
        assert_eq!([0, 100, 1, 0].map(|hash| numbering.number(hash)), [(0, true), (1, true), (2, true), (0, false)]);
        assert_eq!((numbering.find(100), numbering.find(8), numbering.len()), (Some(1), None, 3));
        numbering.clear(2);
        assert_eq!((numbering.find(0), numbering.len()), (None, 0));
    }

    #[test]
    fn the_table_grows_with_what_is_met() {
        let mut numbering = Numbering::<u32>::new(3);
        let hashes: Vec<u32> = (0..10_000u32).map(|i| i.wrapping_mul(0x9E37_79B9)).collect();
        for (number, hash) in (0..).zip(&hashes) {
            assert_eq!(numbering.number(*hash), (number, true));
        }
        assert!((0..).zip(&hashes).all(|(number, hash)| numbering.find(*hash) == Some(number)));
        assert_eq!((numbering.number(hashes[7]), numbering.len()), ((7, false), 10_000));
    }
}
