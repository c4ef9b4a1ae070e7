//! Copydesk turns raw article text into normalized documents.
//!
//! Text as a scraper delivers it (title, paragraphs and whatever page furniture was glued on) goes
//! in; out comes the clean text in blocks, every removal with its reason, people, organizations and
//! places gathered across the document, dates as TIMEX3 values and quotes with their speakers, all
//! with exact offsets into what came in. The result depends on nothing but the request: no clock,
//! no locale, no network.
//!
//! ```
//! use copydesk::{Article, ArticleLimits, Normalizer};
//!
//! let normalizer = Normalizer::new(ArticleLimits::default());
//! let article = Article {
//!     text: Some("Bridge closes\n\nThe bridge in Aarhus will close on Monday.\n\nRead also: Fares rise".into()),
//!     published_at: Some("2024-05-24".into()),
//!     ..Article::default()
//! };
//! let document = normalizer.normalize(&article)?;
//! assert_eq!(document.title.as_deref(), Some("Bridge closes"));
//! # Ok::<(), copydesk::NormalizeError>(())
//! ```
//!
//! # The map of the house
//!
//! Data goes one way; no stage looks back, none tokenizes again, none knows of HTTP or JSON:
//!
//! [`Article`] (JSON) → [`RawArticle`] (within limits by construction) → [`clean::Cleaned`] (text +
//! source map + removals) → [`text::Tokens`] → mentions, entities, dates, quotes → [`Document`].
//!
//! - [`article`] and [`document`] are the contract: what comes in, what goes out.
//! - [`normalizer`] is the pipeline, readable in one screen.
//! - [`text`] is the ground of all stages: spans, offset units, the source map, tokens, sentences.
//! - [`clean`], [`entities`], [`dates`] and [`quotes`] are the stages.
//! - `columns` (feature `arrow`) are articles and documents as Apache Arrow tables.
//! - `shards` (feature `cli`) runs archives on many machines; [`row`] is one row of such a run.
//! - [`formats`] renders a document for other systems: JSON-LD, ninjs, Markdown, plain text.
//! - [`server`] (feature `server`) is the HTTP service; the stages do not know of it.
//! - `train` (feature `train`) makes the models that [`clean`] and [`entities`] embed.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "tests may fail loudly"))]

pub mod article;
mod binary;
mod bits;
pub mod clean;
#[cfg(feature = "arrow")]
pub mod columns;
pub mod dates;
pub mod document;
pub mod entities;
pub mod error;
pub mod fingerprint;
pub mod formats;
pub mod json;
pub mod language;
pub mod normalizer;
mod pages;
pub mod quotes;
pub mod row;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "cli")]
pub mod shards;
mod simd;
pub mod text;
#[cfg(feature = "train")]
pub mod train;

pub use article::{Article, ArticleLimits, RawArticle};
pub use document::Document;
pub use error::NormalizeError;
pub use normalizer::Normalizer;
