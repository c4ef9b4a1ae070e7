//! Golden expressions of every class: the text is written with its expected marks, `[surface=VALUE]`.

#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

use std::sync::LazyLock;

use copydesk::document::{DateMention, TimexMod, TimexType};
use copydesk::{Article, ArticleLimits, Normalizer};
use proptest::prelude::*;

/// A Friday.
const ANCHOR: &str = "2024-05-24";

fn article(text: &str, anchor: Option<&str>) -> Article {
    Article {
        text: Some(text.to_owned()),
        language: Some("en".to_owned()),
        published_at: anchor.map(str::to_owned),
        ..Article::default()
    }
}

fn found_in(article: &Article) -> Vec<DateMention> {
    let mut article = article.clone();
    article.options.stages = vec![copydesk::article::Stage::Dates];
    article.options.offset_unit = copydesk::text::OffsetUnit::Utf8;
    static NORMALIZER: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(ArticleLimits::default()));
    NORMALIZER.normalize(&article).unwrap().dates.unwrap()
}

fn find(text: &str) -> Vec<DateMention> {
    found_in(&article(text, Some(ANCHOR)))
}

/// Writes the marks of what was found into the text.
fn mark(text: &str, found: &[DateMention]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for date in found {
        let (start, end) = (date.span.start as usize, date.span.end as usize);
        out += &format!("{}[{}={}]", &text[at..start], &text[start..end], date.timex);
        at = end;
    }
    out + &text[at..]
}

/// The text without its marks.
fn plain(marked: &str) -> String {
    let mut out = String::new();
    let mut rest = marked;
    while let Some(at) = rest.find('[') {
        let (inner, after) = rest[at + 1..].split_once(']').unwrap();
        out += &rest[..at];
        out += inner.rsplit_once('=').unwrap().0;
        rest = after;
    }
    out + rest
}

#[track_caller]
fn golden(marked: &str) {
    golden_at(Some(ANCHOR), marked);
}

#[track_caller]
fn golden_at(anchor: Option<&str>, marked: &str) {
    let text = plain(marked);
    assert_eq!(mark(&text, &found_in(&article(&text, anchor))), marked);
}

#[test]
fn full_dates() {
    golden("It opened on [17 May 2024=2024-05-17] and closed on [May 19, 2024=2024-05-19].");
    golden("They met on [Friday, 17 May 2024=2024-05-17], not on [Sept. 3, 2023=2023-09-03].");
    golden("Signed on [the 1st of June 2020=2020-06-01] and [3rd March 2021=2021-03-03].");
    golden(
        "Logged [2024-05-17=2024-05-17], [17.05.2024=2024-05-17], [2024/05/17=2024-05-17] and [17-May-2024=2024-05-17].",
    );
}

#[test]
fn stamps() {
    golden("Taken at [2024-05-17T10:00:30Z=2024-05-17T10:00:30Z] by the camera.");
    golden("Taken at [2024-05-17T10:00+02:00=2024-05-17T10:00+02:00] by the camera.");
    golden("Taken [2024-05-17 10:00=2024-05-17T10:00] by the camera.");
}

#[test]
fn partial_dates() {
    golden("The mill burned on [Jan. 5=2024-01-05] and again on [30 April=2024-04-30].");
    golden("The fair will open on [5 June=2024-06-05].");
    golden("Prices fell in [March=2024-03]. They will rise in [July=2024-07].");
    golden("Built in [June 1998=1998-06] and sold in [2003=2003].");
    golden("It was founded in [October=2023-10] by two brothers.");
}

#[test]
fn weekdays() {
    golden("The board met on [Monday=2024-05-20]. It will meet again on [Tuesday=2024-05-28].");
    golden("He left [last Thursday=2024-05-23] and returns [next Monday=2024-05-27].");
    golden("The shop opens [this Saturday=2024-05-25].");
    golden("He spoke [Tuesday of last week=2024-05-14] and on [Friday the 17th=2024-05-17].");
    golden("She said on [Friday=2024-05-24] that it was over.");
    golden("Talks have run since [Sunday=2024-05-19].");
}

#[test]
fn deictic_units() {
    golden("Sales fell [last year=2023], rose [this month=2024-05] and may fall [next week=2024-W22].");
    golden("[Yesterday=2024-05-23] it rained; [tomorrow=2024-05-25] it will not.");
    golden("They spoke [the day before yesterday=2024-05-22]. We go [the day after tomorrow=2024-05-26].");
    golden("Debt doubled over [this decade=202] and [this century=20].");
    golden("We play [this weekend=2024-W21-WE].");
    golden("Costs of [the current year=2024] are lower.");
}

