//! One request and its answer: the identifiers that tie logs together, and the one event that tells
//! how it went. The event is written when the last holder lets go, so that a streamed batch is told
//! when it ends and a client that hung up is told at all. It carries no text of any article.

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, web};

use super::connection::Pulse;
use super::problem::Error;
use super::state::State;
use crate::normalizer::Timings;

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What nginx logs when the client went away before the answer.
const CLIENT_CLOSED: u16 = 499;
const MAX_REQUEST_ID: usize = 128;

/// One request and its answer.
pub(super) struct Exchange {
    /// `X-Request-Id`, kept or made.
    pub(super) id: String,
    trace: Option<Trace>,
    state: web::Data<State>,
    pulse: Option<Rc<Pulse>>,
    started: Instant,
    method: Method,
    route: RefCell<String>,
    status: Cell<u16>,
    code: Cell<Option<&'static str>>,
    quiet: Cell<bool>,
    pub(super) bytes_in: Cell<usize>,
    pub(super) bytes_out: Cell<usize>,
    pub(super) timings: Cell<Timings>,
    /// Lines of a batch that went well and that failed.
    pub(super) lines: Cell<Option<(u64, u64)>>,
    unread: RefCell<Option<web::Payload>>,
}

/// W3C Trace Context.
struct Trace {
    trace_id: String,
    parent_id: String,
    sampled: bool,
}

impl Trace {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let mut parts = headers.get("traceparent")?.to_str().ok()?.split('-');
        let hex = |s: &str, len| {
            s.len() == len && s.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) && s.bytes().any(|b| b != b'0')
        };
        let version = parts.next().filter(|v| v.len() == 2 && *v != "ff")?;
        let trace_id = parts.next().filter(|t| hex(t, 32))?;
        let parent_id = parts.next().filter(|p| hex(p, 16))?;
        let flags = parts.next().filter(|flags| flags.len() == 2)?;
        let flags = u8::from_str_radix(flags, 16).ok()?;
        // Version 00 has no more parts; later versions may.
        if version == "00" && parts.next().is_some() {
            return None;
        }
        Some(Self { trace_id: trace_id.to_owned(), parent_id: parent_id.to_owned(), sampled: flags & 1 == 1 })
    }
}

impl Exchange {
    fn new(request: &ServiceRequest, state: web::Data<State>) -> Self {
        state.metrics.active.inc();
        let pulse = request.conn_data::<Rc<Pulse>>().cloned();
        pulse.iter().for_each(|pulse| pulse.begin());
        Self {
            id: request_id(request.headers()),
            trace: Trace::of(request.headers()),
            state,
            pulse,
            started: Instant::now(),
            method: request.method().clone(),
            route: RefCell::default(),
            status: Cell::new(CLIENT_CLOSED),
            code: Cell::default(),
            quiet: Cell::default(),
            bytes_in: Cell::default(),
            bytes_out: Cell::default(),
            timings: Cell::default(),
            lines: Cell::default(),
            unread: RefCell::default(),
        }
    }

    /// The exchange that a handler is part of.
    pub(super) fn of(request: &HttpRequest) -> Result<Rc<Self>, Error> {
        request.extensions().get::<Rc<Self>>().cloned().ok_or(Error::Internal)
    }

    /// For endpoints that are polled: counted, but not logged.
    pub(super) fn keep_quiet(&self) {
        self.quiet.set(true);
    }

    /// Keeps the rest of a refused body until the refusal is sent. The library closes a connection in
    /// bounded time only while somebody still holds the body: it waits for the end of a dropped one,
    /// when it comes in chunks, for ever.
    pub(super) fn keep_unread(&self, payload: web::Payload) {
        self.pulse.iter().for_each(|pulse| pulse.closing());
        *self.unread.borrow_mut() = Some(payload);
    }

