//! Words of a line for the cleaning rules: hashes of lower-cased letter and digit runs.
//!
//! Cleaning runs before the text is tokenized (its tokens are those of the clean text), and all it
//! asks of a word is "the same as" and "how written", so a hash and a few bits do.

/// A run of letters and digits; apostrophes inside belong to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Hash of the lower-cased word.
    pub(crate) hash: u64,
    /// Byte offsets in the line.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Letters and digits.
    pub(crate) chars: u16,
    pub(crate) shape: Shape,
    /// A colon follows (white space between).
    pub(crate) colon_after: bool,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Lower,
    /// First letter upper case, others not all.
    Title,
    /// Two or more letters, all upper case.
    Upper,
    Number,
    /// Letters and digits.
    Mixed,
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The words of a line, in order.
pub(crate) fn words(line: &str) -> Words<'_> {
    Words { line, at: 0 }
}

#[derive(Debug)]
pub(crate) struct Words<'a> {
    line: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let bytes = self.line.as_bytes();
        let mut start = self.at;
        loop {
            let &b = bytes.get(start)?;
            if b.is_ascii() {
                if b.is_ascii_alphanumeric() {
                    break;
                }
                start += 1;
            } else {
                let c = self.line[start..].chars().next()?;
                if c.is_alphanumeric() {
                    break;
                }
                start += c.len_utf8();
            }
        }
        let (mut hash, mut end) = (OFFSET, start);
        let (mut chars, mut letters, mut upper, mut digits) = (0u16, 0u16, 0u16, 0u16);
        let mut first_upper = false;
        while let Some(&b) = bytes.get(end) {
            if b.is_ascii_alphanumeric() {
                let is_upper = b.is_ascii_uppercase();
                first_upper |= chars == 0 && is_upper;
                upper = upper.saturating_add(u16::from(is_upper));
                digits = digits.saturating_add(u16::from(b.is_ascii_digit()));
                letters = letters.saturating_add(u16::from(b.is_ascii_alphabetic()));
                hash = (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(PRIME);
                chars = chars.saturating_add(1);
                end += 1;
            } else if b == b'\'' {
                if !bytes.get(end + 1).is_some_and(|n| n.is_ascii_alphabetic() || *n >= 0xc3) {
                    break;
                }
                hash = (hash ^ u64::from(b'\'')).wrapping_mul(PRIME);
                end += 1;
            } else if b.is_ascii() {
                break;
            } else {
                let Some(c) = self.line[end..].chars().next() else { break };
                if c == '’' {
                    if !bytes.get(end + 3).is_some_and(|n| n.is_ascii_alphabetic() || *n >= 0xc3) {
                        break;
                    }
                    hash = (hash ^ u64::from(b'\'')).wrapping_mul(PRIME);
                } else if c.is_alphanumeric() {
                    let is_upper = c.is_uppercase();
                    first_upper |= chars == 0 && is_upper;
                    upper = upper.saturating_add(u16::from(is_upper));
                    let numeric = c.is_numeric();
                    digits = digits.saturating_add(u16::from(numeric));
                    letters = letters.saturating_add(u16::from(!numeric));
                    for low in c.to_lowercase() {
                        hash = (hash ^ u64::from(u32::from(low))).wrapping_mul(PRIME);
                    }
                    chars = chars.saturating_add(1);
                } else {
                    break;
                }
                end += c.len_utf8();
            }
        }
        self.at = end;
        let mut after = end;
        while matches!(bytes.get(after), Some(b' ' | b'*' | b')')) {
            after += 1;
        }
        let shape = if letters == 0 {
            Shape::Number
        } else if digits > 0 {
            Shape::Mixed
        } else if upper == letters && letters > 1 {
            Shape::Upper
        } else if first_upper {
            Shape::Title
        } else {
            Shape::Lower
        };
        Some(Word {
            hash: hash ^ (hash >> 29),
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
            chars,
            shape,
            colon_after: bytes.get(after) == Some(&b':') || self.line[end..].starts_with('：'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_fold() {
        let hashes = |s: &str| words(s).map(|w| w.hash).collect::<Vec<_>>();
        assert_eq!(hashes("Don't MISS"), hashes("don’t miss"));
        assert_eq!(hashes("ÉTÉ"), hashes("été"));
        assert_eq!(hashes("ЧИТАЙТЕ"), hashes("читайте"));
        assert_eq!(words("the dogs' bowl").count(), 3);
        assert_ne!(hashes("read"), hashes("reads"));
    }

    #[test]
    fn shapes_and_colons() {
        let got: Vec<_> = words("NATO said: 17 km from Kyiv, Su27").map(|w| (w.shape, w.colon_after)).collect();
        assert_eq!(got[0], (Shape::Upper, false));
        assert_eq!(got[1], (Shape::Lower, true));
        assert_eq!(got[2], (Shape::Number, false));
        assert_eq!(got[5], (Shape::Title, false));
        assert_eq!(got[6], (Shape::Mixed, false));
    }
}
