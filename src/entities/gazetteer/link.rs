//! Links places and peoples to ISO 3166 and GeoNames.
//!
//! A name may stand for many places (Paris, Georgia, Birmingham). What decides: how many people live
//! there, which countries the document's other places and peoples belong to, and what is written right
//! behind the name ("Paris, Texas"). Each is a factor of a likelihood, kept as a whole number (base-2
//! logarithm in eighths), so that every machine decides alike. The confidence is the share of the winner
//! against all other candidates and against the possibility that it is none of them.

use std::collections::HashMap;

use super::{Level, NameKind, Place, Places, fold_place, prior};
use crate::document::{Entity, EntityType, Links, MOST_NAMES};

/// Likelihood of a place that is not in the table, against cities by their number of people.
const UNKNOWN: i32 = 8 * 13;

/// Greatest bonus of a place that is not in the table, where the document is about one country: its villages and
/// quarters are none of its cities.
const UNKNOWN_NEAR: i32 = 8 * 4;

/// Greatest bonus of a candidate whose country (region) the document is about.
const SAME_COUNTRY: i32 = 8 * 10;
const SAME_REGION: i32 = 8 * 6;

/// Bonus of a candidate that lies in the place named right behind it.
const INSIDE_NEXT: i32 = 8 * 20;

/// Links below this confidence are not told.
const LEAST: f32 = 0.4;

/// The most candidates that are looked at for one name: the list is ordered by nothing, and no name has so
/// many.
const CANDIDATES: usize = 256;

struct Named {
    /// Index of the entity.
    entity: usize,
    candidates: Vec<(Place, NameKind)>,
    /// Places named right behind one of its mentions: "Paris, Texas".
    next: Vec<usize>,
}

/// Fills in the links of places and groups.
pub(crate) fn link(text: &str, entities: &mut [Entity]) {
    let places = Places::embedded();
    let mut key = String::new();
    let mut named: Vec<Named> = Vec::new();
    for (i, e) in entities.iter().enumerate() {
        if matches!(e.kind, EntityType::Place | EntityType::Group) {
            let candidates = candidates(places, e, &mut key);
            named.push(Named { entity: i, candidates, next: Vec::new() });
        }
    }
    find_next(text, entities, &mut named);
    let support = Support::count(entities, &named);
    for i in 0..named.len() {
        let Some((place, links)) = decide(i, &named, &support, entities) else { continue };
        let entity = &mut entities[named[i].entity];
        entity.links = links;
        if let Some(usual) = places.usual_name(&place)
            && entity.kind == EntityType::Place
        {
            add_alias(entity, usual, &mut key);
        }
    }
}

/// Adds the usual name of a place ("Kyiv" for "Kiev", "United States" for "U.S.") unless it is there but for
/// accents and case.
fn add_alias(entity: &mut Entity, usual: &str, key: &mut String) {
    fold_place(usual, key);
    let mut other = String::new();
    let known = std::iter::once(&entity.name).chain(&entity.aliases).any(|name| {
        fold_place(name, &mut other);
        other == *key
    });
    if !known && entity.aliases.len() < MOST_NAMES {
        entity.aliases.push(usual.to_owned());
    }
}

/// The places that an entity's names may stand for; peoples stand for countries only.
fn candidates(places: Places, entity: &Entity, key: &mut String) -> Vec<(Place, NameKind)> {
    let group = entity.kind == EntityType::Group;
    let mut out: Vec<(Place, NameKind)> = Vec::new();
    for name in std::iter::once(&entity.name).chain(&entity.aliases) {
        fold_place(name, key);
        for (place, kind) in places.find(key).take(CANDIDATES) {
            if (kind == NameKind::Demonym) == group {
                keep(&mut out, place, kind);
            }
        }
        if out.is_empty() && !group {
            // "Kyiv Oblast", "Benue State", "Cook County"
            let stem = key.rsplit_once(' ').filter(|(_, last)| is_region_word(last)).map(|(stem, _)| stem);
            let of = key.split_once(" of ").filter(|(first, _)| is_region_word(first)).map(|(_, rest)| rest);
            for (place, kind) in stem.or(of).into_iter().flat_map(|stem| places.find(stem)).take(CANDIDATES) {
                if matches!(place.level, Level::Region | Level::Subregion) {
                    keep(&mut out, place, kind);
                }
            }
        }
    }
    prefer_cities(&mut out);
    prefer_capitals(&mut out);
    out
}

