//! Times of day: clock times in all the ways that the press prints them, with zones.

use super::super::lexicon::{Key, Lex, Part, Unit, digits::to_24};
use super::super::value::Time;
use super::super::zone::Zone;
use super::Grammar;

/// Hour, minute and second as read, and whether the half of the day is settled.
struct Read {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    settled: bool,
    end: usize,
}

impl Grammar<'_> {
    /// A clock time at token `i`.
    pub(super) fn clock(&self, i: usize) -> Option<(Time, usize)> {
        let mut read = self.clock_figures(i).or_else(|| self.clock_words(i))?;
        let mut end = read.end;
        if let Lex::Key(half @ (Key::Am | Key::Pm)) = self.at(end) {
            read.hour = to_24(read.hour, half);
            read.settled = true;
            end += 1;
        } else if !read.settled
            && let Some((half, zone)) = self.shared_half(end, read.hour)
        {
            let (hour, minute, second) = (to_24(read.hour, half), read.minute, read.second);
            return Some((Time::Clock { hour, minute, second, zone }, end));
        }
        let zone = self.zone(&mut end);
        if !read.settled
            && read.hour <= 12
            && let Some((part, after)) = self.part_phrase(end)
        {
            end = after;
            if matches!(part, Part::Afternoon | Part::Evening) || (part == Part::Night && read.hour >= 6) {
                read.hour = to_24(read.hour, Key::Pm);
            }
        }
        if let Some(after) = self.apposed(end) {
            end = after;
        }
        (read.hour <= 24)
            .then_some((Time::Clock { hour: read.hour, minute: read.minute, second: read.second, zone }, end))
    }

    /// "(0735 GMT)" behind a clock time: the same time in another zone.
    fn apposed(&self, i: usize) -> Option<usize> {
        if !self.punct(i, b'(') {
            return None;
        }
        let end = match self.at(i + 1) {
            Lex::Number { digits: 4, .. } | Lex::Decimal { .. } | Lex::Clock { .. } => i + 2,
            Lex::Number { .. } if self.punct(i + 2, b':') => i + 4,
            _ => return None,
        };
        let zone = matches!(self.at(end), Lex::Zone(_)) && self.tokens[end].is_all_caps();
        (zone && self.punct(end + 1, b')')).then_some(end + 2)
    }

    /// "EST", "GMT", "local time", "Kyiv time", "hours", with or without brackets before the next word.
    fn zone(&self, end: &mut usize) -> Option<Zone> {
        let bracket = usize::from(self.punct(*end, b'('));
        if let Some((zone, after)) = self.named_zone(*end + bracket) {
            if bracket == 0 || self.punct(after, b')') {
                *end = after + bracket;
                return Some(zone);
            }
            return None;
        }
        match self.at(*end) {
            Lex::Key(Key::Local | Key::His) if self.key(*end + 1, Key::Time) => *end += 2,
            Lex::Other if self.capital(*end) && self.key(*end + 1, Key::Time) => *end += 2,
            Lex::Unit { unit: Unit::Hour, plural: true } => *end += 1,
            _ => {}
        }
        None
    }

    /// "GMT", "UTC+8", "+0200", "ET", "Eastern time", "Pacific Daylight Time".
    pub(in crate::dates) fn named_zone(&self, i: usize) -> Option<(Zone, usize)> {
        match self.at(i) {
            Lex::Zone(minutes) if self.tokens[i].is_all_caps() => match self.offset(i + 1).filter(|_| minutes == 0) {
                Some((minutes, end)) => Some((Zone::Fixed(minutes), end)),
                None => Some((Zone::Fixed(minutes), i + 1)),
            },
            Lex::American(hours) if self.capital(i) && (self.tokens[i].is_all_caps() || self.tokens[i].len() > 2) => {
                let (mut at, mut zone) = (i + 1, Zone::American(hours));
                if let Lex::Key(kind @ (Key::Standard | Key::Daylight)) = self.at(at) {
                    zone = Zone::Fixed((i16::from(hours) + i16::from(kind == Key::Daylight)) * 60);
                    at += 1;
                }
                let time = usize::from(self.key(at, Key::Time));
                // "Central European Time" is another one.
                (time == 1 || self.pauses(at)).then_some((zone, at + time))
            }
            _ => self.offset(i).filter(|_| !self.glued(i)).map(|(minutes, end)| (Zone::Fixed(minutes), end)),
        }
    }

    /// "+8", "-5", "+05:30", "+0200": minutes east of Greenwich.
    fn offset(&self, i: usize) -> Option<(i16, usize)> {
        let sign = match (self.at(i), self.form(i)) {
            (Lex::Punct(b'+'), _) => 1,
            (Lex::Dash, "-" | "−") => -1,
            (_, "+") => 1,
            _ => return None,
        };
        if !self.glued(i + 1) {
            return None;
        }
        let Lex::Number { value, digits } = self.at(i + 1) else { return None };
        let (hours, minutes, end) = match digits {
            4 => (value / 100, value % 100, i + 2),
            1 | 2 if self.punct(i + 2, b':') && self.glued(i + 3) => (value, self.figures(i + 3, 2, 2)?, i + 4),
            // "-5" alone is a number; behind UTC or GMT it is an offset.
            1 | 2 if self.before(i) == Lex::Zone(0) => (value, 0, i + 2),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        i16::try_from(hours * 60 + minutes).ok().map(|m| (sign * m, end))
    }

    /// The half of the day that a range tells at its end: "from 3 to 5 p.m.", "11:30–1 p.m.".
    fn shared_half(&self, i: usize, hour: u8) -> Option<(Key, Option<Zone>)> {
        if !matches!(self.at(i), Lex::Dash | Lex::Key(Key::To | Key::And | Key::Or | Key::Until)) {
            return None;
        }
        let (last, mut end) = match (self.at(i + 1), self.at(i + 2)) {
            (Lex::Clock { hour, .. }, _) => (hour, i + 2),
            (Lex::Number { value: value @ 1..=12, .. }, Lex::Key(half @ (Key::Am | Key::Pm))) => {
                (to_24(u8::try_from(value).ok()?, half), i + 3)
            }
            (Lex::Decimal { whole: whole @ 1..=12, digits: 2, .. }, Lex::Key(half @ (Key::Am | Key::Pm))) => {
                (to_24(u8::try_from(whole).ok()?, half), i + 3)
            }
            (Lex::Number { value: value @ 1..=12, .. }, Lex::Punct(b':')) => {
                let (_, glued, after) = self.minutes(i + 3)?;
                let (half, end) = match (glued, self.at(after)) {
                    (Some(half), _) => (half, after),
                    (None, Lex::Key(half @ (Key::Am | Key::Pm))) => (half, after + 1),
                    _ => return None,
                };
                (to_24(u8::try_from(value).ok()?, half), end)
            }
            _ => return None,
        };
        // "11 to 1 p.m." begins in the morning.
        let afternoon = (last >= 12) == (hour % 12 <= last % 12);
        let zone = self.zone(&mut end);
        Some((if afternoon { Key::Pm } else { Key::Am }, zone))
    }

    /// "in the morning", "at night".
    fn part_phrase(&self, i: usize) -> Option<(Part, usize)> {
        match (self.at(i), self.at(i + 1), self.at(i + 2)) {
            (Lex::Key(Key::In), Lex::Key(Key::The), Lex::Part { part, plural: false }) => Some((part, i + 3)),
            (Lex::Key(Key::At), Lex::Part { part: Part::Night, plural: false }, _) => Some((Part::Night, i + 2)),
            _ => None,
        }
    }

    fn clock_figures(&self, i: usize) -> Option<Read> {
        let settled = |hour: u8| hour == 0 || hour > 12;
        let before = if i > 0 { self.lex[i - 1] } else { Lex::Other };
        match (self.at(i), self.at(i + 1)) {
            (Lex::Clock { hour, minute }, _) => Some(Read { hour, minute, second: None, settled: true, end: i + 1 }),
            (Lex::Named { hour }, _) if self.pauses(i + 1) || matches!(self.at(i + 1), Lex::Zone(_) | Lex::Day(_)) => {
                Some(Read { hour, minute: 0, second: None, settled: true, end: i + 1 })
            }
            (Lex::Number { value: value @ 0..=24, digits: 1 | 2 }, Lex::Punct(b':'))
                if self.glued(i + 1) && self.glued(i + 2) && !(self.glued(i) && before == Lex::Punct(b':')) =>
            {
                let hour = u8::try_from(value).ok()?;
                let (minute, half, mut end) = self.minutes(i + 2)?;
                let mut second = None;
                if self.punct(end, b':') && self.glued(end) {
                    second = self.figures(end + 1, 2, 2).and_then(|s| u8::try_from(s).ok()).filter(|s| *s < 60);
                    second?;
                    end += 2;
                }
                let hour = half.map_or(hour, |half| to_24(hour, half));
                Some(Read { hour, minute, second, settled: half.is_some() || settled(hour), end })
            }
            (Lex::Number { value: value @ 1..=12, digits: 1 | 2 }, Lex::Key(Key::Am | Key::Pm | Key::OClock)) => {
                let oclock = usize::from(self.key(i + 1, Key::OClock));
                Some(Read {
                    hour: u8::try_from(value).ok()?,
                    minute: 0,
                    second: None,
                    settled: false,
                    end: i + 1 + oclock,
                })
            }
            // "from 3 to 5 p.m.", "8–10am"
            (
                Lex::Number { value: value @ 1..=12, digits: 1 | 2 },
                Lex::Dash | Lex::Key(Key::To | Key::And | Key::Or),
            ) if (self.dash(i + 1)
                || matches!(before, Lex::Key(Key::From | Key::Between | Key::At | Key::By | Key::Until)))
                && !(self.glued(i) && i > 0 && matches!(before, Lex::Dash | Lex::Other | Lex::Punct(b':' | b'/')))
                && self.shared_half(i + 1, u8::try_from(value).ok()?).is_some() =>
            {
                Some(Read { hour: u8::try_from(value).ok()?, minute: 0, second: None, settled: false, end: i + 1 })
            }
            (Lex::Decimal { whole: 0..=24, hundredths: 0..=59, digits: 2 }, next) => {
                let Lex::Decimal { whole, hundredths, .. } = self.at(i) else { return None };
                let told = matches!(next, Lex::Key(Key::Am | Key::Pm))
                    || matches!(next, Lex::Zone(_) | Lex::American(_) if self.tokens[i + 1].is_all_caps())
                    || self.shared_half(i + 1, u8::try_from(whole).ok()?).is_some()
                    || (matches!(before, Lex::Key(Key::At | Key::By | Key::Until)) && self.pauses(i + 1) && !self.punct(i + 1, b'%'))
                    // The stamps of a live report: "14.45 | Work has halted".
                    || (self.tokens[i].line_start() && (self.form(i + 1) == "|" || self.punct(i + 1, b':')));
                told.then_some(Read {
                    hour: u8::try_from(whole).ok()?,
                    minute: hundredths,
                    second: None,
                    settled: settled(u8::try_from(whole).ok()?),
                    end: i + 1,
                })
            }
            // "0530 GMT", "1830 hours".
            (Lex::Number { value: value @ 0..=2400, digits: 4 }, next)
                if value % 100 < 60
                    && (matches!(next, Lex::Zone(_) if self.tokens[i + 1].is_all_caps())
                        || matches!(next, Lex::Unit { unit: Unit::Hour, .. })) =>
            {
                let (hour, minute) = (u8::try_from(value / 100).ok()?, u8::try_from(value % 100).ok()?);
                Some(Read { hour, minute, second: None, settled: true, end: i + 1 })
            }
            _ => None,
        }
    }

    /// Minutes after a colon, with a glued half of the day ("42am").
    pub(in crate::dates) fn minutes(&self, i: usize) -> Option<(u8, Option<Key>, usize)> {
        match self.at(i) {
            Lex::Number { value: value @ 0..=59, digits: 2 } => Some((u8::try_from(value).ok()?, None, i + 1)),
            _ => {
                let form = self.form(i);
                let (figures, rest) = form.split_at_checked(2)?;
                let Lex::Key(half @ (Key::Am | Key::Pm)) = self.lexicon.word(rest.strip_suffix('.').unwrap_or(rest))
                else {
                    return None;
                };
                Some((figures.parse().ok().filter(|m| *m < 60)?, Some(half), i + 1))
            }
        }
    }

    /// "half past five", "a quarter to nine", "ten past four", "six in the morning", "six o'clock".
    fn clock_words(&self, i: usize) -> Option<Read> {
        let mut at = i;
        let shift = match self.at(i) {
            Lex::Key(Key::Half) => {
                at = i + 1;
                Some(30)
            }
            _ => {
                let a = usize::from(self.key(i, Key::A));
                if matches!(self.at(i + a), Lex::Unit { unit: Unit::Quarter, plural: false }) {
                    at = i + a + 1;
                    Some(15)
                } else if a == 0 && matches!(self.at(i), Lex::Cardinal(1..=29) | Lex::Number { value: 1..=29, .. }) {
                    let (n, end) = self.small(i)?;
                    at = end + usize::from(matches!(self.at(end), Lex::Unit { unit: Unit::Minute, .. }));
                    Some(n)
                } else {
                    None
                }
            }
        };
        let way = match self.at(at) {
            Lex::Key(Key::Past) => 1,
            Lex::Key(Key::To) => -1,
            _ => 0,
        };
        if let (Some(shift), true) = (shift, way != 0) {
            let (hour, settled, end) = match self.at(at + 1) {
                Lex::Cardinal(hour @ 1..=12) => (hour, false, at + 2),
                Lex::Named { hour } => (hour, true, at + 2),
                _ => return None,
            };
            // "two to three" and "ten to twelve" are ranges unless something says that a clock is meant.
            let told = way > 0
                || matches!(self.at(at - 1), Lex::Unit { unit: Unit::Minute | Unit::Quarter, .. })
                || self.part_phrase(end).is_some();
            if !told {
                return None;
            }
            let total = (i32::from(hour) % 24 * 60 + way * i32::from(shift)).rem_euclid(24 * 60);
            let (hour, minute) = (u8::try_from(total / 60).ok()?, u8::try_from(total % 60).ok()?);
            return Some(Read { hour, minute, second: None, settled, end });
        }
        if let (Some(hour @ 1..=12), Some(_)) = (self.figures(i, 1, 2), self.part_phrase(i + 1)) {
            return Some(Read { hour: u8::try_from(hour).ok()?, minute: 0, second: None, settled: false, end: i + 1 });
        }
        let Lex::Cardinal(hour @ 1..=12) = self.at(i) else { return None };
        let (oclock, part) = (self.key(i + 1, Key::OClock), self.part_phrase(i + 1).is_some());
        (oclock || part).then_some(Read {
            hour,
            minute: 0,
            second: None,
            settled: false,
            end: i + 1 + usize::from(oclock),
        })
    }

    /// A number below 60 in figures or words.
    fn small(&self, i: usize) -> Option<(u8, usize)> {
        match self.at(i) {
            Lex::Number { value, digits: 1 | 2 } => Some((u8::try_from(value).ok()?, i + 1)),
            _ => self.spelled(i).and_then(|(n, end)| Some((u8::try_from(n).ok()?, end))),
        }
    }
}
