//! What comes in: [`Article`] as it stands in JSON, and [`RawArticle`], which exists only when the
//! article is within limits and makes sense ("parse, don't validate").

use std::marker::PhantomData;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::error::NormalizeError;
use crate::text::OffsetUnit;

/// A raw article as a scraper delivers it. Exactly one of `text` and `html` is required.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The caller's own identifier, given back unchanged. At most 512 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "feed-42/000123", max_length = 512)]
    pub id: Option<String>,
    /// Raw plain text: title, paragraphs and whatever page furniture was scraped along. A leading
    /// byte order mark is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(
        example = "Harbour bridge closes for repairs\n\nThe Port of Aarhus will close its swing bridge on Monday, Mayor Anders Winnerskjold said.\n\nRead also: Ferry fares rise"
    )]
    pub text: Option<String>,
    /// The page as HTML, already decoded to Unicode. Excludes `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(
        example = "<html><body><article><h1>Harbour bridge closes</h1><p>The bridge …</p></article></body></html>"
    )]
    pub html: Option<String>,
    /// The headline, when the caller has it apart from the body. At most 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Harbour bridge closes for repairs", max_length = 2000)]
    pub title: Option<String>,
    /// Where the article was found. Never fetched: its path may carry a date, its domain a region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://news.example/2024/05/24/harbour-bridge", max_length = 4096)]
    pub url: Option<String>,
    /// BCP 47 tag of the article's language, when known. Detected otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "en", max_length = 35)]
    pub language: Option<String>,
    /// When the article was published: an RFC 3339 date or date-time. Anchors relative dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2024-05-24T10:00:00+02:00")]
    pub published_at: Option<String>,
    /// When the article was collected: an RFC 3339 date or date-time. Anchors relative dates when
    /// `published_at` is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2024-05-25")]
    pub collected_at: Option<String>,
    /// What to do and what to return.
    #[serde(default, deserialize_with = "object_only")]
    pub options: Options,
}

/// Reads a struct from a JSON object alone. What serde derives would take an array of the members'
/// values in order as well, which no schema of ours allows.
pub(crate) fn object_only<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }
    deserializer.deserialize_map(Object(PhantomData))
}

/// What to do with the article and what to put into the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The unit of every span in the response.
    #[schema(example = "codepoint")]
    pub offset_unit: OffsetUnit,
    /// The stages to run, in the order of the pipeline whatever their order here. `clean` left out
    /// means that the text is taken as clean already.
    #[schema(example = json!(["clean", "entities", "dates"]))]
    pub stages: Vec<Stage>,
    /// Optional parts of the response.
    #[schema(example = json!(["removed", "quotes"]))]
    pub include: Vec<Include>,
    /// Entity mentions and dates with a lower confidence are left out. Between 0 and 1.
    #[schema(example = 0.0, minimum = 0.0, maximum = 1.0)]
    pub min_confidence: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            offset_unit: OffsetUnit::default(),
            stages: vec![Stage::Clean, Stage::Entities, Stage::Dates],
            include: vec![Include::Removed, Include::Quotes],
            min_confidence: 0.0,
        }
    }
}

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Repairs the text and removes what is not the article.
    Clean,
    /// Finds people, organizations, places and other names.
    Entities,
    /// Finds dates, times, durations and sets.
    Dates,
}

/// An optional part of the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Include {
    /// `removed`: everything that was taken out, with its reason.
    Removed,
    /// `sentences`: the span of every sentence.
    Sentences,
    /// `quotes`: direct quotations with their speakers.
    Quotes,
    /// `trace`: for every removal, the features that decided.
    Trace,
}

/// Limits on an article, in bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleLimits {
    /// `text` or `html`, whichever is given.
    pub body: usize,
}

impl Default for ArticleLimits {
    fn default() -> Self {
        Self { body: 10 << 20 }
    }
}

// In characters, as `maxLength` of JSON Schema counts.
const MAX_ID: usize = 512;
const MAX_TITLE: usize = 2_000;
const MAX_URL: usize = 4_096;
const MAX_LANGUAGE: usize = 35;

