//! Shortened names of everything but persons: the head or the tail of a longer name.
//!
//! What may be left out differs by type. "Teck Resources" goes on as "Teck", but "NATO Support Agency"
//! never as "NATO"; "Caspian Sea" as "Caspian", but "Lower Saxony" never as "Saxony".

use std::collections::HashMap;

use super::forms::{Form, Forms, Joined, WordId};
use super::{Article, NEAREST, acronyms, known};
use crate::document::EntityType;
use crate::entities::gazetteer;

/// Joins names with the longer names that begin or end with them, and plurals with singulars.
pub(super) fn join(article: &Article<'_>, forms: &Forms, joined: &mut Joined) {
    plurals(forms, joined);
    let mut heads: HashMap<WordId, Vec<u32>> = HashMap::new();
    let mut tails: HashMap<WordId, Vec<u32>> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        if let ([first, .., last], true) = (form.words.as_slice(), shortens(form.kind)) {
            heads.entry(*first).or_default().push(i);
            tails.entry(*last).or_default().push(i);
        }
    }
    for (i, form) in (0u32..).zip(&forms.all) {
        let (Some(first), Some(last)) = (form.words.first(), form.words.last()) else { continue };
        if !shortens(form.kind) {
            continue;
        }
        let acronym = acronyms::is_acronym(form.surface(article)) || known::contains(&form.key);
        let known_place = form.kind == EntityType::Place && gazetteer::is_place(&form.key);
        let head = nearest(forms, heads.get(first), i, |long| {
            rest(long, form, true).is_some_and(|rest| match form.kind {
                EntityType::Organization if acronym => rest.split(' ').all(is_company),
                EntityType::Place => !known_place && rest.split(' ').all(is_landform),
                _ => true,
            })
        });
        let found = head.or_else(|| {
            nearest(forms, tails.get(last), i, |long| {
                rest(long, form, false).is_some_and(|rest| match form.kind {
                    EntityType::Place => !known_place && rest.split(' ').all(is_landform),
                    _ => !acronym && !rest.split(' ').chain(form.key.split(' ')).any(is_link),
                })
            })
        });
        if let Some(long) = found {
            joined.join(long, i);
        }
    }
}

const fn shortens(kind: EntityType) -> bool {
    !matches!(kind, EntityType::Person | EntityType::Group)
}

/// What the longer name has before or after the shorter one.
fn rest<'l>(long: &'l Form, short: &Form, head: bool) -> Option<&'l str> {
    if head {
        long.key.strip_prefix(short.key.as_str())?.strip_prefix(' ')
    } else {
        long.key.strip_suffix(short.key.as_str())?.strip_suffix(' ')
    }
}

/// Words that link the parts of a name: what follows them is no short form of the whole.
fn is_link(word: &str) -> bool {
    matches!(word, "of" | "for" | "the" | "de" | "to" | "in" | "on" | "against" | "under" | "and")
}

/// Words that say no more than that something is a company or agency.
fn is_company(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "corp"
            | "corporation"
            | "co"
            | "company"
            | "ltd"
            | "limited"
            | "plc"
            | "llc"
            | "llp"
            | "ag"
            | "sa"
            | "se"
            | "gmbh"
            | "nv"
            | "bv"
            | "ab"
            | "as"
            | "oy"
            | "oyj"
            | "asa"
            | "spa"
            | "srl"
            | "doo"
            | "bhd"
            | "pty"
            | "pjsc"
            | "jsc"
            | "group"
            | "holding"
            | "holdings"
            | "airlines"
            | "unibank"
            | "news"
            | "agency"
            | "pte"
            | "kk"
            | "oao"
            | "ooo"
            | "zao"
            | "storage"
    )
}

/// Words that say what kind of place something is.
fn is_landform(word: &str) -> bool {
    matches!(
        word,
        "state"
            | "province"
            | "prefecture"
            | "region"
            | "sea"
            | "island"
            | "islands"
            | "atoll"
            | "lake"
            | "mount"
            | "mountain"
            | "mountains"
            | "river"
            | "reserve"
            | "forest"
            | "park"
            | "national"
            | "valley"
            | "desert"
            | "peninsula"
            | "hills"
            | "county"
            | "district"
            | "department"
            | "governorate"
            | "municipality"
            | "bay"
            | "reef"
            | "glacier"
            | "volcano"
            | "cape"
            | "strait"
            | "canyon"
            | "basin"
            | "plateau"
            | "archipelago"
    )
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
