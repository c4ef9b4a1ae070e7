//! A walk over a text that stops only where there may be something to do: 32 bytes are looked at together.

use wide::u8x32;

/// Bytes looked at together.
const BLOCK: usize = 32;

/// Where a walk stands. It never goes back.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Of the block that ends here, a bit for each byte to stop at.
    end: usize,
    stops: u32,
}

impl Walk {
    /// The first place from `at` on to stop at. `stops` is given the bytes of a block, for each the one behind it,
    /// and the one behind that; behind the text it sees line breaks, which are no stops.
    #[inline]
    pub(super) fn on(&mut self, bytes: &[u8], mut at: usize, stops: impl Fn([u8x32; 3]) -> u8x32) -> Option<usize> {
        loop {
            if at < self.end {
                let ahead = self.stops & u32::MAX << (at + BLOCK - self.end);
                if ahead != 0 {
                    return Some(self.end - BLOCK + ahead.trailing_zeros() as usize);
                }
                at = self.end;
            }
            if at >= bytes.len() {
                return None;
            }
            self.stops = stops(block(&bytes[at..])).to_bitmask();
            self.end = at + BLOCK;
        }
    }
}

/// The first bytes, those from the second on, and those from the third on.
#[inline]
fn block(bytes: &[u8]) -> [u8x32; 3] {
    let mut padded = [b'\n'; BLOCK + 2];
    let whole = bytes.first_chunk().unwrap_or_else(|| {
        padded[..bytes.len()].copy_from_slice(bytes);
        &padded
    });
    [0, 1, 2].map(|from| whole[from..].first_chunk().map_or(u8x32::ZERO, |block: &[u8; BLOCK]| u8x32::new(*block)))
}

/// Whether a byte is one of a range.
#[inline]
pub(super) fn within(bytes: u8x32, from: u8, to: u8) -> u8x32 {
    // What is below the range wraps around to above it.
    (bytes - u8x32::splat(from)).simd_le(u8x32::splat(to - from))
}
