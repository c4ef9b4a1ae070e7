//! The whole pipeline, readable in one screen.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::article::{Article, ArticleLimits, Include, Moment, RawArticle, Stage};
use crate::clean::{self, Cleaned, Removal};
use crate::dates;
use crate::document::{DateSource, DatedBy, Document, Pipeline, Removed, Stats, Warning};
use crate::entities::{Tagger, resolve};
use crate::error::NormalizeError;
use crate::text::{OffsetUnit, Tokens, count_words};
use crate::{fingerprint, language, quotes};

/// Silent reading of English non-fiction, words a minute (Brysbaert 2019).
const WORDS_A_MINUTE: u32 = 238;

/// Turns raw articles into documents. Loads its models once; is shared by all threads.
#[derive(Debug)]
pub struct Normalizer {
    tagger: Tagger,
    models: BTreeMap<String, String>,
    limits: ArticleLimits,
}

/// How long each stage took. Kept apart from the document, which is the same on every run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Timings {
    /// The cleaning stage.
    pub clean: Duration,
    /// Tokens, tagging, resolution and quotes.
    pub entities: Duration,
    /// The date stage.
    pub dates: Duration,
}

impl Normalizer {
    /// A normalizer with the models that the binary carries.
    #[must_use]
    pub fn new(limits: ArticleLimits) -> Self {
        clean::load();
        let tagger = Tagger::embedded();
        let models = BTreeMap::from([
            ("cleaning".to_owned(), clean::model_checksum()),
            ("cleaning_html".to_owned(), clean::html::model_checksum()),
            ("entities".to_owned(), tagger.checksum().to_owned()),
        ]);
        Self { tagger, models, limits }
    }

    /// Checksums of the models by name.
    #[must_use]
    pub const fn models(&self) -> &BTreeMap<String, String> {
        &self.models
    }

    /// Normalizes one article.
    ///
    /// # Errors
    /// When the article is outside the limits or makes no sense; never because of its text.
    pub fn normalize(&self, article: &Article) -> Result<Document, NormalizeError> {
        self.normalize_timed(article).map(|(document, _)| document)
    }

    /// Normalizes one article and tells how long each stage took.
    ///
    /// # Errors
    /// As [`Normalizer::normalize`].
    pub fn normalize_timed(&self, article: &Article) -> Result<(Document, Timings), NormalizeError> {
        let raw = RawArticle::parse(article, &self.limits)?;
        let mut timings = Timings::default();
        let mut warnings = Vec::new();

        let cleaned =
            timed(&mut timings.clean, || if raw.runs(Stage::Clean) { clean::clean(&raw) } else { clean::keep(&raw) });
        let language = language::identify(raw.language.as_deref(), cleaned.language.as_deref(), &cleaned.text);
        let english = language.tag.split('-').next() == Some("en");
        let mut unsupported = |stage: &str, what: &str| {
            warnings.push(Warning {
                code: format!("{stage}_language_unsupported"),
                detail: format!("{what} are found in English text only; this text is taken for {}", language.tag),
            });
        };

        let tokens = timed(&mut timings.entities, || Tokens::new(&cleaned.text));
        let anchor = Anchor::of(&raw, &cleaned, &tokens);
        let mut entities = None;
        let mut found_quotes = None;
        if raw.runs(Stage::Entities) {
            if !english {
                unsupported("entities", "entities and quotes");
            }
            let (found, said) = timed(&mut timings.entities, || {
                let mentions = if english { self.tagger.tag(&cleaned.text, &tokens) } else { Vec::new() };
                let found = resolve::resolve(&cleaned, &tokens, &mentions);
                let said = raw
                    .includes(Include::Quotes)
                    .then(|| if english { quotes::extract(&cleaned, &tokens, &found) } else { Vec::new() });
                (found, said)
            });
            entities = Some(found);
            found_quotes = said;
        }
        let mut found_dates = None;
        if raw.runs(Stage::Dates) {
            if !english {
                unsupported("dates", "dates");
            }
            let context =
                dates::Context { anchor: anchor.as_ref().map(|a| a.moment), language: &language.tag, url: raw.url };
            found_dates = Some(timed(&mut timings.dates, || {
                if english { dates::extract(&cleaned, &tokens, &context) } else { Vec::new() }
            }));
        }

        let least = raw.options.min_confidence;
        if let Some(dates) = &mut found_dates {
            dates.retain(|d| d.confidence >= least);
        }
        let words = count(count_words(&cleaned.text));
        let document = Document {
            id: raw.id.map(str::to_owned),
            content_id: fingerprint::content_id(&cleaned.text),
            near_duplicate_key: fingerprint::near_duplicate_key(&cleaned.text, &tokens),
            language,
            title: cleaned.title,
            authors: cleaned.authors,
            source: cleaned.source,
            dateline: cleaned.dateline,
            published: raw.published_at.map(|m| m.dated_by(DateSource::Request)).or(cleaned.published),
            anchor: anchor.map(|a| a.moment.dated_by(a.source)),
            stats: Stats {
                words,
                sentences: count(tokens.sentences().len()),
                reading_seconds: (words * 60).div_ceil(WORDS_A_MINUTE),
                ..Stats::default()
            },
            text: cleaned.text,
            offset_unit: OffsetUnit::Utf8,
            blocks: cleaned.blocks,
            removed: Some(cleaned.removed.into_iter().map(Removed::from).collect()),
            repairs: cleaned.repairs,
            entities,
            dates: found_dates,
            quotes: found_quotes,
            sentences: raw
                .includes(Include::Sentences)
                .then(|| tokens.sentences().iter().map(|s| tokens.span(s.range())).collect()),
            warnings,
            pipeline: Pipeline { version: env!("CARGO_PKG_VERSION").to_owned(), models: self.models.clone() },
        };
        let mut document = document.in_unit(raw.options.offset_unit, raw.body.as_str());
        if !raw.includes(Include::Removed) {
            document.removed = None;
        }
        Ok((document, timings))
    }
}

/// The day that relative dates are resolved against, and who says so.
struct Anchor {
    moment: Moment,
    source: DateSource,
}

impl Anchor {
    /// In the order of trust: the request, the page's metadata or the text's own dateline and
    /// time-stamp, the path of the URL, a complete date in the text.
    fn of(raw: &RawArticle<'_>, cleaned: &Cleaned, tokens: &Tokens) -> Option<Self> {
        let found = |value: &str, source| Moment::parse(value).map(|moment| Self { moment, source });
        let day = |date, source| Self { moment: Moment { date, time: None }, source };
        raw.published_at
            .or(raw.collected_at)
            .map(|moment| Self { moment, source: DateSource::Request })
            .or_else(|| cleaned.published.as_ref().and_then(|p| found(&p.value, p.source)))
            .or_else(|| cleaned.dateline.as_ref().and_then(|d| found(d.date.as_deref()?, DateSource::Dateline)))
            .or_else(|| dates::anchor_from_url(raw.url?).map(|date| day(date, DateSource::Url)))
            .or_else(|| dates::anchor_from_text(&cleaned.text, tokens).map(|date| day(date, DateSource::Text)))
    }
}

impl Moment {
    fn dated_by(self, source: DateSource) -> DatedBy {
        DatedBy { value: self.to_string(), source }
    }
}

impl From<Removal> for Removed {
    fn from(r: Removal) -> Self {
        Self {
            reason: r.reason,
            rule: r.rule.to_owned(),
            confidence: r.confidence,
            source: r.source,
            text: r.text,
            features: r.features,
        }
    }
}

fn timed<T>(total: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    *total += start.elapsed();
    out
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
