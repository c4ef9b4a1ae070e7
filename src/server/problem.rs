//! Everything that can be refused, and the one place that knows its HTTP status (RFC 9457). The
//! match on [`NormalizeError`] is exhaustive: a new variant does not compile until it has a status.

use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::NormalizeError;
use crate::json::ReadError;

pub(super) const CONTENT_TYPE: &str = "application/problem+json";
/// What `Retry-After` says, in seconds. The queue empties in less.
const RETRY_AFTER: &str = "1";

/// Why a request was refused (RFC 9457). Never tells internals, never repeats the input.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Problem {
    /// URI of the kind of problem: `urn:copydesk:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:copydesk:problem:schema_violation")]
    kind: String,
    /// The kind of problem, for people.
    #[schema(example = "The request does not fit the schema")]
    title: String,
    /// The HTTP status.
    #[schema(example = 422, minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong here.
    #[schema(example = "/options/offset_unit: expected one of `codepoint`, `utf16`, `utf8`")]
    detail: String,
    /// Stable code for programs.
    #[schema(example = "schema_violation")]
    code: String,
    /// Identifier of the request, the same as in the header `X-Request-Id` and in the log.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    request_id: String,
    /// The members at fault.
    errors: Vec<Fault>,
}

/// One member at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Fault {
    /// JSON pointer (RFC 6901) into the request; empty for the whole.
    #[schema(example = "/options/offset_unit")]
    pub(super) pointer: String,
    /// What was expected there.
    #[schema(example = "expected one of `codepoint`, `utf16`, `utf8`")]
    pub(super) detail: String,
}

