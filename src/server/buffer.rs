//! Bytes that arrive: a body or a line of a batch, counted against the budget for them as it grows.
//!
//! A large one lies in pages of its own, which the system gives as they are written to and gets back at
//! once. An allocator would move it from block to block while it grows and keep the blocks for the thread
//! that asked: eight lines of 12 MB at once left 200 MB behind.

use std::ops::Deref;

use memmap2::{MmapMut, MmapOptions};

use super::admission::{Counter, Held};
use super::problem::Error;

/// Longest that the allocator keeps.
const SMALL: usize = 32 << 10;
/// What a large one grows by in the budget.
const STEP: usize = 64 << 10;

/// Bytes that arrive, up to a limit.
#[derive(Debug)]
pub(super) struct Buffer {
    small: Vec<u8>,
    /// Room for the limit, of which `len` bytes are there.
    large: Option<MmapMut>,
    len: usize,
    limit: usize,
    held: Held,
}

impl Buffer {
    /// An empty one out of `memory` that will not get more than `limit` bytes.
    pub(super) fn new(limit: usize, memory: &Counter) -> Self {
        Self { small: Vec::new(), large: None, len: 0, limit, held: memory.hold() }
    }

    /// Appends some bytes.
    ///
    /// # Errors
    /// [`Error::Overloaded`] when there is no memory for them, or more than the limit.
    pub(super) fn extend(&mut self, part: &[u8]) -> Result<(), Error> {
        let len = self.len.checked_add(part.len()).filter(|&len| len <= self.limit).ok_or(Error::Overloaded)?;
        if self.large.is_none() && len <= SMALL {
            self.held.grow_to(len.next_power_of_two())?;
            self.small.extend_from_slice(part);
        } else {
            self.held.grow_to(len.next_multiple_of(STEP))?;
            let pages = self.pages()?.get_mut(..len).ok_or(Error::Overloaded)?;
            pages[len - part.len()..].copy_from_slice(part);
        }
        self.len = len;
        Ok(())
    }

    /// The pages; what was small moves there.
    fn pages(&mut self) -> Result<&mut MmapMut, Error> {
        if self.large.is_none() {
            let map = MmapOptions::new().len(self.limit).no_reserve_swap().map_anon();
            let mut pages = map.map_err(|_| Error::Overloaded)?;
            pages[..self.small.len()].copy_from_slice(&self.small);
            self.small = Vec::new();
            self.large = Some(pages);
        }
        self.large.as_mut().ok_or(Error::Overloaded)
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.large {
            Some(pages) => pages.get(..self.len).unwrap_or_default(),
            None => &self.small,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_come_whole_are_counted_and_given_back() {
        let text: Vec<u8> = (0..SMALL * 5 + 7).map(|i| b'a' + u8::try_from(i % 23).unwrap_or(0)).collect();
        let memory = Counter::new(1 << 20);
        for len in [0, 1, 1000, SMALL, SMALL + 1, text.len()] {
            let mut buffer = Buffer::new(text.len(), &memory);
            for part in text[..len].chunks(999) {
                assert_eq!(buffer.extend(part), Ok(()));
                assert!(memory.used() >= buffer.len() && memory.used() <= 2 * buffer.len() + STEP);
            }
            assert!(*buffer == text[..len], "{len}");
            drop(buffer);
            assert_eq!(memory.used(), 0);
        }
    }

    #[test]
    fn what_has_no_room_is_refused_and_what_is_there_stays() {
        let memory = Counter::new(2 * STEP);
        let mut first = Buffer::new(usize::MAX, &memory);
        assert_eq!(first.extend(&[1; 1000]), Ok(()));
        let mut second = Buffer::new(1 << 20, &memory);
        assert_eq!(second.extend(&[2; STEP]), Ok(()));
        assert_eq!((second.extend(&[2; 1]), second.len()), (Err(Error::Overloaded), STEP));
        // More than there are addresses.
        drop(second);
        assert_eq!(first.extend(&[1; SMALL]), Err(Error::Overloaded));
        assert!(*first == [1; 1000]);
        let mut short = Buffer::new(3, &memory);
        assert_eq!((short.extend(b"abc"), short.extend(b"d")), (Ok(()), Err(Error::Overloaded)));
        assert_eq!(*short, *b"abc");
    }
}
