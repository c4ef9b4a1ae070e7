//! Trains the cleaning stage's network: logistic loss, gradients written out by hand, steps by Adam (Kingma & Ba
//! 2015) at a rate that falls as a cosine, numbers left out by chance (dropout, Srivastava et al. 2014), and at the
//! end the mean of the last steps' weights (Polyak & Juditsky 1992).

use std::f32::consts::PI;

mod pass;
mod weights;

use wide::f32x8;

use super::random::Random;
use crate::clean::network::scale::{KNOTS, Scale};
use crate::clean::network::{Column, Network, WIDTH};
use pass::Pass;
use weights::Weights;

/// A page to learn from.
#[derive(Debug)]
pub(crate) struct Example<'a> {
    /// The features of its lines.
    pub(crate) rows: Vec<&'a [f32]>,
    /// Of each line, what the verdict should be (0 or 1), and how much it counts.
    pub(crate) labels: Vec<(f32, f32)>,
}

/// How a network is trained.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    /// How often each page is seen.
    pub(crate) epochs: usize,
    /// The greatest step.
    pub(crate) rate: f32,
    /// Numbers of a vector that are left out, of 256.
    pub(crate) dropped: u8,
    /// Features of a line that are left out, of 256.
    pub(crate) hidden: u8,
}

/// Lines that are learnt from at a time.
const BATCH: usize = 2000;
/// The longest slope of a step for each unit of weight: a batch of odd pages turns nothing over.
const LONGEST: f32 = 0.5;
/// Steps until the greatest rate is reached.
const WARM_UP: f32 = 100.0;
/// The least spread that a feature is taken to have: one that is nearly always the same is no loud one.
const SPREAD: f32 = 0.1;
/// How much of the mean of the weights each step leaves.
const LASTING: f32 = 0.995;
/// Adam's memory of slopes and of their squares.
const MEMORY: [f32; 2] = [0.9, 0.999];

