//! Takes in a request: what it accepts, what it carries, and its body, piece by piece, with one
//! deadline on the whole (a byte a second would hold a connection for ever).

use actix_web::http::header::{self, HeaderMap};
use actix_web::web;
use futures_util::StreamExt as _;

use super::buffer::Buffer;
use super::coding::weighted;
use super::problem::{Error, Size};
use super::state::State;
use crate::formats::Format;

/// Refuses a client that accepts nothing of `offered`, a media type.
pub(super) fn accepts(headers: &HeaderMap, offered: &'static str) -> Result<(), Error> {
    match weight(headers, offered) {
        Some((q, _)) if q > 0.0 => Ok(()),
        _ => Err(Error::NotAcceptable(offered)),
    }
}

/// The rendering that the client likes best: by weight, then by how precisely it is named, then ours.
pub(super) fn preferred(headers: &HeaderMap) -> Result<Format, Error> {
    let mut best: Option<(f32, u8, Format)> = None;
    for format in Format::ALL {
        if let Some((q, rank)) = weight(headers, format.media_type())
            && q > 0.0
            && best.is_none_or(|(best_q, best_rank, _)| (q, rank) > (best_q, best_rank))
        {
            best = Some((q, rank, format));
        }
    }
    best.map(|(_, _, format)| format).ok_or(Error::NotAcceptable(RENDERINGS))
}

/// What a document may be rendered as, for the refusal.
const RENDERINGS: &str =
    "application/json, application/ld+json, application/vnd.iptc.ninjs+json, text/markdown or text/plain";

/// The weight of a media type in `Accept`, and how precisely it is named: the most specific range decides
/// (RFC 9110 section 12.5.1).
fn weight(headers: &HeaderMap, offered: &str) -> Option<(f32, u8)> {
    let mut given = headers.get_all(header::ACCEPT).peekable();
    if given.peek().is_none() {
        return Some((1.0, 0));
    }
    let family = offered.split('/').next().unwrap_or_default();
    let rank = |range: &str| match range.to_ascii_lowercase() {
        r if r == offered => Some(2),
        r if r.strip_suffix("/*") == Some(family) => Some(1),
        r if r == "*/*" => Some(0),
        _ => None,
    };
    given
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(|item| weighted(item.trim()))
        .filter_map(|(range, q)| rank(range).map(|rank| (q, rank)))
        .max_by_key(|&(_, rank)| rank)
}

/// Refuses a body that is not one of `known` in UTF-8; the first is named.
pub(super) fn content_type(headers: &HeaderMap, known: &'static [&'static str]) -> Result<(), Error> {
    let refused = Error::ContentType(known.first().copied().unwrap_or_default());
    let Some(given) = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()) else { return Err(refused) };
    let mut parts = given.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts
        .filter_map(|p| p.split_once('='))
        .find(|(name, _)| name.eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim_matches('"').to_ascii_lowercase());
    if known.contains(&media.as_str()) && matches!(charset.as_deref(), None | Some("utf-8" | "utf8" | "us-ascii")) {
        Ok(())
    } else {
        Err(refused)
    }
}

/// Reads a whole body as it arrives, within the limits on size, time and memory.
pub(super) async fn collect(headers: &HeaderMap, payload: &mut web::Payload, state: &State) -> Result<Buffer, Error> {
    let limit = state.config.max_body;
    let declared: Option<usize> =
        headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    if let Some(actual) = declared.filter(|&n| n > limit) {
        return Err(Error::TooLarge { what: Size::Wire, limit, actual: Some(actual) });
    }
    let read = async {
        let mut body = Buffer::new(declared.unwrap_or(limit), &state.memory);
        while let Some(piece) = payload.next().await {
            let piece = piece.map_err(|_| Error::BadRequest)?;
            let actual = body.len() + piece.len();
            if actual > limit {
                return Err(Error::TooLarge { what: Size::Wire, limit, actual: Some(actual) });
            }
            body.extend(&piece)?;
        }
        Ok(body)
    };
    let timeout = state.config.body_timeout;
    let body = tokio::time::timeout(timeout, read).await.map_err(|_| Error::TooSlow(timeout))??;
    state.metrics.received(body.len());
    Ok(body)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn accept_is_negotiated() {
        let best = |value| preferred(&headers(header::ACCEPT, value)).map(Format::media_type);
        assert_eq!(preferred(&HeaderMap::new()), Ok(Format::Json));
        assert_eq!(best("*/*"), Ok("application/json"));
        assert_eq!(best("text/markdown, */*;q=0.1"), Ok("text/markdown"));
        assert_eq!(best("application/ld+json, */*"), Ok("application/ld+json"));
        assert_eq!(best("text/html, text/plain;q=0.5, application/json;q=0.4"), Ok("text/plain"));
        assert!(best("text/html, application/json;q=0").is_err());
        let ok = |value| accepts(&headers(header::ACCEPT, value), "application/json").is_ok();
        assert!(accepts(&HeaderMap::new(), "application/json").is_ok());
        for good in ["*/*", "application/json", "text/html, application/*;q=0.5", "text/html, */*;q=0.1"] {
            assert!(ok(good), "{good}");
        }
        for bad in ["text/html", "application/json;q=0, */*", "application/xml", ""] {
            assert!(!ok(bad), "{bad}");
        }
    }

    #[test]
    fn content_types_in_utf_8() {
        let ok = |value| content_type(&headers(header::CONTENT_TYPE, value), &["application/json"]).is_ok();
        assert!(ok("application/json") && ok("Application/JSON; charset=\"UTF-8\""));
        assert!(!ok("text/plain") && !ok("application/json; charset=utf-16"));
        assert!(content_type(&HeaderMap::new(), &["application/json"]).is_err());
    }
}
