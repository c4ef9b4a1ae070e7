//! What a later pass sees of an earlier pass's probabilities: the line's own, its neighbours', and those
//! of the page (stacking over neighbours, as in sequence labelling with several passes).

use super::{SECOND, num};

/// What the second pass sees of the first pass's probabilities (of being furniture), for line `i`.
pub(crate) fn context(p: &Averages<'_>, i: usize) -> [f32; SECOND] {
    let n = p.p.len();
    let at = |offset: isize| i.checked_add_signed(offset).and_then(|j| p.p.get(j)).copied().unwrap_or(0.6);
    let (from, to) = (i.saturating_sub(5), (i + 6).min(n));
    let mut run = 0u32;
    for &q in p.p[i + 1..].iter().take(20) {
        if q < 0.5 {
            break;
        }
        run += 1;
    }
    for &q in p.p[..i].iter().rev().take(20) {
        if q < 0.5 {
            break;
        }
        run += 1;
    }
    let near = &p.p[i.saturating_sub(2)..(i + 3).min(n)];
    [
        at(0),
        at(-1),
        at(-2),
        at(-3),
        at(1),
        at(2),
        at(3),
        p.mean(from, to),
        p.mean(i.saturating_sub(10), (i + 11).min(n)),
        p.weighted(from, to),
        p.weighted(0, i),
        p.weighted(i + 1, n),
        p.weighted(0, n),
        num(run),
        near.iter().copied().fold(1.0, f32::min),
        near.iter().copied().fold(0.0, f32::max),
    ]
}

/// Running sums over a page's probabilities.
#[derive(Debug)]
pub(crate) struct Averages<'p> {
    p: &'p [f32],
    sums: Vec<f64>,
    weighted: Vec<(f64, f64)>,
}

impl<'p> Averages<'p> {
    pub(crate) fn new(p: &'p [f32], weights: &[u32]) -> Self {
        let mut out = Self { p, sums: vec![0.0], weighted: vec![(0.0, 0.0)] };
        let (mut sum, mut mass, mut words) = (0.0, 0.0, 0.0);
        for (&q, &weight) in p.iter().zip(weights) {
            let w = f64::from(weight);
            sum += f64::from(q);
            mass += f64::from(q) * w;
            words += w;
            out.sums.push(sum);
            out.weighted.push((mass, words));
        }
        out
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a mean of probabilities")]
    fn mean(&self, from: usize, to: usize) -> f32 {
        if to <= from { 0.5 } else { ((self.sums[to] - self.sums[from]) / (to - from) as f64) as f32 }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a mean of probabilities")]
    fn weighted(&self, from: usize, to: usize) -> f32 {
        if to <= from {
            return 0.5;
        }
        let (mass, words) = (self.weighted[to].0 - self.weighted[from].0, self.weighted[to].1 - self.weighted[from].1);
        if words > 0.0 { (mass / words) as f32 } else { 0.5 }
    }
}
