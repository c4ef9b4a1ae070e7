//! Measures the date stage with the formulas of TempEval-3 (UzZaman et al. 2013): strict and relaxed
//! spans, type and value F1.

use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;

use super::corpus;
use crate::article::{Article, ArticleLimits, Moment, RawArticle};
use crate::clean;
use crate::dates::{self, Context};
use crate::document::TimexType;
use crate::text::{Span, Tokens};

/// `copydesk eval dates`.
#[derive(Debug, clap::Args)]
pub struct EvalDates {
    /// JSON lines with gold TIMEX3 (`text`, `dct`, `timex`), gzipped or not, or annotated articles (`.txt`).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print so many errors of each file.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Print errors only whose line has this in it.
    #[arg(long, default_value = "")]
    only: String,
}

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    dct: String,
    text: String,
    timex: Vec<Gold>,
}

#[derive(Debug, Clone, Deserialize)]
struct Gold {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: Option<TimexType>,
    value: Option<String>,
}

/// Sums over one file.
#[derive(Debug, Default)]
struct Sums {
    gold: usize,
    system: usize,
    strict_gold: usize,
    strict_system: usize,
    relaxed_gold: usize,
    relaxed_system: usize,
    kinds: usize,
    values: usize,
    /// Right span and right value, as the scorer of annotated articles asks.
    exact: usize,
}

fn f1(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 200.0 * p * r / (p + r) } else { 0.0 }
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
}

fn rows(file: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    if file.extension().is_some_and(|e| e == "txt") {
        let rows = corpus::read(file)?.into_iter().map(|a| Row {
            id: a.id,
            dct: a.published,
            timex: a
                .dates
                .into_iter()
                .map(|(span, value)| Gold {
                    start: span.start as usize,
                    end: span.end as usize,
                    kind: None,
                    value: Some(value),
                })
                .collect(),
            text: a.text,
        });
        return Ok(rows.collect());
    }
    let bytes = std::fs::read(file)?;
    let mut content = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut content)?;
    } else {
        content = String::from_utf8(bytes)?;
    }
    let mut rows = Vec::new();
    for line in content.lines() {
        let mut row: Row = serde_json::from_str(line)?;
        // Gold offsets are code points.
        let offsets: Vec<usize> = row.text.char_indices().map(|(i, _)| i).chain([row.text.len()]).collect();
        let at = |n: usize| offsets.get(n).copied().unwrap_or(row.text.len());
        for gold in &mut row.timex {
            (gold.start, gold.end) = (at(gold.start), at(gold.end));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// The span without what the TempEval-3 scorer strips at its ends.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let edge = [' ', '\t', '\r', '\n', '\u{a0}', ',', ';', ':', '"', '`', '\u{201c}', '\u{201d}'];
    let inner = &text[start..end];
    let from = start + (inner.len() - inner.trim_start_matches(edge).len());
    (from, (start + inner.trim_end_matches(edge).len()).max(from))
}

impl EvalDates {
    /// Measures and prints.
    pub(crate) fn run(&self) -> Result<(), Box<dyn Error>> {
        for file in &self.files {
            let mut sums = Sums::default();
            let mut errors = Vec::new();
            let (mut bytes, mut seconds) = (0, 0.0);
            for row in rows(file)? {
                let article = Article { text: Some(row.text), ..Article::default() };
                let raw = RawArticle::parse(&article, &ArticleLimits::default())?;
                let cleaned = clean::keep(&raw);
                let tokens = Tokens::new(&cleaned.text);
                let anchor = row.dct.get(..10).and_then(Moment::parse);
                let started = Instant::now();
                let found = dates::extract(&cleaned, &tokens, &Context { anchor, language: "en", url: None });
                seconds += started.elapsed().as_secs_f64();
                bytes += cleaned.text.len();
                let found: Vec<(Span, TimexType, String)> =
                    found.into_iter().map(|d| (d.span, d.kind, d.timex)).collect();
                sums.add(&row.id, &cleaned.text, &row.timex, &found, &mut errors);
            }
            report(file, &sums, bytes, seconds);
            for error in errors.iter().filter(|e| e.contains(&self.only)).take(self.errors) {
                print(error);
            }
        }
        Ok(())
    }
}

impl Sums {
    fn add(
        &mut self,
        id: &str,
        text: &str,
        gold: &[Gold],
        found: &[(Span, TimexType, String)],
        errors: &mut Vec<String>,
    ) {
        let gold: Vec<((usize, usize), &Gold)> = gold.iter().map(|g| (trim(text, g.start, g.end), g)).collect();
        let found: Vec<((usize, usize), TimexType, &str)> = found
            .iter()
            .map(|(span, kind, value)| (trim(text, span.start as usize, span.end as usize), *kind, value.as_str()))
            .collect();
        let overlap = |a: (usize, usize), b: (usize, usize)| a.1.min(b.1).saturating_sub(a.0.max(b.0));
        let context = |(s, e): (usize, usize)| {
            let from = (s.saturating_sub(40)..=s).find(|i| text.is_char_boundary(*i)).unwrap_or(s);
            let to = (e..=(e + 30).min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(e);
            format!("{}[{}]{}", &text[from..s], &text[s..e], &text[e..to]).replace('\n', "|")
        };
        self.gold += gold.len();
        self.system += found.len();
        for (span, g) in &gold {
            self.strict_gold += usize::from(found.iter().any(|f| f.0 == *span));
            let best =
                found.iter().filter(|f| overlap(f.0, *span) > 0).max_by_key(|f| (f.0 == *span, overlap(f.0, *span)));
            let value = g.value.as_deref().unwrap_or("");
            match best {
                Some(best) => {
                    self.relaxed_gold += 1;
                    self.kinds += usize::from(g.kind.is_none_or(|k| k == best.1));
                    self.values += usize::from(best.2 == value);
                    self.exact += usize::from(best.2 == value && best.0 == *span);
                    if best.2 != value {
                        errors.push(format!("VALUE\t{id}\t{value}\t{}\t{}", best.2, context(*span)));
                    } else if best.0 != *span {
                        errors.push(format!("SPAN \t{id}\t{}\t{}", &text[best.0.0..best.0.1], context(*span)));
                    }
                }
                None => errors.push(format!("MISS \t{id}\t{value}\t{}", context(*span))),
            }
        }
        for (span, _, value) in &found {
            self.strict_system += usize::from(gold.iter().any(|g| g.0 == *span));
            let hit = gold.iter().any(|g| overlap(g.0, *span) > 0);
            self.relaxed_system += usize::from(hit);
            if !hit {
                errors.push(format!("EXTRA\t{id}\t{value}\t{}", context(*span)));
            }
        }
    }
}

#[allow(clippy::print_stdout, reason = "the figures are what the command is for")]
fn print(line: &str) {
    println!("{line}");
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn report(file: &Path, s: &Sums, bytes: usize, seconds: f64) {
    let (p, r) = (share(s.relaxed_system, s.system), share(s.relaxed_gold, s.gold));
    let (kind, value) = (share(s.kinds, s.relaxed_gold), share(s.values, s.relaxed_gold));
    print(&format!(
        "{} gold {} system {} strict {:.2} relaxed {:.2} type {:.2} value {:.2} exact_value {:.2} MB/s {:.1}",
        file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
        s.gold,
        s.system,
        f1(share(s.strict_system, s.system), share(s.strict_gold, s.gold)),
        f1(p, r),
        f1(kind * p, kind * r),
        f1(value * p, value * r),
        f1(share(s.exact, s.system), share(s.exact, s.gold)),
        bytes as f64 / 1e6 / seconds,
    ));
}
