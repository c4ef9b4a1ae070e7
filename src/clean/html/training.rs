//! What the trainer sees of a page: its lines, their rows, and the model's verdicts on them.

use super::dom::Dom;
use super::evidence::Evidence;
use super::features::{self, Row};
use super::metadata::Said;
pub(crate) use super::model::PageModel;
use super::select;
use super::text;

/// A page to learn from.
#[derive(Debug)]
pub(crate) struct Labelled {
    /// The text of each line.
    pub(crate) lines: Vec<String>,
    /// Whether it is the headline.
    pub(crate) titles: Vec<bool>,
    rows: Vec<Row>,
}

impl Labelled {
    pub(crate) fn new(html: &str) -> Self {
        let dom = Dom::parse(html, 0);
        let page = text::extract(&dom);
        let evidence = Evidence::new(&page, &Said::of(&dom));
        let rows = features::features(&dom, &page, &evidence);
        let lines = page.lines.iter().map(|l| l.text.of(&page.mapped.text).to_owned()).collect();
        let titles = (0..page.lines.len()).map(|i| evidence.title == Some(i)).collect();
        Self { lines, titles, rows }
    }

    /// The features of each line.
    pub(crate) fn rows(&self) -> Vec<&[f32]> {
        self.rows.iter().map(|row| &row.values[..]).collect()
    }

    /// The model's verdicts.
    pub(crate) fn probabilities(&self, model: &PageModel) -> Vec<f32> {
        select::scores(&self.rows, model)
    }
}
