//! The cleaning stage: raw text in, blocks of article text and reasoned removals out.

pub mod html;

use crate::article::{Body, RawArticle};
use crate::document::{Block, BlockKind, DatedBy, Dateline, Reason, Repair};
use crate::text::{Mapped, MappedBuilder, SourceMap, Span};

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
    let _ = (hints, raw);
    let mut out = MappedBuilder::new(base);
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in base.text.split('\n') {
        let inner = line.trim();
        if !inner.is_empty() {
            let from = at + (line.len() - line.trim_start().len());
            if !out.is_empty() {
                out.insert("\n\n");
            }
            let start = out.len();
            out.copy(Span::new(from, from + inner.len()));
            let kind = if blocks.is_empty() { BlockKind::Title } else { BlockKind::Paragraph };
            blocks.push(Block { kind, span: Span::new(start, out.len()), source: Vec::new() });
        }
        at += line.len() + 1;
    }
    let Mapped { text, map } = out.finish();
    for block in &mut blocks {
        block.source = map.sources(block.span);
    }
    let title = meta.title.or_else(|| blocks.first().map(|b: &Block| b.span.of(&text).to_owned()));
    Cleaned { text: text.into_owned(), map, blocks, title, ..Cleaned::default() }
}
