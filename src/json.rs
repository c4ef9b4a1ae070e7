//! Reads an [`Article`] from JSON and says where it went wrong without repeating what was sent.

use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};
use thiserror::Error;

use crate::article::{Article, object_only};

/// Why some JSON is not an article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// It is not JSON (or not UTF-8, or holds a lone surrogate).
    #[error("{0}")]
    NotJson(String),
    /// It does not fit the schema.
    #[error("{detail}")]
    Schema {
        /// JSON pointer (RFC 6901) of the member; empty for the whole.
        pointer: String,
        /// What was expected there; never repeats the input.
        detail: String,
    },
}

impl ReadError {
    /// A stable machine-readable code, the same in HTTP problems, batch lines and bulk runs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotJson(_) => "not_json",
            Self::Schema { .. } => "schema_violation",
        }
    }
}

/// Longest JSON pointer that is told, in characters: it may hold a member's name from the request.
const MAX_POINTER: usize = 200;

/// Reads an article from a body or a line of a batch. A leading byte order mark is passed over
/// (RFC 8259 section 8.1).
///
/// # Errors
/// When it is not JSON or does not fit the schema; limits and dates are looked at by
/// [`crate::RawArticle::parse`].
pub fn article(body: &[u8]) -> Result<Article, ReadError> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let read = object_only(serde_path_to_error::Deserializer::new(&mut json, &mut track));
    let path = track.path();
    let article = read.and_then(|article| json.end().map(|()| article));
    article.map_err(|error| refuse(&error, &path))
}

fn refuse(error: &serde_json::Error, path: &Path) -> ReadError {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        Category::Data => {
            let mut pointer = pointer(path);
            // Told by the struct, not by the value: the path ends one short.
            if let Some(name) = message.strip_prefix("duplicate field `").and_then(|m| m.strip_suffix('`')) {
                pointer.push('/');
                pointer.push_str(name);
            }
            ReadError::Schema { pointer, detail: expected(message) }
        }
        // The messages of these are fixed texts.
        Category::Syntax | Category::Eof | Category::Io => {
            ReadError::NotJson(format!("{message} at line {line} column {column}"))
        }
    }
}

/// What was expected, without what was found: that may be a piece of the article.
fn expected(message: &str) -> String {
    if message.starts_with("unknown field") {
        return match message.rsplit_once(", expected ") {
            Some((_, names)) => format!("unknown member; expected {names}"),
            None => "unknown member".into(),
        };
    }
    if message.starts_with("duplicate field") {
        return "given twice".into();
    }
    match message.rsplit_once(", expected ") {
        Some((_, what)) => format!("expected {what}"),
        None => "does not fit the schema".into(),
    }
}

/// RFC 6901.
fn pointer(path: &Path) -> String {
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                out.push('/');
                out.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Unknown => {}
        }
        if out.len() > MAX_POINTER {
            return out.chars().take(MAX_POINTER).collect();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(body: &str) -> (String, String) {
        match article(body.as_bytes()) {
            Err(ReadError::Schema { pointer, detail }) => (pointer, detail),
            other => panic!("not a schema violation: {other:?}"),
        }
    }

    #[test]
    fn the_member_at_fault_is_named() {
        assert_eq!(fault(r#"{"text": "x", "lang": "en"}"#).0, "/lang");
        assert_eq!(fault(r#"{"text": "x", "options": {"units": 1}}"#).0, "/options/units");
        assert_eq!(fault(r#"{"text": "x", "a/b~c": 1}"#).0, "/a~1b~0c");
        let (pointer, detail) = fault(r#"{"text": "x", "options": {"offset_unit": "grapheme"}}"#);
        assert_eq!(pointer, "/options/offset_unit");
        assert_eq!(detail, "expected one of `codepoint`, `utf16`, `utf8`");
        assert_eq!(fault(r#"{"text": "x", "options": {"stages": ["clean", "guess"]}}"#).0, "/options/stages/1");
        assert_eq!(fault(r#"{"text": 7}"#).0, "/text");
        assert_eq!(fault(r#"{"text": "a", "text": "b"}"#), ("/text".into(), "given twice".into()));
    }

    #[test]
    fn only_objects_are_articles() {
        for body in ["[]", r#"[null, "text"]"#, "7", "null", r#""text""#] {
            assert_eq!(fault(body).0, "", "{body}");
        }
        assert_eq!(fault(r#"{"text": "x", "options": []}"#).0, "/options");
    }

    #[test]
    fn what_was_sent_is_not_repeated() {
        let (_, detail) = fault(r#"{"text": "x", "options": {"offset_unit": "secret, expected nothing"}}"#);
        assert!(!detail.contains("secret"), "{detail}");
        let (_, detail) = fault(r#"{"text": "x", "options": "secret"}"#);
        assert!(!detail.contains("secret"), "{detail}");
    }

    #[test]
    fn what_is_not_json() {
        for body in ["", "{", r#"{"text": "x"} {}"#, r#"{"text": "\ud800"}"#, "{'text': 1}", r#"{"text": NaN}"#] {
            assert!(matches!(article(body.as_bytes()), Err(ReadError::NotJson(_))), "{body}");
        }
        assert!(matches!(article(b"{\"text\": \"\xff\"}"), Err(ReadError::NotJson(_))));
        let deep = format!("{{\"text\": {}", "[".repeat(100_000));
        assert!(article(deep.as_bytes()).is_err());
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(article("\u{feff}{\"text\": \"x\"}".as_bytes()).ok().and_then(|a| a.text).as_deref(), Some("x"));
    }
}
