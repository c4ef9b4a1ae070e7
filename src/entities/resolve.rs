//! Gathers mentions into entities across the document.

use crate::clean::Cleaned;
use crate::document::{Entity, Links, Mention};
use crate::text::Tokens;

use super::TaggedMention;

/// Gathers mentions into entities, in order of first mention. Spans are bytes.
#[must_use]
pub fn resolve(cleaned: &Cleaned, _tokens: &Tokens, mentions: &[TaggedMention]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    for m in mentions {
        let text = m.span.of(&cleaned.text);
        let mention = Mention {
            span: m.span,
            text: text.to_owned(),
            confidence: m.confidence,
            source: cleaned.map.sources(m.span),
        };
        match entities.iter_mut().find(|e| e.kind == m.kind && e.name == text) {
            Some(entity) => entity.mentions.push(mention),
            None => entities.push(Entity {
                id: u32::try_from(entities.len()).unwrap_or(u32::MAX),
                kind: m.kind,
                name: text.to_owned(),
                aliases: Vec::new(),
                titles: Vec::new(),
                salience: 0.0,
                confidence: m.confidence,
                mentions: vec![mention],
                links: Links::default(),
            }),
        }
    }
    entities
}
