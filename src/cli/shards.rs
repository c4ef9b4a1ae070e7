//! `copydesk normalize --out DIR`: archives. What is drawn and said on the way is here; the work is
//! [`copydesk::shards`].

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use copydesk::Normalizer;
use copydesk::article::Options;
use copydesk::shards::{self, Event, Format, Job, Shard};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::normalize::named;
use super::{Outcome, complain};

/// Some rows have no document.
const REJECTED: u8 = 3;

/// Flags of a run over an archive.
#[derive(Debug, Args)]
#[command(next_help_heading = "Archives")]
pub(crate) struct Shards {
    /// Write documents into this folder, a file for each part of the input. FILES are then NDJSON
    /// (.ndjson, .jsonl, with .gz or .zst too), Parquet in builds with it, or folders of such files;
    /// the options above stand for those of articles that have none.
    #[arg(long, env = "COPYDESK_OUT", value_name = "DIR", conflicts_with_all = ["format", "published_at", "language"])]
    pub(super) out: Option<PathBuf>,
    /// Take this share of the parts: INDEX/COUNT, INDEX from 0.
    #[arg(long, env = "COPYDESK_SHARD", value_name = "INDEX/COUNT", default_value_t, requires = "out")]
    shard: Shard,
    /// What to write: ndjson, ndjson.gz, ndjson.zst (and parquet in builds with it).
    #[arg(long, env = "COPYDESK_WRITE", value_name = "KIND", default_value = "ndjson", value_parser = named::<Format>, requires = "out")]
    write: Format,
    /// Size of the parts that plain NDJSON is cut into, in MiB. A part is the unit of a shard's work,
    /// of an output file and of resuming.
    #[arg(long, env = "COPYDESK_PART_MIB", value_name = "MIB", default_value_t = 64, requires = "out")]
    part_mib: u64,
    /// Exit with 0 even when rows were rejected.
    #[arg(long, env = "COPYDESK_ALLOW_REJECTS", requires = "out")]
    allow_rejects: bool,
}

impl Shards {
    /// Exit code 0 when every row became a document, 3 when rows were rejected, 1 when a part could
    /// not be done.
    pub(super) fn run(
        &self,
        inputs: Vec<PathBuf>,
        out: PathBuf,
        threads: usize,
        options: Options,
        normalizer: &Normalizer,
    ) -> Outcome {
        if inputs.is_empty() {
            return Err("name the files or folders to read".into());
        }
        let part_bytes = self.part_mib << 20;
        let job = Job { inputs, out, shard: self.shard, threads, format: self.write, options, part_bytes };
        let mut screen = Screen::new(self.shard);
        let outcome = job.run(normalizer, &mut |event| screen.show(&event))?;
        screen.end(&outcome);
        Ok(match outcome.rejected {
            _ if outcome.failed > 0 => ExitCode::FAILURE,
            0 => ExitCode::SUCCESS,
            _ if self.allow_rejects => ExitCode::SUCCESS,
            _ => ExitCode::from(REJECTED),
        })
    }
}

/// A bar with progress and rate on a terminal; a line for each part elsewhere.
struct Screen {
    bar: ProgressBar,
    shard: Shard,
    documents: u64,
    rejected: u64,
}

impl Screen {
    fn new(shard: Shard) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(5));
        let shape = "{wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} {msg} {eta} left";
        if let Ok(style) = ProgressStyle::with_template(shape) {
            bar.set_style(style);
        }
        Self { bar, shard, documents: 0, rejected: 0 }
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| complain(line));
    }

    fn show(&mut self, event: &Event<'_>) {
        match event {
            Event::Planned { parts, bytes, finished } => {
                self.say(&format!("shard {}: {parts} parts to do, {finished} finished before", self.shard));
                self.bar.set_length(*bytes);
                self.bar.enable_steady_tick(Duration::from_millis(200));
            }
            Event::Rows { documents, rejected, bytes } => {
                self.documents += documents;
                self.rejected += rejected;
                self.bar.inc(*bytes);
                self.bar.set_message(format!("{} documents, {}/s", HumanCount(self.documents), self.rate()));
            }
            Event::Finished(part) => {
                let line = format!("{}: {} documents, {} rejected", part.part, part.documents, part.rejected);
                if self.bar.is_hidden() || part.rejected > 0 {
                    self.say(&line);
                }
            }
            Event::Failed(error) => self.say(&format!("error: {error}")),
        }
    }

    fn end(&self, outcome: &shards::Outcome) {
        self.bar.finish_and_clear();
        let shards::Outcome { documents, rejected, failed } = outcome;
        let now = format!("{} documents in this run, {}/s", self.documents, self.rate());
        self.say(&format!(
            "shard {}: {documents} documents, {rejected} rejected, {failed} parts failed ({now})",
            self.shard
        ));
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shown")]
    fn rate(&self) -> u64 {
        (self.documents as f64 / self.bar.elapsed().as_secs_f64().max(0.001)) as u64
    }
}
