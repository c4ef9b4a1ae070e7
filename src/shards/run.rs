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
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::ArticleLimits;
    use crate::shards::tests::folder;

    fn job(folder: &Path, out: &str) -> Job {
        Job {
            inputs: vec![folder.join("in.ndjson")],
            out: folder.join(out),
            shard: Shard::default(),
            threads: 3,
            format: Format::Ndjson,
            options: Options::default(),
            part_bytes: 2_000,
        }
    }

    fn input(name: &str, rows: usize) -> PathBuf {
        let folder = folder(name);
        let mut text = String::new();
        for n in 0..rows {
            text += &match n % 10 {
                7 => "{\"text\": \"cut\n".to_owned(),
                8 => format!("{{\"id\": \"{n}\", \"text\": \"x\", \"published_at\": \"soon\"}}\n"),
                _ => format!("{{\"id\": \"{n}\", \"text\": \"Bridge {n} closes\\n\\nIt closed on Monday.\"}}\n"),
            };
        }
        fs::write(folder.join("in.ndjson"), text).unwrap();
        folder
    }

    /// Every file of an output folder, manifests of shards aside.
    fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut all = BTreeMap::new();
        for folder in ["", manifest::FOLDER, manifest::REJECTS] {
            for entry in fs::read_dir(out.join(folder)).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                if entry.path().is_file() && !name.starts_with("shard-") {
                    all.insert(format!("{folder}/{name}"), fs::read(entry.path()).unwrap());
                }
            }
        }
        all
    }

    #[test]
    fn any_number_of_shards_and_threads_writes_the_same_bytes() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let folder = input("shards", 200);
        let whole = Job { threads: 1, ..job(&folder, "whole") };
        let outcome = whole.run(&normalizer, &mut |_| ()).unwrap();
        assert_eq!((outcome.documents, outcome.rejected, outcome.failed), (160, 40, 0));
        for count in [1, 3, 7] {
            let out = format!("of-{count}");
            for index in 0..count {
                let job = Job { shard: Shard { index, count }, ..job(&folder, &out) };
                job.run(&normalizer, &mut |_| ()).unwrap();
            }
            assert_eq!(files(&folder.join(&out)), files(&whole.out), "{count} shards");
        }
    }

    #[test]
    fn a_cut_run_is_resumed_and_does_only_what_is_missing() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let folder = input("resume", 100);
        let job = job(&folder, "out");
        job.run(&normalizer, &mut |_| ()).unwrap();
        let first = files(&job.out);
        fs::remove_file(job.out.join("_manifest/in.00001.json")).unwrap();
        fs::remove_file(job.out.join("in.00002.ndjson")).unwrap();
        fs::write(job.out.join(".in.00002.ndjson.0.tmp"), "left behind").unwrap();

        let mut done = Vec::new();
        let mut finish = |event: Event<'_>| {
            if let Event::Finished(record) = event {
                done.push(record.part.clone());
            }
        };
        job.run(&normalizer, &mut finish).unwrap();
        assert_eq!(done, ["in.00001", "in.00002"]);
        fs::remove_file(job.out.join(".in.00002.ndjson.0.tmp")).unwrap();
        assert_eq!(files(&job.out), first);
    }

    #[test]
    fn another_run_is_not_mixed_in() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let folder = input("mixed", 20);
        let first = job(&folder, "out");
        first.run(&normalizer, &mut |_| ()).unwrap();
        for other in [
            Job { part_bytes: 1_000, ..first.clone() },
            Job { format: Format::NdjsonGz, ..first.clone() },
            Job { options: Options { include: Vec::new(), ..Options::default() }, ..first.clone() },
        ] {
            let error = other.run(&normalizer, &mut |_| ()).expect_err("another run");
            assert!(matches!(error, ShardError::OtherRun { .. }), "{error}");
        }
    }

    #[test]
    fn rejects_tell_where_the_row_is() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let folder = input("rejects", 10);
        let job = job(&folder, "out");
        job.run(&normalizer, &mut |_| ()).unwrap();
        let rejects = fs::read_to_string(job.out.join("_rejects/in.00000.ndjson")).unwrap();
        let rejects: Vec<serde_json::Value> = rejects.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let codes: Vec<_> = rejects.iter().map(|r| r["error"]["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["not_json", "invalid_value"]);
        assert_eq!(rejects[1]["id"], "8");
        let whole = fs::read(folder.join("in.ndjson")).unwrap();
        let at = usize::try_from(rejects[0]["offset"].as_u64().unwrap()).unwrap();
        assert!(whole[at..].starts_with(b"{\"text\": \"cut\n"));
    }

    #[test]
    fn a_part_that_fails_leaves_nothing_and_the_others_go_on() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let folder = input("failing", 20);
        fs::write(folder.join("bad.ndjson.gz"), b"\x1f\x8b not gzip").unwrap();
        let mut job = job(&folder, "out");
        job.inputs.insert(0, folder.join("bad.ndjson.gz"));
        let outcome = job.run(&normalizer, &mut |_| ()).unwrap();
        assert_eq!((outcome.failed, outcome.documents), (1, 16));
        let names: Vec<_> = files(&job.out).into_keys().filter(|name| name.contains("bad")).collect();
        assert_eq!(names, Vec::<String>::new());
        assert!(!job.out.join("_manifest/shard-00000-of-00001.json").exists());
    }
}
