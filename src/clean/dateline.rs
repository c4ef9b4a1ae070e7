//! The dateline that opens a report: place, date and agency.

use jiff::civil::Date;
use memchr::memchr3_iter;

use super::lexicon::{Lexicon, class};
use super::metadata::particle;
use super::stamps::parse;
use super::words::{Shape, words};
use crate::document::Dateline;
use crate::text::head;

/// A dateline at the head of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Bytes up to the first word of the report.
    pub(super) len: usize,
    pub(super) dateline: Dateline,
    /// The agency in brackets.
    pub(super) agency: Option<String>,
}

/// Words that open a line in capitals before a dash and are no places.
const NO_PLACES: [&str; 24] = [
    "UPDATE",
    "UPDATED",
    "BREAKING",
    "EXCLUSIVE",
    "WATCH",
    "OPINION",
    "LIVE",
    "ANALYSIS",
    "REVIEW",
    "EDITORIAL",
    "NOTE",
    "CORRECTION",
    "VIDEO",
    "PHOTOS",
    "PICTURES",
    "GALLERY",
    "RECIPE",
    "SPOILER",
    "WARNING",
    "POLL",
    "QUIZ",
    "ALERT",
    "JUST",
    "EXPLAINER",
];

/// Reads "KYIV, May 24 (Reuters) — ", "Dhaka, Jan 11 (BNA) - ", "MIDLAND, Texas – ".
pub(super) fn dateline(text: &str) -> Option<Head> {
    const LONGEST: usize = 90;
    let window = head(text, LONGEST);
    let (at, end) = dash(window)?;
    let mut len = end + text[end..].bytes().take_while(|b| *b == b' ').count();
    let follows = text[len..].chars().next()?;
    let mut head = window[..at].trim_end().trim_end_matches(['.', ':']).trim_end();
    if head.ends_with(|c: char| c.is_lowercase()) && head.contains(". ")
        || !(follows.is_alphanumeric() || "“\"‘'«[".contains(follows))
    {
        return None;
    }
    let mut agency = None;
    let mut dated = None;
    if let Some(open) = head.rfind('(').filter(|_| head.ends_with(')')) {
        let inside = head[open + 1..head.len() - 1].trim();
        head = head[..open].trim_end();
        if words(inside).any(|w| Lexicon::get().classes(w.hash) & (class::MONTH | class::WEEKDAY) != 0) {
            dated = Some(inside);
        } else {
            agency = Some(inside.to_owned());
        }
    } else if let Some((before, inside)) = head.strip_suffix('/').and_then(|h| h.rsplit_once('/')) {
        agency = Some(inside.trim().to_owned());
        head = before.trim_end().trim_end_matches('.');
    } else if let Some(more) = agency_after(&text[len..]) {
        agency = Some(text[len..len + more].trim_end().trim_end_matches('.').to_owned());
        len += more;
    }
    let (mut place, rest) = head.split_once(',').map_or((head, ""), |(p, r)| (p.trim(), r.trim()));
    let rest = rest.trim_end_matches(',');
    let is_date = |s: &str| {
        words(s).next().is_some()
            && words(s).all(|w| {
                w.shape == Shape::Number
                    || Lexicon::get().classes(w.hash) & (class::MONTH | class::WEEKDAY | class::STAMP) != 0
            })
    };
    let date = rest.match_indices(',').map(|(i, _)| i).find(|&i| is_date(&rest[i + 1..]) && !is_date(&rest[..i]));
    if is_date(rest) {
        dated = Some(rest);
    } else if let Some(region) = date {
        dated = Some(rest[region + 1..].trim());
        place = head[..head.rfind(rest).unwrap_or(0) + region].trim();
    } else if !rest.is_empty() {
        place = head;
    }
    let place = place.trim_end_matches(',');
    let first = place.split(',').next().unwrap_or(place);
    let letters = || first.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() >= 3 && letters().filter(|c| c.is_lowercase()).count() <= 1;
    let titled = first.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || particle(w));
    let few = place.split_whitespace().count() <= 6 && !place.contains(['“', '"', '?', '!', ';']);
    let known = NO_PLACES.contains(&first.split_whitespace().next().unwrap_or(""));
    let marked = capitals || titled && (agency.is_some() || dated.is_some());
    if place.is_empty() || known || !few || !marked || first.chars().any(|c| c.is_numeric()) {
        return None;
    }
    let dateline = Dateline { place: Some(place.to_owned()), date: dated.map(str::to_owned) };
    Some(Head { len, dateline, agency })
}

/// Where the first dash that can end a dateline begins and ends, or the stop after "/PRNewswire/".
fn dash(window: &str) -> Option<(usize, usize)> {
    const FIRST_OF_DASHES: u8 = "—".as_bytes()[0];
    memchr3_iter(b'-', b'/', FIRST_OF_DASHES, window.as_bytes()).find_map(|at| {
        let (before, here) = window.split_at(at);
        let is = |from: usize, dash: &str| here.starts_with(dash).then(|| (from, at + dash.len()));
        let spaced = before.ends_with(' ').then(|| at - 1);
        is(at, "—")
            .or_else(|| ["– ", "- ", "‒ "].iter().find_map(|dash| is(spaced?, dash)))
            .or_else(|| is(at, "--"))
            .or_else(|| is(at, "– "))
            .or_else(|| is(before.ends_with('.').then(|| at - 1)?, "- "))
            .or_else(|| is(at + 1, "/. "))
    })
}

