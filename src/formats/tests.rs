//! JSON-LD and ninjs against the properties that their standards publish.

use serde_json::Value;

use super::*;
use crate::document::{
    BlockKind, DateSource, DatedBy, Dateline, EntityType, Language, LanguageSource, Links, Mention, Pipeline, Quote,
    Speaker, Stats,
};
use crate::text::{OffsetUnit, Span};

fn entity(id: u32, kind: EntityType, name: &str, salience: f32, links: Links) -> Entity {
    Entity {
        id,
        kind,
        name: name.to_owned(),
        aliases: vec![format!("{name}'s alias")],
        titles: vec!["Mayor".to_owned()],
        salience,
        confidence: 0.9,
        mentions: vec![Mention { span: Span::default(), text: name.to_owned(), confidence: 0.9, source: Vec::new() }],
        links,
    }
}

fn document() -> Document {
    let parts = [
        (BlockKind::Title, "Brücke zu"),
        (BlockKind::Paragraph, "The *bridge* closes. # no heading"),
        (BlockKind::Heading, "Why"),
        (BlockKind::ListItem, "1. rust"),
        (BlockKind::ListItem, "age"),
        (BlockKind::Blockquote, "It is old."),
        (BlockKind::Paragraph, "- not a list"),
    ];
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (kind, part) in parts {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.chars().count();
        text.push_str(part);
        blocks.push(Block { kind, span: Span::new(start, text.chars().count()), source: Vec::new() });
    }
    let city = Links {
        iso3166: Some("DK".into()),
        geonames: Some(2_624_652),
        coordinates: Some([56.15674, 10.21076]),
        confidence: Some(0.99),
    };
    let country = Links { iso3166: Some("DK".into()), geonames: Some(2_623_032), ..Links::default() };
    let none = Links::default;
    Document {
        id: Some("feed/1".into()),
        content_id: "sha256:00ff".into(),
        near_duplicate_key: "0123456789abcdef".into(),
        language: Language { tag: "en".into(), confidence: 1.0, source: LanguageSource::Request },
        title: Some("Brücke zu".into()),
        authors: vec!["Amina Wekesa".into(), "Jo \"J\" Li".into()],
        source: Some("Reuters".into()),
        dateline: Some(Dateline { place: Some("AARHUS".into()), date: Some("2024-05-24".into()) }),
        published: Some(DatedBy { value: "2024-05-24".into(), source: DateSource::Request }),
        anchor: None,
        text,
        offset_unit: OffsetUnit::Codepoint,
        blocks,
        removed: None,
        repairs: Vec::new(),
        entities: Some(vec![
            entity(0, EntityType::Person, "Anna Berg", 0.3, none()),
            entity(1, EntityType::Place, "Aarhus", 0.3, city),
            entity(2, EntityType::Place, "Denmark", 0.08, country),
            entity(3, EntityType::Organization, "Port", 0.07, none()),
            entity(4, EntityType::Group, "Danes", 0.05, none()),
            entity(5, EntityType::Event, "Harbour Day", 0.05, none()),
            entity(6, EntityType::Product, "Volvo", 0.05, none()),
            entity(7, EntityType::Work, "Port Act", 0.05, none()),
            entity(8, EntityType::Facility, "Swing Bridge", 0.05, none()),
        ]),
        dates: None,
        quotes: Some(vec![Quote {
            span: Span::default(),
            text: "It is old.".into(),
            source: Vec::new(),
            speaker: Some(Speaker { entity: Some(0), text: "Anna Berg".into() }),
            cue: Some("said".into()),
        }]),
        sentences: None,
        stats: Stats { words: 12, reading_seconds: 4, ..Stats::default() },
        warnings: Vec::new(),
        pipeline: Pipeline { version: "0".into(), models: std::collections::BTreeMap::new() },
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Fails when an object has a property that `allowed` does not name.
fn only(value: &Value, allowed: &[&str]) {
    for name in value.as_object().unwrap().keys() {
        assert!(allowed.contains(&name.as_str()), "{name} in {value}");
    }
}

/// The properties of ninjs 3.1 that we write, each with the properties of its items, from
/// `ninjs-schema_3.1.json`, where every object forbids others.
const NINJS: &[(&str, &[&str])] = &[
    ("headlines", &["role", "contentType", "value"]),
    ("bodies", &["role", "contentType", "charCount", "wordCount", "value"]),
    ("people", &["name", "rel", "uri", "literal", "contactInfo"]),
    ("organisations", &["name", "rel", "uri", "literal", "symbols", "contactInfo"]),
    ("places", &["name", "rel", "uri", "literal", "contactInfo", "geoJSON"]),
    ("subjects", &["name", "rel", "uri", "literal", "creator", "relevance", "confidence"]),
    ("events", &["id", "name", "rel", "uri", "literal"]),
    ("objects", &["name", "rel", "uri", "literal"]),
    ("infoSources", &["name", "role", "uri", "literal", "contactInfo"]),
    ("altIds", &["role", "value"]),
];

#[test]
fn ninjs_keeps_to_its_schema() {
    let value = parsed(&ninjs::render(&document()));
    let lists: Vec<&str> = NINJS.iter().map(|(name, _)| *name).collect();
    let plain =
        ["uri", "standard", "type", "representationType", "language", "contentCreated", "title", "by", "located"];
    only(&value, &[lists.as_slice(), &plain].concat());
    for (name, allowed) in NINJS {
        let items = value[name].as_array().unwrap_or_else(|| panic!("{name} is missing"));
        items.iter().for_each(|item| only(item, allowed));
    }
    only(&value["standard"], &["name", "version", "schema"]);
    assert_eq!((value["type"].as_str(), value["representationType"].as_str()), (Some("text"), Some("full")));
    let text = ["uri", "language", "contentCreated", "title", "by", "located"];
    assert!(text.iter().all(|name| value[name].is_string()));
    assert_eq!(value["contentCreated"], "2024-05-24T00:00:00Z");
    assert!(value["bodies"][0]["charCount"].is_u64() && value["subjects"][0]["relevance"].as_u64().unwrap() <= 100);
    assert_eq!(value["places"][0]["geoJSON"]["coordinates"][0], 10.21076, "GeoJSON has the longitude first");
    assert!(!value["bodies"][0]["value"].as_str().unwrap().contains("Brücke"), "the title is no part of the body");
}

/// Properties that schema.org defines for the types that we write, those of `Thing` included.
const SCHEMA_ORG: &[(&str, &[&str])] = &[
    (
        "NewsArticle",
        &[
            "identifier",
            "headline",
            "author",
            "sourceOrganization",
            "dateline",
            "datePublished",
            "inLanguage",
            "wordCount",
            "timeRequired",
            "articleBody",
            "about",
            "mentions",
            "hasPart",
        ],
    ),
    ("Person", &["name", "alternateName", "honorificPrefix"]),
    ("Organization", &["name", "alternateName"]),
    ("NewsMediaOrganization", &["name"]),
    ("City", &["name", "alternateName", "geo", "sameAs", "identifier"]),
    ("Country", &["name", "alternateName", "geo", "sameAs", "identifier"]),
    ("AdministrativeArea", &["name", "alternateName", "geo", "sameAs", "identifier"]),
    ("Place", &["name", "alternateName", "geo", "sameAs", "identifier"]),
    ("GeoCoordinates", &["latitude", "longitude"]),
    ("Quotation", &["text", "spokenByCharacter"]),
    ("Thing", &["name", "alternateName"]),
    ("Product", &["name", "alternateName"]),
    ("Event", &["name", "alternateName"]),
    ("CreativeWork", &["name", "alternateName"]),
];

fn check(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(check),
        Value::Object(object) => {
            let kind = object["@type"].as_str().unwrap();
            let (_, allowed) = SCHEMA_ORG.iter().find(|(name, _)| *name == kind).unwrap();
            only(value, &[*allowed, &["@type", "@context", "@id"]].concat());
            object.values().for_each(check);
        }
        _ => {}
    }
}

#[test]
fn json_ld_keeps_to_schema_org() {
    let value = parsed(&jsonld::render(&document()));
    check(&value);
    assert_eq!(
        (&value["@context"], &value["@type"]),
        (&Value::from("https://schema.org"), &Value::from("NewsArticle"))
    );
    assert_eq!(value["about"][1]["@type"], "City");
    assert_eq!(value["about"][1]["sameAs"], "https://sws.geonames.org/2624652/");
    assert_eq!(value["mentions"][0]["@type"], "Country");
    assert_eq!(value["hasPart"][0]["spokenByCharacter"]["name"], "Anna Berg");
    assert_eq!(value["timeRequired"], "PT4S");
}

#[test]
fn markdown_escapes_what_is_no_markup() {
    let markdown = markdown::render(&document());
    let expected = "# Brücke zu\n\nThe \\*bridge\\* closes. # no heading\n\n## Why\n\n- 1\\. rust\n- age\n\n> It is old.\n\n\\- not a list\n";
    assert_eq!(markdown.split_once("---\n\n").unwrap().1, expected);
    assert!(markdown.starts_with("---\ntitle: \"Brücke zu\"\nauthors: [\"Amina Wekesa\",\"Jo \\\"J\\\" Li\"]\n"));
}

#[test]
fn plain_text_is_the_text() {
    assert_eq!(plain::render(&document()), format!("{}\n", document().text));
}
