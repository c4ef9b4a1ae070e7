//! Character references (`&amp;`, `&#8217;`, `&eacute`), decoded as the HTML standard says
//! (section "Character reference state"): the longest name wins, some names work without their
//! semicolon, numbers of the C1 range mean windows-1252. The table is the standard's own list.

use std::borrow::Cow;
use std::sync::LazyLock;

/// One name: its characters, and whether it works without a semicolon.
struct Named {
    name: &'static str,
    value: String,
    bare: bool,
}

/// Sorted by name in byte order.
static NAMED: LazyLock<Vec<Named>> =
    LazyLock::new(|| include_str!("char_refs.txt").lines().filter_map(named).collect());

/// Longest name with its semicolon left out.
const LONGEST: usize = 31;
/// Longest name that works without a semicolon.
const LONGEST_BARE: usize = 6;

/// Reads `name[*] HEX [HEX]`.
fn named(line: &'static str) -> Option<Named> {
    let (name, codes) = line.split_once(' ')?;
    let value = codes.split(' ').filter_map(|c| char::from_u32(u32::from_str_radix(c, 16).ok()?)).collect();
    let bare = name.ends_with('*');
    Some(Named { name: name.trim_end_matches('*'), value, bare })
}

/// Builds the table now.
pub(super) fn load() {
    LazyLock::force(&NAMED);
}

fn lookup(name: &str) -> Option<&'static Named> {
    let at = NAMED.binary_search_by(|n| n.name.cmp(name)).ok()?;
    NAMED.get(at)
}

/// What a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Referent {
    /// One character by its number.
    Char(char),
    /// The characters of a name.
    Text(&'static str),
}

/// The reference at the start of `s`, which begins with `&`: its length in bytes and what it stands
/// for. In an attribute a name without semicolon counts only when no `=` or letter follows.
pub(super) fn reference(s: &str, attribute: bool) -> Option<(usize, Referent)> {
    let b = s.as_bytes();
    if b.get(1) == Some(&b'#') {
        return number(b);
    }
    let n = b[1..].iter().take(LONGEST + 1).take_while(|c| c.is_ascii_alphanumeric()).count();
    let name = s.get(1..1 + n)?;
    if b.get(1 + n) == Some(&b';')
        && let Some(found) = lookup(name)
    {
        return Some((n + 2, Referent::Text(&found.value)));
    }
    let (len, found) = (2..=n.min(LONGEST_BARE)).rev().find_map(|len| {
        let found = lookup(name.get(..len)?)?;
        found.bare.then_some((len, found))
    })?;
    let next = b.get(1 + len);
    if attribute && next.is_some_and(|c| *c == b'=' || c.is_ascii_alphanumeric()) {
        return None;
    }
    Some((1 + len, Referent::Text(&found.value)))
}

fn number(b: &[u8]) -> Option<(usize, Referent)> {
    let hex = matches!(b.get(2), Some(b'x' | b'X'));
    let start = if hex { 3 } else { 2 };
    let digits = b[start..].iter().take_while(|c| if hex { c.is_ascii_hexdigit() } else { c.is_ascii_digit() });
    let (mut value, mut n) = (0_u32, 0);
    for digit in digits {
        let digit = (*digit as char).to_digit(16).unwrap_or(0);
        value = value.saturating_mul(if hex { 16 } else { 10 }).saturating_add(digit);
        n += 1;
    }
    if n == 0 {
        return None;
    }
    let end = start + n;
    let len = end + usize::from(b.get(end) == Some(&b';'));
    Some((len, Referent::Char(by_number(value))))
}

fn by_number(value: u32) -> char {
    /// windows-1252 from 0x80 on; a control where it has no character.
    const C1: [u16; 32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ];
    let code = match value {
        0 => 0xFFFD,
        0x80..=0x9F => u32::from(C1[value as usize - 0x80]),
        other => other,
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A text with its references decoded.
pub(super) fn decode(s: &str, attribute: bool) -> Cow<'_, str> {
    let Some(mut at) = memchr::memchr(b'&', s.as_bytes()) else {
        return Cow::Borrowed(s);
    };
    let mut out = String::with_capacity(s.len());
    let mut copied = 0;
    loop {
        let next = match reference(&s[at..], attribute) {
            Some((len, referent)) => {
                out.push_str(&s[copied..at]);
                match referent {
                    Referent::Char(c) => out.push(c),
                    Referent::Text(t) => out.push_str(t),
                }
                copied = at + len;
                copied
            }
            None => at + 1,
        };
        match memchr::memchr(b'&', &s.as_bytes()[next..]) {
            Some(n) => at = next + n,
            None => break,
        }
    }
    out.push_str(&s[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_sorted() {
        assert_eq!(NAMED.len(), 2125);
        assert!(NAMED.windows(2).all(|w| w[0].name < w[1].name));
        assert!(NAMED.iter().all(|n| n.name.len() <= LONGEST && !n.value.is_empty()));
        assert!(NAMED.iter().filter(|n| n.bare).all(|n| n.name.len() <= LONGEST_BARE));
        assert_eq!(NAMED.iter().filter(|n| n.bare).count(), 106);
    }

    #[test]
    fn references_decode_as_the_standard_says() {
        for (from, to) in [
            ("R&amp;D", "R&D"),
            ("R&ampD &amp", "R&D &"),
            ("&lsquo;x&rsquo;", "‘x’"),
            ("caf&eacute &notit;", "café ¬it;"),
            ("&#8217;&#x2014;&#146;", "’—’"),
            ("&#0;&#xD800;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("AT&T &unknown; & &# &#x; &;", "AT&T &unknown; & &# &#x; &;"),
            ("&NotEqualTilde;", "≂\u{338}"),
        ] {
            assert_eq!(decode(from, false), to);
        }
        assert_eq!(decode("?a=1&copy=2&lt;", true), "?a=1&copy=2<");
        assert_eq!(decode("?a=1&copy=2", false), "?a=1©=2");
    }
}
