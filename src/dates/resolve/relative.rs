//! Units counted from the anchor or from the date that the text speaks of.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Focus, Placed, Resolver, Setting};
use crate::dates::holidays::Rule;
use crate::dates::lexicon::{Tense, Unit};
use crate::dates::point::{Point, Within};
use crate::dates::value::{Base, From, Way, Year};
use crate::document::AnchoredOn;

/// The stretch of a unit with nothing known of it.
const fn unknown(unit: Unit) -> Point {
    let within = match unit {
        Unit::Week | Unit::Weekend | Unit::Fortnight => Within::SomeWeek,
        Unit::Month => Within::SomeMonth,
        Unit::Quarter => Within::SomeQuarter,
        Unit::Year | Unit::Season => Within::Whole,
        Unit::Decade => Within::Decade,
        Unit::Century => Within::Century,
        Unit::Millennium => Within::Millennium,
        _ => Within::SomeDay,
    };
    Point { year: None, within }
}

impl Resolver {
    pub(super) fn relative(&self, base: Base, setting: Setting) -> Option<Placed> {
        Some(match base {
            Base::Weekday { number, way } => self.weekday(number, way, setting),
            Base::WeekdayOf { number, shift } => match self.now() {
                Some((anchor, on)) => {
                    let today = i64::from(anchor.weekday().to_monday_one_offset());
                    let days = i64::from(number) - today + 7 * i64::from(shift);
                    (Point::day(anchor.checked_add(days.days()).ok()?), Some(on))
                }
                None => (Point { year: None, within: Within::Weekday(number) }, None),
            },
            Base::WeekdayAfter { number, weeks } => match self.now() {
                Some((anchor, on)) => {
                    let today = i64::from(anchor.weekday().to_monday_one_offset());
                    let days = (i64::from(number) - today).rem_euclid(7) + 7 * i64::from(weeks);
                    (Point::day(anchor.checked_add(days.days()).ok()?), Some(on))
                }
                None => (Point { year: None, within: Within::Weekday(number) }, None),
            },
            Base::Days(days) => match self.now() {
                Some((anchor, on)) => (Point::day(anchor.checked_add(i64::from(days).days()).ok()?), Some(on)),
                None => (unknown(Unit::Day), None),
            },
            Base::Month { number, way } => {
                let (year, on) = self.yearly(number, way, setting);
                (Point { year, within: Within::Month(number) }, on)
            }
            Base::Season { number, year, way } => {
                let (year, on) = self.season_year(number, year, way, setting)?;
                (Point { year, within: Within::Season(number) }, on)
            }
            Base::Quarter { number, year } => {
                let (year, on) = self.quarter_year(number, year, setting)?;
                (Point { year, within: Within::Quarter(number) }, on)
            }
            Base::Half { number, year } => {
                let (year, on) = self.year(year)?;
                (Point { year, within: Within::Half(number) }, on)
            }
            Base::Weekend { shift, open } => match self.now() {
                Some((anchor, on)) => {
                    // "over the weekend" of a Monday's report is the one before.
                    let before = open && setting.lean <= 0 && anchor.weekday().to_monday_one_offset() <= 5;
                    let shift = shift - i32::from(before);
                    let week = Point::week(anchor.checked_add((7 * i64::from(shift)).days()).ok()?);
                    let Within::Week(number) = week.within else { return None };
                    (Point { within: Within::Weekend(number), ..week }, Some(on))
                }
                None => (unknown(Unit::Weekend), None),
            },
            Base::Holiday { rule, year, way } => self.holiday(rule, year, way, setting)?,
            Base::Nth { nth, weekday, month, year } => {
                let (year, on) = match year {
                    Year::Open => self.yearly(month, Way::Open, setting),
                    year => self.year(year)?,
                };
                let weekday = jiff::civil::Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
                let day = year.and_then(|year| {
                    let first = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
                    first.nth_weekday_of_month(nth, weekday).ok()
                });
                (day.map_or(Point { year, within: Within::Month(month) }, Point::day), on)
            }
            Base::Unit { unit, shift, from } => self.unit(unit, shift, from, setting)?,
            Base::Away { count, unit, sign, from } => self.away(i32::try_from(count).ok()?, unit, sign, from)?,
            _ => return None,
        })
    }

