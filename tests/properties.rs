//! What must hold for every input, shown by random ones: conservation (every character of the raw
//! input is in a block, in a removal, or is white space or markup), spans in bounds and on
//! character boundaries, determinism, cleaning what is clean changes nothing, and no panic.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use copydesk::article::{Include, Stage};
use copydesk::text::{OffsetUnit, Span};
use copydesk::{Article, ArticleLimits, Document, Normalizer};
use proptest::prelude::*;
use std::sync::LazyLock;

static NORMALIZER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(ArticleLimits::default()));

/// Lines that look like articles with furniture, and lines that look like nothing at all.
fn line() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "Bridge closes for repairs",
        "AARHUS, Denmark (Reuters) — The bridge will close on Monday, Mayor Anders Winnerskjold said.",
        "By Amina Wekesa and John Otieno",
        "Published Nov. 7, 2023 at 10:42 a.m. EAT",
        "Read also: Ferry fares rise",
        "READ MORE:Ferry fares rise",
        "Vladimir Example at the bridgeEPA/Mikhail Example/Agency, mandatory credit",
        "â€œWe are not in a hurryâ€\u{9d}, he said. Itâ€™s &amp; done.",
        "The word is divid-",
        "ed at the end of the line and goes on",
        "• a list item",
        "1. another one",
        "Leave a Reply",
        "Your email address will not be published.",
        "You May Also Like",
        "The disappearance of a plane in 2014 was one…",
        "Share on Facebook",
        "Tags: bridge, harbour",
        "© 2023 Example News. All rights reserved.",
        "In May 2019 he may march in March. “No,” she said on 10–12 May.",
        "ﬁne ｆｕｌｌ e\u{301}t\u{200b}e\u{feff} \u{202e}abc\u{202c} \u{a0}x",
        "",
        "   ",
    ])
    .prop_map(str::to_owned);
    prop_oneof![5 => fixed, 2 => "\\PC{0,60}", 1 => any::<String>(), 1 => "[A-Z][a-z]{1,8}( [a-zA-Z0-9,.;:'’“”-]{1,9}){0,20}[.!?…]?"]
}

fn text() -> impl Strategy<Value = String> {
    (prop::collection::vec((line(), prop::sample::select(vec!["\n", "\n\n", "\r\n", "\r", " ", ""])), 0..24))
        .prop_map(|parts| parts.into_iter().flat_map(|(line, end)| [line, end.to_owned()]).collect())
}

fn article(text: String) -> Article {
    let mut article = Article { text: Some(text), published_at: Some("2024-05-25".into()), ..Article::default() };
    article.options.offset_unit = OffsetUnit::Utf8;
    article.options.include = vec![Include::Removed, Include::Quotes, Include::Sentences, Include::Trace];
    article
}

fn slice(text: &str, span: Span) -> Result<&str, TestCaseError> {
    text.get(span.range()).ok_or_else(|| TestCaseError::fail(format!("{span:?} is no slice of {text:?}")))
}

/// White space, and what no reader sees: controls, zero-width and bidi characters.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn check(raw: &str, document: &Document) -> Result<(), TestCaseError> {
    // Conservation: each raw byte is claimed at most once, and what nobody claims is blank.
    let mut claims = vec![0u8; raw.len()];
    for span in
        document.blocks.iter().flat_map(|b| &b.source).chain(document.removed.iter().flatten().map(|r| &r.source))
    {
        slice(raw, *span)?;
        claims[span.range()].iter_mut().for_each(|c| *c += 1);
    }
    for (at, c) in raw.char_indices() {
        prop_assert!(claims[at] <= 1, "{c:?} at {at} is claimed twice in {raw:?}");
        prop_assert!(claims[at] == 1 || is_blank(c), "{c:?} at {at} is lost from {raw:?}");
    }
    // Blocks in order, apart from each other, not blank.
    let mut end = 0;
    for block in &document.blocks {
        prop_assert!(block.span.start >= end);
        prop_assert!(!slice(&document.text, block.span)?.trim().is_empty());
        end = block.span.end;
    }
    for mention in document.entities.iter().flatten().flat_map(|e| &e.mentions) {
        prop_assert_eq!(slice(&document.text, mention.span)?, &mention.text);
        for source in &mention.source {
            slice(raw, *source)?;
        }
        prop_assert!((0.0..=1.0).contains(&mention.confidence));
    }
    let mut end = 0;
    for date in document.dates.iter().flatten() {
        prop_assert!(date.span.start >= end);
        prop_assert_eq!(slice(&document.text, date.span)?, &date.text);
        prop_assert!(!date.timex.is_empty());
        end = date.span.end;
    }
    for quote in document.quotes.iter().flatten() {
        prop_assert_eq!(slice(&document.text, quote.span)?, &quote.text);
    }
    for sentence in document.sentences.iter().flatten() {
        slice(&document.text, *sentence)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_character_is_accounted_for(text in text()) {
        let article = article(text);
        let document = NORMALIZER.normalize(&article).unwrap();
        check(article.text.as_deref().unwrap(), &document)?;
        prop_assert_eq!(&document, &NORMALIZER.normalize(&article).unwrap());
    }

    #[test]
    fn html_never_panics_and_keeps_its_offsets(parts in prop::collection::vec((line(), prop::sample::select(vec!["<p>", "</p>", "<div>", "</div>", "<h2>", "<li>", "<br>", "<script>", "</script>", "<!--", "-->", "&amp;", "<a href='x'>", "</a>", "<table><tr><td>", "<"])), 0..24)) {
        let html: String = parts.into_iter().flat_map(|(line, tag)| [tag.to_owned(), line]).collect();
        let mut article = article(String::new());
        article.html = article.text.take().map(|_| html);
        let document = NORMALIZER.normalize(&article).unwrap();
        let raw = article.html.as_deref().unwrap();
        for span in document.blocks.iter().flat_map(|b| &b.source).chain(document.removed.iter().flatten().map(|r| &r.source)) {
            slice(raw, *span)?;
        }
        for mention in document.entities.iter().flatten().flat_map(|e| &e.mentions) {
            prop_assert_eq!(slice(&document.text, mention.span)?, &mention.text);
        }
    }

    #[test]
    fn text_taken_as_clean_comes_back_unchanged(text in text()) {
        let mut article = article(text);
        article.options.stages = vec![Stage::Entities, Stage::Dates];
        let document = NORMALIZER.normalize(&article).unwrap();
        let raw = article.text.as_deref().unwrap();
        prop_assert_eq!(&document.text, raw.strip_prefix('\u{feff}').unwrap_or(raw));
    }

    #[test]
    fn units_differ_in_numbers_only(text in text()) {
        let mut article = article(text);
        let in_bytes = NORMALIZER.normalize(&article).unwrap();
        article.options.offset_unit = OffsetUnit::Utf16;
        let in_utf16 = NORMALIZER.normalize(&article).unwrap();
        let units: Vec<u16> = in_utf16.text.encode_utf16().collect();
        for (a, b) in in_bytes.blocks.iter().zip(&in_utf16.blocks) {
            prop_assert_eq!(slice(&in_bytes.text, a.span)?, String::from_utf16(&units[b.span.range()]).unwrap());
        }
    }
}