#[test]
fn counted_from_now() {
    golden("It began [two years ago=2022], ended [three months ago=2024-02] and failed [ten days ago=2024-05-14].");
    golden("The canal was dug [a century ago=1924] and widened [a decade ago=2014].");
    golden("He left [a year and a half ago=2022-11].");
    golden("They parted [a few years ago=PAST_REF].");
}

#[test]
fn anaphora() {
    golden("He was born on [3 May 1990=1990-05-03]. [That day=1990-05-03] it snowed.");
    golden("It opened on [3 May 2020=2020-05-03]; [two days later=2020-05-05] it closed.");
    golden("In [June 1990=1990-06] they met. [The following year=1991] they married.");
    golden("War broke out in [1914=1914]. [Four years later=1918] it ended.");
    golden("On [3 May 2020=2020-05-03] they signed. [The same day=2020-05-03] they left.");
}

#[test]
fn parts_of_the_day() {
    golden("It rained on [Monday night=2024-05-20TNI] and [yesterday morning=2024-05-23TMO].");
    golden("We meet [tonight=2024-05-24TNI], not [this afternoon=2024-05-24TAF].");
    golden("Snow fell on [the night of 5 January 2024=2024-01-05TNI].");
    golden("Thieves came [overnight=2024-05-23TNI].");
    golden("They danced [all night=2024-05-24TNI] and slept [all day=2024-05-24].");
}

#[test]
fn clock_times() {
    golden("The doors will open at [8 p.m. on Saturday=2024-05-25T20:00], she says.");
    golden("It struck at [14:05 GMT=2024-05-24T14:05Z].");
    golden("It struck at [9:30 a.m. EAT=2024-05-24T09:30+03:00].");
    golden("They landed at [3.30pm=2024-05-24T15:30] and left by [noon=2024-05-24T12:00].");
    golden("They landed at [half past five=2024-05-24T05:30].");
    golden("They landed at [six in the evening=2024-05-24T18:00], not at [4 in the morning=2024-05-24T04:00].");
    golden("They landed at [0530 GMT=2024-05-24T05:30Z].");
    golden("They landed at [a quarter to nine=2024-05-24T08:45].");
}

#[test]
fn clock_ranges_share_their_half() {
    golden("Open from [3=2024-05-24T15:00] to [5 p.m.=2024-05-24T17:00] only.");
    golden("Open [11=2024-05-24T11:00]–[1pm=2024-05-24T13:00] only.");
    golden("Closed between [9:30=2024-05-24T21:30] and [11:15 p.m.=2024-05-24T23:15] only.");
    golden("He won 3 to 5 times.");
}

#[test]
fn zones() {
    golden("On air at [8 p.m. ET=2024-05-24T20:00-04:00].");
    golden("On air on [Jan. 31=2024-01-31] at [8 p.m. Eastern=2024-01-31T20:00-05:00].");
    golden("On air at [8 p.m. Pacific Standard Time=2024-05-24T20:00-08:00].");
    golden("On air at [20:15 UTC+8=2024-05-24T20:15+08:00] and at [06:00 (GMT+2)=2024-05-24T06:00+02:00].");
    golden("It left at [9 a.m.=2024-05-24T09:00] for Central Park.");
    golden("Date: [Fri, 17 May 2024 14:05:09 +0200=2024-05-17T14:05:09+02:00].");
}

