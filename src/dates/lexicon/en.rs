//! English. Words in lower case; abbreviations without their period unless it stands inside.
//!
//! Sources: the trigger words of the TimeML 1.2.1 and TIMEX2 guidelines, ISO 8601 units, the time
//! zone abbreviations that the English-language press prints.

use super::Key as K;
use super::Verb as V;
use super::{Class as C, Classes, Endings, Lex, Lexicon, Part, Tense, Unit, Words, numbered};
use crate::dates::holidays::Rule::{self, Easter, Fixed, Lunar, Month, Nth, OrthodoxEaster};
use crate::dates::lunar;

pub(super) static LEXICON: Lexicon =
    Lexicon { words: WORDS, table: &TABLE, classes: &CLASS_TABLE, endings: ENDINGS, holidays: HOLIDAYS };
static TABLE: Words = numbered(WORDS);
static CLASS_TABLE: Classes = Classes::new(CLASSES);
const ENDINGS: Endings = Endings { past: "ed", plural: "s", ordinals: &["st", "nd", "rd", "th"], decade: "s" };

const fn month(number: u8) -> Lex {
    Lex::Month { number, guarded: false }
}
/// A month that is a word or a first name as well.
const fn month_or_word(number: u8) -> Lex {
    Lex::Month { number, guarded: true }
}
const fn weekday(number: u8) -> Lex {
    Lex::Weekday { number, guarded: false, plural: false }
}
const fn weekdays(number: u8) -> Lex {
    Lex::Weekday { number, guarded: false, plural: true }
}
const fn weekday_or_word(number: u8) -> Lex {
    Lex::Weekday { number, guarded: true, plural: false }
}
const fn unit(unit: Unit) -> Lex {
    Lex::Unit { unit, plural: false }
}
const fn units(unit: Unit) -> Lex {
    Lex::Unit { unit, plural: true }
}
const fn season(number: u8) -> Lex {
    Lex::Season { number, guarded: false }
}
const fn season_or_word(number: u8) -> Lex {
    Lex::Season { number, guarded: true }
}
const fn part(part: Part) -> Lex {
    Lex::Part { part, plural: false }
}
const fn parts(part: Part) -> Lex {
    Lex::Part { part, plural: true }
}
const fn past() -> Lex {
    Lex::Verb(V::Past)
}
const fn scheduled() -> Lex {
    Lex::Verb(V::Present)
}
const fn every(count: u8, unit: Unit) -> Lex {
    Lex::Periodic { unit, count }
}

