//! One span a request to an OpenTelemetry collector, by OTLP over HTTP (feature `otlp`). A span continues
//! the caller's trace and follows its decision to sample; its names are those of OpenTelemetry's semantic
//! conventions for HTTP servers. Spans leave in batches on a thread of their own, and are dropped when the
//! collector does not keep up: a request never waits for it.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use opentelemetry::trace::{
    Span as _, SpanContext, SpanId, SpanKind, Status, TraceContextExt as _, TraceFlags, TraceId, TraceState,
    Tracer as _, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

/// Time for one batch of spans to be taken.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Where spans go.
pub(super) struct Spans {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// A trace that a request is part of, as its `traceparent` says.
pub(super) struct Parent<'a> {
    pub(super) trace_id: &'a str,
    pub(super) span_id: &'a str,
    pub(super) sampled: bool,
}

/// What is told of a request.
pub(super) struct Told<'a> {
    pub(super) method: &'a str,
    pub(super) route: &'a str,
    pub(super) status: u16,
    pub(super) request_id: &'a str,
    pub(super) code: Option<&'static str>,
    pub(super) took: Duration,
    /// Milliseconds in each stage.
    pub(super) stages: [(&'static str, f64); 3],
}

impl Spans {
    /// To the collector at `endpoint`, such as `http://collector:4318`.
    pub(super) fn to(endpoint: &str) -> std::io::Result<Self> {
        let agent = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).build();
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client(agent.into()))
            .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
            .with_timeout(TIMEOUT)
            .build()
            .map_err(std::io::Error::other)?;
        let provider = SdkTracerProvider::builder()
            .with_resource(
                Resource::builder()
                    .with_service_name(env!("CARGO_PKG_NAME"))
                    .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
                    .build(),
            )
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::AlwaysOn)))
            .with_batch_exporter(exporter)
            .build();
        let tracer = provider.tracer(env!("CARGO_PKG_NAME"));
        Ok(Self { provider, tracer })
    }

    /// Tells of a request that ends now.
    pub(super) fn tell(&self, parent: Option<&Parent<'_>>, told: &Told<'_>) {
        let context = parent.and_then(remote).map_or_else(Context::new, |c| Context::new().with_remote_span_context(c));
        let end = SystemTime::now();
        let mut attributes = vec![
            KeyValue::new("http.request.method", told.method.to_owned()),
            KeyValue::new("http.route", told.route.to_owned()),
            KeyValue::new("http.response.status_code", i64::from(told.status)),
            KeyValue::new("url.scheme", "http"),
            KeyValue::new("copydesk.request_id", told.request_id.to_owned()),
        ];
        attributes.extend(told.code.map(|code| KeyValue::new("error.type", code)));
        attributes.extend(told.stages.map(|(stage, ms)| KeyValue::new(format!("copydesk.{stage}_ms"), ms)));
        let mut span = self
            .tracer
            .span_builder(format!("{} {}", told.method, told.route))
            .with_kind(SpanKind::Server)
            .with_start_time(end.checked_sub(told.took).unwrap_or(end))
            .with_attributes(attributes)
            .start_with_context(&self.tracer, &context);
        // A refusal is no fault of the server's.
        if told.status >= 500 {
            span.set_status(Status::error(""));
        }
        span.end_with_timestamp(end);
    }

    /// Sends what is left.
    pub(super) fn flush(&self) {
        if let Err(error) = self.provider.shutdown_with_timeout(TIMEOUT) {
            tracing::warn!(%error, "spans were lost");
        }
    }
}

fn remote(parent: &Parent<'_>) -> Option<SpanContext> {
    let trace = TraceId::from_hex(parent.trace_id).ok()?;
    let span = SpanId::from_hex(parent.span_id).ok()?;
    let flags = if parent.sampled { TraceFlags::SAMPLED } else { TraceFlags::NOT_SAMPLED };
    Some(SpanContext::new(trace, span, flags, true, TraceState::NONE))
}

/// Sends spans; called on the exporter's own thread, so that it may block.
#[derive(Debug)]
struct Client(ureq::Agent);

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.0.run(request.map(|body| body.to_vec()))?;
        let (head, mut body) = answer.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?.into()))
    }
}
