//! Recurring times: "every Monday", "twice a week", "daily", "per year".

use super::super::lexicon::{Class, Key, Lex, Unit};
use super::super::point::Within;
use super::super::value::{Amount, Expr, Length};
use super::Grammar;

fn each(count: u64, unit: Unit, times: Option<u8>) -> Expr {
    // "every quarter" recurs by the calendar: every three months.
    let (count, unit) = if unit == Unit::Quarter { (3 * count, Unit::Month) } else { (count, unit) };
    Expr::Set { length: Length::one(Amount::Exact(count * 100), unit), each: true, times }
}

impl Grammar<'_> {
    /// A set at token `i`.
    pub(super) fn set(&self, i: usize) -> Option<(Expr, usize)> {
        match self.at(i) {
            Lex::Periodic { unit, count } => {
                let lower = !self.capital(i) || i == 0 || self.tokens[i].line_start();
                // "quarterly results", "monthly report" name a thing rather than a time.
                let adjective = !self.capital(i) && self.is(i, Class::Adjective);
                (lower && !adjective).then(|| (each(u64::from(count), unit, None), i + 1))
            }
            Lex::Weekday { number: _, plural: true, .. } => Some((each(1, Unit::Week, None), i + 1)),
            Lex::Unit { unit: Unit::Weekend, plural: true } => Some((each(1, Unit::Week, None), i + 1)),
            Lex::Key(Key::Each) => self.each_named(i + 1).or_else(|| self.every(i + 1)),
            Lex::Key(Key::Every) => self.every(i + 1),
            Lex::Key(Key::Per) => match self.at(i + 1) {
                Lex::Unit { unit, plural: false } => Some((each(1, unit, None), i + 2)),
                _ => None,
            },
            Lex::Key(Key::Once | Key::Twice) => {
                let times = if self.key(i, Key::Once) { 1 } else { 2 };
                let (unit, end) = self.per_unit(i + 1)?;
                Some((each(1, unit, Some(times)), end))
            }
            Lex::Cardinal(_) | Lex::Number { digits: 1 | 2, .. } => {
                let (times, at) = match self.at(i) {
                    Lex::Cardinal(n) => (n, i + 1),
                    _ => (u8::try_from(self.figures(i, 1, 2)?).ok()?, i + 1),
                };
                if !self.is(at, Class::Times) {
                    return None;
                }
                let (unit, end) = self.per_unit(at + 1)?;
                Some((each(1, unit, Some(times)), end))
            }
            _ => None,
        }
    }

    /// "a week", "per year", "each day", "every month".
    fn per_unit(&self, i: usize) -> Option<(Unit, usize)> {
        match (self.at(i), self.at(i + 1)) {
            (Lex::Key(Key::A | Key::Per | Key::Each | Key::Every), Lex::Unit { unit, plural: false }) => {
                Some((unit, i + 2))
            }
            _ => None,
        }
    }

    /// "each July", "each Thursday": a month or weekday of any year or week.
    fn each_named(&self, i: usize) -> Option<(Expr, usize)> {
        let within = match self.at(i) {
            Lex::Weekday { number, guarded: false, plural: false } => Within::Weekday(number),
            Lex::Month { number, .. } if self.capital(i) => Within::Month(number),
            _ => return None,
        };
        let more = matches!(self.at(i + 1), Lex::Part { .. }) || self.key(i + 1, Key::And);
        (!more).then_some((Expr::Each(within), i + 1))
    }

    /// What stands after "every" or "each".
    fn every(&self, i: usize) -> Option<(Expr, usize)> {
        let mut at = i;
        let mut step = 1;
        if self.key(at, Key::Other) {
            (step, at) = (2, at + 1);
        } else if self.key(at, Key::Few) {
            let Lex::Unit { unit, .. } = self.at(at + 1) else { return None };
            return Some((Expr::Set { length: Length::one(Amount::Vague, unit), each: true, times: None }, at + 2));
        } else if let Some((n, end)) = self.ordinal(at).filter(|_| !matches!(self.at(at), Lex::Key(Key::First))) {
            if matches!(self.at(end), Lex::Unit { .. } | Lex::Weekday { .. } | Lex::Month { .. }) {
                (step, at) = (u64::from(n), end);
            }
        } else if let Some((length, end)) = self.length(at) {
            return Some((Expr::Set { length, each: true, times: None }, end));
        }
        let working = usize::from(self.key(at, Key::Trading));
        let unit = match self.at(at + working) {
            Lex::Unit { unit: Unit::Second, plural: false } if step == 1 && !self.pauses(at + 1) => return None,
            Lex::Unit { unit, plural: false } => unit,
            Lex::Weekday { plural: false, .. } => Unit::Week,
            Lex::Month { .. } if self.capital(at) => Unit::Year,
            Lex::Part { .. } => Unit::Day,
            Lex::Season { .. } => Unit::Year,
            Lex::Key(Key::Workday) => Unit::Day,
            _ => return None,
        };
        let mut end = at + working + 1;
        // "every Tuesday morning", "every Monday and Friday"
        if matches!(self.at(end), Lex::Part { .. }) {
            end += 1;
        }
        if self.key(end, Key::And)
            && matches!((self.at(at), self.at(end + 1)), (Lex::Weekday { .. }, Lex::Weekday { .. }))
        {
            end += 2;
        }
        Some((each(step, unit, None), end))
    }
}
