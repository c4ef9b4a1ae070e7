//! What the grammar reads, before it is resolved, and how TIMEX3 writes it (TimeML 1.2.1).

use super::holidays::Rule;
use super::lexicon::{Part, Tense, Unit};
use super::point::Within;
use super::zone::Zone;
use crate::document::TimexMod;

/// Which year a partial date lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Year {
    /// The words do not say.
    #[default]
    Open,
    /// This one; years before Christ are negative (2 BC is -2).
    Is(i32),
    /// So many years after the anchor's.
    Anchor(i32),
    /// So many years after the one that the text speaks of.
    Text(i32),
}

/// Which way a word points from the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Nothing but the sentence decides.
    Open,
    Last,
    This,
    Next,
    /// The one that the text speaks of.
    That,
    /// The last one before the date that the text speaks of.
    Previous,
    /// The next one after it.
    Following,
}

/// Where a count starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The anchor: "ago", "from now", "last year".
    Anchor,
    /// The date that the text speaks of: "later", "earlier", "that year".
    Text,
}

/// A calendar date as far as the words give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Civil {
    pub(super) year: Year,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) weekday: Option<u8>,
    /// The other reading of an all-numeric date, as month and day.
    pub(super) other: Option<(u8, u8)>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Clock { hour: u8, minute: u8, second: Option<u8>, zone: Option<Zone> },
    Part(Part),
}

/// A date as the words give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// No date beside the time of day.
    Open,
    Civil(Civil),
    /// The week that holds the date.
    WeekOf(Civil),
    Weekday {
        number: u8,
        way: Way,
    },
    Month {
        number: u8,
        way: Way,
    },
    /// 0 spring, 1 summer, 2 autumn, 3 winter.
    Season {
        number: u8,
        year: Year,
        way: Way,
    },
    Quarter {
        number: u8,
        year: Year,
    },
    Half {
        number: u8,
        year: Year,
    },
    Weekend {
        shift: i32,
        open: bool,
    },
    /// "this week", "that year": the unit so many units away.
    Unit {
        unit: Unit,
        shift: i32,
        from: From,
    },
    /// "two years ago", "a week later".
    Away {
        count: u32,
        unit: Unit,
        sign: i32,
        from: From,
    },
    /// The decade that starts in this year.
    Decade(i32),
    /// Of two digits: the sixties.
    DecadeOfCentury(u8),
    /// 20 is the twentieth century; negative before Christ.
    Century(i32),
    Holiday {
        rule: Rule,
        year: Year,
        way: Way,
    },
    /// "the first Sunday in May"; -1 is the last.
    Nth {
        nth: i8,
        weekday: u8,
        month: u8,
        year: Year,
    },
    /// The quarter spoken of, in another year; that year where no quarter was spoken of.
    SameQuarter(Year),
    /// Some such weekday: "on a Tuesday".
    SomeWeekday(u8),
    /// Some day of which nothing is told: "at night".
    SomeDay,
    /// The day of an ISO week, 1 is Monday.
    WeekDay {
        week: u8,
        weekday: u8,
        year: Year,
    },
    /// ISO week.
    Week {
        number: u8,
        year: Year,
    },
    /// "Tuesday of last week": weeks from the anchor's.
    WeekdayOf {
        number: u8,
        shift: i32,
    },
    /// "Tuesday week": weeks after the coming one.
    WeekdayAfter {
        number: u8,
        weeks: u8,
    },
    /// "day after tomorrow": days from the anchor.
    Days(i32),
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// In hundredths.
    Exact(u64),
    /// "several", "a few", a bare plural.
    Vague,
}

/// A length of time: at most three parts ("2 hours, 24 minutes and 11 seconds").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) parts: [Option<(Amount, Unit)>; 3],
}

impl Length {
    pub(super) const fn one(amount: Amount, unit: Unit) -> Self {
        Self { parts: [Some((amount, unit)), None, None] }
    }
}

/// What an expression means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expr {
    Calendar {
        base: Base,
        time: Option<Time>,
    },
    Length(Length),
    /// A length that ends or begins at the date of the document: "the last three months".
    Stretch {
        length: Length,
        way: Way,
    },
    /// A recurring length ("every two weeks"), or so many times in each.
    Set {
        length: Length,
        each: bool,
        times: Option<u8>,
    },
    /// A recurring month or weekday: "each July".
    Each(Within),
    Reference(Tense),
    /// An adjective ("former", "current", "recent"), which the guidelines of TIMEX2 mark and the
    /// annotators of news mostly leave out.
    Attribute(Tense),
    /// Days of one month, or of two, first to last.
    Span {
        first: Civil,
        last: Civil,
    },
    /// Two years, first to last.
    YearSpan {
        first: i32,
        last: i32,
    },
}

/// What the grammar found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// The first token after it.
    pub(super) end: usize,
    pub(super) expr: Expr,
    pub(super) modifier: Option<TimexMod>,
}
