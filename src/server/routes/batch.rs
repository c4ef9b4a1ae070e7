//! Many articles in one request: NDJSON in, NDJSON out, one output line for each input line, in
//! order. Nothing holds the whole: the sender's pieces, the lines and the documents each wait in a
//! bounded place for the reader, so that a slow reader slows the sender, and when the reader goes
//! away all of it ends.
//!
//! sender → pieces (channel) → reading thread: decode, split into lines → lines (channel) →
//! documents, a window at a time, under the permits that single requests use → reader

use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{Stream, StreamExt as _, stream};
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};
use utoipa::ToSchema;

use crate::document::Document;
use crate::json;
use crate::server::admission::{Held, Leave, Share};
use crate::server::body;
use crate::server::coding::{Coding, DecodeLimits, Encoder};
use crate::server::exchange::Exchange;
use crate::server::lines::{self, Line, Piece};
use crate::server::memory;
use crate::server::openapi::answers::BodyRefusals;
use crate::server::openapi::examples;
use crate::server::problem::{Error, Problem};
use crate::server::state::State;
use crate::server::waiting::Waiting;
use crate::server::work;

pub(crate) const NDJSON: &str = "application/x-ndjson";
const KNOWN: &[&str] = &[NDJSON, "application/ndjson", "application/jsonl"];
/// Pieces of the body that wait to be decoded.
const PIECES: usize = 4;

/// One line of a batch's answer.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum BatchLine {
    /// An article that went well.
    Document(Box<BatchDocument>),
    /// A line that failed.
    Failed(BatchError),
    /// The last line; without it the stream was cut.
    Summary(BatchEnd),
}

/// The document of one input line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchDocument {
    /// Number of the input line, from 0.
    #[schema(example = 0)]
    index: u64,
    /// The article's `id`.
    #[schema(example = "feed-42/000123")]
    id: Option<String>,
    /// The normalized document.
    document: Document,
}

/// Why one input line gave no document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchError {
    /// Number of the input line, from 0.
    #[schema(example = 1)]
    index: u64,
    /// The article's `id`, where it could be read.
    #[schema(example = "feed-42/000124")]
    id: Option<String>,
    /// What was wrong.
    error: Problem,
}

/// The end of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchEnd {
    /// The counts.
    summary: BatchSummary,
}

/// How a batch went.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct BatchSummary {
    /// Lines of output before this one.
    #[schema(example = 2)]
    lines: u64,
    /// Documents among them.
    #[schema(example = 1)]
    ok: u64,
    /// Errors among them.
    #[schema(example = 1)]
    failed: u64,
}

/// Normalize many articles
///
/// One article a line. Every input line gives one output line, in order; a line that fails does not
/// end the stream. The last line is the summary. Read the answer while you send: only a few lines are
/// worked on ahead of the reader.
#[utoipa::path(
    post, path = "/v1/normalize/batch", tag = "documents", operation_id = "normalizeBatch",
    request_body(content = String, content_type = "application/x-ndjson", description = "One `Article` as JSON on each line.",
        example = json!(examples::batch())),
    responses((status = 200, description = "One `BatchLine` as JSON on each line", body = String,
        content_type = "application/x-ndjson", example = json!(examples::batch_answer())), BodyRefusals),
)]
pub(crate) async fn batch(
    request: HttpRequest,
    payload: web::Payload,
    state: web::Data<State>,
) -> Result<HttpResponse, Error> {
    let exchange = Exchange::of(&request)?;
    match Admitted::of(&request, &state) {
        Ok(admitted) => begin(admitted, payload, state, exchange),
        Err(error) => {
            exchange.keep_unread(payload);
            Err(error)
        }
    }
}

/// A batch that may begin.
struct Admitted {
    coding: Coding,
    asked: Coding,
    place: Held,
}

impl Admitted {
    fn of(request: &HttpRequest, state: &State) -> Result<Self, Error> {
        let headers = request.headers();
        body::accepts(headers, NDJSON)?;
        body::content_type(headers, KNOWN)?;
        let coding = Coding::of_request(headers)?;
        let mut place = state.batches.hold();
        place.grow(1)?;
        Ok(Self { coding, asked: Coding::asked(headers), place })
    }
}

