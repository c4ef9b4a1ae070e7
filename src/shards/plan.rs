//! Cuts inputs into parts by their names and sizes alone, so that every machine makes the same plan.
//!
//! Plain NDJSON is cut into ranges of bytes as Hadoop cuts its files: a line belongs to the part in
//! which its first byte lies. A compressed stream has no such entry points, so a `.gz` or `.zst`
//! file is one part. Parquet is cut at its row groups.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ShardError;

/// A piece of an input that is normalized and written as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where the input is.
    pub path: PathBuf,
    /// The input's file name.
    pub input: String,
    /// The input's size in bytes.
    pub input_bytes: u64,
    /// Which piece of it.
    pub slice: Slice,
    /// How many bytes of the file that piece has.
    pub slice_bytes: u64,
    /// What its outputs are called, without the ending: the input's name and the number of the part.
    pub name: String,
}

/// A piece of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slice {
    /// The lines that begin in this range of bytes, `[from, to)`.
    Bytes {
        /// First byte.
        from: u64,
        /// First byte after.
        to: u64,
    },
    /// All of a compressed file.
    Whole,
    /// A row group of a Parquet file, from 0.
    RowGroup(usize),
}

/// How an input is read, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ndjson,
    Gzip,
    Zstd,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Longest endings first.
const ENDINGS: &[(&str, Kind)] = &[
    (".ndjson.gz", Kind::Gzip),
    (".jsonl.gz", Kind::Gzip),
    (".ndjson.zst", Kind::Zstd),
    (".jsonl.zst", Kind::Zstd),
    (".ndjson", Kind::Ndjson),
    (".jsonl", Kind::Ndjson),
    #[cfg(feature = "parquet")]
    (".parquet", Kind::Parquet),
];

impl Kind {
    /// The kind of a file and its name without the ending.
    pub(super) fn of(name: &str) -> Option<(Self, &str)> {
        ENDINGS.iter().find_map(|&(ending, kind)| Some((kind, name.strip_suffix(ending)?)))
    }
}

/// The endings that are read, for messages.
pub(super) fn supported() -> String {
    ENDINGS.iter().map(|(ending, _)| *ending).collect::<Vec<_>>().join(", ")
}

/// The parts of all inputs, in order. A folder stands for the files in it whose kind is read, by
/// name; hidden files and what begins with `_` are passed over.
pub(super) fn parts(inputs: &[PathBuf], part_bytes: u64) -> Result<Vec<Part>, ShardError> {
    let mut files = Vec::new();
    for input in inputs {
        if input.is_dir() {
            files.extend(files_in(input)?);
        } else {
            files.push(input.clone());
        }
    }
    let mut names = BTreeSet::new();
    let mut parts = Vec::new();
    for path in files {
        let input = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let Some((kind, stem)) = Kind::of(&input) else { return Err(ShardError::UnknownKind { path }) };
        if !names.insert(stem.to_owned()) {
            return Err(ShardError::SameName(stem.to_owned()));
        }
        let input_bytes = fs::metadata(&path).map_err(ShardError::io(&path))?.len();
        for (number, (slice, slice_bytes)) in slices(kind, &path, input_bytes, part_bytes)?.into_iter().enumerate() {
            let name = format!("{stem}.{number:05}");
            parts.push(Part { path: path.clone(), input: input.clone(), input_bytes, slice, slice_bytes, name });
        }
    }
    Ok(parts)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, ShardError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(ShardError::io(folder))? {
        let entry = entry.map_err(ShardError::io(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(['.', '_']) && Kind::of(&name).is_some() && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// The slices of one input, each with its size in bytes.
fn slices(kind: Kind, path: &Path, bytes: u64, part_bytes: u64) -> Result<Vec<(Slice, u64)>, ShardError> {
    Ok(match kind {
        Kind::Ndjson => {
            let part_bytes = part_bytes.max(1);
            let cut = |n: u64| bytes.min(n.saturating_mul(part_bytes));
            (0..bytes.div_ceil(part_bytes).max(1))
                .map(|n| (Slice::Bytes { from: cut(n), to: cut(n + 1) }, cut(n + 1) - cut(n)))
                .collect()
        }
        Kind::Gzip | Kind::Zstd => {
            File::open(path).map_err(ShardError::io(path))?;
            vec![(Slice::Whole, bytes)]
        }
        #[cfg(feature = "parquet")]
        Kind::Parquet => {
            let groups = super::parquet::row_groups(path).map_err(ShardError::io(path))?;
            groups.into_iter().enumerate().map(|(n, bytes)| (Slice::RowGroup(n), bytes)).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_files_are_cut_and_compressed_ones_are_not() {
        let folder = crate::shards::tests::folder("plan");
        fs::write(folder.join("b.ndjson"), [b'x'; 25]).unwrap();
        fs::write(folder.join("a.jsonl.gz"), [b'x'; 25]).unwrap();
        fs::write(folder.join("empty.ndjson"), "").unwrap();
        for passed_over in ["readme.txt", "_SUCCESS.ndjson", ".b.ndjson"] {
            fs::write(folder.join(passed_over), "x").unwrap();
        }
        let parts = parts(&[folder], 10).unwrap();
        let names: Vec<_> = parts.iter().map(|p| (p.name.as_str(), p.slice)).collect();
        assert_eq!(
            names,
            [
                ("a.00000", Slice::Whole),
                ("b.00000", Slice::Bytes { from: 0, to: 10 }),
                ("b.00001", Slice::Bytes { from: 10, to: 20 }),
                ("b.00002", Slice::Bytes { from: 20, to: 25 }),
                ("empty.00000", Slice::Bytes { from: 0, to: 0 }),
            ]
        );
    }

    #[test]
    fn inputs_that_cannot_be_planned_are_named() {
        let folder = crate::shards::tests::folder("unplanned");
        for name in ["a.ndjson", "a.ndjson.gz", "a.txt"] {
            fs::write(folder.join(name), "").unwrap();
        }
        let plan = |names: &[&str]| parts(&names.iter().map(|n| folder.join(n)).collect::<Vec<_>>(), 10);
        assert!(matches!(plan(&["a.txt"]), Err(ShardError::UnknownKind { .. })));
        assert!(matches!(plan(&["a.ndjson", "a.ndjson.gz"]), Err(ShardError::SameName(name)) if name == "a"));
        assert!(matches!(plan(&["missing.ndjson"]), Err(ShardError::Io { .. })));
    }
}
