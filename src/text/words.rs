//! Counts words by the default word boundaries of Unicode (UAX #29).
//!
//! White space always separates words, so each piece between spaces is counted by itself, and pieces of
//! ASCII, most of any English text, by a table instead of the full rules: several times as fast, and the
//! same number (see the tests).

use unicode_segmentation::UnicodeSegmentation;

/// Number of words of a text: segments with a letter or digit.
#[must_use]
pub fn count_words(text: &str) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < text.len() {
        let (words, end) = ascii(text.as_bytes(), at);
        if text.as_bytes().get(end).is_some_and(|b| !b.is_ascii()) {
            let piece = text.get(at..).and_then(|rest| rest.split([' ', '\n']).next()).unwrap_or_default();
            count += piece.unicode_words().count();
            at += piece.len() + 1;
        } else {
            count += words;
            at = end + 1;
        }
    }
    count
}

/// The word break property of an ASCII character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// `_` joins and is joined, but makes no word.
    Extend,
    /// Between letters (`:`), digits (`,` `;`) or both (`.` `'`).
    MidLetter,
    MidDigit,
    MidBoth,
    Other,
    /// The end of a piece: a space, a line break, or no ASCII.
    End,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Extend,
            b':' => Class::MidLetter,
            b',' | b';' => Class::MidDigit,
            b'.' | b'\'' => Class::MidBoth,
            b' ' | b'\n' | 0x80.. => Class::End,
            _ => Class::Other,
        };
        b += 1;
    }
    table
};

/// The number of words from `start` to the end of the piece, and that end.
fn ascii(bytes: &[u8], start: usize) -> (usize, usize) {
    let at = |i: usize| bytes.get(i).map_or(Class::End, |&b| CLASS[b as usize]);
    let joins = |c: Class| matches!(c, Class::Letter | Class::Digit | Class::Extend);
    let (mut count, mut i) = (0, start);
    loop {
        let mut last = at(i);
        if last == Class::End {
            return (count, i);
        }
        i += 1;
        if !joins(last) {
            continue;
        }
        let mut word = last != Class::Extend;
        loop {
            let next = at(i);
            if joins(next) {
                i += 1;
                last = next;
            } else if let Class::MidLetter | Class::MidDigit | Class::MidBoth = next {
                match (last, next, at(i + 1)) {
                    (Class::Letter, Class::MidLetter | Class::MidBoth, Class::Letter)
                    | (Class::Digit, Class::MidDigit | Class::MidBoth, Class::Digit) => i += 2,
                    _ => break,
                }
            } else {
                break;
            }
            word |= last != Class::Extend;
        }
        count += usize::from(word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_as_readers_do() {
        assert_eq!(count_words("Don't sell 1,000.5 shares; it's U.S.-led."), 7);
        assert_eq!(count_words("naïve “quotes” — and\n\nlines"), 4);
        assert_eq!(count_words(" __ -- ... "), 0);
    }

    proptest! {
        #[test]
        fn agrees_with_the_full_rules(text in "([a-zA-Z0-9_:;,.' \\n\\-\"“’éß\u{301}]){0,60}") {
            prop_assert_eq!(count_words(&text), text.unicode_words().count());
        }
    }
}
