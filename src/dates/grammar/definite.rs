//! "The" before a unit, a part of the day or a number: "the week", "the year before last", "the
//! morning of May 5", "the 20th".

use super::super::lexicon::{Key, Lex, Part, Unit};
use super::super::value::{Amount, Base, Civil, Expr, From, Length, Year};
use super::Grammar;
use super::deictic::{date, timed, unit_base};
use super::year::civil_year;

impl Grammar<'_> {
    /// "the week", "the year 2000", "the day before", "the week of May 5", "the year before last".
    pub(super) fn the_unit(&self, at: usize, unit: Unit) -> Option<(Expr, usize)> {
        let next = at + 1;
        match (unit, self.at(next)) {
            (Unit::Year, Lex::Number { digits: 4, .. }) => {
                return Some((date(civil_year(Year::Is(self.year_figures(next)?))), next + 1));
            }
            (Unit::Year, Lex::Cardinal(_)) => {
                let (year, end) = match self.named_date(next) {
                    Some((base, end)) => return Some((date(base), end)),
                    None => self.spelled(next)?,
                };
                let year = i32::try_from(year).ok().filter(|y| (1000..3000).contains(y))?;
                return Some((date(civil_year(Year::Is(year))), end));
            }
            (Unit::Week, Lex::Key(Key::Of | Key::Ended)) => {
                if let Some((Base::Civil(civil), end)) = self.named_date(next + 1)
                    && civil.day.is_some()
                {
                    return Some((date(Base::WeekOf(civil)), end));
                }
            }
            (Unit::Day, Lex::Key(Key::Before)) if self.at(next + 1) == Lex::Day(-1) => {
                return Some((date(Base::Days(-2)), next + 2));
            }
            (Unit::Day, Lex::Key(Key::After)) if self.at(next + 1) == Lex::Day(1) => {
                return Some((date(Base::Days(2)), next + 2));
            }
            (_, Lex::Key(way @ (Key::Before | Key::After))) if unit >= Unit::Day => {
                let sign = if way == Key::Before { -1 } else { 1 };
                if let Lex::Key(Key::Last | Key::Next) = self.at(next + 1)
                    && self.pauses(next + 2)
                {
                    return Some((date(unit_base(unit, 2 * sign, From::Anchor)), next + 2));
                }
                if self.pauses(next + 1)
                    && !matches!(self.at(next + 1), Lex::Key(_) | Lex::Month { .. } | Lex::Weekday { .. })
                {
                    return Some((date(Base::Unit { unit, shift: sign, from: From::Text }), next + 1));
                }
            }
            (_, Lex::Key(Key::Following)) if unit >= Unit::Day && self.pauses(next + 1) => {
                return Some((date(Base::Unit { unit, shift: 1, from: From::Text }), next + 1));
            }
            _ => {}
        }
        // "the year ended March 31" is a length.
        if unit == Unit::Year && self.key(next, Key::Ended) {
            return Some((Expr::Length(Length::one(Amount::Exact(100), Unit::Year)), next));
        }
        let base = match unit {
            Unit::Day => {
                // "the day" of what, or when: a clause says it.
                let told = self.pauses(next)
                    && !matches!(
                        self.at(next),
                        Lex::Key(Key::Of | Key::Before | Key::After | Key::To | Key::That | Key::This)
                    );
                return told.then_some((date(Base::Unit { unit, shift: 0, from: From::Text }), next));
            }
            // "in 1998, the year of the flood"
            Unit::Year
                if at > 2
                    && self.lex[at - 2] == Lex::Punct(b',')
                    && matches!(self.lex[at - 3], Lex::Number { digits: 4, .. }) =>
            {
                Base::Unit { unit, shift: 0, from: From::Text }
            }
            Unit::Week | Unit::Month | Unit::Year => unit_base(unit, 0, From::Anchor),
            Unit::Quarter | Unit::Decade | Unit::Century => Base::Unit { unit, shift: 0, from: From::Text },
            Unit::Weekend => Base::Weekend { shift: 0, open: true },
            _ => return None,
        };
        let told = self.pauses(next) && (!self.key(next, Key::Of) || unit == Unit::Year);
        told.then_some((date(base), next))
    }

    /// "the morning of May 5", "the night", "the evening before".
    pub(super) fn the_part(&self, at: usize, part: Part) -> Option<(Expr, usize)> {
        let next = at + 1;
        // Not "the night of the night of …", which would nest without end.
        let nests = self.key(next + 1, Key::The) && matches!(self.at(next + 2), Lex::Part { .. } | Lex::NumberTh(_));
        if (self.key(next, Key::Of) || self.key(next, Key::On))
            && !nests
            && let Some((Expr::Calendar { base, time: None }, end)) = self.calendar(next + 1)
            && (self.key(next, Key::Of) || self.has_day(base))
        {
            return Some((timed(base, part), end));
        }
        let shift = if self.key(next, Key::Before) && self.pauses(next + 1) { -1 } else { 0 };
        let end = next + usize::from(shift != 0);
        self.pauses(end).then_some((timed(Base::Unit { unit: Unit::Day, shift, from: From::Text }, part), end))
    }

    /// "the 20th": a day of the month that the text speaks of.
    pub(super) fn the_day(&self, at: usize, day: u8) -> Option<(Expr, usize)> {
        if let Some((base, end)) = self.period(at).or_else(|| self.named_date(at)) {
            return Some((date(base), end));
        }
        let ends = matches!(self.at(at + 1), Lex::Punct(_)) || at + 1 >= self.end;
        let before = at >= 2
            && matches!(
                self.lex[at - 2],
                Lex::Key(Key::On | Key::Until | Key::By | Key::Since | Key::From | Key::To | Key::Before | Key::After)
            );
        let nests = self.key(at + 2, Key::The) && !matches!(self.at(at + 3), Lex::Unit { .. } | Lex::Key(_));
        let of = (self.key(at + 1, Key::Of) && !nests).then(|| self.deictic(at + 2)).flatten();
        if let Some((Expr::Calendar { base: Base::Unit { unit: Unit::Month, from, shift: 0 }, time: None }, end)) = of {
            let civil = Civil {
                day: Some(day),
                year: if from == From::Text { Year::Text(0) } else { Year::Anchor(0) },
                ..Civil::default()
            };
            return Some((date(Base::Civil(civil)), end));
        }
        (ends && before).then_some((date(Base::Civil(Civil { day: Some(day), ..Civil::default() })), at + 1))
    }
}
