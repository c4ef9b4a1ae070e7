//! The date stage: a temporal tagger after TIMEX3 (TimeML 1.2.1).
//!
//! One pass over the tokens that the pipeline has made already: each token gets its meaning from a
//! small table ([`lexicon`]), tokens with a meaning are tried as the beginning of an expression by a
//! local grammar ([`grammar`]), and what it reads is placed in the calendar ([`resolve`]) against the
//! anchor, the dates before it in the text and the tense of its sentence. No regular expressions and
//! no clock. The conventions, and where those of the corpora differ, are in `docs/dates.md`.

mod grammar;
mod holidays;
mod lexicon;
mod lunar;
mod point;
mod resolve;
mod scan;
mod stamp;
mod value;
mod zone;

use crate::article::Moment;
use crate::clean::Cleaned;
use crate::document::DateMention;
use crate::text::Tokens;

pub use stamp::{anchor_from_text, anchor_from_url, parse_stamp};

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
pub fn extract(cleaned: &Cleaned, tokens: &Tokens, context: &Context<'_>) -> Vec<DateMention> {
    let mut found = scan::scan(&cleaned.text, tokens, context);
    for mention in &mut found {
        mention.source = cleaned.map.sources(mention.span);
    }
    found
}
