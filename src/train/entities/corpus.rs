//! Readers of the annotated corpora: every set becomes running text with spans.
//!
//! Sets that come in tokens lost their white space; it is guessed as the scorer of the project
//! guesses it, so that training sees what the run-time tokenizer makes of running text.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::entities::tags::TYPES;
use crate::train::corpus::{Article, Marked};

/// A set of entity types as bits in the order of the tags.
pub(super) type Kinds = u8;

const PERSON: Kinds = 1;
const ORGANIZATION: Kinds = 1 << 1;
const PLACE: Kinds = 1 << 2;
const FACILITY: Kinds = 1 << 3;
const GROUP: Kinds = 1 << 4;
const PRODUCT: Kinds = 1 << 5;
const EVENT: Kinds = 1 << 6;
const WORK: Kinds = 1 << 7;
pub(super) const OTHERS: Kinds = GROUP | PRODUCT | EVENT | WORK;

/// What an annotation says of a stretch of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gold {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The types it may have; all when nothing is known.
    pub(super) kinds: Kinds,
    /// Whether it may as well be no mention in the project's guide.
    pub(super) soft: bool,
}

/// One document.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    /// File that it comes from, without extensions: `news/train`, `corpus/w13`, `open/btc.train`.
    pub(super) set: String,
    pub(super) text: String,
    pub(super) gold: Vec<Gold>,
}

impl Document {
    /// Whether the project's own guide was followed.
    pub(super) fn is_own(&self) -> bool {
        self.set.starts_with("news/") || self.set.starts_with("corpus/")
    }
}

#[derive(Deserialize)]
struct Row {
    tokens: Vec<String>,
    tags: Vec<String>,
    fine: Option<Vec<String>>,
    doc: Option<serde_json::Value>,
}

fn lines(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lines: Result<Vec<String>, _> = if path.extension().is_some_and(|e| e == "gz") {
        BufReader::new(GzDecoder::new(file)).lines().collect()
    } else {
        BufReader::new(file).lines().collect()
    };
    Ok(lines?)
}

/// Reads one file of any known format.
///
/// # Errors
/// When the file cannot be read or has another format.
pub(super) fn read(path: &Path, set: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    if path.extension().is_some_and(|e| e == "txt") {
        return Ok(crate::train::corpus::read(path)?.into_iter().map(|article| own(article, set)).collect());
    }
    let mut documents: Vec<Document> = Vec::new();
    let mut current = None;
    for line in lines(path)? {
        let row: Row = serde_json::from_str(&line).map_err(|e| format!("{}: {e}", path.display()))?;
        let whole = |d: &serde_json::Value| *d != serde_json::json!("1") && *d != serde_json::json!(1);
        if row.doc.is_none() || row.doc != current || !row.doc.as_ref().is_some_and(whole) {
            current.clone_from(&row.doc);
            documents.push(Document { set: set.to_owned(), ..Document::default() });
        }
        if let Some(document) = documents.last_mut() {
            append(document, &row);
        }
    }
    Ok(documents)
}

/// The files to train on or develop with, by name, in a fixed order.
pub(super) fn files(data: &Path) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for (folder, name) in [("entities/news", "news"), ("entities/open", "open"), ("corpus", "corpus")] {
        for entry in std::fs::read_dir(data.join(folder))? {
            let path = entry?.path();
            let Some(file) = path.file_name().and_then(|f| f.to_str()) else { continue };
            if let Some(stem) = file.strip_suffix(".jsonl.gz").or_else(|| file.strip_suffix(".txt")) {
                found.push((format!("{name}/{stem}"), path.clone()));
            }
        }
    }
    found.sort();
    Ok(found)
}

const NOT_BEFORE: &[&str] = &[
    ",", ".", ";", ":", "?", "!", ")", "]", "}", "%", "”", "'s", "’s", "'S", "n't", "n’t", "'re", "'ve", "'ll", "'d",
    "'m", "’", "'", "''",
];
const NOT_AFTER: &[&str] = &["(", "[", "{", "$", "#", "``", "“", "‘"];