fn begin(
    Admitted { coding, asked, place }: Admitted,
    payload: web::Payload,
    state: web::Data<State>,
    exchange: Rc<Exchange>,
) -> Result<HttpResponse, Error> {
    let (pieces, arriving) = mpsc::channel(PIECES);
    let (found, lines) = mpsc::channel(1);
    let (keep, unread) = oneshot::channel();
    actix_web::rt::spawn(feed(payload, pieces, state.config.batch_timeout, keep));
    let limits = lines::Limits {
        line: state.config.max_line,
        silence: state.config.batch_timeout,
        patience: state.config.queue_timeout,
        decode: DecodeLimits { decoded: usize::MAX, ..DecodeLimits::of(&state.config) },
    };
    let memory = state.memory.clone();
    tokio::task::spawn_blocking(move || lines::split(coding, arriving, &found, limits, &memory));

    let encoder = Encoder::new(asked).map_err(|_| Error::Internal)?;
    let mut response = HttpResponse::Ok();
    response.content_type(NDJSON).insert_header((header::VARY, "Accept-Encoding"));
    if let Some(coding) = asked.header() {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    let answer = answer(lines, state, exchange, encoder, place);
    // The rest of a body that is not read to its end is held until the answer is sent: see
    // `Exchange::keep_unread`.
    Ok(response.streaming(answer.inspect(move |_| _ = &unread)))
}

/// Hands on the body as it arrives; the channel makes the sender wait.
async fn feed(
    mut payload: web::Payload,
    pieces: mpsc::Sender<Piece>,
    silence: Duration,
    keep: oneshot::Sender<web::Payload>,
) {
    loop {
        let piece = match tokio::time::timeout(silence, payload.next()).await {
            Ok(Some(Ok(bytes))) => Piece::Data(bytes),
            Ok(Some(Err(_))) => Piece::Broken,
            Ok(None) => Piece::End,
            Err(_) => Piece::Silence,
        };
        let last = !matches!(piece, Piece::Data(_));
        if pieces.send(piece).await.is_err() || last {
            // Nobody to keep it means that the answer is over.
            let _ = keep.send(payload);
            return;
        }
    }
}

/// What the stream counts as it goes.
struct Progress {
    exchange: Rc<Exchange>,
    summary: BatchSummary,
    encoder: Option<Encoder>,
    /// Given back when the stream ends or the reader goes away.
    _place: Held,
}

impl Progress {
    fn encode(&mut self, line: Vec<u8>) -> io::Result<Vec<u8>> {
        let out = match &mut self.encoder {
            Some(encoder) => encoder.piece(line)?,
            None => Vec::new(),
        };
        self.exchange.bytes_out.set(self.exchange.bytes_out.get() + out.len());
        Ok(out)
    }

    fn count(&mut self, ok: bool) {
        let s = &mut self.summary;
        s.lines += 1;
        *(if ok { &mut s.ok } else { &mut s.failed }) += 1;
        self.exchange.lines.set(Some((s.ok, s.failed)));
    }
}

/// The stream of output lines; asked for only when the reader takes them.
fn answer(
    mut lines: mpsc::Receiver<Line>,
    state: web::Data<State>,
    exchange: Rc<Exchange>,
    encoder: Encoder,
    place: Held,
) -> impl Stream<Item = io::Result<web::Bytes>> {
    let window = state.config.batch_window;
    let id: Arc<str> = exchange.id.as_str().into();
    let progress = Rc::new(RefCell::new(Progress {
        exchange,
        summary: BatchSummary::default(),
        encoder: Some(encoder),
        _place: place,
    }));
    let end = Rc::clone(&progress);
    stream::poll_fn(move |cx| lines.poll_recv(cx))
        .enumerate()
        .map(move |(index, line)| one(index as u64, line, web::Data::clone(&state), Arc::clone(&id)))
        .buffered(window)
        .map(move |(ok, line, memory)| {
            let mut progress = progress.borrow_mut();
            progress.count(ok);
            Ok(Waiting::new(progress.encode(line)?, memory))
        })
        .chain(stream::once(async move {
            let mut progress = end.borrow_mut();
            let last = written(&BatchLine::Summary(BatchEnd { summary: progress.summary }));
            let mut out = progress.encode(last)?;
            if let Some(encoder) = progress.encoder.take() {
                out.extend(encoder.finish()?);
            }
            Ok(Waiting::new(out, None))
        }))
        .flat_map(|line: io::Result<Waiting>| match line {
            Ok(line) => stream::iter(line.map(Ok)).left_stream(),
            Err(error) => stream::iter([Err(error)]).right_stream(),
        })
}

/// One line's answer, whether it is a document, and the memory that it holds until it is sent.
async fn one(index: u64, line: Line, state: web::Data<State>, request_id: Arc<str>) -> (bool, Vec<u8>, Option<Share>) {
    let outcome = match line {
        Line::Article(bytes) => {
            let size = bytes.len();
            match state.gate.wait(memory::taken(size, state.config.max_article)).await {
                Ok(Leave { permit, mut memory }) => {
                    let (job, id) = (web::Data::clone(&state), Arc::clone(&request_id));
                    let run = move || {
                        let _permit = permit;
                        let (ok, line) = work::guarded(&id, || Ok(normalized(&job, index, &bytes, &id)))?;
                        memory.keep(line.len());
                        Ok((ok, line, Some(memory)))
                    };
                    state.threads.run(size, run).await
                }
                Err(error) => Err(error),
            }
        }
        Line::Refused(error) => Err(error),
    };
    outcome.unwrap_or_else(|error| (false, refused(&state, index, None, &error, &request_id), None))
}

fn normalized(state: &State, index: u64, bytes: &[u8], request_id: &str) -> (bool, Vec<u8>) {
    state.metrics.received(bytes.len());
    let article = match json::article(bytes).map_err(Error::from) {
        Ok(article) => article,
        Err(error) => return (false, refused(state, index, None, &error, request_id)),
    };
    let id = article.id.clone();
    match work::normalize(&state.normalizer, article, None) {
        Ok((document, timings)) => {
            let line = written(&BatchLine::Document(Box::new(BatchDocument { index, id, document })));
            state.metrics.made(&timings, line.len());
            (true, line)
        }
        Err(error) => (false, refused(state, index, id, &error, request_id)),
    }
}

fn refused(state: &State, index: u64, id: Option<String>, error: &Error, request_id: &str) -> Vec<u8> {
    state.metrics.rejected(error.code());
    written(&BatchLine::Failed(BatchError { index, id, error: error.problem(request_id) }))
}

fn written(line: &BatchLine) -> Vec<u8> {
    let mut out = serde_json::to_vec(line).unwrap_or_default();
    out.push(b'\n');
    out
}
