//! Gradient boosting for a yes-or-no question with histograms over quantile bins: trees grown leaf by
//! leaf, the best split first (Ke et al. 2017, LightGBM), or level by level ([`super::symmetric`]).

use super::random::Random;
use super::symmetric;
use crate::clean::forest::{Child, Forest, MOST_LEAVES, Question, Tree, sigmoid};

/// How a forest is grown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth {
    /// Number of trees.
    pub(crate) trees: usize,
    pub(crate) shape: Shape,
    /// Share of a tree's verdict that is believed.
    pub(crate) rate: f32,
    /// Weight of the prior in every leaf.
    pub(crate) prior: f32,
    /// Share of the samples that a tree sees.
    pub(crate) samples: f32,
    /// Share of the features that a tree may ask about.
    pub(crate) columns: f32,
}

/// What its trees look like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// The best split first, wherever it is.
    ByLeaf {
        /// Leaves of a tree, at most 64.
        leaves: usize,
        /// Most questions on the way to a leaf.
        depth: u8,
        /// Least weight of samples in a leaf.
        least: f32,
    },
    /// One question a level: see [`super::symmetric`].
    Symmetric,
}

pub(super) const BINS: usize = 64;

/// Grows a forest on rows of equal length.
#[must_use]
pub(crate) fn grow(rows: &[&[f32]], labels: &[bool], weights: &[f32], growth: Growth, seed: u64) -> Forest {
    let columns = rows.first().map_or(0, |r| r.len());
    let borders: Vec<Vec<f32>> = (0..columns).map(|c| borders(rows, c)).collect();
    // Row by row: a leaf's samples are few and scattered, and each is read once for all columns.
    let bins: Vec<u8> = rows
        .iter()
        .flat_map(|r| r.iter().zip(&borders))
        .map(|(value, borders)| u8::try_from(borders.partition_point(|b| b < value)).unwrap_or(u8::MAX))
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
    let mut random = Random::new(seed);
    let mut slopes = vec![(0.0f32, 0.0f32); rows.len()];
    for _ in 0..growth.trees {
        for (i, slope) in slopes.iter_mut().enumerate() {
            let p = sigmoid(scores[i]);
            let target = f32::from(u8::from(labels[i]));
            *slope = ((p - target) * weights[i], (p * (1.0 - p)).max(1e-4) * weights[i]);
        }
        let seen: Vec<u32> = (0..rows.len())
            .filter(|_| random.share() < growth.samples)
            .map(|i| u32::try_from(i).unwrap_or(u32::MAX))
            .collect();
        let asked: Vec<usize> =
            (0..columns).filter(|&c| !borders[c].is_empty() && random.share() < growth.columns).collect();
        let planting = Planting { bins: &bins, columns, borders: &borders, slopes: &slopes, asked: &asked, growth };
        let grown = match growth.shape {
            Shape::ByLeaf { leaves, depth, least } => planting.plant(seen, leaves, depth, least),
            Shape::Symmetric => symmetric::plant(&planting, &seen),
        };
        let Some(tree) = grown.and_then(|(questions, leaves)| Tree::new(&questions, &leaves, columns)) else {
            continue;
        };
        let alone = Forest { base: 0.0, trees: vec![tree], medians: Vec::new() };
        for (score, value) in scores.iter_mut().zip(alone.scores(rows)) {
            *score += value;
        }
        forest.trees.extend(alone.trees);
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

/// Sum of slopes and of curvatures.
pub(super) type Sums = (f32, f32);

/// One tree's growing.
pub(super) struct Planting<'a> {
    pub(super) bins: &'a [u8],
    pub(super) columns: usize,
    pub(super) borders: &'a [Vec<f32>],
    pub(super) slopes: &'a [Sums],
    pub(super) asked: &'a [usize],
    pub(super) growth: Growth,
}

/// A leaf that may be split.
struct Open {
    samples: Vec<u32>,
    /// Of each asked column and bin.
    histogram: Vec<Sums>,
    /// Questions on the way to it.
    depth: u8,
    /// Where its parent says where it is: node and side.
    parent: Option<(usize, usize)>,
    total: Sums,
    /// Gain, position among the asked columns, bin.
    best: Option<(f32, usize, usize)>,
}

impl Planting<'_> {
    fn plant(&self, seen: Vec<u32>, most: usize, depth: u8, least: f32) -> Option<(Vec<Question>, Vec<f32>)> {
        let histogram = self.histogram(&seen);
        let bounds = (depth, least);
        let mut open = vec![self.open(seen, histogram, bounds, (0, None))];
        let mut questions: Vec<Question> = Vec::new();
        while open.len() < most.min(MOST_LEAVES) {
            let most = (0..open.len())
                .filter_map(|i| open[i].best.map(|b| (b.0, i)))
                .fold(None::<(f32, usize)>, |best, x| if best.is_none_or(|b| x.0 > b.0) { Some(x) } else { best });
            let Some((_, at)) = most else { break };
            let leaf = open.swap_remove(at);
            let Some((_, position, bin)) = leaf.best else { break };
            let column = self.asked[position];
            let number = questions.len();
            let threshold = self.borders[column][bin];
            let children = [Child::Leaf(0); 2];
            questions.push(Question { feature: u8::try_from(column).ok()?, threshold, children });
            if let Some((question, side)) = leaf.parent {
                questions[question].children[side] = Child::Question(u8::try_from(number).ok()?);
            }
            let (low, high): (Vec<u32>, Vec<u32>) =
                leaf.samples.iter().partition(|&&i| self.bins[i as usize * self.columns + column] as usize <= bin);
            // The larger child's histogram is what the smaller one leaves of the parent's.
            let fewer = self.histogram(if low.len() <= high.len() { &low } else { &high });
            let mut rest = leaf.histogram;
            rest.iter_mut().zip(&fewer).for_each(|(a, b)| *a = (a.0 - b.0, a.1 - b.1));
            let (of_low, of_high) = if low.len() <= high.len() { (fewer, rest) } else { (rest, fewer) };
            open.push(self.open(low, of_low, bounds, (leaf.depth + 1, Some((number, 0)))));
            open.push(self.open(high, of_high, bounds, (leaf.depth + 1, Some((number, 1)))));
        }
        let mut leaves = Vec::with_capacity(open.len());
        for leaf in &open {
            let (question, side) = leaf.parent?;
            questions[question].children[side] = Child::Leaf(u8::try_from(leaves.len()).ok()?);
            leaves.push(self.value(leaf.total));
        }
        Some((questions, leaves))
    }

    /// What a leaf with these sums says.
    pub(super) fn value(&self, (g, h): Sums) -> f32 {
        (-g / (h + self.growth.prior) * self.growth.rate).clamp(-2.0, 2.0)
    }

    fn open(
        &self,
        samples: Vec<u32>,
        histogram: Vec<Sums>,
        (deepest, least): (u8, f32),
        (depth, parent): (u8, Option<(usize, usize)>),
    ) -> Open {
        let total = samples.iter().fold((0.0, 0.0), |sum: Sums, &i| {
            let slope = self.slopes[i as usize];
            (sum.0 + slope.0, sum.1 + slope.1)
        });
        let mut leaf = Open { samples, histogram, depth, parent, total, best: None };
        if depth < deepest {
            leaf.best = self.best(&leaf, least);
        }
        leaf
    }

    fn histogram(&self, samples: &[u32]) -> Vec<Sums> {
        let mut sums = vec![(0.0f32, 0.0f32); self.asked.len() * BINS];
        for &i in samples {
            let slope = self.slopes[i as usize];
            let row = &self.bins[i as usize * self.columns..(i as usize + 1) * self.columns];
            for (cells, &column) in sums.chunks_exact_mut(BINS).zip(self.asked) {
                let cell = &mut cells[row[column] as usize & (BINS - 1)];
                cell.0 += slope.0;
                cell.1 += slope.1;
            }
        }
        sums
    }

    /// The split that gains most.
    fn best(&self, leaf: &Open, least: f32) -> Option<(f32, usize, usize)> {
        /// A leaf's curvature is at most a quarter of its weight.
        const CURVATURE: f32 = 0.25;
        let (least, prior) = (least * CURVATURE, self.growth.prior);
        let value = |g: f32, h: f32| g * g / (h + prior);
        let (all_g, all_h) = leaf.total;
        let mut best: Option<(f32, usize, usize)> = None;
        if all_h < 2.0 * least {
            return None;
        }
        let whole = value(all_g, all_h);
        for (position, &column) in self.asked.iter().enumerate() {
            let cells = &leaf.histogram[position * BINS..(position + 1) * BINS];
            let (mut g, mut h) = (0.0, 0.0);
            for (bin, cell) in cells[..self.borders[column].len()].iter().enumerate() {
                g += cell.0;
                h += cell.1;
                if h < least || all_h - h < least {
                    continue;
                }
                let gain = value(g, h) + value(all_g - g, all_h - h) - whole;
                if gain > 1e-4 && best.is_none_or(|b| gain > b.0) {
                    best = Some((gain, position, bin));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_a_conjunction() {
        let mut random = Random::new(7);
        let data: Vec<Vec<f32>> = (0..2_000).map(|_| (0..4).map(|_| random.share()).collect()).collect();
        let labels: Vec<bool> = data.iter().map(|r| r[1] > 0.4 && r[3] < 0.7).collect();
        let rows: Vec<&[f32]> = data.iter().map(Vec::as_slice).collect();
        for shape in [Shape::ByLeaf { leaves: 8, depth: 7, least: 5.0 }, Shape::Symmetric] {
            let growth = Growth { trees: 30, shape, rate: 0.3, prior: 1.0, samples: 0.8, columns: 1.0 };
            let forest = grow(&rows, &labels, &vec![1.0; rows.len()], growth, 1);
            assert_eq!(forest.trees.len(), 30);
            let right = forest.scores(&rows).into_iter().zip(&labels).filter(|(s, l)| (*s > 0.0) == **l).count();
            assert!(right > 1_940, "{shape:?} {right}");
        }
    }
}
