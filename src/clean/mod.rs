//! The cleaning stage: raw text in, blocks of article text and reasoned removals out.
//!
//! In order: [`repair`] mends characters, [`unwrap`] mends lines, [`line`] measures them, [`rules`]
//! and [`sections`] say what they know, [`classify`] judges the rest, [`mod@decide`] says what goes, [`structure`]
//! finds the headline and names the blocks, [`metadata`] reads bylines and datelines, [`assemble`] builds text and
//! removals. Every text edit
//! goes through the source map. When unsure, a line is kept: a lost paragraph is worse than a kept
//! menu entry.

mod assemble;
mod blocks;
mod char_refs;
pub(crate) mod classify;
mod dateline;
mod decide;
pub(crate) mod features;
mod glued;
pub(crate) mod layout;
pub(crate) mod lexicon;
pub(crate) mod line;
pub(crate) mod logistic;
mod metadata;
pub(crate) mod model;
mod mojibake;
pub(crate) mod network;
mod repair;
pub(crate) mod rules;
mod sections;
mod stamps;
mod structure;
mod sums;
mod unwrap;
mod words;

pub mod html;

use crate::article::{Body, Include, Moment, RawArticle};
use crate::dates::anchor_from_url;
use crate::document::{Block, BlockKind, DateSource, DatedBy, Dateline, Reason, Repair, RepairKind};
use crate::text::{Mapped, SourceMap, Span};
use assemble::{Drop, Fate, Placed};
use classify::Page;
use decide::decide;
use layout::Layout;
use lexicon::Topic;
use line::{Line, Lines};
use model::Model;
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
    /// Place and date at the head of the report; the date as an ISO 8601 value where it could be
    /// completed, otherwise as written.
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
    clean_lines_with(base, hints, meta, raw, Model::embedded())
}

/// As [`clean_lines`], with a model of the caller's.
pub(crate) fn clean_lines_with(
    base: &Mapped<'_>,
    hints: Option<&[LineHint]>,
    meta: Metadata,
    raw: &RawArticle<'_>,
    model: Option<&Model>,
) -> Cleaned {
    let mut out = Cleaned { language: meta.language, ..Cleaned::default() };
    let plain = matches!(raw.body, Body::Text(_));
    let mended = mend(base, plain, &mut out.repairs);
    let base = mended.as_ref().unwrap_or(base);
    let given = raw.title.or(meta.title.as_deref()).map(str::trim);
    let page = study(&base.text, hints, raw.url, given);
    let captions = captions(base, &page);
    let drops = decide(&page, model, &captions, raw.includes(Include::Trace));

    let mut placed = place(&page, &drops, &captions);
    describe(&page.lines, &drops, &placed, raw, &mut out);
    for (placed, drop) in placed.iter_mut().zip(drops) {
        if let Some(drop) = drop {
            placed.fate = Fate::Drop(drop);
        }
    }
    let missing = if page.headline.is_none() { given } else { None };
    // Of a text of many short lines it is the larger part of all memory.
    drop(page);
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

/// The text with its characters and, in plain text, its lines mended; none when it is fine.
pub(crate) fn mend(base: &Mapped<'_>, plain: bool, repairs: &mut Vec<Repair>) -> Option<Mapped<'static>> {
    let marks = base.map.hull(Span::new(0, base.text.len())).map_or(0, |h| h.start);
    if plain && marks > 0 {
        repairs.push(Repair { kind: RepairKind::ByteOrderMark, count: 1 });
    }
    let mut keep = |(text, done): (Mapped<'static>, Vec<Repair>)| {
        repairs.extend(done);
        text
    };
    let repaired = repair::repair(base).map(&mut keep);
    let unwrapped = if plain { unwrap::unwrap(repaired.as_ref().unwrap_or(base)).map(keep) } else { None };
    unwrapped.or(repaired)
}

/// What the rules make of a mended text.
pub(crate) fn study<'t>(text: &'t str, hints: Option<&[LineHint]>, url: Option<&str>, title: Option<&str>) -> Page<'t> {
    let hints = hints.filter(|h| h.len() == text.split('\n').count());
    let lines = Lines::new(text, hints);
    let layout = Layout::new(&lines, url);
    let mut findings: Vec<Option<Finding>> = (0..lines.lines.len()).map(|i| rules::find(&lines, i, &layout)).collect();
    let headline = structure::headline(&lines, &findings, &layout, title);
    sections::mark(&lines, &layout, &mut findings, headline);
    Page { lines, layout, findings, headline }
}

/// Lines that a picture credit was glued to: the break between the two was put in.
fn captions(base: &Mapped<'_>, page: &Page<'_>) -> Vec<bool> {
    let lines = &page.lines.lines;
    (0..lines.len())
        .map(|i| {
            let credited = page.findings.get(i + 1).is_some_and(|f| f.is_some_and(|f| f.reason == Reason::ImageCredit));
            let joint = || Span { start: lines[i].span.end, end: lines[i + 1].span.start };
            credited && lines[i].words <= 40 && base.map.hull(joint()).is_none()
        })
        .collect()
}

/// Reads the models and compiles the lexicons now, rather than when the first article comes.
pub fn load() {
    Model::embedded();
    lexicon::Lexicon::get();
    char_refs::load();
    html::load();
}

/// Checksum of the classifier's model.
#[must_use]
pub fn model_checksum() -> String {
    crate::fingerprint::sha256(Model::bytes())
}

