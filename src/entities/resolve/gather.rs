//! From joined forms to entities: type by vote, fullest name, aliases, titles, confidence.

use super::forms::{Form, Forms, Joined, heaviest};
use super::{Article, known, slot, titles};
use crate::clean::Cleaned;
use crate::document::{Entity, EntityType, Links, MOST_NAMES, Mention};

/// What is gathered while going through the mentions.
struct Gathered {
    /// Forms in order of first mention.
    forms: Vec<u32>,
    mentions: Vec<u32>,
    weights: [f32; 8],
}

/// Builds the entities, in order of first mention.
pub(super) fn entities(cleaned: &Cleaned, article: &Article<'_>, forms: &Forms, joined: &mut Joined) -> Vec<Entity> {
    let mut gathered: Vec<Gathered> = Vec::new();
    let mut number = vec![u32::MAX; forms.all.len()];
    let mut listed = vec![u32::MAX; forms.all.len()];
    for (i, mention) in article.mentions.iter().enumerate() {
        let root = joined.root(joined.of[i]) as usize;
        if number[root] == u32::MAX {
            number[root] = u32::try_from(gathered.len()).unwrap_or(u32::MAX);
            gathered.push(Gathered { forms: Vec::new(), mentions: Vec::new(), weights: [0.0; 8] });
        }
        let entity = &mut gathered[number[root] as usize];
        entity.mentions.push(u32::try_from(i).unwrap_or(u32::MAX));
        entity.weights[slot(mention.kind)] += mention.confidence.max(0.01);
        let form = forms.of[i];
        if listed[form as usize] != number[root] {
            listed[form as usize] = number[root];
            entity.forms.push(form);
        }
    }
    gathered.iter().zip(0u32..).map(|(g, id)| entity(cleaned, article, forms, g, id)).collect()
}

fn entity(cleaned: &Cleaned, article: &Article<'_>, forms: &Forms, gathered: &Gathered, id: u32) -> Entity {
    let first = gathered.mentions.first().and_then(|&m| article.mentions.get(m as usize));
    let kind = heaviest(&gathered.weights, first.map_or(EntityType::Organization, |m| m.kind));
    let name = fullest(article, forms, gathered, kind);
    let mentions: Vec<Mention> = gathered
        .mentions
        .iter()
        .map(|&m| &article.mentions[m as usize])
        .map(|m| Mention {
            span: m.span,
            text: m.span.of(article.text).to_owned(),
            confidence: m.confidence,
            source: cleaned.map.sources(m.span),
        })
        .collect();
    let mut aliases: Vec<String> = Vec::new();
    let mut add = |alias: &str| {
        if alias != name && !aliases.iter().any(|a| a == alias) && aliases.len() < MOST_NAMES {
            aliases.push(alias.to_owned());
        }
    };
    for &f in &gathered.forms {
        add(forms.all[f as usize].surface(article));
    }
    if kind == EntityType::Organization {
        for &f in &gathered.forms {
            if let Some(full) = known::expansion(&forms.all[f as usize].key) {
                add(full);
            }
        }
    }
    let all: f32 = gathered.weights.iter().sum();
    let mean = mentions.iter().map(|m| m.confidence).sum::<f32>() / mentions.len().max(1) as f32;
    // How sure the mentions are, and how far they agree about the type.
    let confidence = mean * gathered.weights[slot(kind)] / all.max(f32::MIN_POSITIVE);
    Entity {
        id,
        kind,
        titles: if kind == EntityType::Person { titles_of(article, gathered) } else { Vec::new() },
        name,
        aliases,
        salience: 0.0,
        confidence: (confidence * 1000.0).round() / 1000.0,
        mentions,
        links: Links::default(),
    }
}

/// The form with most words, then letters, of the mentions of the entity's type; a mixed-case
/// writing of it where there is one.
fn fullest(article: &Article<'_>, forms: &Forms, gathered: &Gathered, kind: EntityType) -> String {
    let rank = |f: &Form| (f.weights[slot(kind)] > 0.0, f.words.len(), f.key.len());
    let mut best: Option<&Form> = None;
    for &f in &gathered.forms {
        let form = &forms.all[f as usize];
        if best.is_none_or(|b| rank(form) > rank(b)) {
            best = Some(form);
        }
    }
    let Some(best) = best else { return String::new() };
    let surfaces = || best.mentions.iter().map(|&m| article.mentions[m as usize].span.of(article.text));
    let mixed = |s: &&str| s.chars().any(char::is_lowercase);
    surfaces().find(mixed).or_else(|| surfaces().next()).unwrap_or_default().to_owned()
}

fn titles_of(article: &Article<'_>, gathered: &Gathered) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for &m in &gathered.mentions {
        let first = article.mentions[m as usize].first as usize;
        let start = titles::start(article.text, article.tokens, first);
        if start < first {
            let title = article.tokens.span(start..first).of(article.text);
            if out.len() < MOST_NAMES && !out.iter().any(|t| t.eq_ignore_ascii_case(title)) {
                out.push(title.to_owned());
            }
        }
    }
    out
}
