//! The pass over the text: triggers, the grammar at each of them, values in the order of the text.

use jiff::civil::Date;

use super::Context;
use super::grammar::{Grammar, Order};
use super::lexicon::{Class, Key, Lex, Lexicon, Tense};
use super::resolve::{Resolved, Resolver, Setting};
use super::value::{Amount, Base, Civil, Expr, From, Match, Time, Year};
use crate::document::DateMention;
use crate::text::{Span, Token, Tokens};

/// Explicit years needed before a text can count as a history.
const HISTORY_YEARS: usize = 10;

pub(super) fn scan(text: &str, tokens: &Tokens, context: &Context<'_>) -> Vec<DateMention> {
    let Some(lexicon) = Lexicon::of(context.language) else { return Vec::new() };
    let (lex, triggers) = meanings(lexicon, text, tokens);
    let anchor = context.anchor.map(|moment| moment.date);
    let history = is_history(&lex, &triggers, anchor);
    let mut grammar =
        Grammar { text, tokens, lex: &lex, lexicon, end: 0, order: order(&lex, &triggers, context), history };
    let mut resolver = Resolver::new(context.anchor, history);
    let mut out = Vec::new();
    let mut sentences = tokens.sentences().iter().peekable();
    let (mut paragraph, mut free) = (0, 0);
    let mut of_match = None;
    for &trigger in &triggers {
        let i = trigger as usize;
        // The paragraph goes on with its last expression when that reached beyond the trigger.
        if i < free {
            continue;
        }
        while i >= grammar.end {
            paragraph = grammar.end;
            grammar.end = paragraph_end(text, tokens, paragraph);
        }
        let Some(found) = grammar.find(i).filter(|m| m.end > i) else { continue };
        if let Expr::Calendar { base: Base::Quarter { year: Year::Open, .. }, .. } = found.expr
            && *of_match.get_or_insert_with(|| is_of_match(lexicon, text, tokens))
        {
            continue;
        }
        while sentences.next_if(|s| s.end as usize <= i).is_some() {}
        let (first, last) = sentences.peek().map_or((i, found.end), |s| (s.first as usize, s.end as usize));
        let joined = free > 0 && i == free + 1 && joins(lex[free]);
        let setting = Setting {
            lean: grammar.lean(first, i, found.end, last),
            token: i,
            paragraph,
            opens: i <= first + 2,
            closes_range: closes_range(&lex, i),
            heads: tokens[i].line_start(),
            since: i > 0 && lex[i - 1] == Lex::Key(Key::Since),
            joined,
            ranged: joined && lex[free] != Lex::Key(Key::And),
            until: until(&lex, i, found),
        };
        if let Some(resolved) = resolver.resolve(found.expr, setting) {
            out.push(mention(text, tokens, i, found, resolved));
            free = found.end;
        }
    }
    out
}