/// As many words between headline and text are a dek.
const DEK: u32 = 9;

/// Kinds for the kept lines, fates for all.
fn place(page: &Page<'_>, drops: &[Option<Drop>], captions: &[bool]) -> Vec<Placed> {
    let Page { lines, layout, headline, .. } = page;
    let kept: Vec<usize> = (0..lines.lines.len()).filter(|&i| drops[i].is_none()).collect();
    let mut placed: Vec<Placed> = Vec::with_capacity(lines.lines.len());
    let mut next = kept.iter().copied().peekable();
    let mut before: Option<&Line> = None;
    for (i, line) in lines.lines.iter().enumerate() {
        // Fates of what goes are filled in by the caller.
        let fate = match &drops[i] {
            Some(_) => Fate::Keep(BlockKind::Paragraph),
            None => {
                next.next();
                let after = next.peek().map(|&j| &lines.lines[j]);
                let kind = if Some(i) == *headline {
                    BlockKind::Title
                } else if captions[i] {
                    BlockKind::Caption
                } else {
                    let kind = structure::kind(lines, line, before.filter(|_| i > 0), after);
                    // Between headline and text nothing is headed: a long line is the dek, and under a credit stands
                    // what it is of.
                    let credit = i > 0 && drops[i - 1].as_ref().is_some_and(|d| d.reason == Reason::ImageCredit);
                    let above = kind == BlockKind::Heading && i < layout.first_prose && line.hint.is_none();
                    if above && credit {
                        BlockKind::Caption
                    } else if above
                        && line.clocks == 0
                        && layout::weight(line) >= DEK
                        && headline.is_some_and(|h| h < i)
                    {
                        BlockKind::Paragraph
                    } else {
                        kind
                    }
                };
                before = Some(line);
                Fate::Keep(kind)
            }
        };
        let marker = match fate {
            Fate::Keep(kind) => structure::marker(lines.text(line), kind),
            Fate::Drop(_) => 0,
        };
        let mut one = Placed { span: line.span, fate, head: None, marker, credit: None };
        if drops[i].is_none()
            && line.words <= 60
            && (line.hits.any(Topic::Credit) || line.copyright_sign)
            && Some(i) != *headline
        {
            one.credit = metadata::inline_credit(lines.text(line));
            if one.credit.is_some() {
                one.fate = Fate::Keep(BlockKind::Caption);
                one.marker = 0;
            }
        }
        placed.push(one);
    }
    // A dateline opens the first paragraphs or none.
    let body = layout.first_prose;
    let opens = |i: usize| i >= body || lines.lines[i].ended() && lines.lines[i].words >= 8;
    for i in kept.into_iter().filter(|&i| opens(i)).take(3) {
        if matches!(placed[i].fate, Fate::Keep(BlockKind::Paragraph)) {
            placed[i].head = dateline::dateline(lines.text(&lines.lines[i])).map(Box::new);
            if placed[i].head.is_some() {
                break;
            }
        }
    }
    placed
}

/// Fills the fields from what was removed.
fn describe(lines: &Lines<'_>, drops: &[Option<Drop>], placed: &[Placed], raw: &RawArticle<'_>, out: &mut Cleaned) {
    // When the text was brought up to date: counts where nothing says when it was published.
    let mut updated = None;
    for (i, line) in lines.lines.iter().enumerate() {
        let text = lines.text(line);
        match drops[i].as_ref().map(|f| f.reason) {
            Some(Reason::Byline) => {
                if out.authors.is_empty() {
                    out.authors = metadata::authors(text, line);
                }
                stamp(text, line, &mut out.published);
            }
            Some(Reason::Timestamp) if revised(text) => stamp(text, line, &mut updated),
            Some(Reason::Timestamp) => stamp(text, line, &mut out.published),
            Some(Reason::Boilerplate) if out.source.is_none() => out.source = metadata::source(text, line),
            _ => {}
        }
        if let Some(head) = &placed[i].head {
            let told = || out.published.as_ref().and_then(|p| Moment::parse(&p.value)).map(|m| m.date);
            let published = raw
                .published_at
                .or(raw.collected_at)
                .map(|m| m.date)
                .or_else(told)
                .or_else(|| raw.url.and_then(anchor_from_url));
            out.source = head.agency.clone().or(out.source.take());
            let Dateline { place, date } = head.dateline.clone();
            let date = date.map(|d| dateline::dateline_date(&d, published).unwrap_or(d));
            out.dateline = Some(Dateline { place, date });
        }
    }
    out.published = out.published.take().or(updated);
}

fn stamp(text: &str, line: &Line, out: &mut Option<DatedBy>) {
    if out.is_none() && line.numbers > 0 {
        *out = stamps::parse(text).map(|value| DatedBy { value, source: DateSource::Byline });
    }
}

/// How lines begin that say when a text was brought up to date.
const REVISED: [&str; 16] = [
    "update",
    "last update",
    "modified",
    "last modified",
    "edited",
    "last edited",
    "aktualisiert",
    "zuletzt",
    "mis à jour",
    "actualizado",
    "última actualización",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "обновлен",
    "оновлен",
];

fn revised(text: &str) -> bool {
    let head: String = text.chars().take(24).flat_map(char::to_lowercase).collect();
    REVISED.iter().any(|r| head.starts_with(r))
}

#[cfg(test)]
mod tests;
