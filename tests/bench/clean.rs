//! The cleaning stage on the text of the fixture articles (pages of HTML: `--bench html`), and on the same text as
//! pages deliver it at their worst: `cargo bench --bench clean`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

mod fixtures;

use std::hint::black_box;

use copydesk::{ArticleLimits, RawArticle, clean};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fixtures::articles;

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
