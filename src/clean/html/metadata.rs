//! What the page says of the article in machine-readable form: JSON-LD (schema.org), OpenGraph,
//! Dublin Core and other `meta` elements, `<html lang>`, `<time>`, `rel=author`, `rel=canonical`.
//!
//! Sources are asked in the order of how often they are right: JSON-LD, OpenGraph and article tags,
//! plain `meta`, elements. A value that does not look like what it should be (a date that is no
//! RFC 3339 date, an author that is a URL) is passed over.

use std::borrow::Cow;

use super::dom::{Dom, Kind};
use super::json_ld::JsonLd;
use super::names;
use super::tag::Tag;
use crate::article::Moment;
use crate::clean::Metadata;
use crate::clean::char_refs;
use crate::document::{DateSource, DatedBy};

/// What the page says, raw: several candidates for each member, best first.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) titles: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Vec<String>,
    pub(super) sites: Vec<String>,
    pub(super) descriptions: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) canonical: Option<String>,
    /// JSON-LD `articleBody`.
    pub(super) article_body: Option<String>,
}

/// Longest value read, in bytes: headlines and names are short.
const MAX_VALUE: usize = 2_000;

impl Said {
    /// Reads a page's metadata.
    pub(super) fn of(dom: &Dom<'_>) -> Self {
        let mut ranked = Ranked::default();
        let mut said = Self::default();
        for i in 0..dom.nodes.len() {
            match dom.tag(i) {
                Some(Tag::Html) if said.language.is_none() => {
                    let attrs = dom.attrs(i);
                    said.language = attrs.get("lang").or_else(|| attrs.get("xml:lang")).and_then(|l| language(&l));
                }
                Some(Tag::Meta) => ranked.meta(dom, i),
                Some(Tag::Title) if ranked.of(TITLE, 9).is_empty() => {
                    if let Some(text) = raw_text(dom, i) {
                        ranked.push(TITLE, 9, &char_refs::decode(text, false));
                    }
                }
                Some(Tag::Link) if said.canonical.is_none() => {
                    let attrs = dom.attrs(i);
                    if attrs.get("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) {
                        said.canonical = attrs.get("href").map(Cow::into_owned);
                    }
                }
                Some(Tag::Script) => {
                    let is_ld = dom.attrs(i).get("type").is_some_and(|t| {
                        t.trim().get(..19).is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json"))
                    });
                    if let Some(text) = is_ld.then(|| raw_text(dom, i)).flatten()
                        && let Some(ld) = JsonLd::parse(text)
                    {
                        ranked.json_ld(ld, &mut said.article_body);
                    }
                }
                Some(Tag::Time) => {
                    let attrs = dom.attrs(i);
                    if let Some(value) = attrs.get("datetime") {
                        let own = attrs.has("pubdate")
                            || attrs.get("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"));
                        ranked.push(DATE, if own { 5 } else { 8 }, &value);
                    }
                }
                Some(Tag::A | Tag::Span | Tag::Div | Tag::P) => ranked.element(dom, i),
                _ => {}
            }
        }
        said.titles = ranked.take(TITLE);
        said.authors = ranked.take(AUTHOR);
        said.published = ranked.take(DATE);
        said.sites = ranked.take(SITE);
        said.descriptions = ranked.take(DESCRIPTION);
        said
    }

    /// The values that stand up to a check, in the form of the contract.
    pub(super) fn metadata(&self, url: Option<&str>) -> Metadata {
        let site = self.sites.first().cloned();
        Metadata {
            title: self.titles.first().map(|t| names::headline(t, &self.sites)).filter(|t| !t.is_empty()),
            authors: names::authors(&self.authors, site.as_deref()),
            source: site.or_else(|| names::host(self.canonical.as_deref().or(url)?)),
            published: self
                .published
                .iter()
                .find_map(|v| date(v))
                .map(|value| DatedBy { value, source: DateSource::Html }),
            language: self.language.clone(),
        }
    }
}

const TITLE: usize = 0;
const AUTHOR: usize = 1;
const DATE: usize = 2;
const SITE: usize = 3;
const DESCRIPTION: usize = 4;

/// Candidates by member and rank (0 best).
#[derive(Debug, Default)]
struct Ranked {
    values: [Vec<(u8, String)>; 5],
}

impl Ranked {
    fn push(&mut self, member: usize, rank: u8, value: &str) {
        let value = collapse(value);
        if !value.is_empty() && value.len() <= MAX_VALUE && self.values[member].len() < 64 {
            self.values[member].push((rank, value));
        }
    }

    fn of(&self, member: usize, rank: u8) -> Vec<&str> {
        self.values[member].iter().filter(|(r, _)| *r == rank).map(|(_, v)| v.as_str()).collect()
    }