#[rustfmt::skip]
const WORDS: &[(&str, Lex)] = &[
    // Months.
    ("january", month(1)), ("february", month(2)), ("march", month_or_word(3)), ("april", month_or_word(4)),
    ("may", month_or_word(5)), ("june", month_or_word(6)), ("july", month(7)), ("august", month_or_word(8)),
    ("september", month(9)), ("october", month(10)), ("november", month(11)), ("december", month(12)),
    ("jan", month_or_word(1)), ("feb", month(2)), ("mar", month_or_word(3)), ("apr", month(4)), ("jun", month_or_word(6)),
    ("jul", month(7)), ("aug", month(8)), ("sep", month(9)), ("sept", month(9)), ("oct", month(10)), ("nov", month(11)),
    ("dec", month_or_word(12)),
    // Weekdays.
    ("monday", weekday(1)), ("tuesday", weekday(2)), ("wednesday", weekday(3)), ("thursday", weekday(4)),
    ("friday", weekday(5)), ("saturday", weekday(6)), ("sunday", weekday(7)),
    ("mondays", weekdays(1)), ("tuesdays", weekdays(2)), ("wednesdays", weekdays(3)), ("thursdays", weekdays(4)),
    ("fridays", weekdays(5)), ("saturdays", weekdays(6)), ("sundays", weekdays(7)),
    ("mon", weekday_or_word(1)), ("tue", weekday_or_word(2)), ("tues", weekday_or_word(2)), ("wed", weekday_or_word(3)),
    ("weds", weekday_or_word(3)), ("thu", weekday_or_word(4)), ("thur", weekday_or_word(4)), ("thurs", weekday_or_word(4)),
    ("fri", weekday_or_word(5)), ("sat", weekday_or_word(6)), ("sun", weekday_or_word(7)),
    // Units.
    ("second", unit(Unit::Second)), ("seconds", units(Unit::Second)), ("sec", unit(Unit::Second)), ("secs", units(Unit::Second)),
    ("minute", unit(Unit::Minute)), ("minutes", units(Unit::Minute)), ("min", unit(Unit::Minute)), ("mins", units(Unit::Minute)),
    ("hour", unit(Unit::Hour)), ("hours", units(Unit::Hour)), ("hr", unit(Unit::Hour)), ("hrs", units(Unit::Hour)),
    ("day", unit(Unit::Day)), ("days", units(Unit::Day)), ("weekend", unit(Unit::Weekend)), ("weekends", units(Unit::Weekend)),
    ("week", unit(Unit::Week)), ("weeks", units(Unit::Week)), ("wk", unit(Unit::Week)), ("wks", units(Unit::Week)),
    ("fortnight", unit(Unit::Fortnight)), ("fortnights", units(Unit::Fortnight)),
    ("month", unit(Unit::Month)), ("months", units(Unit::Month)), ("mth", unit(Unit::Month)), ("mths", units(Unit::Month)),
    ("season", unit(Unit::Season)), ("seasons", units(Unit::Season)),
    ("quarter", unit(Unit::Quarter)), ("quarters", units(Unit::Quarter)), ("qtr", unit(Unit::Quarter)),
    ("year", unit(Unit::Year)), ("years", units(Unit::Year)), ("yr", unit(Unit::Year)), ("yrs", units(Unit::Year)),
    ("decade", unit(Unit::Decade)), ("decades", units(Unit::Decade)),
    ("century", unit(Unit::Century)), ("centuries", units(Unit::Century)),
    ("millennium", unit(Unit::Millennium)), ("millennia", units(Unit::Millennium)),
    // Numbers.
    ("zero", Lex::Cardinal(0)), ("one", Lex::Cardinal(1)), ("two", Lex::Cardinal(2)), ("three", Lex::Cardinal(3)),
    ("four", Lex::Cardinal(4)), ("five", Lex::Cardinal(5)), ("six", Lex::Cardinal(6)), ("seven", Lex::Cardinal(7)),
    ("eight", Lex::Cardinal(8)), ("nine", Lex::Cardinal(9)), ("ten", Lex::Cardinal(10)), ("eleven", Lex::Cardinal(11)),
    ("twelve", Lex::Cardinal(12)), ("thirteen", Lex::Cardinal(13)), ("fourteen", Lex::Cardinal(14)),
    ("fifteen", Lex::Cardinal(15)), ("sixteen", Lex::Cardinal(16)), ("seventeen", Lex::Cardinal(17)),
    ("eighteen", Lex::Cardinal(18)), ("nineteen", Lex::Cardinal(19)), ("twenty", Lex::Cardinal(20)),
    ("thirty", Lex::Cardinal(30)), ("forty", Lex::Cardinal(40)), ("fifty", Lex::Cardinal(50)), ("sixty", Lex::Cardinal(60)),
    ("seventy", Lex::Cardinal(70)), ("eighty", Lex::Cardinal(80)), ("ninety", Lex::Cardinal(90)),
    ("hundred", Lex::Scale(100)), ("thousand", Lex::Scale(1000)), ("million", Lex::Scale(1_000_000)),
    ("billion", Lex::Scale(1_000_000_000)),
    ("first", Lex::Key(K::First)), ("third", Lex::Ordinal(3)), ("fourth", Lex::Ordinal(4)), ("fifth", Lex::Ordinal(5)),
    ("sixth", Lex::Ordinal(6)), ("seventh", Lex::Ordinal(7)), ("eighth", Lex::Ordinal(8)), ("ninth", Lex::Ordinal(9)),
    ("tenth", Lex::Ordinal(10)), ("eleventh", Lex::Ordinal(11)), ("twelfth", Lex::Ordinal(12)),
    ("thirteenth", Lex::Ordinal(13)), ("fourteenth", Lex::Ordinal(14)), ("fifteenth", Lex::Ordinal(15)),
    ("sixteenth", Lex::Ordinal(16)), ("seventeenth", Lex::Ordinal(17)), ("eighteenth", Lex::Ordinal(18)),
    ("nineteenth", Lex::Ordinal(19)), ("twentieth", Lex::Ordinal(20)), ("thirtieth", Lex::Ordinal(30)),
    // Parts of the day.
    ("morning", part(Part::Morning)), ("mornings", parts(Part::Morning)), ("afternoon", part(Part::Afternoon)),
    ("afternoons", parts(Part::Afternoon)), ("evening", part(Part::Evening)), ("evenings", parts(Part::Evening)),
    ("night", part(Part::Night)), ("nights", parts(Part::Night)), ("overnight", part(Part::Night)), ("nightfall", part(Part::Night)),
    ("dawn", part(Part::Morning)), ("sunrise", part(Part::Morning)), ("daybreak", part(Part::Morning)),
    ("dusk", part(Part::Evening)), ("sunset", part(Part::Evening)), ("daytime", part(Part::Daytime)),
    ("lunchtime", part(Part::Afternoon)), ("teatime", part(Part::Afternoon)),
    ("noon", Lex::Named { hour: 12 }), ("midday", Lex::Named { hour: 12 }), ("midnight", Lex::Named { hour: 0 }),
    // Deictic words.
    ("yesterday", Lex::Day(-1)), ("today", Lex::Day(0)), ("tomorrow", Lex::Day(1)), ("tonight", Lex::Tonight),
    ("now", Lex::Reference(Tense::Present)), ("currently", Lex::Reference(Tense::Present)),
    ("nowadays", Lex::Reference(Tense::Present)), ("presently", Lex::Reference(Tense::Present)),
    ("recently", Lex::Reference(Tense::Past)), ("lately", Lex::Reference(Tense::Past)),
    // Sets.
    ("hourly", every(1, Unit::Hour)), ("daily", every(1, Unit::Day)), ("nightly", every(1, Unit::Day)),
    ("weekly", every(1, Unit::Week)), ("fortnightly", every(2, Unit::Week)), ("biweekly", every(2, Unit::Week)),
    ("monthly", every(1, Unit::Month)), ("quarterly", every(3, Unit::Month)), ("yearly", every(1, Unit::Year)),
    ("annually", every(1, Unit::Year)), ("biennially", every(2, Unit::Year)), ("everyday", every(1, Unit::Day)),
    ("weekdays", every(1, Unit::Day)),
    // Seasons and decades.
    ("spring", season_or_word(0)), ("summer", season(1)), ("autumn", season(2)), ("fall", season_or_word(2)),
    ("winter", season(3)), ("springtime", season(0)), ("summertime", season(1)), ("wintertime", season(3)),
    ("twenties", Lex::Decade(20)), ("thirties", Lex::Decade(30)), ("forties", Lex::Decade(40)), ("fifties", Lex::Decade(50)),
    ("sixties", Lex::Decade(60)), ("seventies", Lex::Decade(70)), ("eighties", Lex::Decade(80)), ("nineties", Lex::Decade(90)),
    // First words of holidays.
    ("christmas", Lex::Holiday), ("xmas", Lex::Holiday), ("boxing", Lex::Holiday), ("easter", Lex::Holiday),
    ("good", Lex::Holiday), ("palm", Lex::Holiday), ("ash", Lex::Holiday), ("maundy", Lex::Holiday),
    ("pentecost", Lex::Holiday), ("whit", Lex::Holiday), ("ascension", Lex::Holiday), ("corpus", Lex::Holiday),
    ("thanksgiving", Lex::Holiday), ("halloween", Lex::Holiday), ("valentine", Lex::Holiday), ("labor", Lex::Holiday),
    ("labour", Lex::Holiday), ("memorial", Lex::Holiday), ("veterans", Lex::Holiday), ("juneteenth", Lex::Holiday),
    ("martin", Lex::Holiday), ("mlk", Lex::Holiday), ("presidents", Lex::Holiday), ("columbus", Lex::Holiday),
    ("groundhog", Lex::Holiday), ("mother", Lex::Holiday), ("father", Lex::Holiday), ("earth", Lex::Holiday),
    ("bastille", Lex::Holiday), ("anzac", Lex::Holiday), ("australia", Lex::Holiday), ("canada", Lex::Holiday),
    ("epiphany", Lex::Holiday), ("international", Lex::Holiday), ("shrove", Lex::Holiday), ("st", Lex::Holiday),
    ("guy", Lex::Holiday), ("bonfire", Lex::Holiday), ("black", Lex::Holiday), ("cyber", Lex::Holiday),
    ("orthodox", Lex::Holiday), ("human", Lex::Holiday), ("flag", Lex::Holiday), ("remembrance", Lex::Holiday),
    ("armistice", Lex::Holiday), ("election", Lex::Holiday), ("burns", Lex::Holiday), ("hogmanay", Lex::Holiday),
    ("eid", Lex::Holiday), ("ramadan", Lex::Holiday), ("ashura", Lex::Holiday), ("mawlid", Lex::Holiday),
    ("islamic", Lex::Holiday), ("rosh", Lex::Holiday), ("yom", Lex::Holiday), ("passover", Lex::Holiday),
    ("purim", Lex::Holiday), ("shavuot", Lex::Holiday), ("sukkot", Lex::Holiday), ("hanukkah", Lex::Holiday),
    ("chanukah", Lex::Holiday), ("lunar", Lex::Holiday), ("chinese", Lex::Holiday), ("diwali", Lex::Holiday),
    ("deepavali", Lex::Holiday), ("holi", Lex::Holiday), ("vesak", Lex::Holiday), ("nowruz", Lex::Holiday),
    ("novruz", Lex::Holiday), ("dragon", Lex::Holiday), ("assumption", Lex::Holiday),
    ("candlemas", Lex::Holiday), ("victory", Lex::Holiday), ("emancipation", Lex::Holiday), ("all", Lex::Key(K::All)),
    ("new", Lex::Key(K::New)),
    // Time zones: minutes east of Greenwich.
    ("gmt", Lex::Zone(0)), ("utc", Lex::Zone(0)), ("bst", Lex::Zone(60)), ("cet", Lex::Zone(60)), ("wat", Lex::Zone(60)),
    ("cest", Lex::Zone(120)), ("eet", Lex::Zone(120)), ("sast", Lex::Zone(120)), ("eest", Lex::Zone(180)),
    ("msk", Lex::Zone(180)), ("eat", Lex::Zone(180)), ("pkt", Lex::Zone(300)), ("ist", Lex::Zone(330)),
    ("slst", Lex::Zone(330)), ("wib", Lex::Zone(420)), ("sgt", Lex::Zone(480)), ("hkt", Lex::Zone(480)),
    ("awst", Lex::Zone(480)), ("myt", Lex::Zone(480)), ("jst", Lex::Zone(540)), ("kst", Lex::Zone(540)),
    ("aest", Lex::Zone(600)), ("aedt", Lex::Zone(660)), ("nzst", Lex::Zone(720)), ("nzdt", Lex::Zone(780)),
    ("est", Lex::Zone(-300)), ("edt", Lex::Zone(-240)), ("cst", Lex::Zone(-360)), ("cdt", Lex::Zone(-300)),
    ("mst", Lex::Zone(-420)), ("mdt", Lex::Zone(-360)), ("pst", Lex::Zone(-480)), ("pdt", Lex::Zone(-420)),
    ("brt", Lex::Zone(-180)), ("art", Lex::Zone(-180)),
    // North American zones named without saying whether summer time holds: standard time in hours.
    ("et", Lex::American(-5)), ("ct", Lex::American(-6)), ("mt", Lex::American(-7)), ("pt", Lex::American(-8)),
    ("eastern", Lex::American(-5)), ("central", Lex::American(-6)), ("mountain", Lex::American(-7)),
    ("pacific", Lex::American(-8)),
    // Words of the grammar.
    ("the", Lex::Key(K::The)), ("a", Lex::Key(K::A)), ("an", Lex::Key(K::A)), ("of", Lex::Key(K::Of)), ("in", Lex::Key(K::In)),
    ("on", Lex::Key(K::On)), ("at", Lex::Key(K::At)), ("to", Lex::Key(K::To)), ("through", Lex::Key(K::Until)),
    ("and", Lex::Key(K::And)), ("or", Lex::Key(K::Or)), ("from", Lex::Key(K::From)), ("by", Lex::Key(K::By)),
    ("for", Lex::Key(K::For)), ("with", Lex::Key(K::With)), ("between", Lex::Key(K::Between)), ("last", Lex::Key(K::Last)),
    ("next", Lex::Key(K::Next)), ("this", Lex::Key(K::This)), ("that", Lex::Key(K::That)), ("these", Lex::Key(K::These)),
    ("those", Lex::Key(K::Those)), ("same", Lex::Key(K::Same)), ("previous", Lex::Key(K::Previous)),
    ("preceding", Lex::Key(K::Previous)), ("prior", Lex::Key(K::Previous)), ("following", Lex::Key(K::Following)),
    ("past", Lex::Key(K::Past)), ("coming", Lex::Key(K::Coming)), ("upcoming", Lex::Key(K::Coming)),
    ("current", Lex::Key(K::Current)), ("latest", Lex::Key(K::Latest)), ("recent", Lex::Key(K::Recent)),
    ("early", Lex::Key(K::Early)), ("mid", Lex::Key(K::Mid)), ("late", Lex::Key(K::Late)), ("earlier", Lex::Key(K::Earlier)),
    ("later", Lex::Key(K::Later)), ("ago", Lex::Key(K::Ago)), ("back", Lex::Key(K::Ago)), ("before", Lex::Key(K::Before)),
    ("previously", Lex::Key(K::Before)), ("after", Lex::Key(K::After)), ("since", Lex::Key(K::Since)),
    ("until", Lex::Key(K::Until)), ("till", Lex::Key(K::Until)), ("during", Lex::Key(K::During)),
    ("within", Lex::Key(K::Within)), ("end", Lex::Key(K::End)), ("close", Lex::Key(K::End)), ("start", Lex::Key(K::Start)),
    ("beginning", Lex::Key(K::Start)), ("turn", Lex::Key(K::Start)), ("middle", Lex::Key(K::Middle)),
    ("about", Lex::Key(K::About)), ("around", Lex::Key(K::About)), ("approximately", Lex::Key(K::About)),
    ("roughly", Lex::Key(K::About)), ("some", Lex::Key(K::Some)), ("circa", Lex::Key(K::About)), ("nearly", Lex::Key(K::Nearly)),
    ("almost", Lex::Key(K::Nearly)), ("more", Lex::Key(K::More)), ("less", Lex::Key(K::Less)), ("fewer", Lex::Key(K::Less)),
    ("least", Lex::Key(K::Least)), ("most", Lex::Key(K::Most)), ("over", Lex::Key(K::Over)), ("under", Lex::Key(K::Less)),
    ("up", Lex::Key(K::Up)), ("than", Lex::Key(K::Than)), ("no", Lex::Key(K::No)), ("half", Lex::Key(K::Half)),
    ("every", Lex::Key(K::Every)), ("each", Lex::Key(K::Each)), ("per", Lex::Key(K::Per)), ("other", Lex::Key(K::Other)),
    ("once", Lex::Key(K::Once)), ("twice", Lex::Key(K::Twice)), ("several", Lex::Key(K::Several)), ("few", Lex::Key(K::Few)),
    ("couple", Lex::Key(K::Couple)), ("dozen", Lex::Key(K::Dozen)), ("dozens", Lex::Key(K::Several)),
    ("many", Lex::Key(K::Many)), ("so", Lex::Key(K::So)), ("whole", Lex::Key(K::Whole)), ("entire", Lex::Key(K::Entire)),
    ("full", Lex::Key(K::Full)), ("old", Lex::Key(K::Old)), ("age", Lex::Key(K::Age)), ("ages", Lex::Key(K::Age)),
    ("aged", Lex::Key(K::Aged)), ("ended", Lex::Key(K::Ended)), ("ending", Lex::Key(K::Ended)), ("rest", Lex::Key(K::Rest)),
    ("fiscal", Lex::Key(K::Fiscal)), ("financial", Lex::Key(K::Financial)), ("school", Lex::Key(K::School)),
    ("academic", Lex::Key(K::School)), ("calendar", Lex::Key(K::Calendar)), ("period", Lex::Key(K::Period)),
    ("long", Lex::Key(K::Long)), ("bc", Lex::Key(K::Bc)), ("b.c.", Lex::Key(K::Bc)), ("bce", Lex::Key(K::Bc)),
    ("b.c.e.", Lex::Key(K::Bc)), ("ad", Lex::Key(K::Ad)), ("a.d.", Lex::Key(K::Ad)), ("ce", Lex::Key(K::Ad)),
    ("am", Lex::Key(K::Am)), ("a.m.", Lex::Key(K::Am)), ("pm", Lex::Key(K::Pm)), ("p.m.", Lex::Key(K::Pm)),
    ("a.m", Lex::Key(K::Am)), ("p.m", Lex::Key(K::Pm)),
    ("o'clock", Lex::Key(K::OClock)), ("o’clock", Lex::Key(K::OClock)), ("local", Lex::Key(K::Local)),
    ("time", Lex::Key(K::Time)), ("date", Lex::Key(K::Date)), ("future", Lex::Key(K::Future)),
    ("trading", Lex::Key(K::Trading)), ("working", Lex::Key(K::Trading)), ("business", Lex::Key(K::Trading)),
    ("consecutive", Lex::Key(K::Trading)), ("straight", Lex::Key(K::Trading)), ("term", Lex::Key(K::Term)),
    ("attack", Lex::Key(K::Attack)), ("attacks", Lex::Key(K::Attack)), ("terrorist", Lex::Key(K::Attack)),
    ("terror", Lex::Key(K::Attack)), ("hijackings", Lex::Key(K::Attack)), ("standard", Lex::Key(K::Standard)), ("daylight", Lex::Key(K::Daylight)), ("near", Lex::Key(K::Near)), ("weekday", Lex::Key(K::Workday)), ("short", Lex::Key(K::Short)), ("point", Lex::Key(K::Point)), ("moment", Lex::Key(K::Moment)),
    ("right", Lex::Key(K::Right)), ("just", Lex::Key(K::Just)), ("being", Lex::Key(K::Being)), ("eve", Lex::Key(K::Eve)),
    ("post", Lex::Key(K::Post)), ("pre", Lex::Key(K::Pre)), ("very", Lex::Key(K::Very)),
    ("corresponding", Lex::Key(K::Corresponding)), ("comparable", Lex::Key(K::Corresponding)),
    ("former", Lex::Key(K::Former)), ("his", Lex::Key(K::His)), ("her", Lex::Key(K::His)), ("its", Lex::Key(K::His)), ("their", Lex::Key(K::His)),
    ("our", Lex::Key(K::His)), ("my", Lex::Key(K::His)),
    // Clitics.
    ("'s", Lex::Possessive), ("’s", Lex::Possessive), ("'", Lex::Possessive), ("’", Lex::Possessive),
    ("'ll", Lex::Verb(V::Will)), ("’ll", Lex::Verb(V::Will)),
    // Verb forms that tell where a sentence looks.
    ("will", Lex::Verb(V::Will)), ("won't", Lex::Verb(V::Will)), ("won’t", Lex::Verb(V::Will)),
    ("shall", Lex::Verb(V::Will)),
    ("would", Lex::Verb(V::Would)), ("could", Lex::Verb(V::Would)), ("might", Lex::Verb(V::Would)),
    ("should", Lex::Verb(V::Would)),
    ("can", Lex::Verb(V::Can)), ("must", Lex::Verb(V::Can)),
    ("due", Lex::Verb(V::Due)), ("scheduled", Lex::Verb(V::Due)), ("expected", Lex::Verb(V::Due)),
    ("slated", Lex::Verb(V::Due)), ("planned", Lex::Verb(V::Due)), ("forecast", Lex::Verb(V::Due)),
    ("forthcoming", Lex::Verb(V::Due)), ("ahead", Lex::Verb(V::Due)),
    ("is", Lex::Verb(V::Is)), ("are", Lex::Verb(V::Is)),
    ("has", Lex::Verb(V::Has)), ("have", Lex::Verb(V::Has)),
    ("be", Lex::Verb(V::Be)),
    ("was", Lex::Verb(V::Was)), ("were", Lex::Verb(V::Was)),
    ("had", Lex::Verb(V::Had)), ("did", Lex::Verb(V::Had)), ("been", Lex::Verb(V::Had)),
    ("said", Lex::Verb(V::Said)), ("told", Lex::Verb(V::Said)), ("says", Lex::Verb(V::Said)),
    ("added", Lex::Verb(V::Said)),
    ("met", past()), ("won", past()), ("lost", past()), ("rose", past()), ("began", past()), ("came", past()),
    ("went", past()), ("took", past()), ("made", past()), ("left", past()), ("found", past()), ("gave", past()),
    ("got", past()), ("saw", past()), ("sent", past()), ("shot", past()), ("struck", past()), ("hit", past()),
    ("killed", past()), ("broke", past()), ("brought", past()), ("bought", past()), ("built", past()),
    ("caught", past()), ("chose", past()), ("cut", past()), ("drew", past()), ("drove", past()), ("ate", past()),
    ("flew", past()), ("fought", past()), ("grew", past()), ("heard", past()), ("kept", past()), ("knew", past()),
    ("laid", past()), ("led", past()), ("lent", past()), ("let", past()), ("paid", past()), ("put", past()),
    ("quit", past()), ("ran", past()), ("rang", past()), ("sang", past()), ("sank", past()),
    ("sold", past()), ("shook", past()), ("shut", past()), ("slept", past()), ("spent", past()), ("spoke", past()),
    ("stood", past()), ("stole", past()), ("swept", past()), ("swam", past()), ("taught", past()),
    ("thought", past()), ("threw", past()), ("understood", past()), ("woke", past()), ("wore", past()),
    ("wrote", past()), ("became", past()), ("beat", past()), ("blew", past()), ("drank", past()), ("fed", past()),
    ("fled", past()), ("forgot", past()), ("froze", past()), ("hung", past()), ("hid", past()), ("hurt", past()),
    ("meant", past()), ("rode", past()), ("sought", past()), ("slid", past()), ("spread", past()), ("sprang", past()),
    ("stuck", past()), ("swore", past()), ("tore", past()), ("withdrew", past()), ("dealt", past()), ("felt", past()),
    ("fell", past()),
    ("resumes", scheduled()), ("starts", scheduled()), ("begins", scheduled()), ("opens", scheduled()),
    ("closes", scheduled()), ("plays", scheduled()), ("play", scheduled()), ("meets", scheduled()),
    ("meet", scheduled()), ("returns", scheduled()), ("leaves", scheduled()), ("runs", scheduled()),
    ("hosts", scheduled()), ("visits", scheduled()), ("faces", scheduled()), ("travels", scheduled()),
    ("heads", scheduled()), ("flies", scheduled()), ("shuts", scheduled()), ("lands", scheduled()),
    ("ends", scheduled()), ("continues", scheduled()), ("goes", scheduled()), ("gets", scheduled()),
    ("comes", scheduled()), ("holds", scheduled()), ("votes", scheduled()), ("arrives", scheduled()),
    ("takes", scheduled()), ("makes", scheduled()), ("wants", scheduled()), ("hopes", scheduled()),
    ("hears", scheduled()), ("hear", scheduled()), ("sits", scheduled()), ("decides", scheduled()),
    ("reopens", scheduled()), ("leave", scheduled()), ("resume", scheduled()), ("go", scheduled()),
    ("come", scheduled()), ("lapses", scheduled()), ("expires", scheduled()), ("debuts", scheduled()),
    ("premieres", scheduled()), ("launches", scheduled()), ("publishes", scheduled()), ("releases", scheduled()),
    ("welcomes", scheduled()), ("marks", scheduled()), ("celebrates", scheduled()), ("departs", scheduled()),
    ("sails", scheduled()), ("gathers", scheduled()), ("appears", scheduled()), ("speaks", scheduled()),
    ("stay", scheduled()), ("stays", scheduled()), ("remains", scheduled()), ("needs", scheduled()),
    ("plans", scheduled()), ("vows", scheduled()), ("promises", scheduled()), ("kicks", scheduled()),
];

