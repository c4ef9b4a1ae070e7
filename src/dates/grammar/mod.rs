//! The local grammar: recursive descent over a few tokens from a trigger, no backtracking beyond
//! them, so that the work is linear in the text.

mod age;
mod amount;
mod away;
mod calendar;
mod clock;
mod definite;
mod deictic;
mod modifier;
mod numeric;
mod period;
mod range;
mod set;
mod tense;
mod year;

use super::lexicon::{Class, Key, Lex, Lexicon, Part, Tense, Unit, Verb};
use super::value::{Amount, Base, Expr, From, Length, Match, Time, Year};
use crate::text::Token;

#[cfg(test)]
thread_local! {
    /// How often the grammar has looked at a token: its work, without a clock.
    pub(super) static LOOKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Whether the day or the month comes first in an all-numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Order {
    #[default]
    Unknown,
    DayFirst,
    MonthFirst,
}

/// The tokens of a text with their meanings, up to the end of the paragraph.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) lex: &'a [Lex],
    pub(super) lexicon: &'static Lexicon,
    /// The first token that no expression may reach.
    pub(super) end: usize,
    pub(super) order: Order,
    /// Whether the text tells a history.
    pub(super) history: bool,
}

impl<'a> Grammar<'a> {
    fn at(&self, i: usize) -> Lex {
        #[cfg(test)]
        LOOKS.with(|looks| looks.set(looks.get() + 1));
        if i < self.end { self.lex[i] } else { Lex::Other }
    }

    fn key(&self, i: usize, key: Key) -> bool {
        matches!(self.at(i), Lex::Key(is) if is == key)
    }

    fn punct(&self, i: usize, mark: u8) -> bool {
        matches!(self.at(i), Lex::Punct(is) if is == mark)
    }

    fn dash(&self, i: usize) -> bool {
        matches!(self.at(i), Lex::Dash)
    }

    /// The token after `i`, a comma stepped over.
    fn after_comma(&self, i: usize) -> usize {
        i + usize::from(self.punct(i, b','))
    }

    /// Whether no white space stands before token `i`.
    fn glued(&self, i: usize) -> bool {
        i < self.end && !self.tokens[i].space_before()
    }

    fn capital(&self, i: usize) -> bool {
        i < self.end && self.tokens[i].is_capitalized()
    }

