//! What a run leaves beside its documents, under `_manifest`: a record for every finished part and
//! a manifest for every finished shard. No times, no host names: the same input gives the same bytes.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::{Format, Part, ShardError, Slice};
use crate::article::Options;

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes in hexadecimal, as `sha256sum` prints it.
    pub sha256: String,
}

/// Everything that decides what a part's documents are, its input aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Version of the program.
    pub version: String,
    /// Checksum of each model.
    pub models: BTreeMap<String, String>,
    /// What the documents are written as.
    pub format: Format,
    /// The options of rows that have none.
    pub options: Options,
}

/// A finished part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// The part's name.
    pub part: String,
    /// The input's file name.
    pub input: String,
    /// The input's size in bytes.
    pub input_bytes: u64,
    /// Which piece of it.
    pub slice: Slice,
    /// What decides the documents.
    pub made_by: MadeBy,
    /// Documents written.
    pub documents: u64,
    /// Rows without a document, one line each in `rejects`.
    pub rejected: u64,
    /// The documents.
    pub output: Stored,
    /// The rejects file; none when every row became a document.
    pub rejects: Option<Stored>,
}

impl PartRecord {
    /// The record of a part that is finished in `out`; none when it is still to do.
    ///
    /// # Errors
    /// When it was finished, but differently from what this run would make.
    pub(super) fn finished(out: &Path, part: &Part, made_by: &MadeBy) -> Result<Option<Self>, ShardError> {
        let Some(record) = load::<Self>(&record_path(out, &part.name)) else { return Ok(None) };
        let difference = if (&record.input, record.input_bytes) != (&part.input, part.input_bytes) {
            "the input"
        } else if record.slice != part.slice {
            "the size of parts"
        } else if record.made_by != *made_by {
            "version, models, format or options"
        } else {
            let size = fs::metadata(out.join(&record.output.file)).ok().map(|m| m.len());
            return Ok((size == Some(record.output.bytes)).then_some(record));
        };
        Err(ShardError::OtherRun { part: part.name.clone(), difference })
    }

    pub(super) fn save(&self, out: &Path) -> io::Result<()> {
        save(self, &out.join(FOLDER), &format!("{}.json", self.part))
    }
}

/// A finished shard. It is written only when every part of the shard is finished.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `INDEX/COUNT`.
    pub shard: String,
    /// Documents written.
    pub documents: u64,
    /// Rows without a document.
    pub rejected: u64,
    /// The parts of the shard, in order.
    pub parts: Vec<PartRecord>,
}

impl Manifest {
    pub(super) fn save(&self, out: &Path, shard: super::Shard) -> io::Result<()> {
        save(self, &out.join(FOLDER), &format!("shard-{:05}-of-{:05}.json", shard.index, shard.count))
    }
}

/// Readers of data folders (Spark, Hive, `DuckDB` globs) pass over names that begin with `_`.
pub(super) const FOLDER: &str = "_manifest";
/// Where the rejects files are.
pub(super) const REJECTS: &str = "_rejects";

fn record_path(out: &Path, part: &str) -> std::path::PathBuf {
    out.join(FOLDER).join(format!("{part}.json"))
}

fn load<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_reader(io::BufReader::new(File::open(path).ok()?)).ok()
}

fn save<T: Serialize>(value: &T, folder: &Path, name: &str) -> io::Result<()> {
    let mut draft = Draft::new(folder, name)?;
    serde_json::to_writer_pretty(&mut draft, value)?;
    draft.write_all(b"\n")?;
    draft.publish().map(|_| ())
}
