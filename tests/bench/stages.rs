//! The stages that read clean text, each alone on the fixture articles: `cargo bench --bench stages`. Tokens and tags
//! are in `--bench entities`.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

mod fixtures;

use std::hint::black_box;

use copydesk::article::{Moment, RawArticle};
use copydesk::clean::{self, Cleaned};
use copydesk::dates::{self, Context};
use copydesk::document::Entity;
use copydesk::entities::{TaggedMention, Tagger, resolve};
use copydesk::text::Tokens;
use copydesk::{Article, ArticleLimits, language, quotes};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A text and what the stages before made of it.
struct Seen {
    cleaned: Cleaned,
    tokens: Tokens,
    mentions: Vec<TaggedMention>,
    entities: Vec<Entity>,
}

fn see(tagger: &Tagger, text: String) -> Seen {
    let article = Article { text: Some(text), ..Article::default() };
    let cleaned = clean::keep(&RawArticle::parse(&article, &ArticleLimits { body: usize::MAX }).unwrap());
    let tokens = Tokens::new(&cleaned.text);
    let mentions = tagger.tag(&cleaned.text, &tokens);
    let entities = resolve::resolve(&cleaned, &tokens, &mentions);
    Seen { cleaned, tokens, mentions, entities }
}

fn stages(c: &mut Criterion) {
    let context = Context { anchor: Moment::parse("2024-05-25"), language: "en", url: None };
    let tagger = Tagger::embedded();
    let texts: Vec<Seen> =
        fixtures::articles().into_iter().filter_map(|a| a.text).map(|text| see(&tagger, text)).collect();
    let bytes: usize = texts.iter().map(|seen| seen.cleaned.text.len()).sum();
    let mut group = c.benchmark_group("stages");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("language", |b| {
        b.iter(|| {
            texts.iter().for_each(|s| drop(black_box(language::identify(None, None, black_box(&s.cleaned.text)))))
        });
    });
    group.bench_function("resolution", |b| {
        b.iter(|| {
            texts.iter().for_each(|s| drop(black_box(resolve::resolve(black_box(&s.cleaned), &s.tokens, &s.mentions))));
        });
    });
    group.bench_function("quotes", |b| {
        b.iter(|| {
            texts.iter().for_each(|s| drop(black_box(quotes::extract(black_box(&s.cleaned), &s.tokens, &s.entities))))
        });
    });
    group.bench_function("dates", |b| {
        b.iter(|| {
            texts.iter().for_each(|s| drop(black_box(dates::extract(black_box(&s.cleaned), &s.tokens, &context))))
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
