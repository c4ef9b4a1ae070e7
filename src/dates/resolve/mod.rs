//! From what the words say to a place in the calendar: the anchor, the date that the text speaks
//! of, the tense of the sentence and, in histories, the last explicit date.

mod length;
mod pick;
mod relative;

use jiff::civil::{Date, DateTime, ISOWeekDate, Time as CivilTime, Weekday};
use jiff::tz::Offset;

use length::{push_offset, timex_length};

use super::holidays::Rule;
use super::lexicon::{Part, Tense, Unit};
use super::point::{Point, Within};
use super::value::{Base, Civil, Expr, Time, Way, Year};
use crate::article::Moment;
use crate::document::{AnchoredOn, TimexType};

/// A date that the text has spoken of, as far as it was given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Focus {
    pub(super) year: i32,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    /// Where: the token at which it began.
    pub(super) token: usize,
}

impl Focus {
    /// Its day, or the first of its month or year.
    fn date(self) -> Option<Date> {
        let narrow = |n: u8| i8::try_from(n).ok();
        Date::new(i16::try_from(self.year).ok()?, narrow(self.month.unwrap_or(1))?, narrow(self.day.unwrap_or(1))?).ok()
    }
}

/// What is known at one point of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolver {
    /// The day of the document.
    pub(super) anchor: Option<Date>,
    /// Whether the text tells a history, away from the days around its anchor.
    pub(super) narrative: bool,
    /// The date spoken of last.
    pub(super) focus: Option<Focus>,
    /// The day spoken of last.
    pub(super) day: Option<Focus>,
    /// Whether that day stood at the head of its line.
    heading: bool,
    /// The last date with a year of its own.
    pub(super) explicit: Option<Focus>,
    /// The quarter spoken of last, with its year.
    pub(super) quarter: Option<(i32, u8)>,
    /// For each weekday, how the direction in which it was read last speaks for the next time, in
    /// tenths of a logit.
    directions: [i32; 8],
    /// The clock time told last, and where: the token at which it began.
    clock: Option<(DateTime, usize)>,
    /// The time of day at which the document was published.
    published: Option<(CivilTime, Offset)>,
}

/// The sentence around an expression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// How far the sentence leans to the future, in tenths of a logit.
    pub(super) lean: i32,
    pub(super) token: usize,
    /// The first token of the paragraph.
    pub(super) paragraph: usize,
    /// The expression stands at the head of its sentence.
    pub(super) opens: bool,
    /// It is the last year of a hyphenated range.
    pub(super) closes_range: bool,
    /// It stands at the head of its line.
    pub(super) heads: bool,
    /// "since" stands before it.
    pub(super) since: bool,
    /// A word joins it to the expression before: "March and May", "from March to May".
    pub(super) joined: bool,
    /// That word is "to" or the like.
    pub(super) ranged: bool,
    /// The month that ends the range which it begins: "from March to May".
    pub(super) until: Option<u8>,
}

impl Setting {
    /// The tense, where the sentence is clear about it.
    const fn tense(self) -> Option<Tense> {
        match self.lean {
            9.. => Some(Tense::Future),
            ..=-9 => Some(Tense::Past),
            _ => None,
        }
    }
}

/// An expression with its value.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub(super) kind: TimexType,
    pub(super) timex: String,
    pub(super) days: Option<(Date, Date)>,
    pub(super) anchored_on: Option<AnchoredOn>,
    pub(super) quant: Option<&'static str>,
    pub(super) freq: Option<String>,
    pub(super) ends: Option<(String, String)>,
    pub(super) alternatives: Vec<String>,
}

impl Resolved {
    fn new(kind: TimexType, timex: String) -> Self {
        Self {
            kind,
            timex,
            days: None,
            anchored_on: None,
            quant: None,
            freq: None,
            ends: None,
            alternatives: Vec::new(),
        }
    }
}

