//! The ground that every stage stands on: spans and their units, the map from clean text back to
//! the raw input, and the tokens and sentences that are computed once and lent to all.

mod numbering;
mod offsets;
mod source_map;
mod span;
mod tokens;
mod words;

pub(crate) use numbering::Numbering;
pub use offsets::{OffsetTable, OffsetUnit};
pub use source_map::{Mapped, MappedBuilder, SourceMap};
pub use span::Span;
pub use tokens::{Sentence, Token, TokenKind, Tokens};
pub use words::count_words;
