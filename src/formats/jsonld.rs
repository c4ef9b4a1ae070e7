//! schema.org `NewsArticle` as JSON-LD, with what it is about and mentions, and its quotations.

use serde_json::{Map, Value, json};

use super::{ABOUT, by_salience, put};
use crate::document::{Document, Entity, EntityType};
use crate::entities::gazetteer::is_country;

/// Renders a document as JSON-LD.
#[must_use]
pub fn render(document: &Document) -> String {
    value(document).to_string()
}

/// The JSON-LD value of a document.
pub(super) fn value(document: &Document) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| put(&mut out, name, value);
    put("@context", json!("https://schema.org"));
    put("@type", json!("NewsArticle"));
    put("@id", json!(document.content_id));
    put("identifier", json!(document.id.as_deref().unwrap_or(&document.content_id)));
    put("headline", json!(document.title));
    put("author", document.authors.iter().map(|name| json!({"@type": "Person", "name": name})).collect());
    put(
        "sourceOrganization",
        document.source.as_ref().map_or(Value::Null, |name| json!({"@type": "NewsMediaOrganization", "name": name})),
    );
    put("dateline", json!(dateline(document)));
    put("datePublished", json!(document.published.as_ref().map(|p| &p.value)));
    put("inLanguage", json!(document.language.tag));
    put("wordCount", json!(document.stats.words));
    put("timeRequired", json!(format!("PT{}S", document.stats.reading_seconds)));
    put("articleBody", json!(super::plain::body(document)));
    let (about, mentions): (Vec<&Entity>, Vec<&Entity>) =
        by_salience(document).into_iter().partition(|e| e.salience >= ABOUT);
    put("about", about.into_iter().map(thing).collect());
    put("mentions", mentions.into_iter().map(thing).collect());
    put(
        "hasPart",
        document
            .quotes
            .iter()
            .flatten()
            .map(|quote| {
                let mut part =
                    Map::from_iter([("@type".to_owned(), json!("Quotation")), ("text".to_owned(), json!(quote.text))]);
                if let Some(speaker) = &quote.speaker {
                    let kind = document
                        .entities
                        .iter()
                        .flatten()
                        .find(|e| Some(e.id) == speaker.entity)
                        .map_or("Person", |e| if e.kind == EntityType::Person { "Person" } else { "Organization" });
                    part.insert("spokenByCharacter".to_owned(), json!({"@type": kind, "name": speaker.text}));
                }
                Value::Object(part)
            })
            .collect(),
    );
    Value::Object(out)
}

/// "KYIV, 2024-05-24"
fn dateline(document: &Document) -> Option<String> {
    let dateline = document.dateline.as_ref()?;
    let parts: Vec<&str> = dateline.place.iter().chain(&dateline.date).map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn thing(entity: &Entity) -> Value {
    let links = &entity.links;
    let iso = links.iso3166.as_deref().unwrap_or_default();
    let region = iso.contains('-');
    let kind = match entity.kind {
        EntityType::Person => "Person",
        EntityType::Organization => "Organization",
        EntityType::Place if region => "AdministrativeArea",
        EntityType::Place if links.geonames.is_some_and(|id| is_country(iso, id)) => "Country",
        EntityType::Place if links.geonames.is_some() => "City",
        EntityType::Place | EntityType::Facility => "Place",
        EntityType::Product => "Product",
        EntityType::Event => "Event",
        EntityType::Work => "CreativeWork",
        EntityType::Group => "Thing",
    };
    let mut out = Map::from_iter([("@type".to_owned(), json!(kind)), ("name".to_owned(), json!(entity.name))]);
    if !entity.aliases.is_empty() {
        out.insert("alternateName".to_owned(), json!(entity.aliases));
    }
    if let (EntityType::Person, Some(title)) = (entity.kind, entity.titles.first()) {
        out.insert("honorificPrefix".to_owned(), json!(title));
    }
    if entity.kind == EntityType::Place {
        if region || kind == "Country" {
            out.insert("identifier".to_owned(), json!(iso));
        }
        if let Some(id) = links.geonames {
            out.insert("sameAs".to_owned(), json!(super::ninjs::geonames(id)));
        }
        if let Some([latitude, longitude]) = links.coordinates {
            out.insert(
                "geo".to_owned(),
                json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}),
            );
        }
    }
    Value::Object(out)
}
