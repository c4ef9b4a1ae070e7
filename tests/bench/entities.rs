//! Tokens and tags of article text on one core: `cargo bench --bench entities`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

mod fixtures;

use std::hint::black_box;

use copydesk::entities::Tagger;
use copydesk::text::Tokens;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn entities(c: &mut Criterion) {
    let tagger = Tagger::embedded();
    let texts = fixtures::articles().into_iter().filter_map(|a| a.text).collect::<Vec<_>>();
    let count: usize = texts.iter().map(|text| Tokens::new(text).len()).sum();
    let mut group = c.benchmark_group("entities");
    group.throughput(Throughput::Elements(count as u64));
    group.bench_function("tokens and tags", |b| {
        let mut tokens = Tokens::default();
        b.iter(|| {
            for text in &texts {
                tokens.fill(black_box(text));
                black_box(tagger.tag(text, &tokens));
            }
        });
    });
    group.finish();
    c.bench_function("load", |b| b.iter(Tagger::embedded));
}

criterion_group!(benches, entities);
criterion_main!(benches);
