//! From what the words say to a place in the calendar: the anchor, the date that the text speaks
//! of, the tense of the sentence and, in histories, the last explicit date.

mod pick;
mod relative;

use jiff::civil::Date;

use super::lexicon::{Part, Tense, Unit};
use super::point::{Point, Within};
use super::value::{Amount, Base, Civil, Expr, Length, Time, Year};
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
    /// The last date with a year of its own.
    pub(super) explicit: Option<Focus>,
    /// The quarter spoken of last, with its year.
    pub(super) quarter: Option<(i32, u8)>,
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

/// A point and what it was worked out from.
type Placed = (Point, Option<AnchoredOn>);

impl Resolver {
    pub(super) const fn new(anchor: Option<Date>, narrative: bool) -> Self {
        Self { anchor, narrative, focus: None, day: None, explicit: None, quarter: None }
    }

    /// The value of an expression; moves the focus to it when it is a date.
    pub(super) fn resolve(&mut self, expr: Expr, setting: Setting) -> Option<Resolved> {
        match expr {
            Expr::Reference(tense) => {
                let value = match tense {
                    Tense::Past => "PAST_REF",
                    Tense::Present => "PRESENT_REF",
                    Tense::Future => "FUTURE_REF",
                };
                Some(Resolved::new(TimexType::Date, value.to_owned()))
            }
            Expr::Former => self.narrative.then(|| Resolved::new(TimexType::Date, "PAST_REF".to_owned())),
            Expr::Length(length) => Some(Resolved::new(TimexType::Duration, timex_length(length)?)),
            Expr::Set { length, each, times } => {
                let mut out = Resolved::new(TimexType::Set, timex_length(length)?);
                out.quant = each.then_some("EVERY");
                out.freq = times.map(|n| format!("{n}X"));
                Some(out)
            }
            Expr::Span { first, last } => self.span(first, last, setting),
            Expr::YearSpan { first, last } => {
                let mut out = Resolved::new(TimexType::Duration, format!("P{}Y", last - first + 1));
                let (first, last) = (Point::new(first, Within::Whole), Point::new(last, Within::Whole));
                out.days = first.days().zip(last.days()).map(|(a, b)| (a.0, b.1));
                out.ends = Some((first.timex(), last.timex()));
                Some(out)
            }
            Expr::Calendar { base, time } => {
                let (point, anchored_on) = self.place(base, setting)?;
                let point = match (point.within, time) {
                    // A time of day on some day of a longer stretch.
                    (Within::Day(..) | Within::SomeDay | Within::Weekday(_), _) | (_, None) => point,
                    (_, Some(_)) => Point { within: Within::SomeDay, ..point },
                };
                let mut out = Resolved::new(TimexType::Date, point.timex());
                out.days = point.days();
                out.anchored_on = anchored_on;
                if let Base::Civil(Civil { other: Some((month, day)), year: Year::Is(year), .. }) = base {
                    out.alternatives = vec![Point::new(year, Within::Day(month, day)).timex()];
                }
                if let Some(time) = time {
                    self.add_time(&mut out, point, time);
                }
                self.remember(point, base, anchored_on, setting);
                Some(out)
            }
        }
    }

    fn add_time(&self, out: &mut Resolved, point: Point, time: Time) {
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
            Time::Clock { hour, minute, second, offset } => {
                if point.year.is_none() && point.within == Within::SomeDay {
                    out.timex.clear();
                }
                out.timex.push_str(&format!("T{hour:02}:{minute:02}"));
                if let Some(second) = second {
                    out.timex.push_str(&format!(":{second:02}"));
                }
                match offset {
                    Some(0) => out.timex.push('Z'),
                    Some(m) => {
                        let sign = if m < 0 { '-' } else { '+' };
                        out.timex.push_str(&format!("{sign}{:02}:{:02}", m.abs() / 60, m.abs() % 60));
                    }
                    None => {}
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

/// The TIMEX3 value of a length.
fn timex_length(length: Length) -> Option<String> {
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
