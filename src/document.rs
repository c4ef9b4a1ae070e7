//! What goes out: the normalized document. Stages fill it with byte spans; [`Document::in_unit`]
//! converts all of them once, at the border.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::{OffsetTable, OffsetUnit, Span};

/// A normalized article. Spans point into `text`, sources into the raw input; both count
/// `offset_unit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// The request's `id`.
    #[schema(example = "feed-42/000123")]
    pub id: Option<String>,
    /// SHA-256 of the clean text, white space and quotation marks folded: the same clean article has the same
    /// id wherever it was found.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub content_id: String,
    /// 64-bit simhash of the clean body in hexadecimal: near duplicates differ in few bits.
    #[schema(example = "9f3c51a0e2b7d844", pattern = "^[0-9a-f]{16}$")]
    pub near_duplicate_key: String,
    /// The language of the clean text.
    pub language: Language,
    /// The headline, given or found.
    #[schema(example = "Harbour bridge closes for repairs")]
    pub title: Option<String>,
    /// Authors' names from the byline.
    #[schema(example = json!(["Amina Wekesa"]))]
    pub authors: Vec<String>,
    /// The news agency or outlet that the text names as its source.
    #[schema(example = "Reuters")]
    pub source: Option<String>,
    /// Place and date that open a wire report ("KYIV, May 24 (Reuters) —").
    pub dateline: Option<Dateline>,
    /// When the article was published, as far as the request or the text tell.
    pub published: Option<DatedBy>,
    /// The day that relative dates were resolved against.
    pub anchor: Option<DatedBy>,
    /// The clean text: title, blank line, blocks separated by blank lines.
    #[schema(
        example = "Harbour bridge closes for repairs\n\nThe Port of Aarhus will close its swing bridge on Monday, Mayor Anders Winnerskjold said."
    )]
    pub text: String,
    /// The unit of every span in this document.
    pub offset_unit: OffsetUnit,
    /// The blocks of the text, in order, not overlapping.
    pub blocks: Vec<Block>,
    /// Everything of the raw input that is not in the text. Only with `include: ["removed"]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Vec<Removed>>,
    /// What was repaired in the text, by kind.
    pub repairs: Vec<Repair>,
    /// People, organizations, places and other names, in order of first mention. Left out when the
    /// stage did not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Entity>>,
    /// Dates, times, durations and sets, in order. Left out when the stage did not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Vec<DateMention>>,
    /// Direct quotations. Only with `include: ["quotes"]` and the entities stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Vec<Quote>>,
    /// The span of every sentence. Only with `include: ["sentences"]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = json!([[0, 33], [35, 122]]))]
    pub sentences: Option<Vec<Span>>,
    /// Counts.
    pub stats: Stats,
    /// What the caller should know about this answer.
    pub warnings: Vec<Warning>,
    /// What made this document.
    pub pipeline: Pipeline,
}

/// A language and how sure we are of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Language {
    /// BCP 47 tag; `und` when the text is too short to tell.
    #[schema(example = "en")]
    pub tag: String,
    /// Between 0 and 1; 1 when the request named it.
    #[schema(example = 0.99)]
    pub confidence: f32,
    /// Where it comes from.
    pub source: LanguageSource,
}

/// Where a document's language comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LanguageSource {
    /// The request's `language`.
    Request,
    /// The page's own markup.
    Html,
    /// The words of the text.
    Detected,
}

/// Place and date at the head of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dateline {
    /// The place as written.
    #[schema(example = "KYIV")]
    pub place: Option<String>,
    /// The date, resolved to the calendar where that is possible.
    #[schema(example = "2024-05-24")]
    pub date: Option<String>,
}

/// A date or date-time and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DatedBy {
    /// ISO 8601 date, or date-time when one was given.
    #[schema(example = "2024-05-24")]
    pub value: String,
    /// Where it was found.
    pub source: DateSource,
}

/// Where a document's own date was found, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    /// `published_at` (or `collected_at`) of the request.
    Request,
    /// The page's metadata (JSON-LD, OpenGraph, meta).
    Html,
    /// The dateline.
    Dateline,
    /// A byline or time-stamp line.
    Byline,
    /// The path of the URL.
    Url,
    /// A complete date in the text.
    Text,
}

/// One block of the clean text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in `text`.
    #[schema(example = json!([0, 91]))]
    pub span: Span,
    /// Where it stood in the raw input: one span unless a removal lies inside it, none for a title
    /// that came in the request's `title`.
    #[schema(example = json!([[0, 91]]))]
    pub source: Vec<Span>,
}

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A heading inside the article.
    Heading,
    /// A paragraph.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A quotation set off on its own.
    Blockquote,
    /// The caption of a picture or table.
    Caption,
    /// Preformatted text, a table row or code.
    Preformatted,
}

