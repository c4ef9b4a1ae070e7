//! Numbers for things told apart by hashes, in the order in which they are first met.

use super::word::mix;

/// A table from hashes to numbers from 0, by open addressing. Hashes that differ in the lowest bit
/// alone are the same: a hash is made odd, because 0 is an empty slot.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    slots: Vec<(u64, u32)>,
    len: u32,
}

impl Numbers {
    /// Room for so many things.
    pub(crate) fn new(things: usize) -> Self {
        let mut numbers = Self::default();
        numbers.clear(things);
        numbers
    }

    /// Forgets all, with room for so many things from now on.
    pub(crate) fn clear(&mut self, things: usize) {
        self.slots.clear();
        self.slots.resize((things + things / 2).next_power_of_two().max(4), (0, 0));
        self.len = 0;
    }

    #[inline]
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (key >> 1) as usize & mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    /// The number of a hash, if it was met.
    #[inline]
    pub(crate) fn find(&self, hash: u64) -> Option<u32> {
        let (key, number) = self.slots[self.slot(hash | 1)];
        (key != 0).then_some(number)
    }

    /// The number of a hash, and whether it is a new one.
    #[inline]
    pub(crate) fn number(&mut self, hash: u64) -> (u32, bool) {
        let key = hash | 1;
        let at = self.slot(key);
        let new = self.slots[at].0 == 0;
        if new {
            self.slots[at] = (key, self.len);
            self.len += 1;
        }
        (self.slots[at].1, new)
    }
}

/// The hash of two hashes in a row.
pub(crate) const fn both(a: u32, b: u32) -> u64 {
    mix(a as u64, b as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_given_in_order_and_kept() {
        let mut numbers = Numbers::new(2);
        assert_eq!(numbers.find(6), None);
        assert_eq!([6, 100, 6].map(|hash| numbers.number(hash)), [(0, true), (1, true), (0, false)]);
        assert_eq!((numbers.find(100), numbers.find(8)), (Some(1), None));
        numbers.clear(2);
        assert_eq!(numbers.find(6), None);
    }
}
