//! All-numeric dates: ISO 8601, and the slashed, dotted and hyphenated forms whose order depends on
//! the region.

use super::super::lexicon::{Class, Lex, digits::two_digit_year};
use super::super::value::{Civil, Time, Year};
use super::super::zone::Zone;
use super::{Grammar, Order};

/// A numeric date with the time that an ISO stamp carries.
pub(in crate::dates) struct Numeric {
    pub(in crate::dates) civil: Civil,
    pub(in crate::dates) time: Option<Time>,
    pub(in crate::dates) end: usize,
}

/// A month and a day in it.
type MonthDay = (u8, u8);

const fn days_in(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A month and a day that exist in some year.
const fn real(month: u8, day: u8) -> bool {
    month >= 1 && month <= 12 && day >= 1 && day <= days_in(month)
}

fn civil(year: u32, month: u8, day: u8) -> Civil {
    Civil { year: Year::Is(i32::try_from(year).unwrap_or(0)), month: Some(month), day: Some(day), ..Civil::default() }
}

impl Grammar<'_> {
    /// Digits alone, at most `most` of them.
    pub(super) fn figures(&self, i: usize, least: u8, most: u8) -> Option<u32> {
        match self.at(i) {
            Lex::Number { value, digits } if (least..=most).contains(&digits) => Some(value),
            _ => None,
        }
    }

    fn two(&self, i: usize) -> Option<u8> {
        self.figures(i, 1, 2).and_then(|n| u8::try_from(n).ok())
    }

    fn separator(&self, i: usize) -> Option<u8> {
        match self.at(i) {
            Lex::Punct(b'/') => Some(b'/'),
            Lex::Dash if self.form(i) == "-" => Some(b'-'),
            _ => None,
        }
    }

    /// A numeric date with a year at token `i`.
    pub(in crate::dates) fn numeric(&self, i: usize) -> Option<Numeric> {
        // A longer chain of numbers is a phone number, a code or a path.
        if i > 0
            && self.glued(i)
            && matches!(self.lex[i - 1], Lex::Dash | Lex::Punct(b'/' | b'.' | b':') | Lex::Number { .. })
        {
            return None;
        }
        if let Lex::Dotted { a, b, year } = self.at(i) {
            if i > 0 && self.is(i - 1, Class::NumberMark) {
                return None;
            }
            // Dots are the mark of the day-first countries.
            let (month, day) = if real(b, a) {
                (b, a)
            } else if real(a, b) {
                (a, b)
            } else {
                return None;
            };
            return Some(Numeric { civil: civil(u32::from(year), month, day), time: None, end: i + 1 });
        }
        let mark = self.separator(i + 1)?;
        if !(1..=4).all(|k| self.glued(i + k)) && !(1..=3).all(|k| self.glued(i + k)) {
            return None;
        }
        if self.separator(i + 3) != Some(mark) {
            return None;
        }
        if self.separator(i + 5).is_some() && self.glued(i + 5) && self.figures(i + 6, 1, 9).is_some() {
            return None;
        }
        if let Some(year @ 1000..=2999) = self.figures(i, 4, 4) {
            return self.iso(i, year);
        }
        let (first, second) = (self.two(i)?, self.two(i + 2)?);
        let year = match self.at(i + 4) {
            Lex::Number { value: value @ 1000..=2999, digits: 4 } => value,
            Lex::Number { value, digits: 2 } if mark == b'/' => two_digit_year(value),
            _ => return None,
        };
        let (month, day, other) = self.ordered(first, second)?;
        let mut civil = civil(year, month, day);
        civil.other = other;
        Some(Numeric { civil, time: None, end: i + 5 })
    }

    /// Month, day and, where nothing decides, the other reading.
    pub(super) fn ordered(&self, first: u8, second: u8) -> Option<(u8, u8, Option<MonthDay>)> {
        match (real(first, second), real(second, first), self.order) {
            (false, false, _) => None,
            (true, false, _) => Some((first, second, None)),
            (false, true, _) => Some((second, first, None)),
            (true, true, Order::MonthFirst) => Some((first, second, None)),
            (true, true, Order::DayFirst) => Some((second, first, None)),
            (true, true, Order::Unknown) if first == second => Some((first, second, None)),
            (true, true, Order::Unknown) => Some((first, second, Some((second, first)))),
        }
    }

    /// `2024-05-17`, `2024-05-17T10:00:00+02:00`, `2024/05/17`.
    fn iso(&self, i: usize, year: u32) -> Option<Numeric> {
        let month = self.two(i + 2).filter(|_| self.figures(i + 2, 1, 2).is_some())?;
        match self.at(i + 4) {
            Lex::Number { value, digits: 1 | 2 } => {
                let day = u8::try_from(value).ok().filter(|d| real(month, *d))?;
                let mut end = i + 5;
                let mut time = None;
                // "2024-05-17 10:00:00" of logs and feeds.
                if let (Some(hour @ 0..=24), true) = (self.two(end), self.punct(end + 1, b':') && self.glued(end + 1))
                    && let Some((clock, after)) = self.iso_time(end + 1, hour)
                {
                    (time, end) = (Some(clock), after);
                }
                Some(Numeric { civil: civil(year, month, day), time, end })
            }
            Lex::DayT { day, hour } if real(month, day) => {
                let (time, end) = self.iso_time(i + 5, hour)?;
                Some(Numeric { civil: civil(year, month, day), time: Some(time), end })
            }
            _ => None,
        }
    }

    /// `:00:00Z` from the colon after the hour on.
    fn iso_time(&self, i: usize, hour: u8) -> Option<(Time, usize)> {
        if !self.punct(i, b':') || !self.glued(i) || !self.glued(i + 1) {
            return None;
        }
        let (mut parts, mut end) = ([None, None], i);
        for k in 0..2 {
            if !self.punct(end, b':') || !self.glued(end) {
                break;
            }
            let (value, zulu) = self.sexagesimal(end + 1)?;
            parts[k] = Some(value);
            end += 2;
            if zulu {
                let time =
                    Time::Clock { hour, minute: parts[0].unwrap_or(0), second: parts[1], zone: Some(Zone::Fixed(0)) };
                return Some((time, end));
            }
        }
        let mut zone = None;
        let sign = match self.form(end) {
            "+" => 1,
            "-" => -1,
            _ => 0,
        };
        if sign != 0 && self.glued(end) {
            if let (Some(h), true, Some(m)) = (self.two(end + 1), self.punct(end + 2, b':'), self.two(end + 3)) {
                zone = Some(Zone::Fixed(sign * (i16::from(h) * 60 + i16::from(m))));
                end += 4;
            } else if let Some(hm) = self.figures(end + 1, 4, 4) {
                zone = i16::try_from(hm / 100 * 60 + hm % 100).ok().map(|m| Zone::Fixed(sign * m));
                end += 2;
            }
        }
        Some((Time::Clock { hour, minute: parts[0]?, second: parts[1], zone }, end))
    }

    /// Two digits below 60, perhaps with a glued Z ("00Z") or a fraction ("00.123Z").
    fn sexagesimal(&self, i: usize) -> Option<(u8, bool)> {
        let form = self.form(i);
        let zulu = form.ends_with('Z');
        let figures = form.trim_end_matches('Z').split('.').next()?;
        let value: u8 = (figures.len() == 2).then(|| figures.parse().ok())??;
        (value < 60).then_some((value, zulu))
    }
}
