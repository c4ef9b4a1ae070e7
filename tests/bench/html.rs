//! Pages through the cleaning stage: `cargo bench --bench html`. The pages are the fixture articles
//! set in the markup of a news site: menus, teasers, scripts and class names of real length.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench may fail loudly; criterion's macros make undocumented items"
)]

mod fixtures;

use std::hint::black_box;

use copydesk::{Article, ArticleLimits, RawArticle, clean};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// A page of about 150 KB around a text: a quarter menus and teasers, half scripts and styles.
fn page(text: &str) -> Article {
    let menu: String = (0..120)
        .map(|i| format!("<li class=\"menu-item menu-item-type-custom menu-item-{i}\"><a href=\"/section/{i}\">Section {i}</a></li>\n"))
        .collect();
    let teasers: String = (0..60)
        .map(|i| {
            format!(
                "<div class=\"card card--teaser teaser-{i}\" data-id=\"{i}\"><a class=\"card__link\" href=\"/story/{i}\">\
                 <img src=\"/img/{i}.jpg\" alt=\"\"><h3 class=\"card__title\">Another story of the day, number {i}</h3></a></div>\n"
            )
        })
        .collect();
    let paragraphs: String =
        text.split('\n').map(|line| format!("<p class=\"story-body__paragraph\">{line}</p>\n")).collect();
    let script = "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}".repeat(900);
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>A story</title><script>{script}</script></head><body>\
         <header><nav class=\"main-navigation\"><ul>{menu}</ul></nav></header><main><article class=\"story\"><h1>A story</h1>\
         <div class=\"story-body\">{paragraphs}</div></article><section class=\"related-stories\">{teasers}</section></main>\
         <footer class=\"site-footer\"><ul>{menu}</ul></footer></body></html>"
    );
    Article { html: Some(html), ..Article::default() }
}

fn html(c: &mut Criterion) {
    let pages: Vec<Article> = fixtures::articles()
        .into_iter()
        .filter_map(|a| a.text)
        .collect::<Vec<_>>()
        .iter()
        .map(|text| page(text))
        .collect();
    let clean_all = |set: &[Article]| {
        for article in set {
            let raw = RawArticle::parse(article, &ArticleLimits::default()).unwrap();
            black_box(clean::clean(black_box(&raw)));
        }
    };
    let mut group = c.benchmark_group("html");
    group.throughput(Throughput::Elements(pages.len() as u64));
    group.bench_function("pages", |b| b.iter(|| clean_all(&pages)));
    // Cost must stay linear for markup that is nothing but nesting.
    for (name, unit) in
        [("divs", "<div>x"), ("lists", "<ul><li>x"), ("tables", "<table><tr><td>x"), ("links", "<a><b>x")]
    {
        for size in [10_000, 100_000] {
            let nested = [Article { html: Some(unit.repeat(size)), ..Article::default() }];
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(format!("{name}/{size}"), |b| b.iter(|| clean_all(&nested)));
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = html
}
criterion_main!(benches);
