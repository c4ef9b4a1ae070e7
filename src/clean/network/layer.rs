//! A layer of the network, in integers: a weight is counted in steps of 1/2048, and no sum can leave 32 bits.

#[cfg(target_arch = "x86_64")]
use wide::bytemuck::cast;
use wide::{i16x8, i16x16, i32x8};

use super::WIDTH;
use crate::binary::Reader;
use crate::simd::with_avx2;

/// A line's vector, never below nought.
pub(crate) type Line = [i16x8; WIDTH / 8];
/// What comes to a line, in steps of vector and weights together.
pub(crate) type Sum = [i32x8; WIDTH / 8];
/// What a line's numbers are multiplied with: for each two of them, the weights of both for each number of the sum.
type Tap = [[i16x16; WIDTH / 8]; WIDTH / 2];

/// The steps of 1 in a weight, as a power of two.
const STEPS: u32 = 11;

/// What a layer makes of a line: of the one before, the line itself and the one after.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    bias: Sum,
    taps: [Tap; 3],
}

impl Layer {
    /// The lines with what comes to them.
    pub(super) fn pass(&self, lines: &[Line], reach: usize, next: &mut Vec<Line>) {
        next.clear();
        with_avx2!(self.pass_avx2(lines, reach, next));
        self.pass_by(lines, reach, next, add_product);
    }

    /// The same with wider registers, which hold a whole sum.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn pass_avx2(&self, lines: &[Line], reach: usize, next: &mut Vec<Line>) {
        self.pass_by(lines, reach, next, |sum, line, tap| add_product_avx2(sum, line, tap));
    }

    #[inline(always)]
    fn pass_by(&self, lines: &[Line], reach: usize, next: &mut Vec<Line>, add: impl Fn(&mut Sum, &Line, &Tap)) {
        for (i, line) in lines.iter().enumerate() {
            next.push(self.next_by(line, self.around_by(lines, i, reach, &add), &add));
        }
    }

    /// What comes to line `i` from the lines around it.
    pub(super) fn around(&self, lines: &[Line], i: usize, reach: usize) -> Sum {
        self.around_by(lines, i, reach, &add_product)
    }

    #[inline(always)]
    fn around_by(&self, lines: &[Line], i: usize, reach: usize, add: &impl Fn(&mut Sum, &Line, &Tap)) -> Sum {
        let mut sum = self.bias;
        if let Some(before) = i.checked_sub(reach) {
            add(&mut sum, &lines[before], &self.taps[0]);
        }
        if let Some(after) = lines.get(i + reach) {
            add(&mut sum, after, &self.taps[2]);
        }
        sum
    }

    /// A line with what comes to it from itself and from those around it.
    pub(super) fn next(&self, line: &Line, around: Sum) -> Line {
        self.next_by(line, around, &add_product)
    }

    #[inline(always)]
    fn next_by(&self, line: &Line, mut sum: Sum, add: &impl Fn(&mut Sum, &Line, &Tap)) -> Line {
        add(&mut sum, line, &self.taps[1]);
        std::array::from_fn(|part| {
            let added = i16x8::from_i32x8_saturate(sum[part] >> STEPS);
            line[part].saturating_add(added.max(i16x8::ZERO))
        })
    }

    /// None when a sum could leave 32 bits.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut layer = Self { bias: [i32x8::ZERO; WIDTH / 8], taps: [[[i16x16::ZERO; WIDTH / 8]; WIDTH / 2]; 3] };
        for part in &mut layer.bias {
            for bias in part.as_mut_array() {
                *bias = reader.u32()?.cast_signed();
            }
        }
        for part in layer.taps.iter_mut().flatten().flatten() {
            for (weight, value) in part.as_mut_array().iter_mut().zip(reader.u16s(16)?) {
                *weight = value.cast_signed();
            }
        }
        layer.holds().then_some(layer)
    }

    #[cfg(any(test, feature = "train"))]
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.bias.iter().flat_map(|part| part.to_array()).flat_map(i32::to_le_bytes));
        let weights = self.taps.iter().flatten().flatten().flat_map(|part| part.to_array());
        out.extend(weights.flat_map(i16::to_le_bytes));
    }

    /// A layer of these weights, rounded: `weight(tap, from, to)` for each number of a line and of the sum.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn rounded(bias: &[f32; WIDTH], weight: impl Fn(usize, usize, usize) -> f32) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "a power of two")]
        let steps = (1u32 << STEPS) as f32;
        #[allow(clippy::cast_possible_truncation, reason = "a float too large becomes the largest number")]
        let bias = |to: usize| (bias[to] * steps * super::ONE).round() as i32 + (1 << (STEPS - 1));
        #[allow(clippy::cast_possible_truncation, reason = "a float too large becomes the largest number")]
        let weight = |tap, from, to| (weight(tap, from, to) * steps).round() as i16;
        let tap = |tap: usize| -> Tap {
            std::array::from_fn(|two| {
                std::array::from_fn(|part| {
                    i16x16::from(std::array::from_fn(|i| weight(tap, 2 * two + i % 2, 8 * part + i / 2)))
                })
            })
        };
        Self {
            bias: std::array::from_fn(|part| i32x8::from(std::array::from_fn(|i| bias(8 * part + i)))),
            taps: std::array::from_fn(tap),
        }
    }

    /// Whether every sum stays within 32 bits, whatever the lines.
    fn holds(&self) -> bool {
        let mut most = self.bias.map(|part| part.to_array().map(|bias| i64::from(bias).abs()));
        for row in self.taps.iter().flatten() {
            for (most, weights) in most.iter_mut().zip(row) {
                for (i, weight) in weights.to_array().into_iter().enumerate() {
                    most[i / 2] += i64::from(weight).abs() * i64::from(i16::MAX);
                }
            }
        }
        most.iter().flatten().all(|&most| most <= i64::from(i32::MAX))
    }
}