impl Resolved {
    fn reference(tense: Tense) -> Self {
        let value = match tense {
            Tense::Past => "PAST_REF",
            Tense::Present => "PRESENT_REF",
            Tense::Future => "FUTURE_REF",
        };
        Self::new(TimexType::Date, value.to_owned())
    }
}

/// A point and what it was worked out from.
type Placed = (Point, Option<AnchoredOn>);

impl Resolver {
    pub(super) fn new(anchor: Option<Moment>, narrative: bool) -> Self {
        Self {
            anchor: anchor.map(|moment| moment.date),
            narrative,
            focus: None,
            day: None,
            heading: false,
            explicit: None,
            quarter: None,
            directions: [0; 8],
            clock: None,
            published: anchor.and_then(|moment| moment.time),
        }
    }

    /// The value of an expression; moves the focus to it when it is a date.
    pub(super) fn resolve(&mut self, expr: Expr, setting: Setting) -> Option<Resolved> {
        match expr {
            Expr::Reference(tense) => Some(Resolved::reference(tense)),
            Expr::Attribute(tense) => self.narrative.then(|| Resolved::reference(tense)),
            Expr::Length(length) => Some(Resolved::new(TimexType::Duration, timex_length(length)?)),
            Expr::Stretch { length, way } => self.stretch(length, way),
            Expr::Set { length, each, times } => {
                let mut out = Resolved::new(TimexType::Set, timex_length(length)?);
                out.quant = each.then_some("EVERY");
                out.freq = times.map(|n| format!("{n}X"));
                Some(out)
            }
            Expr::Each(within) => {
                let mut out = Resolved::new(TimexType::Set, Point { year: None, within }.timex());
                out.quant = Some("EACH");
                Some(out)
            }
            Expr::Calendar { base: base @ Base::Holiday { rule: rule @ Rule::Month(..), .. }, time: None } => {
                self.moon(rule, base, setting)
            }
            Expr::Span { first, last } => self.span(first, last, setting),
            Expr::YearSpan { first, last } => {
                let mut out = Resolved::new(TimexType::Duration, format!("P{}Y", last - first + 1));
                let (first, last) = (Point::new(first, Within::Whole), Point::new(last, Within::Whole));
                out.days = first.days().zip(last.days()).map(|(a, b)| (a.0, b.1));
                out.ends = Some((first.timex(), last.timex()));
                Some(out)
            }
            Expr::Calendar { base: Base::Away { count, unit, sign, from }, time: None } if unit < Unit::Day => {
                self.hours_away(count, unit, sign, from, setting)
            }
            Expr::Calendar { base, time } => {
                let (point, anchored_on) = self.place(base, setting)?;
                match point.year {
                    // "400 million years ago"
                    Some(..=-10_000) => return Some(Resolved::reference(Tense::Past)),
                    Some(10_000..) => return Some(Resolved::reference(Tense::Future)),
                    _ => {}
                }
                let point = match (point.within, time) {
                    // A time of day on some day of a longer stretch.
                    (Within::Day(..) | Within::SomeDay | Within::Weekday(_), _) | (_, None) => point,
                    (_, Some(_)) => Point { within: Within::SomeDay, ..point },
                };
                let mut out = Resolved::new(TimexType::Date, point.timex());
                out.days = point.days();
                out.anchored_on = anchored_on;
                if let Base::Civil(Civil { other: Some((month, day)), year: Year::Is(year), .. }) = base {
                    let other = Point::new(year, Within::Day(month, day));
                    // The reading that is about the day of the document is meant.
                    match (self.is_near(point), self.is_near(other)) {
                        (true, false) => {}
                        (false, true) => (out.timex, out.days) = (other.timex(), other.days()),
                        _ => out.alternatives = vec![other.timex()],
                    }
                }
                if let Some(time) = time {
                    self.add_time(&mut out, point, time, setting);
                }
                if let Base::Weekday { number, way: Way::Open } = base {
                    self.remember_direction(number, point);
                }
                self.remember(point, base, anchored_on, setting);
                Some(out)
            }
        }
    }

