//! A linear-chain conditional random field (Lafferty et al. 2001) whose wrong tags cost extra while
//! it learns (softmax-margin, Gimpel and Smith 2010), by FTRL-proximal steps (McMahan et al. 2013):
//! per-weight rates, L1 that leaves most weights 0, L2. Features are dropped at random, which keeps a
//! name's own form from explaining what its context should (Srivastava et al. 2014). Where the
//! annotation allows several tags, the probability of all allowed paths is raised.
//!
//! It replaced an averaged perceptron on the same features: less bound to the names of the training
//! data, one to one and a half points better on other people's text.

use super::examples::Examples;
use super::lattice::{Lattice, Tags};
use crate::entities::decode::Transitions;
use crate::entities::tags::{ROW, TAGS};
use crate::train::random::Random;

/// Weights of all features and transitions.
#[derive(Clone)]
pub(super) struct Weights {
    pub(super) rows: Vec<[f32; ROW]>,
    pub(super) transitions: Transitions<f32>,
}

impl Weights {
    fn zero(features: usize) -> Self {
        Self { rows: vec![[0.0; ROW]; features], transitions: Transitions::zero() }
    }

    /// Sums the rows of a token.
    pub(super) fn emission(&self, features: &[u32]) -> [f32; ROW] {
        let mut sum = [0.0; ROW];
        for &f in features {
            for (s, w) in sum.iter_mut().zip(&self.rows[f as usize]) {
                *s += w;
            }
        }
        sum
    }

    fn add(&mut self, other: &Self, by: f32) {
        let other_rows = other.rows.iter().flatten().chain(other.transitions.iter());
        let rows = self.rows.iter_mut().flatten().chain(self.transitions.iter_mut());
        for (a, b) in rows.zip(other_rows) {
            *a += b * by;
        }
    }
}

/// How to train.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Options {
    /// Runs in different order whose weights are averaged: one run alone is luckier on some sets.
    #[arg(long, default_value_t = 3)]
    pub(super) runs: u64,
    /// Rounds over the data; the weights are the mean of those after each of the later half.
    #[arg(long, default_value_t = 3)]
    pub(super) epochs: usize,
    /// Size of a step.
    #[arg(long, default_value_t = 0.1)]
    pub(super) rate: f32,
    /// Added to the score of every wrong tag.
    #[arg(long, default_value_t = 1.0)]
    pub(super) cost: f32,
    /// Share of the features of a token that are dropped.
    #[arg(long, default_value_t = 0.15)]
    pub(super) dropout: f32,
    /// Weight of the sum of the weights' sizes.
    #[arg(long, default_value_t = 0.5)]
    pub(super) l1: f32,
    /// Weight of half the sum of their squares.
    #[arg(long, default_value_t = 2.0)]
    pub(super) l2: f32,
}

/// Least probability of the allowed tags at every token at which a sentence is passed over.
const LEARNED: f32 = 0.995;
/// Least difference of probabilities at which a token's features are touched.
const TOUCHED: f32 = 0.002;
/// Sentences between two looks at the transitions, which change slowly.
const RENEWED: usize = 16;

/// State of the proximal steps of one weight vector.
struct Steps {
    weights: Weights,
    squares: Weights,
    dual: Weights,
}

impl Steps {
    /// Takes a step of one weight against its gradient.
    fn step([weight, square, dual]: [&mut f32; 3], gradient: f32, start: f32, options: &Options) {
        let before = square.sqrt();
        *square += gradient * gradient;
        let root = square.sqrt();
        *dual += gradient - (root - before) / options.rate * *weight;
        let over = (dual.abs() - options.l1).max(0.0);
        *weight = -over.copysign(*dual) / ((start + root) / options.rate + options.l2);
    }

    fn row(&mut self, feature: usize, gradient: &[f32; ROW], options: &Options) {
        let (w, q, z) =
            (&mut self.weights.rows[feature], &mut self.squares.rows[feature], &mut self.dual.rows[feature]);
        for (((w, q), z), &g) in w.iter_mut().zip(q).zip(z).zip(gradient) {
            Self::step([w, q, z], g, 0.1, options);
        }
    }

    fn transitions(&mut self, gradient: &Transitions<f32>, options: &Options) {
        let free = Options { l1: 0.0, l2: 0.0, ..*options };
        let (w, q, z) = (&mut self.weights.transitions, &mut self.squares.transitions, &mut self.dual.transitions);
        for (((w, q), z), &g) in w.iter_mut().zip(q.iter_mut()).zip(z.iter_mut()).zip(gradient.iter()) {
            Self::step([w, q, z], g, 1.0, &free);
        }
    }
}