/// Something that was taken out of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Removed {
    /// Why.
    pub reason: Reason,
    /// The rule that decided, or `model` for the classifier.
    #[schema(example = "read_also")]
    pub rule: String,
    /// How sure the decision is, between 0 and 1.
    #[schema(example = 0.99)]
    pub confidence: f32,
    /// Where it stood in the raw input.
    #[schema(example = json!([930, 979]))]
    pub source: Span,
    /// The raw text that was removed (the visible text, for HTML).
    #[schema(example = "Read also: Ferry fares rise")]
    pub text: String,
    /// The features that weighed most, strongest first. Only with `include: ["trace"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["prose_after=0.00", "words=4"]))]
    pub features: Vec<String>,
}

/// Why something is not part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A pointer to another article inside the text ("Read also: …").
    RelatedLink,
    /// A list of other articles, its heading or one of its entries ("You may also like").
    RelatedBlock,
    /// A form for comments ("Leave a Reply").
    CommentForm,
    /// Readers' comments, or their count.
    Comments,
    /// Share and follow buttons.
    Share,
    /// An invitation to subscribe.
    Newsletter,
    /// A cookie or consent notice.
    CookieNotice,
    /// An advertisement or its label.
    Advertisement,
    /// Who made a picture.
    ImageCredit,
    /// Menus, breadcrumbs, "back to top".
    Navigation,
    /// Topic tags.
    Tags,
    /// Who wrote the article; moved to `authors`.
    Byline,
    /// Place, date and agency at the head of the text; moved to `dateline` and `source`.
    Dateline,
    /// When the article was published or updated; moved to `published`.
    Timestamp,
    /// Copyright and reprint notices.
    Copyright,
    /// A repetition of a block that the text has already.
    Duplicate,
    /// The cut-off beginning of another article ("The disappearance of a plane in 2014 was one…").
    TruncatedTeaser,
    /// Not part of the article by the judgement of the model alone.
    Boilerplate,
    /// Markup, scripts, hidden elements and empty leftovers.
    Markup,
}

/// A kind of repair and how often it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Repair {
    /// What was repaired.
    pub kind: RepairKind,
    /// How often.
    #[schema(example = 3)]
    pub count: u32,
}

/// What was wrong with a piece of raw text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// A leading byte order mark.
    ByteOrderMark,
    /// UTF-8 read as Windows-1252 or Latin-1, once or twice ("â€™" for "’").
    Mojibake,
    /// HTML character references in plain text ("&amp;").
    HtmlEntity,
    /// Control characters; those of C1 are read as Windows-1252.
    Control,
    /// Zero-width and other invisible characters.
    Invisible,
    /// Bidirectional controls without effect.
    Bidi,
    /// Ligatures written as one character ("ﬁ").
    Ligature,
    /// Full-width forms of Latin letters and digits.
    Width,
    /// Line breaks other than a line feed.
    LineBreak,
    /// Characters not in Unicode Normalization Form C.
    Nfc,
    /// Non-breaking and other special spaces, runs of spaces.
    Space,
    /// Lines broken in mid-sentence, joined.
    HardWrap,
    /// Words divided at the end of a line, joined.
    Hyphenation,
    /// Two sentences or a word and a credit run together, split.
    Glued,
}

/// The type of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntityType {
    /// People, real or not.
    Person,
    /// Companies, agencies, parties, teams, media.
    Organization,
    /// Countries, regions, cities, mountains and rivers, with or without a government.
    Place,
    /// Named buildings, airports, stadiums, bridges, roads.
    Facility,
    /// Nationalities, ethnic, religious and political groups, as noun or adjective; languages.
    Group,
    /// Named vehicles, weapons, devices, drugs, software, brands.
    Product,
    /// Named wars, storms, games, cups, summits.
    Event,
    /// Titles of works; laws, treaties, prizes.
    Work,
}

