//! Trains the cleaning classifier: linear model, then the network on out-of-fold linear columns. With `--folds` it cross-validates by page and
//! prints the figures of pages that no part of the model has seen.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use super::cleaning::{Figures, say};
use super::cleaning_data::{self, Page};
use super::cleaning_mix::{MIXED, mixed};
use super::linear::{self, Example};
use super::network::{self, Course};
use crate::article::{Article, ArticleLimits, RawArticle};
use crate::clean::features::{self, COLUMNS, Row, Seen};
use crate::clean::model::{Caution, Linear, Model, REASONS};
use crate::clean::network::Network;
use crate::clean::{self, Metadata};
use crate::document::Reason;
use crate::text::{Mapped, Span};

/// `copydesk train cleaning`.
#[derive(Debug, clap::Args)]
pub struct Train {
    /// The directory with `clean/` and `corpus/`.
    #[arg(long)]
    data: PathBuf,
    /// Where the model goes.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Cross-validate over this many folds of pages before (0: not at all).
    #[arg(long, default_value_t = 0)]
    folds: usize,
    /// Print this many wrong lines of the cross-validation.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Another seed for the network: how far figures are chance.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Another division into folds: how far figures hang on which pages are learnt from together.
    #[arg(long, default_value_t = 0)]
    split: u64,
    /// How often the network sees each page.
    #[arg(long, default_value_t = 10)]
    epochs: usize,
}

/// A page ready to learn from.
struct Studied {
    page: Page,
    /// Which fold it belongs to, by its id.
    fold: usize,
    rows: Vec<Row>,
    signs: Vec<Vec<u32>>,
    /// Furniture or not, with its reason and how much it counts; for each line of the text.
    labels: Vec<Option<(bool, Option<Reason>, f32)>>,
    /// A rule decides alone: the network need not learn it.
    settled: Vec<bool>,
}

const INNER: usize = 5;

/// Pages of blogs and guides with more lines are left out: most of their lines are comments and lists.
const LONGEST: usize = 450;

/// Blogs and guides whose articles are put into the furniture of news have fewer lines than this.
const SHORT: usize = 150;

impl Train {
    /// Trains, and writes the model.
    ///
    /// # Errors
    /// When the data cannot be read or the model not be written.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let pages = read(&self.data)?;
        let studied = |page: Page| {
            let fold = fold(&page.id, self.split);
            study(page, fold)
        };
        let mut studied: Vec<Studied> = pages.into_iter().filter_map(studied).collect();
        let (pages, mixtures) = (studied.len(), mixtures(&studied));
        studied.extend(mixtures.into_iter().filter_map(|(fold, page)| study(page, fold)));
        let lines: usize = studied.iter().map(|s| s.rows.len()).sum();
        say(&format!("{pages} pages, {} mixed ones, {lines} lines", studied.len() - pages));
        let mut trainer = Trainer { studied, epochs: self.epochs, seed: self.seed, linear: Vec::new() };
        trainer.prepare();
        if self.folds > 0 {
            trainer.cross_validate(self.folds.min(INNER), self.errors);
        }
        if let Some(out) = &self.out {
            let bytes = trainer.train(None).write();
            say(&format!("{} bytes to {}", bytes.len(), out.display()));
            std::fs::write(out, bytes)?;
        }
        Ok(())
    }
}

/// All training pages under the data directory.
fn read(data: &Path) -> Result<Vec<Page>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for name in ["news.innertext", "news.sloppy", "newspaper4k.innertext", "newspaper4k.sloppy"] {
        pages.extend(cleaning_data::read(&data.join("clean").join(format!("{name}.jsonl.gz")))?);
    }
    for name in ["wcxb.innertext", "wcxb.sloppy"] {
        let blogs = cleaning_data::read(&data.join("clean").join(format!("{name}.jsonl.gz")))?;
        pages.extend(blogs.into_iter().filter(|p| p.lines.len() <= LONGEST));
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(data.join("corpus"))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    for file in files {
        pages.extend(cleaning_data::read(&file)?);
    }
    Ok(pages)
}

