//! The date that an article itself carries: time-stamp lines, bylines, the path of its URL.

use jiff::civil::{Date, Time as CivilTime};
use jiff::tz::Offset;

use super::grammar::{Grammar, Order};
use super::lexicon::{Key, Lex, Lexicon, digits};
use super::value::{Civil, Time, Year};
use crate::text::{Token, Tokens};

/// The calendar date of a complete civil date.
fn date(civil: Civil) -> Option<Date> {
    let Year::Is(year) = civil.year else { return None };
    let part = |n: Option<u8>| n.and_then(|n| i8::try_from(n).ok());
    Date::new(i16::try_from(year).ok()?, part(civil.month)?, part(civil.day)?).ok()
}

/// A complete date at token `i` and the token after it.
fn complete(grammar: &Grammar<'_>, i: usize) -> Option<(Date, Option<Time>, usize)> {
    if let Some(numeric) = grammar.numeric(i) {
        let known = numeric.civil.other.is_none();
        return known.then(|| date(numeric.civil).map(|d| (d, numeric.time, numeric.end)))?;
    }
    let (civil, end) = grammar.complete(i)?;
    Some((date(civil)?, None, end))
}

fn lexed(text: &str, tokens: &[Token], lexicon: &Lexicon) -> Vec<Lex> {
    tokens.iter().map(|t| lexicon.token(text, *t)).collect()
}

/// Reads a time-stamp or byline ("Published Nov. 7, 2023 at 10:42 a.m. EAT", "08:14, 10 APR 2018",
/// "2024-05-17T10:00Z"): an ISO 8601 date, or an RFC 3339 date-time when both the time of day and
/// its zone are told. None when no complete, unambiguous date is there.
#[must_use]
pub fn parse_stamp(stamp: &str) -> Option<String> {
    let lexicon = Lexicon::of("en")?;
    let tokens = Tokens::new(stamp);
    let lex = lexed(stamp, &tokens, lexicon);
    let grammar = Grammar {
        text: stamp,
        tokens: &tokens,
        lex: &lex,
        lexicon,
        end: lex.len(),
        order: Order::Unknown,
        history: false,
    };
    let (date, time, start, end) =
        (0..lex.len()).find_map(|i| complete(&grammar, i).map(|(date, time, end)| (date, time, i, end)))?;
    let time = time.or_else(|| {
        let clock = |i: usize| grammar.stamp_clock(i);
        (end..lex.len().min(end + 6)).find_map(clock).or_else(|| (start.saturating_sub(8)..start).find_map(clock))
    });
    let Some(Time::Clock { hour, minute, second, zone: Some(zone) }) = time else {
        return Some(date.to_string());
    };
    let narrow = |n: u8| i8::try_from(n).unwrap_or(0);
    let clock = CivilTime::new(narrow(hour), narrow(minute), narrow(second.unwrap_or(0)), 0).ok()?;
    let offset = Offset::from_seconds(i32::from(zone.minutes(Some(date))?) * 60).ok()?;
    Some(crate::article::Moment { date, time: Some((clock, offset)) }.to_string())
}

/// The date in the path of a URL: `/2024/05/24/`, `/2024-05-24-`, `/2024/may/24/`, `/20240524/`.
#[must_use]
pub fn anchor_from_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let (_, path) = path.split_once('/')?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let lexicon = Lexicon::of("en")?;
    let figures = |s: &str, len: usize| {
        (s.len() == len && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i16>().ok()).flatten()
    };
    let valid = |year: i16, month: i16, day: i16| {
        let part = |n: i16| i8::try_from(n).ok();
        (1990..=2100).contains(&year).then(|| Date::new(year, part(month)?, part(day)?).ok())?
    };
    parts.iter().enumerate().find_map(|(i, part)| {
        if part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit()) {
            return valid(part[..4].parse().ok()?, part[4..6].parse().ok()?, part[6..].parse().ok()?);
        }
        let year = figures(part, 4)?;
        let (month, day) = (parts.get(i + 1)?, parts.get(i + 2)?);
        let month = match lexicon.word(month) {
            Lex::Month { number, .. } => i16::from(number),
            _ => figures(month, 2)?,
        };
        valid(year, month, figures(day, 2).or_else(|| figures(day, 1))?)
    })
}

/// The latest complete date in a text: the earliest day on which it can have been written, unless
/// it looks ahead.
#[must_use]
pub fn anchor_from_text(text: &str, tokens: &Tokens) -> Option<Date> {
    let lexicon = Lexicon::of("en")?;
    let lex = lexed(text, tokens, lexicon);
    let grammar = Grammar { text, tokens, lex: &lex, lexicon, end: lex.len(), order: Order::Unknown, history: false };
    (0..lex.len()).filter_map(|i| complete(&grammar, i)).map(|(date, ..)| date).max()
}

