//! The extension module behind the Python package `copydesk`. It holds no logic: JSON and Arrow come
//! in, the crate does the work without the interpreter's lock, JSON and Arrow go out. Signatures and
//! documentation for Python are in `copydesk/__init__.py`.

use std::sync::LazyLock;

use copydesk::{ArticleLimits, Normalizer};
use pyo3::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One for the process: the models are loaded once, by the first call.
static NORMALIZER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(ArticleLimits::default()));

#[pymodule]
mod _copydesk {
    use std::collections::BTreeMap;

    use arrow_array::RecordBatch;
    use arrow_pyarrow::PyArrowType;
    use arrow_schema::Schema;
    use copydesk::article::Options;
    use copydesk::columns::{self, ARTICLE_COLUMNS};
    use copydesk::{json, row};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    use super::NORMALIZER;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("ARTICLE_COLUMNS", ARTICLE_COLUMNS)
    }

    /// The document's JSON, or the code, pointer and detail of the refusal.
    #[pyfunction]
    fn normalize_json(py: Python<'_>, article: &[u8]) -> (Option<String>, Option<(&'static str, String, String)>) {
        let outcome = py.detach(|| {
            let mut article = json::article(article)?;
            row::normalize(&NORMALIZER, &mut article, &Options::default()).map(|d| serde_json::to_string(&d))
        });
        match outcome {
            Ok(Ok(document)) => (Some(document), None),
            Ok(Err(error)) => (None, Some(("internal", String::new(), error.to_string()))),
            Err(refusal) => (None, Some((refusal.code, refusal.pointer, refusal.detail))),
        }
    }

    /// A row of outcome for each row.
    #[pyfunction]
    fn normalize_batch(
        py: Python<'_>,
        batch: PyArrowType<RecordBatch>,
        options: &str,
        include_json: bool,
    ) -> PyResult<PyArrowType<RecordBatch>> {
        let options: Options =
            serde_json::from_str(options).map_err(|error| PyValueError::new_err(format!("options: {error}")))?;
        py.detach(|| columns::normalize(&NORMALIZER, &batch.0, &options, include_json))
            .map(PyArrowType)
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// The schema of `normalize_batch`'s answer.
    #[pyfunction]
    fn schema(include_json: bool) -> PyArrowType<Schema> {
        PyArrowType(columns::schema(include_json).as_ref().clone())
    }

    /// Checksum of each model.
    #[pyfunction]
    fn models() -> BTreeMap<String, String> {
        NORMALIZER.models().clone()
    }
}
