//! Well-known abbreviations: joined with their full names in a document, and expanded in `aliases`.
//!
//! The table beside this file has one organization a line: the full name, then its short forms.
//! Countries and their abbreviations are the gazetteer's.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::forms::{Forms, Joined};
use super::names::fold;
use crate::document::EntityType;

/// Folded names to lines, and the lines.
static KNOWN: LazyLock<(HashMap<String, usize>, Vec<Vec<&'static str>>)> = LazyLock::new(|| {
    let lines: Vec<Vec<&str>> = include_str!("known.tsv").lines().map(|l| l.split('\t').collect()).collect();
    let names = lines.iter().enumerate().flat_map(|(i, names)| names.iter().map(move |name| (fold(name), i))).collect();
    (names, lines)
});

/// Joins forms that are names of one well-known organization.
pub(super) fn join(forms: &Forms, joined: &mut Joined) {
    let mut seen: HashMap<usize, u32> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        if form.kind == EntityType::Organization
            && let Some(&line) = KNOWN.0.get(form.key.as_str())
        {
            joined.join(*seen.entry(line).or_insert(i), i);
        }
    }
}

/// The full name of a well-known abbreviation given in folded form; none for the full name itself.
pub(super) fn expansion(key: &str) -> Option<&'static str> {
    let full = KNOWN.1.get(*KNOWN.0.get(key)?)?.first()?;
    (fold(full) != key).then_some(*full)
}