/// A bare name is the city's rather than that of the region around it ("Zurich", "Iași"). Where cities
/// are often called after states elsewhere in the country, that is no rule.
fn prefer_cities(candidates: &mut Vec<(Place, NameKind)>) {
    let cities: Vec<[u8; 2]> = candidates
        .iter()
        .filter(|(p, kind)| p.level == Level::City && *kind == NameKind::Main)
        .map(|(p, _)| p.country)
        .filter(|c| !matches!(c, b"US" | b"CA" | b"AU" | b"GB"))
        .collect();
    candidates.retain(|(p, _)| !matches!(p.level, Level::Region | Level::Subregion) || !cities.contains(&p.country));
}

/// The name of a capital is not another name of the city around it ("New Delhi").
fn prefer_capitals(candidates: &mut Vec<(Place, NameKind)>) {
    let capital = candidates.iter().find(|(p, kind)| p.capital && *kind == NameKind::Main).map(|(p, _)| p.country);
    candidates.retain(|(p, kind)| *kind == NameKind::Main || Some(p.country) != capital);
}

/// Adds a candidate, under its most usual name.
fn keep(out: &mut Vec<(Place, NameKind)>, place: Place, kind: NameKind) {
    if let Some(known) = out.iter_mut().find(|(p, _)| *p == place) {
        known.1 = known.1.min(kind);
    } else if out.len() < CANDIDATES {
        out.push((place, kind));
    }
}

fn is_region_word(word: &str) -> bool {
    matches!(
        word,
        "oblast"
            | "region"
            | "province"
            | "state"
            | "county"
            | "prefecture"
            | "governorate"
            | "department"
            | "district"
            | "krai"
            | "canton"
            | "voivodeship"
            | "division"
            | "territory"
    )
}

/// Finds "City, Region" and "City (Country)".
fn find_next(text: &str, entities: &[Entity], named: &mut [Named]) {
    let mut mentions: Vec<(u32, u32, usize)> = named
        .iter()
        .enumerate()
        .filter(|(_, n)| entities[n.entity].kind == EntityType::Place)
        .flat_map(|(i, n)| entities[n.entity].mentions.iter().map(move |m| (m.span.start, m.span.end, i)))
        .collect();
    mentions.sort_unstable();
    for pair in mentions.windows(2) {
        let [(_, end, a), (start, _, b)] = *pair else { continue };
        let between = text.get(end as usize..start as usize);
        if a != b && matches!(between, Some(", " | " (")) && named[a].next.len() < 4 {
            named[a].next.push(b);
        }
    }
}

/// What the document as a whole is about.
#[derive(Default)]
struct Support {
    countries: HashMap<[u8; 2], i32>,
    regions: HashMap<([u8; 2], [u8; 4]), i32>,
    total: i32,
    /// What each name itself added, so that none supports itself.
    own: Vec<Option<(Place, i32)>>,
}

impl Support {
    /// Counts the names that leave little doubt, each as far as it is sure.
    fn count(entities: &[Entity], named: &[Named]) -> Self {
        let mut out = Self::default();
        for n in named {
            let scores: Vec<i32> = n.candidates.iter().map(|(p, kind)| prior(p, *kind)).collect();
            let sure = winner(&scores, UNKNOWN).filter(|&(_, share)| share >= 0.5);
            let weight = i32::try_from(entities[n.entity].mentions.len()).unwrap_or(3).min(3);
            #[allow(clippy::cast_possible_truncation, reason = "a share of 16")]
            out.own.push(sure.map(|(best, share)| (n.candidates[best].0, weight * (16.0 * share) as i32)));
            let Some(Some((place, weight))) = out.own.last().copied() else { continue };
            *out.countries.entry(place.country).or_default() += weight;
            if place.region != [0; 4] {
                *out.regions.entry((place.country, place.region)).or_default() += weight;
            }
            out.total += weight;
        }
        out
    }

    /// What name `name` itself added, and what all others did, at least as much as two.
    fn others(&self, name: usize) -> (Option<(Place, i32)>, i32) {
        let own = self.own.get(name).copied().flatten();
        (own, (self.total - own.map_or(0, |(_, weight)| weight)).max(2 * 16))
    }

