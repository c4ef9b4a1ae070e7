//! One row of a bulk run (a line of NDJSON, a row of a table): what it becomes, and what is said
//! when it becomes nothing. The command line and the Python wheel share it, so that a row has the
//! same document or the same refusal whatever carried it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

use crate::article::{Article, Options};
use crate::document::Document;
use crate::error::NormalizeError;
use crate::json::ReadError;
use crate::normalizer::Normalizer;

/// Why a row has no document. Never repeats the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable code, the same as in HTTP problems.
    pub code: &'static str,
    /// JSON pointer (RFC 6901) of the member at fault; empty for the row as a whole.
    pub pointer: String,
    /// What is wrong there.
    pub detail: String,
}

impl Refusal {
    /// A line longer than `limit` bytes, which was passed over unread.
    #[must_use]
    pub fn line_too_long(limit: usize, actual: u64) -> Self {
        let detail = format!("the line has {actual} bytes, the limit is {limit}");
        Self { code: "line_too_long", pointer: String::new(), detail }
    }

    fn internal() -> Self {
        Self { code: "internal", pointer: String::new(), detail: "the program failed on this row".into() }
    }
}

impl From<NormalizeError> for Refusal {
    fn from(error: NormalizeError) -> Self {
        Self { code: error.code(), pointer: error.pointer().to_owned(), detail: error.to_string() }
    }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        let code = error.code();
        match error {
            ReadError::NotJson(detail) => Self { code, pointer: String::new(), detail },
            ReadError::Schema { pointer, detail } => Self { code, pointer, detail },
        }
    }
}

/// Normalizes one row. Where the row leaves the options as they are by default, `options` takes
/// their place. A fault of the program costs the row and nothing else.
///
/// # Errors
/// A [`Refusal`] for this row alone.
pub fn normalize(normalizer: &Normalizer, article: &mut Article, options: &Options) -> Result<Document, Refusal> {
    if article.options == Options::default() {
        article.options.clone_from(options);
    }
    match catch_unwind(AssertUnwindSafe(|| normalizer.normalize(article))) {
        Ok(outcome) => outcome.map_err(Refusal::from),
        Err(_) => Err(Refusal::internal()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::OffsetUnit;
    use crate::{ArticleLimits, json};

    #[test]
    fn refusals_tell_code_and_place() {
        let read = |line: &str| json::article(line.as_bytes()).map_err(|e| Refusal::from(e).code).map(drop);
        assert_eq!(read("{"), Err("not_json"));
        assert_eq!(read(r#"{"text": "x", "lang": "en"}"#), Err("schema_violation"));
        let normalizer = Normalizer::new(ArticleLimits::default());
        let refusal = normalize(&normalizer, &mut Article::default(), &Options::default()).expect_err("no body");
        assert_eq!((refusal.code, refusal.pointer.as_str()), ("text_or_html_required", ""));
    }

    #[test]
    fn options_of_the_row_win() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let run = Options { offset_unit: OffsetUnit::Utf8, ..Options::default() };
        let unit = |line: &str| {
            let mut article = json::article(line.as_bytes()).expect("an article");
            normalize(&normalizer, &mut article, &run).expect("a document").offset_unit
        };
        assert_eq!(unit(r#"{"text": "x"}"#), OffsetUnit::Utf8);
        assert_eq!(unit(r#"{"text": "x", "options": {"offset_unit": "utf16"}}"#), OffsetUnit::Utf16);
    }
}
