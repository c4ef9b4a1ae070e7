//! Scores one by one and eight at a time: 16-bit integers at run time, floats in training.

use std::fmt;
use std::ops::{Add, Sub};

use wide::{f32x8, i16x8};

/// Scores of the eight types side by side.
pub(crate) trait Vector: Copy + fmt::Debug {
    /// A score of one type.
    type Score: Score<Vector = Self>;
    fn new(scores: [Self::Score; 8]) -> Self;
    fn splat(score: Self::Score) -> Self;
    fn scores(self) -> [Self::Score; 8];
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    /// The larger of each two.
    fn or(self, other: Self) -> Self;
    /// The largest of all.
    fn largest(self) -> Self::Score;
}

/// A score that can be added and compared.
pub(crate) trait Score: Copy + PartialOrd + fmt::Debug {
    type Vector: Vector<Score = Self>;
    /// Neutral.
    const ZERO: Self;
    /// Worse than any path.
    const NEVER: Self;
    /// Sum, at most the largest and at least the least number there is.
    fn plus(self, other: Self) -> Self;
    /// Difference, limited in the same way.
    fn minus(self, other: Self) -> Self;
    /// The larger one.
    fn or(self, other: Self) -> Self {
        if other > self { other } else { self }
    }
}

macro_rules! vector {
    ($vector:ty, $score:ty, $never:expr, $plus:ident, $minus:ident, $largest:expr) => {
        impl Score for $score {
            type Vector = $vector;
            const ZERO: Self = 0 as $score;
            const NEVER: Self = $never;
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.$plus(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.$minus(other)
            }
        }
        impl Vector for $vector {
            type Score = $score;
            #[inline(always)]
            fn new(scores: [$score; 8]) -> Self {
                Self::new(scores)
            }
            #[inline(always)]
            fn splat(score: $score) -> Self {
                Self::splat(score)
            }
            #[inline(always)]
            fn scores(self) -> [$score; 8] {
                self.to_array()
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.$plus(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.$minus(other)
            }
            #[inline(always)]
            fn or(self, other: Self) -> Self {
                self.max(other)
            }
            #[inline(always)]
            fn largest(self) -> $score {
                $largest(self)
            }
        }
    };
}

vector!(i16x8, i16, i16::MIN, saturating_add, saturating_sub, i16x8::reduce_max);
vector!(f32x8, f32, -1e30, add, sub, |v: f32x8| v.to_array().into_iter().fold(f32::NEVER, f32::or));
