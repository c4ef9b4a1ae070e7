//! The network's weights while it learns, as floats.

use wide::f32x8;

use super::Measured;
use crate::clean::network::{Column, Layer, Network, REACH, Vector, WIDTH, numbers, vector};
use crate::train::random::Random;

/// What a vector's numbers are multiplied with, a row for each.
pub(super) type Matrix = [Vector; WIDTH];

/// What a layer makes of a line: of the one before, the line itself and the one after.
#[derive(Debug, Clone)]
pub(super) struct Sides {
    pub(super) bias: Vector,
    pub(super) taps: [Matrix; 3],
}

impl Sides {
    /// What comes to line `i` from itself and the lines around it.
    pub(super) fn sum(&self, lines: &[Vector], i: usize, reach: usize) -> Vector {
        let mut sum = self.bias;
        add_product(&mut sum, &lines[i], &self.taps[1]);
        if let Some(before) = i.checked_sub(reach) {
            add_product(&mut sum, &lines[before], &self.taps[0]);
        }
        if let Some(after) = lines.get(i + reach) {
            add_product(&mut sum, after, &self.taps[2]);
        }
        sum
    }
}

/// Everything that training changes.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) columns: Vec<Vector>,
    pub(super) bias: Vector,
    pub(super) layers: Vec<Sides>,
    pub(super) verdict: Vector,
    pub(super) base: f32,
}

impl Weights {
    /// Small weights by chance, as large as keeps the size of what goes through (He et al. 2015).
    #[allow(clippy::cast_precision_loss, reason = "a count of columns")]
    pub(super) fn begin(columns: usize, random: &mut Random) -> Self {
        let mut draw = |inputs: usize| {
            let most = (1.0 / inputs as f32).sqrt();
            vector(&std::array::from_fn(|_| (2.0 * random.share() - 1.0) * most))
        };
        Self {
            columns: (0..columns).map(|_| draw(columns)).collect(),
            layers: REACH
                .iter()
                .map(|_| Sides {
                    bias: draw(3 * WIDTH),
                    taps: std::array::from_fn(|_| std::array::from_fn(|_| draw(3 * WIDTH))),
                })
                .collect(),
            bias: draw(columns),
            verdict: draw(WIDTH),
            base: 0.0,
        }
    }

    /// Each number, in one order.
    pub(super) fn parameters(&mut self) -> impl Iterator<Item = &mut f32> {
        let layers =
            self.layers.iter_mut().flat_map(|l| l.bias.iter_mut().chain(l.taps.iter_mut().flatten().flatten()));
        let columns = self.columns.iter_mut().flatten();
        let vectors = columns.chain(&mut self.bias).chain(layers).chain(&mut self.verdict);
        vectors.flat_map(f32x8::as_mut_array).chain(std::iter::once(&mut self.base))
    }

    /// The network over values as they are, its layers in whole numbers.
    pub(super) fn rounded(&self, features: Vec<Measured>) -> Network {
        let mut bias = self.bias;
        let column = |(weights, feature): (&Vector, Measured)| {
            let weights = weights.map(|w| w / feature.spread);
            add_scaled(&mut bias, -feature.mean, &weights);
            Column { weights, ..feature.column }
        };
        let columns = self.columns.iter().zip(features).map(column).collect();
        let layer = |layer: &Sides| {
            let taps = layer.taps.map(|matrix| matrix.map(|row| numbers(&row)));
            Layer::rounded(&numbers(&layer.bias), |tap, from, to| taps[tap][from][to])
        };
        let layers = self.layers.iter().map(layer).collect();
        Network { columns, bias, layers, verdict: self.verdict, base: self.base }
    }
}

/// Adds the product of a line with a matrix.
pub(super) fn add_product(sum: &mut Vector, line: &Vector, matrix: &Matrix) {
    for (x, row) in numbers(line).into_iter().zip(matrix) {
        add_scaled(sum, x, row);
    }
}

/// Adds `x` times `weights`.
pub(super) fn add_scaled(sum: &mut Vector, x: f32, weights: &Vector) {
    let x = f32x8::splat(x);
    for (sum, &w) in sum.iter_mut().zip(weights) {
        *sum += x * w;
    }
}
