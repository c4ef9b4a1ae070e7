//! The classifier's judgement of a page: linear model, first forest, second forest over the
//! neighbours' probabilities, and how dirty the page is as a whole.

use super::features::{self, COLUMNS, FIRST, LEXICAL, NAMES, Row, Seen, Verdicts};
use super::forest::{SURE, sigmoid};
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
    /// The first forest's verdicts.
    verdicts: Verdicts,
}

/// Lines whose rows are held at one time: those of an article. A longer page's rows are made twice.
const BATCH: usize = 256;

/// What rows are made from.
#[derive(Debug)]
struct Asked<'p> {
    seen: Seen<'p>,
    /// The linear model's columns of each line.
    lexical: Vec<[f32; LEXICAL]>,
}

impl Asked<'_> {
    fn fill(&self, i: usize, row: &mut Row) {
        self.seen.fill(i, row);
        row[FIRST - LEXICAL..FIRST].copy_from_slice(&self.lexical[i]);
    }
}

impl<'p> Judgement<'p> {
    pub(crate) fn new(page: &'p Page<'p>, model: &Model) -> Self {
        let (lexical, reasons) = read(page, model);
        let asked = Asked { seen: Seen::new(page), lexical };
        let weights: Vec<u32> = page.lines.lines.iter().map(super::layout::weight).collect();
        let n = weights.len();
        let batches = || (0..n).step_by(BATCH).map(|from| from..(from + BATCH).min(n));
        let mut rows = vec![[0.0; COLUMNS]; n.min(BATCH)];
        let mut scores = Vec::with_capacity(n);
        for batch in batches() {
            let rows = &mut rows[..batch.len()];
            batch.zip(rows.iter_mut()).for_each(|(i, row)| asked.fill(i, row));
            scores.extend(model.first.scores(rows));
        }
        let verdicts = Verdicts::new(asked.seen.ground(), scores.iter().map(|&s| sigmoid(s)).collect());
        // What the first forest is sure of, the second does not turn: two verdicts in three cost one pass.
        let open: Vec<usize> = (0..n).filter(|&i| scores[i].abs() < SURE).collect();
        for batch in open.chunks(BATCH) {
            let slot = |place: usize, line: usize| if n > BATCH { place } else { line };
            for (place, &i) in batch.iter().enumerate() {
                let row = &mut rows[slot(place, i)];
                if n > BATCH {
                    asked.fill(i, row);
                }
                row[FIRST..].copy_from_slice(&verdicts.context(i));
            }
            let picked: Vec<&Row> = batch.iter().enumerate().map(|(place, &i)| &rows[slot(place, i)]).collect();
            for (&i, second) in batch.iter().zip(model.second.scores(&picked)) {
                scores[i] += (second - scores[i]) * model.caution.second;
            }
        }
        let furniture: Vec<f32> = scores.into_iter().map(sigmoid).collect();
        let dirt = dirt(&weights, &furniture);
        let doubt = doubt(page, &furniture);
        Self { furniture, reasons, dirt, doubt, asked, verdicts }
    }

    /// Whether line `i` and the next are written alike.
    pub(crate) fn alike(&self, i: usize) -> bool {
        let templates = self.asked.seen.ground().templates();
        templates.get(i) == templates.get(i + 1)
    }

    /// The features that spoke most for removing line `i`.
    pub(crate) fn trace(&self, model: &Model, i: usize) -> Vec<String> {
        let mut row = [0.0; COLUMNS];
        self.asked.fill(i, &mut row);
        row[FIRST..].copy_from_slice(&self.verdicts.context(i));
        model.second.reasons(&row, &NAMES)
    }
}

/// What the linear model makes of each line: its columns, and the reason.
fn read(page: &Page<'_>, model: &Model) -> (Vec<[f32; LEXICAL]>, Vec<(Reason, f32)>) {
    let mut signs = Vec::with_capacity(64);
    (0..page.lines.lines.len())
        .map(|i| {
            features::signs(page, i, &mut signs);
            lexical(&model.linear.classes(&signs))
        })
        .unzip()
}

/// The linear model's columns and its likeliest reason.
pub(crate) fn lexical(classes: &[f32; CLASSES]) -> ([f32; LEXICAL], (Reason, f32)) {
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
