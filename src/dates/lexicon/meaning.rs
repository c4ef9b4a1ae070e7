//! The meanings that a word or number can have to the grammar: the same few in every language.

/// A calendar or clock unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::dates) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Weekend,
    Week,
    Fortnight,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// A part of the day, by its TIMEX3 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// Words of the grammar: the names are the English ones, a language maps its own words to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Key {
    The,
    A,
    Of,
    In,
    On,
    At,
    To,
    And,
    Or,
    From,
    By,
    For,
    With,
    Between,
    Last,
    Next,
    This,
    That,
    These,
    Those,
    Same,
    Previous,
    Following,
    Past,
    Coming,
    Current,
    Latest,
    Recent,
    Early,
    Mid,
    Late,
    Earlier,
    Later,
    Ago,
    Before,
    After,
    Since,
    Until,
    During,
    Within,
    End,
    Start,
    Middle,
    About,
    Nearly,
    More,
    Less,
    Least,
    Most,
    Over,
    Up,
    Than,
    No,
    Half,
    Every,
    Each,
    Per,
    Other,
    Once,
    Twice,
    Several,
    Few,
    Couple,
    Dozen,
    Many,
    Some,
    So,
    Whole,
    Old,
    Age,
    Aged,
    Ended,
    Rest,
    First,
    Fiscal,
    Former,
    Financial,
    School,
    Period,
    Long,
    Bc,
    Ad,
    Am,
    Pm,
    OClock,
    Local,
    Time,
    Date,
    Future,
    Trading,
    Term,
    Near,
    Short,
    Point,
    Moment,
    Right,
    Just,
    Being,
    New,
    Eve,
    Post,
    Pre,
    Very,
    All,
    Corresponding,
    Entire,
    Full,
    Calendar,
    His,
    Attack,
    Standard,
    Daylight,
    Workday,
}

/// Classes of words that a guard asks for, beside their meaning; the names tell what the words have in
/// common, the comments the English ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Class {
    /// Between a person and an age: is, was, turned.
    Copula,
    /// Pronouns of one person: he, who.
    OnePerson,
    /// Pronouns of several persons, whose number may follow ("we are three").
    SeveralPersons,
    /// Words after which an age is over: when, but.
    ClosesAge,
    /// What a person does at an age: died, married.
    LifeEvent,
    /// Persons in general: people, children.
    People,
    /// Before an age on its day: turned.
    Turned,
    /// A person, before "of" and an age: widow.
    Person,
    /// Before the name of a person or a thing: named.
    Named,
    /// Before years that are a distance: light.
    Light,
    /// Words of reports on matches, whose quarters are no dates: coach.
    Sport,
    /// Words of reports on business: profit.
    Business,
    /// Opens a clause: it, because.
    ClauseOpener,
    /// Nights that are counted, unlike nightfall.
    Nights,
    /// Overnight: of the night before.
    NightBefore,
    /// Points back from a length only at the end of a clause: back.
    PointsAtEnd,
    /// Points back from a length wherever it stands: previously.
    PointsAnywhere,
    /// Months whose name is a verb as well: may, march.
    VerbMonth,
    /// Months whose name is a noun as well: march.
    NounMonth,
    /// Names of months that are as short as an abbreviation: may, june.
    ShortMonth,
    /// Seasons whose name is a verb with a noun of its own: fall.
    VerbSeason,
    /// Words behind a season's name that show that it is none: spring up.
    DeniesSeason,
    /// Units of distance: miles.
    Distance,
    /// What a rate is taken of: percent, share.
    Rated,
    /// Percent.
    Percent,
    /// Frequencies that describe a thing rather than a time: quarterly.
    Adjective,
    /// Times, behind a number.
    Times,
    /// Things and measures that are counted in thousands: people, tonnes.
    Counted,
    /// Before figures that are no year and no date: Rs, version.
    NumberMark,
    /// The same, as an abbreviation: No.
    NumberAbbreviation,
    /// Page, in all its forms.
    Page,
    /// Laws that carry a year: Act.
    Statute,
    /// Contests that carry a year: Olympics.
    Contest,
}

/// Past, present or future.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Tense {
    Past,
    Present,
    Future,
}

/// Classes of verb forms that tell whether a sentence looks back or ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Verb {
    Will,
    Would,
    Can,
    /// due, expected, scheduled
    Due,
    Is,
    Has,
    Be,
    Was,
    Had,
    /// Verbs of saying, whose tense tells nothing of what is said.
    Said,
    /// A past form.
    Past,
    /// A present form of what is scheduled: opens, resumes.
    Present,
    /// "to" before an infinitive.
    To,
}

