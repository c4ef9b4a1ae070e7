//! A convolutional network over the lines of a page. Each line's features become a vector; four layers add to it
//! what they make of the vectors 1, 2, 4 and 8 lines before and after it (dilated convolutions, Yu & Koltun 2016,
//! with residuals as in Bai et al. 2018); the last vector is the verdict. So a line is judged with 15 lines on
//! either side in view, each of which is seen in its own surroundings.
//!
//! Only additions, products, divisions and comparisons in one fixed order: the same result on every machine.

pub(crate) mod scale;

use wide::f32x8;

pub(crate) use scale::Scale;

use crate::binary::Reader;

/// Numbers of a line's vector.
pub(crate) const WIDTH: usize = 32;
/// How far before and after a line each layer looks.
pub(crate) const REACH: [usize; 4] = [1, 2, 4, 8];

const PARTS: usize = WIDTH / 8;

/// A line, as a layer sees it.
pub(crate) type Vector = [f32x8; PARTS];
/// What a vector's numbers are multiplied with, a row for each.
pub(crate) type Matrix = [Vector; WIDTH];

/// What a feature does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) scale: Scale,
    /// The middle value in training: what a feature is compared with in a trace.
    pub(crate) usual: f32,
    pub(crate) weights: Vector,
}

/// What a layer makes of a line: of the one before, the line itself and the one after.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    pub(crate) bias: Vector,
    pub(crate) taps: [Matrix; 3],
}

/// Everything that was trained.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Network {
    pub(crate) columns: Vec<Column>,
    pub(crate) bias: Vector,
    pub(crate) layers: Vec<Layer>,
    pub(crate) verdict: Vector,
    pub(crate) base: f32,
}

impl Network {
    /// A line's first vector.
    pub(crate) fn enter(&self, row: &[f32]) -> Vector {
        let mut sum = self.bias;
        for (column, &value) in self.columns.iter().zip(row) {
            // Half of a line's features are nought, and say nothing.
            if value != 0.0 {
                add_scaled(&mut sum, column.scale.of(value), &column.weights);
            }
        }
        positive(sum)
    }

    /// The logit of each line of a page.
    pub(crate) fn scores(&self, mut lines: Vec<Vector>) -> Vec<f32> {
        let mut next = Vec::with_capacity(lines.len());
        for (layer, reach) in self.layers.iter().zip(REACH) {
            next.extend((0..lines.len()).map(|i| plus(lines[i], positive(layer.sum(&lines, i, reach)))));
            std::mem::swap(&mut lines, &mut next);
            next.clear();
        }
        lines.iter().map(|line| self.score(line)).collect()
    }

    fn score(&self, line: &Vector) -> f32 {
        let mut sum = f32x8::ZERO;
        for (x, w) in line.iter().zip(self.verdict) {
            sum += *x * w;
        }
        self.base + sum.to_array().iter().sum::<f32>()
    }

    /// The features of line `i` whose own value, rather than the usual one, speaks most for a high score, and by
    /// how much: its own features reach a line by the middle taps alone.
    pub(crate) fn reasons(&self, row: &[f32], mut lines: Vec<Vector>, i: usize) -> Vec<(f32, usize)> {
        let mut around = Vec::with_capacity(REACH.len());
        for (layer, reach) in self.layers.iter().zip(REACH) {
            let mut sides = layer.sum(&lines, i, reach);
            let mut own = [f32x8::ZERO; PARTS];
            add_product(&mut own, &lines[i], &layer.taps[1]);
            sides.iter_mut().zip(own).for_each(|(side, own)| *side -= own);
            around.push(sides);
            lines = (0..lines.len()).map(|j| plus(lines[j], positive(layer.sum(&lines, j, reach)))).collect();
        }
        let score = self.score(&lines[i]);
        let mut changed = row.to_vec();
        let mut out = Vec::with_capacity(row.len());
        for (c, column) in self.columns.iter().enumerate() {
            changed[c] = column.usual;
            let mut line = self.enter(&changed);
            changed[c] = row[c];
            for (layer, sides) in self.layers.iter().zip(&around) {
                let mut sum = *sides;
                add_product(&mut sum, &line, &layer.taps[1]);
                line = plus(line, positive(sum));
            }
            out.push((score - self.score(&line), c));
        }
        out
    }

