//! The whole pipeline on the fixture articles: `cargo bench --bench pipeline`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

mod fixtures;

use std::hint::black_box;

use copydesk::text::Tokens;
use copydesk::{Article, ArticleLimits, Normalizer};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fixtures::articles;

fn pipeline(c: &mut Criterion) {
    let normalizer = Normalizer::new(ArticleLimits::default());
    let articles = articles();
    let bytes: usize = articles.iter().filter_map(|a| a.text.as_ref()).map(String::len).sum();
    let mut group = c.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("tokens", |b| {
        let mut tokens = Tokens::default();
        b.iter(|| articles.iter().filter_map(|a| a.text.as_deref()).for_each(|text| tokens.fill(black_box(text))));
    });
    group.bench_function("normalize", |b| {
        b.iter(|| articles.iter().for_each(|a| drop(black_box(normalizer.normalize(black_box(a))))));
    });
    // Cost must stay linear up to the limit: the same article repeated as paragraphs.
    let text = articles.iter().filter_map(|a| a.text.clone()).collect::<Vec<_>>().join("\n\n");
    for size in [1 << 10, 10 << 10, 100 << 10, 1 << 20] {
        let mut long = text.repeat(size / text.len() + 1);
        let end = (0..=size).rev().find(|&i| long.is_char_boundary(i)).unwrap();
        long.truncate(end);
        let article = Article { text: Some(long), published_at: Some("2024-05-25".into()), ..Article::default() };
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(format!("normalize {} KiB", size >> 10), |b| {
            b.iter(|| normalizer.normalize(black_box(&article)));
        });
    }
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
