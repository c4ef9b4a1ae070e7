//! Holidays with a fixed or computable date. Names are English; the day is what the name means most
//! often, so names that fall on different days in different countries ("Independence Day") are read
//! with the region, or left to the nearest reading.

use jiff::civil::{Date, Weekday};

/// When a holiday falls.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Fixed(i8, i8),
    /// Days after Easter Sunday of the Gregorian calendar.
    Easter(i16),
    /// Days after Easter Sunday of the Orthodox churches.
    OrthodoxEaster(i16),
    /// The nth weekday of a month, counted from the end when negative, and days after it.
    Nth(i8, Weekday, i8, i8),
}

use Rule::{Easter, Fixed, Nth, OrthodoxEaster};
use Weekday::{Monday, Sunday, Thursday};

/// Names in lower case, longer names before their beginnings.
#[rustfmt::skip]
const HOLIDAYS: &[(&[&str], Rule)] = &[
    (&["christmas", "eve"], Fixed(12, 24)), (&["christmas", "day"], Fixed(12, 25)), (&["christmas"], Fixed(12, 25)),
    (&["xmas"], Fixed(12, 25)), (&["boxing", "day"], Fixed(12, 26)),
    (&["orthodox", "christmas"], Fixed(1, 7)), (&["orthodox", "easter"], OrthodoxEaster(0)),
    (&["new", "year", "’s", "eve"], Fixed(12, 31)), (&["new", "year", "'s", "eve"], Fixed(12, 31)),
    (&["new", "year", "’s", "day"], Fixed(1, 1)), (&["new", "year", "'s", "day"], Fixed(1, 1)),
    (&["new", "years", "eve"], Fixed(12, 31)), (&["new", "years", "day"], Fixed(1, 1)), (&["hogmanay"], Fixed(12, 31)),
    (&["new", "year"], Fixed(1, 1)),
    (&["epiphany"], Fixed(1, 6)), (&["burns", "night"], Fixed(1, 25)), (&["groundhog", "day"], Fixed(2, 2)),
    (&["valentine", "'s", "day"], Fixed(2, 14)), (&["valentine", "’s", "day"], Fixed(2, 14)),
    (&["international", "women", "'s", "day"], Fixed(3, 8)), (&["international", "women", "’s", "day"], Fixed(3, 8)),
    (&["international", "workers", "'", "day"], Fixed(5, 1)), (&["international", "workers", "’", "day"], Fixed(5, 1)),
    (&["international", "holocaust", "remembrance", "day"], Fixed(1, 27)),
    (&["st", ".", "patrick", "'s", "day"], Fixed(3, 17)), (&["st.", "patrick", "'s", "day"], Fixed(3, 17)),
    (&["st.", "patrick", "’s", "day"], Fixed(3, 17)), (&["st", "patrick", "'s", "day"], Fixed(3, 17)),
    (&["st", "patrick", "’s", "day"], Fixed(3, 17)),
    (&["earth", "day"], Fixed(4, 22)), (&["anzac", "day"], Fixed(4, 25)), (&["australia", "day"], Fixed(1, 26)),
    (&["may", "day"], Fixed(5, 1)), (&["juneteenth"], Fixed(6, 19)), (&["flag", "day"], Fixed(6, 14)),
    (&["canada", "day"], Fixed(7, 1)), (&["independence", "day"], Fixed(7, 4)), (&["bastille", "day"], Fixed(7, 14)),
    (&["halloween"], Fixed(10, 31)), (&["all", "saints", "'", "day"], Fixed(11, 1)), (&["all", "saints", "’", "day"], Fixed(11, 1)),
    (&["all", "saints", "day"], Fixed(11, 1)), (&["all", "souls", "'", "day"], Fixed(11, 2)), (&["all", "souls", "’", "day"], Fixed(11, 2)),
    (&["guy", "fawkes", "night"], Fixed(11, 5)), (&["bonfire", "night"], Fixed(11, 5)),
    (&["veterans", "day"], Fixed(11, 11)), (&["armistice", "day"], Fixed(11, 11)), (&["remembrance", "day"], Fixed(11, 11)),
    (&["human", "rights", "day"], Fixed(12, 10)),
    (&["ash", "wednesday"], Easter(-46)), (&["shrove", "tuesday"], Easter(-47)), (&["palm", "sunday"], Easter(-7)),
    (&["maundy", "thursday"], Easter(-3)), (&["good", "friday"], Easter(-2)), (&["easter", "monday"], Easter(1)),
    (&["easter", "sunday"], Easter(0)), (&["easter", "saturday"], Easter(-1)), (&["easter"], Easter(0)),
    (&["ascension", "day"], Easter(39)), (&["whit", "sunday"], Easter(49)), (&["whit", "monday"], Easter(50)),
    (&["pentecost"], Easter(49)), (&["corpus", "christi"], Easter(60)),
    (&["martin", "luther", "king", "jr.", "day"], Nth(3, Monday, 1, 0)), (&["martin", "luther", "king", "day"], Nth(3, Monday, 1, 0)),
    (&["mlk", "day"], Nth(3, Monday, 1, 0)), (&["presidents", "'", "day"], Nth(3, Monday, 2, 0)),
    (&["presidents", "’", "day"], Nth(3, Monday, 2, 0)), (&["presidents", "day"], Nth(3, Monday, 2, 0)),
    (&["mother", "'s", "day"], Nth(2, Sunday, 5, 0)), (&["mother", "’s", "day"], Nth(2, Sunday, 5, 0)),
    (&["memorial", "day"], Nth(-1, Monday, 5, 0)), (&["father", "'s", "day"], Nth(3, Sunday, 6, 0)),
    (&["father", "’s", "day"], Nth(3, Sunday, 6, 0)), (&["labor", "day"], Nth(1, Monday, 9, 0)),
    (&["columbus", "day"], Nth(2, Monday, 10, 0)), (&["election", "day"], Nth(1, Monday, 11, 1)),
    (&["thanksgiving", "day"], Nth(4, Thursday, 11, 0)), (&["thanksgiving"], Nth(4, Thursday, 11, 0)),
    (&["black", "friday"], Nth(4, Thursday, 11, 1)), (&["cyber", "monday"], Nth(4, Thursday, 11, 4)),
    (&["labour", "day"], Fixed(5, 1)),
];

