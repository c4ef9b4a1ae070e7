//! Sums of what stands before each line, so that any stretch of lines is one subtraction.

use std::ops::AddAssign;

/// The sum before each value, and the total.
pub(super) fn before<T: AddAssign + Copy + Default>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut sum = T::default();
    let mut out = vec![sum];
    out.extend(values.map(|v| {
        sum += v;
        sum
    }));
    out
}
