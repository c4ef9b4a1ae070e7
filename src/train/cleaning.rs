//! Measures the cleaning stage on pages with labelled lines, in the way of the project's scorer: a
//! line counts as kept when at least half of it is in some block's source.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::cleaning_data::{self, Page};
use crate::article::{Article, ArticleLimits, RawArticle};
use crate::clean::{self, Cleaned};
use crate::document::{Block, BlockKind, Reason};

/// `copydesk eval cleaning`.
#[derive(Debug, clap::Args)]
pub struct Eval {
    /// Files of labelled pages or annotated articles.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only pages in this view (container, readability, ptags, boilerpipe, innertext).
    #[arg(long)]
    method: Option<String>,
    /// Print this many wrong lines.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Print how often each rule was right.
    #[arg(long)]
    rules: bool,
}

/// Counts of one set.
#[derive(Debug, Default)]
pub struct Figures {
    lines: [u64; 3],
    tokens: [u64; 3],
    /// Sum of the pages' own line F1, and pages.
    pages: (f64, u64),
    precision: (f64, u64),
    recall: (f64, u64),
    reasons: (u64, u64),
    titles: (u64, u64),
    headings: (u64, u64),
    /// Right and all removals by rule.
    rules: BTreeMap<&'static str, (u64, u64)>,
    /// Gold and given reason, where they differ.
    confused: BTreeMap<(Reason, Reason), u64>,
}

impl Eval {
    /// Prints the figures of each file.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let mut left = self.errors;
        for file in &self.files {
            let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
            let (mut bytes, mut spent) = (0, Duration::ZERO);
            for page in cleaning_data::read(file)? {
                if self.method.as_ref().is_some_and(|m| *m != page.view) {
                    continue;
                }
                let start = Instant::now();
                let Some(cleaned) = cleaned(&page) else { continue };
                spent += start.elapsed();
                bytes += page.text.len();
                figures.entry(page.view.clone()).or_default().add(&page, &cleaned, &mut left);
            }
            #[allow(clippy::cast_precision_loss, reason = "bytes and seconds")]
            let speed = bytes as f64 / 1e6 / spent.as_secs_f64().max(1e-9);
            say(&format!("{}: {speed:.1} MB/s", file.display()));
            for (view, figures) in &figures {
                say(&format!("{} {view}: {}", file.display(), figures.line()));
                if self.rules {
                    say(&figures.table());
                }
            }
        }
        Ok(())
    }
}

#[allow(clippy::print_stdout, reason = "figures are what this command is for")]
pub(super) fn say(text: &str) {
    println!("{text}");
}

fn cleaned(page: &Page) -> Option<Cleaned> {
    let article = Article { text: Some(page.text.clone()), url: page.url.clone(), ..Article::default() };
    let raw = RawArticle::parse(&article, &ArticleLimits::default()).ok()?;
    Some(clean::clean(&raw))
}

fn f1([tp, fp, fn_]: [u64; 3]) -> f64 {
    percent(2 * tp, 2 * tp + fp + fn_)
}

#[allow(clippy::cast_precision_loss, reason = "counts of lines")]
fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

