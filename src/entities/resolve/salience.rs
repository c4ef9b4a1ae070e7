//! How much a document is about each of its entities.
//!
//! The features that entity salience models of news agree on (Dunietz & Gillick 2014): where the
//! entity is first seen, how often, and how widely it is spread over the text. Weights are set by hand,
//! for there is no data to learn them from; the shares add up to 1.

use crate::clean::Cleaned;
use crate::document::{BlockKind, Entity};

/// What a mention counts by the block that it stands in.
const TITLE: f32 = 4.0;
const HEADING: f32 = 1.5;
const LEAD: f32 = 2.0;
const BODY: f32 = 1.0;

/// Paragraphs that count as the lead.
const LEADS: usize = 2;

/// Steps in which shares are told.
const STEPS: u32 = 10_000;

/// Fills in the salience of all entities.
pub(super) fn fill(cleaned: &Cleaned, entities: &mut [Entity]) {
    let mut paragraphs = 0;
    let weights: Vec<f32> = cleaned
        .blocks
        .iter()
        .map(|b| match b.kind {
            BlockKind::Title => TITLE,
            BlockKind::Heading => HEADING,
            BlockKind::Paragraph => {
                paragraphs += 1;
                if paragraphs <= LEADS { LEAD } else { BODY }
            }
            _ => BODY,
        })
        .collect();
    let scores: Vec<f32> = entities
        .iter()
        .map(|e| {
            let (mut score, mut spread, mut last) = (0.0, 0u16, usize::MAX);
            for m in &e.mentions {
                let block = cleaned.blocks.partition_point(|b| b.span.end <= m.span.start);
                score += weights.get(block).copied().unwrap_or(BODY);
                if block != last {
                    spread = spread.saturating_add(1);
                    last = block;
                }
            }
            score * (1.0 + f32::from(spread) / (weights.len().max(1) as f32))
        })
        .collect();
    let sum: f32 = scores.iter().sum();
    let mut left = STEPS;
    let mut shares: Vec<u32> = scores
        .iter()
        .map(|s| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and STEPS")]
            let share = (s / sum * STEPS as f32) as u32;
            let share = share.min(left);
            left -= share;
            share
        })
        .collect();
    // What rounding left over goes to the most salient.
    if let Some(top) = (0..shares.len()).max_by_key(|&i| (shares[i], std::cmp::Reverse(i))) {
        shares[top] += left;
    }
    for (e, share) in entities.iter_mut().zip(shares) {
        e.salience = share as f32 / STEPS as f32;
    }
}
