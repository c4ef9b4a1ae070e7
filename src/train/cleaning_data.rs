//! Reads pages with labelled lines: JSON lines (optionally gzipped) with `lines: [{text, keep}]`,
//! and articles annotated inline with line kinds and reasons.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::document::Reason;
use crate::text::Span;

/// One page in one view, as a scraper would deliver it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page's id, the same for all its views: what folds are made of.
    pub id: String,
    /// The set it comes from (the file's first name part).
    pub set: String,
    /// How the text was taken from the page.
    pub view: String,
    /// Where it was found.
    pub url: Option<String>,
    /// What is sent.
    pub text: String,
    /// The labelled lines.
    pub lines: Vec<Labelled>,
    /// The article's text, where the set has one.
    pub gold: Option<String>,
}

/// A line of a page and what it is.
#[derive(Debug, Clone, Copy)]
pub struct Labelled {
    /// Bytes of the page's text.
    pub span: Span,
    /// Whether it belongs to the article; none when nobody knows.
    pub keep: Option<bool>,
    /// Why not, where the set tells.
    pub reason: Option<Reason>,
    /// How sure the label is.
    pub sure: f32,
    /// Kind of the line: T, H, P, L, B, C, X, or a space when the set does not tell.
    pub kind: char,
}

#[derive(Deserialize)]
struct JsonPage {
    id: String,
    url: Option<String>,
    #[serde(default)]
    method: Option<String>,
    lines: Vec<JsonLine>,
    gold_text: Option<String>,
}

#[derive(Deserialize)]
struct JsonLine {
    text: String,
    keep: Option<bool>,
    conf: Option<f32>,
    role: Option<String>,
}

/// Reads a file of either format.
///
/// # Errors
/// When it cannot be read or is in neither format.
pub fn read(file: &Path) -> io::Result<Vec<Page>> {
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if name.ends_with(".txt") {
        return Ok(parse_annotated(&std::fs::read_to_string(file)?));
    }
    let mut parts = name.split('.');
    let set = parts.next().unwrap_or_default().to_owned();
    let view = parts.next().filter(|v| !v.starts_with("json")).unwrap_or("snippets").to_owned();
    let file = File::open(file)?;
    let reader: Box<dyn Read> = if name.ends_with(".gz") { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    let mut pages = Vec::new();
    for line in BufReader::new(reader).lines() {
        let json: JsonPage = serde_json::from_str(&line?).map_err(io::Error::other)?;
        let mut page = Page {
            id: json.id.split('#').next().unwrap_or_default().to_owned(),
            set: set.clone(),
            view: json.method.unwrap_or_else(|| view.clone()),
            url: json.url,
            text: String::new(),
            lines: Vec::with_capacity(json.lines.len()),
            gold: json.gold_text,
        };
        for l in json.lines {
            let start = page.text.len();
            page.text.push_str(&l.text);
            let kind = if l.role.as_deref() == Some("title") { 'T' } else { ' ' };
            page.lines.push(Labelled {
                span: Span::new(start, page.text.len()),
                keep: l.keep,
                reason: None,
                sure: l.conf.unwrap_or(1.0),
                kind,
            });
            page.text.push('\n');
        }
        pages.push(page);
    }
    Ok(pages)
}

/// Articles annotated inline; lines are divided by one or two line feeds by the parity of the id.
fn parse_annotated(content: &str) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut gap = "\n";
    for line in content.lines() {
        if let Some(head) = line.strip_prefix("@@") {
            let field = |name: &str| head.split_whitespace().find_map(|w| w.strip_prefix(name)).map(str::to_owned);
            let id = field("id=").unwrap_or_default();
            gap = if id.bytes().map(usize::from).sum::<usize>() % 2 == 1 { "\n" } else { "\n\n" };
            pages.push(Page {
                id,
                set: "corpus".into(),
                view: "corpus".into(),
                url: field("url="),
                text: String::new(),
                lines: Vec::new(),
                gold: None,
            });
            continue;
        }
        let Some(page) = pages.last_mut() else { continue };
        let Some((label, rest)) = line.split_once(':') else { continue };
        let (kind, reason) = match label.split_once(' ') {
            Some(("X", reason)) => ('X', reason_named(reason)),
            None if label.len() == 1 && "THPLBC".contains(label) => (label.chars().next().unwrap_or('P'), None),
            _ => continue,
        };
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let start = page.text.len();
        page.text.push_str(&if kind == 'X' { rest.to_owned() } else { unmarked(rest) });
        let keep = if kind == 'C' { None } else { Some(kind != 'X') };
        page.lines.push(Labelled { span: Span::new(start, page.text.len()), keep, reason, sure: 1.0, kind });
        page.text.push_str(gap);
    }
    pages
}

fn reason_named(name: &str) -> Option<Reason> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// Takes `[P#1 Name]` and `{surface=VALUE}` marks off.
fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['[', '{']) {
        let close = if rest[open..].starts_with('[') { ']' } else { '}' };
        let inner_start = open + 1;
        let Some(end) = rest[open..].find(close).map(|i| open + i) else { break };
        let inner = &rest[inner_start..end];
        let surface = if close == ']' {
            inner.split_once(' ').filter(|(tag, _)| tag.contains('#')).map(|(_, s)| s)
        } else {
            inner.rsplit_once('=').map(|(s, _)| s)
        };
        out.push_str(&rest[..open]);
        match surface {
            Some(surface) => out.push_str(surface),
            None => out.push_str(&rest[open..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotated_articles() {
        let pages = parse_annotated(
            "@@ id=a published=2024-01-02 lang=en url=https://x.example/a-b\nT: [P#1 Ann Lee] wins\nX byline: By Jo\nP: In {May=2024-05}, [P#1 Lee] won.\n",
        );
        assert_eq!(pages[0].text, "Ann Lee wins\nBy Jo\nIn May, Lee won.\n");
        assert_eq!(pages[0].lines[1].reason, Some(Reason::Byline));
        assert_eq!(pages[0].lines[2].keep, Some(true));
        assert_eq!(pages[0].url.as_deref(), Some("https://x.example/a-b"));
    }
}
