//! The local grammar: recursive descent over a few tokens from a trigger, no backtracking beyond
//! them, so that the work is linear in the text.

mod amount;
mod calendar;
mod clock;
mod deictic;
mod modifier;
mod numeric;
mod period;
mod set;
mod tense;
mod year;

use super::lexicon::{Key, Lex, Part, Unit, Verb};
use super::value::{Amount, Base, Expr, From, Length, Match, Time};
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
    /// The first token that no expression may reach.
    pub(super) end: usize,
    pub(super) order: Order,
}

impl<'a> Grammar<'a> {
    fn at(&self, i: usize) -> Lex {
        #[cfg(test)]
        LOOKS.with(|looks| looks.set(looks.get() + 1));
        if i < self.end { self.lex[i] } else { Lex::Other }
    }

    fn key(&self, i: usize, key: Key) -> bool {
        self.at(i) == Lex::Key(key)
    }

    fn punct(&self, i: usize, mark: u8) -> bool {
        self.at(i) == Lex::Punct(mark)
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

    /// The meaning of the token before `i`, in the same line.
    fn before(&self, i: usize) -> Lex {
        if i > 0 && !self.tokens[i].line_start() { self.lex[i - 1] } else { Lex::Other }
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
            Lex::Other | Lex::Dash | Lex::Possessive | Lex::Verb(_) | Lex::Zone(_) | Lex::DayT { .. } => None,
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
        if let Some(numeric) = self.numeric(i) {
            let base = Base::Civil(numeric.civil);
            if numeric.time.is_some() {
                return Some((Expr::Calendar { base, time: numeric.time }, numeric.end));
            }
            return Some(self.date_with_time(base, numeric.end));
        }
        self.age(i).or_else(|| self.phrase(i))
    }

    /// A length, with what points from it, or a modifier of the length.
    fn lengthy(&self, i: usize) -> Option<(Expr, usize)> {
        let the = usize::from(self.key(i, Key::The));
        if the == 1 && !matches!(self.at(i + 1), Lex::Number { .. } | Lex::Cardinal(_)) {
            return None;
        }
        let (expr, end) = self.duration(i + the)?;
        // "the nine months" but "the [23-year] occupation".
        if the == 1 && (i + 1..end).any(|k| self.at(k) == Lex::Dash) {
            return None;
        }
        if let Expr::Length(length) = expr {
            if let Some(away) = self.away(length, end) {
                return Some(away);
            }
            if the == 0 && self.is_rate(i, length) {
                return Some((Expr::Set { length, each: true, times: None }, end));
            }
        }
        Some((expr, end))
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
            Lex::Other => {
                let form = self.tokens[i - 1].of(self.text);
                form.ends_with('s')
                    || matches!(form, "percent" | "%" | "times" | "share" | "head" | "person" | "barrel")
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
                let year_alone = matches!(base, Base::Civil(civil) if civil.day.is_none());
                if the == 1 && year_alone {
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
            Base::Weekday { .. } | Base::WeekdayOf { .. } | Base::Days(_) | Base::Nth { .. } | Base::Holiday { .. } => {
                true
            }
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
                    Time::Clock { hour, minute, second, offset },
                    Some(Time::Part(Part::Evening | Part::Night | Part::Afternoon)),
                ) if (5..12).contains(&hour) => Time::Clock { hour: hour + 12, minute, second, offset },
                _ => time,
            };
            return (Expr::Calendar { base, time: Some(time) }, after);
        }
        (Expr::Calendar { base: Base::Open, time: Some(time) }, end)
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
        if self.form(i).eq_ignore_ascii_case("overnight") {
            // The night before the report.
            let night = Expr::Calendar { base: Base::Days(-1), time: Some(Time::Part(part)) };
            return self.pauses(i + 1).then_some((night, i + 1));
        }
        let told =
            matches!(self.before(i), Lex::Key(Key::At | Key::By | Key::Until | Key::Before | Key::Since | Key::After));
        (told && self.pauses(i + 1)).then_some(found)
    }

