//! Every setting of the service. Each is a flag and an environment variable; the flags' help is the
//! documentation, and `/v1/info` tells the limits in force.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, FromArgMatches as _, ValueEnum};
use serde::Serialize;
use utoipa::ToSchema;

use super::memory;
use crate::article::ArticleLimits;

/// Settings of the service. [`Config::default`] is what `copydesk serve` runs with when no flag is
/// given. Durations are written `250ms`, `30s` or `5m`.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Threads that read and write connections; 0 for one a core.
    #[arg(long, env = "COPYDESK_HTTP_THREADS", default_value_t = 0)]
    pub http_threads: usize,
    /// Articles that are worked on at the same time; 0 for one a core.
    #[arg(long, env = "COPYDESK_PERMITS", default_value_t = 0)]
    pub permits: usize,
    /// Requests that may wait for a permit; one more is answered 429.
    #[arg(long, env = "COPYDESK_QUEUE", default_value_t = 64)]
    pub queue: usize,
    /// Longest wait for a permit, or of a compressed batch for memory, then 429.
    #[arg(long, env = "COPYDESK_QUEUE_TIMEOUT", default_value = "10s", value_parser = duration)]
    pub queue_timeout: Duration,
    /// Open connections to each HTTP thread; more wait to be accepted.
    #[arg(long, env = "COPYDESK_MAX_CONNECTIONS", default_value_t = 1024)]
    pub max_connections: usize,
    /// Largest `text` or `html` in bytes of UTF-8.
    #[arg(long, env = "COPYDESK_MAX_ARTICLE", default_value_t = 10 << 20)]
    pub max_article: usize,
    /// Largest request body as it arrives, compressed or not, in bytes. A batch has no such limit.
    #[arg(long, env = "COPYDESK_MAX_BODY", default_value_t = 16 << 20)]
    pub max_body: usize,
    /// Largest request body when decoded, in bytes.
    #[arg(long, env = "COPYDESK_MAX_DECODED", default_value_t = 32 << 20)]
    pub max_decoded: usize,
    /// How many times larger than it arrived a body may become, once it is larger than 1 MiB.
    #[arg(long, env = "COPYDESK_MAX_RATIO", default_value_t = 200)]
    pub max_ratio: usize,
    /// Largest zstd window that is decoded, as a power of two.
    #[arg(long, env = "COPYDESK_MAX_ZSTD_WINDOW_LOG", default_value_t = 23, value_parser = clap::value_parser!(u32).range(10..=27))]
    pub max_zstd_window_log: u32,
    /// Memory for request bodies, lines of batches and the windows of their decoders, and for heads of more than
    /// 8 KiB, all requests together, in bytes; more is answered 429.
    #[arg(long, env = "COPYDESK_BODY_MEMORY", default_value_t = 32 << 20)]
    pub body_memory: usize,
    /// Memory for articles that are worked on and answers that wait to be taken, in bytes; more waits as for a
    /// permit. It bounds the size of an article as well. 0 for what the container has, or half of what the machine
    /// has, beyond what the service needs for itself.
    #[arg(long, env = "COPYDESK_WORK_MEMORY", default_value_t = 0)]
    pub work_memory: usize,
    /// Time for the head of a request to arrive, then 408.
    #[arg(long, env = "COPYDESK_HEADER_TIMEOUT", default_value = "5s", value_parser = duration)]
    pub header_timeout: Duration,
    /// Time for a whole request body to arrive, then 408.
    #[arg(long, env = "COPYDESK_BODY_TIMEOUT", default_value = "30s", value_parser = duration)]
    pub body_timeout: Duration,
    /// How long an idle connection is kept open.
    #[arg(long, env = "COPYDESK_KEEP_ALIVE", default_value = "75s", value_parser = duration)]
    pub keep_alive: Duration,
    /// Batches that are served at the same time; one more is answered 429.
    #[arg(long, env = "COPYDESK_BATCHES", default_value_t = 16)]
    pub batches: usize,
    /// Lines of one batch that are worked on or wait to be sent; 0 for twice the permits.
    #[arg(long, env = "COPYDESK_BATCH_WINDOW", default_value_t = 0)]
    pub batch_window: usize,
    /// Longest line of a batch, decoded, in bytes; a longer one is answered by an error line.
    #[arg(long, env = "COPYDESK_MAX_LINE", default_value_t = 12 << 20)]
    pub max_line: usize,
    /// Longest silence of a batch's sender, then the stream ends with an error line. A reader that takes
    /// nothing of any answer for twice as long is cut off.
    #[arg(long, env = "COPYDESK_BATCH_TIMEOUT", default_value = "60s", value_parser = duration)]
    pub batch_timeout: Duration,
    /// How long requests are still accepted after SIGTERM while `/readyz` says 503.
    #[arg(long, env = "COPYDESK_DRAIN_DELAY", default_value = "2s", value_parser = duration)]
    pub drain_delay: Duration,
    /// Time for requests in flight to end after the drain delay.
    #[arg(long, env = "COPYDESK_SHUTDOWN_TIMEOUT", default_value = "30s", value_parser = duration)]
    pub shutdown_timeout: Duration,
    /// Bearer keys, separated by commas, one of which a request to `/v1` or `/metrics` must carry.
    /// None: open to all.
    #[arg(long, env = "COPYDESK_API_KEYS", hide_env_values = true, value_delimiter = ',')]
    pub api_keys: Vec<Secret>,
    /// File with one bearer key a line.
    #[arg(long, env = "COPYDESK_API_KEYS_FILE")]
    pub api_keys_file: Option<PathBuf>,
    /// Origins whose pages may call the service (CORS), separated by commas; `*` for all. None: off.
    #[arg(long, env = "COPYDESK_CORS_ORIGINS", value_delimiter = ',')]
    pub cors_origins: Vec<String>,
    /// Collector that gets a span of each request by OTLP over HTTP, such as `http://collector:4318`. None: off. In
    /// builds with the feature `otlp`.
    #[cfg(feature = "otlp")]
    #[arg(long, env = "COPYDESK_OTLP_ENDPOINT")]
    pub otlp_endpoint: Option<String>,
    /// How events are written to standard error.
    #[arg(long, env = "COPYDESK_LOG_FORMAT", value_enum, default_value_t = LogFormat::Json)]
    pub log_format: LogFormat,
    /// What is logged: error, warn, info, debug, trace, or `target=level` pairs.
    #[arg(long, env = "COPYDESK_LOG", default_value = "info,actix_server=warn")]
    pub log: String,
}

