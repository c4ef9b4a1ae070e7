//! Runs a shard: one part after the other, each with all threads.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::Serialize;

use super::manifest::{self, MadeBy, Manifest, PartRecord};
use super::read::{Reader, Rows};
use super::write::{Documents, Writer, write_line};
use super::{Format, MAX_LINE, Part, Shard, ShardError, plan};
use crate::article::Options;
use crate::document::Document;
use crate::json;
use crate::normalizer::Normalizer;
use crate::row::{self, Refusal};

/// A run over an archive.
#[derive(Debug, Clone)]
pub struct Job {
    /// Files, or folders of files.
    pub inputs: Vec<PathBuf>,
    /// The folder of documents; made when missing.
    pub out: PathBuf,
    /// Which share of the parts this process takes.
    pub shard: Shard,
    /// Threads that normalize.
    pub threads: usize,
    /// What the documents are written as.
    pub format: Format,
    /// The options of rows that have none.
    pub options: Options,
    /// Size of the parts that plain NDJSON is cut into.
    pub part_bytes: u64,
}

/// What happens during a run.
#[derive(Debug)]
pub enum Event<'a> {
    /// The plan is made: this many parts and bytes are to do, this many parts are done already.
    Planned {
        /// Parts to do.
        parts: usize,
        /// Bytes of their inputs.
        bytes: u64,
        /// Parts that an earlier run finished.
        finished: usize,
    },
    /// Some rows are written.
    Rows {
        /// Documents among them.
        documents: u64,
        /// Rows without a document.
        rejected: u64,
        /// Bytes of the input file that they took.
        bytes: u64,
    },
    /// A part is finished.
    Finished(&'a PartRecord),
    /// A part could not be done; the others go on.
    Failed(&'a ShardError),
}

/// How a run ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Documents of all finished parts, those of earlier runs included.
    pub documents: u64,
    /// Rows without a document, likewise.
    pub rejected: u64,
    /// Parts that could not be done.
    pub failed: usize,
}

