//! The cleaning stage: raw text in, blocks of article text and reasoned removals out.
//!
//! In order: [`repair`] mends characters, [`unwrap`] mends lines, [`line`] measures them, [`rules`]
//! and [`sections`] say what they know, [`structure`] finds the headline and names the blocks,
//! [`metadata`] reads bylines and datelines, [`assemble`] builds text and removals. Every text edit
//! goes through the source map. When unsure, a line is kept: a lost paragraph is worse than a kept
//! menu entry.

mod assemble;
mod layout;
mod lexicon;
mod line;
mod metadata;
mod mojibake;
mod repair;
mod rules;
mod sections;
mod structure;
mod unwrap;
mod words;

pub mod html;

use crate::article::{Body, RawArticle};
use crate::dates::parse_stamp;
use crate::document::{Block, BlockKind, DateSource, DatedBy, Dateline, Reason, Repair, RepairKind};
use crate::text::{Mapped, SourceMap, Span};
use assemble::{Fate, Placed};
use layout::Layout;
use line::Lines;
use rules::Finding;

/// What the cleaning stage found. All spans are bytes: block spans of `text`, sources of the raw
/// input.
#[derive(Debug, Clone, Default)]
pub struct Cleaned {
    /// Title, blank line, blocks separated by blank lines.
    pub text: String,
    /// From `text` back to the raw input.
    pub map: SourceMap,
    /// The blocks of `text`, in order.
    pub blocks: Vec<Block>,
    /// Everything of the raw input that is not in `text`, in order of its source.
    pub removed: Vec<Removal>,
    /// What was repaired, by kind.
    pub repairs: Vec<Repair>,
    /// The headline.
    pub title: Option<String>,
    /// From the byline.
    pub authors: Vec<String>,
    /// The agency or outlet that the text names as its source.
    pub source: Option<String>,
    /// Place and date at the head of the report; the date as written.
    pub dateline: Option<Dateline>,
    /// When the text (or the page's markup) says that it was published, as an ISO 8601 value.
    pub published: Option<DatedBy>,
    /// The language that the page's markup names.
    pub language: Option<String>,
}

/// A removal before it is reported: see [`crate::document::Removed`].
#[derive(Debug, Clone, PartialEq)]
pub struct Removal {
    /// Why.
    pub reason: Reason,
    /// The rule, or `model`.
    pub rule: &'static str,
    /// Between 0 and 1.
    pub confidence: f32,
    /// Bytes of the raw input.
    pub source: Span,
    /// The text that was removed.
    pub text: String,
    /// The features that weighed most; filled only when a trace was asked for.
    pub features: Vec<String>,
}

/// Takes the text as clean already: unchanged but for a byte order mark, with its paragraphs as blocks.
#[must_use]
pub fn keep(raw: &RawArticle<'_>) -> Cleaned {
    let body = raw.body.as_str();
    let start = if body.starts_with('\u{feff}') { 3 } else { 0 };
    let Mapped { text, map } = Mapped::identity(body, start);
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let inner = part.trim();
        if !inner.is_empty() {
            let from = at + (part.len() - part.trim_start().len());
            let span = Span::new(from, from + inner.len());
            blocks.push(Block { kind: BlockKind::Paragraph, span, source: map.sources(span) });
        }
        at += part.len() + 2;
    }
    Cleaned { text: text.into_owned(), map, blocks, title: raw.title.map(str::to_owned), ..Cleaned::default() }
}

/// What the markup says about one line of a text extracted from a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LineHint {
    /// What the element is; none for a plain text container.
    pub kind: Option<BlockKind>,
    /// Share of the line's characters that stand inside links, 0 to 1.
    pub link_density: f32,
    /// How sure the page's structure is that this is article text: 0 (outside) to 1 (main content).
    pub in_article: f32,
    /// Why the markup alone says that the line is not article text (a hidden element, a menu, a
    /// share bar); such a line is removed whatever it says.
    pub drop: Option<Reason>,
}

/// What the markup says about the article. Text found in the lines gives way to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The outlet or agency.
    pub source: Option<String>,
    /// When it was published.
    pub published: Option<DatedBy>,
    /// BCP 47 tag of the page.
    pub language: Option<String>,
}

/// Cleans an article.
#[must_use]
pub fn clean(raw: &RawArticle<'_>) -> Cleaned {
    let body = match raw.body {
        Body::Text(body) => body,
        Body::Html(html) => return html::clean(raw, html),
    };
    let base = Mapped::identity(body, if body.starts_with('\u{feff}') { 3 } else { 0 });
    clean_lines(&base, None, Metadata::default(), raw)
}