    /// The answer failed with this code.
    fn failed(&self, code: &'static str) {
        self.code.set(Some(code));
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.pulse.iter().for_each(|pulse| pulse.end());
        let took = self.started.elapsed();
        let (route, status) = (self.route.borrow(), self.status.get());
        self.state.metrics.active.dec();
        self.state.metrics.answered(&self.method, &route, status, took);
        if self.quiet.get() && status < 400 {
            return;
        }
        let ms = |d: std::time::Duration| (d.as_secs_f64() * 1e6).round() / 1e3;
        let timings = self.timings.get();
        #[cfg(feature = "otlp")]
        if let Some(spans) = &self.state.spans {
            let parent = self.trace.as_ref().map(|t| super::otlp::Parent {
                trace_id: &t.trace_id,
                span_id: &t.parent_id,
                sampled: t.sampled,
            });
            let told = super::otlp::Told {
                method: self.method.as_str(),
                route: &route,
                status,
                request_id: &self.id,
                code: self.code.get(),
                took,
                stages: [
                    ("clean", ms(timings.clean)),
                    ("entities", ms(timings.entities)),
                    ("dates", ms(timings.dates)),
                ],
            };
            spans.tell(parent.as_ref(), &told);
        }
        macro_rules! event {
            ($level:ident) => {
                tracing::$level!(
                    request_id = %self.id,
                    trace_id = self.trace.as_ref().map(|t| t.trace_id.as_str()),
                    parent_id = self.trace.as_ref().map(|t| t.parent_id.as_str()),
                    sampled = self.trace.as_ref().map(|t| t.sampled),
                    method = %self.method,
                    route = %route,
                    status,
                    code = self.code.get(),
                    duration_ms = ms(took),
                    clean_ms = ms(timings.clean),
                    entities_ms = ms(timings.entities),
                    dates_ms = ms(timings.dates),
                    bytes_in = self.bytes_in.get(),
                    bytes_out = self.bytes_out.get(),
                    lines_ok = self.lines.get().map(|l| l.0),
                    lines_failed = self.lines.get().map(|l| l.1),
                    "request"
                )
            };
        }
        if status >= 500 && status != 503 { event!(error) } else { event!(info) }
    }
}

/// The client's identifier when it is fit for a log, one of our own otherwise.
fn request_id(headers: &HeaderMap) -> String {
    let fit = |id: &&str| {
        (1..=MAX_REQUEST_ID).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/+=@".contains(&b))
    };
    headers.get(REQUEST_ID).and_then(|v| v.to_str().ok()).filter(fit).map_or_else(fresh_id, str::to_owned)
}

/// An identifier of our own.
pub(super) fn fresh_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}{:016x}", RandomState::new().hash_one(count), RandomState::new().hash_one(count))
}

/// Opens the exchange, turns every refusal into a problem and sets the headers that all answers have.
pub(super) async fn observe<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(actix_web::error::ErrorInternalServerError("no state"));
    };
    let exchange = Rc::new(Exchange::new(&request, state.clone()));
    request.extensions_mut().insert(Rc::clone(&exchange));
    let response = next.call(request).await?;

    let status = response.status();
    exchange.status.set(status.as_u16());
    *exchange.route.borrow_mut() = response.request().match_pattern().unwrap_or_default();
    let mut response = if status.is_client_error() || status.is_server_error() {
        let refusal = response.response().error().and_then(|e| e.as_error::<Error>().cloned());
        let refusal = refusal.unwrap_or_else(|| Error::of_status(status));
        exchange.failed(refusal.code());
        state.metrics.rejected(refusal.code());
        let unread = exchange.unread.take();
        refuse(response, &refusal, &exchange.id)
            .map_body(|_, body| Holding { body, _unread: unread })
            .map_into_right_body()
    } else {
        response.map_into_left_body()
    };
    let draining = state.draining();
    let head = response.response_mut().head_mut();
    if draining {
        head.set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&exchange.id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// A body that holds what is left of the request until it is sent.
struct Holding {
    body: BoxBody,
    _unread: Option<web::Payload>,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<web::Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }
}

/// Puts the problem in the place of the library's answer, whose other headers (`Allow`, those of
/// cross-origin requests) stay.
fn refuse<B>(response: ServiceResponse<B>, refusal: &Error, id: &str) -> ServiceResponse {
    let mut problem = refusal.response(id);
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE {
            problem.headers_mut().append(name.clone(), value.clone());
        }
    }
    let (request, _) = response.into_parts();
    ServiceResponse::new(request, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"));
        headers
    }

    #[test]
    fn request_ids_are_kept_when_fit_for_a_log() {
        assert_eq!(request_id(&headers("x-request-id", "feed-42/7")), "feed-42/7");
        for bad in ["", "a b", "a\"b", &"x".repeat(129)] {
            assert_ne!(request_id(&headers("x-request-id", bad)), bad);
        }
        let none = HeaderMap::new();
        assert_eq!(request_id(&none).len(), 32);
        assert_ne!(request_id(&none), request_id(&none));
    }

    #[test]
    fn trace_context_is_read() {
        let of = |v| Trace::of(&headers("traceparent", v)).map(|t| t.trace_id);
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").as_deref(), Some(id));
        assert_eq!(of("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more").as_deref(), Some(id));
        for bad in [
            "",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        ] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
