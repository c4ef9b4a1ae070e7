//! A pass over pages: what the network makes of them, and how the loss changes with each weight (Rumelhart, Hinton &
//! Williams 1986).

use wide::f32x8;

use super::Course;
use super::weights::{Matrix, Weights, add_product, add_scaled};
use crate::clean::logistic::sigmoid;
use crate::clean::network::{REACH, Vector, WIDTH, numbers, vector};
use crate::train::random::Random;

/// A step's pages, forwards and backwards.
#[derive(Debug)]
pub(super) struct Pass<'n> {
    weights: &'n Weights,
    /// The taps with rows and columns exchanged.
    turned: Vec<[Matrix; 3]>,
    pub(super) gradient: Weights,
    course: Course,
    random: &'n mut Random,
}

impl<'n> Pass<'n> {
    pub(super) fn new(weights: &'n Weights, course: Course, random: &'n mut Random) -> Self {
        let turned =
            weights.layers.iter().map(|l| [turned(&l.taps[0]), turned(&l.taps[1]), turned(&l.taps[2])]).collect();
        let mut gradient = weights.clone();
        gradient.parameters().for_each(|g| *g = 0.0);
        Self { weights, turned, gradient, course, random }
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

    pub(super) fn page(&mut self, inputs: &[Vec<f32>], labels: &[(f32, f32)]) {
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
            let mut sum = self.weights.bias;
            for (&x, column) in input.iter().zip(&self.weights.columns) {
                add_scaled(&mut sum, x, column);
            }
            let (state, bend) = self.bent(sum);
            states.push(state);
            bends.push(bend);
            seen.push(input);
        }
        slopes.push(std::mem::take(&mut bends));
        for (layer, reach) in self.weights.layers.iter().zip(REACH) {
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
            let score = self.weights.base + numbers(&times(masked, self.weights.verdict)).iter().sum::<f32>();
            let rise = (sigmoid(score) - right) * weight;
            self.gradient.base += rise;
            add_scaled(&mut self.gradient.verdict, rise, &masked);
            rises.push(times(mask, self.weights.verdict).map(|part| part * rise));
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
                add_scaled(column, x, &rise);
            }
        }
    }
}

fn turned(matrix: &Matrix) -> Matrix {
    let rows = matrix.map(|row| numbers(&row));
    std::array::from_fn(|k| vector(&std::array::from_fn(|i| rows[i][k])))
}

fn times(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[i] * b[i])
}

fn plus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|i| a[i] + b[i])
}
