//! A convolutional network over the lines of a page. Each line's features become a vector; four layers add to it
//! what they make of the vectors 1, 2, 4 and 8 lines before and after it (dilated convolutions, Yu & Koltun 2016,
//! with residuals as in Bai et al. 2018); the last vector is the verdict. So a line is judged with 15 lines on
//! either side in view, each of which is seen in its own surroundings.
//!
//! Vectors and weights are integers of 16 bits: two products and their sum are one instruction for four numbers.
//! Features and verdicts are floats, added and multiplied in one fixed order. So all machines agree to the bit.

mod layer;
pub(crate) mod scale;

use wide::bytemuck::cast;
use wide::{f32x8, i16x8, i32x8};

pub(crate) use layer::{Layer, Line};
pub(crate) use scale::Scale;

use crate::binary::Reader;
use crate::bits;
use crate::simd::with_avx2;

/// Numbers of a line's vector.
pub(crate) const WIDTH: usize = 32;
/// How far before and after a line each layer looks.
pub(crate) const REACH: [usize; 4] = [1, 2, 4, 8];
/// How far before and after a line the layers see together.
pub(crate) const VIEW: usize = {
    let (mut view, mut layer) = (0, 0);
    while layer < REACH.len() {
        view += REACH[layer];
        layer += 1;
    }
    view
};
/// What one is in a line's vector: the steps in which it counts are small against 1, and 64 still has room.
const ONE: f32 = 512.0;

/// As many floats as a line's vector has numbers.
pub(crate) type Vector = [f32x8; WIDTH / 8];

/// What a feature does. Weights and knots each begin a cache line.
#[derive(Debug, Clone, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Column {
    pub(crate) weights: Vector,
    pub(crate) scale: Scale,
    /// The middle value in training: what a feature is compared with in a trace.
    pub(crate) usual: f32,
}

/// Everything that was trained.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Network {
    pub(crate) columns: Vec<Column>,
    pub(crate) bias: Vector,
    pub(crate) layers: Vec<Layer>,
    pub(crate) verdict: Vector,
    pub(crate) base: f32,
}

impl Network {
    /// A line's first vector.
    pub(crate) fn enter(&self, row: &[f32]) -> Line {
        with_avx2!(self.enter_avx2(row));
        self.enter_anywhere(row)
    }

    /// The same without.
    pub(crate) fn enter_anywhere(&self, row: &[f32]) -> Line {
        self.enter_by(row, Scale::of, |sum, x, weights| {
            sum.iter_mut().zip(weights).for_each(|(sum, w)| *sum += f32x8::splat(x) * *w);
        })
    }

    /// The same with wider registers.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,bmi1,popcnt")]
    fn enter_avx2(&self, row: &[f32]) -> Line {
        self.enter_by(row, |scale, value| scale.of_avx2(value), |sum, x, weights| add_product_avx2(sum, x, weights))
    }

    #[inline(always)]
    fn enter_by(
        &self,
        row: &[f32],
        scaled: impl Fn(&Scale, f32) -> f32,
        add_product: impl Fn(&mut Vector, f32, &Vector),
    ) -> Line {
        let mut sum = self.bias;
        for (columns, row) in self.columns.chunks(64).zip(row.chunks(64)) {
            // Half of a line's features are nought, and say nothing. Which ones, no processor can guess.
            for c in bits::members(spoken(row)) {
                if let (Some(column), Some(&value)) = (columns.get(c), row.get(c)) {
                    add_product(&mut sum, scaled(&column.scale, value), &column.weights);
                }
            }
        }
        sum.map(|part| {
            let steps = part.max(f32x8::ZERO).min(f32x8::splat(f32::from(i16::MAX) / ONE)) * ONE;
            i16x8::from_i32x8_saturate((steps + 0.5).trunc_int())
        })
    }

    /// The logit of each line of a page.
    pub(crate) fn scores(&self, mut lines: Vec<Line>) -> Vec<f32> {
        let mut next = Vec::with_capacity(lines.len());
        for (layer, reach) in self.layers.iter().zip(REACH) {
            layer.pass(&lines, reach, &mut next);
            std::mem::swap(&mut lines, &mut next);
        }
        lines.iter().map(|line| self.score(line)).collect()
    }

    fn score(&self, line: &Line) -> f32 {
        let mut sum = f32x8::ZERO;
        for (x, w) in line.iter().zip(self.verdict) {
            sum += i32x8::from_i16x8(*x).round_float() * w;
        }
        self.base + sum.to_array().iter().sum::<f32>() / ONE
    }

