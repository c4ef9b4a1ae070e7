//! What can be wrong with an article before any stage runs. Knows nothing of HTTP: the server maps
//! each variant to a status in one exhaustive match.

use thiserror::Error;

/// An article that cannot be normalized, with the JSON pointer of the member at fault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NormalizeError {
    /// Neither `text` nor `html` was given.
    #[error("one of `text` and `html` is required")]
    BodyMissing,
    /// Both `text` and `html` were given.
    #[error("`text` and `html` exclude each other")]
    BodyTwice,
    /// A member holds a value outside its format, such as a date that is not RFC 3339.
    #[error("{detail}")]
    Invalid {
        /// JSON pointer (RFC 6901) of the member.
        pointer: String,
        /// What was expected there; never repeats the input.
        detail: String,
    },
    /// The body of the article is longer than the limit in force.
    #[error("`{}` has {actual} bytes, the limit is {limit}", pointer.trim_start_matches('/'))]
    TooLong {
        /// JSON pointer (RFC 6901) of the member.
        pointer: String,
        /// The limit in bytes of UTF-8.
        limit: usize,
        /// What arrived, in bytes of UTF-8.
        actual: usize,
    },
}

impl NormalizeError {
    /// A stable machine-readable code, the same in HTTP problems, batch lines and the command line.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BodyMissing => "text_or_html_required",
            Self::BodyTwice => "text_and_html_given",
            Self::Invalid { .. } => "invalid_value",
            Self::TooLong { .. } => "member_too_long",
        }
    }

    /// JSON pointer (RFC 6901) of the member at fault; empty for the article as a whole.
    #[must_use]
    pub fn pointer(&self) -> &str {
        match self {
            Self::BodyMissing | Self::BodyTwice => "",
            Self::Invalid { pointer, .. } | Self::TooLong { pointer, .. } => pointer,
        }
    }
}
