//! Lengths of time: how TIMEX3 writes them, those that touch the date of the document, and those of
//! hours and minutes that point from a clock time.

use jiff::Span;
use jiff::civil::{Date, DateTime};

use super::{Resolved, Resolver, Setting};
use crate::dates::holidays::Rule;
use crate::dates::lexicon::Unit;
use crate::dates::point::Point;
use crate::dates::value::{Amount, Base, From, Length, Way};
use crate::document::{AnchoredOn, TimexType};

impl Resolver {
    /// "the last three months", "the next two weeks": a length with its ends.
    pub(super) fn stretch(&self, length: Length, way: Way) -> Option<Resolved> {
        let mut out = Resolved::new(TimexType::Duration, timex_length(length)?);
        let Some((now, on)) = self.now() else { return Some(out) };
        let back = way == Way::Last;
        let Some(other) = moved(now, length, if back { -1 } else { 1 }) else { return Some(out) };
        let (first, last) = if back { (other, now) } else { (now, other) };
        out.days = Some((first, last));
        out.ends = Some((Point::day(first).timex(), Point::day(last).timex()));
        out.anchored_on = Some(on);
        Some(out)
    }

    /// A month that follows the moon, with its first and last day.
    pub(super) fn moon(&self, rule: Rule, base: Base, setting: Setting) -> Option<Resolved> {
        let (point, anchored_on) = self.place(base, setting)?;
        let ends = point.days().and_then(|(first, _)| Some((first, rule.last(first)?)));
        let Some((first, last)) = ends else { return Some(Resolved::new(TimexType::Duration, "P1M".to_owned())) };
        let days = first.until(last).ok()?.get_days() + 1;
        let mut out = Resolved::new(TimexType::Duration, format!("P{days}D"));
        out.days = ends;
        out.ends = Some((Point::day(first).timex(), Point::day(last).timex()));
        out.anchored_on = anchored_on;
        Some(out)
    }

    /// "two hours ago", "ten minutes later": a time of day where one is known to count from, else
    /// the length alone.
    pub(super) fn hours_away(
        &mut self,
        count: u32,
        unit: Unit,
        sign: i32,
        from: From,
        setting: Setting,
    ) -> Option<Resolved> {
        let start = match from {
            From::Text => {
                let told = self.clock.filter(|(_, token)| *token >= setting.paragraph);
                told.map(|(clock, _)| (clock, None, AnchoredOn::Text))
            }
            From::Anchor => self
                .anchor
                .zip(self.published)
                .map(|(day, (time, offset))| (day.to_datetime(time), Some(offset.seconds() / 60), AnchoredOn::Anchor)),
        };
        let Some((start, offset, on)) = start else {
            let length = Length::one(Amount::Exact(u64::from(count) * 100), unit);
            return Some(Resolved::new(TimexType::Duration, timex_length(length)?));
        };
        let count = i64::from(count) * i64::from(sign);
        let span = match unit {
            Unit::Second => Span::new().try_seconds(count),
            Unit::Minute => Span::new().try_minutes(count),
            _ => Span::new().try_hours(count),
        };
        let told: DateTime = start.checked_add(span.ok()?).ok()?;
        let mut out = Resolved::new(TimexType::Time, Point::day(told.date()).timex());
        out.timex.push_str(&format!("T{:02}:{:02}", told.hour(), told.minute()));
        if let Some(minutes) = offset {
            push_offset(&mut out.timex, i16::try_from(minutes).unwrap_or(0));
        }
        out.days = Some((told.date(), told.date()));
        out.anchored_on = Some(on);
        self.clock = Some((told, setting.token));
        Some(out)
    }
}

/// The day a length away, when the length is exact and not of hours.
fn moved(day: Date, length: Length, sign: i32) -> Option<Date> {
    length.parts.into_iter().flatten().try_fold(day, |day, (amount, unit)| {
        let Amount::Exact(hundredths) = amount else { return None };
        let count = i64::try_from(hundredths / 100).ok().filter(|_| hundredths % 100 == 0)? * i64::from(sign);
        let span = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day | Unit::Night => Span::new().try_days(count),
            Unit::Week | Unit::Weekend => Span::new().try_weeks(count),
            Unit::Fortnight => Span::new().try_weeks(2 * count),
            Unit::Month => Span::new().try_months(count),
            Unit::Quarter => Span::new().try_months(3 * count),
            Unit::Year | Unit::Season => Span::new().try_years(count),
            Unit::Decade => Span::new().try_years(10 * count),
            Unit::Century => Span::new().try_years(100 * count),
            Unit::Millennium => Span::new().try_years(1000 * count),
        };
        day.checked_add(span.ok()?).ok()
    })
}

/// Minutes east of Greenwich as ISO 8601 writes them.
pub(super) fn push_offset(timex: &mut String, minutes: i16) {
    if minutes == 0 {
        timex.push('Z');
        return;
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    timex.push_str(&format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
}

/// The TIMEX3 value of a length.
pub(super) fn timex_length(length: Length) -> Option<String> {
    let mut date = String::new();
    let mut time = String::new();
    length.parts[0]?;
    for (amount, unit) in length.parts.into_iter().flatten() {
        let (letter, factor, clock) = match unit {
            Unit::Second => ("S", 1, true),
            Unit::Minute => ("M", 1, true),
            Unit::Hour => ("H", 1, true),
            Unit::Day | Unit::Night => ("D", 1, false),
            Unit::Weekend => ("D", 2, false),
            Unit::Week => ("W", 1, false),
            Unit::Fortnight => ("W", 2, false),
            Unit::Month => ("M", 1, false),
            Unit::Quarter => ("Q", 1, false),
            Unit::Year | Unit::Season => ("Y", 1, false),
            Unit::Decade => ("Y", 10, false),
            Unit::Century => ("Y", 100, false),
            Unit::Millennium => ("Y", 1000, false),
        };
        let number = match amount {
            Amount::Vague => "X".to_owned(),
            Amount::Exact(hundredths) => {
                let n = hundredths * factor;
                match (n / 100, n % 100) {
                    (whole, 0) => whole.to_string(),
                    (whole, cents) if cents % 10 == 0 => format!("{whole}.{}", cents / 10),
                    (whole, cents) => format!("{whole}.{cents:02}"),
                }
            }
        };
        let into = if clock { &mut time } else { &mut date };
        into.push_str(&number);
        into.push_str(letter);
    }
    Some(if time.is_empty() { format!("P{date}") } else { format!("P{date}T{time}") })
}
