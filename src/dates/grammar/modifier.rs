//! Words before an expression that TIMEX3 keeps inside it and turns into `mod`.

use super::super::lexicon::{Key, Lex};
use super::super::value::{Base, Expr, Match};
use super::Grammar;
use crate::document::TimexMod;

impl Grammar<'_> {
    /// An expression that begins with a modifier: "early June", "the end of 2020", "more than a
    /// decade ago", "later this year".
    pub(super) fn modified(&self, i: usize) -> Option<Match> {
        let the = usize::from(self.key(i, Key::The));
        let at = i + the;
        let Lex::Key(key) = self.at(at) else { return None };
        match key {
            Key::Early | Key::Late | Key::Mid | Key::Middle if key != Key::Middle || self.key(at + 1, Key::Of) => {
                let modifier = match key {
                    Key::Early => TimexMod::Start,
                    Key::Late => TimexMod::End,
                    _ => TimexMod::Mid,
                };
                self.phase(at, the == 1, modifier)
            }
            Key::End | Key::Start => {
                let modifier = if key == Key::End { TimexMod::End } else { TimexMod::Start };
                let dash = self.dash(at + 1) && self.glued(at + 1);
                if !(self.key(at + 1, Key::Of) || dash) {
                    return None;
                }
                self.stretch(at + 2, modifier)
            }
            Key::Earlier | Key::Later if the == 0 => {
                let modifier = if key == Key::Earlier { TimexMod::Start } else { TimexMod::End };
                let inner = at + 1 + usize::from(matches!(self.at(at + 1), Lex::Key(Key::In | Key::On)));
                let pointed = matches!(
                    self.at(inner),
                    Lex::Key(Key::This | Key::That | Key::Last | Key::Next | Key::The)
                        | Lex::Day(_)
                        | Lex::Weekday { .. }
                        | Lex::Tonight
                ) || inner > at + 1;
                if !pointed {
                    return None;
                }
                self.stretch(inner, modifier)
            }
            Key::About
            | Key::Nearly
            | Key::Some
            | Key::Over
            | Key::More
            | Key::Less
            | Key::Least
            | Key::Most
            | Key::Up
            | Key::No
            | Key::Just
            | Key::At
                if the == 0 =>
            {
                self.quantified(at, key)
            }
            _ => None,
        }
    }

    /// "early June", "mid-June", "late in 1941", "the late 1990s", "early on Monday".
    fn phase(&self, at: usize, the: bool, modifier: TimexMod) -> Option<Match> {
        let mut inner = at + 1;
        if (self.dash(inner) && self.glued(inner))
            || (modifier != TimexMod::Mid && self.key(inner, Key::In) && !the)
            || self.key(inner, Key::Of)
        {
            inner += 1;
        }
        let on =
            modifier != TimexMod::Mid && self.key(inner, Key::On) && matches!(self.at(inner + 1), Lex::Weekday { .. });
        inner += usize::from(on);
        if let Lex::Part { .. } = self.at(inner) {
            let (expr, end) = self.part_of(inner)?;
            return Some(Match { end, expr, modifier: Some(modifier) });
        }
        let found = self.stretch(inner, modifier)?;
        // "the early May meeting" keeps its article.
        let whole_day = matches!(found.expr, Expr::Calendar { base: Base::Civil(civil), .. } if civil.day.is_some());
        (!(the && whole_day)).then_some(found)
    }

    /// A part of the day behind "early" or "late", with its date: "early morning", "late Monday night".
    fn part_of(&self, i: usize) -> Option<(Expr, usize)> {
        let Lex::Part { part, plural: false } = self.at(i) else { return None };
        self.bare_part(i, part).or_else(|| {
            let base =
                Base::Unit { unit: super::super::lexicon::Unit::Day, shift: 0, from: super::super::value::From::Text };
            self.pauses(i + 1)
                .then_some((Expr::Calendar { base, time: Some(super::super::value::Time::Part(part)) }, i + 1))
        })
    }

    /// A date or part of the day that a modifier can stand before.
    fn stretch(&self, i: usize, modifier: TimexMod) -> Option<Match> {
        let (expr, end) = self.calendar(i)?;
        matches!(expr, Expr::Calendar { .. } | Expr::Length(_)).then_some(Match { end, expr, modifier: Some(modifier) })
    }

    /// "about two years", "more than a decade ago", "at least 30 days", "around 7 p.m."
    fn quantified(&self, at: usize, key: Key) -> Option<Match> {
        let (modifier, inner) = match (key, self.at(at + 1)) {
            (Key::At, Lex::Key(Key::Least)) => (TimexMod::EqualOrMore, at + 2),
            (Key::At, Lex::Key(Key::Most)) => (TimexMod::EqualOrLess, at + 2),
            (Key::More, Lex::Key(Key::Than)) => (TimexMod::MoreThan, at + 2),
            (Key::Less, Lex::Key(Key::Than)) => (TimexMod::LessThan, at + 2),
            (Key::No, Lex::Key(Key::More)) if self.key(at + 2, Key::Than) => (TimexMod::EqualOrLess, at + 3),
            (Key::No, Lex::Key(Key::Less)) if self.key(at + 2, Key::Than) => (TimexMod::EqualOrMore, at + 3),
            (Key::Just, Lex::Key(Key::Over)) => (TimexMod::MoreThan, at + 2),
            (Key::Just, Lex::Key(Key::Less)) => (TimexMod::LessThan, at + 2),
            (Key::Nearly, _) => (TimexMod::LessThan, at + 1),
            (Key::About | Key::Some, _) => (TimexMod::Approx, at + 1),
            _ => return None,
        };
        // "about now" and "over the years" are no quantities; a clock time or date may be approximate.
        if let Lex::Unit { .. } | Lex::Reference(_) = self.at(inner) {
            return None;
        }
        if key == Key::About
            && let Some((expr @ Expr::Calendar { .. }, end)) = self.core(inner)
        {
            return Some(Match { end, expr, modifier: Some(modifier) });
        }
        if self.key(inner, Key::The) {
            return None;
        }
        let (expr, end) = self.lengthy(inner)?;
        let modifier = match (modifier, expr) {
            // Of points in time the guidelines say BEFORE and AFTER.
            (TimexMod::LessThan, Expr::Calendar { .. }) if key == Key::Nearly => TimexMod::Approx,
            (modifier, Expr::Calendar { base, .. }) => {
                let ahead = matches!(base, Base::Away { sign: 1, .. });
                match (modifier, ahead) {
                    (TimexMod::MoreThan, false) | (TimexMod::LessThan, true) => TimexMod::Before,
                    (TimexMod::LessThan, false) | (TimexMod::MoreThan, true) => TimexMod::After,
                    (TimexMod::EqualOrMore, false) | (TimexMod::EqualOrLess, true) => TimexMod::OnOrBefore,
                    (TimexMod::EqualOrLess, false) | (TimexMod::EqualOrMore, true) => TimexMod::OnOrAfter,
                    (other, _) => other,
                }
            }
            (modifier, _) => modifier,
        };
        Some(Match { end, expr, modifier: Some(modifier) })
    }
}
