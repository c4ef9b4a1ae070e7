//! Dates with a month name, in both orders, and bare years.

use super::super::lexicon::{Key, Lex, digits::two_digit_year};
use super::super::value::{Civil, Year};
use super::Grammar;

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
            Lex::Month { number, .. } => {
                let short = self.tokens[i].len() <= 4;
                Some((number, i + 1 + usize::from(short && self.punct(i + 1, b'.') && self.glued(i + 1))))
            }
            _ => None,
        }
    }

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

    /// A date with a month name, a day and a year: the whole of it or nothing.
    pub(in crate::dates) fn complete(&self, i: usize) -> Option<(Civil, usize)> {
        let (civil, end) = self.month_day(i).or_else(|| self.day_month(i))?;
        matches!(civil.year, Year::Is(_)).then_some((civil, end))
    }

    /// "May 17", "May 17th, 2024", "May 17 2024".
    pub(super) fn month_day(&self, i: usize) -> Option<(Civil, usize)> {
        let (month, at) = self.month(i)?;
        let at = at + usize::from(self.key(at, Key::The));
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
        }
        Some((civil, end))
    }

    /// "17 May", "17th of May, 2024", "17-May-2024".
    pub(super) fn day_month(&self, i: usize) -> Option<(Civil, usize)> {
        let day = self.day_figures(i)?;
        let mut at = i + 1;
        let hyphen = self.at(at) == Lex::Dash && self.glued(at) && self.glued(at + 1);
        at += usize::from(hyphen || self.key(at, Key::Of));
        let (month, mut end) = self.month(at)?;
        let mut civil = Civil { month: Some(month), day: Some(day), ..Civil::default() };
        let year_at = end + usize::from(hyphen && self.at(end) == Lex::Dash);
        if let Some((year, after)) = self.year_after(year_at) {
            civil.year = Year::Is(year);
            end = after;
        }
        Some((civil, end))
    }
}
