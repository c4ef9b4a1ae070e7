//! Other renderings of a [`Document`]: pure functions from the document to text.
//!
//! Each says less than the JSON of the API, which has every span; each is what some other system reads.

pub mod jsonld;
pub mod markdown;
pub mod ninjs;
pub mod plain;

use serde_json::{Map, Value};

use crate::document::{Block, Document, Entity};
use crate::text::OffsetTable;

/// A rendering by its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// The document itself, `application/json`.
    #[default]
    Json,
    /// schema.org NewsArticle, `application/ld+json`.
    JsonLd,
    /// IPTC ninjs 3.1, `application/vnd.iptc.ninjs+json`.
    Ninjs,
    /// `text/markdown`.
    Markdown,
    /// `text/plain`.
    Plain,
}

impl Format {
    /// All renderings, the preferred one first.
    pub const ALL: [Self; 5] = [Self::Json, Self::JsonLd, Self::Ninjs, Self::Markdown, Self::Plain];

    /// Its media type without parameters.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::JsonLd => "application/ld+json",
            Self::Ninjs => "application/vnd.iptc.ninjs+json",
            Self::Markdown => "text/markdown",
            Self::Plain => "text/plain",
        }
    }

    /// The `Content-Type` of a response.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Plain => "text/plain; charset=utf-8",
            other => other.media_type(),
        }
    }

    /// Renders a document.
    ///
    /// # Errors
    /// None in practice: only if JSON could not hold the document.
    pub fn render(self, document: &Document) -> serde_json::Result<Vec<u8>> {
        match self {
            Self::Json => serde_json::to_vec(document),
            Self::JsonLd => serde_json::to_vec(&jsonld::value(document)),
            Self::Ninjs => serde_json::to_vec(&ninjs::value(document)),
            Self::Markdown => Ok(markdown::render(document).into_bytes()),
            Self::Plain => Ok(plain::render(document).into_bytes()),
        }
    }
}

/// The blocks with their text, whatever unit the document counts in.
fn blocks(document: &Document) -> impl Iterator<Item = (&Block, &str)> {
    let table = OffsetTable::new(&document.text, document.offset_unit);
    let starts: Vec<(usize, usize)> =
        document.blocks.iter().map(|b| (table.byte(b.span.start), table.byte(b.span.end))).collect();
    document.blocks.iter().zip(starts).filter_map(|(b, (start, end))| Some((b, document.text.get(start..end)?)))
}

/// Entities, most salient first.
fn by_salience(document: &Document) -> Vec<&Entity> {
    let mut entities: Vec<&Entity> = document.entities.iter().flatten().collect();
    entities.sort_by(|a, b| b.salience.total_cmp(&a.salience).then(a.id.cmp(&b.id)));
    entities
}

/// Share of salience from which a document is about an entity rather than mentions it.
const ABOUT: f32 = 0.1;

/// A member of a JSON object, unless it says nothing.
fn put(object: &mut Map<String, Value>, name: &str, value: Value) {
    let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    if !empty {
        object.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests;
