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
    let country = Links {
        iso3166: Some("DK".into()),
        geonames: Some(2_623_032),
        coordinates: Some([56.0, 9.5]),
        confidence: Some(1.0),
    };
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

/// What ninjs-schema_3.1.json (IPTC, CC BY 4.0) says of every property that we write: its type, format or values. The
/// schema forbids all others in every object.
const NINJS: &[(&str, &str)] = &[
    ("", "object"),
    ("uri", "uri"),
    ("standard", "object"),
    ("standard.name", "string"),
    ("standard.version", "string"),
    ("standard.schema", "uri"),
    ("type", "=text audio video picture graphic composite component event planning"),
    ("representationType", "=full partial"),
    ("language", "string"),
    ("contentCreated", "date-time"),
    ("title", "string"),
    ("by", "string"),
    ("located", "string"),
    ("headlines", "array"),
    ("headlines[]", "object"),
    ("headlines[].role", "string"),
    ("headlines[].contentType", "string"),
    ("headlines[].value", "string"),
    ("bodies", "array"),
    ("bodies[]", "object"),
    ("bodies[].role", "string"),
    ("bodies[].contentType", "string"),
    ("bodies[].charCount", "integer"),
    ("bodies[].wordCount", "integer"),
    ("bodies[].value", "string"),
    ("people", "array"),
    ("people[]", "object"),
    ("people[].name", "string"),
    ("people[].rel", "string"),
    ("organisations", "array"),
    ("organisations[]", "object"),
    ("organisations[].name", "string"),
    ("organisations[].rel", "string"),
    ("places", "array"),
    ("places[]", "object"),
    ("places[].name", "string"),
    ("places[].rel", "string"),
    ("places[].uri", "uri"),
    ("places[].literal", "string"),
    ("places[].geoJSON", "object"),
    // GeoJSON (RFC 7946), to which ninjs refers.
    ("places[].geoJSON.type", "=Point"),
    ("places[].geoJSON.coordinates", "array"),
    ("places[].geoJSON.coordinates[]", "number"),
    ("subjects", "array"),
    ("subjects[]", "object"),
    ("subjects[].name", "string"),
    ("subjects[].rel", "string"),
    ("subjects[].relevance", "percent"),
    ("subjects[].confidence", "percent"),
    ("events", "array"),
    ("events[]", "object"),
    ("events[].name", "string"),
    ("events[].rel", "string"),
    ("objects", "array"),
    ("objects[]", "object"),
    ("objects[].name", "string"),
    ("objects[].rel", "string"),
    ("infoSources", "array"),
    ("infoSources[]", "object"),
    ("infoSources[].name", "string"),
    ("infoSources[].role", "string"),
    ("altIds", "array"),
    ("altIds[]", "object"),
    ("altIds[].role", "string"),
    ("altIds[].value", "string"),
];

/// Fails when a value is not what the table says of its place; notes the places seen.
fn validate(value: &Value, path: String, seen: &mut Vec<String>) {
    let (_, kind) = NINJS.iter().find(|(p, _)| *p == path).unwrap_or_else(|| panic!("{path} is not in ninjs"));
    let text = value.as_str().unwrap_or_default();
    let scheme = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let right = match *kind {
        "object" => value.is_object(),
        "array" => value.as_array().is_some_and(|items| !items.is_empty()),
        "string" => value.is_string(),
        "uri" => text
            .split_once(':')
            .is_some_and(|(before, rest)| scheme(before) && !rest.is_empty() && !rest.contains(char::is_whitespace)),
        "date-time" => text.parse::<jiff::Timestamp>().is_ok(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "percent" => value.as_u64().is_some_and(|n| n <= 100),
        values => values.trim_start_matches('=').split(' ').any(|v| v == text),
    };
    assert!(right, "{path} is no {kind}: {value}");
    if let Value::Array(items) = value {
        items.iter().for_each(|item| validate(item, format!("{path}[]"), seen));
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        validate(member, if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, seen);
    }
    seen.push(path);
}

#[test]
fn ninjs_keeps_to_its_schema() {
    let value = parsed(&ninjs::render(&document()));
    let mut seen = Vec::new();
    validate(&value, String::new(), &mut seen);
    for (path, _) in NINJS {
        assert!(seen.iter().any(|s| s == path), "{path} is never written");
    }
    assert_eq!((value["type"].as_str(), value["representationType"].as_str()), (Some("text"), Some("full")));
    assert_eq!(value["contentCreated"], "2024-05-24T00:00:00Z");
    assert_eq!(value["places"][0]["geoJSON"]["coordinates"][0], 10.21076, "GeoJSON has the longitude first");
    assert!(!value["bodies"][0]["value"].as_str().unwrap().contains("Brücke"), "the title is no part of the body");
}

/// The published vocabulary: class, property, types; see the file's head.
const SCHEMA_ORG: &str = include_str!("../../tests/fixtures/formats/schema_org.tsv");

fn vocabulary() -> impl Iterator<Item = [&'static str; 3]> {
    let rows = SCHEMA_ORG.lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// A class and all that it is derived from.
fn lineage(class: &str) -> Vec<&str> {
    let mut out = vec![class];
    let mut at = 0;
    while let Some(class) = out.get(at).copied() {
        let parents = vocabulary().find(|[c, property, _]| *c == class && property.is_empty());
        out.extend(
            parents
                .unwrap_or_else(|| panic!("{class} is no class"))
                .into_iter()
                .skip(2)
                .flat_map(str::split_whitespace),
        );
        at += 1;
    }
    out
}

/// Fails when an object has a property that its class does not have, or a value that the property does not take.
fn check(object: &Value) {
    let class = object["@type"].as_str().unwrap();
    let classes = lineage(class);
    for (name, value) in object.as_object().unwrap().iter().filter(|(name, _)| !name.starts_with('@')) {
        let property = vocabulary().find(|[c, property, _]| property == name && classes.contains(c));
        let [_, _, types] = property.unwrap_or_else(|| panic!("{class} has no {name}"));
        for item in value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice) {
            let fits = |kind: &str| match kind {
                "Text" | "URL" | "Duration" => item.is_string(),
                "Date" | "DateTime" => item.as_str().is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit())),
                "Integer" => item.is_u64(),
                "Number" => item.is_number(),
                kind => item["@type"].as_str().is_some_and(|class| lineage(class).contains(&kind)),
            };
            assert!(types.split(' ').any(fits), "{class}.{name} takes {types}: {item}");
            if item.is_object() {
                check(item);
            }
        }
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
