//! Softmax regression over hashed signs by stochastic gradients with per-weight rates (Duchi et al.
//! 2011), for the cleaning stage's linear model. A line that is known to be furniture without a
//! known reason counts for all reasons as the model shares it out.

use super::random::Random;
use crate::clean::model::{CLASSES, Linear, ROWS, softmax};

/// A line to learn from.
#[derive(Debug, Clone)]
pub(crate) struct Example<'a> {
    /// Its signs.
    pub(crate) signs: &'a [u32],
    /// Its class, or any but the first when none.
    pub(crate) class: Option<usize>,
    /// How much it counts.
    pub(crate) weight: f32,
}

/// Fits the weights and rounds them.
#[must_use]
pub(crate) fn fit(examples: &[Example<'_>], epochs: usize, rate: f32, decay: f32) -> Linear {
    let mut weights = vec![[0.0f32; CLASSES]; ROWS];
    let mut squares = vec![[1e-6f32; CLASSES]; ROWS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(11);
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &at in &order {
            let example = &examples[at];
            let mut scores = [0.0; CLASSES];
            for &sign in example.signs {
                for (score, w) in scores.iter_mut().zip(&weights[sign as usize % ROWS]) {
                    *score += w;
                }
            }
            let p = softmax(scores);
            let mut slope = p;
            match example.class {
                Some(class) => slope[class] -= 1.0,
                None => {
                    let drop = (1.0 - p[0]).max(1e-6);
                    for (s, q) in slope.iter_mut().zip(&p).skip(1) {
                        *s -= q / drop;
                    }
                }
            }
            for &sign in example.signs {
                let row = sign as usize % ROWS;
                for class in 0..CLASSES {
                    let g = slope[class] * example.weight + decay * weights[row][class];
                    squares[row][class] += g * g;
                    weights[row][class] -= rate * g / squares[row][class].sqrt();
                }
            }
        }
    }
    let mut sizes: Vec<f32> = weights.iter().flatten().map(|w| w.abs()).filter(|w| *w > 1e-6).collect();
    sizes.sort_by(f32::total_cmp);
    let most = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2_000)).copied().unwrap_or(1.0);
    let scale = most / 127.0;
    #[allow(clippy::cast_possible_truncation, reason = "clamped to the type")]
    let rounded = weights.iter().map(|row| row.map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8)).collect();
    Linear { scale, weights: rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_classes_and_shares_out_the_unknown() {
        let signs: Vec<[u32; 1]> = (0..3).map(|i| [i]).collect();
        let mut examples = Vec::new();
        for _ in 0..50 {
            examples.push(Example { signs: &signs[0], class: Some(0), weight: 1.0 });
            examples.push(Example { signs: &signs[1], class: Some(4), weight: 1.0 });
            examples.push(Example { signs: &signs[2], class: None, weight: 1.0 });
        }
        let linear = fit(&examples, 5, 0.3, 0.0);
        assert!(linear.classes(&signs[0])[0] > 0.8);
        assert!(linear.classes(&signs[1])[4] > 0.8);
        assert!(linear.classes(&signs[2])[0] < 0.2);
    }
}
