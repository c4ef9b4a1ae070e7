//! Marginal probabilities of tags in a linear chain under the BILOU constraints: forward-backward
//! (Baum et al. 1970) on exponentials that are scaled to sum to 1 at each token.

use crate::entities::decode::{CLOSED, Transitions, closed_tag, entered_tag};
use crate::entities::tags::{O, TAGS, begin, inside, last, unit};

/// A number for each tag of a token.
pub(super) type Tags = [f32; TAGS];

/// Probabilities of one sentence after another.
pub(super) struct Lattice {
    /// Exponentials of the transitions.
    factors: Transitions<f32>,
    alpha: Vec<Tags>,
    beta: Vec<Tags>,
}

/// Scales numbers to sum to 1; whether they could be.
fn normalize(all: &mut Tags) -> bool {
    let sum: f32 = all.iter().sum();
    for x in all.iter_mut() {
        *x /= sum;
    }
    sum > 0.0
}

impl Lattice {
    pub(super) const fn new() -> Self {
        Self { factors: Transitions::zero(), alpha: Vec::new(), beta: Vec::new() }
    }

    pub(super) fn set_transitions(&mut self, weights: &Transitions<f32>) {
        for (factor, weight) in self.factors.iter_mut().zip(weights.iter()) {
            *factor = weight.exp();
        }
    }

    /// The sums over what comes before each tag of a token whose predecessor has `before`.
    fn step(&self, before: &Tags) -> Tags {
        let mut enter = [0.0; CLOSED];
        for (row, factors) in self.factors.enter.iter().enumerate() {
            let from = before[closed_tag(row)];
            if from > 0.0 {
                for (to, factor) in enter.iter_mut().zip(factors) {
                    *to += from * factor;
                }
            }
        }
        let mut sums = [0.0; TAGS];
        let w = &self.factors.within;
        for k in 0..8 {
            let (b, i) = (before[begin(k)], before[inside(k)]);
            sums[unit(k)] = enter[k];
            sums[begin(k)] = enter[8 + k];
            sums[inside(k)] = b * w[0][k] + i * w[2][k];
            sums[last(k)] = b * w[1][k] + i * w[3][k];
        }
        sums[O] = enter[16];
        sums
    }

    /// The sums over what comes behind each tag of a token whose successor has `after`.
    fn step_back(&self, after: &Tags) -> Tags {
        let mut sums = [0.0; TAGS];
        for (row, factors) in self.factors.enter.iter().enumerate() {
            sums[closed_tag(row)] = factors.iter().enumerate().map(|(c, factor)| factor * after[entered_tag(c)]).sum();
        }
        let w = &self.factors.within;
        for k in 0..8 {
            let (i, l) = (after[inside(k)], after[last(k)]);
            sums[begin(k)] = i * w[0][k] + l * w[1][k];
            sums[inside(k)] = i * w[2][k] + l * w[3][k];
        }
        sums
    }

    /// Writes the probability of each tag at each token. `potentials` are exponentials of the
    /// scores, 0 for a tag that is not allowed. False when no path is left.
    pub(super) fn marginals(&mut self, potentials: &[Tags], out: &mut Vec<Tags>) -> bool {
        let n = potentials.len();
        let mut before = [0.0; TAGS];
        before[O] = 1.0;
        self.alpha.clear();
        for potential in potentials {
            let mut now = self.step(&before);
            now.iter_mut().zip(potential).for_each(|(x, p)| *x *= p);
            if !normalize(&mut now) {
                return false;
            }
            self.alpha.push(now);
            before = now;
        }
        let mut rest = [0.0; TAGS];
        (0..CLOSED).for_each(|row| rest[closed_tag(row)] = 1.0);
        self.beta.clear();
        self.beta.resize(n, [0.0; TAGS]);
        out.clear();
        out.resize(n, [0.0; TAGS]);
        for i in (0..n).rev() {
            self.beta[i] = rest;
            out[i] = std::array::from_fn(|t| self.alpha[i][t] * rest[t]);
            let after: Tags = std::array::from_fn(|t| potentials[i][t] * rest[t]);
            rest = self.step_back(&after);
            if !normalize(&mut out[i]) || !normalize(&mut rest) {
                return false;
            }
        }
        true
    }

    /// Adds the expected number of each transition in the last sentence, `by` times.
    pub(super) fn add_transitions(&self, potentials: &[Tags], by: f32, sums: &mut Transitions<f32>) {
        let mut before = [0.0; TAGS];
        before[O] = 1.0;
        for ((potential, rest), alpha) in potentials.iter().zip(&self.beta).zip(&self.alpha) {
            let after: Tags = std::array::from_fn(|t| potential[t] * rest[t]);
            let behind = self.step_back(&after);
            let all: f32 = before.iter().zip(&behind).map(|(a, b)| a * b).sum();
            if all > 1e-30 {
                let scale = by / all;
                for (row, factors) in self.factors.enter.iter().enumerate() {
                    let from = before[closed_tag(row)] * scale;
                    if from.abs() > 1e-6 {
                        for (c, factor) in factors.iter().enumerate() {
                            sums.enter[row][c] += from * factor * after[entered_tag(c)];
                        }
                    }
                }
                for k in 0..8 {
                    for (step, (from, to)) in
                        [(begin(k), inside(k)), (begin(k), last(k)), (inside(k), inside(k)), (inside(k), last(k))]
                            .into_iter()
                            .enumerate()
                    {
                        sums.within[step][k] += scale * before[from] * self.factors.within[step][k] * after[to];
                    }
                }
            }
            before = *alpha;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marginals_sum_to_one_and_follow_the_scheme() {
        let mut lattice = Lattice::new();
        lattice.set_transitions(&Transitions::zero());
        let mut first = [1.0; TAGS];
        first[begin(2)] = 50.0;
        let mut out = Vec::new();
        assert!(lattice.marginals(&[first, [1.0; TAGS]], &mut out));
        for of_token in &out {
            assert!((of_token.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        // A mention that begins at the first of two tokens can only end at the second.
        assert!((out[0][begin(2)] - out[1][last(2)]).abs() < 1e-5 && out[0][begin(2)] > 0.1);
        assert!(out[0][inside(2)] == 0.0 && out[1][begin(2)] == 0.0);
    }

    #[test]
    fn no_allowed_path_is_told() {
        let mut lattice = Lattice::new();
        lattice.set_transitions(&Transitions::zero());
        let mut only = [0.0; TAGS];
        only[begin(0)] = 1.0;
        assert!(!lattice.marginals(&[only], &mut Vec::new()));
    }
}