fn hash(id: &str) -> u64 {
    let h = id.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    h ^ (h >> 31)
}

/// The fold that a page and all its views belong to.
#[allow(clippy::cast_possible_truncation, reason = "a small number")]
fn fold(id: &str, split: u64) -> usize {
    let hash = if split == 0 { hash(id) / 3 } else { hash(&format!("{split}{id}")) / 7 };
    (hash % INNER as u64) as usize
}

/// Mixed pages with the fold that all their parts are of: what tests a model has no part in it.
fn mixtures(studied: &[Studied]) -> Vec<(usize, Page)> {
    let mut out = Vec::new();
    for fold in 0..INNER {
        for view in ["innertext", "container", "readability"] {
            let of = |set: &str, longest: usize| {
                let like = |s: &&Studied| s.fold == fold && s.page.view == view && s.page.set == set;
                let pages = studied.iter().filter(like).map(|s| &s.page);
                pages.filter(|p| p.lines.len() < longest).collect::<Vec<&Page>>()
            };
            let mut hosts = of("news", usize::MAX);
            hosts.extend(of("newspaper4k", usize::MAX));
            let mut guests = hosts.clone();
            guests.extend(of("wcxb", SHORT).into_iter().take(hosts.len() / 2));
            out.extend(mixed(&hosts, &guests, 77 + fold as u64).into_iter().map(|page| (fold, page)));
        }
    }
    out
}

/// How much a set's lines count: news is what the service is for.
fn importance(page: &Page) -> f32 {
    match (page.set.as_str(), page.view.as_str()) {
        ("news", "innertext" | "container") => 1.0,
        ("news", "readability") => 1.5,
        ("news", _) => 0.5,
        ("corpus", _) => 1.0,
        ("newspaper4k", _) => 0.5,
        (MIXED, "readability") => 0.75,
        (MIXED, _) => 0.5,
        _ => 0.7,
    }
}

fn study(page: Page, fold: usize) -> Option<Studied> {
    let base = Mapped::identity(&page.text, 0);
    let mended = clean::mend(&base, true, &mut Vec::new());
    let base = mended.as_ref().unwrap_or(&base);
    let known = clean::study(&base.text, None, page.url.as_deref(), None);
    let seen = Seen::new(&known);
    let mut rows = vec![[0.0; COLUMNS]; known.lines.lines.len()];
    rows.iter_mut().enumerate().for_each(|(i, row)| seen.fill(i, row));
    let mut buffer = Vec::new();
    let signs = (0..rows.len())
        .map(|i| {
            features::signs(&known, i, &mut buffer);
            buffer.clone()
        })
        .collect();
    // A page of a thousand lines teaches no more than one of a few hundred.
    #[allow(clippy::cast_precision_loss, reason = "lines of a page")]
    let set = importance(&page) * (100.0 / page.lines.len().max(1) as f32).sqrt().min(1.0);
    let labels = known
        .lines
        .lines
        .iter()
        .map(|line| {
            let source = base.map.hull(line.span)?;
            let most = page.lines.iter().max_by_key(|l| common(l.span, source))?;
            let keep = most.keep.filter(|_| common(most.span, source) > 0)?;
            #[allow(clippy::cast_precision_loss, reason = "words of a line")]
            let long = 0.6 + (line.words as f32 / 25.0).min(2.0);
            let sure = if most.sure < 0.5 { 0.3 } else { 1.0 };
            let title = if most.kind == 'T' { 0.2 } else { 1.0 };
            Some((!keep, most.reason, set * long * sure * title))
        })
        .collect();
    let settled = known.findings.iter().map(|f| f.is_some_and(|f| f.alone)).collect();
    Some(Studied { fold, rows, signs, labels, settled, page })
}

fn common(a: Span, b: Span) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

struct Trainer {
    studied: Vec<Studied>,
    epochs: usize,
    seed: u64,
    /// The linear model without each fold.
    linear: Vec<Linear>,
}

