//! The questions of a tree asked of eight rows by one instruction (AVX2), said outright: left to itself the
//! compiler takes eight questions of one row at a time, whose values it must fetch one by one.

use std::arch::x86_64::{
    __m256, __m256i, _CMP_GT_OQ, _mm256_and_si256, _mm256_castps_si256, _mm256_cmp_ps, _mm256_or_si256,
    _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_si256,
};
use std::mem::transmute;

use super::{COLUMNS, MOST_LEAVES, Tree};

/// Values that one instruction compares.
const WIDE: usize = 8;

/// Whether this processor has the instructions.
pub(super) fn at_hand() -> bool {
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("bmi1")
}

/// As [`super::add_trees`] does it.
#[target_feature(enable = "avx2,bmi1")]
pub(super) fn add_trees<const N: usize>(trees: &[Tree], columns: &[[f32; N]; COLUMNS], sums: &mut [f32; N]) {
    for tree in trees {
        for (part, sums) in sums.as_chunks_mut::<WIDE>().0.iter_mut().enumerate() {
            let [first, others] = ruled_out(tree, columns, part);
            for ((sum, first), others) in sums.iter_mut().zip(first).zip(others) {
                let leaf = first.trailing_ones() + if first == u32::MAX { others.trailing_ones() } else { 0 };
                *sum += tree.values[leaf as usize % MOST_LEAVES];
            }
        }
    }
}

/// The leaves that the answers of eight rows rule out: of the first 32 and of the others.
#[target_feature(enable = "avx2,bmi1")]
fn ruled_out<const N: usize>(tree: &Tree, columns: &[[f32; N]; COLUMNS], part: usize) -> [[u32; WIDE]; 2] {
    let mut all = [_mm256_setzero_si256(); 2];
    let halves = 1 + usize::from(tree.leaves.len() > 32);
    for (half, all) in all.iter_mut().enumerate().take(halves) {
        for asked in &tree.asked {
            let values = floats(&columns[asked.feature as usize].as_chunks().0[part]);
            let above = _mm256_cmp_ps::<_CMP_GT_OQ>(values, _mm256_set1_ps(asked.threshold));
            let leaves = _mm256_set1_epi32(asked.ruled_out[half].cast_signed());
            *all = _mm256_or_si256(*all, _mm256_and_si256(_mm256_castps_si256(above), leaves));
        }
    }
    all.map(|all| integers(all))
}

#[target_feature(enable = "avx2")]
#[allow(unsafe_code, reason = "the library has no other way from an array to a register")]
fn floats(values: &[f32; WIDE]) -> __m256 {
    // SAFETY: both are eight floats, and every pattern of bits is one.
    unsafe { transmute(*values) }
}

#[target_feature(enable = "avx2")]
#[allow(unsafe_code, reason = "the library has no other way from a register to an array")]
fn integers(values: __m256i) -> [u32; WIDE] {
    // SAFETY: both are 32 bytes, and every pattern of bits is eight integers.
    unsafe { transmute(values) }
}