/// The body of a [`RawArticle`]: the string that every `source` span of the response points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body<'a> {
    /// Plain text.
    Text(&'a str),
    /// A page.
    Html(&'a str),
}

impl<'a> Body<'a> {
    /// The body as it arrived, byte order mark included.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        match self {
            Self::Text(s) | Self::Html(s) => s,
        }
    }
}

/// An RFC 3339 date, with the time of day and the offset from UTC when they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The calendar date at the given offset.
    pub date: Date,
    /// The time of day and its offset from UTC; none for a plain date.
    pub time: Option<(Time, Offset)>,
}

impl Moment {
    /// Reads `2024-05-24` or `2024-05-24T10:00:00+02:00`. A date-time needs its offset (or `Z`).
    #[must_use]
    pub fn parse(s: &str) -> Option<Self> {
        let b = s.as_bytes();
        let is_date = |b: &[u8]| {
            b.len() == 10
                && b[4] == b'-'
                && b[7] == b'-'
                && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(|&i| b[i].is_ascii_digit())
        };
        if !b.is_ascii() || b.len() < 10 || !is_date(&b[..10]) {
            return None;
        }
        let date: Date = s[..10].parse().ok()?;
        if b.len() == 10 {
            return Some(Self { date, time: None });
        }
        if !matches!(b[10], b'T' | b't' | b' ') {
            return None;
        }
        let rest = &s[11..];
        let at = rest.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = rest.split_at(at);
        let time: Time = if clock.len() >= 8 {
            clock.parse().ok()?
        } else {
            return None;
        };
        let offset = match zone.as_bytes() {
            b"Z" | b"z" => Offset::UTC,
            [sign, h1, h2, b':', m1, m2] if [h1, h2, m1, m2].iter().all(|d| d.is_ascii_digit()) => {
                let two = |a: u8, b: u8| i32::from(a - b'0') * 10 + i32::from(b - b'0');
                let (hours, minutes) = (two(*h1, *h2), two(*m1, *m2));
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let seconds = (hours * 60 + minutes) * 60;
                Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok()?
            }
            _ => return None,
        };
        Some(Self { date, time: Some((time, offset)) })
    }
}

impl std::fmt::Display for Moment {
    /// RFC 3339.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date)?;
        let Some((time, offset)) = self.time else { return Ok(()) };
        write!(f, "T{time}")?;
        match offset.seconds() {
            0 => f.write_str("Z"),
            s => write!(f, "{}{:02}:{:02}", if s < 0 { '-' } else { '+' }, s.abs() / 3600, s.abs() / 60 % 60),
        }
    }
}

/// An article that is within limits and makes sense.
#[derive(Debug, Clone)]
pub struct RawArticle<'a> {
    /// The caller's identifier.
    pub id: Option<&'a str>,
    /// The text or page that every `source` span points into.
    pub body: Body<'a>,
    /// The headline, when given apart from the body and not blank.
    pub title: Option<&'a str>,
    /// Where the article was found.
    pub url: Option<&'a str>,
    /// Lower-cased BCP 47 tag.
    pub language: Option<String>,
    /// When it was published.
    pub published_at: Option<Moment>,
    /// When it was collected.
    pub collected_at: Option<Moment>,
    /// What to do and what to return.
    pub options: &'a Options,
}