/// The line layer, common to plain text and pages: repairs, line model, rules, classifier, blocks.
///
/// `base` is a text with its source map. Text extracted from a page comes with one hint a line: its
/// lines are whole blocks, divided by `\n` and by no other line break (runs of white space are one
/// space). Hints whose number differs from the number of lines are not used.
#[must_use]
pub fn clean_lines(base: &Mapped<'_>, hints: Option<&[LineHint]>, meta: Metadata, raw: &RawArticle<'_>) -> Cleaned {
    let mut out = Cleaned { language: meta.language, ..Cleaned::default() };
    let plain = matches!(raw.body, Body::Text(_));
    if plain && raw.body.as_str().starts_with('\u{feff}') {
        out.repairs.push(Repair { kind: RepairKind::ByteOrderMark, count: 1 });
    }
    let repaired = repair::repair(base).map(|(text, repairs)| {
        out.repairs.extend(repairs);
        text
    });
    let base = repaired.as_ref().unwrap_or(base);
    let unwrapped = if plain { unwrap::unwrap(base) } else { None }.map(|(text, repairs)| {
        out.repairs.extend(repairs);
        text
    });
    let base = unwrapped.as_ref().unwrap_or(base);

    let hints = hints.filter(|h| h.len() == base.text.split('\n').count());
    let lines = Lines::new(&base.text, hints);
    let layout = Layout::new(&lines, raw.url);
    let mut findings: Vec<Option<Finding>> = (0..lines.lines.len()).map(|i| rules::find(&lines, i, &layout)).collect();
    let given = raw.title.or(meta.title.as_deref()).map(str::trim);
    let headline = structure::headline(&lines, &findings, &layout, given);
    sections::mark(&lines, &layout, &mut findings, headline);

    let drops: Vec<Option<Finding>> = (0..lines.lines.len())
        .map(|i| {
            let marked = lines.lines[i].hint.and_then(|h| h.drop).map(|reason| Finding {
                reason,
                rule: "markup",
                confidence: 0.99,
                alone: true,
            });
            marked.or(findings[i].filter(|f| f.alone)).filter(|_| Some(i) != headline)
        })
        .collect();

    let mut placed = place(&lines, &layout, &drops, headline);
    describe(&lines, &drops, &mut placed, &mut out);
    let missing = if headline.is_none() { given } else { None };
    assemble::assemble(base, &placed, missing, &mut out);
    if plain {
        let start = raw.body.as_str().len() - raw.body.as_str().trim_start_matches('\u{feff}').len();
        assemble::residue(raw.body.as_str(), start, &mut out);
    }
    out.removed.sort_by_key(|r| r.source);
    out.title = missing
        .map(str::to_owned)
        .or_else(|| out.blocks.first().filter(|b| b.kind == BlockKind::Title).map(|b| b.span.of(&out.text).to_owned()));
    if !meta.authors.is_empty() {
        out.authors = meta.authors;
    }
    out.source = meta.source.or(out.source);
    out.published = meta.published.or(out.published);
    out
}

/// Kinds for the kept lines, fates for all.
fn place(lines: &Lines<'_>, layout: &Layout, drops: &[Option<Finding>], headline: Option<usize>) -> Vec<Placed> {
    let kept: Vec<usize> = (0..lines.lines.len()).filter(|&i| drops[i].is_none()).collect();
    let mut placed: Vec<Placed> = Vec::with_capacity(lines.lines.len());
    let mut next = kept.iter().copied().peekable();
    let mut before: Option<&line::Line> = None;
    for (i, line) in lines.lines.iter().enumerate() {
        let fate = match drops[i] {
            Some(f) => Fate::Drop { reason: f.reason, rule: f.rule, confidence: f.confidence, features: Vec::new() },
            None => {
                next.next();
                let after = next.peek().map(|&j| &lines.lines[j]);
                let credited = drops.get(i + 1).is_some_and(|f| f.is_some_and(|f| f.reason == Reason::ImageCredit));
                let kind = if Some(i) == headline {
                    BlockKind::Title
                } else if credited && !lines.lines[i + 1].blank_before && line.blank_before && line.words <= 40 {
                    BlockKind::Caption
                } else {
                    structure::kind(lines, line, before.filter(|_| i > 0), after)
                };
                before = Some(line);
                Fate::Keep(kind)
            }
        };
        placed.push(Placed { span: line.span, fate, head: None });
    }
    // A dateline opens the first paragraphs or none.
    let body = layout.first_prose;
    for i in kept.into_iter().filter(|&i| i >= body).take(3) {
        if matches!(placed[i].fate, Fate::Keep(BlockKind::Paragraph)) {
            placed[i].head = metadata::dateline(lines.text(&lines.lines[i]));
            if placed[i].head.is_some() {
                break;
            }
        }
    }
    placed
}

/// Fills the fields from what was removed.
fn describe(lines: &Lines<'_>, drops: &[Option<Finding>], placed: &mut [Placed], out: &mut Cleaned) {
    for (i, line) in lines.lines.iter().enumerate() {
        let text = lines.text(line);
        match drops[i].map(|f| f.reason) {
            Some(Reason::Byline) => {
                if out.authors.is_empty() {
                    out.authors = metadata::authors(text, line);
                }
                stamp(text, line, DateSource::Byline, out);
            }
            Some(Reason::Timestamp) => stamp(text, line, DateSource::Byline, out),
            Some(Reason::Boilerplate) if out.source.is_none() => out.source = metadata::source(text, line),
            _ => {}
        }
        if let Some(head) = &placed[i].head {
            out.source = head.agency.clone().or(out.source.take());
            out.dateline = Some(head.dateline.clone());
        }
    }
}

fn stamp(text: &str, line: &line::Line, source: DateSource, out: &mut Cleaned) {
    if out.published.is_none() && line.numbers > 0 {
        out.published = parse_stamp(text).map(|value| DatedBy { value, source });
    }
}