/// One person, organization, place …, with all its mentions in the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Entity {
    /// Its number in this document, from 0 in order of first mention.
    #[schema(example = 0)]
    pub id: u32,
    /// Its type, decided over all mentions.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// The fullest form of its name in the document.
    #[schema(example = "Anders Winnerskjold")]
    pub name: String,
    /// Other names: forms in the document, the long form of a well-known abbreviation, the usual English name of
    /// a place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["Winnerskjold"]))]
    pub aliases: Vec<String>,
    /// Titles and roles that stand before the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["Mayor"]))]
    pub titles: Vec<String>,
    /// How much the document is about it: shares that add up to 1 over all entities.
    #[schema(example = 0.41)]
    pub salience: f32,
    /// How sure we are that this is an entity of this type, between 0 and 1.
    #[schema(example = 0.97)]
    pub confidence: f32,
    /// Its mentions in order.
    pub mentions: Vec<Mention>,
    /// What it is in reference works.
    pub links: Links,
}

/// The most aliases and titles that an entity lists.
pub(crate) const MOST_NAMES: usize = 16;

/// One mention of an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Mention {
    /// Where it stands in `text`.
    #[schema(example = json!([30, 35]))]
    pub span: Span,
    /// What stands there.
    #[schema(example = "Winnerskjold")]
    pub text: String,
    /// How sure the tagger is of span and type, between 0 and 1.
    #[schema(example = 0.95)]
    pub confidence: f32,
    /// Where it stood in the raw input.
    #[schema(example = json!([[30, 35]]))]
    pub source: Vec<Span>,
}

/// Identifiers of an entity in reference works.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Links {
    /// ISO 3166-1 alpha-2 code of the country, or ISO 3166-2 code of the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "DK")]
    pub iso3166: Option<String>,
    /// GeoNames id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 2624652)]
    pub geonames: Option<u32>,
    /// Latitude and longitude in degrees (WGS 84): of a city, or the centre of a country or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<[f64; 2]>, example = json!([56.15674, 10.21076]))]
    pub coordinates: Option<[f64; 2]>,
    /// How sure the link is, between 0 and 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 0.93)]
    pub confidence: Option<f32>,
}

/// A temporal expression (TimeML 1.2.1 TIMEX3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DateMention {
    /// Where it stands in `text`.
    #[schema(example = json!([63, 69]))]
    pub span: Span,
    /// What stands there.
    #[schema(example = "Monday")]
    pub text: String,
    /// Where it stood in the raw input.
    #[schema(example = json!([[63, 69]]))]
    pub source: Vec<Span>,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value: `2024-05-17`, `2024-03`, `2024-W21`, `2024-Q2`, `199`, `P3D`, `PRESENT_REF`,
    /// `XXXX-WXX-5` when it could not be resolved.
    #[schema(example = "2024-05-27")]
    pub timex: String,
    /// TIMEX3 modifier.
    #[serde(default, rename = "mod", skip_serializing_if = "Option::is_none")]
    pub modifier: Option<TimexMod>,
    /// TIMEX3 `quant` of a SET ("EVERY", "EACH").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "EVERY")]
    pub quant: Option<String>,
    /// TIMEX3 `freq` of a SET ("2X": twice).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2X")]
    pub freq: Option<String>,
    /// TIMEX3 value of where a DURATION begins that has its place in the calendar: the first day of
    /// "10–12 May", three months before the anchor for "the last three months".
    #[serde(default, rename = "begin_point", skip_serializing_if = "Option::is_none")]
    #[schema(example = "2024-05-10")]
    pub begin_point: Option<String>,
    /// TIMEX3 value of where such a DURATION ends.
    #[serde(default, rename = "end_point", skip_serializing_if = "Option::is_none")]
    #[schema(example = "2024-05-12")]
    pub end_point: Option<String>,
    /// First day of the closed interval that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2024-05-27")]
    pub from: Option<String>,
    /// Last day of the closed interval that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "2024-05-27")]
    pub to: Option<String>,
    /// Whether the value was worked out from something outside the expression.
    #[schema(example = true)]
    pub anchored: bool,
    /// What it was worked out from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchored_on: Option<AnchoredOn>,
    /// Whether the expression has another reading that nothing decides against.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schema(example = false)]
    pub ambiguous: bool,
    /// The TIMEX3 values of the other readings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["2024-04-03"]))]
    pub alternatives: Vec<String>,
    /// How sure the tagger is, between 0 and 1.
    #[schema(example = 0.9)]
    pub confidence: f32,
}

/// TIMEX3 `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    /// A calendar date of any grain: day, week, month, quarter, season, year, decade, century.
    Date,
    /// A time of day, or a part of a day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

