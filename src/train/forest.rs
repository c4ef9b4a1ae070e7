//! Gradient boosting of oblivious trees (Prokhorenkova et al. 2018) for a yes-or-no question, with
//! histograms over quantile bins.

use crate::clean::model::{DEPTH, Forest, Tree, sigmoid};

/// How a forest is grown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    /// Number of trees.
    pub(crate) trees: usize,
    /// Share of a tree's verdict that is believed.
    pub(crate) rate: f32,
    /// Weight of the prior in every leaf.
    pub(crate) prior: f32,
    /// Share of the samples that a tree sees.
    pub(crate) samples: f32,
    /// Share of the features that a tree may ask about.
    pub(crate) columns: f32,
}

const BINS: usize = 64;

/// A deterministic stream of numbers (SplitMix64).
#[derive(Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number between 0 and 1.
    #[allow(clippy::cast_precision_loss, reason = "24 random bits fit")]
    pub(crate) fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// Grows a forest on rows of equal length.
#[must_use]
pub(crate) fn grow(rows: &[&[f32]], labels: &[bool], weights: &[f32], growth: Growth, seed: u64) -> Forest {
    let columns = rows.first().map_or(0, |r| r.len());
    let borders: Vec<Vec<f32>> = (0..columns).map(|c| borders(rows, c)).collect();
    let bins: Vec<Vec<u8>> = (0..columns)
        .map(|c| {
            rows.iter().map(|r| u8::try_from(borders[c].partition_point(|&b| b < r[c])).unwrap_or(u8::MAX)).collect()
        })
        .collect();
    let medians = (0..columns)
        .map(|c| {
            let mut values: Vec<f32> = rows.iter().step_by(7).map(|r| r[c]).collect();
            values.sort_by(f32::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(0.0)
        })
        .collect();
    let (mut yes, mut all) = (0.0f64, 0.0f64);
    for (&label, &weight) in labels.iter().zip(weights) {
        yes += f64::from(u8::from(label)) * f64::from(weight);
        all += f64::from(weight);
    }
    #[allow(clippy::cast_possible_truncation, reason = "a logit")]
    let base = ((yes + 1.0) / (all - yes + 1.0)).ln() as f32;
    let mut forest = Forest { base, trees: Vec::new(), medians };
    let mut scores = vec![base; rows.len()];
    let mut dice = Dice(seed);
    let mut slopes = vec![(0.0f32, 0.0f32); rows.len()];
    for _ in 0..growth.trees {
        for (i, slope) in slopes.iter_mut().enumerate() {
            let p = sigmoid(scores[i]);
            let target = f32::from(u8::from(labels[i]));
            *slope = ((p - target) * weights[i], (p * (1.0 - p)).max(1e-4) * weights[i]);
        }
        let seen: Vec<u32> = (0..rows.len())
            .filter(|_| dice.roll() < growth.samples)
            .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
            .collect();
        let asked: Vec<usize> =
            (0..columns).filter(|&c| !borders[c].is_empty() && dice.roll() < growth.columns).collect();
        let Some((questions, tree)) = plant(&bins, &borders, &slopes, &seen, &asked, growth) else { continue };
        for (i, score) in scores.iter_mut().enumerate() {
            let leaf = questions
                .iter()
                .enumerate()
                .fold(0, |leaf, (level, &(c, bin))| leaf | usize::from(bins[c][i] > bin) << level);
            *score += tree.leaves[leaf];
        }
        forest.trees.push(tree);
    }
    forest
}

fn borders(rows: &[&[f32]], column: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().step_by((rows.len() / 40_000).max(1)).map(|r| r[column]).collect();
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    let mut distinct = values.clone();
    distinct.dedup();
    let middle = |a: f32, b: f32| a + (b - a) / 2.0;
    if distinct.len() <= BINS {
        out.extend(distinct.windows(2).map(|w| middle(w[0], w[1])));
    } else {
        for k in 1..BINS {
            let at = k * values.len() / BINS;
            if values[at - 1] < values[at] {
                out.push(middle(values[at - 1], values[at]));
            }
        }
        out.dedup();
    }
    out
}

type Questions = Vec<(usize, u8)>;

fn plant(
    bins: &[Vec<u8>],
    borders: &[Vec<f32>],
    slopes: &[(f32, f32)],
    seen: &[u32],
    asked: &[usize],
    growth: Growth,
) -> Option<(Questions, Tree)> {
    let mut leaf_of = vec![0u8; seen.len()];
    let mut questions: Questions = Vec::with_capacity(DEPTH);
    let gain = |g: f32, h: f32| g * g / (h + growth.prior);
    for level in 0..DEPTH {
        let leaves = 1 << level;
        let mut best: Option<(f32, usize, u8)> = None;
        let mut sums = vec![(0.0f32, 0.0f32); leaves * BINS];
        for &column in asked {
            sums.fill((0.0, 0.0));
            for (&i, &leaf) in seen.iter().zip(&leaf_of) {
                let slope = slopes[i as usize];
                let cell = &mut sums[leaf as usize * BINS + bins[column][i as usize] as usize];
                cell.0 += slope.0;
                cell.1 += slope.1;
            }
            let width = borders[column].len();
            let mut gains = vec![0.0f32; width];
            for leaf in 0..leaves {
                let own = &sums[leaf * BINS..(leaf + 1) * BINS];
                let (all_g, all_h) = own.iter().fold((0.0, 0.0), |a, s| (a.0 + s.0, a.1 + s.1));
                let (mut g, mut h) = (0.0, 0.0);
                for (bin, total) in gains.iter_mut().enumerate() {
                    g += own[bin].0;
                    h += own[bin].1;
                    *total += gain(g, h) + gain(all_g - g, all_h - h);
                }
            }
            for (bin, &g) in gains.iter().enumerate() {
                if best.is_none_or(|(most, _, _)| g > most) {
                    best = Some((g, column, u8::try_from(bin).unwrap_or(u8::MAX)));
                }
            }
        }
        let (_, column, bin) = best?;
        for (&i, leaf) in seen.iter().zip(&mut leaf_of) {
            *leaf |= u8::from(bins[column][i as usize] > bin) << level;
        }
        questions.push((column, bin));
    }
    let mut totals = [(0.0f32, 0.0f32); 1 << DEPTH];
    for (&i, &leaf) in seen.iter().zip(&leaf_of) {
        let slope = slopes[i as usize];
        totals[leaf as usize].0 += slope.0;
        totals[leaf as usize].1 += slope.1;
    }
    let mut tree = Tree { features: [0; DEPTH], thresholds: [0.0; DEPTH], leaves: [0.0; 1 << DEPTH] };
    for (level, &(column, bin)) in questions.iter().enumerate() {
        tree.features[level] = u8::try_from(column).unwrap_or(u8::MAX);
        tree.thresholds[level] = borders[column][bin as usize];
    }
    for (leaf, &(g, h)) in tree.leaves.iter_mut().zip(&totals) {
        *leaf = (-g / (h + growth.prior) * growth.rate).clamp(-2.0, 2.0);
    }
    Some((questions, tree))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_a_conjunction() {
        let mut dice = Dice(7);
        let data: Vec<Vec<f32>> = (0..2_000).map(|_| (0..4).map(|_| dice.roll()).collect()).collect();
        let labels: Vec<bool> = data.iter().map(|r| r[1] > 0.4 && r[3] < 0.7).collect();
        let rows: Vec<&[f32]> = data.iter().map(Vec::as_slice).collect();
        let growth = Growth { trees: 30, rate: 0.3, prior: 1.0, samples: 0.8, columns: 1.0 };
        let forest = grow(&rows, &labels, &vec![1.0; rows.len()], growth, 1);
        let right = rows.iter().zip(&labels).filter(|(r, l)| (forest.probability(r) > 0.5) == **l).count();
        assert!(right > 1_940, "{right}");
    }
}
