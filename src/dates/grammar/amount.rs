//! Numbers in figures and words, and lengths of time.

use super::super::lexicon::{Class, Key, Lex, Unit};
use super::super::value::{Amount, Expr, Length};
use super::Grammar;

/// One or two parts of a length: a count of units, and half a unit on top.
type Parts = [Option<(Amount, Unit)>; 2];

const ONE: Amount = Amount::Exact(100);

/// Half of a unit in smaller units.
const fn half_of(unit: Unit) -> (Amount, Unit) {
    match unit {
        Unit::Minute => (Amount::Exact(3000), Unit::Second),
        Unit::Hour => (Amount::Exact(3000), Unit::Minute),
        Unit::Day | Unit::Night | Unit::Weekend => (Amount::Exact(1200), Unit::Hour),
        Unit::Week => (Amount::Exact(350), Unit::Day),
        Unit::Fortnight => (ONE, Unit::Week),
        Unit::Month => (Amount::Exact(1500), Unit::Day),
        Unit::Quarter => (Amount::Exact(600), Unit::Week),
        Unit::Year | Unit::Season => (Amount::Exact(600), Unit::Month),
        Unit::Decade => (Amount::Exact(500), Unit::Year),
        Unit::Century => (Amount::Exact(5000), Unit::Year),
        Unit::Millennium => (Amount::Exact(50000), Unit::Year),
        Unit::Second => (Amount::Exact(50), Unit::Second),
    }
}

/// A number, and whether half a unit comes on top ("two and a half").
#[derive(Clone, Copy)]
pub(super) struct Count {
    pub(super) amount: Amount,
    pub(super) half: bool,
    pub(super) end: usize,
}