    /// By how much each feature of line `i` raises the score above what its usual value would give: a line's own
    /// features reach its verdict by the middle taps alone.
    pub(crate) fn reasons(&self, row: &[f32], mut lines: Vec<Line>, i: usize) -> Vec<(f32, usize)> {
        let (mut around, mut next) = (Vec::with_capacity(REACH.len()), Vec::with_capacity(lines.len()));
        for (layer, reach) in self.layers.iter().zip(REACH) {
            around.push(layer.around(&lines, i, reach));
            layer.pass(&lines, reach, &mut next);
            std::mem::swap(&mut lines, &mut next);
        }
        let score = self.score(&lines[i]);
        let mut changed = row.to_vec();
        let mut out = Vec::with_capacity(row.len());
        for (c, column) in self.columns.iter().enumerate() {
            changed[c] = column.usual;
            let mut line = self.enter(&changed);
            changed[c] = row[c];
            for (layer, &around) in self.layers.iter().zip(&around) {
                line = layer.next(&line, around);
            }
            out.push((score - self.score(&line), c));
        }
        out
    }

    /// Reads a network over rows of `columns` values.
    pub(crate) fn read(reader: &mut Reader<'_>, columns: usize) -> Option<Self> {
        let vector = |reader: &mut Reader<'_>| {
            let mut values = [0.0; WIDTH];
            for value in &mut values {
                *value = reader.f32()?;
            }
            Some(vector(&values))
        };
        let columns = (0..columns)
            .map(|_| Some(Column { scale: Scale::read(reader)?, usual: reader.f32()?, weights: vector(reader)? }))
            .collect::<Option<Vec<Column>>>()?;
        let bias = vector(reader)?;
        let layers = REACH.iter().map(|_| Layer::read(reader)).collect::<Option<Vec<Layer>>>()?;
        Some(Self { columns, bias, layers, verdict: vector(reader)?, base: reader.f32()? })
    }

    /// Writes it as [`Network::read`] reads it.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let put = |out: &mut Vec<u8>, vector: &Vector| out.extend(numbers(vector).iter().flat_map(|n| n.to_le_bytes()));
        for column in &self.columns {
            column.scale.write(out);
            out.extend(column.usual.to_le_bytes());
            put(out, &column.weights);
        }
        put(out, &self.bias);
        self.layers.iter().for_each(|layer| layer.write(out));
        put(out, &self.verdict);
        out.extend(self.base.to_le_bytes());
    }
}

/// Adds the product of a number with a vector, in wider registers.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn add_product_avx2(sum: &mut Vector, x: f32, weights: &Vector) {
    use std::arch::x86_64::{__m256, _mm256_add_ps, _mm256_mul_ps, _mm256_set1_ps};
    let x = _mm256_set1_ps(x);
    for (sum, &weights) in sum.iter_mut().zip(weights) {
        let wider: __m256 = cast(*sum);
        *sum = cast(_mm256_add_ps(wider, _mm256_mul_ps(x, cast(weights))));
    }
}

/// Which of up to 64 values are not nought, a bit for each.
fn spoken(row: &[f32]) -> u64 {
    let (parts, rest) = row.as_chunks::<8>();
    let of = |part: &[f32; 8]| u64::from(f32x8::from(*part).simd_ne(f32x8::ZERO).to_bitmask());
    let bits = parts.iter().enumerate().fold(0, |bits, (i, part)| bits | of(part) << (8 * i));
    let last = rest.iter().enumerate().fold(0, |bits, (i, &value)| bits | u64::from(value != 0.0) << i);
    bits | last.checked_shl(8 * u32::try_from(parts.len()).unwrap_or(u32::MAX)).unwrap_or(0)
}

/// A vector of these numbers.
pub(crate) fn vector(numbers: &[f32; WIDTH]) -> Vector {
    cast(*numbers)
}

/// The numbers of a vector.
#[cfg(any(test, feature = "train"))]
pub(crate) fn numbers(vector: &Vector) -> [f32; WIDTH] {
    cast(*vector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_nought() {
        let mut row = [0.0f32; 64];
        for i in [0, 3, 8, 62, 63] {
            row[i] = -0.5;
        }
        assert_eq!(spoken(&row), 1 | 1 << 3 | 1 << 8 | 1 << 62 | 1 << 63);
        assert_eq!(spoken(&row[..63]), 1 | 1 << 3 | 1 << 8 | 1 << 62);
        assert_eq!((spoken(&row[..4]), spoken(&[])), (9, 0));
    }
}
