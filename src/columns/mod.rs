//! Articles and documents as Apache Arrow columns: what the Python wheel takes and gives, and what
//! Parquet files hold.
//!
//! The columns of a document have the names and the nesting of its JSON, with four differences that
//! column formats ask for: a span is a struct `{start, end}`, coordinates are a struct
//! `{latitude, longitude}`, whole numbers are signed 32-bit (Spark has no unsigned types), and a
//! member that JSON leaves out is null, an empty list or false.

mod article;
mod column;
mod document;
mod outcome;

pub use article::{ARTICLE_COLUMNS, ArticleColumns, ColumnError};
pub use column::Full;
pub use document::DocumentColumns;
pub use outcome::{TableError, normalize, schema};
