//! `copydesk normalize`: the pipeline without a service, for files and pipes. One JSON line out for
//! each article in, in order, whatever thread made it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use clap::{Args, ValueEnum};
use copydesk::article::{Article, ArticleLimits, Include, Options, Stage};
use copydesk::row::{self, Refusal};
use copydesk::text::OffsetUnit;
use copydesk::{Normalizer, json as articles};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::{Outcome, complain};

/// Articles that each thread gets at a time: enough to keep all busy, few enough to hold.
const SHARE: usize = 32;

/// Flags of `copydesk normalize`.
#[derive(Debug, Args)]
pub(crate) struct Normalize {
    /// Files to read; standard input when none is named. `-` is standard input.
    files: Vec<PathBuf>,
    /// What the files hold; by their extension when not given (.html, .htm; .ndjson, .jsonl; others
    /// are plain text).
    #[arg(long, env = "COPYDESK_FORMAT", value_enum)]
    format: Option<Format>,
    /// When the articles were published: an RFC 3339 date or date-time.
    #[arg(long, env = "COPYDESK_PUBLISHED_AT")]
    published_at: Option<String>,
    /// BCP 47 tag of the articles' language.
    #[arg(long, env = "COPYDESK_LANGUAGE")]
    language: Option<String>,
    /// What spans count: codepoint, utf16 or utf8.
    #[arg(long, env = "COPYDESK_OFFSET_UNIT", default_value = "codepoint", value_parser = named::<OffsetUnit>)]
    offset_unit: OffsetUnit,
    /// Stages to run: clean, entities, dates.
    #[arg(long, env = "COPYDESK_STAGES", value_delimiter = ',', default_value = "clean,entities,dates", value_parser = named::<Stage>)]
    stages: Vec<Stage>,
    /// Optional parts of the documents: removed, sentences, quotes, trace.
    #[arg(long, env = "COPYDESK_INCLUDE", value_delimiter = ',', default_value = "removed,quotes", value_parser = named::<Include>)]
    include: Vec<Include>,
    /// Threads; 0 for one a core.
    #[arg(long, env = "COPYDESK_THREADS", default_value_t = 0)]
    threads: usize,
    /// Largest `text` or `html` in bytes of UTF-8.
    #[arg(long, env = "COPYDESK_MAX_ARTICLE", default_value_t = ArticleLimits::default().body)]
    max_article: usize,
    #[command(flatten)]
    shards: super::shards::Shards,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One article as plain text.
    Text,
    /// One article as an HTML page.
    Html,
    /// One article as JSON on each line, as the service takes it; options that it carries win.
    Ndjson,
}

impl Format {
    fn of(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("ndjson" | "jsonl") => Self::Ndjson,
            _ => Self::Text,
        }
    }
}

/// One article to be, or why it is none.
struct Item {
    name: String,
    article: Result<Article, Refusal>,
}

impl Normalize {
    pub(crate) fn run(self) -> Outcome {
        let normalizer = Normalizer::new(ArticleLimits { body: self.max_article });
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let threads = if self.threads == 0 { cores } else { self.threads };
        if let Some(out) = self.shards.out.clone() {
            let options = self.options();
            return self.shards.run(self.files, out, threads, options, &normalizer);
        }
        let bar = progress();
        let mut out = BufWriter::new(io::stdout().lock());
        let mut failed = 0usize;
        let options = self.options();
        let mut items = Items::new(&self);
        loop {
            let share: Vec<Item> = items.by_ref().take(SHARE * threads).collect();
            if share.is_empty() {
                break;
            }
            for (line, complaint) in in_parallel(share, threads, |item| normalized(&normalizer, &options, item)) {
                match out.write_all(&line).and_then(|()| out.write_all(b"\n")) {
                    // The reader has seen enough.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                    written => written?,
                }
                if let Some(complaint) = complaint {
                    failed += 1;
                    bar.suspend(|| complain(&complaint));
                }
                bar.inc(1);
            }
            out.flush()?;
        }
        bar.finish_and_clear();
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The article in a whole file.
    fn article(&self, format: Format, body: String) -> Article {
        let (text, html) = if format == Format::Html { (None, Some(body)) } else { (Some(body), None) };
        Article {
            text,
            html,
            language: self.language.clone(),
            published_at: self.published_at.clone(),
            options: self.options(),
            ..Article::default()
        }
    }

    fn options(&self) -> Options {
        Options {
            offset_unit: self.offset_unit,
            stages: self.stages.clone(),
            include: self.include.clone(),
            ..Options::default()
        }
    }
}

/// All articles of all files, read as they are needed.
struct Items<'a> {
    command: &'a Normalize,
    files: std::vec::IntoIter<PathBuf>,
    lines: Option<Lines>,
}

/// The lines of the file that is being read.
struct Lines {
    name: String,
    lines: io::Split<Box<dyn BufRead>>,
    number: usize,
}