/// How events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For the eye.
    Pretty,
}

/// A bearer key. Shows itself to nobody.
#[derive(Clone)]
pub struct Secret(pub(super) String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl From<&str> for Secret {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

impl Default for Config {
    fn default() -> Self {
        let command = Self::augment_args(clap::Command::new("copydesk")).mut_args(|arg| arg.env(None::<&str>));
        let matches = command.get_matches_from(["copydesk"]);
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

impl Config {
    /// Puts the number of cores and the memory where a zero stands for them, and lowers the limits on sizes to
    /// what fits into that memory.
    pub(super) fn resolved(mut self) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let or = |given: usize, value: usize| if given == 0 { value } else { given };
        self.http_threads = or(self.http_threads, cores);
        self.permits = or(self.permits, cores);
        self.batch_window = or(self.batch_window, 2 * self.permits);
        self.work_memory = or(self.work_memory, memory::for_work(self.body_memory));
        self.max_article = self.max_article.min(memory::largest_article(self.work_memory));
        let request = memory::largest_request(self.max_article);
        for limit in [&mut self.max_body, &mut self.max_decoded, &mut self.max_line] {
            *limit = request.min(*limit);
        }
        self
    }

    /// The limits on an article's members.
    #[must_use]
    pub fn article_limits(&self) -> ArticleLimits {
        ArticleLimits { body: self.clone().resolved().max_article }
    }

    /// What `/v1/info` tells.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            permits: self.permits,
            queue: self.queue,
            queue_timeout_seconds: self.queue_timeout.as_secs_f64(),
            max_connections: self.max_connections,
            http_threads: self.http_threads,
            max_article_bytes: self.max_article,
            max_body_bytes: self.max_body,
            max_decoded_bytes: self.max_decoded,
            max_ratio: self.max_ratio,
            max_zstd_window_log: self.max_zstd_window_log,
            body_memory_bytes: self.body_memory,
            work_memory_bytes: self.work_memory,
            header_timeout_seconds: self.header_timeout.as_secs_f64(),
            body_timeout_seconds: self.body_timeout.as_secs_f64(),
            keep_alive_seconds: self.keep_alive.as_secs_f64(),
            batches: self.batches,
            batch_window: self.batch_window,
            max_line_bytes: self.max_line,
            batch_timeout_seconds: self.batch_timeout.as_secs_f64(),
            drain_delay_seconds: self.drain_delay.as_secs_f64(),
            shutdown_timeout_seconds: self.shutdown_timeout.as_secs_f64(),
        }
    }
}

/// The limits in force. Each is a flag of `copydesk serve` and an environment variable.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(super) struct Limits {
    /// Articles that are worked on at the same time.
    #[schema(example = 2)]
    permits: usize,
    /// Requests that may wait for a permit.
    #[schema(example = 64)]
    queue: usize,
    /// Longest wait for a permit, or of a compressed batch for memory.
    #[schema(example = 10.0)]
    queue_timeout_seconds: f64,
    /// Open connections to each HTTP thread.
    #[schema(example = 1024)]
    max_connections: usize,
    /// Threads that read and write connections.
    #[schema(example = 2)]
    http_threads: usize,
    /// Largest `text` or `html`, in bytes of UTF-8.
    #[schema(example = 10485760)]
    max_article_bytes: usize,
    /// Largest request body as it arrives.
    #[schema(example = 16777216)]
    max_body_bytes: usize,
    /// Largest request body when decoded.
    #[schema(example = 33554432)]
    max_decoded_bytes: usize,
    /// How many times larger than it arrived a body may become, once it is larger than 1 MiB.
    #[schema(example = 200)]
    max_ratio: usize,
    /// Largest zstd window, as a power of two.
    #[schema(example = 23)]
    max_zstd_window_log: u32,
    /// Memory for request bodies, lines of batches and the windows of their decoders, and for long heads, all
    /// requests together.
    #[schema(example = 33554432)]
    body_memory_bytes: usize,
    /// Memory for articles that are worked on and answers that wait to be taken. It bounds the sizes above.
    #[schema(example = 4294967296_u64)]
    work_memory_bytes: usize,
    /// Time for the head of a request to arrive.
    #[schema(example = 5.0)]
    header_timeout_seconds: f64,
    /// Time for a whole request body to arrive.
    #[schema(example = 30.0)]
    body_timeout_seconds: f64,
    /// How long an idle connection is kept open.
    #[schema(example = 75.0)]
    keep_alive_seconds: f64,
    /// Batches that are served at the same time.
    #[schema(example = 16)]
    batches: usize,
    /// Lines of one batch that are worked on or wait to be sent.
    #[schema(example = 4)]
    batch_window: usize,
    /// Longest line of a batch, decoded.
    #[schema(example = 12582912)]
    max_line_bytes: usize,
    /// Longest silence of a batch's sender.
    #[schema(example = 60.0)]
    batch_timeout_seconds: f64,
    /// How long requests are still accepted after SIGTERM.
    #[schema(example = 2.0)]
    drain_delay_seconds: f64,
    /// Time for requests in flight to end after that.
    #[schema(example = 30.0)]
    shutdown_timeout_seconds: f64,
}