/// What each token means, and the tokens at which an expression can begin.
fn meanings(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> (Vec<Lex>, Vec<u32>) {
    let lex: Vec<Lex> = tokens.iter().map(|t| lexicon.token(text, *t)).collect();
    let mut triggers = Vec::with_capacity(lex.len() / 8);
    let mut next = Lex::Other;
    for (i, &here) in lex.iter().enumerate().rev() {
        if here.starts() && (here.stands_alone() || next.continues()) {
            triggers.push(u32::try_from(i).unwrap_or(u32::MAX));
        }
        next = here;
    }
    triggers.reverse();
    (lex, triggers)
}

/// Whether the text reports on a match more than on business: its quarters are no dates.
fn is_of_match(lexicon: &Lexicon, text: &str, tokens: &[Token]) -> bool {
    let (mut sport, mut business) = (0usize, 0usize);
    for token in tokens {
        sport += usize::from(lexicon.is(token.of(text), Class::Sport));
        business += usize::from(lexicon.is(token.of(text), Class::Business));
    }
    sport > business
}

/// Whether a token joins two months to a range or list.
const fn joins(lex: Lex) -> bool {
    matches!(lex, Lex::Dash | Lex::Key(Key::To | Key::And | Key::Until))
}

/// The month without a year that ends a range of which the first is at token `i`.
fn until(lex: &[Lex], i: usize, found: Match) -> Option<u8> {
    let Expr::Calendar { base: Base::Civil(Civil { year: Year::Open, day: None, .. }), time: None } = found.expr else {
        return None;
    };
    let range = i > 0 && matches!(lex[i - 1], Lex::Key(Key::From | Key::Between));
    match (lex.get(found.end)?, lex.get(found.end + 1)?) {
        (joint, Lex::Month { number, .. }) if range && joins(*joint) => Some(*number),
        _ => None,
    }
}

/// Whether a year and a hyphen stand before token `i`.
fn closes_range(lex: &[Lex], i: usize) -> bool {
    i >= 2 && lex[i - 1] == Lex::Dash && matches!(lex[i - 2], Lex::Number { digits: 4, .. })
}

/// The first token behind the next blank line.
fn paragraph_end(text: &str, tokens: &[Token], i: usize) -> usize {
    let blank = |k: &usize| {
        let (before, token) = (tokens[k - 1], tokens[*k]);
        token.line_start()
            && memchr::memchr_iter(b'\n', &text.as_bytes()[before.end as usize..token.start as usize]).count() > 1
    };
    (i + 1..tokens.len()).find(blank).unwrap_or(tokens.len())
}

fn mention(text: &str, tokens: &Tokens, start: usize, found: Match, resolved: Resolved) -> DateMention {
    let span: Span = tokens.span(start..found.end);
    let (from, to) = resolved.days.map_or((None, None), |(a, b)| (Some(iso(a)), Some(iso(b))));
    let (begin_point, end_point) = resolved.ends.map_or((None, None), |(a, b)| (Some(a), Some(b)));
    DateMention {
        span,
        text: span.of(text).to_owned(),
        source: Vec::new(),
        kind: resolved.kind,
        timex: resolved.timex,
        modifier: found.modifier,
        quant: resolved.quant.map(str::to_owned),
        freq: resolved.freq,
        begin_point,
        end_point,
        from,
        to,
        anchored: resolved.anchored_on.is_some(),
        anchored_on: resolved.anchored_on,
        ambiguous: !resolved.alternatives.is_empty(),
        alternatives: resolved.alternatives,
        confidence: confidence(found.expr),
    }
}

/// ISO 8601, for the years that an interval can have (1 to 9999).
fn iso(date: Date) -> String {
    let digit = |n: i16, unit: i16| char::from(b'0' + u8::try_from(n / unit % 10).unwrap_or(0));
    let (y, m, d) = (date.year(), i16::from(date.month()), i16::from(date.day()));
    let mut out = String::with_capacity(10);
    out.extend([digit(y, 1000), digit(y, 100), digit(y, 10), digit(y, 1), '-']);
    out.extend([digit(m, 10), digit(m, 1), '-', digit(d, 10), digit(d, 1)]);
    out
}

/// How sure an expression is: the share of its class that the development texts (TimeBank, AQUAINT,
/// MEANTIME, WikiWars, the project's own articles) mark with the same value.
fn confidence(expr: Expr) -> f32 {
    match expr {
        Expr::Calendar { base, time: None } => day_confidence(base),
        Expr::Calendar { base: Base::Open, .. } => 0.50,
        Expr::Calendar { time: Some(Time::Part(_)), .. } => 0.66,
        Expr::Calendar { .. } => 0.71,
        Expr::Length(length) | Expr::Stretch { length, .. } => match length.parts[0] {
            Some((Amount::Exact(_), _)) => 0.89,
            _ => 0.47,
        },
        Expr::Set { .. } | Expr::Each(_) => 0.81,
        Expr::Reference(Tense::Present) => 0.82,
        Expr::Reference(_) | Expr::Attribute(_) => 0.65,
        Expr::Span { .. } | Expr::YearSpan { .. } => 0.55,
    }
}

fn day_confidence(base: Base) -> f32 {
    match base {
        Base::Civil(Civil { year: Year::Is(_), month: Some(_), day: Some(_), .. }) => 0.98,
        Base::Civil(Civil { year: Year::Is(_), month: Some(_), .. }) => 0.96,
        Base::Civil(Civil { year: Year::Is(_), .. }) => 0.93,
        Base::Civil(Civil { month: Some(_), day: Some(_), .. }) => 0.93,
        Base::Civil(Civil { month: Some(_), .. }) | Base::Month { .. } => 0.84,
        Base::Civil(_) => 0.61,
        Base::Weekday { .. } | Base::WeekdayOf { .. } | Base::WeekdayAfter { .. } => 0.84,
        Base::Days(_) => 0.89,
        Base::Unit { from: From::Anchor, .. } | Base::Weekend { .. } => 0.79,
        Base::Unit { .. } => 0.55,
        Base::Away { from: From::Anchor, .. } => 0.72,
        Base::Away { .. } => 0.57,
        Base::Season { .. } => 0.73,
        Base::Quarter { .. } | Base::SameQuarter(_) | Base::Half { .. } => 0.87,
        Base::Holiday { .. } | Base::Nth { .. } => 0.56,
        Base::Decade(_) | Base::DecadeOfCentury(_) | Base::Century(_) => 0.93,
        Base::WeekOf(_) | Base::Week { .. } | Base::WeekDay { .. } | Base::Open => 0.50,
        Base::SomeDay | Base::SomeWeekday(_) => 0.50,
    }
}

/// Whether the text tells a history: many explicit years, half of them away from the anchor's, and
/// next to no words that point at the days around it.
fn is_history(lex: &[Lex], triggers: &[u32], anchor: Option<Date>) -> bool {
    let Some(anchor) = anchor else { return false };
    let now = i32::from(anchor.year());
    let (mut years, mut far, mut days) = (0usize, 0usize, 0usize);
    for trigger in triggers {
        match lex[*trigger as usize] {
            Lex::Number { value: value @ 1000..=2100, digits: 4 } => {
                years += 1;
                far += usize::from(i32::try_from(value).is_ok_and(|y| (y - now).abs() > 1));
            }
            Lex::Number { digits: 1..=3, .. } => {}
            Lex::Key(Key::Bc) => {
                years += 1;
                far += 1;
            }
            Lex::Day(_) | Lex::Tonight | Lex::Weekday { guarded: false, .. } => days += 1,
            _ => {}
        }
    }
    let most = far * 10 >= years * 9 && days == 0 && years >= HISTORY_YEARS / 2;
    most || (years >= HISTORY_YEARS && far * 2 >= years && days * 8 < years)
}

/// Whether day or month comes first: the region of the language tag, then of the domain, then the
/// unambiguous numeric dates of the text itself.
fn order(lex: &[Lex], triggers: &[u32], context: &Context<'_>) -> Order {
    let region = |code: &str| match code {
        "us" => Some(Order::MonthFirst),
        "gb" | "uk" | "ie" | "au" | "nz" | "in" | "pk" | "lk" | "bd" | "za" | "ng" | "ke" | "gh" | "ug" | "tz"
        | "zm" | "zw" | "sg" | "my" | "hk" | "jm" | "de" | "fr" | "es" | "it" | "nl" | "pt" | "br" | "pl" | "ru"
        | "ua" | "tr" | "gr" => Some(Order::DayFirst),
        _ => None,
    };
    let tag = context.language.split('-').nth(1).map(str::to_ascii_lowercase);
    let host = context.url.and_then(|url| url.split("://").nth(1)?.split(['/', '?', '#']).next());
    let domain = host.and_then(|host| host.split(':').next()?.rsplit('.').next()).map(str::to_ascii_lowercase);
    tag.as_deref()
        .and_then(region)
        .or_else(|| domain.as_deref().and_then(region))
        .unwrap_or_else(|| told(lex, triggers))
}

/// The order that dates with a day above twelve tell.
fn told(lex: &[Lex], triggers: &[u32]) -> Order {
    for window in triggers.iter().filter_map(|trigger| lex.get(*trigger as usize..*trigger as usize + 5)) {
        let (
            Lex::Number { value: a @ 1..=31, digits: 1 | 2 },
            Lex::Number { value: b @ 1..=31, digits: 1 | 2 },
            Lex::Number { digits: 4, .. },
        ) = (window[0], window[2], window[4])
        else {
            continue;
        };
        let separated = matches!((window[1], window[3]), (Lex::Punct(b'/'), Lex::Punct(b'/')) | (Lex::Dash, Lex::Dash));
        match (separated, a > 12, b > 12) {
            (true, true, false) => return Order::DayFirst,
            (true, false, true) => return Order::MonthFirst,
            _ => {}
        }
    }
    Order::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Moment;
    use crate::dates::grammar::LOOKS;

    fn work(text: &str) -> (usize, usize) {
        let tokens = Tokens::new(text);
        LOOKS.with(|looks| looks.set(0));
        let context = Context { anchor: Moment::parse("2024-05-24"), language: "en", url: None };
        scan(text, &tokens, &context);
        (LOOKS.with(std::cell::Cell::get), tokens.len())
    }

    #[test]
    fn work_is_linear() {
        for unit in [
            "next ",
            "May ",
            "the ",
            "7 ",
            "1 2 3 4 5 ",
            "2024-",
            "10:",
            "the end of ",
            "the night of ",
            "the 5th of ",
            "about ",
            "May and ",
            "May 5 and ",
            "12 to ",
            "twenty-",
            "one hundred and ",
            "a year and a half ",
            "'",
            "every other ",
            "early ",
            "Monday, ",
            "2 hours and ",
            "first ",
            "Q3 of ",
            "1999-",
            "at least ",
            "last last ",
            "A.M. ",
            "the year of ",
            "’s ",
        ] {
            let (_, _) = work(unit);
            let (looks, tokens) = work(&unit.repeat(20_000));
            assert!(looks < 400 * tokens, "{unit:?}: {looks} looks at {tokens} tokens");
        }
    }
}
