//! The date stage: trigger scan, local grammar, TIMEX3 values, resolution.

mod grammar;
#[allow(dead_code, reason = "the rest of the grammar lands next")]
mod lexicon;
mod stamp;
#[allow(dead_code, reason = "the rest of the grammar lands next")]
mod value;

pub use stamp::{anchor_from_text, anchor_from_url, parse_stamp};

use crate::article::Moment;
use crate::clean::Cleaned;
use crate::document::DateMention;
use crate::text::Tokens;

/// What the stage may use beside the text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// What relative dates are resolved against.
    pub anchor: Option<Moment>,
    /// BCP 47 tag of the text.
    pub language: &'a str,
    /// Where the article was found: its domain hints at DMY or MDY.
    pub url: Option<&'a str>,
}

/// Finds the temporal expressions of a text, in order and not overlapping. Spans are bytes.
#[must_use]
pub fn extract(_cleaned: &Cleaned, _tokens: &Tokens, _context: &Context<'_>) -> Vec<DateMention> {
    Vec::new()
}
