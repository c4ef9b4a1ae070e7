//! The promises made for a whole article, checked on an article of our own that has every trap of
//! the first article the service was asked to normalize: mojibake, "Read also" lines, a caption
//! with its credit glued on, a comment form, and a tail of teasers.

use copydesk::article::Include;
use copydesk::document::{BlockKind, EntityType, Reason, TimexMod};
use copydesk::text::{OffsetUnit, Span};
use copydesk::{Article, ArticleLimits, Document, Normalizer};

const FIXTURE: &str = include_str!("../fixtures/articles/translated_blog_post.json");

fn article() -> Article {
    serde_json::from_str(FIXTURE).unwrap()
}

fn normalized(article: &Article) -> Document {
    Normalizer::new(ArticleLimits::default()).normalize(article).unwrap()
}

#[test]
fn furniture_is_gone_with_its_reason_and_nothing_else_is() {
    let document = normalized(&article());
    assert_eq!(
        document.title.as_deref(),
        Some("Tczew bridge. Engineers: the old spans can be saved, but not by autumn")
    );
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::Heading)
        .map(|b| document.text.char_indices().nth(b.span.start as usize).map(|(i, _)| &document.text[i..]).unwrap())
        .collect();
    assert_eq!(headings.len(), 1);
    assert!(headings[0].starts_with("What will happen to the spans?"));
    for gone in
        ["Read also", "PAP/Adam", "Main image source", "Leave a Reply", "You May Also Like", "Storks", "ferryman"]
    {
        assert!(!document.text.contains(gone), "{gone} is still there");
    }
    for kept in ["at the bridge in Tczew", "“has not given up on the old spans”", "„We are not in a hurry."] {
        assert!(document.text.contains(kept), "{kept} is lost");
    }
    let removed = document.removed.as_ref().unwrap();
    let reason = |what: &str| removed.iter().find(|r| r.text.contains(what)).map(|r| r.reason);
    assert_eq!(reason("Read also: Ferry"), Some(Reason::RelatedLink));
    assert_eq!(reason("PAP/Adam"), Some(Reason::ImageCredit));
    assert_eq!(reason("Main image source"), Some(Reason::ImageCredit));
    assert_eq!(reason("Leave a Reply"), Some(Reason::CommentForm));
    assert_eq!(reason("You May Also Like"), Some(Reason::RelatedBlock));
}

#[test]
fn people_places_and_dates_are_resolved() {
    let document = normalized(&article());
    let entities = document.entities.as_ref().unwrap();
    let person = entities.iter().find(|e| e.name == "Marek Zawistowski").expect("the person");
    assert_eq!(person.kind, EntityType::Person);
    assert_eq!(person.mentions.len(), 3, "both full names and the bare surname");
    let dates = document.dates.as_ref().unwrap();
    let value = |text: &str| dates.iter().find(|d| d.text == text).unwrap_or_else(|| panic!("{text} is missing"));
    assert_eq!(value("1857").timex, "1857");
    assert_eq!(value("April 2018").timex, "2018-04");
    assert_eq!(value("last Thursday").timex, "2023-03-16");
    assert_eq!(value("mid-June").timex, "2023-06");
    assert_eq!(value("mid-June").modifier, Some(TimexMod::Mid));
}

#[test]
fn the_three_units_name_the_same_places() {
    let mut article = article();
    article.options.include.push(Include::Sentences);
    let raw = article.text.clone().unwrap();
    let slicer = |unit: OffsetUnit, text: &str, span: Span| -> String {
        match unit {
            OffsetUnit::Codepoint => text.chars().skip(span.start as usize).take(span.len()).collect(),
            OffsetUnit::Utf16 => {
                let units: Vec<u16> = text.encode_utf16().collect();
                String::from_utf16(&units[span.range()]).unwrap()
            }
            OffsetUnit::Utf8 => text[span.range()].to_owned(),
        }
    };
    let mut seen: Vec<Vec<String>> = Vec::new();
    for unit in [OffsetUnit::Codepoint, OffsetUnit::Utf16, OffsetUnit::Utf8] {
        article.options.offset_unit = unit;
        let document = normalized(&article);
        assert_eq!(document.offset_unit, unit);
        let mut slices = Vec::new();
        for block in &document.blocks {
            slices.push(slicer(unit, &document.text, block.span));
            slices.extend(block.source.iter().map(|&s| slicer(unit, &raw, s)));
        }
        for mention in document.entities.iter().flatten().flat_map(|e| &e.mentions) {
            assert_eq!(slicer(unit, &document.text, mention.span), mention.text);
            slices.extend(mention.source.iter().map(|&s| slicer(unit, &raw, s)));
        }
        for date in document.dates.iter().flatten() {
            assert_eq!(slicer(unit, &document.text, date.span), date.text);
        }
        slices.extend(document.removed.iter().flatten().map(|r| slicer(unit, &raw, r.source)));
        slices.extend(document.sentences.iter().flatten().map(|&s| slicer(unit, &document.text, s)));
        seen.push(slices);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}