    /// The likelihood that name `name` is of no place in the table.
    fn unknown(&self, name: usize) -> i32 {
        let (own, total) = self.others(name);
        let rest = |(country, weight): (&[u8; 2], &i32)| weight - added(own, |p| p.country == *country);
        UNKNOWN + UNKNOWN_NEAR * self.countries.iter().map(rest).max().unwrap_or(0) / total
    }

    /// What the rest of the document says for a candidate of name `name`.
    fn bonus(&self, name: usize, place: &Place) -> i32 {
        let (own, total) = self.others(name);
        let region = (place.country, place.region);
        let countries = self.countries.get(&place.country).copied().unwrap_or(0);
        let regions = self.regions.get(&region).copied().unwrap_or(0);
        SAME_COUNTRY * (countries - added(own, |p| p.country == place.country)).max(0) / total
            + SAME_REGION * (regions - added(own, |p| (p.country, p.region) == region)).max(0) / total
    }
}

/// What a name itself added to the places that are such.
fn added(own: Option<(Place, i32)>, such: impl Fn(&Place) -> bool) -> i32 {
    own.filter(|(place, _)| such(place)).map_or(0, |(_, weight)| weight)
}

fn decide(number: usize, all: &[Named], support: &Support, entities: &[Entity]) -> Option<(Place, Links)> {
    let name = &all[number];
    let inside = |place: &Place, outer: &Place| match outer.level {
        Level::Country => place.level != Level::Country && place.country == outer.country,
        Level::Region => place.level == Level::City && place.country == outer.country && place.region == outer.region,
        _ => false,
    };
    let scores: Vec<i32> = name
        .candidates
        .iter()
        .map(|(place, kind)| {
            let next = name.next.iter().any(|&n| all[n].candidates.iter().any(|(outer, _)| inside(place, outer)));
            prior(place, *kind) + support.bonus(number, place) + if next { INSIDE_NEXT } else { 0 }
        })
        .collect();
    let (best, share) = winner(&scores, support.unknown(number))?;
    let (place, _) = name.candidates[best];
    let group = entities[name.entity].kind == EntityType::Group;
    let told = !group && (place.latitude, place.longitude) != (0, 0);
    let degrees = |n: i32| f64::from(n) / 100_000.0;
    let links = Links {
        iso3166: Some(place.iso3166()),
        geonames: (place.geonames != 0).then_some(place.geonames),
        coordinates: told.then(|| [degrees(place.latitude), degrees(place.longitude)]),
        confidence: Some((share * 100.0).round() / 100.0),
    };
    (share >= LEAST).then_some((place, links))
}