    /// Everything that training changes.
    #[cfg(feature = "train")]
    pub(crate) fn parameters(&mut self) -> impl Iterator<Item = &mut f32> {
        let columns = self.columns.iter_mut().flat_map(|c| &mut c.weights);
        let layers =
            self.layers.iter_mut().flat_map(|l| l.bias.iter_mut().chain(l.taps.iter_mut().flatten().flatten()));
        let vectors = columns.chain(&mut self.bias).chain(layers).chain(&mut self.verdict);
        vectors.flat_map(f32x8::as_mut_array).chain(std::iter::once(&mut self.base))
    }

    /// Reads a network over rows of `columns` values.
    pub(crate) fn read(reader: &mut Reader<'_>, columns: usize) -> Option<Self> {
        let vector = |reader: &mut Reader<'_>| {
            let mut values = [0.0; WIDTH];
            for value in &mut values {
                *value = reader.f32()?;
            }
            Some(vector(&values))
        };
        let columns = (0..columns)
            .map(|_| Some(Column { scale: Scale::read(reader)?, usual: reader.f32()?, weights: vector(reader)? }))
            .collect::<Option<Vec<Column>>>()?;
        let bias = vector(reader)?;
        let layers = REACH
            .iter()
            .map(|_| {
                let bias = vector(reader)?;
                let mut taps = [[[f32x8::ZERO; PARTS]; WIDTH]; 3];
                for row in taps.iter_mut().flatten() {
                    *row = vector(reader)?;
                }
                Some(Layer { bias, taps })
            })
            .collect::<Option<Vec<Layer>>>()?;
        Some(Self { columns, bias, layers, verdict: vector(reader)?, base: reader.f32()? })
    }

    /// Writes it as [`Network::read`] reads it.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        for column in &self.columns {
            column.scale.write(out);
            let values = std::iter::once(column.usual).chain(numbers(&column.weights));
            out.extend(values.flat_map(f32::to_le_bytes));
        }
        let mut put = |value: f32| out.extend(value.to_le_bytes());
        numbers(&self.bias).for_each(&mut put);
        for layer in &self.layers {
            numbers(&layer.bias).for_each(&mut put);
            layer.taps.iter().flatten().flat_map(numbers).for_each(&mut put);
        }
        numbers(&self.verdict).for_each(&mut put);
        put(self.base);
    }
}

impl Layer {
    /// What the lines around line `i` come to.
    pub(crate) fn sum(&self, lines: &[Vector], i: usize, reach: usize) -> Vector {
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

/// A vector of these numbers.
pub(crate) fn vector(numbers: &[f32; WIDTH]) -> Vector {
    let (parts, _) = numbers.as_chunks();
    std::array::from_fn(|i| f32x8::from(parts[i]))
}

/// The numbers of a vector.
#[cfg(any(test, feature = "train"))]
pub(crate) fn numbers(vector: &Vector) -> impl Iterator<Item = f32> {
    vector.map(f32x8::to_array).into_iter().flatten()
}

/// Adds `x` times `weights`.
pub(crate) fn add_scaled(sum: &mut Vector, x: f32, weights: &Vector) {
    let x = f32x8::splat(x);
    for (sum, &w) in sum.iter_mut().zip(weights) {
        *sum += x * w;
    }
}

/// Adds the product of a line with a matrix.
pub(crate) fn add_product(sum: &mut Vector, line: &Vector, matrix: &Matrix) {
    for (part, rows) in line.iter().zip(matrix.as_chunks::<8>().0) {
        for (x, row) in part.to_array().into_iter().zip(rows) {
            add_scaled(sum, x, row);
        }
    }
}

fn positive(vector: Vector) -> Vector {
    vector.map(|part| part.max(f32x8::ZERO))
}

fn plus(mut a: Vector, b: Vector) -> Vector {
    a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
    a
}