impl Grammar<'_> {
    /// "two", "twenty-four", "a hundred and five", "nineteen", up to the thousands.
    pub(super) fn spelled(&self, i: usize) -> Option<(u64, usize)> {
        let (mut total, mut group, mut at, mut words) = (0u64, 0u64, i, 0);
        while words < 8 {
            let next = at + usize::from(words > 0 && self.dash(at) && self.glued(at));
            match self.at(next) {
                Lex::Cardinal(n)
                    if words == 0 || group % 100 == 0 || (n < 10 && group % 10 == 0 && group % 100 >= 20) =>
                {
                    group += u64::from(n);
                    at = next + 1;
                }
                Lex::Scale(100) if group > 0 && group < 100 => {
                    group *= 100;
                    at = next + 1;
                }
                Lex::Scale(scale) if scale > 100 && group > 0 && group < 1000 => {
                    total += group * u64::from(scale);
                    group = 0;
                    at = next + 1;
                }
                Lex::Key(Key::And) if group % 100 == 0 && group > 0 || (group == 0 && total > 0) => {
                    match self.at(at + 1) {
                        Lex::Cardinal(n) => group += u64::from(n),
                        _ => break,
                    }
                    at += 2;
                }
                _ => break,
            }
            words += 1;
        }
        (words > 0).then_some((total + group, at))
    }

    /// How many units follow: "10", "2.5", "2 1/2", "two and a half", "a couple of", "several".
    pub(super) fn count(&self, i: usize) -> Option<Count> {
        let plain = |amount, end| Some(Count { amount, half: false, end });
        match self.at(i) {
            Lex::Number { value, .. } => {
                let hundreds = u64::from(value) * 100;
                // "2 1/2"
                if self.figures(i + 1, 1, 1) == Some(1)
                    && self.punct(i + 2, b'/')
                    && self.figures(i + 3, 1, 1) == Some(2)
                {
                    return Some(Count { amount: Amount::Exact(hundreds), half: true, end: i + 4 });
                }
                if self.form(i + 1) == "½" {
                    return Some(Count { amount: Amount::Exact(hundreds), half: true, end: i + 2 });
                }
                match self.at(i + 1) {
                    Lex::Scale(scale) => plain(Amount::Exact(hundreds * u64::from(scale)), i + 2),
                    _ => self.and_a_half(i + 1, Amount::Exact(hundreds)),
                }
            }
            Lex::Grouped(n) => plain(Amount::Exact(u64::from(n) * 100), i + 1),
            Lex::Decimal { whole, hundredths, .. } => {
                let hundreds = u64::from(whole) * 100 + u64::from(hundredths);
                match self.at(i + 1) {
                    Lex::Scale(scale) => plain(Amount::Exact(hundreds * u64::from(scale)), i + 2),
                    _ => plain(Amount::Exact(hundreds), i + 1),
                }
            }
            Lex::Cardinal(_) => {
                let (n, end) = self.spelled(i)?;
                self.and_a_half(end, Amount::Exact(n * 100))
            }
            Lex::Key(Key::Several | Key::Few | Key::Many) => {
                let of = usize::from(self.key(i + 1, Key::Of));
                plain(Amount::Vague, i + 1 + of)
            }
            Lex::Key(Key::Couple | Key::Dozen) => self.collective(i),
            Lex::Key(Key::A) => match self.at(i + 1) {
                Lex::Key(Key::Few | Key::Many | Key::Several) => plain(Amount::Vague, i + 2),
                Lex::Key(Key::Couple | Key::Dozen) => self.collective(i + 1),
                Lex::Scale(scale) => plain(Amount::Exact(u64::from(scale) * 100), i + 2),
                _ => None,
            },
            Lex::Scale(scale) if scale <= 1000 => plain(Amount::Exact(u64::from(scale) * 100), i + 1),
            _ => None,
        }
    }

    fn collective(&self, i: usize) -> Option<Count> {
        let hundreds = if self.key(i, Key::Couple) { 200 } else { 1200 };
        let of = usize::from(self.key(i + 1, Key::Of));
        Some(Count { amount: Amount::Exact(hundreds), half: false, end: i + 1 + of })
    }

    fn and_a_half(&self, i: usize, amount: Amount) -> Option<Count> {
        let half = self.key(i, Key::And) && self.key(i + 1, Key::A) && self.key(i + 2, Key::Half);
        Some(Count { amount, half, end: if half { i + 3 } else { i } })
    }

    /// A unit after a number, with what may stand between: "more", "trading", a hyphen.
    fn unit_after(&self, i: usize) -> Option<(Unit, usize)> {
        let mut at = i;
        if self.dash(at) && self.glued(at) {
            at += 1;
        } else if let Lex::Key(
            Key::More | Key::Trading | Key::Full | Key::Whole | Key::Long | Key::Other | Key::Calendar,
        ) = self.at(at)
        {
            at += 1;
        }
        match self.at(at) {
            Lex::Unit { unit, .. } => Some((unit, at + 1)),
            Lex::Part { .. } if self.is(at, Class::Nights) => Some((Unit::Night, at + 1)),
            _ => None,
        }
    }

    /// A number and a unit, in one part: "ten days", "90min", "half an hour", "a year and a half".
    fn part(&self, i: usize) -> Option<(Parts, usize)> {
        if let Lex::Measure { hundredths, unit } = self.at(i) {
            return Some(([Some((Amount::Exact(u64::from(hundredths)), unit)), None], i + 1));
        }
        if self.key(i, Key::Half) {
            let at = i + 1 + usize::from(self.key(i + 1, Key::A) || self.key(i + 1, Key::The) || self.dash(i + 1));
            let Lex::Unit { unit, plural: false } = self.at(at) else { return None };
            return Some(([Some(half_of(unit)), None], at + 1));
        }
        let a = self.key(i, Key::A);
        if let (true, Lex::Key(Key::Half), Lex::Dash, Lex::Unit { unit, .. }) =
            (a || self.key(i, Key::The), self.at(i + 1), self.at(i + 2), self.at(i + 3))
        {
            return Some(([Some(half_of(unit)), None], i + 4));
        }
        let full = i + 1 + usize::from(matches!(self.at(i + 1), Lex::Key(Key::Full | Key::Whole | Key::Entire)));
        // "a year-earlier loss"
        let earlier = self.dash(full + 1) && matches!(self.at(full + 2), Lex::Key(Key::Ago | Key::Earlier));
        if let (true, false, Lex::Unit { unit, plural: false }) = (a, earlier, self.at(full)) {
            let and_a_half =
                self.key(full + 1, Key::And) && self.key(full + 2, Key::A) && self.key(full + 3, Key::Half);
            let half = and_a_half.then(|| half_of(unit));
            return Some(([Some((ONE, unit)), half], full + if and_a_half { 4 } else { 1 }));
        }
        let Count { amount, half, end } = self.count(i)?;
        let (unit, end) = self.unit_after(end)?;
        Some(([Some((amount, unit)), half.then(|| half_of(unit))], end))
    }

    /// A length of time of up to three parts. Agreement in number is not asked for: "two year", "1 days".
    pub(super) fn length(&self, i: usize) -> Option<(Length, usize)> {
        let (first, mut end) = self.part(i)?;
        let mut parts = [first[0], first[1], None];
        let mut n = 1 + usize::from(first[1].is_some());
        while n < 3 {
            let mut at = self.after_comma(end);
            at += usize::from(self.key(at, Key::And));
            if !matches!(self.at(at), Lex::Number { .. } | Lex::Decimal { .. } | Lex::Cardinal(_) | Lex::Measure { .. })
            {
                break;
            }
            match self.part(at) {
                Some(([Some((amount, unit)), None], after)) if Some(unit) < parts[n - 1].map(|p| p.1) => {
                    parts[n] = Some((amount, unit));
                    end = after;
                }
                _ => break,
            }
            n += 1;
        }
        // "a week or so"
        if self.key(end, Key::Or) && self.key(end + 1, Key::So) {
            end += 2;
        }
        Some((Length { parts }, end))
    }

    /// A length with an age, "long" or "period" behind it: "45 years old", "a 17-year-old",
    /// "a three-year period", "decades-long".
    pub(super) fn duration(&self, i: usize) -> Option<(Expr, usize)> {
        let (length, mut end) = match self.at(i) {
            Lex::Unit { unit, plural: true } if self.bare_plural(i, unit) => (Length::one(Amount::Vague, unit), i + 1),
            _ => self.length(i)?,
        };
        if self.is_ordinal_or_fraction(i, end) {
            return None;
        }
        let at = end + usize::from(self.dash(end) && self.glued(end));
        if self.key(at, Key::Old) || (at > end && self.key(at, Key::Long)) {
            end = at + 1;
        } else if self.key(end, Key::Of) && self.key(end + 1, Key::Age) {
            end += 2;
        }
        Some((Expr::Length(length), end))
    }

    /// Whether a bare plural is a length: "for years", "hours later", but not the minutes of a
    /// meeting or living quarters.
    fn bare_plural(&self, i: usize, unit: Unit) -> bool {
        // "light-years"
        if self.glued(i) && self.before(i) == Lex::Dash {
            return false;
        }
        // "light years", "the days of sail"
        if self.before(i) == Lex::Other && i > 0 && self.is(i - 1, Class::Light) {
            return false;
        }
        if self.before(i) == Lex::Key(Key::The) && self.key(i + 1, Key::Of) {
            return false;
        }
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour => {
                matches!(
                    self.before(i),
                    Lex::Key(Key::For | Key::Within | Key::In | Key::Just | Key::Of | Key::After | Key::Until)
                ) && !self.key(i + 1, Key::Of)
                    || matches!(
                        self.at(i + 1),
                        Lex::Key(Key::Later | Key::Earlier | Key::Before | Key::After | Key::Ago)
                    )
            }
            Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
                !self.capital(i) || self.before(i) == Lex::Other && (i == 0 || self.tokens[i].line_start())
            }
            _ => false,
        }
    }

    /// "a second attempt", "three quarters of", "a quarter": no lengths.
    fn is_ordinal_or_fraction(&self, i: usize, end: usize) -> bool {
        match self.at(end - 1) {
            Lex::Unit { unit: Unit::Second, plural: false } => {
                // "a second attempt", "second-hand"
                // "a second, due in June", "the thirty-second lorry"
                let ordinal =
                    self.before(i) == Lex::Key(Key::The) && end > i + 2 && matches!(self.at(i), Lex::Cardinal(_));
                let told = matches!(
                    self.before(i),
                    Lex::Key(Key::In | Key::For | Key::Within | Key::Than | Key::Half | Key::Less | Key::Over)
                ) || self.is_rate(i, Length::one(ONE, Unit::Second));
                (self.dash(end) && self.glued(end))
                    || ordinal && self.dash(end - 2)
                    || self.key(i, Key::A)
                        && end == i + 2
                        && !(told && matches!(self.at(end), Lex::Punct(b',' | b'.' | b';')))
                    || self.capital(end - 1)
            }
            Lex::Unit { unit: Unit::Quarter, plural } => {
                let third = matches!(self.at(i), Lex::Cardinal(3) | Lex::Number { value: 3, .. });
                (plural && third)
                    || (!plural && (self.key(i, Key::A) || self.key(i + 1, Key::A)))
                    || self.key(end, Key::Of)
            }
            _ => false,
        }
    }
}
