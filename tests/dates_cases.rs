//! The peers' own test cases against ours: Microsoft Recognizers, Duckling, chrono and dateparser, those of their
//! English cases whose expectation can be written as TIMEX3. Runs where the data is: the folder
//! `data/dates` beside the repository's `shared`, or `COPYDESK_DATA`. The table that it prints
//! (`--nocapture`) is in `docs/dates.md`, with the conventions that differ.

#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail loudly, and prints its table")]

use std::io::Read;
use std::path::{Path, PathBuf};

use copydesk::article::{Moment, Stage};
use copydesk::document::DateMention;
use copydesk::{Article, ArticleLimits, Normalizer};
use serde_json::Value;

fn data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var("COPYDESK_DATA").map_or_else(|_| beside(), PathBuf::from).join("dates");
    folder.is_dir().then_some(folder)
}

fn rows(file: &Path) -> Vec<Value> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A value in one spelling: hours alone get their minutes.
fn spelled(value: &str) -> String {
    match value.split_once('T') {
        Some((date, time)) if time.len() == 2 && time.bytes().all(|b| b.is_ascii_digit()) && !date.starts_with('P') => {
            format!("{date}T{time}:00")
        }
        _ => value.to_owned(),
    }
}

/// Recognizers: the value itself, where it is TIMEX3.
fn recognizers(expected: &Value) -> Option<String> {
    let timex = expected.get("timex")?.as_str()?;
    let calendar = timex.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && !timex.contains(['X', '(', ',', ' '])
        && timex.len() >= 4;
    let length = timex.starts_with('P') && !timex.contains(['X', '(', ' ']);
    (calendar || length).then(|| spelled(timex))
}

/// Duckling: a date and time with its grain.
fn duckling(expected: &Value) -> Option<String> {
    if expected.get("type")?.as_str()? != "datetime" {
        return None;
    }
    let value = expected.get("value")?.as_array()?.first()?.as_str()?;
    let date: jiff::civil::Date = value.get(..10)?.parse().ok()?;
    Some(match expected.get("grain")?.as_str()? {
        "Day" => value[..10].to_owned(),
        "Month" => value[..7].to_owned(),
        "Year" => value[..4].to_owned(),
        "Quarter" => format!("{}-Q{}", date.year(), (date.month() + 2) / 3),
        "Week" => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        "Hour" | "Minute" => value.get(..16)?.to_owned(),
        _ => return None,
    })
}

/// chrono: the first day.
fn chrono(expected: &Value) -> Option<String> {
    let fields = expected.get("start_fields");
    let part = |name: &str| fields?.get(name)?.as_i64();
    match (part("year"), part("month"), part("day")) {
        (Some(y), Some(m), Some(d)) => Some(format!("{y:04}-{m:02}-{d:02}")),
        _ => expected.get("start_date")?.as_str()?.get(..10).map(str::to_owned),
    }
}

/// dateparser's search: a moment, of which the day is compared.
fn dateparser(expected: &Value) -> Option<String> {
    expected.get("value")?.as_str()?.get(..10).map(str::to_owned)
}

struct Suite {
    file: &'static str,
    language: &'static str,
    convert: fn(&Value) -> Option<String>,
    /// Whether the expectation is a first day rather than a TIMEX3 value.
    days: bool,
    /// The share that has to pass.
    floor: f64,
}

const SUITES: &[Suite] = &[
    Suite { file: "cases_msrec_english", language: "en-US", convert: recognizers, days: false, floor: 0.52 },
    Suite { file: "cases_duckling_en", language: "en-US", convert: duckling, days: false, floor: 0.32 },
    Suite { file: "cases_chrono_en", language: "en-US", convert: chrono, days: true, floor: 0.39 },
    Suite { file: "cases_dateparser_search", language: "en-US", convert: dateparser, days: true, floor: 0.39 },
];

fn found(normalizer: &Normalizer, text: &str, language: &str, anchor: Option<&str>) -> Vec<DateMention> {
    let mut article = Article {
        text: Some(text.to_owned()),
        language: Some(language.to_owned()),
        published_at: anchor.map(str::to_owned),
        ..Article::default()
    };
    article.options.stages = vec![Stage::Dates];
    normalizer.normalize(&article).unwrap().dates.unwrap()
}

#[test]
fn shares_of_the_peers_cases() {
    let Some(folder) = data() else { return };
    let normalizer = Normalizer::new(ArticleLimits::default());
    for suite in SUITES {
        let (mut cases, mut passed) = (0u32, 0u32);
        for row in rows(&folder.join(format!("{}.jsonl.gz", suite.file))) {
            let Some(text) = row["input"].as_str() else { continue };
            // Without a reference, dates stand on their own.
            let anchor = row["reference"].as_str().and_then(|r| r.get(..10));
            if row["lang"].as_str().is_some_and(|lang| lang != "en") {
                continue;
            }
            let known = anchor.is_none_or(|anchor| Moment::parse(anchor).is_some());
            let Some(expected) = row["expected"].as_array().filter(|_| known) else {
                continue;
            };
            let values: Vec<String> = expected.iter().filter_map(suite.convert).collect();
            if values.is_empty() || values.len() != expected.len() || !row["not_supported"].is_null() {
                continue;
            }
            cases += 1;
            let dates = found(&normalizer, text, suite.language, anchor);
            let pass = values.iter().all(|value| {
                dates.iter().any(|d| if suite.days { d.from.as_ref() == Some(value) } else { d.timex == *value })
            });
            if !pass && std::env::var("COPYDESK_CASES").is_ok() {
                let ours: Vec<&str> = dates.iter().map(|d| d.timex.as_str()).collect();
                println!("{}\t{text}\t{values:?}\t{ours:?}", suite.file);
            }
            passed += u32::from(pass);
        }
        let share = f64::from(passed) / f64::from(cases.max(1));
        println!("{}: {passed} of {cases} ({:.1} %)", suite.file, 100.0 * share);
        assert!(share >= suite.floor, "{}: {passed} of {cases}", suite.file);
    }
}
