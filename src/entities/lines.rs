//! A table from hashes to small values of which one look-up costs one cache line.
//!
//! Tables of the tagger are far larger than the caches near the processor, so a look-up costs the memory that it
//! waits for. Here keys stand in lines of 64 bytes with their values behind them, a vector comparison finds the
//! key in its line, and the few that find no room there are in the next: two places in three are
//! taken, and who comes first stays in its line.

use wide::i32x8;

/// `N` keys, filled from the front, and their values; 0 is no key. `N` is chosen so that the whole has 64 bytes.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Line<Value, const N: usize> {
    keys: [u32; N],
    values: [Value; N],
}

/// The table. Keys are expected to be spread evenly.
#[derive(Debug)]
pub(crate) struct Lines<Value, const N: usize>(Vec<Line<Value, N>>);

impl<Value: Copy + Default, const N: usize> Lines<Value, N> {
    /// With room for so many keys.
    pub(crate) fn new(keys: usize) -> Self {
        const { assert!(size_of::<Line<Value, N>>() == 64, "a line is a cache line") };
        Self(vec![Line { keys: [0; N], values: [Value::default(); N] }; (keys + keys / 2) / N + 1])
    }

    #[inline(always)]
    fn home(&self, key: u32) -> usize {
        ((u64::from(key) * self.0.len() as u64) >> 32) as usize
    }

    /// Enters a key that is not there. There must be room.
    pub(crate) fn insert(&mut self, key: u32, value: Value) {
        let home = self.home(key);
        let (before, from) = self.0.split_at_mut(home);
        for line in from.iter_mut().chain(before) {
            let free = line.position(0);
            if free < N {
                (line.keys[free], line.values[free]) = (key, value);
                return;
            }
        }
    }

    /// Begins to load what [`Self::find`] will look at.
    #[inline(always)]
    pub(crate) fn prefetch(&self, key: u32) {
        if let Some(line) = self.0.get(self.home(key)) {
            prefetch(line);
        }
    }

    /// The value of a key.
    #[inline(always)]
    pub(crate) fn find(&self, key: u32) -> Option<Value> {
        let line = self.0.get(self.home(key))?;
        let at = line.position(key);
        if at == N && line.keys[N - 1] != 0 {
            return self.find_after(self.home(key), key);
        }
        line.values.get(at).copied()
    }

    /// The value of a key that is not in its own line, which is full.
    #[cold]
    fn find_after(&self, home: usize, key: u32) -> Option<Value> {
        let (before, from) = self.0.split_at(home);
        for line in from.iter().skip(1).chain(before) {
            let at = line.position(key);
            if at < N || line.keys[N - 1] == 0 {
                return line.values.get(at).copied();
            }
        }
        None
    }
}

impl<Value, const N: usize> Line<Value, N> {
    /// Where a key is, [`N`] or more when it is not here.
    #[inline(always)]
    fn position(&self, key: u32) -> usize {
        let mut keys = [0; 8];
        for (to, key) in keys.iter_mut().zip(self.keys) {
            *to = key.cast_signed();
        }
        let same = i32x8::from(keys).simd_eq(i32x8::splat(key.cast_signed()));
        (same.to_bitmask() | 1 << N).trailing_zeros() as usize
    }
}

/// Tells the processor to load what will be read soon, where it can be told.
#[inline(always)]
pub(crate) fn prefetch<T>(what: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        #[allow(unsafe_code, reason = "the standard library has no other way to say it")]
        // SAFETY: the instruction is in all processors of this kind and changes nothing but the caches.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(what).cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = what;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_no_other() {
        for len in [0, 1, 7, 9, 1000, 5000] {
            let mut keys: Vec<u32> = (1..=len).map(|i: u32| i.wrapping_mul(0x9E37_79B9)).collect();
            // More than fit into the last line, and again into the first.
            keys.extend((0..20).map(|i| u32::MAX - 2 * i));
            let mut lines = Lines::<u32, 8>::new(keys.len());
            for (i, key) in (0..).zip(&keys) {
                lines.insert(*key, i);
            }
            for (i, key) in (0..).zip(&keys) {
                assert_eq!(lines.find(*key), Some(i));
                let next = key.wrapping_sub(1);
                assert_eq!(lines.find(next).is_some(), keys.contains(&next));
            }
        }
    }
}
