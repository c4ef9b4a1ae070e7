//! Acronyms and the names that they stand for.
//!
//! Two signs: a bracket right behind the name ("the Kenya Wildlife Service (KWS)"), which needs no
//! likeness, since acronyms are often those of another language; and the initials, which make a pair
//! wherever the two stand. Initials are looked up in a table of those of all longer names.

use std::collections::HashMap;

use super::forms::{Forms, Joined};
use super::names::fold_into;
use super::{Article, known};
use crate::document::EntityType;
use crate::text::{Token, TokenKind};

/// Joins acronyms with full names, and well-known abbreviations with each other.
pub(super) fn join(article: &Article<'_>, forms: &Forms, joined: &mut Joined) {
    let explained = brackets(article, forms, joined);
    initials(article, forms, &explained, joined);
    known::join(forms, joined);
}

/// Kinds that have acronyms.
const fn has_acronym(kind: EntityType) -> bool {
    !matches!(kind, EntityType::Person | EntityType::Group)
}

/// Whether a name looks like an acronym: one or two words, two capitals or more, not a longer word
/// in title case.
pub(super) fn is_acronym(surface: &str) -> bool {
    let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = surface.chars().filter(|c| c.is_uppercase()).count();
    letters <= 12 && capitals >= 2 && capitals * 2 >= letters && !surface.contains(' ')
}

/// Words that may stand between the bracket and the short name: "(also known as the KWS)".
fn introduces(token: Token, text: &str) -> bool {
    matches!(
        token.of(text),
        "the"
            | "or"
            | "also"
            | "known"
            | "as"
            | "by"
            | "its"
            | "initials"
            | "acronym"
            | "in"
            | "short"
            | "for"
            | "hereafter"
            | "formerly"
            | "commonly"
            | "so"
            | "-"
            | "called"
            | "abbreviated"
            | "to"
            | "“"
            | "\""
            | "‘"
            | "'"
    )
}

/// Joins what brackets explain; returns which forms are explained.
fn brackets(article: &Article<'_>, forms: &Forms, joined: &mut Joined) -> Vec<bool> {
    let mut explained = vec![false; forms.all.len()];
    for (i, pair) in article.mentions.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let between = a.end as usize..b.first as usize;
        let Some(between) = article.tokens.get(between) else { continue };
        let Some((open, rest)) = between.split_first() else { continue };
        if rest.len() > 6 || !rest.iter().all(|&t| introduces(t, article.text)) {
            continue;
        }
        let bracket = open.of(article.text) == "(";
        // ", or KWS," and ", known as KWS,"
        let comma = open.of(article.text) == ","
            && rest.first().is_some_and(|t| matches!(t.of(article.text), "or" | "known" | "also" | "commonly"));
        if !bracket && !comma {
            continue;
        }
        let closes = article.tokens[(b.end as usize).min(article.tokens.len())..]
            .iter()
            .find(|t| !matches!(t.of(article.text), "”" | "\"" | "’" | "'"))
            .is_some_and(|t| t.kind == TokenKind::Punct);
        let (fa, fb) = (forms.of[i], forms.of[i + 1]);
        let (ka, kb) = (forms.all[fa as usize].kind, forms.all[fb as usize].kind);
        if !closes || !has_acronym(ka) || !has_acronym(kb) {
            continue;
        }
        let (short_a, short_b) = (is_acronym(a.span.of(article.text)), is_acronym(b.span.of(article.text)));
        // A place in brackets says where something is, and a dateline in capitals is no acronym:
        // "BIRMINGHAM (United Kingdom)".
        let kinds = ka != EntityType::Place && kb != EntityType::Place;
        let same_name = match (short_a, short_b) {
            (false, true) | (true, false) => kinds,
            (false, false) => ka == kb && ka == EntityType::Organization && forms.all[fb as usize].words.len() <= 2,
            (true, true) => false,
        };
        if same_name && !explained[fa as usize] && !explained[fb as usize] {
            joined.join(fa, fb);
            explained[if short_a { fa } else { fb } as usize] = true;
        }
    }
    explained
}

/// Words that acronyms may pass over, as they stand in folded names.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "of" | "the"
            | "and"
            | "for"
            | "in"
            | "on"
            | "to"
            | "at"
            | "de"
            | "da"
            | "do"
            | "du"
            | "des"
            | "dos"
            | "la"
            | "le"
            | "el"
            | "los"
            | "las"
            | "y"
            | "e"
            | "et"
            | "und"
            | "del"
            | "di"
            | "with"
            | "against"
            | "from"
            | "by"
            | "a"
            | "an"
    )
}

/// The ways to abbreviate a folded name: with and without small words, and without a power that it
/// belongs to ("U.S. Immigration and Customs Enforcement" is ICE).
fn abbreviations(key: &str, mut emit: impl FnMut(&str)) {
    let mut out = String::new();
    let owner = matches!(key.split(' ').next(), Some("us" | "uk" | "eu" | "un" | "the"));
    for skip in 0..=usize::from(owner) {
        for small in [false, true] {
            out.clear();
            out.extend(key.split(' ').skip(skip).filter(|w| small || !is_small(w)).filter_map(|w| w.chars().next()));
            if out.chars().count() >= 2 {
                emit(&out);
            }
        }
    }
}

fn initials(article: &Article<'_>, forms: &Forms, explained: &[bool], joined: &mut Joined) {
    let mut short: HashMap<String, u32> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        let surface = form.surface(article);
        if has_acronym(form.kind) && is_acronym(surface) && !explained[i as usize] {
            let mut key = String::new();
            fold_into(surface, &mut key);
            key.retain(|c| c != ' ');
            short.entry(key).or_insert(i);
        }
    }
    if short.is_empty() {
        return;
    }
    for (i, form) in (0u32..).zip(&forms.all) {
        if !has_acronym(form.kind) || form.words.len() < 2 || form.words.len() > 16 {
            continue;
        }
        abbreviations(&form.key, |abbreviation| {
            if let Some(&s) = short.get(abbreviation) {
                let kind = forms.all[s as usize].kind;
                // The tagger takes acronyms of anything for organizations, but not those of places.
                let fits = kind == form.kind || kind == EntityType::Organization && form.kind != EntityType::Place;
                if s != i && fits {
                    joined.join(s, i);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_look_like_acronyms() {
        assert!(["KWS", "AfCFTA", "N-VA", "U.N."].iter().all(|s| is_acronym(s)));
        assert!(!["Kenya", "McDonald", "Kenya WS", "K"].iter().any(|s| is_acronym(s)));
    }

    #[test]
    fn names_abbreviate_with_and_without_small_words() {
        let all = |key: &str| {
            let mut out = Vec::new();
            abbreviations(key, |a| out.push(a.to_owned()));
            out
        };
        assert_eq!(all("united states of america"), ["usa", "usoa"]);
        assert!(all("us immigration and customs enforcement").contains(&"ice".to_owned()));
    }
}
