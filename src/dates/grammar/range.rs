//! Ranges and lists of days and years: one expression where a hyphen or dash joins them, two that share
//! month and year where words do.

use super::super::lexicon::{Class, Key, Lex};
use super::super::value::{Civil, Expr, Year};
use super::Grammar;
use super::year::LIKELY_YEARS;

impl Grammar<'_> {
    /// Days or years first to last that a dash makes one: "10–12 May 2024", "May 10–12",
    /// "March 28–April 2", "2014–2016", "2022-23".
    pub(super) fn span(&self, i: usize) -> Option<(Expr, usize)> {
        match self.at(i) {
            Lex::Number { digits: 1 | 2, .. } if self.dash(i + 1) => {
                let first_day = self.day_figures(i)?;
                let (last, end) = self.day_month(i + 2)?;
                let first = Civil { day: Some(first_day), ..last };
                (first.day < last.day).then_some((Expr::Span { first, last }, end))
            }
            Lex::Month { .. } => {
                let (mut first, at) = self.month_day(i)?;
                if !self.dash(at) {
                    return None;
                }
                if let Some((last, end)) = self.glued(at).then(|| self.month_day(at + 1)).flatten() {
                    first.year = last.year;
                    return Some((Expr::Span { first, last }, end));
                }
                let day = self.day_figures(at + 1)?;
                let mut last = Civil { day: Some(day), ..first };
                let mut end = at + 2;
                if self.unit_follows(end) {
                    return None;
                }
                if let Some((year, after)) = self.year_after(end) {
                    (first.year, last.year, end) = (Year::Is(year), Year::Is(year), after);
                }
                (first.day < last.day).then_some((Expr::Span { first, last }, end))
            }
            Lex::Number { digits: 4, .. }
                if matches!(self.at(i + 1), Lex::Dash | Lex::Punct(b'/')) && self.glued(i + 1) && self.glued(i + 2) =>
            {
                let first = self.year_figures(i).filter(|y| LIKELY_YEARS.contains(y))?;
                if self.separator_after(i + 3) || (self.glued(i) && matches!(self.before(i), Lex::Dash)) {
                    return None;
                }
                let last = match self.figures(i + 2, 2, 2) {
                    Some(short) => first - first % 100 + i32::try_from(short).ok()?,
                    // Histories keep the two apart, as the guidelines of TIMEX2 do.
                    None if self.dash(i + 1) && !self.history && self.year(i).is_some() => {
                        self.year_figures(i + 2).filter(|y| LIKELY_YEARS.contains(y) && !self.unit_follows(i + 3))?
                    }
                    None => return None,
                };
                (last > first).then_some((Expr::YearSpan { first, last }, i + 3))
            }
            _ => None,
        }
    }

    /// A word or comma that joins days to a list or range.
    fn joins(&self, i: usize) -> bool {
        matches!(self.at(i), Lex::Key(Key::And | Key::To | Key::Or | Key::Until) | Lex::Punct(b','))
    }

    /// A day of the month that takes month and year from the list or range around it: the 3 and the
    /// 10 of "on 3, 10 and 17 May 2024", the 12 of "May 10 and 12".
    pub(super) fn shared_day(&self, i: usize) -> Option<(Civil, usize)> {
        let day = self.day_figures(i)?;
        self.day_before_month(i, day).or_else(|| self.day_behind_month(i, day))
    }

    fn day_before_month(&self, i: usize, day: u8) -> Option<(Civil, usize)> {
        let told = match self.before(i) {
            Lex::Key(Key::The) | Lex::Punct(b',') => {
                i > 1 && matches!(self.lex[i - 2], Lex::Key(_) | Lex::Number { .. } | Lex::NumberTh(_))
            }
            Lex::Other => i == 0 || self.tokens[i].line_start(),
            _ => self.preposition_before(i),
        };
        if !told {
            return None;
        }
        let mut at = i + 1;
        for _ in 0..4 {
            if !self.joins(at) {
                return None;
            }
            at += 1;
            at += usize::from(self.key(at, Key::And));
            at += usize::from(self.key(at, Key::The));
            if let Some((civil, _)) = self.day_month(at) {
                return Some((Civil { day: Some(day), ..civil }, i + 1));
            }
            self.day_figures(at)?;
            at += 1;
        }
        None
    }

    fn day_behind_month(&self, i: usize, day: u8) -> Option<(Civil, usize)> {
        let mut at = i;
        for _ in 0..4 {
            if at < 3 || self.tokens[at].line_start() || !self.joins(at - 1) {
                return None;
            }
            let before = at - 2 - usize::from(self.key(at - 1, Key::And) && self.punct(at - 2, b','));
            let earlier = self.day_figures(before).filter(|earlier| *earlier < day)?;
            let month = before.checked_sub(1).filter(|k| !self.punct(*k, b'.')).or_else(|| before.checked_sub(2))?;
            if let Some((month, _)) = self.month(month).filter(|(_, end)| *end == before) {
                let year = self.year_after(i + 1);
                let end = year.map_or(i + 1, |(_, end)| end);
                let year = year.map_or(Year::Open, |(year, _)| Year::Is(year));
                let closes = end > i + 1 || (self.pauses(end) && !self.unit_follows(end) && !self.punct(end, b':'));
                let civil = Civil { year, month: Some(month), day: Some(day), ..Civil::default() };
                return (earlier < day && closes).then_some((civil, end));
            }
            at = before;
        }
        None
    }

    fn unit_follows(&self, i: usize) -> bool {
        matches!(self.at(i), Lex::Unit { .. } | Lex::Key(Key::Am | Key::Pm))
            || self.form(i) == "%"
            || self.is(i, Class::Percent)
    }

    /// The year of a list or range that ends here: "April and June 1955", "May 15 to August 16, 1988".
    pub(super) fn shared_year(&self, i: usize) -> Option<i32> {
        let mut at = i;
        for _ in 0..3 {
            if !matches!(
                self.at(at),
                Lex::Key(Key::And | Key::To | Key::Or | Key::Until) | Lex::Dash | Lex::Punct(b',')
            ) {
                return None;
            }
            let (_, mut end) = self.month(at + 1).or_else(|| {
                let day = self.day_figures(at + 1)?;
                self.month(at + 2).or(Some((day, at + 2)))
            })?;
            end += usize::from(self.day_figures(end).is_some());
            if let Some((year, _)) = self.year_after(end) {
                return Some(year);
            }
            at = end;
        }
        None
    }
}
