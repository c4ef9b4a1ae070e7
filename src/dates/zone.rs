//! How far a clock is from Greenwich: a fixed offset, or a zone of North America that is named
//! without saying whether summer time holds ("8 p.m. ET").

use jiff::civil::{Date, Weekday};

/// A zone as the words give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of Greenwich.
    Fixed(i16),
    /// Standard time in hours east of Greenwich.
    American(i8),
}

impl Zone {
    /// Minutes east of Greenwich on a day; None when the day decides and is not known.
    pub(super) fn minutes(self, day: Option<Date>) -> Option<i16> {
        match self {
            Self::Fixed(minutes) => Some(minutes),
            Self::American(hours) => day.map(|day| (i16::from(hours) + i16::from(is_summer_time(day))) * 60),
        }
    }
}

/// Whether summer time holds on a day: Uniform Time Act of 1966 as amended in 1986 and 2005.
fn is_summer_time(day: Date) -> bool {
    let (year, sunday) = (day.year(), Weekday::Sunday);
    let nth = |month: i8, nth: i8| Date::new(year, month, 1).and_then(|d| d.nth_weekday_of_month(nth, sunday));
    let (first, last) = match year {
        2007.. => (nth(3, 2), nth(11, 1)),
        1987.. => (nth(4, 1), nth(10, -1)),
        1967.. => (nth(4, -1), nth(10, -1)),
        _ => return false,
    };
    first.is_ok_and(|first| day >= first) && last.is_ok_and(|last| day < last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn summer_time() {
        let minutes = |y, m, d| Zone::American(-5).minutes(Some(date(y, m, d)));
        assert_eq!(minutes(2024, 3, 9), Some(-300));
        assert_eq!(minutes(2024, 3, 10), Some(-240));
        assert_eq!(minutes(2024, 11, 2), Some(-240));
        assert_eq!(minutes(2024, 11, 3), Some(-300));
        assert_eq!(minutes(1999, 4, 3), Some(-300));
        assert_eq!(minutes(1999, 4, 4), Some(-240));
        assert_eq!(Zone::American(-5).minutes(None), None);
    }
}
