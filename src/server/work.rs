//! The work for one article, off the event loop: JSON in, JSON out, and nothing that a stage does
//! can take the connection down.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::problem::Error;
use crate::article::Stage;
use crate::document::Document;
use crate::json;
use crate::normalizer::Timings;
use crate::{Article, Normalizer};

/// Runs some work; a panic becomes [`Error::Internal`] and one event without the panic's message,
/// which may quote the article.
pub(super) fn guarded<T>(request_id: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        tracing::error!(request_id, "a stage panicked");
        Err(Error::Internal)
    })
}

/// Runs some work on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    // A job is only lost when the runtime stops.
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Draining))
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

/// Normalizes an article.
pub(super) fn normalize(
    normalizer: &Normalizer,
    mut article: Article,
    stages: Option<&[Stage]>,
) -> Result<(Document, Timings), Error> {
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