    fn take(&mut self, member: usize) -> Vec<String> {
        let mut values = std::mem::take(&mut self.values[member]);
        values.sort_by_key(|(rank, _)| *rank);
        // Authors: all of the best rank only; a lower rank would repeat or contradict them.
        let best = values.first().map_or(0, |(rank, _)| *rank);
        let only = member == AUTHOR;
        values.into_iter().filter(|(rank, _)| !only || *rank == best).map(|(_, value)| value).collect()
    }

    fn meta(&mut self, dom: &Dom<'_>, node: usize) {
        let (mut key, mut content) = (None, None);
        for (name, value) in dom.attrs(node) {
            if matches!(name.len(), 4 | 8)
                && (name.eq_ignore_ascii_case("name")
                    || name.eq_ignore_ascii_case("property")
                    || name.eq_ignore_ascii_case("itemprop"))
            {
                key = key.or(Some(value));
            } else if name.eq_ignore_ascii_case("content") {
                content = content.or(Some(value));
            }
        }
        let (Some(key), Some(content)) = (key, content) else {
            return;
        };
        let mut lower = [0; 32];
        let Some(lower) = lower.get_mut(..key.len()) else {
            return;
        };
        lower.copy_from_slice(key.as_bytes());
        lower.make_ascii_lowercase();
        let (member, rank) = match &*lower {
            b"og:title" => (TITLE, 1),
            b"headline" => (TITLE, 2),
            b"twitter:title" | b"dc.title" | b"dcterms.title" | b"sailthru.title" | b"parsely-title" | b"title" => {
                (TITLE, 4)
            }
            b"author" | b"dc.creator" | b"dcterms.creator" | b"dc.contributor" => (AUTHOR, 2),
            b"parsely-author" | b"sailthru.author" | b"byl" | b"article:author_name" | b"cxenseparse:author" => {
                (AUTHOR, 1)
            }
            b"article:author" | b"og:article:author" => (AUTHOR, 3),
            b"article:published_time" | b"og:article:published_time" | b"og:published_time" => (DATE, 1),
            b"datepublished"
            | b"parsely-pub-date"
            | b"sailthru.date"
            | b"dc.date.issued"
            | b"dcterms.issued"
            | b"dc.date"
            | b"dcterms.date"
            | b"dcterms.created"
            | b"pubdate"
            | b"publishdate"
            | b"publish-date"
            | b"publish_date"
            | b"publication_date"
            | b"date"
            | b"article.published"
            | b"cxenseparse:recs:publishtime" => (DATE, 3),
            b"og:site_name" => (SITE, 1),
            b"dc.publisher" | b"dcterms.publisher" | b"application-name" => (SITE, 3),
            b"og:description" => (DESCRIPTION, 1),
            b"description" | b"twitter:description" => (DESCRIPTION, 2),
            _ => return,
        };
        self.push(member, rank, &char_refs::decode(content, true));
    }

    fn json_ld(&mut self, ld: JsonLd, body: &mut Option<String>) {
        let rank = if ld.is_article { 0 } else { 6 };
        if let Some(title) = ld.headline {
            self.push(TITLE, rank.max(1), &char_refs::decode(&title, false));
        }
        for author in ld.authors {
            self.push(AUTHOR, rank, &char_refs::decode(&author, false));
        }
        if let Some(date) = ld.published {
            self.push(DATE, rank, &date);
        }
        if let Some(site) = ld.publisher {
            self.push(SITE, rank + 2, &char_refs::decode(&site, false));
        }
        if let Some(description) = ld.description {
            self.push(DESCRIPTION, rank, &char_refs::decode(&description, false));
        }
        if body.is_none() {
            *body = ld.body;
        }
    }

    /// Microdata and links that name the author or the date in the page itself.
    fn element(&mut self, dom: &Dom<'_>, node: usize) {
        for (name, value) in dom.attrs(node) {
            if name.eq_ignore_ascii_case("rel") && value.eq_ignore_ascii_case("author") {
                self.push(AUTHOR, 6, &visible_text(dom, node));
            } else if name.eq_ignore_ascii_case("itemprop") && value.eq_ignore_ascii_case("author") {
                self.push(AUTHOR, 5, &visible_text(dom, node));
            } else if name.eq_ignore_ascii_case("itemprop") && value.eq_ignore_ascii_case("datePublished") {
                let content = dom.attrs(node).get("content").map_or_else(|| visible_text(dom, node), Cow::into_owned);
                self.push(DATE, 5, &content);
            }
        }
    }
}

/// The content of a raw-text element.
fn raw_text<'a>(dom: &Dom<'a>, node: usize) -> Option<&'a str> {
    let inner = dom.nodes.get(node + 1).filter(|n| n.kind == Kind::Raw)?;
    Some(inner.span.of(dom.html))
}

/// The text of an element that should be short; longer ones are cut off.
fn visible_text(dom: &Dom<'_>, node: usize) -> String {
    let mut out = String::new();
    for i in dom.descendants(node) {
        if dom.nodes[i].kind == Kind::Text {
            out.push_str(&char_refs::decode(dom.nodes[i].span.of(dom.html), false));
            out.push(' ');
        }
        if out.len() > 200 {
            return String::new();
        }
    }
    out
}

