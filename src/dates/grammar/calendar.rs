//! Dates with a month name, in both orders, and bare years.

use super::super::holidays::Rule;
use super::super::lexicon::{Class, Key, Lex, Unit, Verb};
use super::super::value::{Base, Civil, Way, Year};
use super::Grammar;
use super::year::civil_year;

impl Grammar<'_> {
    /// Day of the month in figures: "7", "7th".
    pub(super) fn day_figures(&self, i: usize) -> Option<u8> {
        match self.at(i) {
            Lex::Number { value: value @ 1..=31, digits: 1 | 2 } => u8::try_from(value).ok(),
            Lex::NumberTh(day @ 1..=31) => Some(day),
            _ => None,
        }
    }

    /// A month name with its abbreviation's period, and what follows it.
    pub(super) fn month(&self, i: usize) -> Option<(u8, usize)> {
        match self.at(i) {
            // "9 to 12 may visit", "they march on".
            Lex::Month { guarded: true, .. }
                if !self.capital(i) && self.is(i, Class::VerbMonth) && !self.ends_date(i + 1) =>
            {
                None
            }
            Lex::Month { number, .. } => {
                let short = self.tokens[i].len() <= 4 && !self.is(i, Class::ShortMonth);
                Some((number, i + 1 + usize::from(short && self.punct(i + 1, b'.') && self.glued(i + 1))))
            }
            _ => None,
        }
    }

    /// Whether token `i` may follow a month in lower case.
    fn ends_date(&self, i: usize) -> bool {
        i >= self.end || matches!(self.at(i), Lex::Number { .. } | Lex::NumberTh(_) | Lex::Punct(_))
    }

    /// A date with a month name, a day and a year: the whole of it or nothing.
    pub(in crate::dates) fn complete(&self, i: usize) -> Option<(Civil, usize)> {
        let (civil, end) = self.month_day(i).or_else(|| self.day_month(i))?;
        matches!(civil.year, Year::Is(_)).then_some((civil, end))
    }

    /// "May 17", "May 17th, 2024", "May 17 2024".
    pub(super) fn month_day(&self, i: usize) -> Option<(Civil, usize)> {
        let (month, at) = self.month(i)?;
        let at = at + usize::from(self.key(at, Key::The));
        if let Lex::Ordinal(day) = self.at(at) {
            // "March eighth", but not "May third quarter".
            let civil = Civil { month: Some(month), day: Some(day), ..Civil::default() };
            return self.pauses(at + 1).then_some((civil, at + 1));
        }
        let day = self.day_figures(at)?;
        // "May 5:30" and "May 3.5" are no days.
        if self.punct(at + 1, b':') && self.glued(at + 1) && self.glued(at + 2) {
            return None;
        }
        let mut civil = Civil { month: Some(month), day: Some(day), ..Civil::default() };
        let mut end = at + 1;
        if let Some((year, after)) = self.year_after(end) {
            civil.year = Year::Is(year);
            end = after;
        } else if let Some(year) = self.shared_year(end) {
            civil.year = Year::Is(year);
        } else if let Some((year, after)) = (self.key(end, Key::Of)).then(|| self.year_phrase(end + 1)).flatten() {
            (civil.year, end) = (year, after);
        } else if (month, day) == (9, 11) && self.key(end, Key::Attack) {
            // "the Sept. 11 attacks"
            civil.year = Year::Is(2001);
        }
        Some((civil, end))
    }

    /// "9/11": the day of the attacks of 2001, and their name.
    pub(super) fn nine_eleven(&self, i: usize) -> Option<(Base, usize)> {
        let is = self.figures(i, 1, 1) == Some(9)
            && self.punct(i + 1, b'/')
            && self.figures(i + 2, 2, 2) == Some(11)
            && self.glued(i + 1)
            && self.glued(i + 2)
            && !self.separator_after(i + 3)
            && !(self.glued(i) && matches!(self.before(i), Lex::Punct(b'/' | b'.' | b':') | Lex::Number { .. }));
        let rule = Rule::Once(2001, 9, 11);
        is.then_some((Base::Holiday { rule, year: Year::Open, way: Way::Open }, i + 3))
    }

    /// "17 May", "17th of May, 2024", "17-May-2024".
    pub(super) fn day_month(&self, i: usize) -> Option<(Civil, usize)> {
        let day = self.day_figures(i)?;
        let mut at = i + 1;
        let hyphen = self.dash(at) && self.glued(at) && self.glued(at + 1);
        at += usize::from(hyphen || self.key(at, Key::Of));
        let (month, mut end) = self.month(at)?;
        let mut civil = Civil { month: Some(month), day: Some(day), ..Civil::default() };
        let year_at = end + usize::from(hyphen && self.dash(end));
        if let Some((year, after)) = self.year_after(year_at) {
            civil.year = Year::Is(year);
            end = after;
        } else if let Some(year) = self.shared_year(end) {
            civil.year = Year::Is(year);
        }
        Some((civil, end))
    }
}