/// What one token means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dates) enum Lex {
    /// Nothing to the grammar.
    Other,
    /// Month by number; also an ordinary word or a name when `guarded` ("may", "march", "Jan").
    Month { number: u8, guarded: bool },
    /// ISO weekday, 1 is Monday.
    Weekday { number: u8, guarded: bool, plural: bool },
    /// A unit, in the singular or plural.
    Unit { unit: Unit, plural: bool },
    /// A spelled-out number from 0 to 19, or a multiple of ten to 90.
    Cardinal(u8),
    /// hundred, thousand, million.
    Scale(u32),
    /// A spelled-out ordinal.
    Ordinal(u8),
    /// A part of the day.
    Part { part: Part, plural: bool },
    /// A clock time with a name: noon, midnight.
    Named { hour: u8 },
    /// The day at this distance from the anchor: yesterday, today, tomorrow.
    Day(i8),
    /// Tonight.
    Tonight,
    /// 0 spring, 1 summer, 2 autumn, 3 winter; `guarded` for "fall", "spring".
    Season { number: u8, guarded: bool },
    /// The first word of a holiday's name.
    Holiday,
    /// PRESENT_REF, PAST_REF, FUTURE_REF as the tense.
    Reference(Tense),
    /// A set by itself: daily, weekly; the period in units.
    Periodic { unit: Unit, count: u8 },
    /// A decade by name: the nineties.
    Decade(u8),
    /// A time zone: minutes east of Greenwich.
    Zone(i16),
    /// A zone of North America, its standard time in hours east of Greenwich; the date tells whether
    /// summer time holds.
    American(i8),
    /// A word of the grammar.
    Key(Key),
    /// A verb form.
    Verb(Verb),
    /// Digits alone: value and number of digits.
    Number { value: u32, digits: u8 },
    /// Digits with a decimal point or comma.
    Decimal { whole: u32, hundredths: u8, digits: u8 },
    /// Digits with grouping commas.
    Grouped(u32),
    /// 7th, 21st.
    NumberTh(u8),
    /// 1980s, 80s.
    Years { start: u16, digits: u8 },
    /// 10am, 3.30pm: hour and minute of the day.
    Clock { hour: u8, minute: u8 },
    /// 12.05.2024: three numbers with dots.
    Dotted { a: u8, b: u8, year: u16 },
    /// 17T10, as tokens of an ISO stamp: a day glued to an hour.
    DayT { day: u8, hour: u8 },
    /// A number in hundredths glued to a unit: 90min, 24h, 46.1sec.
    Measure { hundredths: u32, unit: Unit },
    /// Q3, H1: kind and number.
    Short { half: bool, number: u8 },
    /// FY24, FY2024: a fiscal year.
    Fiscal(u16),
    /// W21: an ISO week.
    WeekNumber(u8),
    /// ASCII punctuation of one byte.
    Punct(u8),
    /// A hyphen or dash of any length.
    Dash,
    /// 's or a bare apostrophe after s.
    Possessive,
}

impl Lex {
    /// Whether an expression can be this one token.
    pub(in crate::dates) const fn stands_alone(self) -> bool {
        match self {
            Self::Key(key) => matches!(key, Key::Once | Key::Former | Key::Current | Key::Recent | Key::Bc),
            _ => true,
        }
    }

    /// Whether an expression can go on with it.
    pub(in crate::dates) const fn continues(self) -> bool {
        !matches!(self, Self::Other | Self::Verb(_) | Self::Possessive)
    }

    /// Whether an expression can begin with it.
    #[inline]
    pub(in crate::dates) const fn starts(self) -> bool {
        match self {
            Self::Other
            | Self::Verb(_)
            | Self::Zone(_)
            | Self::American(_)
            | Self::DayT { .. }
            | Self::Dash
            | Self::Possessive => false,
            Self::Punct(mark) => mark == b'\'',
            Self::Key(key) => !matches!(
                key,
                Key::Of
                    | Key::In
                    | Key::On
                    | Key::To
                    | Key::And
                    | Key::Or
                    | Key::From
                    | Key::By
                    | Key::For
                    | Key::With
                    | Key::Between
                    | Key::Ago
                    | Key::Before
                    | Key::After
                    | Key::Since
                    | Key::Until
                    | Key::During
                    | Key::Within
                    | Key::Than
                    | Key::Over
                    | Key::Up
                    | Key::Other
                    | Key::Old
                    | Key::Aged
                    | Key::His
                    | Key::Time
                    | Key::Local
                    | Key::So
                    | Key::Attack
                    | Key::Standard
                    | Key::Daylight
            ),
            _ => true,
        }
    }
}