impl Trainer {
    /// Fills in the linear model's columns, out of fold: what the network learns from.
    fn prepare(&mut self) {
        self.linear = (0..INNER).map(|k| self.linear(Some(k))).collect();
        for s in &mut self.studied {
            for (row, signs) in s.rows.iter_mut().zip(&s.signs) {
                features::add_classes(row, &self.linear[s.fold].classes(signs));
            }
        }
    }

    fn linear(&self, without: Option<usize>) -> Linear {
        let mut examples = Vec::new();
        // Mixed pages have no words that the others lack.
        for s in self.studied.iter().filter(|s| Some(s.fold) != without && s.page.set != MIXED) {
            for (signs, label) in s.signs.iter().zip(&s.labels) {
                let Some((furniture, reason, weight)) = *label else { continue };
                let class = match (furniture, reason) {
                    (false, _) => Some(0),
                    (true, Some(r)) => REASONS.iter().position(|&x| x == r).map(|i| i + 1),
                    (true, None) => None,
                };
                examples.push(Example { signs, class, weight: weight.min(1.5) });
            }
        }
        linear::fit(&examples, 4, 0.06, 1e-5)
    }

    fn network(&self, without: Option<usize>) -> Network {
        let pages: Vec<network::Example<'_>> =
            self.studied.iter().filter(|s| Some(s.fold) != without).map(Studied::example).collect();
        let course = Course { epochs: self.epochs, rate: 2e-3, dropped: 38, hidden: 26 };
        network::fit(&pages, course, 3 + self.seed)
    }

    fn train(&self, without: Option<usize>) -> Model {
        let linear = without.map_or_else(|| self.linear(None), |fold| self.linear[fold].clone());
        Model { caution: Caution::USUAL, linear, network: self.network(without) }
    }

    /// Scores every fold's pages with a model that has not seen them, at several degrees of caution.
    fn cross_validate(&self, folds: usize, mut errors: usize) {
        let cautions = [
            Caution::USUAL,
            Caution { rise: 0.0, ..Caution::USUAL },
            Caution { change: 0.0, alike: 0.0, ..Caution::USUAL },
            Caution { change: 0.3, alike: 0.6, ..Caution::USUAL },
            Caution { drop: 0.6, drop_in_clean: 0.65, rise: 1.0, ..Caution::USUAL },
            Caution { drop: 0.7, drop_in_clean: 0.75, ..Caution::USUAL },
            Caution { prose: 0.0, ..Caution::USUAL },
            Caution { mostly_clean: 0.3, ..Caution::USUAL },
            Caution { drop_in_clean: 0.8, ..Caution::USUAL },
        ];
        let mut figures: BTreeMap<(String, usize), Figures> = BTreeMap::new();
        for fold in 0..folds {
            let mut model = self.train(Some(fold));
            for s in self.studied.iter().filter(|s| s.fold == fold && s.page.set != MIXED) {
                let page = &s.page;
                let article = Article { text: Some(page.text.clone()), url: page.url.clone(), ..Article::default() };
                let Ok(raw) = RawArticle::parse(&article, &ArticleLimits::default()) else { continue };
                let base = Mapped::identity(&page.text, 0);
                for (n, caution) in cautions.iter().enumerate() {
                    model.caution = *caution;
                    let cleaned = clean::clean_lines_with(&base, None, Metadata::default(), &raw, Some(&model));
                    let name = format!("{} {}", page.set, page.view);
                    let mut silent = 0;
                    let errors = if n == 0 { &mut errors } else { &mut silent };
                    figures.entry((name, n)).or_default().add(page, &cleaned, errors);
                }
            }
        }
        for ((name, n), figures) in &figures {
            say(&format!("cv {name} {:?}: {}", cautions[*n], figures.line()));
        }
    }
}

impl Studied {
    fn example(&self) -> network::Example<'_> {
        let label = |line: usize| {
            let share = if self.settled[line] { 0.2 } else { 1.0 };
            self.labels[line]
                .map_or((0.0, 0.0), |(furniture, _, weight)| (f32::from(u8::from(furniture)), weight * share))
        };
        network::Example {
            rows: self.rows.iter().map(|row| &row[..]).collect(),
            labels: (0..self.rows.len()).map(label).collect(),
        }
    }
}
