//! Names of one place: "US" and "United States", "Kiev" and "Kyiv", "Poles" and "Polish".

use std::collections::HashMap;

use super::forms::{Forms, Joined};
use crate::document::EntityType;
use crate::entities::gazetteer;

/// Joins forms that the gazetteer knows as names of one country or city.
pub(super) fn join(forms: &Forms, joined: &mut Joined) {
    let mut countries: HashMap<[u8; 2], u32> = HashMap::new();
    let mut cities: HashMap<u32, u32> = HashMap::new();
    let mut peoples: HashMap<([u8; 2], [u8; 3]), u32> = HashMap::new();
    for (i, form) in (0u32..).zip(&forms.all) {
        let first = match form.kind {
            EntityType::Place => match gazetteer::country(&form.key, false) {
                Some(country) => *countries.entry(country).or_insert(i),
                None => gazetteer::large_city(&form.key).map_or(i, |city| *cities.entry(city).or_insert(i)),
            },
            // The adjective and the noun ("Danish", "Danes"), not every people of a country.
            EntityType::Group => {
                let start = form.key.as_bytes().first_chunk::<3>();
                gazetteer::country(&form.key, true)
                    .zip(start)
                    .map_or(i, |(country, &start)| *peoples.entry((country, start)).or_insert(i))
            }
            _ => i,
        };
        if first != i {
            joined.join(first, i);
        }
    }
}
