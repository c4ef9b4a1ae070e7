//! Turns trained weights into a model file: eight-bit weights, whole-number transitions, and the
//! margins that confidences stand for.

use std::collections::BTreeMap;

use super::Lexicon;
use super::examples::Dictionary;
use super::learner::Weights;
use crate::entities::decode::Transitions;
use crate::entities::model::{self, CONFIDENCES, Parts, Row};
use crate::entities::tags::ROW;
use crate::entities::topics::Shares;

/// Share of weights, in ten thousand, that fit into eight bits; rows with larger ones are shifted.
const FIT: usize = 9980;

/// The factor from weights to whole numbers.
pub(super) fn scale(weights: &Weights) -> f32 {
    let mut sizes: Vec<f32> = weights.rows.iter().flatten().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    127.0 / sizes.get(sizes.len() * FIT / 10_000).copied().unwrap_or(1.0)
}

fn quantized(weights: &Weights) -> Transitions<i16> {
    let scale = scale(weights);
    let mut transitions = Transitions::zero();
    for (to, from) in transitions.iter_mut().zip(weights.transitions.iter()) {
        *to = (from * scale).round() as i16;
    }
    transitions
}

/// The bytes of the model file of two passes.
pub(super) fn pack(
    passes: [(&Dictionary, &Weights); 2],
    lexicon: &Lexicon,
    shares: &Shares,
    confidence: &[i32; CONFIDENCES],
    common: &str,
) -> Vec<u8> {
    let mut wide: BTreeMap<u32, [f32; 2 * ROW]> = BTreeMap::new();
    for (pass, (dictionary, weights)) in passes.iter().enumerate() {
        let scale = scale(weights);
        let mut sorted: Vec<(u64, u32)> = dictionary.rows.iter().map(|(k, r)| (*k, *r)).collect();
        sorted.sort_unstable();
        for (key, row) in sorted {
            let row = weights.rows[row as usize].map(|w| w * scale);
            if row.iter().any(|w| w.abs() >= 0.5) {
                wide.entry(model::short(key)).or_insert([0.0; 2 * ROW])[pass * ROW..][..ROW].copy_from_slice(&row);
            }
        }
    }
    let features: Vec<(u32, u8, Row)> = wide.into_iter().map(|(key, row)| narrow(key, row)).collect();
    let transitions = passes.map(|(_, weights)| quantized(weights));
    Parts {
        transitions: &transitions,
        confidence,
        features: &features,
        words: &lexicon.words,
        levels: &lexicon.levels,
        shares,
        common,
    }
    .write()
}

fn narrow(key: u32, row: [f32; 2 * ROW]) -> (u32, u8, Row) {
    let largest = row.iter().fold(0f32, |a, w| a.max(w.abs()));
    let shift = (0..7u8).find(|s| largest / f32::from(1u16 << s) <= 127.0).unwrap_or(7);
    (key, shift, row.map(|w| (w / f32::from(1u16 << shift)).round().clamp(-127.0, 127.0) as i8))
}
