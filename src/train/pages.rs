//! `copydesk train cleaning-html`: which lines of a page are the article, learned from pages with
//! the article's text.
//!
//! A line is labelled by the share of its word 4-grams that the gold text has (short ones by equal
//! lines).

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::clean::html::training::{Labelled, PageModel};
use crate::train::cleaning::say;
use crate::train::network::{self, Course, Example};

/// Trains the model of page extraction.
#[derive(Debug, clap::Args)]
pub struct TrainPages {
    /// Pages as JSON lines with `html` and `gold_text`, gzipped or not.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where the model goes.
    #[arg(long, default_value = "src/clean/html/model.bin")]
    out: PathBuf,
    /// Measure by cross-validation over this many parts instead of writing a model.
    #[arg(long)]
    cross_validate: Option<usize>,
}

/// On a hundred pages what a network learns hangs on chance: the mean of some is steadier.
const NETWORKS: u64 = 3;
const COURSE: Course = Course { epochs: 60, rate: 2e-3, dropped: 64, hidden: 40 };

struct Gold {
    page: Labelled,
    gold: String,
    labels: Vec<bool>,
    weights: Vec<f32>,
}

impl TrainPages {
    /// Trains, or measures.
    ///
    /// # Errors
    /// When a file cannot be read or the model not be written.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let mut pages = Vec::new();
        for file in &self.files {
            read(file, &mut pages)?;
        }
        let lines: usize = pages.iter().map(|p| p.labels.len()).sum();
        say(&format!("{} pages, {lines} lines", pages.len()));
        let all: Vec<usize> = (0..pages.len()).collect();
        if let Some(parts) = self.cross_validate {
            let mut scored = Vec::new();
            for part in 0..parts {
                let (held, used): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&i| i % parts == part);
                let model = train(&pages, &used);
                scored.extend(held.into_iter().map(|i| (i, pages[i].page.probabilities(&model))));
            }
            for threshold in [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6] {
                let (p, r) = measure(&pages, &scored, threshold);
                say(&format!(
                    "threshold {threshold}: P {:.2} R {:.2} F1 {:.2}",
                    p * 100.0,
                    r * 100.0,
                    200.0 * p * r / (p + r)
                ));
            }
            return Ok(());
        }
        let model = train(&pages, &all);
        std::fs::write(&self.out, model.write())?;
        say(&format!("{}: {} bytes", self.out.display(), model.write().len()));
        Ok(())
    }
}

fn read(file: &Path, pages: &mut Vec<Gold>) -> Result<(), Box<dyn Error>> {
    #[derive(serde::Deserialize)]
    struct Record {
        html: String,
        gold_text: String,
    }
    let raw = std::fs::File::open(file)?;
    let reader: Box<dyn Read> = if file.extension().is_some_and(|e| e == "gz") {
        Box::new(flate2::read::GzDecoder::new(raw))
    } else {
        Box::new(raw)
    };
    for line in BufReader::new(reader).lines() {
        let record: Record = serde_json::from_str(&line?)?;
        let page = Labelled::new(&record.html);
        let gold = GoldText::new(&record.gold_text);
        let (labels, weights) = page.lines.iter().map(|line| gold.label(line)).unzip();
        pages.push(Gold { page, gold: record.gold_text, labels, weights });
    }
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// What labels are made from.
struct GoldText {
    grams: HashSet<Vec<String>>,
    lines: HashSet<Vec<String>>,
    /// Without white space: scripts that do not use it are compared by characters.
    solid: String,
}

impl GoldText {
    fn new(text: &str) -> Self {
        Self {
            grams: words(text).windows(4).map(<[String]>::to_vec).collect(),
            lines: text.lines().map(words).collect(),
            solid: text.split_whitespace().collect(),
        }
    }

    /// Whether a line is in the text, and the weight of that: more for longer lines, but not in
    /// proportion, since an element is right or wrong whatever its length.
    #[allow(clippy::cast_precision_loss, reason = "counts of words")]
    fn label(&self, line: &str) -> (bool, f32) {
        let words = words(line);
        let solid: String = line.split_whitespace().collect();
        let chars = solid.chars().count();
        if words.is_empty() {
            return (false, 0.3);
        }
        if chars >= 8 && chars > words.len() * 9 && !line.is_ascii() {
            let head: String = solid.chars().take(15).collect();
            return (self.solid.contains(&head), (chars as f32 / 6.0).min(100.0).sqrt());
        }
        let weight = (words.len() as f32).min(100.0).sqrt();
        if words.len() < 4 {
            return (self.lines.contains(&words), weight * 0.7);
        }
        let found = words.windows(4).filter(|w| self.grams.contains(*w)).count();
        (found * 2 >= words.len() - 3, weight)
    }
}

/// Trains the networks on some of the pages.
fn train(pages: &[Gold], used: &[usize]) -> PageModel {
    let example = |&i: &usize| {
        let page: &Gold = &pages[i];
        let labels =
            page.labels.iter().zip(&page.weights).map(|(&article, &weight)| (f32::from(u8::from(article)), weight));
        Example { rows: page.page.rows(), labels: labels.collect() }
    };
    let examples: Vec<Example<'_>> = used.iter().map(example).collect();
    PageModel((1..=NETWORKS).map(|seed| network::fit(&examples, COURSE, seed)).collect())
}

/// Macro precision and recall of word 4-grams, as the project's scorer counts them.
#[allow(clippy::cast_precision_loss, reason = "counts of words")]
fn measure(pages: &[Gold], scored: &[(usize, Vec<f32>)], threshold: f32) -> (f64, f64) {
    let (mut p, mut r, mut n) = (0.0, 0.0, 0.0);
    for (i, probabilities) in scored {
        let page = &pages[*i];
        let kept: Vec<&str> = page
            .page
            .lines
            .iter()
            .zip(probabilities)
            .zip(&page.page.titles)
            .filter(|((_, q), title)| **q >= threshold && !**title)
            .map(|((line, _), _)| line.as_str())
            .collect();
        let (gold, got) = (grams(&page.gold), grams(&kept.join("\n")));
        let both: usize = gold.iter().map(|(g, n)| got.get(g).copied().unwrap_or(0).min(*n)).sum();
        let total: usize = got.values().sum();
        r += both as f64 / gold.values().sum::<usize>().max(1) as f64;
        if total > 0 {
            p += both as f64 / total as f64;
            n += 1.0;
        }
    }
    (p / f64::max(n, 1.0), r / scored.len().max(1) as f64)
}

fn grams(text: &str) -> HashMap<Vec<String>, usize> {
    let words = words(text);
    let mut out = HashMap::new();
    for gram in words.windows(4.min(words.len()).max(1)) {
        *out.entry(gram.to_vec()).or_insert(0) += 1;
    }
    out
}
