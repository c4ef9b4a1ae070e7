//! Pages: HTML in, the article out, with source spans into the HTML.
//!
//! The page is parsed once into a flat tree with byte spans ([`dom`]), its visible text written line
//! by line ([`text`]), its metadata read ([`metadata`]); each line gets features of its words,
//! elements and neighbours ([`features`]) and a score ([`select`]), and the line layer that plain
//! text goes through does the rest with these hints.
//!
//! The parser is our own and not html5ever: a tree builder that moves nodes gives no byte offsets,
//! and the contract promises a source span for every block and removal. What is left out of the
//! standard (foster parenting, the adoption agency's copies) only moves nodes; see [`dom`].

mod attributed;
mod attrs;
mod core;
mod dom;
mod evidence;
mod features;
mod json_ld;
mod lexicon;
mod metadata;
mod model;
mod names;
mod path;
mod raw;
mod select;
mod shallow;
mod tag;
#[cfg(test)]
mod tests;
mod text;
#[cfg(feature = "train")]
pub(crate) mod training;

use self::dom::Dom;
use self::evidence::Evidence;
use self::metadata::Said;
use self::model::PageModel;
use super::{Cleaned, LineHint, Removal, clean_lines};
use crate::article::RawArticle;
use crate::document::{BlockKind, Reason};
use crate::text::Span;

/// Lines less likely to be the article than this are removed.
const THRESHOLD: f32 = 0.5;

/// On a page where no line reaches the threshold, what comes this near to the likeliest stays: an
/// empty answer is never the right one for a page with text.
const NEAR: f32 = 0.8;

/// Cleans a page.
pub(super) fn clean(raw: &RawArticle<'_>, html: &str) -> Cleaned {
    let start = if html.starts_with('\u{feff}') { 3 } else { 0 };
    let dom = Dom::parse(html, start);
    let page = text::extract(&dom);
    let said = Said::of(&dom);
    let evidence = Evidence::new(&page, &said);
    let rows = features::features(&dom, &page, &evidence);
    let all = || vec![1.0; rows.len()];
    let scores = PageModel::embedded().map_or_else(all, |model| select::scores(&rows, model));
    let is_title = |i: usize| evidence.title == Some(i);
    let body = |i: usize| !is_title(i) && !matches!(page.lines[i].kind, Some(BlockKind::Title | BlockKind::Heading));
    let likeliest = scores.iter().enumerate().filter(|&(i, _)| body(i)).map(|(_, &s)| s).fold(0.0, f32::max);
    let threshold = if likeliest < THRESHOLD { likeliest * NEAR } else { THRESHOLD };
    let hints: Vec<LineHint> = page
        .lines
        .iter()
        .zip(&rows)
        .enumerate()
        .map(|(i, (line, row))| {
            let link_density = line.link_chars as f32 / line.chars.max(1) as f32;
            let score = scores[i];
            let is_title = is_title(i);
            let tags = select::Tags { navigation: row.navigation, links: link_density > 0.6 };
            LineHint {
                kind: if is_title { Some(BlockKind::Title) } else { line.kind },
                link_density,
                in_article: score,
                drop: (score < threshold && !is_title)
                    .then(|| select::reason(row.roles, tags, line.text.of(&page.mapped.text))),
            }
        })
        .collect();
    let mut cleaned = clean_lines(&page.mapped, Some(&hints), said.metadata(raw.url), raw);
    report_muted(&mut cleaned, &page.muted);
    cleaned
}

/// Adds what is never text (scripts, styles, controls, hidden elements) to the removals, unless it
/// lies inside one already.
fn report_muted(cleaned: &mut Cleaned, muted: &[Span]) {
    let mut at = 0;
    let mut added = Vec::with_capacity(muted.len());
    for &source in muted {
        while cleaned.removed.get(at).is_some_and(|r| r.source.end <= source.start) {
            at += 1;
        }
        if cleaned.removed.get(at).is_none_or(|r| !r.source.overlaps(source)) {
            added.push(Removal {
                reason: Reason::Markup,
                rule: "not_shown",
                confidence: 1.0,
                source,
                text: String::new(),
                features: Vec::new(),
            });
        }
    }
    cleaned.removed.append(&mut added);
    cleaned.removed.sort_by_key(|r| r.source);
}

/// Reads the model and builds the tables.
pub(super) fn load() {
    PageModel::embedded();
    lexicon::load();
}

/// Checksum of the model.
#[must_use]
pub fn model_checksum() -> String {
    crate::fingerprint::sha256(PageModel::bytes())
}