    /// Whether a day is within three days of the document's.
    fn is_near(&self, point: Point) -> bool {
        match (self.anchor, point.days()) {
            (Some(anchor), Some((day, _))) => pick::days_between(anchor, day).abs() <= 3,
            _ => false,
        }
    }

    fn add_time(&mut self, out: &mut Resolved, point: Point, time: Time, setting: Setting) {
        out.kind = TimexType::Time;
        match time {
            Time::Part(part) => {
                out.timex.push_str(match part {
                    Part::Morning => "TMO",
                    Part::Afternoon => "TAF",
                    Part::Evening => "TEV",
                    Part::Night => "TNI",
                    Part::Daytime => "TDT",
                });
            }
            Time::Clock { hour, minute, second, zone } => {
                let day = point.days().map(|(day, _)| day);
                let narrow = |n: u8| i8::try_from(n).unwrap_or(0);
                let told = CivilTime::new(narrow(hour % 24), narrow(minute), narrow(second.unwrap_or(0)), 0).ok();
                self.clock = day.zip(told).map(|(day, told)| (day.to_datetime(told), setting.token)).or(self.clock);
                if point.year.is_none() && point.within == Within::SomeDay {
                    out.timex.clear();
                }
                out.timex.push_str(&format!("T{hour:02}:{minute:02}"));
                if let Some(second) = second {
                    out.timex.push_str(&format!(":{second:02}"));
                }
                if let Some(minutes) = zone.and_then(|zone| zone.minutes(day)) {
                    push_offset(&mut out.timex, minutes);
                }
            }
        }
    }

    /// Keeps a date as the one that the text speaks of.
    fn remember(&mut self, point: Point, base: Base, anchored_on: Option<AnchoredOn>, setting: Setting) {
        let Some(year) = point.year else { return };
        // A comparison with another year ("a year earlier") does not move the story there.
        let compared = matches!(base, Base::Away { unit: Unit::Year, sign: -1, .. });
        let (month, day) = match point.within {
            Within::Day(month, day) => (Some(month), Some(day)),
            Within::Month(month) => (Some(month), None),
            Within::Quarter(n) => {
                if !compared {
                    self.quarter = Some((year, n));
                }
                (None, None)
            }
            Within::Season(n) => (Some(n * 3 + 3), None),
            Within::Whole | Within::Half(_) | Within::SomeDay => (None, None),
            Within::Week(_) | Within::Weekend(_) => match point.days() {
                Some((first, _)) => (Some(first.month().unsigned_abs()), Some(first.day().unsigned_abs())),
                None => return,
            },
            _ => return,
        };
        if compared || setting.closes_range {
            return;
        }
        let focus = Focus { year, month, day, token: setting.token };
        self.focus = Some(focus);
        if matches!(point.within, Within::Day(..)) {
            self.day = Some(focus);
            self.heading = setting.heads;
        }
        let explicit = matches!(
            base,
            Base::Civil(Civil { year: Year::Is(_), .. })
                | Base::Season { year: Year::Is(_), .. }
                | Base::Quarter { year: Year::Is(_), .. }
        );
        if explicit {
            // A bare year far off is an aside, not where the story goes on.
            let aside = month.is_none()
                && !setting.opens
                && self.explicit.is_some_and(|e| (e.year - year).abs() > 3 || (setting.lean > 0 && year > e.year));
            if !aside {
                self.explicit = Some(focus);
            }
        } else if self.narrative
            && anchored_on == Some(AnchoredOn::Text)
            && self.explicit.is_none_or(|e| year >= e.year)
            && (month.is_some() || matches!(base, Base::Unit { shift: 1, .. } | Base::Away { sign: 1, .. }))
        {
            self.explicit = Some(focus);
        }
    }

