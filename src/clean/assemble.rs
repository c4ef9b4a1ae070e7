//! Puts the kept lines together: blocks of the clean text with their sources, and everything else
//! as removals, so that every character of the raw input is accounted for.

use super::dateline::Head;
use super::{Cleaned, Removal};
use crate::document::{Block, BlockKind, Reason};
use crate::text::{Mapped, MappedBuilder, Span};

/// What becomes of a line.
#[derive(Debug, Clone)]
pub(super) enum Fate {
    Keep(BlockKind),
    Drop(Drop),
}

/// Why a line goes.
#[derive(Debug, Clone)]
pub(super) struct Drop {
    pub(super) reason: Reason,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
    pub(super) features: Vec<String>,
}

impl Drop {
    pub(super) const fn by_rule(reason: Reason, rule: &'static str, confidence: f32) -> Self {
        Self { reason, rule, confidence, features: Vec::new() }
    }
}

/// A line of `base` and its fate.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) span: Span,
    pub(super) fate: Fate,
    /// A dateline opens the line.
    pub(super) head: Option<Box<Head>>,
    /// Bytes of the mark of a list item or a quotation.
    pub(super) marker: usize,
    /// Where a picture credit begins that ends the line, in bytes of the line.
    pub(super) credit: Option<usize>,
}

impl Placed {
    /// The end of what is kept, without the credit and the space before it.
    fn kept_end(&self, text: &str) -> usize {
        let start = self.span.start as usize;
        self.credit.map_or(self.span.end as usize, |c| start + text[start..start + c].trim_end().len())
    }
}

/// Builds the clean text. `title` is a headline that the lines do not have.
pub(super) fn assemble(base: &Mapped<'_>, lines: &[Placed], title: Option<&str>, out: &mut Cleaned) {
    let mut builder = MappedBuilder::new(base);
    if let Some(title) = title {
        builder.insert(title);
        let span = Span::new(0, builder.len());
        out.blocks.push(Block { kind: BlockKind::Title, span, source: Vec::new() });
    }
    // The headline is the first block of the text wherever it stood.
    let is_title = |l: &&Placed| matches!(l.fate, Fate::Keep(BlockKind::Title));
    for line in lines.iter().filter(is_title).chain(lines.iter().filter(|l| !is_title(l))) {
        let Fate::Keep(kind) = line.fate else { continue };
        if !builder.is_empty() {
            builder.insert("\n\n");
        }
        let start = builder.len();
        let from = line.span.start as usize + line.head.as_ref().map_or(line.marker, |h| h.len);
        builder.copy(Span::new(from, line.kept_end(&base.text)));
        // The mark is markup of the block: in its source, not in its text.
        let marker = Span::new(line.span.start as usize, line.span.start as usize + line.marker);
        let source = if line.marker > 0 { base.map.sources(marker) } else { Vec::new() };
        out.blocks.push(Block { kind, span: Span::new(start, builder.len()), source });
    }
    let Mapped { text, map } = builder.finish();
    for block in &mut out.blocks {
        for source in map.sources(block.span) {
            match block.source.last_mut() {
                Some(last) if last.end == source.start => last.end = source.end,
                _ => block.source.push(source),
            }
        }
    }
    out.text = text.into_owned();
    out.map = map;
    for line in lines {
        removal(base, line, &mut out.removed);
    }
}

fn removal(base: &Mapped<'_>, line: &Placed, removed: &mut Vec<Removal>) {
    let mut push = |span: Span, reason, rule, confidence, features| {
        if let Some(source) = base.map.hull(span) {
            removed.push(Removal { reason, rule, confidence, source, text: span.of(&base.text).to_owned(), features });
        }
    };
    match &line.fate {
        Fate::Drop(drop) => push(line.span, drop.reason, drop.rule, drop.confidence, drop.features.clone()),
        Fate::Keep(_) => {
            if let Some(head) = &line.head {
                let start = line.span.start as usize;
                let len = head.len - trailing_space(line, head.len, &base.text);
                push(Span::new(start, start + len), Reason::Dateline, "dateline", 0.95, Vec::new());
            }
            if let Some(credit) = line.credit {
                let credit = Span::new(line.span.start as usize + credit, line.span.end as usize);
                push(credit, Reason::ImageCredit, "caption_credit", 0.95, Vec::new());
            }
        }
    }
}

fn trailing_space(line: &Placed, len: usize, text: &str) -> usize {
    let head = &text[line.span.start as usize..line.span.start as usize + len];
    head.len() - head.trim_end().len()
}

/// Whatever of the raw text is neither in a block nor removed, and not white space: invisible
/// characters between the lines, for instance. Kept account of, so that nothing is lost silently.
pub(super) fn residue(raw: &str, from: usize, out: &mut Cleaned) {
    let mut taken: Vec<Span> = out.blocks.iter().flat_map(|b| b.source.iter().copied()).collect();
    taken.extend(out.removed.iter().map(|r| r.source));
    taken.sort_unstable();
    let mut at = from;
    let mut rest = Vec::new();
    let mut gap = |start: usize, end: usize| {
        let text = &raw[start..end];
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let start = start + (text.len() - text.trim_start().len());
            rest.push(Removal {
                reason: Reason::Markup,
                rule: "residue",
                confidence: 1.0,
                source: Span::new(start, start + trimmed.len()),
                text: trimmed.to_owned(),
                features: Vec::new(),
            });
        }
    };
    for span in taken {
        if span.start as usize > at {
            gap(at, span.start as usize);
        }
        at = at.max(span.end as usize);
    }
    if at < raw.len() {
        gap(at, raw.len());
    }
    out.removed.extend(rest);
    out.removed.sort_by_key(|r| r.source);
}