    fn form(&self, i: usize) -> &'a str {
        if i < self.end { self.tokens[i].of(self.text) } else { "" }
    }

    /// Whether token `i` is a word of a class.
    fn is(&self, i: usize, class: Class) -> bool {
        self.lexicon.is(self.form(i), class)
    }

    /// The meaning of the token before `i`, in the same line.
    fn before(&self, i: usize) -> Lex {
        let inside = self.tokens.get(i).is_some_and(|token| i > 0 && !token.line_start());
        if inside { self.lex[i - 1] } else { Lex::Other }
    }

    /// The expression that begins at token `i`.
    pub(super) fn find(&self, i: usize) -> Option<Match> {
        if let Some(found) = self.modified(i) {
            return Some(found);
        }
        self.core(i).map(|(expr, end)| Match { end, expr, modifier: None })
    }

    /// An expression without a modifier before it.
    fn core(&self, i: usize) -> Option<(Expr, usize)> {
        match self.at(i) {
            Lex::Other
            | Lex::Dash
            | Lex::Possessive
            | Lex::Verb(_)
            | Lex::Zone(_)
            | Lex::American(_)
            | Lex::DayT { .. } => None,
            Lex::Reference(tense) => Some((Expr::Reference(tense), i + 1)),
            Lex::Number { .. } | Lex::Dotted { .. } | Lex::NumberTh(_) | Lex::Grouped(_) | Lex::Decimal { .. } => {
                self.numeral(i)
            }
            Lex::Cardinal(_) | Lex::Scale(_) => self.numeral(i),
            Lex::Part { part, plural: false } => self.bare_part(i, part),
            Lex::Key(Key::Aged) => None,
            Lex::Key(Key::The | Key::Age) => self.age_of(i).or_else(|| self.phrase(i)),
            _ => self.phrase(i),
        }
    }

    /// Dates, times, sets and lengths, in the order in which the longer one comes first.
    fn phrase(&self, i: usize) -> Option<(Expr, usize)> {
        if let Some(found) = self.span(i) {
            return Some(found);
        }
        if let Some((time, end)) = self.clock(i) {
            return Some(self.clock_with_date(time, end));
        }
        if let Some(found) = self.set(i).or_else(|| self.year_ago(i)) {
            return Some(found);
        }
        if let Some((expr, end)) = self.calendar(i) {
            return Some((expr, end));
        }
        self.lengthy(i)
    }

    fn numeral(&self, i: usize) -> Option<(Expr, usize)> {
        if let Some(found) = self.stopwatch(i) {
            return Some(found);
        }
        if let Some((base, end)) = self.nine_eleven(i) {
            return Some((Expr::Calendar { base, time: None }, end));
        }
        if let Some(numeric) = self.numeric(i) {
            let base = Base::Civil(numeric.civil);
            if numeric.time.is_some() {
                return Some((Expr::Calendar { base, time: numeric.time }, numeric.end));
            }
            return Some(self.date_with_time(base, numeric.end));
        }
        self.age(i).or_else(|| self.phrase(i))
    }

    /// "won in 3:41:09": hours, minutes and seconds of a race.
    fn stopwatch(&self, i: usize) -> Option<(Expr, usize)> {
        if self.before(i) != Lex::Key(Key::In) || !self.punct(i + 1, b':') || !self.punct(i + 3, b':') {
            return None;
        }
        let part = |k: usize, unit: Unit| {
            self.figures(k, 1, 2).filter(|n| *n < 60).map(|n| (Amount::Exact(u64::from(n) * 100), unit))
        };
        let parts = [part(i, Unit::Hour), part(i + 2, Unit::Minute), part(i + 4, Unit::Second)];
        let glued = (1..5).all(|k| self.glued(i + k));
        (glued && parts.iter().all(Option::is_some)).then_some((Expr::Length(Length { parts }), i + 5))
    }

    /// A length, with what points from it, or a modifier of the length.
    fn lengthy(&self, i: usize) -> Option<(Expr, usize)> {
        let the = usize::from(self.key(i, Key::The));
        // "over the years"
        if let (1, Lex::Key(Key::Over), Lex::Unit { unit, plural: true }) = (the, self.before(i), self.at(i + 1))
            && unit >= Unit::Day
        {
            return Some((Expr::Length(Length::one(Amount::Vague, unit)), i + 2));
        }
        if the == 1 && !matches!(self.at(i + 1), Lex::Number { .. } | Lex::Cardinal(_)) {
            return None;
        }
        let (expr, end) = self.duration(i + the)?;
        // "the nine months" but "the [23-year] occupation".
        if the == 1 && (i + 1..end).any(|k| self.dash(k)) {
            return None;
        }
        if let Expr::Length(length) = expr {
            if let Some(away) = self.away(length, end) {
                return Some(away);
            }
            // "will one day be"
            let modal = |k: usize| i >= k && matches!(self.lex[i - k], Lex::Verb(Verb::Will | Verb::Would | Verb::Can));
            if length == Length::one(Amount::Exact(100), Unit::Day)
                && self.at(i) == Lex::Cardinal(1)
                && (modal(1) || modal(2))
            {
                return Some((Expr::Reference(Tense::Future), end));
            }
            // "110 kilometres an hour"
            if the == 0 && self.key(i, Key::A) && length.parts[0].is_some_and(|(_, u)| u < Unit::Day) && self.is_way(i)
            {
                return None;
            }
            if the == 0 && self.is_rate(i, length) {
                return Some((Expr::Set { length, each: true, times: None }, end));
            }
        }
        Some((expr, end))
    }

    /// Whether the word before token `i` measures a way.
    fn is_way(&self, i: usize) -> bool {
        i > 0 && self.is(i - 1, Class::Distance)
    }

    /// "$5 a share a year", "15 a month": a rate is a set.
    fn is_rate(&self, i: usize, length: Length) -> bool {
        if !self.key(i, Key::A) || i == 0 || length.parts[0].is_none_or(|(amount, _)| amount != Amount::Exact(100)) {
            return false;
        }
        match self.before(i) {
            Lex::Number { .. }
            | Lex::Grouped(_)
            | Lex::Decimal { .. }
            | Lex::Scale(_)
            | Lex::Unit { .. }
            | Lex::Measure { .. } => true,
            Lex::Other if !self.tokens[i].line_start() => {
                let form = self.tokens[i - 1].of(self.text);
                form.ends_with(self.lexicon.endings.plural) || form == "%" || self.is(i - 1, Class::Rated)
            }
            _ => false,
        }
    }

    /// A date, pointing or named, with the time of day that follows it.
    fn calendar(&self, i: usize) -> Option<(Expr, usize)> {
        let the = usize::from(self.key(i, Key::The));
        let (base, end) = match self.deictic(i) {
            Some((Expr::Calendar { base, time: None }, end)) => (base, end),
            Some(found) => return Some(found),
            None => {
                let date = self.period(i + the).or_else(|| self.named_date(i + the));
                let (base, end) = date?;
                // "the May meeting": the article belongs to the noun.
                // "the May 5 meeting", "the third-quarter loss".
                let year_alone = matches!(base, Base::Civil(civil) if civil.day.is_none());
                let attribute = match base {
                    Base::Civil(_) => year_alone || matches!(self.at(i + 1), Lex::Month { .. }),
                    Base::Quarter { year: Year::Open, .. } => self.dash(end.saturating_sub(2)),
                    _ => false,
                };
                if the == 1 && attribute {
                    return None;
                }
                (base, end)
            }
        };
        if let (true, Base::Weekday { .. } | Base::Holiday { .. }) = (the == 1, base)
            && !self.pauses(end)
        {
            return None;
        }
        Some(self.date_with_time(base, end))
    }

    /// A date and the part of the day or clock time behind it.
    fn date_with_time(&self, base: Base, end: usize) -> (Expr, usize) {
        if let Lex::Part { part, plural: false } = self.at(end)
            && self.has_day(base)
        {
            return (Expr::Calendar { base, time: Some(Time::Part(part)) }, end + 1);
        }
        if self.has_day(base) {
            let at = self.after_comma(end);
            if matches!(self.at(at), Lex::Number { .. } | Lex::Clock { .. } | Lex::Named { .. } | Lex::Decimal { .. })
                && let Some((time @ Time::Clock { .. }, after)) = self.clock(at)
            {
                return (Expr::Calendar { base, time: Some(time) }, after);
            }
        }
        (Expr::Calendar { base, time: None }, end)
    }

    fn has_day(&self, base: Base) -> bool {
        match base {
            Base::Civil(civil) => civil.day.is_some(),
            Base::Weekday { .. }
            | Base::WeekdayOf { .. }
            | Base::WeekdayAfter { .. }
            | Base::Days(_)
            | Base::Nth { .. }
            | Base::Holiday { .. } => true,
            Base::Unit { unit, .. } | Base::Away { unit, .. } => unit == Unit::Day,
            _ => false,
        }
    }

    /// A clock time and the date behind it: "3 p.m. on Friday", "noon Sunday", "9 a.m. tomorrow".
    fn clock_with_date(&self, time: Time, end: usize) -> (Expr, usize) {
        let comma = self.after_comma(end);
        let at = comma + usize::from(self.key(comma, Key::On));
        if let Some((Expr::Calendar { base, time: other }, after)) = self.calendar(at)
            && self.has_day(base)
            && !matches!(other, Some(Time::Clock { .. }))
        {
            // "at 8 on Monday night" is in the evening.
            let time = match (time, other) {
                (
                    Time::Clock { hour, minute, second, zone },
                    Some(Time::Part(Part::Evening | Part::Night | Part::Afternoon)),
                ) if (5..12).contains(&hour) => Time::Clock { hour: hour + 12, minute, second, zone },
                _ => time,
            };
            return (Expr::Calendar { base, time: Some(time) }, after);
        }
        let base = self.day_of_range(time, end);
        (Expr::Calendar { base: base.unwrap_or(Base::Open), time: Some(time) }, end)
    }

    /// The day behind the later clock time that a range or pair goes on with: "from 8 to 10 a.m. on Monday".
    fn day_of_range(&self, time: Time, end: usize) -> Option<Base> {
        if !matches!(self.at(end), Lex::Dash | Lex::Key(Key::To | Key::And | Key::Or | Key::Until)) {
            return None;
        }
        let (last, after) = self.clock(end + 1)?;
        let of_day = |time: Time| match time {
            Time::Clock { hour, minute, .. } => Some((hour, minute)),
            Time::Part(_) => None,
        };
        if of_day(last)? <= of_day(time)? {
            return None;
        }
        match self.calendar(after + usize::from(self.key(after, Key::On)))? {
            (Expr::Calendar { base, time: None }, _) if self.has_day(base) => Some(base),
            _ => None,
        }
    }

    /// "at night", "by dawn", "overnight": a part of the day without a date.
    fn bare_part(&self, i: usize, part: Part) -> Option<(Expr, usize)> {
        let found = (
            Expr::Calendar {
                base: Base::Unit { unit: Unit::Day, shift: 0, from: From::Text },
                time: Some(Time::Part(part)),
            },
            i + 1,
        );
        // "dawn on Thursday"
        if self.key(i + 1, Key::On)
            && let Some((Expr::Calendar { base, time: None }, end)) = self.calendar(i + 2)
            && self.has_day(base)
        {
            return Some((Expr::Calendar { base, time: Some(Time::Part(part)) }, end));
        }
        if self.is(i, Class::NightBefore) {
            // The night before the report.
            let night = Expr::Calendar { base: Base::Days(-1), time: Some(Time::Part(part)) };
            return self.pauses(i + 1).then_some((night, i + 1));
        }
        let told =
            matches!(self.before(i), Lex::Key(Key::At | Key::By | Key::Until | Key::Before | Key::Since | Key::After));
        // "at night" is any night.
        let found = match (self.before(i), part) {
            (Lex::Key(Key::At), Part::Night) if !self.history => {
                (Expr::Calendar { base: Base::SomeDay, time: Some(Time::Part(part)) }, i + 1)
            }
            _ => found,
        };
        (told && self.pauses(i + 1)).then_some(found)
    }
}
