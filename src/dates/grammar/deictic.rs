//! Expressions that point: "last year", "the following day", "that week", "two years ago", "these days".

use super::super::lexicon::{Class, Key, Lex, Part, Tense, Unit, Verb};
use super::super::value::{Amount, Base, Civil, Expr, From, Length, Time, Way, Year};
use super::Grammar;

pub(super) const fn unit_base(unit: Unit, shift: i32, from: From) -> Base {
    match unit {
        Unit::Weekend if matches!(from, From::Anchor) => Base::Weekend { shift, open: false },
        Unit::Season => Base::Unit { unit: Unit::Year, shift, from },
        unit => Base::Unit { unit, shift, from },
    }
}

pub(super) const fn date(base: Base) -> Expr {
    Expr::Calendar { base, time: None }
}

pub(super) const fn timed(base: Base, part: Part) -> Expr {
    Expr::Calendar { base, time: Some(Time::Part(part)) }
}

impl Grammar<'_> {
    /// A pointing expression at token `i`, its "the" included.
    pub(super) fn deictic(&self, i: usize) -> Option<(Expr, usize)> {
        let the = self.key(i, Key::The);
        let at = i + usize::from(the);
        if let Some((base, end)) = self.quarter_of(i) {
            return Some((date(base), end));
        }
        match self.at(at) {
            Lex::Day(days) if !the => {
                // "tomorrow week"
                let week = matches!(self.at(at + 1), Lex::Unit { unit: Unit::Week, plural: false })
                    && days >= 0
                    && self.pauses(at + 2);
                let days = i32::from(days) + if week { 7 } else { 0 };
                Some((date(Base::Days(days)), at + 1 + usize::from(week)))
            }
            Lex::Tonight => Some((timed(Base::Days(0), Part::Night), at + 1)).filter(|_| !the),
            Lex::Key(Key::A) if !the => self.some_weekday(i),
            Lex::Key(key) => self.pointed(i, at, the, key),
            Lex::Unit { unit, plural: false } if the => self.the_unit(at, unit),
            Lex::Part { part, plural: false } if the => self.the_part(at, part),
            Lex::Decade(tens) if the => Some((date(Base::DecadeOfCentury(tens)), at + 1)),
            Lex::NumberTh(day @ 1..=31) if the => self.the_day(at, day),
            _ => None,
        }
    }

    /// "this year's third quarter", "last year's quarter", "next year's second half".
    fn quarter_of(&self, i: usize) -> Option<(Base, usize)> {
        if !matches!(self.at(i), Lex::Key(Key::Last | Key::This | Key::Next)) || self.at(i + 2) != Lex::Possessive {
            return None;
        }
        let (year, end) = self.year_phrase(i)?;
        if let Some((number, end)) = self.quarter(end + 1) {
            return Some((Base::Quarter { number, year }, end));
        }
        match (self.ordinal(end + 1), self.at(end + 1)) {
            (Some((number @ 1..=2, at)), _) if self.key(at, Key::Half) => Some((Base::Half { number, year }, at + 1)),
            (_, Lex::Unit { unit: Unit::Quarter, plural: false }) => Some((Base::SameQuarter(year), end + 2)),
            _ => None,
        }
    }

    /// "on a Tuesday": some such day; "on a Sunday in June" lies in that month.
    fn some_weekday(&self, i: usize) -> Option<(Expr, usize)> {
        let Lex::Weekday { number, plural: false, guarded: false } = self.at(i + 1) else { return None };
        // "July 19, a Saturday"
        let apposed = i > 1 && matches!(self.lex[i - 2], Lex::Number { .. } | Lex::NumberTh(_) | Lex::Month { .. });
        if apposed && self.before(i) == Lex::Punct(b',') && self.pauses(i + 2) {
            return Some((date(Base::Unit { unit: Unit::Day, shift: 0, from: From::Text }), i + 2));
        }
        if self.before(i) != Lex::Key(Key::On) {
            return None;
        }
        if self.key(i + 2, Key::In)
            && let Some((base, end)) = self.named_date(i + 3)
        {
            return Some((date(base), end));
        }
        self.pauses(i + 2).then_some((date(Base::SomeWeekday(number)), i + 2))
    }

    fn pointed(&self, i: usize, at: usize, the: bool, key: Key) -> Option<(Expr, usize)> {
        let next = at + 1;
        match key {
            Key::Last
            | Key::Past
            | Key::Previous
            | Key::Next
            | Key::Coming
            | Key::Following
            | Key::First
            | Key::Latest => {
                if let Some((length, end)) = self.counted_length(next) {
                    let expr = match key {
                        Key::Latest => return None,
                        Key::Last | Key::Past => Expr::Stretch { length, way: Way::Last },
                        Key::Next | Key::Coming => Expr::Stretch { length, way: Way::Next },
                        _ => Expr::Length(length),
                    };
                    return Some((expr, end));
                }
                if the && key == Key::Past && matches!(self.before(i), Lex::Key(Key::In | Key::Of)) && self.pauses(next)
                {
                    return Some((Expr::Reference(Tense::Past), next));
                }
                self.shifted(at, the, key)
            }
            // "who once settled a dispute", "Zschoche, once a co-founder".
            Key::Once => {
                let told = matches!(self.at(next), Lex::Verb(Verb::Past | Verb::Had))
                    || self.form(next).ends_with(self.lexicon.endings.past) && !self.capital(next)
                    || (self.before(i) == Lex::Punct(b',') && matches!(self.at(next), Lex::Key(Key::A | Key::Of)));
                told.then_some((Expr::Reference(Tense::Past), next))
            }
            Key::Former if !the && !self.capital(at) => Some((Expr::Attribute(Tense::Past), next)),
            Key::This if !the => match self.at(next) {
                Lex::Key(Key::Past | Key::Last) => self.shifted(next, false, Key::Last),
                Lex::Key(Key::Coming | Key::Next) => self.shifted(next, false, Key::Next),
                Lex::Key(Key::Fiscal | Key::Financial | Key::School | Key::Calendar) => {
                    self.unit_at(next + 1, Way::This)
                }
                _ => self.unit_at(next, Way::This),
            },
            Key::That if !the => {
                let same = usize::from(self.key(next, Key::Same));
                self.that(next + same)
            }
            Key::Same if the => self.that(next),
            Key::Current => match self.at(next) {
                Lex::Unit { unit, plural: false } if unit >= Unit::Week => {
                    Some((date(unit_base(unit, 0, From::Anchor)), next + 1))
                }
                Lex::Key(Key::Fiscal | Key::Financial) => self.unit_at(next + 1, Way::This),
                _ if !the => Some((Expr::Attribute(Tense::Present), next)),
                _ => None,
            },
            Key::Recent => match self.at(next) {
                Lex::Unit { unit: Unit::Year, plural: true } => Some((Expr::Reference(Tense::Past), next + 1)),
                Lex::Unit { unit, plural: true } => Some((Expr::Length(Length::one(Amount::Vague, unit)), next + 1)),
                _ if !the => Some((Expr::Attribute(Tense::Past), next)),
                _ => None,
            },
            Key::These if !the => matches!(self.at(next), Lex::Unit { unit: Unit::Day, plural: true })
                .then_some((Expr::Reference(Tense::Present), next + 1)),
            Key::Right if self.at(next) == Lex::Reference(Tense::Present) => {
                Some((Expr::Reference(Tense::Present), next + 1))
            }
            Key::Entire | Key::Whole | Key::Full => match self.at(next) {
                Lex::Unit { unit: unit @ (Unit::Year | Unit::Month | Unit::Week), plural: false } if the => {
                    Some((date(unit_base(unit, 0, From::Anchor)), next + 1))
                }
                _ => None,
            },
            Key::Fiscal | Key::Financial if the => match self.at(next) {
                Lex::Unit { unit: Unit::Year, plural: false } if self.year_figures(next + 1).is_none() => {
                    Some((date(unit_base(Unit::Year, 0, From::Anchor)), next + 1))
                }
                _ => None,
            },
            Key::Time if the && self.key(next, Key::Being) => Some((Expr::Reference(Tense::Present), next + 1)),
            Key::Moment if the && matches!(self.before(i), Lex::Key(Key::At | Key::For)) && self.pauses(next) => {
                Some((Expr::Reference(Tense::Present), next))
            }
            Key::All if !the => match self.at(next) {
                Lex::Part { part, plural: false } => {
                    Some((timed(Base::Unit { unit: Unit::Day, shift: 0, from: From::Text }, part), next + 1))
                }
                Lex::Unit { unit: Unit::Day, plural: false } if self.pauses(next + 1) => {
                    Some((date(Base::Unit { unit: Unit::Day, shift: 0, from: From::Text }), next + 1))
                }
                _ => None,
            },
            Key::Future if the && self.pauses(next) => Some((Expr::Reference(Tense::Future), next)),
            Key::Near if the && (self.key(next, Key::Future) || self.key(next, Key::Term)) => {
                Some((Expr::Reference(Tense::Future), next + 1))
            }
            _ => None,
        }
    }

    /// Whether the phrase is over before token `i`: what follows is no noun of it.
    pub(super) fn pauses(&self, i: usize) -> bool {
        match self.at(i) {
            Lex::Punct(_) | Lex::Dash | Lex::Verb(_) | Lex::Possessive | Lex::Month { .. } | Lex::Weekday { .. } => {
                true
            }
            Lex::Key(key) => !matches!(
                key,
                Key::First | Key::Few | Key::Full | Key::Long | Key::Old | Key::Attack | Key::Standard | Key::Daylight
            ),
            Lex::Other => i >= self.end || self.is(i, Class::ClauseOpener) || self.form(i) == "”",
            _ => false,
        }
    }

    /// "four months", "few years" after "the last", "the first", "the next".
    fn counted_length(&self, i: usize) -> Option<(Length, usize)> {
        match self.at(i) {
            Lex::Number { .. }
            | Lex::Cardinal(_)
            | Lex::Grouped(_)
            | Lex::Scale(_)
            | Lex::Measure { .. }
            | Lex::Key(Key::Several | Key::Few | Key::Many | Key::Couple | Key::Dozen) => self.length(i),
            Lex::Unit { unit, plural: true } => Some((Length::one(Amount::Vague, unit), i + 1)),
            _ => None,
        }
    }

    /// What stands after "last", "next", "previous", "following" and the like.
    fn shifted(&self, at: usize, the: bool, key: Key) -> Option<(Expr, usize)> {
        let (sign, way) = match key {
            Key::Last | Key::Past | Key::Previous | Key::Latest => (-1, Way::Last),
            Key::Next | Key::Coming | Key::Following => (1, Way::Next),
            _ => return None,
        };
        let from = match key {
            Key::Previous | Key::Following => From::Text,
            Key::Next if the => From::Text,
            _ => From::Anchor,
        };
        let fiscal = usize::from(matches!(
            self.at(at + 1),
            Lex::Key(Key::Fiscal | Key::Financial | Key::School | Key::Calendar)
        ));
        let next = at + 1 + fiscal;
        match self.at(next) {
            Lex::Unit { unit, plural: false } => match unit {
                Unit::Second | Unit::Minute | Unit::Hour => {
                    the.then_some((Expr::Length(Length::one(Amount::Exact(100), unit)), next + 1))
                }
                Unit::Day if from == From::Anchor => {
                    (key == Key::Next).then_some((date(unit_base(unit, sign, From::Text)), next + 1))
                }
                Unit::Week if the && key == Key::Last && matches!(self.at(next + 1), Lex::Key(Key::Of | Key::In)) => {
                    self.week_of_month(25, next + 1).map(|(base, end)| (date(base), end))
                }
                _ if the && matches!(key, Key::Past | Key::Last) && fiscal == 0 => {
                    Some((Expr::Length(Length::one(Amount::Exact(100), unit)), next + 1))
                }
                _ => Some((date(unit_base(unit, sign, from)), next + 1)),
            },
            Lex::Key(Key::Period) if key == Key::Latest => {
                Some((date(unit_base(Unit::Quarter, -1, From::Anchor)), next + 1))
            }
            Lex::Weekday { number, plural: false, .. } => {
                let way = if from == From::Text { if sign < 0 { Way::Previous } else { Way::Following } } else { way };
                if let (Key::Last, Some((base, end))) = (key, self.nth(-1, number, next + 1)) {
                    return Some((date(base), end));
                }
                Some((date(Base::Weekday { number, way }), next + 1))
            }
            Lex::Month { number, .. } if self.capital(next) => {
                let (_, end) = self.month(next)?;
                // "last May 5"
                match self.day_figures(end) {
                    Some(day) if !the => {
                        let civil = Civil { month: Some(number), day: Some(day), ..Civil::default() };
                        Some((date(Base::Civil(civil)), end + 1))
                    }
                    _ => Some((date(Base::Month { number, way }), end)),
                }
            }
            Lex::Season { number, .. } => Some((date(Base::Season { number, year: Year::Open, way }), next + 1)),
            Lex::Part { part, plural: false } => {
                let base = if from == From::Text {
                    Base::Unit { unit: Unit::Day, shift: sign, from }
                } else {
                    Base::Days(sign)
                };
                Some((timed(base, part), next + 1)).filter(|_| key != Key::Latest)
            }
            Lex::Holiday | Lex::Key(Key::New) => match self.period(next)? {
                (Base::Holiday { rule, year: Year::Open, .. }, end) => {
                    Some((date(Base::Holiday { rule, year: Year::Open, way }), end))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What stands after "this".
    fn unit_at(&self, i: usize, way: Way) -> Option<(Expr, usize)> {
        match self.at(i) {
            Lex::Unit { unit, plural: false } if unit >= Unit::Weekend => {
                Some((date(unit_base(unit, 0, From::Anchor)), i + 1))
            }
            Lex::Weekday { number, plural: false, .. } => match self.named_date(i)? {
                (Base::Weekday { .. }, end) => Some((date(Base::Weekday { number, way }), end)),
                (base, end) => Some((date(base), end)),
            },
            Lex::Month { number, .. } if self.capital(i) => match self.named_date(i) {
                Some((Base::Civil(civil), end)) if civil.day.is_some() => Some((date(Base::Civil(civil)), end)),
                _ => Some((date(Base::Month { number, way }), self.month(i)?.1)),
            },
            Lex::Season { number, .. } => Some((date(Base::Season { number, year: Year::Open, way }), i + 1)),
            Lex::Part { part, plural: false } => Some((timed(Base::Days(0), part), i + 1)),
            Lex::Holiday => self.period(i).map(|(base, end)| (date(base), end)),
            _ => None,
        }
    }

    /// What stands after "that" or "the same".
    fn that(&self, i: usize) -> Option<(Expr, usize)> {
        match self.at(i) {
            Lex::Unit { unit, plural: false } if unit >= Unit::Day && unit != Unit::Season => {
                Some((date(Base::Unit { unit, shift: 0, from: From::Text }), i + 1))
            }
            Lex::Part { part, plural: false } => {
                Some((timed(Base::Unit { unit: Unit::Day, shift: 0, from: From::Text }, part), i + 1))
            }
            Lex::Month { number, .. } if self.capital(i) && self.pauses(i + 1) => {
                let civil = Civil { year: Year::Text(0), month: Some(number), ..Civil::default() };
                Some((date(Base::Civil(civil)), i + 1))
            }
            Lex::Season { number, guarded } if !guarded || self.pauses(i + 1) => {
                Some((date(Base::Season { number, year: Year::Text(0), way: Way::That }), i + 1))
            }
            _ => None,
        }
    }
}
