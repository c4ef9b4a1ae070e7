//! Partial dates: which year, which week. The nearest one that fits the tense.

use jiff::civil::Date;

use super::{Focus, Placed, Resolver, Setting};
use crate::dates::lexicon::Tense;
use crate::dates::point::{Point, Within};
use crate::dates::value::{Civil, Way, Year};
use crate::document::AnchoredOn;

/// For a weekday so many days back from the anchor's: how far that alone speaks for the coming one,
/// in tenths of a logit. Fitted with the lean and the direction of the same weekday earlier in the
/// text on TimeBank, AQUAINT, MEANTIME and the project's own articles (1,450 weekdays): 94.4 % right
/// in cross-validation, 92.3 % without.
const NEARNESS: [i32; 7] = [-29, -16, -9, -3, 8, 17, 27];
/// What the direction of the same weekday before says.
const SAME_WEEKDAY: i32 = 10;

/// How far a candidate is from the anchor, weighed by the tense: a day ahead counts more in a
/// sentence that looks back, and the other way round.
pub(super) fn cost(distance: i32, tense: Option<Tense>) -> i32 {
    let (back, ahead) = match tense {
        Some(Tense::Past) => (2, 5),
        Some(Tense::Future) => (5, 2),
        Some(Tense::Present) | None => (2, 2),
    };
    if distance < 0 { -distance * back } else { distance * ahead }
}

pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

impl Resolver {
    /// A date with a month name, or a bare day of the month.
    pub(super) fn civil(&self, civil: Civil, setting: Setting) -> Option<Placed> {
        let (year, on) = self.year(civil.year)?;
        match (civil.month, civil.day) {
            (None, None) => Some((Point { year, within: Within::Whole }, on)),
            (Some(month), None) => match year {
                Some(_) => Some((Point { year, within: Within::Month(month) }, on)),
                None => Some(self.open_year(month, None, setting)),
            },
            (Some(month), Some(day)) => match year {
                Some(_) => Some((Point { year, within: Within::Day(month, day) }, on)),
                None => Some(self.open_year(month, Some(day), setting)),
            },
            // "the 20th": of the month spoken of, or around the anchor.
            (None, Some(day)) => {
                let (base, on) = match (self.focus, self.anchor, civil.year) {
                    (Some(focus), ..) if focus.month.is_some() => {
                        ((Some(focus.year), focus.month), Some(AnchoredOn::Text))
                    }
                    (_, Some(anchor), _) => (
                        (Some(i32::from(anchor.year())), Some(anchor.month().unsigned_abs())),
                        Some(AnchoredOn::Anchor),
                    ),
                    _ => ((None, None), None),
                };
                let (year, Some(month)) = base else {
                    return Some((Point { year: None, within: Within::SomeDay }, None));
                };
                Some((Point { year, within: Within::Day(month, day) }, on))
            }
        }
    }

    /// The year of a month, or of a day in it, that comes without one.
    fn open_year(&self, month: u8, day: Option<u8>, setting: Setting) -> Placed {
        let within = day.map_or(Within::Month(month), |day| Within::Day(month, day));
        // "from November to March", "in April and May"
        if let (true, None, Some(Focus { year, month: Some(first), day: None, .. })) = (setting.joined, day, self.focus)
        {
            let on = if self.narrative { AnchoredOn::Text } else { AnchoredOn::Anchor };
            return (Point::new(year + i32::from(month < first), within), Some(on));
        }
        if let Some(focus) = self.explicit {
            if self.narrative || self.anchor.is_none() {
                // Histories go forward: January after November is of the next year.
                let wraps = focus.month.is_some_and(|m| m >= 10) && month <= 3;
                return (Point::new(focus.year + i32::from(wraps), within), Some(AnchoredOn::Text));
            }
            // A report that looks back: "in July 1925 … by October".
            let far = self.anchor.is_some_and(|a| (i32::from(a.year()) - focus.year).abs() > 1);
            if far && !setting.since && focus.month.is_some() && focus.token >= setting.paragraph && setting.lean < 0 {
                return (Point::new(focus.year, within), Some(AnchoredOn::Text));
            }
        }
        let Some(anchor) = self.anchor else { return (Point { year: None, within }, None) };
        let year = i32::from(anchor.year());
        let Some(day) = day else {
            let last = setting.until.unwrap_or(month);
            let year = self.month_year(anchor, last, setting) - i32::from(month > last);
            return (Point::new(year, within), Some(AnchoredOn::Anchor));
        };
        let best = (year - 1..=year + 1)
            .filter_map(|year| {
                let distance = days_between(anchor, Point::new(year, Within::Day(month, day)).days()?.0);
                Some((cost(distance, setting.tense()), year))
            })
            .min();
        (Point::new(best.map_or(year, |(_, year)| year), within), Some(AnchoredOn::Anchor))
    }

    /// The year of a bare month: the last such month or the next, by the sentence and by which is nearer.
    fn month_year(&self, anchor: Date, month: u8, setting: Setting) -> i32 {
        let year = i32::from(anchor.year());
        let ahead = (i32::from(month) - i32::from(anchor.month())).rem_euclid(12);
        if ahead == 0 {
            return year;
        }
        let wraps = i32::from(month) < i32::from(anchor.month());
        // 3.2 logits from one month ahead to eleven, as fitted with the rest of the lean.
        let future = setting.lean + 32 * (6 - ahead) / 6 > 0;
        if future { year + i32::from(wraps) } else { year - i32::from(!wraps) }
    }

