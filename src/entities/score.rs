//! Scores one by one and eight at a time: 16-bit integers at run time, floats in training.

use std::fmt;
use std::ops::{Add, Sub};

use wide::{f32x8, i16x8};

/// What is added and compared: one score, or eight of them place by place.
pub(crate) trait Amount: Copy + fmt::Debug {
    /// Sum; of integers at most the largest and at least the least number there is.
    fn plus(self, other: Self) -> Self;
    /// Difference, limited in the same way.
    fn minus(self, other: Self) -> Self;
    /// The larger one.
    fn or(self, other: Self) -> Self;
}

/// Scores of the eight types side by side.
pub(crate) trait Vector: Amount {
    /// A score of one type.
    type Score: Score<Vector = Self>;
    fn new(scores: [Self::Score; 8]) -> Self;
    fn splat(score: Self::Score) -> Self;
    fn scores(self) -> [Self::Score; 8];
    /// The largest of all.
    fn largest(self) -> Self::Score;
}

/// The score of one type.
pub(crate) trait Score: Amount + PartialOrd {
    type Vector: Vector<Score = Self>;
    /// Neutral.
    const ZERO: Self;
    /// Worse than any path.
    const NEVER: Self;
}

macro_rules! amount {
    ($($amount:ty: $plus:ident, $minus:ident;)*) => {$(
        impl Amount for $amount {
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
        }
    )*};
}

amount! {
    i16: saturating_add, saturating_sub;
    i16x8: saturating_add, saturating_sub;
    f32: add, sub;
    f32x8: add, sub;
}

macro_rules! vector {
    ($vector:ty, $score:ty, $never:expr, $largest:expr) => {
        impl Score for $score {
            type Vector = $vector;
            const ZERO: Self = 0 as $score;
            const NEVER: Self = $never;
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
            fn largest(self) -> $score {
                $largest(self)
            }
        }
    };
}

vector!(i16x8, i16, i16::MIN, i16x8::reduce_max);
vector!(f32x8, f32, -1e30, |v: f32x8| v.to_array().into_iter().fold(f32::NEVER, f32::or));
