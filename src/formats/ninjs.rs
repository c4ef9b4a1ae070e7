//! IPTC ninjs 3.1 ("News in JSON"), the exchange format of news agencies.
//!
//! Groups and works become subjects, products objects, facilities places: ninjs has no properties of their
//! own for them. A date without a time is midnight UTC, for ninjs knows no dates without time.

use serde_json::{Map, Value, json};

use super::{ABOUT, by_salience, put};
use crate::document::{Document, Entity, EntityType};

/// Renders a document as ninjs 3.1.
#[must_use]
pub fn render(document: &Document) -> String {
    value(document).to_string()
}

/// The address of a GeoNames id.
pub(super) fn geonames(id: u32) -> String {
    format!("https://sws.geonames.org/{id}/")
}

/// The ninjs value of a document.
pub(super) fn value(document: &Document) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| put(&mut out, name, value);
    put("uri", json!(document.content_id));
    put(
        "standard",
        json!({
            "name": "ninjs",
            "version": "3.1",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
        }),
    );
    put("type", json!("text"));
    put("representationType", json!("full"));
    put("language", json!(document.language.tag));
    put("contentCreated", json!(document.published.as_ref().map(|p| date_time(&p.value))));
    put("title", json!(document.title));
    put(
        "headlines",
        document.title.iter().map(|t| json!({"role": "main", "contentType": "text/plain", "value": t})).collect(),
    );
    put("by", if document.authors.is_empty() { Value::Null } else { json!(document.authors.join(", ")) });
    put("located", json!(document.dateline.as_ref().and_then(|d| d.place.as_ref())));
    put("infoSources", document.source.iter().map(|name| json!({"name": name, "role": "source"})).collect());
    let body = super::plain::body(document);
    put(
        "bodies",
        json!([{
            "role": "main",
            "contentType": "text/plain",
            "charCount": body.chars().count(),
            "wordCount": document.stats.words,
            "value": body,
        }]),
    );
    let entities = by_salience(document);
    let of = |kinds: &[EntityType], make: fn(&Entity) -> Value| -> Value {
        entities.iter().filter(|e| kinds.contains(&e.kind)).map(|e| make(e)).collect()
    };
    put("people", of(&[EntityType::Person], named));
    put("organisations", of(&[EntityType::Organization], named));
    put("places", of(&[EntityType::Place, EntityType::Facility], place));
    put("events", of(&[EntityType::Event], named));
    put("objects", of(&[EntityType::Product], named));
    put("subjects", of(&[EntityType::Group, EntityType::Work], subject));
    put("altIds", document.id.iter().map(|id| json!({"role": "request", "value": id})).collect());
    Value::Object(out)
}

/// A date is midnight UTC of the day.
fn date_time(value: &str) -> String {
    if value.contains('T') { value.to_owned() } else { format!("{value}T00:00:00Z") }
}

fn rel(entity: &Entity) -> &'static str {
    if entity.salience >= ABOUT { "about" } else { "mentions" }
}

fn named(entity: &Entity) -> Value {
    json!({"name": entity.name, "rel": rel(entity)})
}

fn place(entity: &Entity) -> Value {
    let mut out = named(entity);
    if let Some(id) = entity.links.geonames {
        out["uri"] = json!(geonames(id));
    }
    if let Some(iso) = &entity.links.iso3166 {
        out["literal"] = json!(iso);
    }
    if let Some([latitude, longitude]) = entity.links.coordinates {
        out["geoJSON"] = json!({"type": "Point", "coordinates": [longitude, latitude]});
    }
    out
}

fn subject(entity: &Entity) -> Value {
    let mut out = named(entity);
    out["relevance"] = json!(percent(entity.salience));
    out["confidence"] = json!(percent(entity.confidence));
    out
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 100")]
fn percent(share: f32) -> u32 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u32
}
