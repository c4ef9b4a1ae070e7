//! The classifier's judgement of a page: linear model, network over the lines, and how dirty the page is as a whole.

use std::ops::Range;

use super::features::{self, COLUMNS, NAMES, Row, Seen};
use super::layout::Layout;
use super::line::Lines;
use super::logistic::sigmoid;
use super::model::{CLASSES, Model, REASONS};
use super::network::{Line, VIEW};
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
pub(crate) struct Judgement<'p> {
    /// Probability that each line is furniture.
    pub(crate) furniture: Vec<f32>,
    /// The likeliest reason for each line, and how sure it is among the reasons.
    pub(crate) reasons: Vec<(Reason, f32)>,
    /// The share of the words that the classifier takes for furniture.
    pub(crate) dirt: f32,
    /// How unsure the classifier is of the page's lines: 0 (of none) to 1 (of all).
    pub(crate) doubt: f32,
    asked: Asked<'p>,
}

/// How many features of a removal are told at most, and by how much each moved the verdict's logit at least.
const TOLD: usize = 4;
const LEAST: f32 = 0.05;

/// What rows are made from.
#[derive(Debug)]
struct Asked<'p> {
    seen: Seen<'p>,
    /// The linear model's classes of each line.
    classes: Vec<[f32; CLASSES]>,
}

impl Asked<'_> {
    fn fill(&self, i: usize, row: &mut Row) {
        self.seen.fill(i, row);
        features::add_classes(row, &self.classes[i]);
    }

    /// The network's first vectors of some lines.
    fn enter(&self, model: &Model, lines: Range<usize>) -> Vec<Line> {
        let mut row = [0.0; COLUMNS];
        let enter = |i| {
            self.fill(i, &mut row);
            model.network.enter(&row)
        };
        lines.map(enter).collect()
    }
}

impl<'p> Judgement<'p> {
    pub(crate) fn new(page: &'p Page<'p>, model: &Model) -> Self {
        let (classes, reasons) = read(page, model);
        let asked = Asked { seen: Seen::new(page), classes };
        let weights: Vec<u32> = page.lines.lines.iter().map(super::layout::weight).collect();
        let scores = model.network.scores(asked.enter(model, 0..weights.len()));
        let furniture: Vec<f32> = scores.into_iter().map(sigmoid).collect();
        let dirt = dirt(&weights, &furniture);
        let doubt = doubt(page, &furniture);
        Self { furniture, reasons, dirt, doubt, asked }
    }

    /// Whether line `i` and the next are written alike.
    pub(crate) fn alike(&self, i: usize) -> bool {
        let templates = self.asked.seen.ground().templates();
        templates.get(i) == templates.get(i + 1)
    }

    /// The features that spoke most for removing line `i`.
    pub(crate) fn trace(&self, model: &Model, i: usize) -> Vec<String> {
        let (from, to) = (i.saturating_sub(VIEW), (i + VIEW + 1).min(self.furniture.len()));
        let mut row = [0.0; COLUMNS];
        self.asked.fill(i, &mut row);
        let mut reasons = model.network.reasons(&row, self.asked.enter(model, from..to), i - from);
        reasons.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let enough = reasons.iter().take(TOLD).filter(|r| r.0 > LEAST);
        enough.map(|&(_, c)| format!("{}={:.2}", NAMES[c], row[c])).collect()
    }
}

/// What the linear model makes of each line: its classes, and the reason.
fn read(page: &Page<'_>, model: &Model) -> (Vec<[f32; CLASSES]>, Vec<(Reason, f32)>) {
    let mut signs = Vec::with_capacity(64);
    (0..page.lines.lines.len())
        .map(|i| {
            features::signs(page, i, &mut signs);
            let classes = model.linear.classes(&signs);
            (classes, reason(&classes))
        })
        .unzip()
}

/// The likeliest reason, and how sure it is among the reasons.
fn reason(classes: &[f32; CLASSES]) -> (Reason, f32) {
    let mut best = 1;
    for class in 2..CLASSES {
        if classes[class] > classes[best] {
            best = class;
        }
    }
    let drop = 1.0 - classes[0];
    (REASONS[best - 1], if drop > 0.0 { classes[best] / drop } else { 0.0 })
}

/// Share of a page's words in lines that are likelier furniture than not.
#[allow(clippy::cast_precision_loss, reason = "counts of words")]
fn dirt(weights: &[u32], furniture: &[f32]) -> f32 {
    let total: u32 = weights.iter().sum();
    let dirty: u32 = weights.iter().zip(furniture).filter(|(_, p)| **p > 0.5).map(|(w, _)| w).sum();
    if total == 0 { 0.0 } else { dirty as f32 / total as f32 }
}

/// The mean over a page's lines that no rule decides of how near the verdict is to a toss-up.
#[allow(clippy::cast_precision_loss, reason = "counts of lines")]
fn doubt(page: &Page<'_>, furniture: &[f32]) -> f32 {
    let open = |i: usize| Some(i) != page.headline && !page.findings[i].is_some_and(|f| f.alone);
    let (mut lines, mut sum) = (0u32, 0.0f64);
    for (_, &p) in furniture.iter().enumerate().filter(|&(i, _)| open(i)) {
        lines += 1;
        sum += f64::from(2.0 * p.min(1.0 - p));
    }
    #[allow(clippy::cast_possible_truncation, reason = "a mean of shares")]
    let mean = sum as f32 / lines.max(1) as f32;
    mean
}