/// TIMEX3 `mod` (TimeML 1.2.1): how the words narrow or blur the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimexMod {
    /// The first part of a stretch: "early June", "the beginning of 2020".
    Start,
    /// The middle of a stretch: "mid-June".
    Mid,
    /// The last part of a stretch: "late June", "the end of 2020".
    End,
    /// About: "about three years", "around 7 p.m.".
    Approx,
    /// A point in time earlier than the value: "more than a decade ago".
    Before,
    /// A point in time later than the value: "less than a year ago".
    After,
    /// The value or a point in time before it: "at least a year ago".
    OnOrBefore,
    /// The value or a point in time after it: "no more than a year ago".
    OnOrAfter,
    /// A length below the value: "less than two hours", "nearly an hour".
    LessThan,
    /// A length above the value: "more than two hours".
    MoreThan,
    /// A length of at most the value: "no more than two hours", "at most two hours".
    EqualOrLess,
    /// A length of at least the value: "at least two hours".
    EqualOrMore,
}

/// What a relative date was worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnchoredOn {
    /// The document's `anchor`.
    Anchor,
    /// A date earlier in the text.
    Text,
}

/// A direct quotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// Where the words inside the quotation marks stand in `text`.
    #[schema(example = json!([60, 113]))]
    pub span: Span,
    /// The words.
    #[schema(example = "The old bearings are worn out.")]
    pub text: String,
    /// Where they stood in the raw input.
    #[schema(example = json!([[60, 113]]))]
    pub source: Vec<Span>,
    /// Who said it; null when the text does not tell.
    pub speaker: Option<Speaker>,
    /// The reporting verb or phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "said")]
    pub cue: Option<String>,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Speaker {
    /// `id` of the entity; null when the speaker is not one ("a spokesman").
    #[schema(example = 0)]
    pub entity: Option<u32>,
    /// The speaker's name, or the words that stand for it.
    #[schema(example = "Anders Winnerskjold")]
    pub text: String,
}

/// Counts over the document, in its offset unit where they count characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stats {
    /// Words of the clean text (UAX #29).
    #[schema(example = 21)]
    pub words: u32,
    /// Sentences of the clean text.
    #[schema(example = 2)]
    pub sentences: u32,
    /// Length of the raw input.
    #[schema(example = 150)]
    pub raw_chars: u32,
    /// Length of the clean text.
    #[schema(example = 121)]
    pub clean_chars: u32,
    /// Length of all removed spans.
    #[schema(example = 27)]
    pub removed_chars: u32,
    /// Seconds to read the clean text at 238 words a minute (Brysbaert 2019).
    #[schema(example = 5)]
    pub reading_seconds: u32,
}

/// Something that the caller should know about an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Warning {
    /// Stable code.
    #[schema(example = "entities_language_unsupported")]
    pub code: String,
    /// What it means here.
    #[schema(example = "entities are found in English text only; this text is in pl")]
    pub detail: String,
}

/// What made a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pipeline {
    /// Version of the program.
    #[schema(example = "0.1.0")]
    pub version: String,
    /// Checksum of each embedded model.
    #[schema(example = json!({"entities": "sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"}))]
    pub models: BTreeMap<String, String>,
}

impl Document {
    /// Converts every span from bytes to `unit`. `raw` is what the sources point into.
    #[must_use]
    pub fn in_unit(mut self, unit: OffsetUnit, raw: &str) -> Self {
        let text = std::mem::take(&mut self.text);
        let clean = OffsetTable::new(&text, unit);
        let raw = OffsetTable::new(raw, unit);
        let to_clean = |span: &mut Span| *span = clean.span(*span);
        let to_raw = |spans: &mut Vec<Span>| spans.iter_mut().for_each(|s| *s = raw.span(*s));
        for b in &mut self.blocks {
            to_clean(&mut b.span);
            to_raw(&mut b.source);
        }
        for m in self.entities.iter_mut().flatten().flat_map(|e| &mut e.mentions) {
            to_clean(&mut m.span);
            to_raw(&mut m.source);
        }
        for d in self.dates.iter_mut().flatten() {
            to_clean(&mut d.span);
            to_raw(&mut d.source);
        }
        for q in self.quotes.iter_mut().flatten() {
            to_clean(&mut q.span);
            to_raw(&mut q.source);
        }
        self.sentences.iter_mut().flatten().for_each(to_clean);
        let mut removed_chars = 0;
        for r in self.removed.iter_mut().flatten() {
            r.source = raw.span(r.source);
            removed_chars += r.source.end - r.source.start;
        }
        self.stats = Stats { raw_chars: raw.total(), clean_chars: clean.total(), removed_chars, ..self.stats };
        self.offset_unit = unit;
        self.text = text;
        self
    }
}