/// The likeliest candidate and its share against all others and a place that is none of them.
fn winner(scores: &[i32], unknown: i32) -> Option<(usize, f32)> {
    let best = (0..scores.len()).max_by_key(|&i| (scores[i], std::cmp::Reverse(i)))?;
    let top = scores[best];
    // 2^((score - top) / 8), by straight lines between whole powers.
    let relative = |score: i32| {
        let below = top - score;
        if below >= 8 * 24 { 0 } else { (1u64 << 24 >> (below / 8)) * u64::try_from(16 - below % 8).unwrap_or(16) / 16 }
    };
    // A place that the table does not know may outweigh the best one.
    let unknown = if unknown > top { (1u64 << 24) << ((unknown - top) / 8).min(16) } else { relative(unknown) };
    let sum: u64 = scores.iter().map(|&s| relative(s)).sum::<u64>() + unknown;
    Some((best, relative(top) as f32 / sum as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Mention;
    use crate::text::Span;

    /// Linked entities of a text with `[G name]` places, `[N name]` groups, persons and organizations.
    fn entities(marked: &str) -> Vec<Entity> {
        let mut text = String::new();
        let mut entities: Vec<Entity> = Vec::new();
        let mut rest = marked;
        while let Some((before, after)) = rest.split_once('[') {
            text.push_str(before);
            let (mark, tail) = after.split_once(']').unwrap();
            let (letter, name) = mark.split_once(' ').unwrap();
            let span = Span::new(text.len(), text.len() + name.len());
            text.push_str(name);
            entities.push(Entity {
                id: 0,
                kind: match letter {
                    "G" => EntityType::Place,
                    "N" => EntityType::Group,
                    "P" => EntityType::Person,
                    _ => EntityType::Organization,
                },
                name: name.to_owned(),
                aliases: Vec::new(),
                titles: Vec::new(),
                salience: 0.0,
                confidence: 1.0,
                mentions: vec![Mention { span, text: name.to_owned(), confidence: 1.0, source: Vec::new() }],
                links: Links::default(),
            });
            rest = tail;
        }
        text.push_str(rest);
        link(&text, &mut entities);
        entities
    }

    /// Links as "ISO id".
    fn links(marked: &str) -> Vec<String> {
        entities(marked)
            .iter()
            .map(|e| {
                let id = e.links.geonames.map_or_else(String::new, |id| format!(" {id}"));
                format!("{}{id}", e.links.iso3166.as_deref().unwrap_or("-"))
            })
            .collect()
    }

    #[test]
    fn countries_by_all_their_names() {
        for name in ["United States", "U.S.", "USA", "the United States of America"] {
            assert_eq!(links(&format!("in [G {name}]")), ["US 6252001"], "{name}");
        }
        assert_eq!(links("[G Burma], now [G Myanmar]"), ["MM 1327865", "MM 1327865"]);
        assert_eq!(links("[G Côte d’Ivoire]"), ["CI 2287781"]);
    }

    #[test]
    fn peoples_link_to_their_country() {
        assert_eq!(
            links("[N Danes], [N Danish], [N Saudi], [N Kurdish]"),
            ["DK 2623032", "DK 2623032", "SA 102358", "-"]
        );
    }

    #[test]
    fn a_village_of_the_country_is_no_namesake_far_away() {
        assert_eq!(links("from [G Cairns] and [G Townsville] to [G Port Douglas]")[2], "-");
    }

    #[test]
    fn variants_of_a_city_are_one_place() {
        assert_eq!(links("[G Kyiv] or [G Kiev] or [G KYIV]"), ["UA 703448", "UA 703448", "UA 703448"]);
    }

    #[test]
    fn the_document_decides_between_places_of_one_name() {
        assert_eq!(links("In [G Paris]"), ["FR 2988507"]);
        assert_eq!(links("In [G Paris], [G Texas]")[0], "US 4717560");
        assert_eq!(links("[G Birmingham] lies in [G England], [G Britain]")[0], "GB 2655603");
        assert_eq!(links("[G Birmingham] in [G Alabama], near [G Montgomery]")[0], "US 4049979");
        assert_eq!(links("[G Georgia] and [G Armenia] met in [G Tbilisi]")[0], "GE 614540");
        assert_eq!(links("[G Georgia], [G Alabama] and [G Florida]")[0], "US-GA 4197000");
        assert_eq!(links("[G Victoria], [G Melbourne] and [G Sydney]")[0], "AU-VIC");
    }

    #[test]
    fn regions_by_name_and_kind() {
        assert_eq!(links("[G Kharkiv] in [G Kharkiv Oblast]"), ["UA 706483", "UA-63"]);
        assert_eq!(links("[G Calif.], [G Bavaria]"), ["US-CA 5332921", "DE-BY"]);
    }

    #[test]
    fn the_place_named_behind_decides() {
        assert_eq!(links("banks in [G Zurich], [G Toronto] and [G Hamilton], [G Bermuda]")[2], "BM 3573197");
        assert_eq!(links("in [G New Delhi], [G India]")[0], "IN 1261481");
    }

    #[test]
    fn usual_names_are_aliases() {
        let aliases = |marked: &str| entities(marked).into_iter().map(|e| e.aliases.join("|")).collect::<Vec<_>>();
        assert_eq!(aliases("[G U.S.], [G UK], [G UAE]"), ["United States", "United Kingdom", "United Arab Emirates"]);
        assert_eq!(aliases("[G Kiev], [G Bombay], [G Calif.]"), ["Kyiv", "Mumbai", "California"]);
        assert_eq!(aliases("[G KYIV], [G Bogota], [N Danes], [P Kiev]"), ["", "", "", ""]);
    }

    #[test]
    fn countries_have_a_centre_and_peoples_none() {
        let found = entities("[G France] and the [N French]");
        let [latitude, longitude] = found[0].links.coordinates.unwrap();
        assert!((44.0..49.0).contains(&latitude) && (0.0..5.0).contains(&longitude), "{latitude} {longitude}");
        assert_eq!(found[1].links.coordinates, None);
    }

    #[test]
    fn persons_and_organizations_are_no_places() {
        assert_eq!(links("[P Paris] works for [O Chad]; [G Nowhereville]"), ["-", "-", "-"]);
    }
}
