//! Sets of small numbers as bits.

/// The members of a set, the smallest first.
#[inline]
pub(crate) fn members(set: impl Into<u64>) -> impl Iterator<Item = usize> {
    let mut left = set.into();
    std::iter::from_fn(move || {
        let member = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(member)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_rise() {
        assert_eq!(members(1u64 << 63 | 1 << 40 | 5).collect::<Vec<_>>(), [0, 2, 40, 63]);
        assert_eq!(members(0u32).count(), 0);
    }
}
