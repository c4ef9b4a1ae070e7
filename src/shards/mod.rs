//! Archives: files of articles in, files of documents out, on as many machines as there are.
//!
//! Inputs are cut into parts by their names and sizes alone ([`plan`]), so that every machine makes
//! the same plan without talking to another. Parts are dealt to shards round robin, `n mod count`.
//! A part is the unit of everything: it is read in order, normalized by all threads, written in
//! order under a temporary name and renamed when complete, and its record under `_manifest` is
//! written last. A part with a record is finished: a run that was cut is run again, with any number
//! of shards, and does what is missing. Two runs at once write the same bytes and cannot harm.

mod draft;
mod manifest;
#[cfg(feature = "parquet")]
mod parquet;
mod plan;
mod read;
mod run;
mod write;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use manifest::{MadeBy, Manifest, PartRecord, Stored};
pub use plan::{Part, Slice};
pub use run::{Event, Job, Outcome};

/// Longest line of NDJSON, in bytes: the body limit with every character escaped.
pub const MAX_LINE: usize = 64 << 20;

/// Which share of the parts a process takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    pub index: usize,
    /// How many shards there are.
    pub count: usize,
}

impl Default for Shard {
    fn default() -> Self {
        Self { index: 0, count: 1 }
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let parsed = s.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        match parsed {
            Some((index, count)) if index < count => Ok(Self { index, count }),
            _ => Err("expected INDEX/COUNT with INDEX from 0, such as 0/16 … 15/16".into()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// What the documents are written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// One document of JSON a line, the same bytes as the HTTP service answers.
    #[default]
    #[serde(rename = "ndjson")]
    Ndjson,
    /// The same, gzipped.
    #[serde(rename = "ndjson.gz")]
    NdjsonGz,
    /// The same, compressed with zstd.
    #[serde(rename = "ndjson.zst")]
    NdjsonZst,
    /// Apache Parquet with the schema of [`crate::columns`].
    #[cfg(feature = "parquet")]
    #[serde(rename = "parquet")]
    Parquet,
}

impl Format {
    /// The ending of its files, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::NdjsonGz => "ndjson.gz",
            Self::NdjsonZst => "ndjson.zst",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }
}

/// Why a run or a part of it could not be done.
#[derive(Debug, Error)]
pub enum ShardError {
    /// Two inputs would write the same files.
    #[error("two inputs are called {0:?}; outputs are named after their inputs, so run them into different folders")]
    SameName(String),
    /// An input of a kind that is not read.
    #[error("{}: not a kind of file that is read here ({supported})", path.display(), supported = plan::supported())]
    UnknownKind {
        /// The input.
        path: PathBuf,
    },
    /// The folder holds a finished part that this run would have made differently.
    #[error("{part}: finished by another run ({difference} differs); take an empty folder for this run")]
    OtherRun {
        /// The part.
        part: String,
        /// What differs.
        difference: &'static str,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ShardError {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An empty folder of the test's own.
    pub(super) fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("copydesk-shards-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn shards_count_from_zero() {
        assert_eq!("3/16".parse(), Ok(Shard { index: 3, count: 16 }));
        for bad in ["", "3", "16/16", "1/0", "-1/4", "a/b"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
