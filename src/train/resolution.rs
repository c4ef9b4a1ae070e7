//! `copydesk eval resolution`: how well mentions are gathered into entities, with the mentions given,
//! so that resolution is measured apart from the tagger.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::corpus::{Article, read, read_all};
use crate::clean::Cleaned;
use crate::document::{Block, Entity, EntityType};
use crate::entities::{TaggedMention, Tagger, resolve};
use crate::text::{SourceMap, Span, Tokens};

/// B-cubed (Bagga & Baldwin 1998) over all mentions, and how the entities' types agree with the gold.
#[derive(Debug, Default)]
pub struct Report {
    /// Articles measured.
    pub articles: usize,
    /// Mentions measured.
    pub mentions: usize,
    precision: f64,
    recall: f64,
    wrong_type: usize,
    /// Surfaces that were put together wrongly, and surfaces that were kept apart wrongly.
    pub errors: Vec<String>,
}

impl Report {
    /// B-cubed precision, recall and F1 in percent.
    #[must_use]
    pub fn b_cubed(&self) -> [f64; 3] {
        let n = self.mentions.max(1) as f64;
        let (p, r) = (self.precision / n, self.recall / n);
        [100.0 * p, 100.0 * r, if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 }]
    }

    /// Share of mentions whose entity has a type other than the gold, in percent.
    #[must_use]
    pub fn wrong_types(&self) -> f64 {
        100.0 * self.wrong_type as f64 / self.mentions.max(1) as f64
    }
}

/// Measures resolution on gold mentions of corpus files.
///
/// # Errors
/// When a file cannot be read.
pub fn evaluate(files: &[impl AsRef<Path>]) -> std::io::Result<Report> {
    let mut report = Report::default();
    for file in files {
        for article in read(file.as_ref())? {
            one(&article, &mut report);
        }
    }
    Ok(report)
}

/// The entities that resolution makes of an article's marked mentions.
pub(crate) fn entities_of(article: &Article) -> (Cleaned, Vec<Entity>) {
    let cleaned = cleaned(article);
    let entities = entities_in(article, &cleaned);
    (cleaned, entities)
}

fn cleaned(article: &Article) -> Cleaned {
    let blocks = article.blocks.iter().map(|&(kind, span)| Block { kind, span, source: vec![span] }).collect();
    Cleaned {
        text: article.text.clone(),
        map: SourceMap::identity(0, article.text.len()),
        blocks,
        ..Cleaned::default()
    }
}

fn entities_in(article: &Article, cleaned: &Cleaned) -> Vec<Entity> {
    let tokens = Tokens::new(&cleaned.text);
    let mentions: Vec<TaggedMention> = article
        .mentions
        .iter()
        .map(|m| TaggedMention {
            first: index(tokens.at(m.span.start)),
            end: index(tokens.partition_point(|t| t.start < m.span.end)),
            span: m.span,
            kind: m.kind,
            confidence: 0.9,
        })
        .collect();
    resolve::resolve(cleaned, &tokens, &mentions)
}

fn one(article: &Article, report: &mut Report) {
    let (_, entities) = entities_of(article);
    let mut system: HashMap<u32, (u32, EntityType)> = HashMap::new();
    for e in &entities {
        for m in &e.mentions {
            system.insert(m.span.start, (e.id, e.kind));
        }
    }
    report.articles += 1;
    let of = |m: &super::corpus::Marked| system.get(&m.span.start).copied();
    let mut sizes: HashMap<u32, f64> = HashMap::new();
    let mut gold_sizes: HashMap<u32, f64> = HashMap::new();
    let mut both: HashMap<(u32, u32), f64> = HashMap::new();
    for m in &article.mentions {
        let Some((id, _)) = of(m) else { continue };
        *sizes.entry(id).or_default() += 1.0;
        *gold_sizes.entry(m.entity).or_default() += 1.0;
        *both.entry((id, m.entity)).or_default() += 1.0;
    }
    for m in &article.mentions {
        let Some((id, kind)) = of(m) else { continue };
        report.mentions += 1;
        report.precision += both[&(id, m.entity)] / sizes[&id];
        report.recall += both[&(id, m.entity)] / gold_sizes[&m.entity];
        report.wrong_type += usize::from(kind != m.kind);
    }
    list_errors(article, &of, report);
}

