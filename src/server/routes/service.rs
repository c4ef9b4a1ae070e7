//! What operators and generators ask: health, metrics, versions and the API's description.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::article::Stage;
use crate::document::{BlockKind, EntityType, Reason, RepairKind, TimexType};
use crate::entities::gazetteer::ATTRIBUTION;
use crate::server::body::accepts;
use crate::server::config::Limits;
use crate::server::exchange::Exchange;
use crate::server::metrics;
use crate::server::openapi;
use crate::server::openapi::answers::{AcceptRefusals, KeyRefusals, OpenRefusals, ReadyRefusals};
use crate::server::problem::Error;
use crate::server::state::State;

type Answer = Result<HttpResponse, Error>;

/// What this instance is and what it takes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Info {
    /// Name of the program.
    #[schema(example = "copydesk")]
    name: String,
    /// Version of the program.
    #[schema(example = "0.1.0")]
    version: String,
    /// Checksum of each embedded model.
    #[schema(example = json!({"entities": "sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"}))]
    models: BTreeMap<String, String>,
    /// Whose data the answers draw on, and under which licence.
    #[schema(example = json!(["Place data: GeoNames (geonames.org), CC BY 4.0"]))]
    attributions: Vec<String>,
    /// Languages of each stage, as BCP 47 tags; `*` for any.
    #[schema(example = json!({"clean": ["*"], "dates": ["en"], "entities": ["en"]}))]
    languages: BTreeMap<String, Vec<String>>,
    /// The limits in force.
    limits: Limits,
    /// The stages, in the order of the pipeline.
    #[schema(example = json!(["clean", "entities", "dates"]))]
    stages: Vec<String>,
    /// The types of entities.
    #[schema(example = json!(["person", "organization", "place"]))]
    entity_types: Vec<String>,
    /// The types of dates.
    #[schema(example = json!(["DATE", "TIME", "DURATION", "SET"]))]
    date_types: Vec<String>,
    /// The kinds of blocks.
    #[schema(example = json!(["title", "heading", "paragraph"]))]
    block_kinds: Vec<String>,
    /// The reasons of removals.
    #[schema(example = json!(["related_link", "share", "byline"]))]
    removal_reasons: Vec<String>,
    /// The kinds of repairs.
    #[schema(example = json!(["mojibake", "html_entity"]))]
    repair_kinds: Vec<String>,
}

/// The values of an enum, from its schema: one list, not two.
fn values<T: PartialSchema>() -> Vec<String> {
    let RefOr::T(Schema::Object(object)) = T::schema() else { return Vec::new() };
    object.enum_values.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

/// Versions, models, languages and limits
#[utoipa::path(
    get, path = "/v1/info", tag = "service", operation_id = "info",
    responses((status = 200, description = "What this instance is and what it takes", body = Info), KeyRefusals, AcceptRefusals),
)]
pub(crate) async fn info(request: HttpRequest, state: web::Data<State>) -> Answer {
    accepts(request.headers(), "application/json")?;
    let list = |item: &str| vec![item.to_owned()];
    Ok(HttpResponse::Ok().json(Info {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        models: state.normalizer.models().clone(),
        attributions: list(ATTRIBUTION),
        languages: BTreeMap::from([
            ("clean".to_owned(), list("*")),
            ("entities".to_owned(), list("en")),
            ("dates".to_owned(), list("en")),
        ]),
        limits: state.config.limits(),
        stages: values::<Stage>(),
        entity_types: values::<EntityType>(),
        date_types: values::<TimexType>(),
        block_kinds: values::<BlockKind>(),
        removal_reasons: values::<Reason>(),
        repair_kinds: values::<RepairKind>(),
    }))
}

/// Health of the service.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`, or `draining` from SIGTERM on.
    #[schema(example = "ok")]
    status: String,
}

fn health(request: &HttpRequest, ready: bool) -> Answer {
    Exchange::of(request)?.keep_quiet();
    let (mut response, status) = match ready {
        true => (HttpResponse::Ok(), "ok"),
        false => return Err(Error::Draining),
    };
    Ok(response.json(Health { status: status.to_owned() }))
}

/// Whether the process lives
///
/// Does no work, needs no key, is not logged.
#[utoipa::path(
    get, path = "/livez", tag = "service", operation_id = "livez", security(()),
    responses((status = 200, description = "It lives", body = Health), OpenRefusals),
)]
pub(crate) async fn livez(request: HttpRequest) -> Answer {
    health(&request, true)
}

/// Whether requests should be sent here
///
/// 503 from SIGTERM on, while requests in flight are finished.
#[utoipa::path(
    get, path = "/readyz", tag = "service", operation_id = "readyz", security(()),
    responses((status = 200, description = "Send requests", body = Health), ReadyRefusals),
)]
pub(crate) async fn readyz(request: HttpRequest, state: web::Data<State>) -> Answer {
    health(&request, !state.draining())
}

/// The same as `/readyz`
#[utoipa::path(
    get, path = "/healthz", tag = "service", operation_id = "healthz", security(()),
    responses((status = 200, description = "Send requests", body = Health), ReadyRefusals),
)]
pub(crate) async fn healthz(request: HttpRequest, state: web::Data<State>) -> Answer {
    health(&request, !state.draining())
}

/// Metrics for Prometheus
#[utoipa::path(
    get, path = "/metrics", tag = "service", operation_id = "metrics",
    responses(
        (status = 200, description = "OpenMetrics text", body = String,
            content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8",
            example = json!("# TYPE http_server_active_requests gauge\nhttp_server_active_requests 1\n# EOF\n")),
        KeyRefusals,
    ),
)]
pub(crate) async fn metrics(request: HttpRequest, state: web::Data<State>) -> Answer {
    Exchange::of(&request)?.keep_quiet();
    let text = state.metrics.render(&state).map_err(|_| Error::Internal)?;
    Ok(HttpResponse::Ok().content_type(metrics::CONTENT_TYPE).body(text))
}

/// This description
#[utoipa::path(
    get, path = "/openapi.json", tag = "service", operation_id = "openapi", security(()),
    responses((status = 200, description = "OpenAPI 3.1", body = Value, content_type = "application/json"), OpenRefusals),
)]
pub(crate) async fn openapi_31() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi::json())
}

/// This description for generators that cannot read OpenAPI 3.1
#[utoipa::path(
    get, path = "/openapi-3.0.json", tag = "service", operation_id = "openapi30", security(()),
    responses((status = 200, description = "OpenAPI 3.0.3", body = Value, content_type = "application/json"), OpenRefusals),
)]
pub(crate) async fn openapi_30() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi::json_30())
}