#[test]
fn hours_that_point() {
    let at = |text: &str| {
        let article = article(text, Some("2024-05-24T10:00:00+02:00"));
        found_in(&article).into_iter().map(|d| (d.text, d.timex)).collect::<Vec<_>>()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(at("It ended two hours ago."), [pair("two hours ago", "2024-05-24T08:00+02:00")]);
    assert_eq!(
        at("It began at 23:50 on Monday; half went home. Twenty minutes later it ended.")[1],
        pair("Twenty minutes later", "2024-05-21T00:10")
    );
    golden("It ended [two hours ago=PT2H].");
}

#[test]
fn without_a_year_the_reading_near_the_anchor() {
    golden_at(Some("2016-11-03"), "KHARTOUM, [2-11-2016=2016-11-02] (agency) - It rained.");
}

#[test]
fn any_such_day() {
    golden("He was born on [a Tuesday=XXXX-WXX-2], he said. Shops close at [night=XXXX-XX-XXTNI].");
    golden("It is on a [Tuesday=2024-05-28] flight.");
}

#[test]
fn reports() {
    golden_at(Some("1989-11-02"), "Net in [the third quarter=1989-Q3] rose from [the year-ago quarter=1988-Q3].");
    golden_at(
        Some("1989-11-02"),
        "Sales of [this year's third quarter=1989-Q3] beat [last year's second half=1988-H2].",
    );
    golden("The [third-quarter=2023-Q3] loss grew in [FY2023=2023] and [FY24=2024].");
}

#[test]
fn eras() {
    golden("Built in [79 AD=0079], [AD 80=0080], [264 BC=BC0264] and [44 B.C.=BC0044].");
    golden("In [the 5th century BC=BC04] and [400 million years ago=PAST_REF].");
}

#[test]
fn nine_eleven() {
    golden("After [9/11=2001-09-11] all changed; the [Sept. 11=2001-09-11] attacks shook us.");
    golden("He said on [Sept. 11=2023-09-11] that it rained. Dated [9/11/2019=2019-09-11].");
}

#[test]
fn seasons_quarters_halves() {
    golden("It opened in [the summer of 2019=2019-SU]; revenue of [the third quarter of 2023=2023-Q3] fell.");
    golden("Profit rose in [Q1 2024=2024-Q1] and [the first half of 2023=2023-H1].");
    golden("They married [last summer=2023-SU].");
    golden("Harvests failed in [the winter of 2019-20=2019-WI].");
    golden("Costs of [fiscal 2020=2020] rose.");
}

#[test]
fn long_periods() {
    golden("In [the 1980s=198], in [the early 1990s=199] and in [the 19th century=18].");
    golden("Music of [the sixties=196] and [the '80s=198].");
    golden("Carthage fell in [146 BC=BC0146].");
}

#[test]
fn holidays_and_weeks() {
    golden("Shops closed on [Christmas Day=2023-12-25] and on [Good Friday=2024-03-29].");
    golden("Shops will close on [Thanksgiving=2024-11-28].");
    golden("They met on [the last Sunday of March=2024-03-31].");
    golden("Planned for [2024-W21=2024-W21], [2024-W21-5=2024-05-24] and [week 30 of 2024=2024-W30].");
    golden("Shops were closed on [Yom Kippur=2023-09-25] and [Eid al-Fitr=2024-04-10]. [May Day=2024-05-01] is free.");
    golden(
        "It will open after [Eid al-Adha=2024-06-16], before [Rosh Hashanah=2024-10-03] and [Diwali 2024=2024-10-31].",
    );
    golden("Since [Lunar New Year=2024-02-10] and [Easter 2023=2023-04-09].");
    golden("Open in [the first week of May=2024-W18].");
}

#[test]
fn spans() {
    golden("The fair runs [10–12 May=P3D].");
    golden("Open [June 3–7=P5D], closed [28 April=2024-04-28].");
    golden("Seasons [2022-23=P2Y] and [2014–2016=P3Y].");
    golden("In [April=2019-04] and [May 2019=2019-05] it rained.");
    golden("Between [2014=2014] and [2016=2016] it grew.");
    let span = &find("The fair runs 10–12 May.")[0];
    assert_eq!(span.kind, TimexType::Duration);
    assert_eq!((span.begin_point.as_deref(), span.end_point.as_deref()), (Some("2024-05-10"), Some("2024-05-12")));
    assert_eq!((span.from.as_deref(), span.to.as_deref()), (Some("2024-05-10"), Some("2024-05-12")));
}

#[test]
fn shared_days() {
    golden("It runs from [10=2024-05-10] to [12 May=2024-05-12].");
    golden("They play on [3=2023-06-03], [10=2023-06-10] and [17 June 2023=2023-06-17].");
    golden("Open on [June 3=2023-06-03] and [7, 2023=2023-06-07].");
    golden("On [May 5=2024-05-05] and [12=2024-05-12], and on [May 6=2024-05-06] and 12 people came.");
    golden("Of 3 and 10 people.");
}

#[test]
fn durations() {
    golden("It took [three days=P3D], [two and a half hours=PT2H30M] and [90 minutes=PT90M].");
    golden("[Half an hour=PT30M] passed. For [a decade=P10Y] nothing moved.");
    golden("They waited for [several weeks=PXW] after [two decades=P20Y].");
    golden("It took [2 hours, 24 minutes and 11 seconds=PT2H24M11S].");
    golden("A [five-year=P5Y] plan for [the next six months=P6M].");
    golden("In [the past year=P1Y] it grew for [a week or so=P1W].");
    golden("She won in [3:41:09=PT3H41M9S], he in [2min 46.1sec=PT2M46.1S].");
    let stretch = &find("It fell in the last three months.")[0];
    assert_eq!(
        (stretch.timex.as_str(), stretch.begin_point.as_deref(), stretch.end_point.as_deref()),
        ("P3M", Some("2024-02-24"), Some("2024-05-24"))
    );
    let stretch = &find("It will fall over the next two weeks.")[0];
    assert_eq!((stretch.from.as_deref(), stretch.to.as_deref()), (Some("2024-05-24"), Some("2024-06-07")));
    golden("For [twenty-four hours=PT24H] and [6.4 days=P6.4D].");
}

#[test]
fn ages() {
    golden("Anna Berg, [45=P45Y], is [45 years old=P45Y]; her son is a [17-year-old=P17Y].");
    golden("He died at [the age of 83=P83Y]. She was aged [12=P12Y].");
}

#[test]
fn sets() {
    golden("He swims [every day=P1D], rests [every Sunday=P1W] and pays [annually=P1Y].");
    golden("It costs 20 [a month=P1M]; we meet [twice a week=P1W] or [every two weeks=P2W].");
    let set = &find("We meet twice a week.")[0];
    assert_eq!((set.kind, set.quant.as_deref(), set.freq.as_deref()), (TimexType::Set, Some("EVERY"), Some("2X")));
}

#[test]
fn weekdays_and_months_as_sets() {
    golden("The baths close on [Mondays=P1W] and [Thursdays=P1W].");
    golden("The choir meets [every other Tuesday=P2W] and plays [each July=XXXX-07].");
    golden("Bread is free [each Thursday=XXXX-WXX-4]; the oven is hot on [weekdays=P1D] and [every weekday=P1D].");
    let set = &find("The choir plays each July.")[0];
    assert_eq!((set.kind, set.quant.as_deref()), (TimexType::Set, Some("EACH")));
}

#[test]
fn weeks_after_a_weekday() {
    golden("The bridge will open on [Thursday week=2024-06-06] and close on [Friday fortnight=2024-06-07].");
    golden("We leave [tomorrow week=2024-06-01].");
    golden_at(None, "It opens on [Thursday week=XXXX-WXX-4].");
}

#[test]
fn clock_times_share_the_day_behind_them() {
    golden("It rained at [3=2024-05-20T03:00] and [4 a.m. on Monday=2024-05-20T04:00].");
    golden("The desk was open from [8:00=2024-05-21T08:00] to [10:30 on Tuesday=2024-05-21T10:30].");
    golden("He drove from [10 p.m.=2024-05-24T22:00] to [5 a.m. on 20 May=2024-05-20T05:00].");
}

#[test]
fn months_of_a_range_are_in_order() {
    golden("It grew from [March=2020-03] to [May 2020=2020-05].");
    golden("It rained between [November=2023-11] and [March=2024-03].");
}

#[test]
fn weekdays_of_a_range_are_in_order() {
    golden("The desk will be open [Monday=2024-05-27] to [Friday=2024-05-31].");
    golden("The strike lasted from [Tuesday=2024-05-21] to [Thursday=2024-05-23].");
}

#[test]
fn a_month_of_the_moon_is_a_span() {
    let span = &find("Shops opened late during Ramadan.")[0];
    assert_eq!((span.kind, span.timex.as_str()), (TimexType::Duration, "P30D"));
    assert_eq!((span.begin_point.as_deref(), span.end_point.as_deref()), (Some("2024-03-11"), Some("2024-04-09")));
}

#[test]
fn quarters_of_a_match_are_no_dates() {
    golden("The coach saw his team lead the game by 12 in the third quarter.");
    golden("Profit and sales rose in [the third quarter=2023-Q3], the coach maker said.");
}

#[test]
fn clock_time_in_two_zones() {
    golden("It struck at [10 a.m. (0700 GMT) on Monday=2024-05-20T10:00].");
}

#[test]
fn stamps_of_a_live_report_are_of_its_day() {
    golden("They had met on [Monday=2024-05-20].\n\n[19:45=2024-05-24T19:45] The hall is full.");
}

#[test]
fn parts_of_a_named_day() {
    golden("They sailed before [dawn on Monday=2024-05-20TMO]; they slept [the night on Tuesday=2024-05-21TNI].");
}

#[test]
fn apposed() {
    golden("It closes on [July 19=2024-07-19], [a Friday=2024-07-19].");
    golden("He left in [1998=1998], [the year=1998] of the flood.");
}

#[test]
fn weekdays_as_names() {
    golden("Our captain, Monday Okoro, has a cat named Friday.");
    golden(
        "It was called off. He spoke on [Monday=2024-05-20] Israel time and was named [Tuesday=2024-05-21] to the board.",
    );
}

#[test]
fn ages_in_other_words() {
    golden("Ines Roy turned [18=P18Y] on [Monday=2024-05-20]. She is a widow of [86=P86Y], in Noto.");
    golden("At [36=P36Y], Olga Brandt plays on. No players under [16=P16Y] may. She's [84=P84Y].");
    golden("The car turned 180 degrees at 36, and a total of 45, no more, came.");
}

#[test]
fn references() {
    golden("It is [now=PRESENT_REF] empty and was [recently=PAST_REF] sold.");
    golden("In [the past=PAST_REF] it was loud; in [the future=FUTURE_REF], who knows.");
    golden("[These days=PRESENT_REF] nobody comes. For [the moment=PRESENT_REF], we wait.");
    golden("It will [one day=FUTURE_REF] be a park. The current mayor won a recent vote.");
}

#[test]
fn modifiers() {
    for (text, surface, modifier) in [
        ("They met in early June.", "early June", TimexMod::Start),
        ("They met in mid-June.", "mid-June", TimexMod::Mid),
        ("They met at the end of 2020.", "the end of 2020", TimexMod::End),
        ("They met later this year.", "later this year", TimexMod::End),
        ("It took about two years.", "about two years", TimexMod::Approx),
        ("It took more than three hours.", "more than three hours", TimexMod::MoreThan),
        ("It took at least two days.", "at least two days", TimexMod::EqualOrMore),
        ("It took nearly an hour.", "nearly an hour", TimexMod::LessThan),
        ("It took at most two days.", "at most two days", TimexMod::EqualOrLess),
        ("It took no more than two days.", "no more than two days", TimexMod::EqualOrLess),
        ("It took less than two days.", "less than two days", TimexMod::LessThan),
        ("They met at the beginning of May.", "the beginning of May", TimexMod::Start),
        ("They met in the middle of May.", "the middle of May", TimexMod::Mid),
        ("They met in late 2020.", "late 2020", TimexMod::End),
        ("They met more than a decade ago.", "more than a decade ago", TimexMod::Before),
        ("They met less than a year ago.", "less than a year ago", TimexMod::After),
        ("They met at least a year ago.", "at least a year ago", TimexMod::OnOrBefore),
        ("They met no more than two years ago.", "no more than two years ago", TimexMod::OnOrAfter),
        ("On 3 May 2020 they met; more than a year later it rained.", "more than a year later", TimexMod::After),
        ("They met around 7 p.m.", "around 7 p.m.", TimexMod::Approx),
    ] {
        let found = find(text);
        let last = found.last().unwrap();
        assert_eq!((last.text.as_str(), last.modifier), (surface, Some(modifier)), "{text}");
    }
}

#[test]
fn intervals_are_closed() {
    for (text, from, to) in [
        ("In March.", "2024-03-01", "2024-03-31"),
        ("In 2020.", "2020-01-01", "2020-12-31"),
        ("In the 1990s.", "1990-01-01", "1999-12-31"),
        ("In Q2 2024.", "2024-04-01", "2024-06-30"),
        ("It fell last week.", "2024-05-13", "2024-05-19"),
        ("It fell on Monday.", "2024-05-20", "2024-05-20"),
    ] {
        let found = find(text);
        assert_eq!((found[0].from.as_deref(), found[0].to.as_deref()), (Some(from), Some(to)), "{text}");
    }
}

#[test]
fn without_an_anchor_nothing_is_guessed() {
    golden_at(None, "He came on [Friday=XXXX-WXX-5] and left [yesterday=XXXX-XX-XX] or [last week=XXXX-WXX].");
    golden_at(None, "He came on [5 May=XXXX-05-05], in [March=XXXX-03] or [last year=XXXX].");
    let found = found_in(&article("He came on Friday.", None));
    assert!(!found[0].anchored && found[0].from.is_none());
}

#[test]
fn what_a_value_was_anchored_on_is_told() {
    use copydesk::document::AnchoredOn;
    let found = find("He came on Monday. On 3 May 1990 she was born; two days later it snowed.");
    assert_eq!(
        found.iter().map(|d| d.anchored_on).collect::<Vec<_>>(),
        [Some(AnchoredOn::Anchor), None, Some(AnchoredOn::Text)]
    );
}

#[test]
fn regions_order_numeric_dates() {
    let at = |language: &str, url: Option<&str>, text: &str| {
        let mut article = article(text, Some(ANCHOR));
        article.language = Some(language.to_owned());
        article.url = url.map(str::to_owned);
        found_in(&article).remove(0)
    };
    assert_eq!(at("en-US", None, "Filed 03/04/2021.").timex, "2021-03-04");
    assert_eq!(at("en-GB", None, "Filed 03/04/2021.").timex, "2021-04-03");
    assert_eq!(at("en", Some("https://news.example.co.uk/x"), "Filed 03/04/2021.").timex, "2021-04-03");
    assert_eq!(at("en", None, "Filed 03/04/2021, not 25/12/2020.").timex, "2021-04-03");
    let unknown = at("en", None, "Filed 03/04/2021.");
    assert!(unknown.ambiguous && unknown.alternatives == ["2021-04-03"]);
}

#[test]
fn histories_carry_the_last_year() {
    let years: Vec<String> = (1861..1873).map(|y| format!("In {y} the army marched on.")).collect();
    let text = format!("{} On 5 June it was beaten. In July it fled.", years.join(" "));
    let values: Vec<String> = found_in(&article(&text, Some("2009-12-19"))).into_iter().map(|d| d.timex).collect();
    assert_eq!(values[12..], ["1872-06-05", "1872-07"]);
}

#[test]
fn words_and_names_are_no_dates() {
    for text in [
        "You may go. They march on, the sun and the fall of Rome; an august house, a second try.",
        "Theresa May met April May and June Whitfield. May I go?",
        "The Long March ended. A 2-1 win, a 3:2 lead, version 2.10.3, version 2.10.2020, $2000 and 2000 people.",
        "Call 020-7946-0958 or +44 20 7946 0958. ISBN 978-3-16-148410-0, pp. 12-24.",
        "The Income Tax Act 1959, Agenda 2063 and the Tokyo 2020 Games.",
        "Open 24/7. The minutes of the meeting, three quarters of it, a quarter of all.",
        "He lost 6-4, 7-5 and rode a Boeing 737.",
        "The BTR-80s rolled. Royal Decree 53/2023 says so. We are two, and she paid $1999 for 2019 euros.",
        "An Audi Q3, a Peugeot 2008, a Mazda MX-5 and the iPhone 15; Windows 2000, flight MH370.",
        "Call 0800 2000 1999. ISBN 0-306-40615-2, pages 1990-1999, v2024.1, IP 10.12.20.24, 1:2000 scale.",
        "The sun rose, a second man fell, and they may march in august company.",
        "Gusts of 110 kilometres an hour, 510 light-years off, a second, due soon, the thirty-second lorry.",
        "Two light years off, in the days of sail.",
        "June Brown and August Wilson left with Sun Li; April Kim stayed.",
    ] {
        assert_eq!(mark(text, &find(text)), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any words of the lexicon in any order, with any characters between: spans are in order, inside
    /// the text and on character boundaries.
    #[test]
    fn no_text_breaks_it(words in prop::collection::vec("(may|May|the|of|next|last|Monday|night|[0-9]{1,5}|[0-9]{1,2}[:.][0-9]{2}|-|–|/|,|'|s|ago|year|quarter|half|past|to|BC|Q3|a|[.]|é|\n\n|early|week|twenty|hundred|and|first|p.m.|Christmas|CET|\\PC)", 0..40)) {
        let text = words.join(" ");
        let glued = words.concat();
        for text in [text, glued] {
            let mut at = 0;
            for date in find(&text) {
                prop_assert!(date.span.start as usize >= at && date.span.end > date.span.start);
                at = date.span.end as usize;
                prop_assert_eq!(text.get(date.span.range()), Some(date.text.as_str()));
            }
        }
    }
}
