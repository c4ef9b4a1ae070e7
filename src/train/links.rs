//! `copydesk eval links`: whether places are linked to the right entry of the gazetteer.
//!
//! The gold says for each place of an article what it is: the GeoNames id of a city, the ISO 3166 code of a
//! country or region, or `-` for what the table does not have. Precision counts the links that were told, recall
//! the places that have one.

use std::collections::HashMap;
use std::path::PathBuf;

use super::corpus::{Article, read_all};
use super::resolution::entities_of;
use crate::document::{Entity, EntityType, Links};
use crate::entities::gazetteer::Places;

/// Number of an entity in the article of an id.
type Key = (String, u32);

/// What was measured.
#[derive(Debug, Default)]
pub struct Report {
    /// Places looked at.
    pub places: usize,
    /// Places that the table has.
    pub linkable: usize,
    /// Links told.
    pub told: usize,
    /// Links told that are right.
    pub right: usize,
    /// One line for each wrong or missing link.
    pub errors: Vec<String>,
}

impl Report {
    /// Precision, recall and F1 in percent.
    #[must_use]
    pub fn figures(&self) -> [f64; 3] {
        let of = |all: usize| 100.0 * self.right as f64 / all.max(1) as f64;
        let (p, r) = (of(self.told), of(self.linkable));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

/// Reads a table of links: article, entity, name, link; `#` begins a comment.
pub(crate) fn parse(gold: &str) -> HashMap<Key, Vec<String>> {
    let rows = gold.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|line| {
        let mut fields = line.split('\t');
        let key = (fields.next()?.to_owned(), fields.next()?.parse().ok()?);
        Some((key, fields.nth(1)?.split('|').map(str::to_owned).collect()))
    })
    .collect()
}

/// Measures the links of articles, with the entities given.
#[must_use]
pub fn evaluate(articles: &[Article], gold: &HashMap<Key, Vec<String>>) -> Report {
    let mut report = Report::default();
    for article in articles {
        let (_, entities) = entities_of(article);
        let mut seen: Vec<u32> = Vec::new();
        for mark in &article.mentions {
            let Some(right) = gold.get(&(article.id.clone(), mark.entity)) else { continue };
            if seen.contains(&mark.entity) {
                continue;
            }
            seen.push(mark.entity);
            let marks = || article.mentions.iter().filter(|m| m.entity == mark.entity);
            let found = entities.iter().find(|e| {
                e.kind == EntityType::Place && e.mentions.iter().any(|m| marks().any(|mark| mark.span == m.span))
            });
            one(article, mark.span.of(&article.text), found, right, &mut report);
        }
    }
    report
}

fn one(article: &Article, name: &str, found: Option<&Entity>, right: &[String], report: &mut Report) {
    let linkable = right.iter().all(|r| r != "-");
    report.places += 1;
    report.linkable += usize::from(linkable);
    let told = found.map(|e| &e.links).filter(|l| l.iso3166.is_some());
    report.told += usize::from(told.is_some());
    let is_right = told.is_some_and(|links| right.iter().any(|r| agrees(links, r)));
    report.right += usize::from(is_right);
    if is_right != linkable || told.is_some() != linkable {
        let told = told.map_or("-".to_owned(), |l| format!("{:?} {:?} {:?}", l.iso3166, l.geonames, l.confidence));
        report.errors.push(format!("{}\t{name}\tgold {}\tgot {told}", article.id, right.join("|")));
    }
}

/// Whether a link is the one that the gold names.
fn agrees(links: &Links, right: &str) -> bool {
    if right.bytes().all(|b| b.is_ascii_digit()) {
        return links.geonames.is_some_and(|id| id.to_string() == right);
    }
    let country = right.as_bytes().try_into().ok().and_then(|code| Places::embedded().country(code));
    links.iso3166.as_deref() == Some(right) && country.is_none_or(|c| links.geonames == Some(c.geonames))
}

/// Flags of `copydesk eval links`.
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Annotated articles.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The right links.
    #[arg(long)]
    gold: PathBuf,
    /// Show so many errors.
    #[arg(long, default_value_t = 0)]
    errors: usize,
}

impl Eval {
    /// Measures and prints.
    ///
    /// # Errors
    /// When a file cannot be read.
    #[allow(clippy::print_stdout, reason = "the figures are the command's output")]
    pub fn run(self) -> std::io::Result<()> {
        let gold = parse(&std::fs::read_to_string(&self.gold)?);
        let report = evaluate(&read_all(&self.files)?, &gold);
        let [p, r, f] = report.figures();
        let Report { places, linkable, told, .. } = report;
        println!("places {places} in the table {linkable} linked {told} p {p:.1} r {r:.1} f1 {f:.1}");
        super::print(&report.errors, self.errors);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::corpus;

    #[test]
    fn places_are_linked_as_well_as_ever() {
        let articles: Vec<Article> = [
            include_str!("../../tests/fixtures/places/articles.txt"),
            include_str!("../../tests/fixtures/quotes/a.txt"),
            include_str!("../../tests/fixtures/quotes/b.txt"),
            include_str!("../../tests/fixtures/quotes/c.txt"),
        ]
        .iter()
        .flat_map(|content| corpus::parse(content))
        .collect();
        let report = evaluate(&articles, &parse(include_str!("../../tests/fixtures/places/links.tsv")));
        assert!(report.places >= 450, "{}", report.places);
        let [p, r, _] = report.figures();
        assert!(p >= 93.0 && r >= 95.0, "{p} {r}");
    }
}