impl<'a> Items<'a> {
    fn new(command: &'a Normalize) -> Self {
        let files = if command.files.is_empty() { vec![PathBuf::from("-")] } else { command.files.clone() };
        Self { command, files: files.into_iter(), lines: None }
    }

    fn open(&mut self, path: &Path, name: &str) -> io::Result<Option<Item>> {
        let mut reader: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(path)?))
        };
        let format = self.command.format.unwrap_or_else(|| Format::of(path));
        if format == Format::Ndjson {
            self.lines = Some(Lines { name: name.to_owned(), lines: reader.split(b'\n'), number: 0 });
            return Ok(None);
        }
        let mut body = String::new();
        reader.read_to_string(&mut body)?;
        Ok(Some(Item { name: name.to_owned(), article: Ok(self.command.article(format, body)) }))
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(Lines { name, lines, number }) = &mut self.lines {
                if let Some(line) = lines.next() {
                    *number += 1;
                    let article = line
                        .map_err(|e| unreadable(&e))
                        .and_then(|line| articles::article(&line).map_err(Refusal::from));
                    return Some(Item { name: format!("{name}:{number}"), article });
                }
                self.lines = None;
            }
            let path = self.files.next()?;
            let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
            match self.open(&path, &name) {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err(error) => return Some(Item { name, article: Err(unreadable(&error)) }),
            }
        }
    }
}

/// A file that cannot be read: the one refusal that requests do not have.
fn unreadable(error: &io::Error) -> Refusal {
    Refusal { code: "unreadable", pointer: String::new(), detail: error.to_string() }
}

/// The output line of one article, and what to say when it failed.
fn normalized(normalizer: &Normalizer, options: &Options, item: Item) -> (Vec<u8>, Option<String>) {
    let outcome = item.article.and_then(|mut article| row::normalize(normalizer, &mut article, options));
    let Refusal { code, pointer, detail } = match outcome {
        Ok(document) => return (serde_json::to_vec(&document).unwrap_or_default(), None),
        Err(refusal) => refusal,
    };
    let error = json!({"code": code, "detail": detail, "errors": [{"pointer": pointer, "detail": detail}]});
    let line = json!({"name": item.name, "error": error});
    (line.to_string().into_bytes(), Some(format!("{}: {detail}", item.name)))
}

/// Maps over `items` on some threads and keeps their order.
fn in_parallel<T: Send, R: Send>(items: Vec<T>, threads: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = threads.min(items.len());
    let next = Mutex::new(items.into_iter().enumerate());
    let take = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let mut done = Vec::new();
        while let Some((index, item)) = take() {
            done.push((index, work(item)));
        }
        done
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|&(index, _)| index);
    all.into_iter().map(|(_, result)| result).collect()
}

/// A count of articles on standard error, when a person looks on and the documents go elsewhere.
fn progress() -> ProgressBar {
    let target = if io::stdout().is_terminal() { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let style = ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}");
    ProgressBar::with_draw_target(None, target).with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}

/// A value by the name that it has in JSON.
pub(super) fn named<T: serde::de::DeserializeOwned>(name: &str) -> Result<T, String> {
    serde_json::from_value(json!(name)).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept() {
        let numbers: Vec<u32> = (0..1000).collect();
        for threads in [1, 2, 7] {
            assert_eq!(in_parallel(numbers.clone(), threads, |n| n + 1), (1..=1000).collect::<Vec<_>>());
        }
        assert!(in_parallel(Vec::<u32>::new(), 4, |n| n).is_empty());
    }

    #[test]
    fn refusals_have_the_codes_of_requests() {
        let normalizer = Normalizer::new(ArticleLimits::default());
        let code = |article: Result<Article, Refusal>| {
            let (line, complaint) = normalized(&normalizer, &Options::default(), Item { name: "x:1".into(), article });
            assert!(complaint.is_some_and(|c| c.starts_with("x:1: ")));
            let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
            line["error"]["code"].as_str().unwrap().to_owned()
        };
        let read = |line: &[u8]| articles::article(line).map_err(Refusal::from);
        assert_eq!(code(read(b"")), "not_json");
        assert_eq!(code(read(b"\"\xff\"")), "not_json");
        assert_eq!(code(read(br#"{"text": "x", "lang": "en"}"#)), "schema_violation");
        assert_eq!(code(read(b"{}")), "text_or_html_required");
        assert_eq!(code(read(br#"{"text": "x", "published_at": "soon"}"#)), "invalid_value");
        assert_eq!(code(Err(unreadable(&io::Error::other("gone")))), "unreadable");
    }

    #[test]
    fn formats_by_extension() {
        assert_eq!(Format::of(Path::new("a/b.HTML")), Format::Html);
        assert_eq!(Format::of(Path::new("feed.jsonl")), Format::Ndjson);
        assert_eq!(Format::of(Path::new("-")), Format::Text);
    }
}
