//! Longer stretches with a name: seasons, quarters, halves, decades, centuries, fiscal years,
//! holidays.

use super::super::lexicon::{Class, Key, Lex, Unit};
use super::super::value::{Base, Civil, Expr, From, Way, Year};
use super::Grammar;
use super::year::civil_year;

impl Grammar<'_> {
    /// A season, quarter, half, decade, century or holiday, with its year.
    pub(super) fn period(&self, i: usize) -> Option<(Base, usize)> {
        match self.at(i) {
            Lex::Season { number, guarded } => {
                let (year, end) = self.of_year(i + 1);
                let plain = year == Year::Open;
                if plain && guarded && !self.season_is_meant(i) {
                    return None;
                }
                // "summer camp", "Winter Olympics", "Summer Bates": part of another name or noun.
                let determined = matches!(self.before(i), Lex::Key(_));
                let named = self.capital(i) && self.capital(i + 1) && self.at(i + 1) == Lex::Other && !determined;
                if plain && (named || (!determined && !self.pauses(i + 1) && self.before(i) != Lex::Possessive)) {
                    return None;
                }
                let season =
                    usize::from(plain && matches!(self.at(end), Lex::Unit { unit: Unit::Season, plural: false }));
                Some((Base::Season { number, year, way: Way::Open }, end + season))
            }
            Lex::Short { half, number } => {
                let (year, end) = self.of_year(i + 1);
                // "an Audi Q3"
                let named = i > 0 && self.before(i) == Lex::Other && self.tokens[i - 1].is_capitalized();
                if year == Year::Open && named {
                    return None;
                }
                Some((if half { Base::Half { number, year } } else { Base::Quarter { number, year } }, end))
            }
            Lex::Decade(_) => None,
            Lex::Fiscal(year) => Some((civil_year(Year::Is(i32::from(year))), i + 1)),
            // "May Day"
            Lex::Month { .. } if matches!(self.at(i + 1), Lex::Unit { unit: Unit::Day, plural: false }) => {
                self.holiday(i).filter(|_| self.capital(i + 1))
            }
            Lex::Key(Key::Fiscal | Key::Financial | Key::School | Key::Calendar) => self.fiscal(i),
            Lex::Holiday | Lex::Key(Key::New | Key::All) => self.holiday(i),
            Lex::Unit { unit: Unit::Year, plural: false } => {
                // "year-end", "year's end"
                let dash = self.dash(i + 1) || self.at(i + 1) == Lex::Possessive;
                (self.key(i + 1 + usize::from(dash), Key::End))
                    .then(|| (civil_year(Year::Anchor(0)), i + 2 + usize::from(dash)))
            }
            Lex::Unit { unit: Unit::Week, plural: false } => {
                // "week 21 of 2024"
                let number = u8::try_from(self.figures(i + 1, 1, 2)?).ok().filter(|n| (1..=53).contains(n))?;
                match self.of_year(i + 2) {
                    (Year::Open, _) => None,
                    (year, end) => Some((Base::Week { number, year }, end)),
                }
            }
            Lex::Number { digits: 4, .. } => {
                // "2020 third quarter", "2020 fiscal year", "2019 season"
                let year = Year::Is(self.year_figures(i)?);
                if let (Lex::Dash, Lex::WeekNumber(number @ 1..=53)) = (self.at(i + 1), self.at(i + 2)) {
                    let weekday =
                        self.figures(i + 4, 1, 1).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=7).contains(n));
                    return match weekday.filter(|_| self.dash(i + 3) && self.glued(i + 3) && self.glued(i + 4)) {
                        Some(weekday) => Some((Base::WeekDay { week: number, weekday, year }, i + 5)),
                        None => Some((Base::Week { number, year }, i + 3)),
                    };
                }
                if let Some((number, end)) = self.quarter(i + 1) {
                    return Some((Base::Quarter { number, year }, end));
                }
                // "the 1988 quarter", "the 1988 period"
                if self.before(i) == Lex::Key(Key::The)
                    && matches!(
                        self.at(i + 1),
                        Lex::Key(Key::Period) | Lex::Unit { unit: Unit::Quarter, plural: false }
                    )
                {
                    return Some((Base::SameQuarter(year), i + 2));
                }
                let fiscal =
                    usize::from(matches!(self.at(i + 1), Lex::Key(Key::Fiscal | Key::Financial | Key::Calendar)));
                let year_word =
                    matches!(self.at(i + 1 + fiscal), Lex::Unit { unit: Unit::Year | Unit::Season, plural: false });
                (fiscal == 1 && year_word).then(|| (civil_year(year), i + 3))
            }
            _ => {
                if let Some((number, end)) = self.quarter(i) {
                    let (year, end) = self.of_year(end);
                    return Some((Base::Quarter { number, year }, end));
                }
                let (number, at) = self.ordinal(i)?;
                let at = at + usize::from(self.dash(at) && self.glued(at));
                match self.at(at) {
                    Lex::Unit { unit: Unit::Week, plural: false } if number <= 4 => {
                        self.week_of_month(number * 7 - 6, at + 1)
                    }
                    Lex::Unit { unit: Unit::Century, .. } => {
                        let before = self.key(at + 1, Key::Bc);
                        let century = i32::from(number);
                        Some((Base::Century(if before { -century } else { century }), at + 1 + usize::from(before)))
                    }
                    // The second half of a match is no date: a year has to follow.
                    Lex::Key(Key::Half) if number <= 2 => match self.of_year(at + 1) {
                        (Year::Open, _) => None,
                        (year, end) => Some((Base::Half { number, year }, end)),
                    },
                    Lex::Weekday { number: weekday, plural: false, .. } => {
                        self.nth(i8::try_from(number).ok()?, weekday, at + 1)
                    }
                    _ => None,
                }
            }
        }
    }

    /// "Sunday of May", "Monday in September 2024" after an ordinal or "last".
    pub(super) fn nth(&self, nth: i8, weekday: u8, i: usize) -> Option<(Base, usize)> {
        if !matches!(self.at(i), Lex::Key(Key::In | Key::Of)) {
            return None;
        }
        let (month, end) = self.month(i + 1)?;
        let (year, end) = self.of_year(end);
        Some((Base::Nth { nth, weekday, month, year }, end))
    }

    /// "of May", "in May 2024" behind "the first week".
    pub(super) fn week_of_month(&self, day: u8, i: usize) -> Option<(Base, usize)> {
        if !matches!(self.at(i), Lex::Key(Key::Of | Key::In)) {
            return None;
        }
        let (month, end) = self.month(i + 1)?;
        let (year, end) = self.of_year(end);
        Some((Base::WeekOf(Civil { year, month: Some(month), day: Some(day), ..Civil::default() }), end))
    }

    /// "third quarter", "third-quarter", "fiscal second quarter".
    pub(super) fn quarter(&self, i: usize) -> Option<(u8, usize)> {
        let fiscal = |k: usize| usize::from(self.key(k, Key::Fiscal) || self.key(k, Key::Financial));
        let at = i + fiscal(i);
        let at = at + usize::from(at > i && self.dash(at));
        let (number, at) = self.ordinal(at).filter(|(n, _)| *n <= 4)?;
        let at = at + fiscal(at);
        let at = at + usize::from(self.dash(at) && self.glued(at));
        matches!(self.at(at), Lex::Unit { unit: Unit::Quarter, plural: false }).then_some((number, at + 1))
    }

    /// The year that follows a season, quarter or month: "of 2020", "2020", "of last year", "2019-20".
    fn of_year(&self, i: usize) -> (Year, usize) {
        let at = i + usize::from(self.key(i, Key::Of) || self.key(i, Key::In) && self.year_figures(i + 1).is_none());
        let at = at + usize::from(at == i && self.punct(i, b',') && self.year_figures(i + 1).is_some());
        let at = at + usize::from(matches!(self.at(at), Lex::Key(Key::Fiscal | Key::Financial)));
        match self.year_phrase(at) {
            Some((year, end)) => {
                // "the winter of 2019-20"
                let pair = matches!(self.at(end), Lex::Dash | Lex::Punct(b'/'))
                    && self.glued(end)
                    && self.glued(end + 1)
                    && self.figures(end + 1, 2, 4).is_some();
                (year, if pair { end + 2 } else { end })
            }
            None => (Year::Open, i),
        }
    }

    /// "the year-ago quarter", "year-earlier": the period spoken of, one year before.
    pub(super) fn year_ago(&self, i: usize) -> Option<(Expr, usize)> {
        let at = i + usize::from(self.key(i, Key::The));
        let unit = matches!(self.at(at), Lex::Unit { unit: Unit::Year, plural: false });
        if !unit || !self.dash(at + 1) || !matches!(self.at(at + 2), Lex::Key(Key::Ago | Key::Earlier)) {
            return None;
        }
        if let Some((number, end)) = self.quarter(at + 3) {
            return Some((Expr::Calendar { base: Base::Quarter { number, year: Year::Text(-1) }, time: None }, end));
        }
        let noun = matches!(self.at(at + 3), Lex::Key(Key::Period) | Lex::Unit { unit: Unit::Quarter, plural: false });
        if at > i && !noun {
            return None;
        }
        let base = Base::Away { count: 1, unit: Unit::Year, sign: -1, from: From::Anchor };
        Some((Expr::Calendar { base, time: None }, at + 3 + usize::from(noun)))
    }

    /// "fall" and "spring" are words as well.
    fn season_is_meant(&self, i: usize) -> bool {
        let before = if i > 0 { self.lex[i - 1] } else { Lex::Other };
        let determined = matches!(
            before,
            Lex::Key(
                Key::The
                    | Key::This
                    | Key::Last
                    | Key::Next
                    | Key::That
                    | Key::In
                    | Key::By
                    | Key::Since
                    | Key::Early
                    | Key::Late
                    | Key::Mid
                    | Key::Each
                    | Key::Every
                    | Key::Following
                    | Key::Previous
                    | Key::Until
                    | Key::Of
                    | Key::A
                    | Key::Past
            ) | Lex::Possessive
        );
        if self.is(i, Class::VerbSeason) {
            // "in the fall" is the season, "the fall of Rome" is not.
            let the_season = before == Lex::Key(Key::The)
                && i > 1
                && matches!(
                    self.lex[i - 2],
                    Lex::Key(Key::In | Key::By | Key::Until | Key::Since | Key::During | Key::For)
                );
            return !self.key(i + 1, Key::Of)
                && (the_season
                    || matches!(
                        before,
                        Lex::Key(
                            Key::This
                                | Key::Last
                                | Key::Next
                                | Key::Every
                                | Key::Each
                                | Key::Past
                                | Key::Early
                                | Key::Late
                        )
                    ));
        }
        determined && !self.is(i + 1, Class::DeniesSeason)
    }

    /// "fiscal 2020", "fiscal year 2020-21", "the fiscal year", "school year 2023/24".
    fn fiscal(&self, i: usize) -> Option<(Base, usize)> {
        if let Some((number, end)) = self.quarter(i) {
            let (year, end) = self.of_year(end);
            return Some((Base::Quarter { number, year }, end));
        }
        let word = matches!(self.at(i + 1), Lex::Unit { unit: Unit::Year, plural: false });
        let at = i + 1 + usize::from(word);
        match self.of_year(at) {
            (Year::Is(year), end) if word || self.key(i, Key::Fiscal) => Some((civil_year(Year::Is(year)), end)),
            _ => None,
        }
    }

    /// A holiday by its name, with its year.
    fn holiday(&self, i: usize) -> Option<(Base, usize)> {
        if !self.capital(i) {
            return None;
        }
        let (rule, end) = self.lexicon.holiday(|k| self.form(i + k))?;
        let (year, end) = self.of_year(i + end);
        Some((Base::Holiday { rule, year, way: Way::Open }, end))
    }
}
