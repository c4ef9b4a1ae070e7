//! The averaged structured perceptron (Collins 2002) with cost-augmented decoding and partial
//! supervision: where the annotation allows several tags, the best allowed path is the target.

use super::examples::Examples;
use super::random::Random;
use crate::entities::decode::{Decoder, Transitions, closed, entered};
use crate::entities::tags::{O, ROW, is_open};

/// Weights of all features and transitions.
#[derive(Clone)]
pub(super) struct Weights {
    pub(super) rows: Vec<[f32; ROW]>,
    pub(super) transitions: Transitions<f32>,
}

impl Weights {
    pub(super) fn zero(features: usize) -> Self {
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

    fn step(&mut self, features: &[u32], tag: usize, by: f32) {
        if tag != O {
            for &f in features {
                self.rows[f as usize][tag] += by;
            }
        }
    }

    fn transit(&mut self, from: usize, to: usize, by: f32) {
        if is_open(from) {
            let row = (from / 8 - 1) * 2 + (to / 8 - 2);
            self.transitions.within[row][from % 8] += by;
        } else {
            self.transitions.enter[closed(from)][entered(to)] += by;
        }
    }

    fn each(&mut self, other: &Self, change: impl Fn(&mut f32, f32)) {
        for (a, b) in self.rows.iter_mut().flatten().zip(other.rows.iter().flatten()) {
            change(a, *b);
        }
        let (a, b) = (&mut self.transitions, &other.transitions);
        for (a, b) in a.enter.iter_mut().flatten().zip(b.enter.iter().flatten()) {
            change(a, *b);
        }
        for (a, b) in a.within.iter_mut().flatten().zip(b.within.iter().flatten()) {
            change(a, *b);
        }
    }

    /// Adds `other`, for averages over several runs.
    pub(super) fn add(&mut self, other: &Self, by: f32) {
        self.each(other, |a, b| *a += b * by);
    }
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options {
    pub(super) epochs: usize,
    pub(super) seed: u64,
    /// Added to every wrong tag while decoding for an update.
    pub(super) cost: f32,
    /// Leaves out the documents of this fold.
    pub(super) without: Option<u32>,
}

/// Trains and returns the averaged weights.
pub(super) fn train(
    examples: &Examples,
    features: usize,
    options: Options,
    mut report: impl FnMut(usize, usize),
) -> Weights {
    let mut weights = Weights::zero(features);
    // Sum of step × time, so that the average comes out of one subtraction (Daumé 2006).
    let mut late = Weights::zero(features);
    let mut time = 1.0f32;
    let kept = |s: &u32| options.without.is_none_or(|fold| examples.folds[*s as usize] != fold);
    let mut order: Vec<u32> = (0..examples.sentences.len() as u32).filter(kept).collect();
    let mut random = Random::new(options.seed);
    let mut decoder = Decoder::default();
    let (mut gold, mut guess) = (Vec::new(), Vec::new());
    let mut emissions: Vec<[f32; ROW]> = Vec::new();
    let steps = (options.epochs * order.len()) as f32;
    // Visits in a row that a sentence was right in.
    let mut right = vec![0u8; examples.sentences.len()];
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        let mut wrong = 0;
        for &s in &order {
            let (first, end, weight) = examples.sentences[s as usize];
            time += 1.0;
            // A sentence that was right twice is looked at every third time only.
            let streak = &mut right[s as usize];
            if *streak >= 2 && *streak < 4 {
                *streak += 1;
                continue;
            }
            let masks = &examples.masks[first..end];
            emissions.clear();
            emissions.extend((first..end).map(|i| weights.emission(examples.features(i))));
            if masks.iter().all(|m| m.is_power_of_two()) {
                gold.clear();
                gold.extend(masks.iter().map(|m| m.trailing_zeros() as u8));
            } else {
                decoder.viterbi(&emissions, &weights.transitions, Some(masks), &mut gold);
            }
            if options.cost > 0.0 {
                for (e, &mask) in emissions.iter_mut().zip(masks) {
                    for (tag, score) in e.iter_mut().enumerate() {
                        if mask >> tag & 1 == 0 {
                            *score += options.cost;
                        }
                    }
                    // O has no weight of its own: its cost is taken from all others.
                    if mask >> O & 1 == 0 {
                        for score in e.iter_mut() {
                            *score -= options.cost;
                        }
                    }
                }
            }
            decoder.viterbi(&emissions, &weights.transitions, None, &mut guess);
            // Annotations that touch each other may leave no legal path.
            if gold == guess || !is_legal(&gold) {
                *streak = if *streak >= 4 { 2 } else { *streak + 1 };
                continue;
            }
            *streak = 0;
            wrong += 1;
            let share = time / steps;
            for i in 0..gold.len() {
                let (g, p) = (gold[i] as usize, guess[i] as usize);
                if g != p {
                    let features = examples.features(first + i);
                    weights.step(features, g, weight);
                    weights.step(features, p, -weight);
                    late.step(features, g, weight * share);
                    late.step(features, p, -weight * share);
                }
                let before = if i == 0 { (O, O) } else { (gold[i - 1] as usize, guess[i - 1] as usize) };
                if (before.0, g) != (before.1, p) {
                    weights.transit(before.0, g, weight);
                    weights.transit(before.1, p, -weight);
                    late.transit(before.0, g, weight * share);
                    late.transit(before.1, p, -weight * share);
                }
            }
        }
        report(epoch, wrong);
    }
    let end = time / steps;
    weights.each(&late, |w, late| *w = *w * end - late);
    weights
}

fn is_legal(tags: &[u8]) -> bool {
    let mut before = O;
    for &tag in tags {
        let tag = tag as usize;
        let goes_on = matches!(tag / 8, 2 | 3);
        if is_open(before) != goes_on || (goes_on && before % 8 != tag % 8) {
            return false;
        }
        before = tag;
    }
    !is_open(before)
}
