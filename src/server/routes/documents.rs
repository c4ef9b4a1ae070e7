//! One article in, one document out.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::article::{Article, Stage};
use crate::normalizer::Timings;
use crate::server::admission::Leave;
use crate::server::body;
use crate::server::coding::{self, Coding, DecodeLimits, Decoded};
use crate::server::exchange::Exchange;
use crate::server::memory;
use crate::server::openapi::answers::Documents;
use crate::server::openapi::examples;
use crate::server::problem::Error;
use crate::server::state::State;
use crate::server::waiting::Waiting;
use crate::server::work;

type Answer = Result<HttpResponse, Error>;

/// What text is compressed by at most, mostly; what is more is decoded a second time.
const USUAL_RATIO: usize = 4;

/// Normalize an article
///
/// Runs the stages that `options.stages` names: clean, entities and dates when nothing is said. `Accept`
/// chooses the rendering: the document itself, JSON-LD, ninjs, Markdown or plain text.
#[utoipa::path(
    post, path = "/v1/normalize", tag = "documents", operation_id = "normalize",
    request_body(content = Article, description = "The raw article.", examples(
        ("A report as text" = (summary = "A report as a scraper delivers it", value = json!(examples::report()))),
        ("A page as HTML" = (summary = "A page as HTML", value = json!(examples::page()))),
    )),
    responses(Documents),
)]
pub(crate) async fn normalize(request: HttpRequest, payload: web::Payload, state: web::Data<State>) -> Answer {
    document(request, payload, state, None).await
}

/// Clean an article
///
/// The cleaning stage alone: the document has no `entities`, `dates` or `quotes`. `options.stages` is
/// not looked at.
#[utoipa::path(
    post, path = "/v1/clean", tag = "documents", operation_id = "clean",
    request_body(content = Article, description = "The raw article.", example = json!(examples::report())),
    responses(Documents),
)]
pub(crate) async fn clean(request: HttpRequest, payload: web::Payload, state: web::Data<State>) -> Answer {
    document(request, payload, state, Some(&[Stage::Clean])).await
}

/// Find entities
///
/// The text is taken as clean already and comes back unchanged. `options.stages` is not looked at.
#[utoipa::path(
    post, path = "/v1/entities", tag = "documents", operation_id = "entities",
    request_body(content = Article, description = "The clean article.", example = json!(examples::clean_report())),
    responses(Documents),
)]
pub(crate) async fn entities(request: HttpRequest, payload: web::Payload, state: web::Data<State>) -> Answer {
    document(request, payload, state, Some(&[Stage::Entities])).await
}

/// Find dates
///
/// The text is taken as clean already and comes back unchanged. `options.stages` is not looked at.
#[utoipa::path(
    post, path = "/v1/dates", tag = "documents", operation_id = "dates",
    request_body(content = Article, description = "The clean article.", example = json!(examples::clean_report())),
    responses(Documents),
)]
pub(crate) async fn dates(request: HttpRequest, payload: web::Payload, state: web::Data<State>) -> Answer {
    document(request, payload, state, Some(&[Stage::Dates])).await
}

async fn document(
    request: HttpRequest,
    mut payload: web::Payload,
    state: web::Data<State>,
    stages: Option<&'static [Stage]>,
) -> Answer {
    let exchange = Exchange::of(&request)?;
    let answer = answer(&request, &mut payload, &exchange, state, stages).await;
    if answer.is_err() {
        exchange.keep_unread(payload);
    }
    answer
}

async fn answer(
    request: &HttpRequest,
    payload: &mut web::Payload,
    exchange: &Exchange,
    state: web::Data<State>,
    stages: Option<&'static [Stage]>,
) -> Answer {
    let headers = request.headers();
    let format = body::preferred(headers)?;
    body::content_type(headers, &["application/json"])?;
    let coding = Coding::of_request(headers)?;
    let asked = Coding::asked(headers);
    let wire = body::collect(headers, payload, &state).await?;
    exchange.bytes_in.set(wire.len());

    let wire = Arc::new(wire);
    let mut size = if coding == Coding::Identity { wire.len() } else { USUAL_RATIO * wire.len() };
    let (body, timings, memory) = loop {
        let most = size;
        let taken = memory::taken(size, state.config.max_article) + coding.window(&state.config);
        let Leave { permit, mut memory } = state.gate.admit(taken).await?;
        let (id, job, wire) = (exchange.id.clone(), web::Data::clone(&state), Arc::clone(&wire));
        let run = move || {
            let _permit = permit;
            work::guarded(&id, || {
                let decoded = match coding {
                    Coding::Identity => None,
                    _ => match coding::decode(coding, &wire, DecodeLimits::of(&job.config), most)? {
                        Decoded::Whole(body) => Some(body),
                        Decoded::Larger(len) => return Ok(Err(len)),
                    },
                };
                let (document, timings) = work::document(&job.normalizer, decoded.as_deref().unwrap_or(&wire), stages)?;
                let body = format.render(&document).map_err(|_| Error::Internal)?;
                let body = coding::encode(asked, body).map_err(|_| Error::Internal)?;
                Ok(Ok((body, timings)))
            })
            .map(|done| {
                done.map(|(body, timings)| {
                    memory.keep(body.len());
                    (body, timings, memory)
                })
            })
        };
        match state.threads.run(size, run).await? {
            Ok(done) => break done,
            Err(len) => size = len,
        }
    };

    exchange.timings.set(timings);
    exchange.bytes_out.set(body.len());
    state.metrics.made(&timings, body.len());
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.content_type())
        .insert_header(("Server-Timing", server_timing(&timings)))
        .insert_header((header::VARY, "Accept, Accept-Encoding"));
    if let Some(coding) = asked.header() {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    Ok(response.body(Waiting::new(body, Some(memory))))
}

/// W3C Server Timing, in milliseconds.
fn server_timing(timings: &Timings) -> String {
    let ms = |d: std::time::Duration| d.as_secs_f64() * 1e3;
    let (clean, entities, dates) = (ms(timings.clean), ms(timings.entities), ms(timings.dates));
    format!("clean;dur={clean:.3}, entities;dur={entities:.3}, dates;dur={dates:.3}")
}
