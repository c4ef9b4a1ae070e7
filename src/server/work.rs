//! The work for one article, off the event loop: JSON in, JSON out, and nothing that a stage does
//! can take the connection down.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::memory;
use super::problem::Error;
use crate::article::Stage;
use crate::document::Document;
use crate::json;
use crate::normalizer::Timings;
use crate::{Article, Normalizer};

/// How long an idle thread stays.
const KEEP_ALIVE: Duration = Duration::from_secs(600);

/// Runs some work; a panic becomes [`Error::Internal`] and one event without the panic's message,
/// which may quote the article.
pub(super) fn guarded<T>(request_id: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        tracing::error!(request_id, "a stage panicked");
        Err(Error::Internal)
    })
}

/// One thread for each permit, for all of the service. The pools of the HTTP threads would grow to
/// many more threads over time, each of which keeps the memory of the largest body that it decoded.
pub(super) struct Threads(Option<Runtime>);

impl Threads {
    pub(super) fn new(count: usize) -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(count)
            .thread_keep_alive(KEEP_ALIVE)
            .thread_name("work")
            .build()?;
        Ok(Self(Some(runtime)))
    }

    /// Runs some work on one of the threads, and gives the memory back that it freed where it was much: what
    /// `size` bytes were worked on.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        size: usize,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let Some(runtime) = &self.0 else { return Err(Error::Draining) };
        // A job is only lost when the runtime stops.
        let run = move || {
            let done = work();
            if size >= memory::LARGE {
                memory::give_back();
            }
            done
        };
        runtime.spawn_blocking(run).await.unwrap_or(Err(Error::Draining))
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // The last holder may be an event loop, which must not wait.
            runtime.shutdown_background();
        }
    }
}

/// Normalizes the article in a JSON body; `stages` when the path decides them.
pub(super) fn document(
    normalizer: &Normalizer,
    body: &[u8],
    stages: Option<&[Stage]>,
) -> Result<(Document, Timings), Error> {
    let article = json::article(body)?;
    normalize(normalizer, article, stages)
}

/// The `id` of an article at which a stage panics, so that tests see what happens then.
#[cfg(feature = "fault-injection")]
const PANIC: &str = "fault-injection:panic";

/// Normalizes an article.
pub(super) fn normalize(
    normalizer: &Normalizer,
    mut article: Article,
    stages: Option<&[Stage]>,
) -> Result<(Document, Timings), Error> {
    #[cfg(feature = "fault-injection")]
    assert!(article.id.as_deref() != Some(PANIC), "a fault was asked for: {:?}", article.text);
    if let Some(stages) = stages {
        article.options.stages = stages.to_vec();
    }
    Ok(normalizer.normalize_timed(&article)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_internal_error_that_tells_nothing() {
        let refused = guarded::<()>("r1", || panic!("byte 3 of `a secret article`")).expect_err("a panic");
        assert_eq!(refused, Error::Internal);
        let problem = serde_json::to_string(&refused.problem("r1")).expect("JSON");
        assert!(problem.contains("\"status\":500") && !problem.contains("secret"), "{problem}");
    }
}
