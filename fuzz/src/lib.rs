//! What the targets share: articles out of bytes, and what must hold for the document of each.

use std::sync::LazyLock;

use copydesk::article::{Include, Stage};
use copydesk::text::{OffsetUnit, Span};
use copydesk::{Article, ArticleLimits, Document, Normalizer};

static NORMALIZER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(ArticleLimits::default()));

/// The document of a text or a page after some stages.
pub fn document(body: &str, html: bool, stages: &[Stage]) -> Document {
    let mut article = Article { published_at: Some("2024-05-25".into()), ..Article::default() };
    *(if html { &mut article.html } else { &mut article.text }) = Some(body.to_owned());
    article.options.stages = stages.to_vec();
    article.options.offset_unit = OffsetUnit::Utf8;
    article.options.include = vec![Include::Removed, Include::Quotes, Include::Sentences, Include::Trace];
    NORMALIZER.normalize(&article).expect("a text within the limits is an article")
}

/// What a span holds; fails when it ends inside a character or outside the text.
pub fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_else(|| panic!("{span:?} is no slice of {} bytes", text.len()))
}

/// Blocks in order and apart, every source in bounds, and no raw byte in two places.
pub fn check(raw: &str, document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end, "blocks overlap");
        slice(&document.text, block.span);
        end = block.span.end;
    }
    let mut claimed: Vec<Span> = document.blocks.iter().flat_map(|b| b.source.clone()).collect();
    claimed.extend(document.removed.iter().flatten().map(|r| r.source));
    claimed.iter().for_each(|span| {
        slice(raw, *span);
    });
    claimed.sort();
    assert!(claimed.windows(2).all(|pair| !pair[0].overlaps(pair[1])), "a raw byte is claimed twice");
}
