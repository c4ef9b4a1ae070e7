//! What all requests share.

use std::sync::atomic::{AtomicBool, Ordering};

use super::admission::{Counter, Gate};
use super::auth::Keys;
use super::config::Config;
use super::metrics::Metrics;
use super::work::Threads;
use crate::Normalizer;

/// What all requests share.
pub(super) struct State {
    pub(super) normalizer: Normalizer,
    pub(super) config: Config,
    pub(super) gate: Gate,
    pub(super) threads: Threads,
    /// Bytes of request bodies and batch lines that are held.
    pub(super) memory: Counter,
    /// Batches that are being served.
    pub(super) batches: Counter,
    pub(super) keys: Keys,
    pub(super) metrics: Metrics,
    #[cfg(feature = "otlp")]
    pub(super) spans: Option<super::otlp::Spans>,
    draining: AtomicBool,
}

impl State {
    /// `config` with its zeros resolved.
    pub(super) fn new(normalizer: Normalizer, config: Config) -> std::io::Result<Self> {
        Ok(Self {
            gate: Gate::new(config.permits, config.work_memory, config.queue, config.queue_timeout),
            threads: Threads::new(config.permits)?,
            memory: Counter::new(config.body_memory),
            batches: Counter::new(config.batches),
            keys: Keys::of(&config)?,
            metrics: Metrics::new(),
            #[cfg(feature = "otlp")]
            spans: config.otlp_endpoint.as_deref().map(super::otlp::Spans::to).transpose()?,
            draining: AtomicBool::new(false),
            normalizer,
            config,
        })
    }

    /// From SIGTERM on.
    pub(super) fn draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    pub(super) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }
}
