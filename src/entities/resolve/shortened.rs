//! Shortened names of everything but persons: the head or the tail of a longer name.

use std::collections::HashMap;

use super::forms::{Form, Forms, Joined, WordId};
use super::NEAREST;
use crate::document::EntityType;

/// Joins names with the longer names that begin or end with them, and plurals with singulars.
pub(super) fn join(forms: &Forms, joined: &mut Joined) {
    plurals(forms, joined);
    let mut heads: HashMap<WordId, Vec<u32>> = HashMap::new();
    let mut tails: HashMap<WordId, Vec<u32>> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        if let (Some(&first), Some(&last), true) =
            (form.words.first(), form.words.last(), form.words.len() > 1 && shortens(form.kind))
        {
            heads.entry(first).or_default().push(i);
            tails.entry(last).or_default().push(i);
        }
    }
    for (i, form) in (0u32..).zip(&forms.all) {
        let (Some(&first), Some(&last)) = (form.words.first(), form.words.last()) else { continue };
        if !shortens(form.kind) {
            continue;
        }
        let head = nearest(forms, heads.get(&first), i, |long| head_of(forms, form, long));
        let found = head.or_else(|| nearest(forms, tails.get(&last), i, |long| tail_of(form, long)));
        if let Some(long) = found {
            joined.join(long, i);
        }
    }
}

const fn shortens(kind: EntityType) -> bool {
    !matches!(kind, EntityType::Person | EntityType::Group)
}

/// The fitting longer form that was named last before form `short`, else the first one after it.
fn nearest(forms: &Forms, list: Option<&Vec<u32>>, short: u32, fits: impl Fn(&Form) -> bool) -> Option<u32> {
    let list = list?;
    let kind = forms.all[short as usize].kind;
    let split = list.partition_point(|&l| l < short);
    let fits = |&&l: &&u32| l != short && forms.all[l as usize].kind == kind && fits(&forms.all[l as usize]);
    let before = list[..split].iter().rev().take(NEAREST).find(fits);
    before.or_else(|| list[split..].iter().take(NEAREST).find(fits)).copied()
}

fn head_of(_forms: &Forms, short: &Form, long: &Form) -> bool {
    long.words.len() > short.words.len() && long.words.starts_with(&short.words)
}

fn tail_of(short: &Form, long: &Form) -> bool {
    long.words.len() > short.words.len() && long.words.ends_with(&short.words)
}

/// "Tatar" and "Tatars", "Ibiza" and "Ibizas".
fn plurals(forms: &Forms, joined: &mut Joined) {
    let plural = |f: &Form| matches!(f.kind, EntityType::Group | EntityType::Product);
    let by_key: HashMap<&str, u32> =
        (0u32..).zip(&forms.all).filter(|(_, f)| plural(f)).map(|(i, f)| (f.key.as_str(), i)).collect();
    for (i, form) in (0u32..).zip(&forms.all).filter(|(_, f)| plural(f)) {
        let Some(stem) = form.key.strip_suffix('s') else { continue };
        if let Some(&singular) = by_key.get(stem)
            && stem.len() > 2
            && forms.all[singular as usize].kind == form.kind
        {
            joined.join(singular, i);
        }
    }
}