/// Trains a network on pages.
#[must_use]
pub(crate) fn fit(pages: &[Example<'_>], course: Course, seed: u64) -> Network {
    let mut random = Random::new(seed);
    let features = measured(pages);
    let inputs: Vec<Vec<Vec<f32>>> = pages
        .iter()
        .map(|p| p.rows.iter().map(|row| features.iter().zip(*row).map(|(f, &v)| f.of(v)).collect()).collect())
        .collect();
    let mut weights = Weights::begin(features.len(), &mut random);
    let mut first: Vec<f32> = weights.parameters().map(|_| 0.0).collect();
    let mut second = first.clone();
    let mut mean = first.clone();
    let mut order: Vec<usize> = (0..pages.len()).collect();
    let lines: usize = inputs.iter().map(Vec::len).sum();
    #[allow(clippy::cast_precision_loss, reason = "a count of steps")]
    let (total, mut step) = ((course.epochs * lines) as f32 / BATCH as f32, 0.0f32);
    for _ in 0..course.epochs {
        random.shuffle(&mut order);
        let mut rest = &order[..];
        while !rest.is_empty() {
            let mut taken = 0;
            let pages_taken = rest
                .iter()
                .take_while(|&&i| {
                    let more = taken < BATCH;
                    taken += inputs[i].len();
                    more
                })
                .count();
            let (batch, others) = rest.split_at(pages_taken);
            rest = others;
            let counted: f32 = batch.iter().flat_map(|&i| &pages[i].labels).map(|label| label.1).sum();
            let mut pass = Pass::new(&weights, course, &mut random);
            for &i in batch {
                pass.page(&inputs[i], &pages[i].labels);
            }
            step += 1.0;
            let falling = 0.5 * (1.0 + (PI * (step / total).min(1.0)).cos());
            let rate = course.rate * (step / WARM_UP).min(1.0) * falling.max(0.02);
            let mut gradient: Vec<f32> = pass.gradient.parameters().map(|g| *g / counted.max(1.0)).collect();
            let norm = gradient.iter().map(|g| g * g).sum::<f32>().sqrt();
            if norm > LONGEST {
                gradient.iter_mut().for_each(|g| *g *= LONGEST / norm);
            }
            let bias = MEMORY.map(|m| 1.0 - m.powf(step));
            let lasting = LASTING.min(step / (step + 9.0));
            let moved = weights.parameters().zip(&mut mean).zip(gradient).zip(first.iter_mut().zip(&mut second));
            for (((w, mean), g), (m, v)) in moved {
                *m += (g - *m) * (1.0 - MEMORY[0]);
                *v += (g * g - *v) * (1.0 - MEMORY[1]);
                *w -= rate * (*m / bias[0]) / ((*v / bias[1]).sqrt() + 1e-8);
                *mean += (*w - *mean) * (1.0 - lasting);
            }
        }
    }
    weights.parameters().zip(mean).for_each(|(w, mean)| *w = mean);
    weights.rounded(features)
}

/// A feature before training.
#[derive(Debug)]
struct Measured {
    column: Column,
    /// Mean and spread of what its scale makes of its values.
    mean: f32,
    spread: f32,
}

impl Measured {
    fn of(&self, value: f32) -> f32 {
        (self.column.scale.of(value) - self.mean) / self.spread
    }
}

#[allow(clippy::cast_precision_loss, reason = "a count of lines")]
fn measured(pages: &[Example<'_>]) -> Vec<Measured> {
    let rows: Vec<&[f32]> = pages.iter().flat_map(|p| p.rows.iter().copied()).step_by(5).collect();
    (0..rows.first().map_or(0, |r| r.len()))
        .map(|c| {
            let mut values: Vec<f32> = rows.iter().map(|r| r[c]).collect();
            values.sort_by(f32::total_cmp);
            // Nought, and as many of the other values between each knot and the next.
            let others: Vec<f32> = values.iter().copied().filter(|v| *v != 0.0).collect();
            let mut knots: Vec<f32> = (0..KNOTS - 1)
                .filter_map(|k| others.get(k * others.len().saturating_sub(1) / (KNOTS - 2)))
                .copied()
                .collect();
            knots.push(0.0);
            knots.sort_by(f32::total_cmp);
            knots.dedup();
            let scale = Scale::new(&knots).unwrap_or_else(|| unreachable!("finite knots in order"));
            let scaled = || values.iter().map(|&v| scale.of(v));
            let mean = scaled().sum::<f32>() / values.len() as f32;
            let spread = (scaled().map(|v| (v - mean) * (v - mean)).sum::<f32>() / values.len() as f32).sqrt();
            let column = Column { scale, usual: values[values.len() / 2], weights: [f32x8::ZERO; WIDTH / 8] };
            Measured { column, mean, spread: spread.max(SPREAD) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_stands_eight_lines_away() {
        // Furniture is what follows eight lines after a mark.
        let marks: Vec<Vec<[f32; 2]>> = (0..60)
            .map(|page: u32| {
                (0..40u32).map(|i| [f32::from(u8::from((i * 7 + page * 3).is_multiple_of(11))), 1.0]).collect()
            })
            .collect();
        let pages: Vec<Example<'_>> = marks
            .iter()
            .map(|rows| Example {
                rows: rows.iter().map(|r| &r[..]).collect(),
                labels: (0..rows.len()).map(|i| (i.checked_sub(8).map_or(0.0, |j| rows[j][0]), 1.0)).collect(),
            })
            .collect();
        let course = Course { epochs: 60, rate: 0.01, dropped: 0, hidden: 0 };
        let network = fit(&pages, course, 1);
        let scores = network.scores(marks[0].iter().map(|row| network.enter(row)).collect());
        for (i, (score, label)) in scores.iter().zip(&pages[0].labels).enumerate() {
            assert_eq!(*score > 0.0, label.0 > 0.5, "line {i}: {score}");
        }
    }
}
