//! A walk over a text that passes over whole blocks with nothing to look at.

/// Bytes looked at together.
pub(super) const BLOCK: usize = 32;

/// Where a walk has to look at each byte.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Up to here, in a block that is doubtful.
    known: usize,
}

impl Walk {
    /// The first place from `at` on whose block is doubtful, or where less than a block is left. `doubtful`
    /// judges a block by its bytes and some behind it; written without a branch it compares many at once.
    #[inline]
    pub(super) fn on<const BYTES: usize>(
        &mut self,
        bytes: &[u8],
        mut at: usize,
        doubtful: impl Fn(&[u8; BYTES]) -> bool,
    ) -> usize {
        while at >= self.known
            && let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk)
        {
            if doubtful(block) {
                self.known = at + BLOCK;
            } else {
                at += BLOCK;
            }
        }
        at
    }
}