impl Grammar<'_> {
    /// A clock time in a stamp: "10:42 a.m. EAT", "18:25 CET", "3.30pm".
    fn stamp_clock(&self, i: usize) -> Option<Time> {
        let lex = |i: usize| self.lex.get(i).copied().unwrap_or(Lex::Other);
        let (mut hour, minute, mut second, mut at) = match (lex(i), lex(i + 1), lex(i + 2)) {
            (
                Lex::Number { value: h @ 0..=24, digits: 1 | 2 },
                Lex::Punct(b':'),
                Lex::Number { value: m @ 0..=59, digits: 2 },
            ) => (u8::try_from(h).ok()?, u8::try_from(m).ok()?, None, i + 3),
            (Lex::Number { value: h @ 0..=24, digits: 1 | 2 }, Lex::Punct(b':'), _) => {
                // "10:42am": the half of the day is glued to the minutes.
                let (minute, half, end) = self.minutes(i + 2)?;
                (digits::to_24(u8::try_from(h).ok()?, half?), minute, None, end)
            }
            (Lex::Clock { hour, minute }, ..) => (hour, minute, None, i + 1),
            (Lex::Number { value: h @ 1..=12, digits: 1 | 2 }, Lex::Key(Key::Am | Key::Pm), _) => {
                (u8::try_from(h).ok()?, 0, None, i + 1)
            }
            _ => return None,
        };
        if let (Lex::Punct(b':'), Lex::Number { value: s @ 0..=59, digits: 2 }) = (lex(at), lex(at + 1)) {
            second = u8::try_from(s).ok();
            at += 2;
        }
        if let Lex::Key(half @ (Key::Am | Key::Pm)) = lex(at) {
            hour = digits::to_24(hour, half);
            at += 1;
        }
        at += usize::from(lex(at) == Lex::Punct(b'('));
        let zone = self.named_zone(at).map(|(zone, _)| zone);
        Some(Time::Clock { hour, minute, second, zone })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps() {
        for (stamp, value) in [
            ("Published Nov. 7, 2023 at 10:42 a.m. EAT", Some("2023-11-07T10:42:00+03:00")),
            ("08:14, 10 APR 2018", Some("2018-04-10")),
            ("28 August 2020, 18:25 CET", Some("2020-08-28T18:25:00+01:00")),
            ("2024-05-17T10:00Z", Some("2024-05-17T10:00:00Z")),
            ("2024-05-17T10:00:30+02:00", Some("2024-05-17T10:00:30+02:00")),
            ("Updated: 2024-05-17 10:00", Some("2024-05-17")),
            ("Friday 24 May 2024 14.05 BST", Some("2024-05-24")),
            ("Fri, 24 May 2024 14:05 GMT", Some("2024-05-24T14:05:00Z")),
            ("Posted on 24.05.2024 by Ann Lee", Some("2024-05-24")),
            ("May 5, 2024 | 3:30pm ET", Some("2024-05-05T15:30:00-04:00")),
            ("Fri, 24 May 2024 14:05:09 +0200", Some("2024-05-24T14:05:09+02:00")),
            ("17th of June, 2021", Some("2021-06-17")),
            ("25/12/2021", Some("2021-12-25")),
            ("03/04/2021", None),
            ("By May Robson", None),
            ("30 February 2021", None),
            ("+44 20 7946 0958", None),
            ("", None),
        ] {
            assert_eq!(parse_stamp(stamp).as_deref(), value, "{stamp}");
        }
    }

    #[test]
    fn urls() {
        for (url, value) in [
            ("https://news.example/2024/05/24/harbour-bridge", Some("2024-05-24")),
            ("https://news.example/world/2024/may/24/harbour", Some("2024-05-24")),
            ("https://news.example/harbour-2024-05-24.html", Some("2024-05-24")),
            ("https://news.example/20240524/harbour", Some("2024-05-24")),
            ("https://news.example/2024/05/harbour", None),
            ("https://news.example/10042018/harbour", None),
            ("https://2024/05/24", None),
            ("https://news.example/?d=2024/05/24", None),
            ("", None),
        ] {
            assert_eq!(anchor_from_url(url).map(|d| d.to_string()).as_deref(), value, "{url}");
        }
    }

    #[test]
    fn texts() {
        let text = "Born on 3 March 1950, she retired on May 5, 2021. Call 020-7946-0958.";
        assert_eq!(anchor_from_text(text, &Tokens::new(text)).map(|d| d.to_string()).as_deref(), Some("2021-05-05"));
        assert_eq!(anchor_from_text("On 5 May.", &Tokens::new("On 5 May.")), None);
    }
}