impl Job {
    /// Does every part of the shard that is not finished yet.
    ///
    /// # Errors
    /// When the run cannot start: inputs that are missing or of no known kind, a folder that cannot
    /// be written or holds another run. What goes wrong in a part is an [`Event::Failed`] and
    /// counted in the outcome.
    pub fn run(&self, normalizer: &Normalizer, tell: &mut dyn FnMut(Event<'_>)) -> Result<Outcome, ShardError> {
        let made_by = MadeBy {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            models: normalizer.models().clone(),
            format: self.format,
            options: self.options.clone(),
        };
        for folder in [self.out.clone(), self.out.join(manifest::FOLDER), self.out.join(manifest::REJECTS)] {
            fs::create_dir_all(&folder).map_err(ShardError::io(folder))?;
        }
        let mut parts = Vec::new();
        for (n, part) in plan::parts(&self.inputs, self.part_bytes)?.into_iter().enumerate() {
            if n % self.shard.count == self.shard.index {
                let record = PartRecord::finished(&self.out, &part, &made_by)?;
                parts.push((part, record));
            }
        }
        let to_do = || parts.iter().filter(|(_, record)| record.is_none()).map(|(part, _)| part);
        tell(Event::Planned {
            parts: to_do().count(),
            bytes: to_do().map(|part| part.slice_bytes).sum(),
            finished: parts.len() - to_do().count(),
        });

        let mut manifest = Manifest {
            shard: self.shard.to_string(),
            documents: 0,
            rejected: 0,
            parts: Vec::with_capacity(parts.len()),
        };
        let mut failed = 0;
        for (part, record) in parts {
            let outcome = match record {
                Some(record) => Ok(record),
                None => self.part(normalizer, &part, &made_by, tell).map_err(ShardError::io(&part.path)),
            };
            match outcome {
                Ok(record) => {
                    manifest.documents += record.documents;
                    manifest.rejected += record.rejected;
                    manifest.parts.push(record);
                }
                Err(error) => {
                    failed += 1;
                    tell(Event::Failed(&error));
                }
            }
        }
        if failed == 0 {
            manifest.save(&self.out, self.shard).map_err(ShardError::io(&self.out))?;
        }
        Ok(Outcome { documents: manifest.documents, rejected: manifest.rejected, failed })
    }

    /// Reads, normalizes and writes one part. Chunks travel to the threads over a bounded queue and
    /// come back in order over another, so that memory does not grow with the part.
    fn part(
        &self,
        normalizer: &Normalizer,
        part: &Part,
        made_by: &MadeBy,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> io::Result<PartRecord> {
        type Promise = SyncSender<io::Result<Done>>;
        let threads = self.threads.max(1);
        let mut reader = Reader::open(part)?;
        let mut writer = Writer::new(&self.out, &part.name, self.format)?;
        let (to_threads, chunks) = sync_channel::<(Rows, u64, Promise)>(threads);
        let (to_writer, order) = sync_channel::<Receiver<io::Result<Done>>>(2 * threads);
        let chunks = Mutex::new(chunks);
        let (mut documents, mut rejected) = (0, 0);

        thread::scope(|scope| {
            let reading = scope.spawn(move || -> io::Result<()> {
                while let Some((rows, bytes)) = reader.next()? {
                    let (promise, done) = sync_channel(1);
                    if to_writer.send(done).is_err() || to_threads.send((rows, bytes, promise)).is_err() {
                        break; // The writer gave up and tells why.
                    }
                }
                Ok(())
            });
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok((rows, bytes, promise)) = next else { break };
                        let _ = promise.send(self.normalize(normalizer, &part.input, &rows, bytes));
                    }
                });
            }
            for done in order {
                let done = done.recv().map_err(|_| io::Error::other("a thread ended early"))??;
                writer.documents(done.documents)?;
                writer.rejects(&done.rejects)?;
                documents += done.written;
                rejected += done.rejected;
                tell(Event::Rows { documents: done.written, rejected: done.rejected, bytes: done.bytes });
            }
            reading.join().map_err(|_| io::Error::other("the reader ended early"))?
        })?;

        let (output, rejects) = writer.publish()?;
        let record = PartRecord {
            part: part.name.clone(),
            input: part.input.clone(),
            input_bytes: part.input_bytes,
            slice: part.slice,
            made_by: made_by.clone(),
            documents,
            rejected,
            output,
            rejects,
        };
        record.save(&self.out)?;
        tell(Event::Finished(&record));
        Ok(record)
    }

    fn normalize(&self, normalizer: &Normalizer, input: &str, rows: &Rows, bytes: u64) -> io::Result<Done> {
        let mut done =
            Done { documents: Documents::new(self.format), rejects: Vec::new(), written: 0, rejected: 0, bytes };
        match rows {
            Rows::Lines(lines) => {
                for (line, text) in lines.iter() {
                    let mut id = None;
                    let outcome = match text {
                        None => Err(Refusal::line_too_long(MAX_LINE, line.length)),
                        Some(text) => json::article(text).map_err(Refusal::from).and_then(|mut article| {
                            let outcome = row::normalize(normalizer, &mut article, &self.options);
                            id = article.id;
                            outcome
                        }),
                    };
                    let place = Place { offset: Some(line.offset), bytes: Some(line.length), row: None };
                    done.push(outcome, input, place, id.as_deref())?;
                }
            }
            #[cfg(feature = "parquet")]
            Rows::Table(table) => {
                for (row, mut article) in table.articles() {
                    let outcome = row::normalize(normalizer, &mut article, &self.options);
                    let place = Place { row: Some(row), offset: None, bytes: None };
                    done.push(outcome, input, place, article.id.as_deref())?;
                }
            }
        }
        Ok(done)
    }
}

/// A chunk that is ready to be written.
struct Done {
    documents: Documents,
    rejects: Vec<u8>,
    written: u64,
    rejected: u64,
    bytes: u64,
}

/// Where a rejected row is in its input.
#[derive(Serialize)]
struct Place {
    /// First byte of the line, decompressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    /// Length of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    /// Number of the row in a table, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
}

/// A line of the rejects file.
#[derive(Serialize)]
struct Reject<'a> {
    input: &'a str,
    #[serde(flatten)]
    place: Place,
    id: Option<&'a str>,
    error: &'a Refusal,
}

impl Done {
    fn push(
        &mut self,
        outcome: Result<Document, Refusal>,
        input: &str,
        place: Place,
        id: Option<&str>,
    ) -> io::Result<()> {
        match outcome {
            Ok(document) => {
                self.written += 1;
                self.documents.push(&document)
            }
            Err(error) => {
                self.rejected += 1;
                write_line(&mut self.rejects, &Reject { input, place, id, error: &error })
            }
        }
    }
}

#[cfg(test)]
mod tests;