/// The bytes of an agency's name and its stop after the dash: "— РИА Новости. ".
fn agency_after(text: &str) -> Option<usize> {
    const MOST: usize = 3;
    let end = head(text, 40).find(". ")?;
    let name = || words(&text[..end]);
    let known = name().next().is_some_and(|w| w.start == 0 && Lexicon::get().classes(w.hash) & class::AGENCY != 0);
    (known && name().count() <= MOST && name().all(|w| w.shape != Shape::Lower)).then_some(end + 2)
}

/// The calendar date of a dateline: as written, completed by what is known of the publication.
pub(super) fn dateline_date(written: &str, published: Option<Date>) -> Option<String> {
    if let Some(complete) = parse(written) {
        return Some(complete);
    }
    let published = published?;
    let numbered = written.chars().any(|c| c.is_ascii_digit());
    if !numbered {
        let day = written.trim().get(..3)?.to_ascii_lowercase();
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let wanted = names.iter().position(|n| *n == day)?;
        let mut date = published;
        for _ in 0..7 {
            if usize::try_from(date.weekday().to_monday_zero_offset()) == Ok(wanted) {
                return Some(date.to_string());
            }
            date = date.yesterday().ok()?;
        }
        return None;
    }
    let year = published.year();
    [year, year - 1, year + 1]
        .iter()
        .filter_map(|y| parse(&format!("{}, {y}", written.trim_end_matches('.')))?.parse::<Date>().ok())
        .min_by_key(|d| d.until(published).map_or(i32::MAX, |s| s.get_days().abs()))
        .map(|d| d.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dateline_dates_are_completed() {
        let day = |s: &str| s.parse::<Date>().ok();
        assert_eq!(dateline_date("May 24", day("2024-05-25")).as_deref(), Some("2024-05-24"));
        assert_eq!(dateline_date("Dec. 31", day("2024-01-01")).as_deref(), Some("2023-12-31"));
        assert_eq!(dateline_date("Monday", day("2024-05-24")).as_deref(), Some("2024-05-20"));
        assert_eq!(dateline_date("July 9, 2026", None).as_deref(), Some("2026-07-09"));
        assert_eq!(dateline_date("Monday", None), None);
        assert_eq!(dateline_date("8 abr", day("2025-04-09")).as_deref(), Some("2025-04-08"));
    }

    #[test]
    fn the_first_dash_counts() {
        for (text, dash_is) in [
            ("OSLO — A - b", Some((5, 8))),
            ("OSLO – A -- b", Some((4, 9))),
            ("OSLO - A — b", Some((4, 7))),
            ("OSLO– A", Some((4, 8))),
            ("OSLO ‒ A", Some((4, 9))),
            ("OSLO -- A", Some((5, 7))),
            ("(EFE).- A", Some((5, 8))),
            ("/PRNewswire/. A", Some((12, 14))),
            ("Mid-May, “and/or” it was", None),
        ] {
            assert_eq!(dash(text), dash_is, "{text}");
        }
    }

    #[test]
    fn datelines() {
        let head =
            |s: &str| dateline(s).map(|h| (h.dateline.place.unwrap_or_default(), h.dateline.date, h.agency, h.len));
        assert_eq!(
            head("KYIV, May 24 (Reuters) — The minister said"),
            Some(("KYIV".into(), Some("May 24".into()), Some("Reuters".into()), 27))
        );
        assert_eq!(head("NAIROBI — Safaricom said").map(|h| h.0), Some("NAIROBI".into()));
        assert_eq!(
            head("HONIARA, Solomon Islands (Feb. 21) — Two").map(|h| (h.0, h.1)),
            Some(("HONIARA, Solomon Islands".into(), Some("Feb. 21".into())))
        );
        assert_eq!(head("Dhaka, Jan 11 (BNA) – The").map(|h| (h.0, h.2)), Some(("Dhaka".into(), Some("BNA".into()))));
        assert_eq!(
            head("NEUCHÂTEL, Switzerland, April 7 - The").map(|h| (h.0, h.1)),
            Some(("NEUCHÂTEL, Switzerland".into(), Some("April 7".into())))
        );
        assert_eq!(
            head("OSLO, Norway, June 3, 2025 /PRNewswire/ -- Lindal").map(|h| (h.0, h.1, h.2)),
            Some(("OSLO, Norway".into(), Some("June 3, 2025".into()), Some("PRNewswire".into())))
        );
        assert_eq!(
            head("Madrid, 8 abr (EFE).- La ayuda").map(|h| (h.0, h.1, h.2)),
            Some(("Madrid".into(), Some("8 abr".into()), Some("EFE".into())))
        );
        let text = "КАЗАНЬ, 14 июн — РИА Новости. Новый мост";
        let found = head(text).map(|h| (h.0, h.1, h.2, &text[h.3..]));
        let agency = Some("РИА Новости".into());
        assert_eq!(found, Some(("КАЗАНЬ".into(), Some("14 июн".into()), agency, "Новый мост")));
        assert_eq!(
            head("МОСКВА, 14 июня. /ТАСС/. Новый мост").map(|h| (h.0, h.1, h.2)),
            Some(("МОСКВА".into(), Some("14 июня".into()), Some("ТАСС".into())))
        );
        for no in [
            "Sir, — I read",
            "UPDATE — The match",
            "He came — and left",
            "The bridge - old and rusty - fell",
            "— No, she said",
        ] {
            assert_eq!(head(no), None, "{no}");
        }
    }
}
