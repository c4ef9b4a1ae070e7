//! The cleaning stage on the fixture articles, and on the same text as pages deliver it at their
//! worst: `cargo bench --bench clean`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use copydesk::{Article, ArticleLimits, RawArticle, clean};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| serde_json::from_str::<Article>(&fs::read_to_string(path).unwrap()).unwrap();
    paths.iter().map(|path| read(path)).filter(|article| article.text.is_some()).collect()
}

fn cleaning(c: &mut Criterion) {
    let as_they_are = articles();
    let edit = |f: fn(&str) -> String| {
        let mut edited = as_they_are.clone();
        edited.iter_mut().for_each(|a| a.text = a.text.as_deref().map(f));
        edited
    };
    let menus = edit(|text| format!("Home\nNews\nSport\nLog in\n\n{text}\n\nYou may also like\n\nPrivacy policy\n"));
    let garbled = edit(|text| text.replace('’', "â€™").replace('“', "â€œ").replace('\n', "\r\n"));
    let wrapped = edit(|text| {
        let mut out = String::new();
        let mut width = 0;
        for word in text.split(' ') {
            width += word.len() + 1;
            if width > 72 {
                out.push('\n');
                width = word.len();
            } else {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    });
    let mut group = c.benchmark_group("clean");
    for (name, set) in [("plain", &as_they_are), ("menus", &menus), ("garbled", &garbled), ("wrapped", &wrapped)] {
        let bytes: usize = set.iter().filter_map(|a| a.text.as_ref()).map(String::len).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                for article in set {
                    let raw = RawArticle::parse(article, &ArticleLimits::default()).unwrap();
                    black_box(clean::clean(black_box(&raw)));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, cleaning);
criterion_main!(benches);