    /// The day to count from.
    fn start(&self, from: From) -> Option<(Date, AnchoredOn)> {
        match (from, self.focus) {
            (From::Text, Some(focus)) => Some((focus.date()?, AnchoredOn::Text)),
            _ => self.now(),
        }
    }

    fn unit(&self, unit: Unit, shift: i32, from: From, setting: Setting) -> Option<Placed> {
        if let (Unit::Quarter, From::Text, Some((year, quarter))) = (unit, from, self.quarter) {
            let index = year * 4 + i32::from(quarter) - 1 + shift;
            let within = Within::Quarter(u8::try_from(index.rem_euclid(4)).ok()? + 1);
            return Some((Point::new(index.div_euclid(4), within), Some(AnchoredOn::Text)));
        }
        // "that day" needs a day to point to; the date of the document serves when none was spoken of.
        let mut start = self.start(from);
        if from == From::Text && unit <= Unit::Night {
            start = match (self.day_spoken_of(setting), self.day.and_then(Focus::date)) {
                (Some(day), _) => Some((day, AnchoredOn::Text)),
                (None, Some(day)) if shift != 0 => Some((day, AnchoredOn::Text)),
                _ if self.narrative => return Some((unknown(Unit::Day), None)),
                _ => self.now(),
            };
        }
        // Without a month told, the quarter is the one around the document's date.
        if let (Unit::Quarter, From::Text, Some(Focus { month: None, .. })) = (unit, from, self.focus) {
            start = self.now();
        }
        let Some((start, on)) = start else { return Some((unknown(unit), None)) };
        // The last finished quarter is the one that reports speak of.
        let quarter_back = i32::from(unit == Unit::Quarter && from == From::Text);
        Some((stretch(start, unit, shift - quarter_back)?, Some(on)))
    }

    fn away(&self, count: i32, unit: Unit, sign: i32, from: From) -> Option<Placed> {
        // "a year earlier" in a report on a quarter is that quarter of the year before.
        if let (1, Unit::Year, Some((year, quarter))) = (count, unit, self.quarter) {
            return Some((Point::new(year + sign, Within::Quarter(quarter)), Some(AnchoredOn::Text)));
        }
        let shift = count * sign;
        let years = match unit {
            Unit::Year | Unit::Season => Some(shift),
            Unit::Decade => Some(shift.checked_mul(10)?),
            Unit::Century => Some(shift.checked_mul(100)?),
            Unit::Millennium => Some(shift.checked_mul(1000)?),
            _ => None,
        };
        if let Some(years) = years {
            let (year, on) = self.year(if from == From::Text { Year::Text(years) } else { Year::Anchor(years) })?;
            // There is no year 0.
            let year = year.map(|y| if y <= 0 { y - 1 } else { y });
            return Some((Point { year, within: Within::Whole }, on));
        }
        let Some((start, on)) = self.start(from) else { return Some((unknown(unit), None)) };
        let point = match unit {
            Unit::Week | Unit::Fortnight | Unit::Weekend => {
                let weeks = if unit == Unit::Fortnight { 2 * shift } else { shift };
                Point::day(start.checked_add((7 * i64::from(weeks)).days()).ok()?)
            }
            unit => stretch(start, unit, shift)?,
        };
        Some((point, Some(on)))
    }

    fn season_year(
        &self,
        number: u8,
        year: Year,
        way: Way,
        setting: Setting,
    ) -> Option<(Option<i32>, Option<AnchoredOn>)> {
        if Self::given(year) {
            return self.year(year);
        }
        let Some((anchor, on)) = self.now() else {
            return Some(self.yearly(number * 3 + 3, way, setting));
        };
        if self.narrative && matches!(way, Way::Open | Way::That) {
            return Some(self.yearly(number * 3 + 3, way, setting));
        }
        // Seasons counted from the spring of year 0; January and February are of the winter before.
        let month = i32::from(anchor.month());
        let now = i32::from(anchor.year()) * 4 + (month - 3).div_euclid(3);
        let this = now - (now - i32::from(number)).rem_euclid(4);
        let running = this == now;
        let index = match way {
            Way::Last | Way::Previous => {
                if running {
                    this - 4
                } else {
                    this
                }
            }
            Way::Next | Way::Following => this + 4,
            Way::This => {
                if running || i32::from(number) < now.rem_euclid(4) && setting.tense() == Some(Tense::Past) {
                    this
                } else {
                    this + 4
                }
            }
            Way::Open | Way::That => match setting.tense() {
                Some(Tense::Future) if !running => this + 4,
                _ => this,
            },
        };
        Some((Some(index.div_euclid(4)), Some(on)))
    }

