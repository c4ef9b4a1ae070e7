//! Tokens that begin with a digit, and the short forms "Q3" and "H1".

use super::{Key, Lex, Lexicon, Unit};

fn value(digits: &str) -> Option<u32> {
    (digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.bytes().fold(0, |n, b| n * 10 + u32::from(b & 15)))
}

fn small(digits: &str) -> Option<u8> {
    value(digits).and_then(|n| u8::try_from(n).ok())
}

fn count(digits: &str) -> u8 {
    u8::try_from(digits.len()).unwrap_or(u8::MAX)
}

/// A token of digits, inner periods and inner commas.
pub(super) fn number(form: &str) -> Lex {
    if form.len() > 14 || !form.is_ascii() {
        return Lex::Other;
    }
    let mut parts = form.splitn(4, ['.', ',']);
    let (a, b, c, d) = (parts.next().unwrap_or(""), parts.next(), parts.next(), parts.next());
    let dotted = form.contains('.');
    match (b, c, d) {
        (None, ..) => value(a).map_or(Lex::Other, |value| Lex::Number { value, digits: count(a) }),
        (Some(b), None, _) if dotted => match (value(a), small(b)) {
            (Some(whole), Some(n)) if b.len() <= 2 => {
                Lex::Decimal { whole, hundredths: if b.len() == 1 { n * 10 } else { n }, digits: count(b) }
            }
            _ => Lex::Other,
        },
        (Some(b), Some(c), None) if dotted && !form.contains(',') => match (small(a), small(b), value(c)) {
            (Some(first), Some(second), Some(year))
                if a.len() <= 2 && b.len() <= 2 && matches!(c.len(), 2 | 4) && first > 0 && second > 0 =>
            {
                let year = if c.len() == 2 { two_digit_year(year) } else { year };
                u16::try_from(year).map_or(Lex::Other, |year| Lex::Dotted { a: first, b: second, year })
            }
            _ => Lex::Other,
        },
        (Some(b), ..) if !dotted && b.len() == 3 => {
            let mut n = 0u32;
            for digit in form.bytes().filter(u8::is_ascii_digit) {
                n = n.saturating_mul(10).saturating_add(u32::from(digit & 15));
            }
            Lex::Grouped(n)
        }
        _ => Lex::Other,
    }
}

/// POSIX's pivot: 69 to 99 are of the twentieth century.
pub(in crate::dates) const fn two_digit_year(year: u32) -> u32 {
    if year >= 69 { 1900 + year } else { 2000 + year }
}

/// A token that begins with a digit and has letters.
pub(super) fn mixed(lexicon: &Lexicon, form: &str) -> Lex {
    if form.len() > 12 || !form.is_ascii() {
        return Lex::Other;
    }
    let split = form.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(form.len());
    let (figures, rest) = form.split_at(split);
    let suffix = rest.trim_end_matches('.');
    let lower = |s: &str| suffix.eq_ignore_ascii_case(s);
    let whole = value(figures);
    if let Some(n) = whole {
        if lexicon.endings.ordinals.iter().any(|ending| lower(ending)) {
            return u8::try_from(n).map_or(Lex::Other, Lex::NumberTh);
        }
        if suffix == lexicon.endings.decade && matches!(figures.len(), 2 | 4) && n % 10 == 0 {
            return u16::try_from(n).map_or(Lex::Other, |start| Lex::Years { start, digits: count(figures) });
        }
        if let Some(hour) = suffix.strip_prefix('T').filter(|h| h.len() == 2).and_then(small)
            && let (1..=31, true) = (n, hour < 25)
        {
            return u8::try_from(n).map_or(Lex::Other, |day| Lex::DayT { day, hour });
        }
        if let Some(minute) = suffix.strip_prefix(['h', 'H']).filter(|m| m.len() == 2).and_then(small)
            && n < 25
            && minute < 60
            && figures.len() <= 2
        {
            return u8::try_from(n).map_or(Lex::Other, |hour| Lex::Clock { hour, minute });
        }
    }
    if let Some(half) = half_of_day(lexicon, rest) {
        let (hour, minute) = figures.split_once('.').unwrap_or((figures, "00"));
        return match (small(hour), small(minute)) {
            (Some(h @ 0..=12), Some(m @ 0..=59)) if minute.len() == 2 => Lex::Clock { hour: to_24(h, half), minute: m },
            (Some(h @ 13..=23), Some(m @ 0..=59)) if minute.len() == 2 => Lex::Clock { hour: h, minute: m },
            _ => Lex::Other,
        };
    }
    let unit = match lexicon.word(suffix) {
        Lex::Unit { unit, .. } => Some(unit),
        _ if lower("h") => Some(Unit::Hour),
        _ => None,
    };
    let hundredths = match number(figures) {
        Lex::Number { value, digits: 1..=5 } => Some(value * 100),
        Lex::Decimal { whole: whole @ 0..=99_999, hundredths, .. } => Some(whole * 100 + u32::from(hundredths)),
        _ => None,
    };
    match (hundredths, unit) {
        (Some(hundredths), Some(unit)) => Lex::Measure { hundredths, unit },
        _ => Lex::Other,
    }
}

fn half_of_day(lexicon: &Lexicon, word: &str) -> Option<Key> {
    match lexicon.word(word) {
        Lex::Key(half @ (Key::Am | Key::Pm)) => Some(half),
        _ => None,
    }
}

/// The hour of a twelve-hour clock on a twenty-four-hour one.
pub(in crate::dates) const fn to_24(hour: u8, half: Key) -> u8 {
    match (hour, half) {
        (12, Key::Am) => 0,
        (12, Key::Pm) => 12,
        (h, Key::Pm) if h < 12 => h + 12,
        (h, _) => h,
    }
}

/// "FY24", "FY2024".
pub(super) fn fiscal(form: &str) -> Lex {
    let year = match form.as_bytes() {
        [b'F' | b'f', b'Y' | b'y', _, _] | [b'F' | b'f', b'Y' | b'y', _, _, _, _] => value(&form[2..]),
        _ => None,
    };
    let year = year.map(|y| if form.len() == 4 { two_digit_year(y) } else { y });
    year.filter(|y| (1900..=2199).contains(y)).and_then(|y| u16::try_from(y).ok()).map_or(Lex::Other, Lex::Fiscal)
}

/// "Q3", "H1", "W21".
pub(super) fn short(form: &str) -> Lex {
    match form.as_bytes() {
        [b'Q', n @ b'1'..=b'4'] => Lex::Short { half: false, number: n & 15 },
        [b'W', tens @ b'0'..=b'5', ones @ b'0'..=b'9'] => Lex::WeekNumber((tens & 15) * 10 + (ones & 15)),
        [b'H', n @ b'1'..=b'2'] => Lex::Short { half: true, number: n & 15 },
        _ => Lex::Other,
    }
}