/// Names each pair of surfaces once: joined though different, apart though the same.
fn list_errors(
    article: &Article,
    of: &dyn Fn(&super::corpus::Marked) -> Option<(u32, EntityType)>,
    report: &mut Report,
) {
    let mut by_system: HashMap<u32, &super::corpus::Marked> = HashMap::new();
    let mut by_gold: HashMap<u32, (u32, &super::corpus::Marked)> = HashMap::new();
    let mut seen = std::collections::HashSet::new();
    for m in &article.mentions {
        let Some((id, _)) = of(m) else { continue };
        let text = m.span.of(&article.text);
        let first = *by_system.entry(id).or_insert(m);
        if first.entity != m.entity && seen.insert((0, id, text)) {
            let other = first.span.of(&article.text);
            report.errors.push(format!("JOINED\t{}\t{:?} {other}\t{:?} {text}", article.id, first.kind, m.kind));
        }
        let &mut (other, first) = by_gold.entry(m.entity).or_insert((id, m));
        if other != id && seen.insert((1, m.entity, text)) {
            let other = first.span.of(&article.text);
            report.errors.push(format!("APART\t{}\t{:?} {other}\t{:?} {text}", article.id, first.kind, m.kind));
        }
    }
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Flags of `copydesk eval resolution`.
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Annotated articles.
    #[arg(required = true)]
    files: Vec<std::path::PathBuf>,
    /// Show so many errors.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Also run the tagger, and tell its strict F1 with its own types and with those of whole entities.
    #[arg(long)]
    tagged: bool,
}

/// Strict F1 of the tagger's mentions against the marks, in percent: typed one by one, and typed by entity.
fn tagged(articles: &[Article]) -> [f64; 2] {
    let tagger = Tagger::embedded();
    let (mut alone, mut gathered, mut system, mut gold) = (0usize, 0usize, 0usize, 0usize);
    for article in articles {
        let cleaned = cleaned(article);
        let tokens = Tokens::new(&cleaned.text);
        let mentions = tagger.tag(&cleaned.text, &tokens);
        let marks: HashSet<(Span, EntityType)> = article.mentions.iter().map(|m| (m.span, m.kind)).collect();
        let right = |span, kind| usize::from(marks.contains(&(span, kind)));
        alone += mentions.iter().map(|m| right(m.span, m.kind)).sum::<usize>();
        gathered += resolve::resolve(&cleaned, &tokens, &mentions)
            .iter()
            .flat_map(|e| e.mentions.iter().map(|m| right(m.span, e.kind)))
            .sum::<usize>();
        system += mentions.len();
        gold += marks.len();
    }
    [alone, gathered].map(|right| 200.0 * right as f64 / (system + gold).max(1) as f64)
}

impl Eval {
    /// Measures and prints.
    ///
    /// # Errors
    /// When a file cannot be read.
    #[allow(clippy::print_stdout, reason = "the figures are the command's output")]
    pub fn run(self) -> std::io::Result<()> {
        let report = evaluate(&self.files)?;
        let [p, r, f1] = report.b_cubed();
        println!(
            "articles {} mentions {} B3 p {p:.2} r {r:.2} f1 {f1:.2} wrong type {:.2} %",
            report.articles,
            report.mentions,
            report.wrong_types()
        );
        if self.tagged {
            let [alone, gathered] = tagged(&read_all(&self.files)?);
            println!("strict F1 typed by mention {alone:.2} by entity {gathered:.2}");
        }
        super::print(&report.errors, self.errors);
        Ok(())
    }
}
