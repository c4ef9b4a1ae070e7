//! When holidays fall. Their names are data of the language (`lexicon/en.rs`); the day is what the
//! name means most often. Names that mean different days in different countries ("Independence
//! Day", "National Day") are left out.

use jiff::civil::{Date, Weekday};

use super::lunar;

/// When a holiday falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// One day in history: year, month, day.
    Once(i16, i8, i8),
    /// Days after Easter Sunday of the Gregorian calendar.
    Easter(i16),
    /// Days after Easter Sunday of the Orthodox churches.
    OrthodoxEaster(i16),
    /// The nth weekday of a month (1 is Monday), counted from the end when negative, and days after it.
    Nth(i8, i8, i8, i8),
    /// Days after a feast that follows the moon.
    Lunar(&'static [u16], i16),
    /// A month that follows the moon, up to the day before a feast.
    Month(&'static [u16], &'static [u16]),
}

impl Rule {
    /// Its day in a year.
    pub(super) fn day(self, year: i16) -> Option<Date> {
        let (start, days) = match self {
            Self::Fixed(month, day) => (Date::new(year, month, day).ok()?, 0),
            Self::Once(year, month, day) => (Date::new(year, month, day).ok()?, 0),
            Self::Easter(days) => (easter(year)?, i64::from(days)),
            Self::OrthodoxEaster(days) => (orthodox_easter(year)?, i64::from(days)),
            Self::Nth(nth, weekday, month, days) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                (Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?, i64::from(days))
            }
            Self::Lunar(table, days) => (lunar::in_year(table, year)?, i64::from(days)),
            Self::Month(table, _) => (lunar::in_year(table, year)?, 0),
        };
        start.checked_add(jiff::Span::new().days(days)).ok()
    }

    /// The last day of a month that begins on `first`.
    pub(super) fn last(self, first: Date) -> Option<Date> {
        match self {
            Self::Month(_, feast) => lunar::since(feast, first)?.yesterday().ok(),
            _ => None,
        }
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Easter Sunday of the Julian calendar, as a Gregorian date (Meeus).
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let n = d + e + 114;
    let julian = Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()?;
    let shift = y / 100 - y / 400 - 2;
    julian.checked_add(jiff::Span::new().days(i64::from(shift))).ok()
}

#[cfg(test)]
mod tests {
    use crate::dates::lexicon::Lexicon;

    fn on(name: &str, year: i16) -> String {
        let words: Vec<&str> = name.split(' ').collect();
        let lexicon = Lexicon::of("en").unwrap();
        let (rule, len) = lexicon.holiday(|k| words.get(k).copied().unwrap_or("")).unwrap();
        assert_eq!(len, words.len(), "{name}");
        rule.day(year).unwrap().to_string()
    }

    #[test]
    fn computed_days() {
        assert_eq!(on("Easter", 2024), "2024-03-31");
        assert_eq!(on("Good Friday", 2021), "2021-04-02");
        assert_eq!(on("Orthodox Easter", 2024), "2024-05-05");
        assert_eq!(on("Thanksgiving", 1998), "1998-11-26");
        assert_eq!(on("Memorial Day", 2023), "2023-05-29");
        assert_eq!(on("Election Day", 2020), "2020-11-03");
        assert_eq!(on("New Year ’s Eve", 2020), "2020-12-31");
    }

    #[test]
    fn lunar_days() {
        assert_eq!(on("Eid al - Fitr", 2024), "2024-04-10");
        assert_eq!(on("Eid al - Adha", 2023), "2023-06-28");
        assert_eq!(on("Ashura", 2024), "2024-07-16");
        assert_eq!(on("Yom Kippur", 2023), "2023-09-25");
        assert_eq!(on("Rosh Hashanah", 2024), "2024-10-03");
        assert_eq!(on("Passover", 2024), "2024-04-23");
        assert_eq!(on("Purim", 2024), "2024-03-24");
        assert_eq!(on("Hanukkah", 2023), "2023-12-08");
        assert_eq!(on("Lunar New Year", 2024), "2024-02-10");
        assert_eq!(on("Diwali", 2023), "2023-11-12");
    }

    #[test]
    fn every_name_begins_with_a_word_of_the_lexicon() {
        let lexicon = Lexicon::of("en").unwrap();
        for (name, _) in lexicon.holidays {
            assert!(lexicon.word(name[0]).starts(), "{name:?}");
        }
    }
}