/// Trains on all documents but those of one fold.
pub(super) fn train(examples: &Examples, features: usize, options: &Options, without: Option<u32>) -> Weights {
    let mut mean = Weights::zero(features);
    for seed in 1..=options.runs {
        mean.add(&run(examples, features, options, without, seed), 1.0 / options.runs as f32);
    }
    mean
}

fn run(examples: &Examples, features: usize, options: &Options, without: Option<u32>, seed: u64) -> Weights {
    let zero = || Weights::zero(features);
    let mut steps = Steps { weights: zero(), squares: zero(), dual: zero() };
    let mut mean = zero();
    let mut averaged = 0.0;
    let kept = |s: &u32| without.is_none_or(|fold| examples.folds[*s as usize] != fold);
    let mut order: Vec<u32> = (0..examples.sentences.len() as u32).filter(kept).collect();
    let mut random = Random::new(seed);
    let mut lattice = Lattice::new();
    let mut sentence = Sentence::default();
    let (mut all, mut allowed) = (Vec::new(), Vec::new());
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        for (seen, &s) in order.iter().enumerate() {
            if seen % RENEWED == 0 {
                lattice.set_transitions(&steps.weights.transitions);
            }
            let (first, end, weight) = examples.sentences[s as usize];
            sentence.fill(examples, first..end, &steps.weights, options, &mut random);
            let masks = &examples.masks[first..end];
            if !lattice.marginals(&sentence.potentials, &mut all) || is_learned(&all, masks) {
                continue;
            }
            let mut gradient = Transitions::zero();
            lattice.add_transitions(&sentence.potentials, weight, &mut gradient);
            sentence.forbid(masks);
            // Annotations that touch each other may leave no legal path.
            if !lattice.marginals(&sentence.potentials, &mut allowed) {
                continue;
            }
            lattice.add_transitions(&sentence.potentials, -weight, &mut gradient);
            for (i, (all, allowed)) in all.iter().zip(&allowed).enumerate() {
                let difference: [f32; ROW] = std::array::from_fn(|t| all[t] - allowed[t]);
                if difference.iter().any(|d| d.abs() >= TOUCHED) {
                    let by = weight / (1.0 - options.dropout);
                    for &f in sentence.features(i) {
                        steps.row(f as usize, &difference.map(|d| d * by), options);
                    }
                }
            }
            steps.transitions(&gradient, options);
        }
        if 2 * (epoch + 1) > options.epochs {
            mean.add(&steps.weights, 1.0);
            averaged += 1.0;
        }
    }
    let mut out = zero();
    out.add(&mean, 1.0 / averaged);
    out
}

fn is_learned(all: &[Tags], masks: &[u64]) -> bool {
    let allowed = |(probabilities, mask): (&Tags, &u64)| {
        let allowed = (0..TAGS).filter(|t| mask >> t & 1 == 1);
        allowed.map(|t| probabilities[t]).sum::<f32>() >= LEARNED
    };
    all.iter().zip(masks).all(allowed)
}

/// The features of a sentence that were not dropped, and the exponentials of its scores.
#[derive(Default)]
struct Sentence {
    kept: Vec<u32>,
    starts: Vec<usize>,
    potentials: Vec<Tags>,
}

impl Sentence {
    fn fill(
        &mut self,
        examples: &Examples,
        range: std::ops::Range<usize>,
        weights: &Weights,
        options: &Options,
        random: &mut Random,
    ) {
        self.kept.clear();
        self.starts.clear();
        self.starts.push(0);
        self.potentials.clear();
        let limit = (options.dropout * 65_536.0) as u64;
        for i in range {
            let start = self.kept.len();
            for four in examples.features(i).chunks(4) {
                let dice = random.next();
                self.kept.extend(
                    four.iter().enumerate().filter(|(k, _)| dice >> (16 * k) & 0xFFFF >= limit).map(|(_, f)| *f),
                );
            }
            self.starts.push(self.kept.len());
            let emission = weights.emission(&self.kept[start..]);
            let mut scores = [0.0; TAGS];
            for (score, weight) in scores.iter_mut().zip(emission) {
                *score = weight / (1.0 - options.dropout);
            }
            for (t, score) in scores.iter_mut().enumerate() {
                if examples.masks[i] >> t & 1 == 0 {
                    *score += options.cost;
                }
            }
            let best = scores.iter().copied().fold(f32::MIN, f32::max);
            // Far below the best nothing matters, and an exponential must not be 0.
            self.potentials.push(scores.map(|s| (s - best).max(-60.0).exp()));
        }
    }

    fn features(&self, token: usize) -> &[u32] {
        &self.kept[self.starts[token]..self.starts[token + 1]]
    }

    fn forbid(&mut self, masks: &[u64]) {
        for (potential, mask) in self.potentials.iter_mut().zip(masks) {
            for (t, p) in potential.iter_mut().enumerate() {
                if mask >> t & 1 == 0 {
                    *p = 0.0;
                }
            }
        }
    }
}
