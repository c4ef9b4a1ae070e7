//! A stretch of the calendar: how TIMEX3 writes it and which days it covers.

use jiff::ToSpan;
use jiff::civil::Date;

/// A calendar stretch; the year is missing when nothing tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Option<i32>,
    pub(super) within: Within,
}

/// Which part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Whole,
    Half(u8),
    Quarter(u8),
    /// 0 spring, 1 summer, 2 autumn, 3 winter.
    Season(u8),
    Month(u8),
    /// ISO week of the ISO week-numbering year.
    Week(u8),
    Weekend(u8),
    Day(u8, u8),
    /// A day of which the month is not known.
    SomeDay,
    /// A weekday of which the date is not known.
    Weekday(u8),
    /// A week of which the number is not known.
    SomeWeek,
    /// A month of which the number is not known.
    SomeMonth,
    /// A quarter of which the number is not known.
    SomeQuarter,
    /// The ten years from `year` on.
    Decade,
    /// The hundred years from `year` on.
    Century,
    /// The thousand years from `year` on.
    Millennium,
}

fn narrow(n: u8) -> i8 {
    i8::try_from(n).unwrap_or(0)
}

impl Point {
    pub(super) const fn new(year: i32, within: Within) -> Self {
        Self { year: Some(year), within }
    }

    pub(super) fn day(date: Date) -> Self {
        Self::new(i32::from(date.year()), Within::Day(date.month().unsigned_abs(), date.day().unsigned_abs()))
    }

    pub(super) fn week(date: Date) -> Self {
        let iso = date.iso_week_date();
        Self::new(i32::from(iso.year()), Within::Week(iso.week().unsigned_abs()))
    }

    pub(super) fn month(date: Date) -> Self {
        Self::new(i32::from(date.year()), Within::Month(date.month().unsigned_abs()))
    }

    pub(super) fn quarter(date: Date) -> Self {
        Self::new(i32::from(date.year()), Within::Quarter(date.month().unsigned_abs().div_ceil(3)))
    }

    /// The TIMEX3 value.
    pub(super) fn timex(self) -> String {
        let year = match self.year {
            None => "XXXX".to_owned(),
            Some(year) if year < 0 => format!("BC{:04}", -year),
            Some(year) => format!("{year:04}"),
        };
        match self.within {
            Within::Whole => year,
            Within::Half(n) => format!("{year}-H{n}"),
            Within::Quarter(n) => format!("{year}-Q{n}"),
            Within::Season(n) => format!("{year}-{}", ["SP", "SU", "FA", "WI"][usize::from(n % 4)]),
            Within::Month(n) => format!("{year}-{n:02}"),
            Within::Week(n) => format!("{year}-W{n:02}"),
            Within::Weekend(n) => format!("{year}-W{n:02}-WE"),
            Within::Day(month, day) => format!("{year}-{month:02}-{day:02}"),
            Within::SomeDay => format!("{year}-XX-XX"),
            Within::Weekday(n) => format!("{year}-WXX-{n}"),
            Within::SomeWeek => format!("{year}-WXX"),
            Within::SomeMonth => format!("{year}-XX"),
            Within::SomeQuarter => format!("{year}-QX"),
            Within::Decade => self.long(3),
            Within::Century => self.long(2),
            Within::Millennium => self.long(1),
        }
    }

    fn long(self, digits: usize) -> String {
        match self.year {
            None => "X".repeat(digits),
            Some(year) if year < 0 => format!("BC{}", &format!("{:04}", -year)[..digits]),
            Some(year) => format!("{year:04}")[..digits].to_owned(),
        }
    }

    /// First and last day, where the Gregorian calendar has them.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        let year = i16::try_from(self.year?).ok().filter(|y| *y > 0)?;
        let months = |first: u8, count: i32| {
            let from = Date::new(year, narrow(first), 1).ok()?;
            Some((from, from.checked_add(count.months()).ok()?.yesterday().ok()?))
        };
        let week = |number: u8, first: i64, last: i64| {
            let monday = jiff::civil::ISOWeekDate::new(year, narrow(number), jiff::civil::Weekday::Monday).ok()?.date();
            Some((monday.checked_add(first.days()).ok()?, monday.checked_add(last.days()).ok()?))
        };
        let years = |count: i32| {
            let from = Date::new(year, 1, 1).ok()?;
            Some((from, from.checked_add(count.years()).ok()?.yesterday().ok()?))
        };
        match self.within {
            Within::Whole => years(1),
            Within::Half(n) => months(n * 6 - 5, 6),
            Within::Quarter(n) => months(n * 3 - 2, 3),
            // Meteorological seasons of the northern hemisphere; winter begins in December.
            Within::Season(n) => months(n * 3 + 3, 3),
            Within::Month(n) => months(n, 1),
            Within::Week(n) => week(n, 0, 6),
            Within::Weekend(n) => week(n, 5, 6),
            Within::Day(month, day) => Date::new(year, narrow(month), narrow(day)).ok().map(|d| (d, d)),
            Within::Decade => years(10),
            Within::Century => years(100),
            Within::Millennium => years(1000),
            _ => None,
        }
    }
}
