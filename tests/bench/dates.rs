//! The date stage alone on the fixture articles: `cargo bench --bench dates`. With the environment
//! variable `COPYDESK_DATA` naming a folder of evaluation data, `clean/news.txt` there as well (any
//! UTF-8 text).

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

mod fixtures;

use std::hint::black_box;
use std::path::Path;

use copydesk::article::{Moment, RawArticle};
use copydesk::clean::{self, Cleaned};
use copydesk::dates::{self, Context};
use copydesk::text::Tokens;
use copydesk::{Article, ArticleLimits};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn keep(text: String) -> (Cleaned, Tokens) {
    let article = Article { text: Some(text), ..Article::default() };
    let cleaned = clean::keep(&RawArticle::parse(&article, &ArticleLimits { body: usize::MAX }).unwrap());
    let tokens = Tokens::new(&cleaned.text);
    (cleaned, tokens)
}

fn stage(c: &mut Criterion) {
    let context = Context { anchor: Moment::parse("2024-05-25"), language: "en", url: None };
    let mut group = c.benchmark_group("dates");
    let mut run = |name: &str, texts: Vec<String>| {
        let texts: Vec<_> = texts.into_iter().map(keep).collect();
        let bytes: usize = texts.iter().map(|(cleaned, _)| cleaned.text.len()).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                for (cleaned, tokens) in &texts {
                    drop(black_box(dates::extract(black_box(cleaned), tokens, &context)));
                }
            });
        });
    };
    run("fixtures", fixtures::articles().into_iter().filter_map(|a| a.text).collect());
    if let Ok(text) = std::env::var("COPYDESK_DATA")
        .map_err(|_| ())
        .and_then(|folder| std::fs::read_to_string(Path::new(&folder).join("clean/news.txt")).map_err(|_| ()))
    {
        run("news", text.split("\n\n\n").map(str::to_owned).collect());
    }
    group.finish();
}

criterion_group!(benches, stage);
criterion_main!(benches);