/// The number of the holiday whose name stands at the words that `form` gives, and its length in
/// words. The first word has to be a capital.
pub(super) fn named<'a>(form: impl Fn(usize) -> &'a str, capital: impl Fn(usize) -> bool) -> Option<(u8, usize)> {
    if !capital(0) {
        return None;
    }
    let at = HOLIDAYS
        .iter()
        .position(|(name, _)| name.iter().enumerate().all(|(k, word)| form(k).eq_ignore_ascii_case(word)))?;
    Some((u8::try_from(at).ok()?, HOLIDAYS[at].0.len()))
}

/// The day of a holiday in a year.
pub(super) fn day(number: u8, year: i16) -> Option<Date> {
    match HOLIDAYS.get(usize::from(number))?.1 {
        Fixed(month, day) => Date::new(year, month, day).ok(),
        Easter(days) => easter(year)?.checked_add(jiff::Span::new().days(i64::from(days))).ok(),
        OrthodoxEaster(days) => orthodox_easter(year)?.checked_add(jiff::Span::new().days(i64::from(days))).ok(),
        Nth(nth, weekday, month, days) => Date::new(year, month, 1)
            .ok()?
            .nth_weekday_of_month(nth, weekday)
            .ok()?
            .checked_add(jiff::Span::new().days(i64::from(days)))
            .ok(),
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
    use super::*;

    fn on(name: &str, year: i16) -> String {
        let words: Vec<&str> = name.split(' ').collect();
        let (number, _) = named(|k| words.get(k).copied().unwrap_or(""), |_| true).unwrap();
        day(number, year).unwrap().to_string()
    }

    #[test]
    fn computed_days() {
        assert_eq!(on("Easter", 2024), "2024-03-31");
        assert_eq!(on("Good Friday", 2021), "2021-04-02");
        assert_eq!(on("Orthodox Easter", 2024), "2024-05-05");
        assert_eq!(on("Thanksgiving", 1998), "1998-11-26");
        assert_eq!(on("Memorial Day", 2023), "2023-05-29");
        assert_eq!(on("Election Day", 2020), "2020-11-03");
        assert_eq!(on("New Year 's Eve", 2020), "2020-12-31");
    }
}
