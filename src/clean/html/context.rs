//! The second look: what the first model thinks of the lines around a line and of the elements
//! that hold it (stacking over neighbours, as in sequence labelling with two passes).

use super::super::sums;
use super::dom::Dom;
use super::features::{FEATURES, Row};
use super::path::block_parent;
use super::text::PageText;

/// How many features the second look adds.
pub(super) const CONTEXT: usize = 16;

/// Rows of the second model: the first model's row and probabilities `p` around it.
pub(super) fn rows(dom: &Dom<'_>, page: &PageText, rows: &[Row], p: &[f32]) -> Vec<[f32; FEATURES + CONTEXT]> {
    let lines = &page.lines;
    let first: Vec<u32> = lines.iter().map(|l| l.first).collect();
    let plain = sums::before(p.iter().copied());
    let chars = sums::before(lines.iter().map(|l| l.chars as f32));
    let mass = sums::before(lines.iter().zip(p).map(|(l, p)| l.chars as f32 * p));
    let total = mass[lines.len()].max(1.0);
    let held = |node: usize| {
        let end = dom.nodes.get(node).map_or(0, |n| n.end);
        let from = first.partition_point(|&f| (f as usize) < node);
        let to = first.partition_point(|&f| f < end).max(from);
        ((mass[to] - mass[from]) / (chars[to] - chars[from]).max(1.0), (mass[to] - mass[from]) / total)
    };
    let at = |i: usize, step: isize| i.checked_add_signed(step).and_then(|j| p.get(j)).copied().unwrap_or(0.0);
    let window = |i: usize, half: usize| {
        let (from, to) = (i.saturating_sub(half), (i + half + 1).min(p.len()));
        (plain[to] - plain[from]) / (to - from) as f32
    };
    rows.iter()
        .enumerate()
        .map(|(i, row)| {
            let parent = block_parent(dom, lines[i].node as usize);
            let (own, _) = held(lines[i].node as usize);
            let (mean, share) = held(parent);
            let (grand_mean, grand_share) = held(block_parent(dom, parent));
            let mut out = [0.0; FEATURES + CONTEXT];
            out[..FEATURES].copy_from_slice(&row.values);
            out[FEATURES..].copy_from_slice(&[
                p[i],
                at(i, -3),
                at(i, -2),
                at(i, -1),
                at(i, 1),
                at(i, 2),
                at(i, 3),
                mass[i] / total,
                1.0 - mass[i + 1] / total,
                window(i, 5),
                window(i, 10),
                own,
                mean,
                share,
                grand_mean,
                grand_share,
            ]);
            out
        })
        .collect()
}
