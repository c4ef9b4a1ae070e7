//! The ground that every stage stands on: spans and their units, the map from clean text back to
//! the raw input, and the tokens and sentences that are computed once and lent to all.

mod numbering;
mod offsets;
mod source_map;
mod span;
mod tokens;
mod word_table;
mod words;

pub(crate) use numbering::Numbering;
pub use offsets::{OffsetTable, OffsetUnit};
pub use source_map::{Mapped, MappedBuilder, SourceMap};
pub use span::Span;
pub use tokens::{Sentence, Token, TokenKind, Tokens};
pub(crate) use word_table::WordTable;
pub use words::count_words;

/// The start of a text: as many whole characters as fit in `most` bytes.
pub(crate) fn head(text: &str, most: usize) -> &str {
    let end = (0..=text.len().min(most)).rev().find(|&i| text.is_char_boundary(i));
    &text[..end.unwrap_or(0)]
}