/// Adds the product of a line with a tap, in wider registers.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn add_product_avx2(sum: &mut Sum, line: &Line, tap: &Tap) {
    use std::arch::x86_64::{__m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32};
    let mut sums: [__m256i; WIDTH / 8] = sum.map(cast);
    let line: [i32; WIDTH / 2] = cast(*line);
    for (two, row) in line.into_iter().zip(tap) {
        let two = _mm256_set1_epi32(two);
        for (sum, &weights) in sums.iter_mut().zip(row) {
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(two, cast(weights)));
        }
    }
    *sum = sums.map(cast);
}

/// Adds the product of a line with a tap.
fn add_product(sum: &mut Sum, line: &Line, tap: &Tap) {
    for (part, rows) in line.iter().zip(tap.as_chunks::<4>().0) {
        let x = part.to_array();
        for (two, row) in x.as_chunks::<2>().0.iter().zip(rows) {
            let two = i16x16::from(std::array::from_fn(|i| two[i % 2]));
            for (sum, &weights) in sum.iter_mut().zip(row) {
                *sum += two.dot(weights);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_adds_what_its_taps_make() {
        // The number 5 of a line gets twice number 2 of the one before, and takes nothing away.
        let weight = |tap, from, to| match (tap, from, to) {
            (0, 2, 5) => 2.0,
            (2, 2, 6) => -1.0,
            _ => 0.0,
        };
        let layer = Layer::rounded(&[0.0; WIDTH], weight);
        let mut marked = [i16x8::ZERO; WIDTH / 8];
        marked[0] = i16x8::from([7, 0, 300, 0, 0, 1, 0, 0]);
        let mut next = Vec::new();
        layer.pass(&[marked; 2], 1, &mut next);
        assert_eq!(next[0], marked);
        assert_eq!(next[1][0], i16x8::from([7, 0, 300, 0, 0, 601, 0, 0]));
    }

    #[test]
    fn wider_registers_change_nothing() {
        let mixed = |seed: usize| i16::try_from(seed * 7919 % 32_749).expect("of 15 bits");
        let layer =
            Layer::rounded(&[-0.3; WIDTH], |tap, from, to| f32::from(mixed(tap + from * 3 + to * 97)) / 1e5 - 0.16);
        let lines: Vec<Line> = (0..5)
            .map(|i| std::array::from_fn(|part| i16x8::new(std::array::from_fn(|n| mixed(i * 61 + part * 8 + n)))))
            .collect();
        let (mut wide, mut narrow) = (Vec::new(), Vec::new());
        layer.pass(&lines, 2, &mut wide);
        layer.pass_by(&lines, 2, &mut narrow, add_product);
        assert_eq!(wide, narrow);
        assert_ne!(wide, lines);
    }

    #[test]
    fn a_layer_whose_sums_could_overflow_is_refused() {
        for (weight, holds) in [(0.3, true), (0.4, false)] {
            let mut file = b"CopydeskLayers 1".to_vec();
            Layer::rounded(&[0.0; WIDTH], |_, _, _| weight).write(&mut file);
            let mut reader = Reader::open(&file, b"CopydeskLayers 1").expect("the magic");
            assert_eq!(Layer::read(&mut reader).is_some(), holds, "{weight}");
        }
    }
}