    /// The date of a weekday.
    pub(super) fn weekday(&self, number: u8, way: Way, setting: Setting) -> Placed {
        let unresolved = (Point { year: None, within: Within::Weekday(number) }, None);
        let from_text = matches!(way, Way::Previous | Way::Following | Way::That);
        let (base, on) = match (self.focus, self.anchor) {
            (Some(focus), _) if from_text && focus.day.is_some() => match focus.date() {
                Some(date) => (date, AnchoredOn::Text),
                None => return unresolved,
            },
            (_, Some(anchor)) => (anchor, AnchoredOn::Anchor),
            _ => return unresolved,
        };
        let today = i32::from(base.weekday().to_monday_one_offset());
        // Days back to the last such weekday, 0 when it is today.
        let back = (today - i32::from(number)).rem_euclid(7);
        let shift = match way {
            Way::Last | Way::Previous => {
                if back == 0 {
                    -7
                } else {
                    -back
                }
            }
            Way::Next | Way::Following => 7 - back,
            Way::This => {
                // Of the week of the anchor, Monday to Sunday, unless the sentence looks ahead.
                let ahead = (7 - back) % 7;
                if setting.lean < -10 { -back } else { ahead }
            }
            // A day that is just over is spoken of as past, one that is near as to come.
            Way::Open
                if setting.lean
                    + NEARNESS[usize::try_from(back).unwrap_or(0)]
                    + self.directions[usize::from(number % 8)]
                    > 0 =>
            {
                7 - back
            }
            Way::That if setting.lean > 0 => (7 - back) % 7,
            Way::Open | Way::That => -back,
        };
        match base.checked_add(jiff::Span::new().days(shift)) {
            Ok(date) => (Point::day(self.after_first(date, setting)), Some(on)),
            Err(_) => unresolved,
        }
    }

    /// "Monday to Friday": the Friday of the week of that Monday, or a later one.
    fn after_first(&self, date: Date, setting: Setting) -> Date {
        let first = self.day.and_then(Focus::date).filter(|first| {
            let in_order = first.weekday().to_monday_one_offset() < date.weekday().to_monday_one_offset();
            setting.ranged && *first > date && in_order
        });
        let late = first.map(|first| (days_between(date, first) + 6) / 7 * 7);
        late.and_then(|days| date.checked_add(jiff::Span::new().days(days)).ok()).unwrap_or(date)
    }

    /// The year of something that comes once a year and begins in `month`.
    pub(super) fn yearly(&self, month: u8, way: Way, setting: Setting) -> (Option<i32>, Option<AnchoredOn>) {
        if (self.narrative || self.anchor.is_none())
            && let (Some(focus), Way::Open | Way::That) = (self.explicit, way)
        {
            return (Some(focus.year), Some(AnchoredOn::Text));
        }
        let Some(anchor) = self.anchor else { return (None, None) };
        let (year, now) = (i32::from(anchor.year()), anchor.month().unsigned_abs());
        let year = match way {
            Way::Last | Way::Previous => {
                if month < now {
                    year
                } else {
                    year - 1
                }
            }
            Way::Next | Way::Following => {
                if month > now {
                    year
                } else {
                    year + 1
                }
            }
            Way::This => year,
            Way::Open | Way::That => match setting.tense() {
                Some(Tense::Future) if month < now => year + 1,
                Some(Tense::Past) if month > now => year - 1,
                _ => year,
            },
        };
        (Some(year), Some(AnchoredOn::Anchor))
    }

    /// Keeps the direction in which a weekday was read.
    pub(super) fn remember_direction(&mut self, number: u8, point: Point) {
        if let (Some(anchor), Some((day, _))) = (self.anchor, point.days()) {
            self.directions[usize::from(number % 8)] = if day > anchor { SAME_WEEKDAY } else { -SAME_WEEKDAY };
        }
    }

    /// The day spoken of last, when it is of this paragraph or of the week around the anchor.
    pub(super) fn day_spoken_of(&self, setting: Setting) -> Option<Date> {
        let focus = self.day?;
        let day = focus.date()?;
        let near = self.anchor.is_some_and(|anchor| days_between(anchor, day).abs() <= 8);
        (self.narrative || near || focus.token >= setting.paragraph).then_some(day)
    }

    /// The day of a clock time that comes without a date.
    pub(super) fn open_day(&self, setting: Setting) -> Placed {
        // The stamps of a live report are of its day, unless a day heads the list.
        if let Some(day) = self.day_spoken_of(setting).filter(|_| !setting.heads || self.heading) {
            return (Point::day(day), Some(AnchoredOn::Text));
        }
        match self.anchor {
            Some(anchor) => (Point::day(anchor), Some(AnchoredOn::Anchor)),
            None => (Point { year: None, within: Within::SomeDay }, None),
        }
    }

    /// Whether a year is given.
    pub(super) const fn given(year: Year) -> bool {
        !matches!(year, Year::Open)
    }
}