impl Figures {
    /// Adds a page.
    pub fn add(&mut self, page: &Page, cleaned: &Cleaned, errors: &mut usize) {
        let mut kept = vec![false; page.text.len() + 1];
        let mut heading = vec![false; page.text.len() + 1];
        for block in &cleaned.blocks {
            for source in &block.source {
                kept[source.range()].fill(true);
                heading[source.range()].fill(block.kind == BlockKind::Heading);
            }
        }
        let half = |marks: &[bool], range: std::ops::Range<usize>| {
            let n = range.len().max(1);
            marks[range].iter().filter(|&&m| m).count() * 2 >= n
        };
        let mut text = String::new();
        let before = self.lines;
        for line in &page.lines {
            let own = line.span.of(&page.text);
            let Some(gold) = line.keep else { continue };
            let got = half(&kept, line.span.range());
            let annotated = page.set == "corpus";
            if line.kind == 'T' && annotated {
                let same = cleaned.title.as_deref().is_some_and(|t| t.split_whitespace().eq(own.split_whitespace()));
                self.titles.0 += u64::from(same);
                self.titles.1 += 1;
                if !same {
                    complain(errors, "TITLE", page, own, cleaned.title.as_deref().unwrap_or("-"));
                }
            }
            if line.kind == 'T' && !annotated {
                if gold {
                    text.push_str(own);
                    text.push('\n');
                }
                continue;
            }
            if got {
                text.push_str(own);
                text.push('\n');
            }
            let words = tokens(own).count() as u64;
            let cell = match (got, gold) {
                (true, true) => Some(0),
                (true, false) => Some(1),
                (false, true) => Some(2),
                (false, false) => None,
            };
            if let Some(cell) = cell {
                self.lines[cell] += 1;
                self.tokens[cell] += words;
            }
            let removal = cleaned.removed.iter().find(|r| {
                let both = r.source.end.min(line.span.end).saturating_sub(r.source.start.max(line.span.start));
                r.source.overlaps(line.span) && both as usize * 2 >= line.span.len()
            });
            if got != gold && line.sure >= 0.5 {
                let here = |b: &&Block| b.source.iter().any(|s| s.overlaps(line.span));
                match cleaned.blocks.iter().find(here) {
                    Some(block) if got => complain(errors, "KEPT", page, own, &format!("{:?}", block.kind)),
                    _ => complain(errors, "LOST", page, own, removal.map_or("", |r| r.rule)),
                }
            }
            if let Some(removal) = removal {
                let rule = self.rules.entry(removal.rule).or_default();
                rule.0 += u64::from(!gold);
                rule.1 += 1;
            }
            if let (Some(reason), false) = (line.reason, got) {
                self.reasons.1 += 1;
                let given = removal.map(|r| r.reason);
                self.reasons.0 += u64::from(given == Some(reason));
                if let Some(given) = given.filter(|&g| g != reason) {
                    *self.confused.entry((reason, given)).or_default() += 1;
                    complain(errors, "WHY", page, own, &format!("{reason:?} not {given:?}"));
                }
            }
            if line.kind == 'H' {
                self.headings.1 += 1;
                let found = half(&heading, line.span.range());
                self.headings.0 += u64::from(found);
                if !found {
                    complain(errors, "HEAD", page, own, "");
                }
            }
        }
        let own: [u64; 3] = std::array::from_fn(|i| self.lines[i] - before[i]);
        self.pages.0 += if own == [0; 3] { 100.0 } else { f1(own) };
        self.pages.1 += 1;
        if let Some(gold) = &page.gold {
            self.four_grams(gold, &text);
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of 4-grams in a page")]
    fn four_grams(&mut self, gold: &str, got: &str) {
        let (a, b) = (shingles(gold), shingles(got));
        let both: u64 = a.iter().map(|(k, n)| n.min(b.get(k).unwrap_or(&0))).sum();
        let (gold, got): (u64, u64) = (a.values().sum(), b.values().sum());
        if got > 0 {
            self.precision.0 += both as f64 / got as f64;
            self.precision.1 += 1;
        }
        if gold > 0 {
            self.recall.0 += both as f64 / gold as f64;
            self.recall.1 += 1;
        }
    }

    /// The figures on one line.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "counts of pages")]
    pub fn line(&self) -> String {
        let p = self.precision.0 / self.precision.1.max(1) as f64;
        let r = self.recall.0 / self.recall.1.max(1) as f64;
        let four = if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 };
        let mut out = format!("line {:.2} token {:.2} four_gram {four:.2}", f1(self.lines), f1(self.tokens));
        let [_, kept, lost] = self.lines;
        out += &format!(", mean of the pages' line F1 {:.2}", self.pages.0 / self.pages.1.max(1) as f64);
        out += &format!(" (kept wrongly {kept}, lost {lost})");
        if self.titles.1 > 0 {
            let (r, t, h) = (self.reasons, self.titles, self.headings);
            out += &format!(
                " reasons {:.2} titles {:.2} headings {:.2}",
                percent(r.0, r.1),
                percent(t.0, t.1),
                percent(h.0, h.1)
            );
        }
        out
    }

    fn table(&self) -> String {
        let mut out = String::new();
        for (rule, &(right, all)) in &self.rules {
            out += &format!("  {rule:20} {right:6} of {all:6} {:.3}\n", percent(right, all) / 100.0);
        }
        let mut confused: Vec<_> = self.confused.iter().collect();
        confused.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        for ((gold, given), n) in confused.into_iter().take(20) {
            out += &format!("  gold {gold:?} given {given:?}: {n}\n");
        }
        out
    }
}

fn complain(errors: &mut usize, what: &str, page: &Page, line: &str, more: &str) {
    if *errors > 0 {
        *errors -= 1;
        let line: String = line.chars().take(140).collect();
        let id: String = page.id.chars().take(10).collect();
        say(&format!("{what}\t{} {}\t{id}\t{line}\t{more}", page.set, page.view));
    }
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|t| !t.is_empty())
}

fn shingles(text: &str) -> HashMap<Vec<String>, u64> {
    let words: Vec<String> = tokens(text).map(str::to_lowercase).collect();
    let mut out = HashMap::new();
    if words.is_empty() {
        return out;
    }
    for i in 0..words.len().saturating_sub(3).max(1) {
        *out.entry(words[i..words.len().min(i + 4)].to_vec()).or_default() += 1;
    }
    out
}
