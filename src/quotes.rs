//! Direct quotations and their speakers.

use crate::clean::Cleaned;
use crate::document::{Entity, Quote};
use crate::text::Tokens;

/// Finds the direct quotations of a text, in order. Spans are bytes.
#[must_use]
pub fn extract(_cleaned: &Cleaned, _tokens: &Tokens, _entities: &[Entity]) -> Vec<Quote> {
    Vec::new()
}
