//! Writes the documents of a part, and its rejects beside them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use flate2::write::GzEncoder;

use serde::Serialize;

use super::Format;
use super::draft::Draft;
use super::manifest::{REJECTS, Stored};
#[cfg(feature = "parquet")]
use crate::columns::DocumentColumns;
use crate::document::Document;

/// zstd's own default: about as fast as the pipeline on one core is slow.
const ZSTD_LEVEL: i32 = 3;

/// Some documents, in the form in which they are written.
pub(super) enum Documents {
    /// One document a line.
    Lines(Vec<u8>),
    #[cfg(feature = "parquet")]
    Table(Box<DocumentColumns>),
}

impl Documents {
    pub(super) fn new(format: Format) -> Self {
        match format {
            Format::Ndjson | Format::NdjsonGz | Format::NdjsonZst => Self::Lines(Vec::new()),
            #[cfg(feature = "parquet")]
            Format::Parquet => Self::Table(Box::default()),
        }
    }

    pub(super) fn push(&mut self, document: &Document) -> io::Result<()> {
        match self {
            Self::Lines(lines) => write_line(lines, document),
            #[cfg(feature = "parquet")]
            Self::Table(columns) => columns.push(document).map_err(io::Error::other),
        }
    }
}

/// Appends a value as a line of JSON.
pub(super) fn write_line(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.push(b'\n');
    Ok(())
}

/// The output of a part.
pub(super) struct Writer {
    documents: Encoder,
    rejects: Option<Draft>,
    out: std::path::PathBuf,
    rejects_name: String,
}

enum Encoder {
    Plain(Draft),
    Gzip(GzEncoder<Draft>),
    Zstd(zstd::Encoder<'static, Draft>),
    #[cfg(feature = "parquet")]
    Parquet(Box<super::parquet::TableWriter>),
}

impl Writer {
    pub(super) fn new(out: &Path, part: &str, format: Format) -> io::Result<Self> {
        let draft = Draft::new(out, &format!("{part}.{}", format.extension()))?;
        let documents = match format {
            Format::Ndjson => Encoder::Plain(draft),
            Format::NdjsonGz => Encoder::Gzip(GzEncoder::new(draft, flate2::Compression::default())),
            Format::NdjsonZst => Encoder::Zstd(zstd::Encoder::new(draft, ZSTD_LEVEL)?),
            #[cfg(feature = "parquet")]
            Format::Parquet => Encoder::Parquet(Box::new(super::parquet::TableWriter::new(draft)?)),
        };
        Ok(Self { documents, rejects: None, out: out.to_owned(), rejects_name: format!("{part}.ndjson") })
    }

    pub(super) fn documents(&mut self, documents: Documents) -> io::Result<()> {
        match (&mut self.documents, documents) {
            (Encoder::Plain(w), Documents::Lines(lines)) => w.write_all(&lines),
            (Encoder::Gzip(w), Documents::Lines(lines)) => w.write_all(&lines),
            (Encoder::Zstd(w), Documents::Lines(lines)) => w.write_all(&lines),
            #[cfg(feature = "parquet")]
            (Encoder::Parquet(w), Documents::Table(columns)) => w.write(&columns.finish()),
            #[cfg(feature = "parquet")]
            _ => Err(io::Error::other("documents in another form than the file's")),
        }
    }

    /// Appends lines to the rejects file, which exists only when there are any.
    pub(super) fn rejects(&mut self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let draft = match &mut self.rejects {
            Some(draft) => draft,
            none => none.insert(Draft::new(&self.out.join(REJECTS), &self.rejects_name)?),
        };
        draft.write_all(lines)
    }

    /// Gives the files their names: the rejects first, so that documents never stand without them.
    pub(super) fn publish(self) -> io::Result<(Stored, Option<Stored>)> {
        let rejects = match self.rejects {
            Some(draft) => Some(draft.publish()?),
            None => {
                // A run that was cut after its rejects, over another input, may have left some.
                match fs::remove_file(self.out.join(REJECTS).join(&self.rejects_name)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => None,
                }
            }
        };
        let documents = match self.documents {
            Encoder::Plain(draft) => draft,
            Encoder::Gzip(encoder) => encoder.finish()?,
            Encoder::Zstd(encoder) => encoder.finish()?,
            #[cfg(feature = "parquet")]
            Encoder::Parquet(writer) => writer.finish()?,
        };
        Ok((documents.publish()?, rejects))
    }
}