/// Reads `250ms`, `30s` or `5m`.
fn duration(s: &str) -> Result<Duration, String> {
    let at = s.find(|c: char| !c.is_ascii_digit()).unwrap_or(s.len());
    let (number, unit) = s.split_at(at);
    let number: u64 = number.parse().map_err(|_| "expected a duration such as 250ms, 30s or 5m".to_owned())?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        _ => Err("expected a unit: ms, s or m".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_come_from_the_flags() {
        let config = Config::default();
        assert_eq!(config.queue, 64);
        assert_eq!(config.body_timeout, Duration::from_secs(30));
        assert!(config.api_keys.is_empty() && config.cors_origins.is_empty());
        let resolved = config.resolved();
        assert!(resolved.permits > 0 && resolved.batch_window == 2 * resolved.permits);
    }

    #[test]
    fn sizes_are_what_memory_allows() {
        let of = |work_memory| Config { work_memory, ..Config::default() }.resolved().limits();
        let (small, large) = (of(64 << 20), of(64 << 30));
        assert!(small.max_article_bytes < 1 << 20 && small.max_article_bytes > 150 << 10);
        assert!(small.max_body_bytes < 2 << 20 && small.max_line_bytes == small.max_decoded_bytes);
        assert_eq!((large.max_article_bytes, large.max_decoded_bytes), (10 << 20, 32 << 20));
    }

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("5m"), Ok(Duration::from_secs(300)));
        for bad in ["", "5", "s", "-1s", "1h"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn keys_do_not_show() {
        let config = Config { api_keys: vec!["hunter2".into()], ..Config::default() };
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