impl<'a> RawArticle<'a> {
    /// Checks an article against the limits and reads its dates and tags.
    ///
    /// # Errors
    /// A [`NormalizeError`] naming the first member at fault.
    pub fn parse(article: &'a Article, limits: &ArticleLimits) -> Result<Self, NormalizeError> {
        let body = match (&article.text, &article.html) {
            (Some(text), None) => Body::Text(text),
            (None, Some(html)) => Body::Html(html),
            (None, None) => return Err(NormalizeError::BodyMissing),
            (Some(_), Some(_)) => return Err(NormalizeError::BodyTwice),
        };
        let body_name = if article.text.is_some() { "/text" } else { "/html" };
        within(body_name, body.as_str(), limits.body)?;
        let optional = |pointer, member: &'a Option<String>, limit| match member {
            Some(s) if s.len() > limit && s.chars().count() > limit => {
                Err(invalid(pointer, &format!("expected at most {limit} characters")))
            }
            member => Ok(member.as_deref()),
        };
        let moment = |pointer: &str, member: &Option<String>| match member {
            Some(s) => Moment::parse(s).map(Some).ok_or_else(|| {
                invalid(
                    pointer,
                    "expected an RFC 3339 date (2024-05-24) or date-time with offset (2024-05-24T10:00:00+02:00)",
                )
            }),
            None => Ok(None),
        };
        let options = &article.options;
        if !(0.0..=1.0).contains(&options.min_confidence) {
            return Err(invalid("/options/min_confidence", "expected a number between 0 and 1"));
        }
        let language = optional("/language", &article.language, MAX_LANGUAGE)?;
        if let Some(tag) = language {
            let well_formed = tag.split('-').enumerate().all(|(i, part)| {
                (if i == 0 { 2..=3 } else { 1..=8 }).contains(&part.len())
                    && part.bytes().all(|b| b.is_ascii_alphanumeric() && (i > 0 || b.is_ascii_alphabetic()))
            });
            if !well_formed {
                return Err(invalid("/language", "expected a BCP 47 language tag such as en or pt-BR"));
            }
        }
        Ok(Self {
            id: optional("/id", &article.id, MAX_ID)?,
            body,
            title: optional("/title", &article.title, MAX_TITLE)?.filter(|t| !t.trim().is_empty()),
            url: optional("/url", &article.url, MAX_URL)?,
            language: language.map(str::to_ascii_lowercase),
            published_at: moment("/published_at", &article.published_at)?,
            collected_at: moment("/collected_at", &article.collected_at)?,
            options,
        })
    }

    /// Whether a stage was asked for.
    #[must_use]
    pub fn runs(&self, stage: Stage) -> bool {
        self.options.stages.contains(&stage)
    }

    /// Whether an optional part was asked for.
    #[must_use]
    pub fn includes(&self, part: Include) -> bool {
        self.options.include.contains(&part)
    }
}

fn within(pointer: &str, s: &str, limit: usize) -> Result<(), NormalizeError> {
    if s.len() > limit {
        return Err(NormalizeError::TooLong { pointer: pointer.into(), limit, actual: s.len() });
    }
    Ok(())
}

fn invalid(pointer: &str, detail: &str) -> NormalizeError {
    NormalizeError::Invalid { pointer: pointer.into(), detail: detail.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_rfc_3339() {
        assert!(Moment::parse("2024-05-24").is_some_and(|m| m.time.is_none()));
        let m = Moment::parse("2024-05-24T10:00:00+02:00").expect("a date-time");
        assert_eq!(m.date.to_string(), "2024-05-24");
        assert_eq!(m.time.map(|(_, o)| o.seconds()), Some(7200));
        assert!(Moment::parse("2024-05-24T10:00:00.5Z").is_some());
        for bad in [
            "",
            "2024-13-01",
            "2024-02-30",
            "24.05.2024",
            "2024-05-24T10:00:00",
            "2024-05-24T25:00:00Z",
            "2024-05-24T10:00:00+2500",
            "2024-05-24x",
            "２０２４-05-24",
        ] {
            assert!(Moment::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn exactly_one_body() {
        let limits = ArticleLimits::default();
        let mut article = Article::default();
        assert_eq!(RawArticle::parse(&article, &limits).err(), Some(NormalizeError::BodyMissing));
        article.text = Some(String::new());
        assert!(RawArticle::parse(&article, &limits).is_ok());
        article.html = Some(String::new());
        assert_eq!(RawArticle::parse(&article, &limits).err(), Some(NormalizeError::BodyTwice));
    }

    #[test]
    fn faults_name_their_member() {
        let article = Article { text: Some("x".into()), published_at: Some("yesterday".into()), ..Article::default() };
        let error = RawArticle::parse(&article, &ArticleLimits::default()).expect_err("not a date");
        assert_eq!(error.pointer(), "/published_at");
        let article = Article { text: Some("long".into()), ..Article::default() };
        let error = RawArticle::parse(&article, &ArticleLimits { body: 3 }).expect_err("too long");
        assert_eq!(error, NormalizeError::TooLong { pointer: "/text".into(), limit: 3, actual: 4 });
    }
}