    /// ", 45," behind a name, "aged 45", "he is 45.": years of age.
    fn age(&self, i: usize) -> Option<(Expr, usize)> {
        let (years, end) = match self.at(i) {
            Lex::Number { value: value @ 1..=115, digits: 1..=3 } => (u64::from(value), i + 1),
            Lex::Cardinal(_) => self.spelled(i).filter(|(n, _)| (1..=99).contains(n))?,
            _ => return None,
        };
        let found = Some((Expr::Length(Length::one(Amount::Exact(years * 100), Unit::Year)), end));
        let next = self.at(end);
        if matches!(next, Lex::Unit { .. } | Lex::Dash) {
            return None;
        }
        let form = |k: usize| if k <= i { self.tokens[i - k].of(self.text) } else { "" };
        let number = |k: usize| k <= i && matches!(self.lex[i - k], Lex::Number { .. } | Lex::Cardinal(_));
        let lex = |k: usize| if k <= i { self.lex[i - k] } else { Lex::Other };
        match self.before(i) {
            Lex::Key(Key::Aged) => found,
            Lex::Key(Key::Between) => found.filter(|_| lex(2) == Lex::Key(Key::Aged)),
            // "aged seven to ten", "aged between 14 and 22"; ", 15 and 17, from"
            Lex::Key(Key::To | Key::And) if number(2) => {
                let aged = lex(3) == Lex::Key(Key::Aged)
                    || (lex(3) == Lex::Key(Key::Between) && lex(4) == Lex::Key(Key::Aged));
                let pair =
                    lex(3) == Lex::Punct(b',') && years >= 14 && i > 4 && self.is_person(i - 4) && self.closes(end);
                found.filter(|_| aged || pair)
            }
            // "he is 27.", "I was six, and"
            Lex::Verb(Verb::Is | Verb::Was) | Lex::Key(Key::Am) | Lex::Other
                if matches!(form(1), "is" | "was" | "am" | "are" | "were" | "turned" | "turns" | "turning") =>
            {
                let subject =
                    matches!(form(2).to_ascii_lowercase().as_str(), "he" | "she" | "i" | "who" | "they" | "we");
                let person = subject || (i > 1 && self.is_person(i - 2) && years >= 14);
                let stops = self.closes(end) || matches!(self.form(end), "when" | "now" | "and" | "but");
                found.filter(|_| person && stops)
            }
            // "died at 54", "dies at 67"
            Lex::Key(Key::At) => {
                let life =
                    matches!(form(2), "died" | "dies" | "dead" | "retired" | "hired" | "married" | "even" | "still");
                found.filter(|_| life && years > 5 && self.pauses(end) && !self.punct(end, b':'))
            }
            Lex::Key(Key::Less | Key::Over) => {
                let people = matches!(
                    form(2),
                    "people" | "those" | "children" | "anyone" | "men" | "women" | "adults" | "everyone" | "voters"
                );
                found.filter(|_| people && self.pauses(end) && !self.punct(end, b'%'))
            }
            Lex::Punct(b',') if i > 1 && self.glued(i - 1) && !number(2) => {
                let person = self.is_person(i - 2);
                let comma = self.punct(end, b',') && !matches!(self.at(end + 1), Lex::Number { .. });
                let and = self.key(end, Key::And)
                    && matches!(self.at(end + 1), Lex::Number { .. })
                    && self.punct(end + 2, b',');
                let ends = self.closes(end) && years >= 14;
                let common =
                    !self.tokens[i - 2].is_capitalized() && self.lex[i - 2] == Lex::Other && (18..=99).contains(&years);
                found.filter(|_| (person && (comma || ends || and)) || (common && comma))
            }
            _ => None,
        }
    }

    /// Whether token `k` can end a person's name.
    fn is_person(&self, k: usize) -> bool {
        self.tokens[k].is_capitalized() && self.lex[k] == Lex::Other && !self.tokens[k].has_digit()
    }

    /// Whether punctuation closes a phrase before token `i`.
    fn closes(&self, i: usize) -> bool {
        matches!(self.at(i), Lex::Punct(b',' | b'.' | b';' | b'!' | b'?' | b')' | b':'))
    }

    /// "the age of 17", "age 70".
    fn age_of(&self, i: usize) -> Option<(Expr, usize)> {
        let at = i + usize::from(self.key(i, Key::The));
        if !self.key(at, Key::Age) {
            return None;
        }
        let of = usize::from(self.key(at + 1, Key::Of));
        let (years, end) = match self.at(at + 1 + of) {
            Lex::Number { value: value @ 1..=115, .. } => (u64::from(value), at + 2 + of),
            Lex::Cardinal(_) => self.spelled(at + 1 + of)?,
            _ => return None,
        };
        Some((Expr::Length(Length::one(Amount::Exact(years * 100), Unit::Year)), end))
    }
}
