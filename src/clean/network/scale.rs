//! Brings a feature's values to one scale: where they stand among those met in training, between -1 and 1, straight
//! between knots (quantile normalization). Counts, shares and distances have tails of which a network makes nothing.

#[cfg(target_arch = "x86_64")]
use wide::bytemuck::cast;
use wide::f32x8;

use crate::binary::Reader;

/// Most knots of a feature.
pub(crate) const KNOTS: usize = 16;

/// A feature's knots, each higher than the one before; where there are fewer, the rest are infinite.
#[derive(Debug, Clone, PartialEq)]
#[repr(C)]
pub(crate) struct Scale {
    knots: [f32; KNOTS],
    /// What is below the first knot, and from each knot on.
    stretches: [Stretch; KNOTS + 1],
}

/// Values up to the next knot.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    from: f32,
    /// Where its first value stands, above nought, and how fast the others rise.
    place: f32,
    slope: f32,
}

impl Scale {
    /// None when there are too many knots, or none.
    pub(crate) fn new(knots: &[f32]) -> Option<Self> {
        let mut all = [f32::INFINITY; KNOTS];
        all.get_mut(..knots.len())?.copy_from_slice(knots);
        if knots.is_empty() || !knots.is_sorted_by(|a, b| a < b) || !knots.iter().all(|k| k.is_finite()) {
            return None;
        }
        #[allow(clippy::cast_precision_loss, reason = "a count of knots")]
        let step = 2.0 / (knots.len() - 1).max(1) as f32;
        let last = knots.len() - 1;
        #[allow(clippy::cast_precision_loss, reason = "a count of knots")]
        let stretch = |below: usize| {
            let at = below.saturating_sub(1).min(last);
            let rises = below > 0 && at < last;
            let slope = if rises { step / (knots[at + 1] - knots[at]) } else { 0.0 };
            Stretch { from: knots[at], place: at as f32 * step - 1.0, slope }
        };
        let mut scale = Self { knots: all, stretches: std::array::from_fn(stretch) };
        let nought = scale.of(0.0);
        scale.stretches.iter_mut().for_each(|s| s.place -= nought);
        Some(scale)
    }

    /// Where a value stands, above nought.
    pub(crate) fn of(&self, value: f32) -> f32 {
        let reached = |knots: &[f32; 8]| f32x8::from(*knots).simd_le(f32x8::splat(value)).to_bitmask().count_ones();
        let (parts, _) = self.knots.as_chunks();
        self.on(value, parts.iter().map(reached).sum())
    }

    /// The same with wider registers.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt")]
    #[inline]
    pub(crate) fn of_avx2(&self, value: f32) -> f32 {
        use std::arch::x86_64::{_CMP_LE_OQ, _mm256_cmp_ps, _mm256_movemask_epi8, _mm256_packs_epi32, _mm256_set1_ps};
        let reached = |knots: [f32; 8]| cast(_mm256_cmp_ps::<_CMP_LE_OQ>(cast(knots), _mm256_set1_ps(value)));
        let [low, high]: [[f32; 8]; KNOTS / 8] = cast(self.knots);
        // Two bits for each knot, in no order.
        let bits = _mm256_movemask_epi8(_mm256_packs_epi32(reached(low), reached(high)));
        self.on(value, bits.count_ones() / 2)
    }

    /// Where a value stands that has reached so many knots.
    #[inline(always)]
    fn on(&self, value: f32, reached: u32) -> f32 {
        let stretch = &self.stretches[(reached as usize).min(KNOTS)];
        stretch.place + (value - stretch.from) * stretch.slope
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let &[count] = reader.take(1)?.first_chunk::<1>()?;
        let knots = (0..count).map(|_| reader.f32()).collect::<Option<Vec<f32>>>()?;
        Self::new(&knots)
    }

    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let knots = self.knots.iter().filter(|k| k.is_finite());
        out.push(u8::try_from(knots.clone().count()).unwrap_or(u8::MAX));
        out.extend(knots.flat_map(|k| k.to_le_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_between_their_knots() {
        let scale = Scale::new(&[-2.0, 0.0, 1.0, 2.0, 10.0]).expect("a scale");
        for (value, place) in
            [(-9.0, -0.5), (-2.0, -0.5), (-1.0, -0.25), (0.0, 0.0), (1.5, 0.75), (6.0, 1.25), (99.0, 1.5)]
        {
            assert_eq!(scale.of(value), place, "{value}");
        }
        assert_eq!(Scale::new(&[3.0]).expect("a scale").of(7.0), 0.0);
        assert!(
            Scale::new(&[]).is_none() && Scale::new(&[1.0, 1.0]).is_none() && Scale::new(&[0.0, f32::NAN]).is_none()
        );
        assert!(Scale::new(&[0.0; KNOTS + 1]).is_none());
    }
}
