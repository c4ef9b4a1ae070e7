//! Golden documents: every article under `tests/fixtures/articles` goes through the whole pipeline
//! and a readable digest of its document is compared with the committed snapshot.
//!
//! A changed snapshot is a changed product: read it, then accept it with
//! `INSTA_UPDATE=always cargo test --test pipeline`.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

mod digest;
mod sample;

use std::fs;
use std::path::Path;

use copydesk::{Article, ArticleLimits, Normalizer};

#[test]
fn golden_documents() {
    let normalizer = Normalizer::new(ArticleLimits::default());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "the fixtures are missing");
    for path in paths {
        let article: Article = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let document = normalizer.normalize(&article).unwrap();
        let again = normalizer.normalize(&article).unwrap();
        assert_eq!(
            serde_json::to_string(&document).unwrap(),
            serde_json::to_string(&again).unwrap(),
            "same request, same bytes"
        );
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::assert_snapshot!(name, digest::of(&document));
    }
}
