//! Well-known abbreviations: joined with their full names in a document, and expanded in `aliases`.
//!
//! The table beside this file has one organization a line: the full name, then its short forms.
//! Countries and their abbreviations are the gazetteer's.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::forms::{Forms, Joined};
use super::names::fold;
use crate::document::EntityType;

struct Known {
    /// The line of each folded name.
    line: HashMap<String, usize>,
    /// The full name of each line.
    full: Vec<&'static str>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { line: HashMap::new(), full: Vec::new() };
    for names in include_str!("known.tsv").lines() {
        for name in names.split('\t') {
            known.line.insert(fold(name), known.full.len());
        }
        known.full.extend(names.split('\t').next());
    }
    known
});

/// Whether a folded name is that of a well-known organization.
pub(super) fn contains(key: &str) -> bool {
    KNOWN.line.contains_key(key)
}

/// Joins forms that are names of one well-known organization.
pub(super) fn join(forms: &Forms, joined: &mut Joined) {
    let mut seen: HashMap<usize, u32> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        if form.kind == EntityType::Organization
            && let Some(&line) = KNOWN.line.get(form.key.as_str())
        {
            joined.join(*seen.entry(line).or_insert(i), i);
        }
    }
}

/// The full name of a well-known abbreviation given in folded form; none for the full name itself.
pub(super) fn expansion(key: &str) -> Option<&'static str> {
    let full = *KNOWN.full.get(*KNOWN.line.get(key)?)?;
    (fold(full) != key).then_some(full)
}
