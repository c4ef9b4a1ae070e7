//! Years: in figures and words, in phrases ("last year"), shared by a list, and the guards against other
//! numbers of four figures.

use super::super::lexicon::{Class, Key, Lex, Unit, digits::two_digit_year};
use super::super::value::{Base, Civil, Year};
use super::Grammar;

/// Years outside this range need a word that says that they are years.
pub(super) const LIKELY_YEARS: std::ops::RangeInclusive<i32> = 1400..=2099;

/// A year alone.
pub(super) const fn civil_year(year: Year) -> Base {
    Base::Civil(Civil { year, month: None, day: None, weekday: None, other: None })
}

impl Grammar<'_> {
    /// A year in four figures, with an era or a fiscal pair left to the caller.
    pub(super) fn year_figures(&self, i: usize) -> Option<i32> {
        self.figures(i, 4, 4).filter(|y| (1000..=2999).contains(y)).and_then(|y| i32::try_from(y).ok())
    }

    /// "2024", ", 2024", "'24" after a month or a day.
    pub(super) fn year_after(&self, i: usize) -> Option<(i32, usize)> {
        let at = self.after_comma(i);
        if let Some(year) = self.year_figures(at) {
            // "May 5, 2024" but not "May 5, 2000 people" after a comma in figures of thousands.
            return Some((year, at + 1));
        }
        if self.punct(at, b'\'') && self.glued(at + 1) {
            let year = self.figures(at + 1, 2, 2).map(two_digit_year)?;
            return Some((i32::try_from(year).ok()?, at + 2));
        }
        None
    }

    /// A year as part of a larger phrase: "2024", "last year", "this year", "that year", "the following year".
    pub(super) fn year_phrase(&self, i: usize) -> Option<(Year, usize)> {
        if let Some(year) = self.year_figures(i) {
            return Some((Year::Is(year), i + 1));
        }
        if let Some((year, end)) = self.spelled_year(i) {
            return Some((Year::Is(year), end));
        }
        if let Lex::Fiscal(year) = self.at(i) {
            return Some((Year::Is(i32::from(year)), i + 1));
        }
        let at = i + usize::from(self.key(i, Key::The));
        let year_at = |k: usize| matches!(self.at(k), Lex::Unit { unit: Unit::Year, plural: false });
        match self.at(at) {
            Lex::Key(way) if year_at(at + 1) => {
                let year = match way {
                    Key::Last => Year::Anchor(-1),
                    Key::This | Key::Current => Year::Anchor(0),
                    Key::Next | Key::Coming if at == i => Year::Anchor(1),
                    Key::That | Key::Same => Year::Text(0),
                    Key::Following | Key::Next => Year::Text(1),
                    Key::Previous => Year::Text(-1),
                    _ => return None,
                };
                Some((year, at + 2))
            }
            Lex::Key(Key::That) if self.key(at + 1, Key::Same) && year_at(at + 2) => Some((Year::Text(0), at + 3)),
            Lex::Unit { unit: Unit::Year, plural: false } if at > i => match self.year_figures(at + 1) {
                Some(year) => Some((Year::Is(year), at + 2)),
                None => Some((Year::Anchor(0), at + 1)),
            },
            _ => None,
        }
    }

    /// A bare year in figures: "2024", "264 BC", "79 AD".
    pub(super) fn year(&self, i: usize) -> Option<(Base, usize)> {
        let Lex::Number { value, digits } = self.at(i) else { return None };
        let value = i32::try_from(value).ok()?;
        match self.at(i + 1) {
            Lex::Key(Key::Bc) if digits <= 4 => return Some((civil_year(Year::Is(-value)), i + 2)),
            Lex::Key(Key::Ad) if digits <= 4 && self.tokens[i + 1].is_all_caps() => {
                return Some((civil_year(Year::Is(value)), i + 2));
            }
            // "264 to 241 BC", "58-50 BC"
            Lex::Key(Key::To) | Lex::Dash
                if digits <= 4 && self.figures(i + 2, 1, 4).is_some() && self.key(i + 3, Key::Bc) =>
            {
                return Some((civil_year(Year::Is(-value)), i + 1));
            }
            _ => {}
        }
        if digits != 4 || !(1000..=2999).contains(&value) || self.is_quantity(i, value) {
            return None;
        }
        Some((civil_year(Year::Is(value)), i + 1))
    }

    /// Whether four figures are a number of things, a price, part of a code or of a phone number.
    fn is_quantity(&self, i: usize, value: i32) -> bool {
        let before = if i > 0 && !self.tokens[i].line_start() { self.lex[i - 1] } else { Lex::Other };
        let before_form = if i > 0 { self.tokens[i - 1].of(self.text) } else { "" };
        if self.glued(i) && i > 0 {
            // "F-2000", "$2000", "AB/2000"; but "1914-1918", "mid-2000", "(2000", "‘2000".
            let bound = match before {
                Lex::Dash => i < 2 || !(self.dated(i - 2) || self.lex[i - 2] == Lex::Other && !self.glued(i - 1)),
                // "05/2024", but not "Royal Decree 53/2023".
                Lex::Punct(b'/') => {
                    let dated = i > 1 && matches!(self.lex[i - 2], Lex::Number { .. } | Lex::Month { .. });
                    let named = i > 2
                        && matches!(self.lex[i - 3], Lex::Other)
                        && (self.tokens[i - 3].is_capitalized() || self.tokens[i - 3].is_abbreviation());
                    !dated || named && !self.tokens[i - 2].line_start()
                }
                Lex::Punct(b'(' | b'[' | b'"' | b'\'' | b',' | b';') => false,
                Lex::Other => !matches!(before_form, "“" | "‘" | "…"),
                _ => true,
            };
            if bound {
                return true;
            }
        }
        if matches!(before_form, "$" | "£" | "€" | "¥" | "#" | "№" | "€." | "+")
            || (i > 0 && self.is(i - 1, Class::NumberMark))
            || (before_form.ends_with('.') && self.is(i - 1, Class::NumberAbbreviation))
            || self.is_page(i)
        {
            return true;
        }
        if self.is_title_year(i) || self.is(i + 1, Class::Counted) {
            return true;
        }
        let counted = matches!(
            before,
            Lex::Key(Key::About | Key::Some | Key::Than | Key::Nearly | Key::Least | Key::Most) | Lex::Number { .. }
        ) && !matches!(before, Lex::Number { digits: 1 | 2, .. } if i > 1 && matches!(self.lex[i - 2], Lex::Month { .. }));
        let after = self.at(i + 1);
        let glued_after = self.glued(i + 1);
        if matches!(after, Lex::Unit { .. } | Lex::Scale(_)) && !glued_after || matches!(self.form(i + 1), "%" | "°") {
            // "the 2014 season", "the 2020 quarter"
            return !matches!(after, Lex::Unit { unit: Unit::Season | Unit::Quarter, .. });
        }
        if after == Lex::Dash && glued_after && self.glued(i + 2) {
            // "2000-year-old", "1000-mile", "2024-05"
            let code = match self.at(i + 2) {
                Lex::Number { value: next, digits: 4 } => i32::try_from(next).is_ok_and(|n| n < value),
                Lex::Number { digits: 2, .. } => self.separator_after(i + 3),
                Lex::Number { .. } | Lex::Unit { .. } => true,
                Lex::Other => self.is(i + 2, Class::Distance),
                _ => false,
            };
            if code {
                return true;
            }
        }
        let told = self.preposition_before(i)
            || matches!(before, Lex::Month { .. } | Lex::Season { .. } | Lex::Dash | Lex::Punct(b'('));
        if counted && !(told && matches!(after, Lex::Other | Lex::Punct(_)) && before == Lex::Key(Key::About)) {
            return true;
        }
        !LIKELY_YEARS.contains(&value) && !told
    }

    /// "p. 1990", "pages 1990-1999".
    fn is_page(&self, i: usize) -> bool {
        let first = if i > 2 && self.lex[i - 1] == Lex::Dash { i - 2 } else { i };
        first > 0 && self.is(first - 1, Class::Page)
    }

    /// A year that belongs to a name: "Income Tax Act 2001", "Agenda 2063", "the 1964 Summer Olympics".
    fn is_title_year(&self, i: usize) -> bool {
        if i == 0 || self.tokens[i].line_start() {
            return false;
        }
        let before = &self.tokens[i - 1];
        let name = before.is_capitalized() && !before.line_start() && self.lex[i - 1] == Lex::Other;
        let statute = i > 1
            && self.lex[i - 1] == Lex::Punct(b',')
            && self.tokens[i - 2].is_capitalized()
            && self.is(i - 2, Class::Statute);
        let event = (i + 1..(i + 6).min(self.end)).take_while(|k| self.capital(*k)).any(|k| self.is(k, Class::Contest));
        let range = self.dash(i + 1) || self.key(i + 1, Key::Bc);
        (name && !range) || statute || event
    }

    pub(super) fn separator_after(&self, i: usize) -> bool {
        self.glued(i) && matches!(self.at(i), Lex::Dash | Lex::Punct(b'/'))
    }

    /// Whether token `i` may stand before a hyphen and a year.
    fn dated(&self, i: usize) -> bool {
        matches!(
            self.lex[i],
            Lex::Number { digits: 4, .. }
                | Lex::Month { .. }
                | Lex::Season { .. }
                | Lex::Unit { .. }
                | Lex::Key(Key::Mid | Key::Early | Key::Late | Key::End | Key::Post | Key::Pre | Key::Start)
        )
    }

    /// "nineteen ninety-six", "two thousand and five", "twenty twenty-four".
    pub(super) fn spelled_year(&self, i: usize) -> Option<(i32, usize)> {
        let Lex::Cardinal(century @ 15..=20) = self.at(i) else { return None };
        let Lex::Cardinal(tens @ 10..=90) = self.at(i + 1) else { return None };
        let mut year = i32::from(century) * 100 + i32::from(tens);
        let mut end = i + 2;
        if tens >= 20 {
            let dash = usize::from(self.dash(end) && self.glued(end));
            if let Lex::Cardinal(ones @ 1..=9) = self.at(end + dash) {
                year += i32::from(ones);
                end += dash + 1;
            }
        }
        Some((year, end))
    }
}
