//! Half-open ranges of text.

use serde::{Deserialize, Serialize};
use utoipa::openapi::{ArrayBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// `[start, end)` in some text. Inside the pipeline the unit is bytes of UTF-8 and both ends lie on
/// character boundaries; in a response the unit is the document's `offset_unit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Span {
    /// First position inside.
    pub start: u32,
    /// First position after.
    pub end: u32,
}

impl Span {
    /// A span from positions in a text of less than 4 GiB.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        #[allow(clippy::cast_possible_truncation, reason = "bodies are limited far below 4 GiB")]
        Self { start: start as u32, end: end as u32 }
    }

    /// The span as a range for slicing a `str` (byte spans only).
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in the span's unit.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one position.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub const fn hull(self, other: Self) -> Self {
        Self {
            start: if self.start < other.start { self.start } else { other.start },
            end: if self.end > other.end { self.end } else { other.end },
        }
    }

    /// The text that a byte span covers.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}

impl From<[u32; 2]> for Span {
    fn from([start, end]: [u32; 2]) -> Self {
        Self { start, end }
    }
}

impl From<Span> for [u32; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

impl PartialSchema for Span {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(u32::schema())
            .min_items(Some(2))
            .max_items(Some(2))
            .description(Some("`[start, end)`: first position inside and first position after."))
            .examples([serde_json::json!([0, 91])])
            .into()
    }
}

impl ToSchema for Span {}
