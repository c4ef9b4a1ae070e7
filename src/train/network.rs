//! Trains the cleaning stage's network: logistic loss, gradients written out by hand, steps by Adam (Kingma & Ba
//! 2015) at a rate that falls as a cosine, numbers left out by chance (dropout, Srivastava et al. 2014), and at the
//! end the mean of the last steps' weights (Polyak & Juditsky 1992).

use std::f32::consts::PI;

use wide::f32x8;

use super::random::Random;
use crate::clean::logistic::sigmoid;
use crate::clean::network::scale::KNOTS;
use crate::clean::network::{
    Column, Layer, Matrix, Network, REACH, Scale, Vector, WIDTH, add_product, add_scaled, numbers, vector,
};

/// A page to learn from.
#[derive(Debug)]
pub(crate) struct Example<'a> {
    /// The features of its lines.
    pub(crate) rows: Vec<&'a [f32]>,
    /// Of each line, what is right (1: furniture), and how much it counts.
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
    let mut network = begin(&features, &mut random);
    let mut first: Vec<f32> = network.parameters().map(|_| 0.0).collect();
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
            let weight: f32 = batch.iter().flat_map(|&i| &pages[i].labels).map(|label| label.1).sum();
            let mut pass = Pass::new(&network, course, &mut random);
            for &i in batch {
                pass.page(&inputs[i], &pages[i].labels);
            }
            step += 1.0;
            let falling = 0.5 * (1.0 + (PI * (step / total).min(1.0)).cos());
            let rate = course.rate * (step / WARM_UP).min(1.0) * falling.max(0.02);
            let mut gradient: Vec<f32> = pass.gradient.parameters().map(|g| *g / weight.max(1.0)).collect();
            let norm = gradient.iter().map(|g| g * g).sum::<f32>().sqrt();
            if norm > LONGEST {
                gradient.iter_mut().for_each(|g| *g *= LONGEST / norm);
            }
            let bias = MEMORY.map(|m| 1.0 - m.powf(step));
            let lasting = LASTING.min(step / (step + 9.0));
            let moved = network.parameters().zip(&mut mean).zip(gradient).zip(first.iter_mut().zip(&mut second));
            for (((w, mean), g), (m, v)) in moved {
                *m += (g - *m) * (1.0 - MEMORY[0]);
                *v += (g * g - *v) * (1.0 - MEMORY[1]);
                *w -= rate * (*m / bias[0]) / ((*v / bias[1]).sqrt() + 1e-8);
                *mean += (*w - *mean) * (1.0 - lasting);
            }
        }
    }
    network.parameters().zip(mean).for_each(|(w, mean)| *w = mean);
    folded(network, &features)
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

/// Small weights by chance, as large as keeps the size of what goes through (He et al. 2015).
#[allow(clippy::cast_precision_loss, reason = "a count of columns")]
fn begin(features: &[Measured], random: &mut Random) -> Network {
    let mut draw = |inputs: usize| {
        let most = (1.0 / inputs as f32).sqrt();
        vector(&std::array::from_fn(|_| (2.0 * random.share() - 1.0) * most))
    };
    let columns = features.iter().map(|f| Column { weights: draw(features.len()), ..f.column.clone() }).collect();
    let layers = REACH
        .iter()
        .map(|_| Layer {
            bias: draw(3 * WIDTH),
            taps: std::array::from_fn(|_| std::array::from_fn(|_| draw(3 * WIDTH))),
        })
        .collect();
    Network { columns, bias: draw(features.len()), layers, verdict: draw(WIDTH), base: 0.0 }
}

/// The network over values as they are.
fn folded(mut network: Network, features: &[Measured]) -> Network {
    for (column, feature) in network.columns.iter_mut().zip(features) {
        column.weights.iter_mut().for_each(|w| *w /= feature.spread);
        let weights = column.weights;
        add_scaled(&mut network.bias, -feature.mean, &weights);
    }
    network
}

/// A step's pages, forwards and backwards.
#[derive(Debug)]
struct Pass<'n> {
    network: &'n Network,
    /// The taps with rows and columns exchanged.
    turned: Vec<[Matrix; 3]>,
    gradient: Network,
    course: Course,
    random: &'n mut Random,
}

impl<'n> Pass<'n> {
    fn new(network: &'n Network, course: Course, random: &'n mut Random) -> Self {
        let turned =
            network.layers.iter().map(|l| [turned(&l.taps[0]), turned(&l.taps[1]), turned(&l.taps[2])]).collect();
        let mut gradient = network.clone();
        gradient.parameters().for_each(|g| *g = 0.0);
        Self { network, turned, gradient, course, random }
    }

