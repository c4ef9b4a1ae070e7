//! The classifier's judgement of a page: linear model, first forest, second forest over the
//! neighbours' probabilities, and how dirty the page is as a whole.

use super::features::{self, Averages, FIRST, NAMES, SECOND};
use super::forest::sigmoid;
use super::layout::Layout;
use super::line::Lines;
use super::model::{CLASSES, Model, REASONS};
use super::rules::Finding;
use crate::document::Reason;

/// What the rules made of a page's lines.
#[derive(Debug)]
pub(crate) struct Page<'t> {
    pub(crate) lines: Lines<'t>,
    pub(crate) layout: Layout,
    pub(crate) findings: Vec<Option<Finding>>,
    pub(crate) headline: Option<usize>,
}

/// What the classifier makes of them.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// Probability that each line is furniture.
    pub(crate) furniture: Vec<f32>,
    /// The likeliest reason for each line, and how sure it is among the reasons.
    pub(crate) reasons: Vec<(Reason, f32)>,
    /// The share of the words that the classifier takes for furniture.
    pub(crate) dirt: f32,
    rows: Vec<[f32; FIRST + SECOND]>,
}

impl Judgement {
    pub(crate) fn new(page: &Page<'_>, model: &Model) -> Self {
        let (first, reasons) = first_rows(page, model);
        let scores = model.first.scores(&first);
        let p: Vec<f32> = scores.iter().map(|&s| sigmoid(s)).collect();
        let weights: Vec<u32> = page.lines.lines.iter().map(super::layout::weight).collect();
        let rows = second_rows(&weights, &first, &p);
        let share = model.caution.second;
        let second = model.second.scores(&rows);
        let furniture: Vec<f32> = scores.iter().zip(&second).map(|(a, b)| sigmoid(a + (b - a) * share)).collect();
        let dirt = dirt(&weights, &furniture);
        Self { furniture, reasons, dirt, rows }
    }

    /// The features that spoke most for removing line `i`.
    pub(crate) fn trace(&self, model: &Model, i: usize) -> Vec<String> {
        model.second.reasons(&self.rows[i], &NAMES)
    }
}

/// Rows of the first pass with the linear model's columns filled in, and its reasons.
fn first_rows(page: &Page<'_>, model: &Model) -> (Vec<[f32; FIRST]>, Vec<(Reason, f32)>) {
    let mut rows = features::page(&page.lines, &page.layout, &page.findings, page.headline);
    let mut signs = Vec::with_capacity(64);
    let mut reasons = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter_mut().enumerate() {
        features::signs(&page.lines, &page.layout, &page.findings, page.headline, i, &mut signs);
        let classes = model.linear.classes(&signs);
        let (columns, reason) = lexical(&classes);
        row[FIRST - 3..].copy_from_slice(&columns);
        reasons.push(reason);
    }
    (rows, reasons)
}

/// The linear model's columns and its likeliest reason.
pub(crate) fn lexical(classes: &[f32; CLASSES]) -> ([f32; 3], (Reason, f32)) {
    let mut best = 1;
    for class in 2..CLASSES {
        if classes[class] > classes[best] {
            best = class;
        }
    }
    let drop = 1.0 - classes[0];
    let sure = if drop > 0.0 { classes[best] / drop } else { 0.0 };
    #[allow(clippy::cast_precision_loss, reason = "a class number")]
    ([classes[0], best as f32, sure], (REASONS[best - 1], sure))
}

/// Rows of the second pass: `p` of the first, `weights` the words of each line.
pub(crate) fn second_rows(weights: &[u32], first: &[[f32; FIRST]], p: &[f32]) -> Vec<[f32; FIRST + SECOND]> {
    let averages = Averages::new(p, weights);
    first
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let mut out = [0.0; FIRST + SECOND];
            out[..FIRST].copy_from_slice(row);
            out[FIRST..].copy_from_slice(&features::context(&averages, i));
            out
        })
        .collect()
}

/// Share of a page's words in lines that are likelier furniture than not.
#[allow(clippy::cast_precision_loss, reason = "counts of words")]
fn dirt(weights: &[u32], furniture: &[f32]) -> f32 {
    let total: u32 = weights.iter().sum();
    let dirty: u32 = weights.iter().zip(furniture).filter(|(_, p)| **p > 0.5).map(|(w, _)| w).sum();
    if total == 0 { 0.0 } else { dirty as f32 / total as f32 }
}