    fn span(&mut self, first: Civil, last: Civil, setting: Setting) -> Option<Resolved> {
        let (to, anchored_on) = self.civil(last, setting)?;
        let (Some(year), Within::Day(..)) = (to.year, to.within) else {
            let mut out = Resolved::new(TimexType::Duration, "PXD".to_owned());
            let from = Point { year: None, within: Within::Day(first.month?, first.day?) };
            out.ends = Some((from.timex(), to.timex()));
            return Some(out);
        };
        let wraps = first.month > last.month;
        let from = Point::new(year - i32::from(wraps), Within::Day(first.month?, first.day?));
        let (a, b) = (from.days()?.0, to.days()?.1);
        let days = a.until(b).ok()?.get_days() + 1;
        let mut out = Resolved::new(TimexType::Duration, format!("P{days}D"));
        out.days = Some((a, b));
        out.ends = Some((from.timex(), to.timex()));
        out.anchored_on = anchored_on;
        self.remember(to, Base::Civil(last), anchored_on, setting);
        Some(out)
    }

    /// Where a base lies.
    fn place(&self, base: Base, setting: Setting) -> Option<Placed> {
        match base {
            Base::Civil(civil) => self.civil(civil, setting),
            Base::SomeWeekday(number) => Some((Point { year: None, within: Within::Weekday(number) }, None)),
            Base::SomeDay => Some((Point { year: None, within: Within::SomeDay }, None)),
            Base::SameQuarter(year) => {
                let (year, on) = self.year(year)?;
                let within = self.quarter.map_or(Within::Whole, |(_, number)| Within::Quarter(number));
                Some((Point { year, within }, on))
            }
            Base::WeekDay { week, weekday, year } => {
                let Year::Is(year) = year else { return None };
                let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
                let week = i8::try_from(week).ok()?;
                let day = ISOWeekDate::new(i16::try_from(year).ok()?, week, weekday).ok()?.date();
                Some((Point::day(day), None))
            }
            Base::WeekOf(civil) => {
                let (point, on) = self.civil(civil, setting)?;
                Some((point.days().map_or(point, |(day, _)| Point::week(day)), on))
            }
            Base::Decade(start) => Some((Point::new(start, Within::Decade), None)),
            Base::DecadeOfCentury(tens) => {
                // The last such decade that has begun.
                let tens = i32::from(tens);
                let now = self.anchor.map_or(2000, |a| i32::from(a.year()));
                let century = now - now.rem_euclid(100);
                let start = if century + tens <= now { century + tens } else { century - 100 + tens };
                Some((Point::new(start, Within::Decade), self.anchor.map(|_| AnchoredOn::Anchor)))
            }
            Base::Century(n) if n < 0 => Some((Point::new(n * 100 + 1, Within::Century), None)),
            Base::Century(n) => Some((Point::new((n - 1) * 100, Within::Century), None)),
            Base::Week { number, year } => {
                let (year, on) = self.year(year)?;
                Some((Point { year, within: Within::Week(number) }, on))
            }
            Base::Open => Some(self.open_day(setting)),
            _ => self.relative(base, setting),
        }
    }

    /// The year that a phrase names; none inside when there is nothing to count from.
    fn year(&self, year: Year) -> Option<(Option<i32>, Option<AnchoredOn>)> {
        Some(match year {
            Year::Open => (None, None),
            Year::Is(year) => (Some(year), None),
            Year::Anchor(shift) => match self.now() {
                Some((day, on)) => (Some(i32::from(day.year()) + shift), Some(on)),
                None => (None, None),
            },
            Year::Text(shift) => match (self.focus, self.anchor) {
                (Some(focus), _) => (Some(focus.year + shift), Some(AnchoredOn::Text)),
                (None, Some(day)) => (Some(i32::from(day.year()) + shift), Some(AnchoredOn::Anchor)),
                (None, None) => (None, None),
            },
        })
    }

    /// What "now" is: the anchor, and in a history the date that the text speaks of.
    fn now(&self) -> Option<(Date, AnchoredOn)> {
        if let (true, Some(focus)) = (self.narrative, self.explicit) {
            return Some((focus.date()?, AnchoredOn::Text));
        }
        self.anchor.map(|day| (day, AnchoredOn::Anchor))
    }
}