    /// Factors that leave out some numbers and raise the others as much.
    fn mask(&mut self, dropped: u8) -> Vector {
        let raised = 256.0 / (256.0 - f32::from(dropped));
        std::array::from_fn(|_| {
            let bits = self.random.next().to_le_bytes();
            f32x8::from(bits.map(|b| if b < dropped { 0.0 } else { raised }))
        })
    }

    /// What is positive, some of it left out, and its slope.
    fn bent(&mut self, sum: Vector) -> (Vector, Vector) {
        let mut slope = self.mask(self.course.dropped);
        for (slope, sum) in slope.iter_mut().zip(sum) {
            *slope &= sum.simd_gt(f32x8::ZERO);
        }
        (times(sum, slope), slope)
    }

    fn page(&mut self, inputs: &[Vec<f32>], labels: &[(f32, f32)]) {
        let n = inputs.len();
        let mut seen = Vec::with_capacity(n);
        // What each layer reads, and how what it adds rises with its sum.
        let (mut lines, mut slopes): (Vec<Vec<Vector>>, Vec<Vec<Vector>>) = (Vec::new(), Vec::new());
        let (mut states, mut bends): (Vec<Vector>, Vec<Vector>) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for input in inputs {
            let mut input = input.clone();
            for part in input.chunks_mut(WIDTH) {
                let mask = self.mask(self.course.hidden);
                part.iter_mut().zip(numbers(&mask)).for_each(|(x, m)| *x *= m);
            }
            let mut sum = self.network.bias;
            for (&x, column) in input.iter().zip(&self.network.columns) {
                add_scaled(&mut sum, x, &column.weights);
            }
            let (state, bend) = self.bent(sum);
            states.push(state);
            bends.push(bend);
            seen.push(input);
        }
        slopes.push(std::mem::take(&mut bends));
        for (layer, reach) in self.network.layers.iter().zip(REACH) {
            let mut next = Vec::with_capacity(n);
            for i in 0..n {
                let (added, bend) = self.bent(layer.sum(&states, i, reach));
                next.push(plus(states[i], added));
                bends.push(bend);
            }
            slopes.push(std::mem::take(&mut bends));
            lines.push(std::mem::replace(&mut states, next));
        }
        // Backwards: how the loss rises with each number of the last vectors, and of those before.
        let mut rises: Vec<Vector> = Vec::with_capacity(n);
        for (state, &(right, weight)) in states.iter().zip(labels) {
            let mask = self.mask(self.course.dropped);
            let masked = times(*state, mask);
            let score = self.network.base + numbers(&times(masked, self.network.verdict)).sum::<f32>();
            let rise = (sigmoid(score) - right) * weight;
            self.gradient.base += rise;
            add_scaled(&mut self.gradient.verdict, rise, &masked);
            rises.push(times(mask, self.network.verdict).map(|part| part * rise));
        }
        for (l, reach) in REACH.into_iter().enumerate().rev() {
            let (lines, slopes) = (&lines[l], &slopes[l + 1]);
            let (gradient, turned) = (&mut self.gradient.layers[l], &self.turned[l]);
            let mut before = rises.clone();
            for i in 0..n {
                let rise = times(rises[i], slopes[i]);
                gradient.bias = plus(gradient.bias, rise);
                let at = [i.checked_sub(reach), Some(i), Some(i + reach).filter(|&j| j < n)];
                for ((gradient, turned), j) in gradient.taps.iter_mut().zip(turned).zip(at) {
                    let Some(j) = j else { continue };
                    add_product(&mut before[j], &rise, turned);
                    gradient.iter_mut().zip(numbers(&lines[j])).for_each(|(row, x)| add_scaled(row, x, &rise));
                }
            }
            rises = before;
        }
        for ((rise, slope), input) in rises.into_iter().zip(&slopes[0]).zip(&seen) {
            let rise = times(rise, *slope);
            self.gradient.bias = plus(self.gradient.bias, rise);
            for (column, &x) in self.gradient.columns.iter_mut().zip(input) {
                add_scaled(&mut column.weights, x, &rise);
            }
        }
    }
}

fn turned(matrix: &Matrix) -> Matrix {
    let rows = matrix.map(|row| -> [f32; WIDTH] {
        let mut numbers = numbers(&row);
        std::array::from_fn(|_| numbers.next().unwrap_or_default())
    });
    std::array::from_fn(|k| vector(&std::array::from_fn(|i| rows[i][k])))
}

fn times(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[i] * b[i])
}

fn plus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[i] + b[i])
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