    fn quarter_year(&self, number: u8, year: Year, setting: Setting) -> Option<(Option<i32>, Option<AnchoredOn>)> {
        if let (Year::Text(-1), Some((spoken, _))) = (year, self.quarter) {
            return Some((Some(spoken - 1), Some(AnchoredOn::Text)));
        }
        if Self::given(year) {
            return self.year(year);
        }
        let Some((anchor, on)) = self.now() else { return Some((None, None)) };
        let current = anchor.month().unsigned_abs().div_ceil(3);
        let year = i32::from(anchor.year());
        // Reports speak of the last finished quarter, plans of the coming one.
        let year = match setting.tense() {
            Some(Tense::Future) if number + 1 < current => year + 1,
            Some(Tense::Future) => year,
            _ if number > current => year - 1,
            _ => year,
        };
        Some((Some(year), Some(on)))
    }

    fn holiday(&self, rule: Rule, year: Year, way: Way, setting: Setting) -> Option<Placed> {
        let at = |year: i32| rule.day(i16::try_from(year).ok()?);
        if let Rule::Once(..) = rule {
            return Some((Point::day(at(0)?), None));
        }
        if let (Some(year), on) = self.year(year)? {
            return Some((Point::day(at(year)?), on));
        }
        let sample = at(2024)?;
        if self.narrative || self.anchor.is_none() {
            let (year, on) = self.yearly(sample.month().unsigned_abs(), way, setting);
            let point = match year {
                Some(year) => Point::day(at(year)?),
                None => Point { year: None, within: Point::day(sample).within },
            };
            return Some((point, on));
        }
        let (anchor, on) = self.now()?;
        let year = i32::from(anchor.year());
        let candidates = (year - 1..=year + 1).filter_map(at);
        let distance = |day: &Date| super::pick::days_between(anchor, *day);
        let day = match (way, setting.tense()) {
            (Way::Last | Way::Previous, _) => candidates.filter(|d| distance(d) < 0).max(),
            (Way::Next | Way::Following, _) => candidates.filter(|d| distance(d) > 0).min(),
            (Way::This, _) => at(year),
            (_, Some(Tense::Future)) => candidates.filter(|d| distance(d) >= 0).min(),
            (_, tense) => candidates.min_by_key(|d| super::pick::cost(distance(d), tense)),
        }?;
        Some((Point::day(day), Some(on)))
    }
}

/// The unit that holds a day, so many units away.
fn stretch(start: Date, unit: Unit, shift: i32) -> Option<Point> {
    let months = |n: i32| start.first_of_month().checked_add(n.months()).ok();
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Night => {
            Point::day(start.checked_add(i64::from(shift).days()).ok()?)
        }
        Unit::Week | Unit::Weekend => Point::week(start.checked_add((7 * i64::from(shift)).days()).ok()?),
        Unit::Fortnight => Point::week(start.checked_add((14 * i64::from(shift)).days()).ok()?),
        Unit::Month => Point::month(months(shift)?),
        Unit::Quarter => Point::quarter(months(3 * shift)?),
        Unit::Year | Unit::Season => Point::new(i32::from(start.year()) + shift, Within::Whole),
        Unit::Decade => Point::new((i32::from(start.year()).div_euclid(10) + shift) * 10, Within::Decade),
        Unit::Century => Point::new((i32::from(start.year()).div_euclid(100) + shift) * 100, Within::Century),
        Unit::Millennium => Point::new((i32::from(start.year()).div_euclid(1000) + shift) * 1000, Within::Millennium),
    })
}