impl Grammar<'_> {
    /// A date with a month or weekday name, or a bare year.
    pub(super) fn named_date(&self, i: usize) -> Option<(Base, usize)> {
        match self.at(i) {
            Lex::Weekday { .. } => self.weekday_date(i),
            Lex::Month { .. } => {
                if let Some((civil, end)) = self.month_day(i) {
                    return Some((Base::Civil(civil), end));
                }
                self.month_year(i)
            }
            Lex::Number { .. } | Lex::NumberTh(_) => match self.day_month(i).or_else(|| self.shared_day(i)) {
                Some((civil, end)) => Some((Base::Civil(civil), end)),
                None => self.year(i),
            },
            Lex::Ordinal(_) | Lex::Key(Key::First) => {
                let (day, at) = self.ordinal(i)?;
                let (month, end) = if self.key(at, Key::Of) { self.month(at + 1)? } else { return None };
                let mut civil = Civil { month: Some(month), day: Some(day), ..Civil::default() };
                let mut end = end;
                if let Some((year, after)) = self.year_after(end) {
                    civil.year = Year::Is(year);
                    end = after;
                }
                Some((Base::Civil(civil), end))
            }
            Lex::Cardinal(10..=20) => self.spelled_year(i).map(|(year, end)| (civil_year(Year::Is(year)), end)),
            Lex::Key(Key::Ad) => {
                let year = self.figures(i + 1, 1, 4)?;
                Some((civil_year(Year::Is(i32::try_from(year).ok()?)), i + 2))
            }
            Lex::Punct(b'\'') if !self.glued(i) && self.glued(i + 1) => {
                let Lex::Years { start, digits: 2 } = self.at(i + 1) else { return None };
                Some((Base::DecadeOfCentury(u8::try_from(start).ok()?), i + 2))
            }
            // "BTR-80s" is no decade, "1970s-80s" is.
            Lex::Years { .. }
                if self.glued(i) && self.before(i) == Lex::Dash && i > 1 && self.lex[i - 2] == Lex::Other =>
            {
                None
            }
            Lex::Years { start, digits } => Some((
                if digits == 2 {
                    Base::DecadeOfCentury(u8::try_from(start).ok()?)
                } else {
                    Base::Decade(i32::from(start))
                },
                i + 1,
            )),
            _ => None,
        }
    }

    /// "Monday", "Monday, May 5", "Sat 5 May 2024".
    fn weekday_date(&self, i: usize) -> Option<(Base, usize)> {
        let Lex::Weekday { number, guarded, plural: false } = self.at(i) else { return None };
        let dot = usize::from(guarded && self.punct(i + 1, b'.') && self.glued(i + 1));
        let at = self.after_comma(i + 1 + dot);
        let at = at + usize::from(self.key(at, Key::The));
        if let Some((mut civil, end)) = self.month_day(at).or_else(|| self.day_month(at)) {
            civil.weekday = Some(number);
            return Some((Base::Civil(civil), end));
        }
        // "Friday the 15th"
        if let (Lex::NumberTh(day @ 1..=31), false) = (self.at(at), self.key(at + 1, Key::Of)) {
            let civil = Civil { day: Some(day), weekday: Some(number), ..Civil::default() };
            return Some((Base::Civil(civil), at + 1));
        }
        if let Some((shift, end)) = self.which_week(i + 1 + dot) {
            return Some((Base::WeekdayOf { number, shift }, end));
        }
        // "Monday week": a week after the coming Monday.
        if let Lex::Unit { unit: unit @ (Unit::Week | Unit::Fortnight), plural: false } = self.at(i + 1)
            && self.pauses(i + 2)
            && !matches!(self.at(i + 2), Lex::Dash | Lex::Key(Key::Of))
        {
            return Some((Base::WeekdayAfter { number, weeks: if unit == Unit::Week { 1 } else { 2 } }, i + 2));
        }
        if guarded && !(self.capital(i) && dot > 0) {
            return None;
        }
        if dot == 0 && self.is_name(i) {
            return None;
        }
        (self.capital(i) || !guarded).then_some((Base::Weekday { number, way: Way::Open }, i + 1 + dot))
    }

    /// Whether a weekday names a person or a thing: "his captain, Monday Okoro", "a cat named Friday".
    fn is_name(&self, i: usize) -> bool {
        let capitals = i > 0 && self.tokens[i - 1].is_capitalized() && !self.tokens[i - 1].line_start();
        let before = match self.before(i) {
            Lex::Other => capitals,
            Lex::Punct(b',') | Lex::Verb(Verb::Is | Verb::Was) | Lex::Possessive => true,
            Lex::Key(Key::And) => i > 1 && !matches!(self.lex[i - 2], Lex::Weekday { .. }),
            _ => false,
        };
        let surname = self.capital(i + 1)
            && self.at(i + 1) == Lex::Other
            && !self.tokens[i + 1].line_start()
            && !self.tokens[i].is_all_caps();
        let named = i > 0 && self.before(i) == Lex::Other && self.is(i - 1, Class::Named);
        let clause = match self.at(i + 1) {
            Lex::Punct(b'.') | Lex::Verb(_) => true,
            Lex::Other => !self.is(i + 1, Class::ClauseOpener),
            _ => false,
        };
        (before && surname) || (named && clause)
    }

    /// "of last week", "next week" behind a weekday: weeks from the anchor's.
    fn which_week(&self, i: usize) -> Option<(i32, usize)> {
        let at = i + usize::from(self.key(i, Key::Of));
        let shift = match self.at(at) {
            Lex::Key(Key::Last) => -1,
            Lex::Key(Key::This) => 0,
            Lex::Key(Key::Next) => 1,
            _ => return None,
        };
        matches!(self.at(at + 1), Lex::Unit { unit: Unit::Week, plural: false }).then_some((shift, at + 2))
    }

    /// "May 2024", "May of last year", "May last year", "May".
    fn month_year(&self, i: usize) -> Option<(Base, usize)> {
        let (month, mut end) = self.month(i)?;
        let mut civil = Civil { month: Some(month), ..Civil::default() };
        if let Some((year, after)) = self.year_after(end) {
            // "in May, 2024 people" is not a month of that year.
            civil.year = Year::Is(year);
            return Some((Base::Civil(civil), after));
        }
        let of = usize::from(self.key(end, Key::Of) || self.key(end, Key::In));
        if let Some(year) = self.shared_year(end) {
            civil.year = Year::Is(year);
            return self.month_is_meant(i, end).then_some((Base::Civil(civil), end));
        }
        if let Some((year, after)) = self.year_phrase(end + of) {
            let plain = matches!(year, Year::Is(_));
            if !(plain && of == 0) || matches!(self.at(end), Lex::Cardinal(_)) {
                civil.year = year;
                end = after;
                return Some((Base::Civil(civil), end));
            }
        }
        (self.month_is_meant(i, end)).then_some((Base::Civil(civil), end))
    }

    /// Guards against "may", "march" and people called June, August or Jan.
    fn month_is_meant(&self, i: usize, end: usize) -> bool {
        let Lex::Month { guarded, .. } = self.at(i) else { return false };
        let token = self.tokens[i];
        if !token.is_capitalized() {
            return !guarded && token.len() > 4;
        }
        if !guarded {
            return true;
        }
        if token.len() <= 3 && end == i + 1 && !token.is_abbreviation() && !self.is(i, Class::ShortMonth) {
            // "Roquetas de Mar", "Jan said".
            return false;
        }
        let after_name = i > 0
            && !token.line_start()
            && self.tokens[i - 1].is_capitalized()
            && matches!(self.lex[i - 1], Lex::Other | Lex::Month { guarded: true, .. });
        let name = matches!(self.at(end), Lex::Other | Lex::Month { guarded: true, .. } | Lex::Season { .. });
        let before_name = self.capital(end) && name && !self.tokens[i].is_all_caps();
        // "the Long March", "the March for Life".
        if self.is(i, Class::NounMonth)
            && (self.before(i) == Lex::Key(Key::Long) || (self.before(i) == Lex::Key(Key::The) && self.pauses(end)))
        {
            return false;
        }
        // "May I", "March on".
        let opens = i == 0 || token.line_start() || matches!(self.lex[i - 1], Lex::Punct(b'.' | b'"' | b'!' | b'?'));
        if after_name || (before_name && (!self.preposition_before(i) || self.before(i) == Lex::Key(Key::And))) {
            return false;
        }
        !(opens && self.is(i, Class::VerbMonth) && !matches!(self.at(end), Lex::Punct(b',') | Lex::Possessive))
    }

    /// Whether the word before token `i` is one after which dates stand.
    pub(super) fn preposition_before(&self, i: usize) -> bool {
        i > 0
            && matches!(
                self.lex[i - 1],
                Lex::Key(
                    Key::In
                        | Key::On
                        | Key::Of
                        | Key::Since
                        | Key::By
                        | Key::From
                        | Key::Until
                        | Key::To
                        | Key::During
                        | Key::Between
                        | Key::Early
                        | Key::Late
                        | Key::Mid
                        | Key::Before
                        | Key::After
                        | Key::And
                        | Key::For
                        | Key::At
                        | Key::About
                        | Key::Last
                        | Key::Next
                        | Key::This
                        | Key::Within
                )
            )
    }

    /// An ordinal in words or figures: "first", "twenty-first", "21st".
    pub(super) fn ordinal(&self, i: usize) -> Option<(u8, usize)> {
        match self.at(i) {
            Lex::Key(Key::First) => Some((1, i + 1)),
            Lex::Ordinal(n) => Some((n, i + 1)),
            Lex::NumberTh(n) => Some((n, i + 1)),
            Lex::Unit { unit: Unit::Second, plural: false } => Some((2, i + 1)),
            Lex::Cardinal(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) if self.dash(i + 1) => match self.at(i + 2) {
                Lex::Ordinal(n @ 1..=9) => Some((tens + n, i + 3)),
                Lex::Key(Key::First) => Some((tens + 1, i + 3)),
                Lex::Unit { unit: Unit::Second, plural: false } => Some((tens + 2, i + 3)),
                _ => None,
            },
            _ => None,
        }
    }
}