fn collapse(s: &str) -> String {
    let mut out = String::with_capacity(s.len().min(MAX_VALUE));
    for word in s.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > MAX_VALUE {
            break;
        }
    }
    out
}

/// A BCP 47 tag in lower case, with the underscores that some systems write.
fn language(value: &str) -> Option<String> {
    let tag = value.trim().replace('_', "-").to_ascii_lowercase();
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let good = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    good.then_some(tag)
}

/// An RFC 3339 date or date-time out of what pages write: the offset without its colon or missing
/// (then the date alone counts), no seconds, a date followed by other text.
fn date(value: &str) -> Option<String> {
    if Moment::parse(value).is_some() {
        return Some(value.to_owned());
    }
    let b = value.as_bytes();
    if b.len() >= 19 && b.is_ascii() {
        // "+0200" → "+02:00", "10:00Z" → "10:00:00Z"
        let sign = value[16..].find(['+', '-']).map(|n| n + 16);
        if let Some(at) = sign.filter(|&at| b.len() == at + 5) {
            let mended = format!("{}:{}", &value[..at + 3], &value[at + 3..]);
            if Moment::parse(&mended).is_some() {
                return Some(mended);
            }
        }
    }
    if b.len() >= 17 && b.is_ascii() && b[13] == b':' && !b[16].is_ascii_digit() && b[16] != b':' {
        let mended = format!("{}:00{}", &value[..16], &value[16..]);
        if mended.len() > 19 && mended.len() <= 25 {
            return date(&mended).filter(|d| d.len() > 10).or_else(|| date(value.get(..10)?));
        }
    }
    let day = value.get(..10)?;
    Moment::parse(day).map(|_| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(html: &str) -> Said {
        Said::of(&Dom::parse(html, 0))
    }

    #[test]
    fn json_ld_wins_over_meta() {
        let html = r#"<html lang="en_GB"><head><title>Ferry fares rise | The Harbour Post</title>
            <meta property="og:title" content="Ferry fares rise &amp; boats fill">
            <meta property="og:site_name" content="The Harbour Post">
            <meta name="author" content="Staff"><meta name="description" content="Fares go up.">
            <link rel="canonical" href="https://harbour.example/ferry">
            <script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": ["NewsArticle"],
              "headline": "Ferry fares rise", "datePublished": "2024-05-24T10:00:00+0200",
              "author": [{"@type": "Person", "name": "Amina Wekesa"}, {"name": "Jo Berg"}]}]}</script></head>"#;
        let m = said(html).metadata(None);
        assert_eq!(m.title.as_deref(), Some("Ferry fares rise & boats fill"));
        assert_eq!(m.authors, ["Amina Wekesa", "Jo Berg"]);
        assert_eq!(m.published.map(|d| d.value).as_deref(), Some("2024-05-24T10:00:00+02:00"));
        assert_eq!(m.language.as_deref(), Some("en-gb"));
        assert_eq!(m.source.as_deref(), Some("The Harbour Post"));
    }

    #[test]
    fn a_title_loses_the_name_of_its_site() {
        for (title, expected) in [
            ("Ferry fares rise | Harbour Post", "Ferry fares rise"),
            ("Ferry fares rise - Harbour Post", "Ferry fares rise"),
            ("Harbour Post: Ferry fares rise", "Ferry fares rise"),
            ("Re-elected – mayor stays", "Re-elected – mayor stays"),
        ] {
            let html = format!("<title>{title}</title><meta property='og:site_name' content='Harbour Post'>");
            assert_eq!(said(&html).metadata(None).title.as_deref(), Some(expected));
        }
    }

    #[test]
    fn dates_are_mended_or_cut_to_the_day() {
        for (value, expected) in [
            ("2024-05-24", Some("2024-05-24")),
            ("2024-05-24T10:00:00.000Z", Some("2024-05-24T10:00:00.000Z")),
            ("2024-05-24T10:00:00+0200", Some("2024-05-24T10:00:00+02:00")),
            ("2024-05-24T10:00+02:00", Some("2024-05-24T10:00:00+02:00")),
            ("2024-05-24T10:00:00", Some("2024-05-24")),
            ("2024-05-24 10:00", Some("2024-05-24")),
            ("May 24, 2024", None),
            ("2024-02-31", None),
        ] {
            assert_eq!(date(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn authors_from_links_and_microdata() {
        let html = "<p>By <a rel=author href=/a>Amina Wekesa</a></p>";
        assert_eq!(said(html).metadata(None).authors, ["Amina Wekesa"]);
        let html = "<span itemprop=author><span itemprop=name>Jo Berg</span></span>";
        assert_eq!(said(html).metadata(None).authors, ["Jo Berg"]);
        let html = "<meta name=author content='https://harbour.example/authors/jo'>";
        assert!(said(html).metadata(None).authors.is_empty());
    }
}
