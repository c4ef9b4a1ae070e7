//! What the trainer sees of a page: its lines, their rows, and the model's verdicts on them.

use super::context;
use super::dom::Dom;
use super::evidence::Evidence;
use super::features::{self, Row};
use super::metadata::Said;
pub(crate) use super::model::PageModel;
use super::select;
use super::text::{self, PageText};
use crate::clean::forest::{Forest, sigmoid};

/// The features of one line.
pub(crate) type Sample = Vec<f32>;

/// A page to learn from.
#[derive(Debug)]
pub(crate) struct Labelled {
    /// The text of each line.
    pub(crate) lines: Vec<String>,
    /// Whether it is the headline.
    pub(crate) titles: Vec<bool>,
    html: String,
    page: PageText,
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
        Self { lines, titles, html: html.to_owned(), page, rows }
    }

    /// Rows of the first forest.
    pub(crate) fn first_rows(&self) -> Vec<Sample> {
        self.rows.iter().map(|row| row.values.to_vec()).collect()
    }

    /// The first forest's verdicts.
    pub(crate) fn first(&self, forest: &Forest) -> Vec<f32> {
        forest.scores(&self.first_rows()).into_iter().map(sigmoid).collect()
    }

    /// Rows of the second forest.
    pub(crate) fn second_rows(&self, first: &[f32]) -> Vec<Sample> {
        let dom = Dom::parse(&self.html, 0);
        context::rows(&dom, &self.page, &self.rows, first).iter().map(|row| row.to_vec()).collect()
    }

    /// The whole model's verdicts.
    pub(crate) fn probabilities(&self, model: &PageModel) -> Vec<f32> {
        select::scores(&Dom::parse(&self.html, 0), &self.page, &self.rows, model)
    }
}
