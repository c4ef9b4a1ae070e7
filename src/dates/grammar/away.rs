//! Lengths that point: "two years ago", "a week later", "three days before".

use super::super::lexicon::{Class, Key, Lex, Tense, Unit};
use super::super::value::{Amount, Base, Expr, From, Length};
use super::Grammar;
use super::deictic::date;

impl Grammar<'_> {
    /// A length with what points from it: "two years ago", "a week later", "three days before".
    pub(super) fn away(&self, length: Length, end: usize) -> Option<(Expr, usize)> {
        let (count, unit) = whole(length)?;
        let stops = |k: usize| k >= self.end || matches!(self.at(k), Lex::Punct(_) | Lex::Dash);
        let (sign, from, end) = match self.at(end) {
            Lex::Key(Key::Ago) if stops(end + 1) || !self.is(end, Class::PointsAtEnd) => (-1, From::Anchor, end + 1),
            Lex::Key(Key::Earlier) => (-1, From::Text, end + 1),
            Lex::Key(Key::Later) => (1, From::Text, end + 1),
            Lex::Key(Key::Before) if stops(end + 1) || self.is(end, Class::PointsAnywhere) => (-1, From::Text, end + 1),
            Lex::Key(Key::After) if stops(end + 1) => (1, From::Text, end + 1),
            Lex::Key(Key::From) if self.at(end + 1) == Lex::Reference(Tense::Present) => (1, From::Anchor, end + 2),
            _ => return None,
        };
        let Some(count) = count else {
            // "a few years ago" has no date to point to.
            let tense = if sign < 0 { Tense::Past } else { Tense::Future };
            return (unit >= Unit::Day).then_some((Expr::Reference(tense), end));
        };
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
