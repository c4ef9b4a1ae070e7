//! Expressions that point: "last year", "the following day", "that week", "two years ago", "these days".

use super::super::lexicon::{Key, Lex, Part, Tense, Unit, Verb};
use super::super::value::{Amount, Base, Civil, Expr, From, Length, Time, Way, Year};
use super::Grammar;
use super::year::civil_year;

const fn unit_base(unit: Unit, shift: i32, from: From) -> Base {
    match unit {
        Unit::Weekend if matches!(from, From::Anchor) => Base::Weekend { shift, open: false },
        Unit::Season => Base::Unit { unit: Unit::Year, shift, from },
        unit => Base::Unit { unit, shift, from },
    }
}

const fn date(base: Base) -> Expr {
    Expr::Calendar { base, time: None }
}

const fn timed(base: Base, part: Part) -> Expr {
    Expr::Calendar { base, time: Some(Time::Part(part)) }
}

impl Grammar<'_> {
    /// A pointing expression at token `i`, its "the" included.
    pub(super) fn deictic(&self, i: usize) -> Option<(Expr, usize)> {
        let the = self.key(i, Key::The);
        let at = i + usize::from(the);
        match self.at(at) {
            Lex::Day(days) => Some((date(Base::Days(i32::from(days))), at + 1)).filter(|_| !the),
            Lex::Tonight => Some((timed(Base::Days(0), Part::Night), at + 1)).filter(|_| !the),
            Lex::Key(key) => self.pointed(i, at, the, key),
            Lex::Unit { unit, plural: false } if the => self.the_unit(at, unit),
            Lex::Part { part, plural: false } if the => self.the_part(at, part),
            Lex::Decade(tens) if the => Some((date(Base::DecadeOfCentury(tens)), at + 1)),
            Lex::NumberTh(day @ 1..=31) if the => self.the_day(at, day),
            _ => None,
        }
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
                    return Some((Expr::Length(length), end)).filter(|_| key != Key::Latest);
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
                    || self.form(next).ends_with("ed") && !self.capital(next)
                    || (self.before(i) == Lex::Punct(b',') && matches!(self.at(next), Lex::Key(Key::A | Key::Of)));
                told.then_some((Expr::Reference(Tense::Past), next))
            }
            Key::Former if !the && !self.capital(at) => Some((Expr::Former, next)),
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
                _ if !the => Some((Expr::Reference(Tense::Present), next)),
                _ => None,
            },
            Key::Recent => match self.at(next) {
                Lex::Unit { unit: Unit::Year, plural: true } => Some((Expr::Reference(Tense::Past), next + 1)),
                Lex::Unit { unit, plural: true } => Some((Expr::Length(Length::one(Amount::Vague, unit)), next + 1)),
                _ if !the => Some((Expr::Reference(Tense::Past), next)),
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
            Key::Moment if the && i > 0 && self.lex[i - 1] == Lex::Key(Key::At) && self.pauses(next) => {
                Some((Expr::Reference(Tense::Present), next))
            }
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
            Lex::Key(key) => !matches!(key, Key::First | Key::Few | Key::Full | Key::Long | Key::Old),
            _ => {
                i >= self.end
                    || matches!(
                        self.form(i),
                        "it" | "he"
                            | "she"
                            | "they"
                            | "we"
                            | "you"
                            | "there"
                            | "as"
                            | "but"
                            | "when"
                            | "while"
                            | "where"
                            | "because"
                            | "if"
                            | "–"
                            | "—"
                            | "”"
                    )
            }
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
                (Base::Holiday { number, year: Year::Open, .. }, end) => {
                    Some((date(Base::Holiday { number, year: Year::Open, way }), end))
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
            Lex::Season { number, guarded } if !guarded || self.pauses(i + 1) => {
                Some((date(Base::Season { number, year: Year::Text(0), way: Way::That }), i + 1))
            }
            _ => None,
        }
    }

    /// "the week", "the year 2000", "the day before", "the week of May 5", "the year before last".
    fn the_unit(&self, at: usize, unit: Unit) -> Option<(Expr, usize)> {
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
            Unit::Week | Unit::Month | Unit::Year => unit_base(unit, 0, From::Anchor),
            Unit::Quarter | Unit::Decade | Unit::Century => Base::Unit { unit, shift: 0, from: From::Text },
            Unit::Weekend => Base::Weekend { shift: 0, open: true },
            _ => return None,
        };
        let told = self.pauses(next) && (!self.key(next, Key::Of) || unit == Unit::Year);
        told.then_some((date(base), next))
    }

    /// "the morning of May 5", "the night", "the evening before".
    fn the_part(&self, at: usize, part: Part) -> Option<(Expr, usize)> {
        let next = at + 1;
        // Not "the night of the night of …", which would nest without end.
        let nests = self.key(next + 1, Key::The) && matches!(self.at(next + 2), Lex::Part { .. } | Lex::NumberTh(_));
        if self.key(next, Key::Of)
            && !nests
            && let Some((Expr::Calendar { base, time: None }, end)) = self.calendar(next + 1)
        {
            return Some((timed(base, part), end));
        }
        let shift = if self.key(next, Key::Before) && self.pauses(next + 1) { -1 } else { 0 };
        let end = next + usize::from(shift != 0);
        self.pauses(end).then_some((timed(Base::Unit { unit: Unit::Day, shift, from: From::Text }, part), end))
    }

    /// "the 20th": a day of the month that the text speaks of.
    fn the_day(&self, at: usize, day: u8) -> Option<(Expr, usize)> {
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

    /// A length with what points from it: "two years ago", "a week later", "three days before".
    pub(super) fn away(&self, length: Length, end: usize) -> Option<(Expr, usize)> {
        let (count, unit) = whole(length)?;
        let stops = |k: usize| k >= self.end || matches!(self.at(k), Lex::Punct(_) | Lex::Dash);
        let (sign, from, end) = match self.at(end) {
            Lex::Key(Key::Ago) if self.form(end) != "back" || stops(end + 1) => (-1, From::Anchor, end + 1),
            Lex::Key(Key::Earlier) => (-1, From::Text, end + 1),
            Lex::Key(Key::Later) => (1, From::Text, end + 1),
            Lex::Key(Key::Before) if stops(end + 1) || self.form(end).starts_with("prev") => (-1, From::Text, end + 1),
            Lex::Key(Key::After) if stops(end + 1) => (1, From::Text, end + 1),
            Lex::Key(Key::From) if self.at(end + 1) == Lex::Reference(Tense::Present) => (1, From::Anchor, end + 2),
            _ => return None,
        };
        let Some(count) = count else {
            // "a few years ago" has no date to point to.
            let tense = if sign < 0 { Tense::Past } else { Tense::Future };
            return (unit >= Unit::Day).then_some((Expr::Reference(tense), end));
        };
        if unit < Unit::Day {
            return None;
        }
        Some((date(Base::Away { count, unit, sign, from }), end))
    }
}

/// A length as one count of one unit; no count when it is vague.
fn whole(length: Length) -> Option<(Option<u32>, Unit)> {
    let (amount, unit) = length.parts[0]?;
    let Amount::Exact(hundredths) = amount else { return Some((None, unit)) };
    let (mut count, mut unit) = (u32::try_from(hundredths / 100).ok()?, unit);
    if let Some((Amount::Exact(more), smaller)) = length.parts[1] {
        let per = match (unit, smaller) {
            (Unit::Year, Unit::Month) => 12,
            (Unit::Decade, Unit::Year) => 10,
            (Unit::Century, Unit::Year) => 100,
            (Unit::Week, Unit::Day) => 7,
            _ => return None,
        };
        count = count * per + u32::try_from(more / 100).ok()?;
        unit = smaller;
    } else if hundredths % 100 != 0 {
        return None;
    }
    Some((Some(count), unit))
}
