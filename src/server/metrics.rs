//! Prometheus metrics, named as OpenTelemetry's semantic conventions and Prometheus' own ask.

use std::time::Duration;

use actix_web::http::Method;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::state::State;
use crate::normalizer::Timings;

pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Methods that are told by name.
const KNOWN: [Method; 9] = [
    Method::CONNECT,
    Method::DELETE,
    Method::GET,
    Method::HEAD,
    Method::OPTIONS,
    Method::PATCH,
    Method::POST,
    Method::PUT,
    Method::TRACE,
];

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct HttpLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Stage {
    stage: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

/// All metrics of one service.
pub(super) struct Metrics {
    registry: Registry,
    requests: Histograms<HttpLabels>,
    pub(super) active: Gauge,
    stages: Histograms<Stage>,
    rejected: Family<Reason, Counter>,
    documents: Counter,
    bytes_in: Counter,
    bytes_out: Counter,
    permits: Gauge,
    permits_free: Gauge,
    waiting: Gauge,
    memory: Gauge,
    work_memory: Gauge,
    batches: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Self {
        // 0.5 ms to 16 s.
        let request_seconds: fn() -> Histogram = || Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        // 0.1 ms to 3 s.
        let stage_seconds: fn() -> Histogram = || Histogram::new(exponential_buckets(0.0001, 2.0, 16));
        let mut this = Self {
            registry: Registry::default(),
            requests: Family::new_with_constructor(request_seconds),
            active: Gauge::default(),
            stages: Family::new_with_constructor(stage_seconds),
            rejected: Family::default(),
            documents: Counter::default(),
            bytes_in: Counter::default(),
            bytes_out: Counter::default(),
            permits: Gauge::default(),
            permits_free: Gauge::default(),
            waiting: Gauge::default(),
            memory: Gauge::default(),
            work_memory: Gauge::default(),
            batches: Gauge::default(),
        };
        let r = &mut this.registry;
        r.register(
            "http_server_request_duration_seconds",
            "From the head of a request to its answer",
            this.requests.clone(),
        );
        r.register("http_server_active_requests", "Requests that are being answered", this.active.clone());
        r.register("copydesk_stage_duration_seconds", "Time in a stage for one article", this.stages.clone());
        r.register("copydesk_rejected", "Requests and batch lines that were refused", this.rejected.clone());
        r.register("copydesk_documents", "Documents that were made", this.documents.clone());
        r.register("copydesk_received_bytes", "Request bodies as they arrived", this.bytes_in.clone());
        r.register("copydesk_sent_bytes", "Documents as they were sent", this.bytes_out.clone());
        r.register("copydesk_permits", "Articles that may be worked on at the same time", this.permits.clone());
        r.register("copydesk_permits_free", "Permits that are free", this.permits_free.clone());
        r.register("copydesk_queue_length", "Requests that wait for a permit", this.waiting.clone());
        r.register("copydesk_body_memory_bytes", "Memory held for bodies and batch lines", this.memory.clone());
        r.register(
            "copydesk_work_memory_bytes",
            "Memory held for articles that are worked on and answers that wait",
            this.work_memory.clone(),
        );
        r.register("copydesk_batches", "Batches that are being served", this.batches.clone());
        r.register("copydesk_build", "The program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        this
    }

    pub(super) fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        // A client may make up methods without end; the name for them all is OpenTelemetry's.
        let method = if KNOWN.contains(method) { method.as_str() } else { "_OTHER" };
        let labels = HttpLabels { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }

    pub(super) fn received(&self, bytes: usize) {
        self.bytes_in.inc_by(bytes as u64);
    }

    pub(super) fn made(&self, timings: &Timings, bytes: usize) {
        self.documents.inc();
        self.bytes_out.inc_by(bytes as u64);
        for (stage, took) in [("clean", timings.clean), ("entities", timings.entities), ("dates", timings.dates)] {
            self.stages.get_or_create(&Stage { stage }).observe(took.as_secs_f64());
        }
    }

    pub(super) fn rejected(&self, reason: &'static str) {
        self.rejected.get_or_create(&Reason { reason }).inc();
    }

    /// The text that Prometheus reads.
    pub(super) fn render(&self, state: &State) -> Result<String, std::fmt::Error> {
        let set = |gauge: &Gauge, n: usize| gauge.set(i64::try_from(n).unwrap_or(i64::MAX));
        set(&self.permits, state.config.permits);
        set(&self.permits_free, state.gate.free());
        set(&self.waiting, state.gate.waiting());
        set(&self.memory, state.memory.used());
        set(&self.work_memory, state.gate.taken());
        set(&self.batches, state.batches.used());
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }
}
