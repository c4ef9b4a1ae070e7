//! Gathers mentions into entities across the document.
//!
//! Mentions with the same folded name are one *form*; forms are joined by what newspapers do with
//! names: a person is introduced in full and goes on by surname, an organization by its acronym or
//! the head of its name. Every step looks names up by a word in a table instead of comparing pairs,
//! so that an article with ten thousand names costs ten thousand look-ups. What a whole entity is
//! (type, name, confidence) is then decided over all its mentions at once: document evidence mends
//! single mentions that the tagger got wrong (measured by `copydesk eval resolution`).

mod acronyms;
mod forms;
mod gather;
mod gender;
mod known;
pub(crate) mod names;
mod people;
mod places;
mod salience;
mod shortened;
mod titles;

use crate::clean::Cleaned;
use crate::document::{Entity, EntityType};
use crate::text::Tokens;

use super::{TaggedMention, gazetteer};
use forms::{Forms, Joined};

pub(crate) use gender::{Gender, of_pronoun as gender_of_pronoun, of_title as gender_of_title};

/// How many earlier names a name is compared with where many share a word: the nearest ones decide,
/// and a bound keeps a hostile text linear.
const NEAREST: usize = 16;

/// What resolution reads: the text, its tokens and the mentions in order.
#[derive(Debug, Clone, Copy)]
struct Article<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    mentions: &'a [TaggedMention],
}

/// Gathers mentions into entities, in order of first mention. Spans are bytes.
///
/// ```
/// use copydesk::{Article, ArticleLimits, Normalizer};
/// # let normalizer = Normalizer::new(ArticleLimits::default());
/// # let text = Some("Anna Berg met reporters in Oslo. Berg left early.".into());
/// let document = normalizer.normalize(&Article { text, ..Article::default() })?;
/// for entity in document.entities.unwrap_or_default() {
///     println!("{} is mentioned {} times", entity.name, entity.mentions.len());
/// }
/// # Ok::<(), copydesk::NormalizeError>(())
/// ```
#[must_use]
pub fn resolve(cleaned: &Cleaned, tokens: &Tokens, mentions: &[TaggedMention]) -> Vec<Entity> {
    let article = Article { text: &cleaned.text, tokens, mentions };
    let forms = Forms::collect(&article);
    let mut joined = Joined::new(&forms);
    acronyms::join(&article, &forms, &mut joined);
    people::join(&article, &forms, &mut joined);
    places::join(&forms, &mut joined);
    shortened::join(&article, &forms, &mut joined);
    let mut entities = gather::entities(cleaned, &article, &forms, &mut joined);
    salience::fill(cleaned, &mut entities);
    gazetteer::link(&cleaned.text, &mut entities);
    entities
}

/// Position of a type in tables of weights.
const fn slot(kind: EntityType) -> usize {
    kind as usize
}

#[cfg(test)]
mod tests;