/// Words that guards ask for; a word may be in several classes.
#[rustfmt::skip]
const CLASSES: &[(C, &[&str])] = &[
    (C::Copula, &["is", "was", "am", "are", "were", "turned", "turns", "turning"]),
    (C::OnePerson, &["he", "she", "i", "who"]),
    (C::SeveralPersons, &["they", "we"]),
    (C::ClosesAge, &["when", "now", "and", "but"]),
    (C::LifeEvent, &["died", "dies", "dead", "retired", "hired", "married", "even", "still"]),
    (C::Turned, &["turned", "turns", "turning"]),
    (C::People, &[
        "people", "those", "children", "anyone", "men", "women", "adults", "everyone", "voters", "anybody", "somebody",
        "someone", "kids", "girls", "boys", "players", "athletes", "patients", "residents", "citizens", "pensioners",
        "drivers", "volunteers", "pupils", "students", "teenagers", "users", "persons",
    ]),
    (C::Person, &[
        "man", "woman", "boy", "girl", "widow", "widower", "youth", "lad", "teenager", "mother", "father", "grandmother",
        "grandfather", "farmer", "fisherman", "herdsman", "pensioner", "teacher", "nurse", "driver", "worker", "student",
    ]),
    (C::Named, &["called", "named", "nicknamed"]),
    (C::Light, &["light"]),
    (C::Sport, &[
        "coach", "coaches", "game", "match", "scored", "goal", "goals", "rebounds", "playoff", "playoffs", "referee",
        "halftime", "team", "teams", "league", "touchdown", "touchdowns", "yards", "basket", "baskets", "basketball",
        "tournament", "defender", "player", "players", "fans", "semifinal", "guard", "forward",
    ]),
    (C::Business, &[
        "profit", "profits", "sales", "revenue", "revenues", "earnings", "net", "income", "loss", "losses", "shares",
        "growth", "bank", "banks", "market", "markets", "investors", "company", "billion", "gdp", "economy", "results",
        "demand", "prices", "output", "analysts",
    ]),
    (C::ClauseOpener, &[
        "it", "he", "she", "they", "we", "you", "there", "as", "but", "when", "while", "where", "because", "if",
    ]),
    (C::Nights, &["night", "nights"]),
    (C::NightBefore, &["overnight"]),
    (C::PointsAtEnd, &["back"]),
    (C::PointsAnywhere, &["previously"]),
    (C::VerbMonth, &["may", "march"]),
    (C::NounMonth, &["march"]),
    (C::ShortMonth, &["may", "june", "july"]),
    (C::VerbSeason, &["fall"]),
    (C::DeniesSeason, &["up", "into", "to", "from", "water"]),
    (C::Distance, &[
        "km", "knots", "mile", "miles", "feet", "metre", "metres", "meter", "meters", "kilometre", "kilometres",
        "kilometer", "kilometers",
    ]),
    (C::Rated, &["percent", "times", "share", "head", "person", "barrel"]),
    (C::Percent, &["percent"]),
    (C::Adjective, &["quarterly"]),
    (C::Times, &["times"]),
    (C::Counted, &[
        "people", "men", "women", "children", "troops", "soldiers", "workers", "jobs", "homes", "houses", "tonnes",
        "tons", "miles", "metres", "meters", "feet", "dollars", "euros", "pounds", "students", "members", "employees",
        "visitors", "copies", "calories", "megahertz", "mhz", "kilometres", "kilometers", "km", "kg", "litres", "liters",
        "acres", "hectares",
    ]),
    (C::NumberMark, &["rs", "pp", "version", "versions", "firmware", "isbn"]),
    (C::NumberAbbreviation, &["no"]),
    (C::Page, &["p", "pp", "page", "pages"]),
    (C::Statute, &["act", "bill", "code", "convention", "order", "decree"]),
    (C::Contest, &["games", "olympics", "olympiad", "championship", "championships", "cup", "olympic"]),
];