/// What was too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// The body as it arrived.
    Wire,
    /// The decoded body.
    Decoded,
    /// The decoded body compared with what arrived.
    Ratio,
    /// The window that a zstd frame asks for.
    ZstdWindow,
    /// A line of a batch.
    Line,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Error {
    /// The body is not JSON (or not UTF-8, or holds a lone surrogate).
    NotJson(String),
    /// The body is not what its `Content-Encoding` says.
    Corrupt,
    /// The connection's bytes or the path are not HTTP.
    BadRequest,
    /// The key is missing or wrong.
    Unauthorized,
    /// There is nothing at this path.
    NotFound,
    /// The path takes other methods. `Allow` is set by the router.
    MethodNotAllowed,
    /// The client accepts nothing that this endpoint makes.
    NotAcceptable(&'static str),
    /// The head of the request took too long to arrive.
    HeadTooSlow(Duration),
    /// The head of the request is too large.
    HeadTooLarge,
    /// The body took too long to arrive.
    TooSlow(Duration),
    /// Something is too large; `actual` is what arrived until it was known, none when not counted.
    TooLarge { what: Size, limit: usize, actual: Option<usize> },
    /// The content type is not what this endpoint reads.
    ContentType(&'static str),
    /// The content encoding is not known.
    ContentEncoding,
    /// The JSON does not fit the schema.
    Schema(Fault),
    /// The article is outside the limits or makes no sense.
    Article(NormalizeError),
    /// All permits and all places in the queue are taken, or the memory for bodies.
    Overloaded,
    /// The service is shutting down.
    Draining,
    /// A fault of the program.
    Internal,
}

/// Status, code and title of one kind of refusal.
struct Kind(StatusCode, &'static str, &'static str);

impl Error {
    fn kind(&self) -> Kind {
        use StatusCode as S;
        match self {
            Self::NotJson(_) => Kind(S::BAD_REQUEST, "not_json", "The body is not JSON"),
            Self::Corrupt => Kind(S::BAD_REQUEST, "corrupt_encoding", "The body cannot be decoded"),
            Self::BadRequest => Kind(S::BAD_REQUEST, "bad_request", "The request cannot be read"),
            Self::Unauthorized => Kind(S::UNAUTHORIZED, "unauthorized", "A valid key is required"),
            Self::NotFound => Kind(S::NOT_FOUND, "not_found", "There is nothing here"),
            Self::MethodNotAllowed => {
                Kind(S::METHOD_NOT_ALLOWED, "method_not_allowed", "The path does not take this method")
            }
            Self::NotAcceptable(_) => Kind(S::NOT_ACCEPTABLE, "not_acceptable", "No acceptable content type"),
            Self::HeadTooSlow(_) => Kind(S::REQUEST_TIMEOUT, "head_timeout", "The request took too long to arrive"),
            Self::HeadTooLarge => {
                Kind(S::REQUEST_HEADER_FIELDS_TOO_LARGE, "head_too_large", "The head of the request is too large")
            }
            Self::TooSlow(_) => Kind(S::REQUEST_TIMEOUT, "body_timeout", "The body took too long to arrive"),
            Self::TooLarge { what, .. } => Kind(
                S::PAYLOAD_TOO_LARGE,
                match what {
                    Size::Wire => "body_too_large",
                    Size::Decoded => "decoded_body_too_large",
                    Size::Ratio => "compression_ratio_too_high",
                    Size::ZstdWindow => "zstd_window_too_large",
                    Size::Line => "line_too_long",
                },
                "The request is too large",
            ),
            Self::ContentType(_) => {
                Kind(S::UNSUPPORTED_MEDIA_TYPE, "unsupported_content_type", "The content type is not supported")
            }
            Self::ContentEncoding => {
                Kind(S::UNSUPPORTED_MEDIA_TYPE, "unsupported_content_encoding", "The content encoding is not supported")
            }
            Self::Schema(_) => Kind(S::UNPROCESSABLE_ENTITY, "schema_violation", "The request does not fit the schema"),
            Self::Article(error) => {
                let (status, title) = match error {
                    NormalizeError::TooLong { .. } => (S::PAYLOAD_TOO_LARGE, "The article is too large"),
                    NormalizeError::BodyMissing | NormalizeError::BodyTwice | NormalizeError::Invalid { .. } => {
                        (S::UNPROCESSABLE_ENTITY, "The request does not fit the schema")
                    }
                };
                Kind(status, error.code(), title)
            }
            Self::Overloaded => Kind(S::TOO_MANY_REQUESTS, "overloaded", "The service is busy"),
            Self::Draining => Kind(S::SERVICE_UNAVAILABLE, "draining", "The service is shutting down"),
            Self::Internal => Kind(S::INTERNAL_SERVER_ERROR, "internal", "The service failed"),
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::NotJson(detail) => detail.clone(),
            Self::Corrupt => "the body is not what its Content-Encoding says, or was cut".into(),
            Self::BadRequest => "the request line, a header or the path is malformed".into(),
            Self::Unauthorized => "send one of the configured keys as `Authorization: Bearer …`".into(),
            Self::NotFound => "the paths are listed in /openapi.json".into(),
            Self::MethodNotAllowed => "the header Allow lists the methods of this path".into(),
            Self::NotAcceptable(offered) => format!("this endpoint answers with {offered}"),
            Self::HeadTooSlow(limit) => format!("the head of a request has to arrive within {} s", limit.as_secs_f64()),
            Self::HeadTooLarge => "the request line and the headers together are too long".into(),
            Self::TooSlow(limit) => format!("the body has to arrive within {} s", limit.as_secs_f64()),
            Self::TooLarge { what, limit, actual } => {
                let arrived = actual.map_or_else(String::new, |n| format!(", {n} arrived"));
                match what {
                    Size::Wire => format!("the body may have {limit} bytes as sent{arrived}"),
                    Size::Decoded => format!("the body may have {limit} bytes when decoded{arrived}"),
                    Size::Ratio => format!("the body may grow to {limit} times what was sent when decoded{arrived}"),
                    Size::ZstdWindow => format!("a zstd frame may use a window of {limit} bytes"),
                    Size::Line => format!("a line may have {limit} bytes when decoded{arrived}"),
                }
            }
            Self::ContentType(expected) => format!("send the body as `Content-Type: {expected}` in UTF-8"),
            Self::ContentEncoding => "send one of: identity, gzip, br, zstd".into(),
            Self::Schema(fault) if fault.pointer.is_empty() => fault.detail.clone(),
            Self::Schema(fault) => format!("{}: {}", fault.pointer, fault.detail),
            Self::Article(error) => error.to_string(),
            Self::Overloaded => "all places are taken; the request was not started and is safe to retry".into(),
            Self::Draining => "send the request to another instance".into(),
            Self::Internal => "the fault was logged under this request id".into(),
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.kind().0
    }

    pub(super) fn code(&self) -> &'static str {
        self.kind().1
    }

    pub(super) fn title(&self) -> &'static str {
        self.kind().2
    }

    /// The document that goes to the client.
    pub(super) fn problem(&self, request_id: &str) -> Problem {
        let Kind(status, code, title) = self.kind();
        let detail = self.detail();
        let errors = match self {
            Self::Schema(fault) => vec![fault.clone()],
            Self::Article(error) => vec![Fault { pointer: error.pointer().to_owned(), detail: detail.clone() }],
            _ => Vec::new(),
        };
        Problem {
            kind: format!("urn:copydesk:problem:{code}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail,
            code: code.to_owned(),
            request_id: request_id.to_owned(),
            errors,
        }
    }

    /// The response, headers included.
    pub(super) fn response(&self, request_id: &str) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        match self {
            Self::Overloaded | Self::Draining => {
                response.insert_header((header::RETRY_AFTER, RETRY_AFTER));
            }
            Self::Unauthorized => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            Self::ContentEncoding => {
                response.insert_header((header::ACCEPT_ENCODING, "gzip, br, zstd"));
            }
            // The rest of the body is not read: the connection cannot be used again.
            Self::TooSlow(_) | Self::TooLarge { what: Size::Wire, .. } => {
                response.force_close();
            }
            _ => {}
        }
        let body = serde_json::to_string(&self.problem(request_id)).unwrap_or_default();
        response.content_type(CONTENT_TYPE).body(body)
    }

    /// What stands for a refusal of a head that the HTTP library cannot read.
    pub(super) fn of_head(status: StatusCode) -> Self {
        match status {
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Self::HeadTooLarge,
            _ => Self::BadRequest,
        }
    }

    /// What stands for a refusal that the HTTP library made itself.
    pub(super) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            s if s.is_client_error() => Self::BadRequest,
            _ => Self::Internal,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl From<NormalizeError> for Error {
    fn from(error: NormalizeError) -> Self {
        Self::Article(error)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotJson(detail) => Self::NotJson(detail),
            ReadError::Schema { pointer, detail } => Self::Schema(Fault { pointer, detail }),
        }
    }
}

/// The body is written by the observing middleware, which knows the request id.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_at_fault_are_422_and_a_long_article_413() {
        let of = |e: NormalizeError| Error::from(e).status().as_u16();
        assert_eq!(of(NormalizeError::BodyMissing), 422);
        assert_eq!(of(NormalizeError::Invalid { pointer: "/id".into(), detail: String::new() }), 422);
        assert_eq!(of(NormalizeError::TooLong { pointer: "/text".into(), limit: 1, actual: 2 }), 413);
    }
}
