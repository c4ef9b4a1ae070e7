//! What operations answer, described once for all of them: a document in its renderings, and the refusals
//! of each kind of endpoint, each with an example.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use utoipa::IntoResponses;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::{Content, ContentBuilder, Object, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type};

use super::examples;
use crate::formats::Format;
use crate::server::problem::{CONTENT_TYPE, Error, Fault, Size};

type Responses = BTreeMap<String, RefOr<Response>>;

/// Endpoints that make a document out of an article.
pub(in crate::server) struct Documents;

/// The refusals of an endpoint that takes a body.
pub(in crate::server) struct BodyRefusals;

/// The refusals of an endpoint that takes no body and wants a key.
pub(in crate::server) struct KeyRefusals;

/// The refusal of a client that accepts nothing that is made.
pub(in crate::server) struct AcceptRefusals;

/// The refusals of an endpoint that is open to all: of what cannot be read as a request.
pub(in crate::server) struct OpenRefusals;

/// The refusals of an endpoint that says whether requests should be sent.
pub(in crate::server) struct ReadyRefusals;

impl IntoResponses for Documents {
    fn responses() -> Responses {
        let mut response = ResponseBuilder::new()
            .description("The document, in the rendering that `Accept` chose")
            .header("X-Request-Id", header(Type::String, "The request's identifier, kept or made"))
            .header(
                "Server-Timing",
                header(Type::String, "Milliseconds in each stage: `clean;dur=0.4, entities;dur=1.2, dates;dur=0.3`"),
            );
        for format in Format::ALL {
            response = response.content(format.media_type(), rendering(format));
        }
        let mut responses = BodyRefusals::responses();
        responses.insert("200".to_owned(), response.build().into());
        responses
    }
}

fn rendering(format: Format) -> Content {
    let text = || ObjectBuilder::new().schema_type(Type::String).build();
    let (content, example) = match format {
        Format::Json => return ContentBuilder::new().schema(Some(Ref::from_schema_name("Document"))).build(),
        Format::JsonLd => (ContentBuilder::new().schema(Some(Object::new())), examples::json_ld()),
        Format::Ninjs => (ContentBuilder::new().schema(Some(Object::new())), examples::ninjs()),
        Format::Markdown => (ContentBuilder::new().schema(Some(text())), Value::from(examples::MARKDOWN)),
        Format::Plain => (ContentBuilder::new().schema(Some(text())), Value::from(examples::PLAIN)),
    };
    content.example(Some(example)).build()
}

impl IntoResponses for BodyRefusals {
    fn responses() -> Responses {
        described(&[
            Error::NotJson("expected value at line 1 column 1".into()),
            Error::Unauthorized,
            Error::NotAcceptable("application/json"),
            Error::TooSlow(Duration::from_secs(30)),
            Error::TooLarge { what: Size::Wire, limit: 16 << 20, actual: Some(20_000_000) },
            Error::ContentType("application/json"),
            Error::Schema(Fault {
                pointer: "/options/offset_unit".into(),
                detail: "expected one of `codepoint`, `utf16`, `utf8`".into(),
            }),
            Error::Overloaded,
            Error::HeadTooLarge,
            Error::Internal,
            Error::Draining,
        ])
    }
}

/// What any request can come to before it reaches an endpoint.
const HEADS: [Error; 3] = [Error::BadRequest, Error::HeadTooSlow(Duration::from_secs(5)), Error::HeadTooLarge];

impl IntoResponses for KeyRefusals {
    fn responses() -> Responses {
        let mut responses = described(&HEADS);
        responses.extend(described(&[Error::Unauthorized, Error::Internal]));
        responses
    }
}

impl IntoResponses for AcceptRefusals {
    fn responses() -> Responses {
        described(&[Error::NotAcceptable("application/json")])
    }
}

impl IntoResponses for OpenRefusals {
    fn responses() -> Responses {
        described(&HEADS)
    }
}

impl IntoResponses for ReadyRefusals {
    fn responses() -> Responses {
        let mut responses = described(&HEADS);
        responses.extend(described(&[Error::Draining]));
        responses
    }
}

fn described(errors: &[Error]) -> Responses {
    errors.iter().map(|error| (error.status().as_str().to_owned(), refusal(error).into())).collect()
}

fn refusal(error: &Error) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .example(serde_json::to_value(error.problem("4bf92f3577b34da6a3ce929d0e0e4736")).ok())
        .build();
    let response = ResponseBuilder::new()
        .description(error.title())
        .content(CONTENT_TYPE, content)
        .header("X-Request-Id", header(Type::String, "The request's identifier, kept or made"));
    match error {
        Error::Overloaded | Error::Draining => {
            response.header("Retry-After", header(Type::Integer, "Seconds after which to try again"))
        }
        Error::Unauthorized => response.header("WWW-Authenticate", header(Type::String, "`Bearer`")),
        _ => response,
    }
    .build()
}

fn header(kind: Type, what: &str) -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(kind).build()))
        .description(Some(what.to_owned()))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_refusal_hides_another_of_its_status() {
        assert_eq!(BodyRefusals::responses().len(), 11);
        assert_eq!(Documents::responses().len(), 12);
        assert_eq!(KeyRefusals::responses().len(), 5);
        assert_eq!(ReadyRefusals::responses().len(), 4);
    }
}