/// Running text of tokens, and the byte span of each.
fn detokenize(tokens: &[String]) -> (String, Vec<(usize, usize)>) {
    let n = tokens.len();
    let mut space = vec![true; n];
    let mut quoted = false;
    let every = |t: &str, test: fn(char) -> bool| !t.is_empty() && t.chars().all(test);
    let capital = |t: &str| t.chars().count() == 1 && t.chars().all(char::is_uppercase);
    for (i, t) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1).map(String::as_str);
        let before = i.checked_sub(1).map(|j| tokens[j].as_str());
        if next.is_some_and(|n| NOT_BEFORE.contains(&n)) || NOT_AFTER.contains(&t.as_str()) {
            space[i] = false;
        }
        if t == "\"" {
            if !quoted {
                space[i] = false;
            } else if i > 0 {
                space[i - 1] = false;
            }
            quoted = !quoted;
        }
        let (Some(before), Some(next)) = (before, next) else { continue };
        let alnum = |t: &str| every(t, char::is_alphanumeric);
        let alpha = |t: &str| every(t, char::is_alphabetic);
        if matches!(t.as_str(), "-" | "/") && alnum(before) && alnum(next) {
            space[i] = false;
            space[i - 1] = false;
        }
        if t == "." && capital(before) && capital(next) && tokens.get(i + 2).is_some_and(|t| t == ".") {
            space[i] = false;
        }
        if matches!(t.as_str(), "’" | "'") && alpha(before) && before.chars().count() <= 3 && alpha(next) {
            space[i] = false;
            space[i - 1] = false;
        }
    }
    let mut text = String::new();
    let mut spans = Vec::with_capacity(n);
    for (t, space) in tokens.iter().zip(space) {
        spans.push((text.len(), text.len() + t.len()));
        text.push_str(t);
        if space {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    (text, spans)
}

fn append(document: &mut Document, row: &Row) {
    let (text, spans) = detokenize(&row.tokens);
    let base = document.text.len();
    let fine = row.fine.as_ref().unwrap_or(&row.tags);
    let own = document.is_own();
    let mut open: Option<(usize, &str)> = None;
    for i in 0..=row.tags.len() {
        let tag = row.tags.get(i).map_or("O", String::as_str);
        if let Some((start, kind)) = open
            && !(tag.starts_with('I') && tag.get(2..) == Some(kind))
        {
            let detail = fine[start].get(2..).unwrap_or(kind);
            let (kinds, soft) = if own { (own_kind(detail), false) } else { foreign_kinds(kind, detail) };
            document.gold.push(Gold { start: base + spans[start].0, end: base + spans[i - 1].1, kinds, soft });
            open = None;
        }
        if open.is_none() && (tag.starts_with('B') || tag.starts_with('I')) {
            open = Some((i, &tag[2..]));
        }
        // "Kurdish-majority" is one token there and unmarked, three tokens here and open.
        let hyphened = row.tokens.get(i).is_some_and(|t| {
            t.len() > 3 && t.contains('-') && t.chars().any(char::is_uppercase) && !t.starts_with('-')
        });
        if open.is_none() && hyphened {
            document.gold.push(Gold { start: base + spans[i].0, end: base + spans[i].1, kinds: !0, soft: true });
        }
    }
    document.text.push_str(&text);
    document.text.push_str("\n\n");
}

/// An article written for the project.
fn own(article: Article, set: &str) -> Document {
    let gold = |m: &Marked| {
        let kind = TYPES.iter().position(|t| *t == m.kind).unwrap_or(0);
        Gold { start: m.span.start as usize, end: m.span.end as usize, kinds: 1 << kind, soft: false }
    };
    Document { set: set.to_owned(), gold: article.mentions.iter().map(gold).collect(), text: article.text }
}

fn own_kind(fine: &str) -> Kinds {
    match fine {
        "person" => PERSON,
        "organization" => ORGANIZATION,
        "place" => PLACE,
        "facility" => FACILITY,
        "group" => GROUP,
        "product" => PRODUCT,
        "event" => EVENT,
        _ => WORK,
    }
}

/// What the labels of the open sets mean in the project's guide, and whether the guide may have no
/// mention there at all.
fn foreign_kinds(coarse: &str, fine: &str) -> (Kinds, bool) {
    match fine {
        "country" => return (PLACE, false),
        "election" | "event" | "EVENT" | "conference" => return (EVENT, true),
        "book" | "poem" | "album" | "song" | "award" | "CREATION" | "AWARD" => return (WORK, false),
        "magazine" | "academicjournal" => return (WORK | ORGANIZATION, false),
        "NATIONAL" | "NORP" | "Nationality" => return (GROUP, false),
        "Facility" => return (FACILITY, false),
        "astronomicalobject" => return (!0, true),
        _ => {}
    }
    match coarse {
        "PER" => (PERSON, false),
        "ORG" => (ORGANIZATION, false),
        "LOC" => (PLACE | FACILITY, false),
        "MISC" => (OTHERS, true),
        _ => (!0, true),
    }
}
