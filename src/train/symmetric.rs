//! Symmetric (oblivious) trees: one question a level, asked of all samples (Prokhorenkova et al. 2018,
//! CatBoost). On few pages the constraint keeps a forest from learning the pages themselves.

use super::forest::{BINS, Planting, Sums};
use crate::clean::forest::{Child, Question};

/// Questions on the way to a leaf.
const DEPTH: usize = 6;
const LEAVES: usize = 1 << DEPTH;

/// Grows one tree on the samples that are `seen`: its questions level by level, and the values of its
/// leaves.
pub(super) fn plant(work: &Planting<'_>, seen: &[u32]) -> Option<(Vec<Question>, Vec<f32>)> {
    let bin_of = |i: u32, column: usize| work.bins[i as usize * work.columns + column];
    let mut leaf_of = vec![0u8; seen.len()];
    let mut levels: Vec<(usize, u8)> = Vec::with_capacity(DEPTH);
    for level in 0..DEPTH {
        let (column, bin) = best(work, seen, &leaf_of, 1 << level)?;
        for (&i, leaf) in seen.iter().zip(&mut leaf_of) {
            *leaf |= u8::from(bin_of(i, column) > bin) << level;
        }
        levels.push((column, bin));
    }
    let mut totals = [(0.0f32, 0.0f32); LEAVES];
    for (&i, &leaf) in seen.iter().zip(&leaf_of) {
        let slope = work.slopes[i as usize];
        totals[leaf as usize].0 += slope.0;
        totals[leaf as usize].1 += slope.1;
    }
    let values = totals.iter().map(|&total| work.value(total)).collect();
    // Breadth first: the children of question n are 2n + 1 and 2n + 2. A leaf's number has a bit for each
    // answer, the first one's lowest.
    let mut questions = Vec::with_capacity(LEAVES - 1);
    for (level, &(column, bin)) in levels.iter().enumerate() {
        for place in 0..1usize << level {
            let number = questions.len();
            let answers = (0..level).fold(0, |leaf, l| leaf | (place >> (level - 1 - l) & 1) << l);
            let child = |side: usize| {
                Some(if level + 1 < DEPTH {
                    Child::Question(u8::try_from(2 * number + 1 + side).ok()?)
                } else {
                    Child::Leaf(u8::try_from(answers | side << level).ok()?)
                })
            };
            questions.push(Question {
                feature: u8::try_from(column).ok()?,
                threshold: work.borders[column][bin as usize],
                children: [child(0)?, child(1)?],
            });
        }
    }
    Some((questions, values))
}

/// The question that gains most over all leaves of a level.
fn best(work: &Planting<'_>, seen: &[u32], leaf_of: &[u8], leaves: usize) -> Option<(usize, u8)> {
    let gain = |g: f32, h: f32| g * g / (h + work.growth.prior);
    let mut best: Option<(f32, usize, u8)> = None;
    let mut sums: Vec<Sums> = vec![(0.0, 0.0); leaves * BINS];
    for &column in work.asked {
        sums.fill((0.0, 0.0));
        for (&i, &leaf) in seen.iter().zip(leaf_of) {
            let slope = work.slopes[i as usize];
            let bin = work.bins[i as usize * work.columns + column];
            let cell = &mut sums[leaf as usize * BINS + bin as usize];
            cell.0 += slope.0;
            cell.1 += slope.1;
        }
        let mut gains = vec![0.0f32; work.borders[column].len()];
        for own in sums.chunks_exact(BINS) {
            let (all_g, all_h) = own.iter().fold((0.0, 0.0), |a, s| (a.0 + s.0, a.1 + s.1));
            let (mut g, mut h) = (0.0, 0.0);
            for (total, cell) in gains.iter_mut().zip(own) {
                g += cell.0;
                h += cell.1;
                *total += gain(g, h) + gain(all_g - g, all_h - h);
            }
        }
        for (bin, &g) in gains.iter().enumerate() {
            if best.is_none_or(|(most, _, _)| g > most) {
                best = Some((g, column, u8::try_from(bin).unwrap_or(u8::MAX)));
            }
        }
    }
    best.map(|(_, column, bin)| (column, bin))
}
