//! Runs over small archives in a temporary folder.

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