/// Longer names before their beginnings; an apostrophe is a word of its own.
#[rustfmt::skip]
const HOLIDAYS: &[(&[&str], Rule)] = &[
    (&["christmas", "eve"], Fixed(12, 24)), (&["christmas", "day"], Fixed(12, 25)), (&["christmas"], Fixed(12, 25)),
    (&["xmas"], Fixed(12, 25)), (&["boxing", "day"], Fixed(12, 26)), (&["orthodox", "christmas"], Fixed(1, 7)),
    (&["orthodox", "easter"], OrthodoxEaster(0)), (&["new", "year", "'s", "eve"], Fixed(12, 31)),
    (&["new", "year", "'s", "day"], Fixed(1, 1)), (&["new", "years", "eve"], Fixed(12, 31)),
    (&["new", "years", "day"], Fixed(1, 1)), (&["hogmanay"], Fixed(12, 31)), (&["new", "year"], Fixed(1, 1)),
    (&["epiphany"], Fixed(1, 6)), (&["burns", "night"], Fixed(1, 25)), (&["groundhog", "day"], Fixed(2, 2)),
    (&["candlemas"], Fixed(2, 2)), (&["valentine", "'s", "day"], Fixed(2, 14)),
    (&["international", "women", "'s", "day"], Fixed(3, 8)), (&["international", "workers", "'", "day"], Fixed(5, 1)),
    (&["international", "holocaust", "remembrance", "day"], Fixed(1, 27)),
    (&["st", "patrick", "'s", "day"], Fixed(3, 17)), (&["st", "nicholas", "'s", "day"], Fixed(12, 6)),
    (&["st", "nicholas", "'", "day"], Fixed(12, 6)), (&["nowruz"], Fixed(3, 21)), (&["novruz"], Fixed(3, 21)),
    (&["earth", "day"], Fixed(4, 22)), (&["anzac", "day"], Fixed(4, 25)), (&["australia", "day"], Fixed(1, 26)),
    (&["may", "day"], Fixed(5, 1)), (&["victory", "day"], Fixed(5, 9)), (&["juneteenth"], Fixed(6, 19)),
    (&["flag", "day"], Fixed(6, 14)), (&["canada", "day"], Fixed(7, 1)), (&["bastille", "day"], Fixed(7, 14)),
    (&["emancipation", "day"], Fixed(8, 1)), (&["assumption", "day"], Fixed(8, 15)), (&["halloween"], Fixed(10, 31)),
    (&["all", "saints", "'", "day"], Fixed(11, 1)), (&["all", "saints", "day"], Fixed(11, 1)),
    (&["all", "souls", "'", "day"], Fixed(11, 2)), (&["guy", "fawkes", "night"], Fixed(11, 5)),
    (&["bonfire", "night"], Fixed(11, 5)), (&["veterans", "day"], Fixed(11, 11)),
    (&["armistice", "day"], Fixed(11, 11)), (&["remembrance", "day"], Fixed(11, 11)),
    (&["human", "rights", "day"], Fixed(12, 10)), (&["labour", "day"], Fixed(5, 1)),
    (&["ash", "wednesday"], Easter(-46)), (&["shrove", "tuesday"], Easter(-47)), (&["palm", "sunday"], Easter(-7)),
    (&["maundy", "thursday"], Easter(-3)), (&["good", "friday"], Easter(-2)), (&["easter", "monday"], Easter(1)),
    (&["easter", "sunday"], Easter(0)), (&["easter", "saturday"], Easter(-1)), (&["easter"], Easter(0)),
    (&["ascension", "day"], Easter(39)), (&["whit", "sunday"], Easter(49)), (&["whit", "monday"], Easter(50)),
    (&["pentecost"], Easter(49)), (&["corpus", "christi"], Easter(60)),
    (&["martin", "luther", "king", "jr", "day"], Nth(3, 1, 1, 0)),
    (&["martin", "luther", "king", "day"], Nth(3, 1, 1, 0)), (&["mlk", "day"], Nth(3, 1, 1, 0)),
    (&["presidents", "'", "day"], Nth(3, 1, 2, 0)), (&["presidents", "day"], Nth(3, 1, 2, 0)),
    (&["mother", "'s", "day"], Nth(2, 7, 5, 0)), (&["memorial", "day"], Nth(-1, 1, 5, 0)),
    (&["father", "'s", "day"], Nth(3, 7, 6, 0)), (&["labor", "day"], Nth(1, 1, 9, 0)),
    (&["columbus", "day"], Nth(2, 1, 10, 0)), (&["election", "day"], Nth(1, 1, 11, 1)),
    (&["thanksgiving", "day"], Nth(4, 4, 11, 0)), (&["thanksgiving"], Nth(4, 4, 11, 0)),
    (&["black", "friday"], Nth(4, 4, 11, 1)), (&["cyber", "monday"], Nth(4, 4, 11, 4)),
    (&["eid", "al", "-", "fitr"], Lunar(lunar::EID_AL_FITR, 0)),
    (&["eid", "ul", "-", "fitr"], Lunar(lunar::EID_AL_FITR, 0)),
    (&["eid", "al", "-", "adha"], Lunar(lunar::EID_AL_ADHA, 0)),
    (&["eid", "ul", "-", "adha"], Lunar(lunar::EID_AL_ADHA, 0)),
    (&["eid", "al", "fitr"], Lunar(lunar::EID_AL_FITR, 0)), (&["eid", "al", "adha"], Lunar(lunar::EID_AL_ADHA, 0)),
    (&["ramadan"], Month(lunar::RAMADAN, lunar::EID_AL_FITR)), (&["ashura"], Lunar(lunar::HIJRI_NEW_YEAR, 9)),
    (&["islamic", "new", "year"], Lunar(lunar::HIJRI_NEW_YEAR, 0)), (&["mawlid"], Lunar(lunar::MAWLID, 0)),
    (&["rosh", "hashanah"], Lunar(lunar::PASSOVER, 163)), (&["rosh", "hashana"], Lunar(lunar::PASSOVER, 163)),
    (&["yom", "kippur"], Lunar(lunar::PASSOVER, 172)), (&["sukkot"], Lunar(lunar::PASSOVER, 177)),
    (&["passover"], Lunar(lunar::PASSOVER, 0)), (&["purim"], Lunar(lunar::PASSOVER, -30)),
    (&["shavuot"], Lunar(lunar::PASSOVER, 50)), (&["hanukkah"], Lunar(lunar::HANUKKAH, 0)),
    (&["chanukah"], Lunar(lunar::HANUKKAH, 0)), (&["lunar", "new", "year"], Lunar(lunar::LUNAR_NEW_YEAR, 0)),
    (&["chinese", "new", "year"], Lunar(lunar::LUNAR_NEW_YEAR, 0)),
    (&["dragon", "boat", "festival"], Lunar(lunar::DRAGON_BOAT, 0)),
   
    (&["diwali"], Lunar(lunar::DIWALI, 0)),
    (&["deepavali"], Lunar(lunar::DIWALI, 0)), (&["holi"], Lunar(lunar::HOLI, 0)),
    (&["vesak"], Lunar(lunar::VESAK, 0)),
];
