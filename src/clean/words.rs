//! Words of a line for the cleaning rules: hashes of lower-cased letter and digit runs.
//!
//! Cleaning runs before the text is tokenized (its tokens are those of the clean text), and all it
//! asks of a word is "the same as" and "how written", so a hash and a few bits do.

use std::sync::LazyLock;

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

impl Word {
    /// Half of a hash is a hash: what lines and models know a word by.
    #[allow(clippy::cast_possible_truncation, reason = "half is wanted")]
    pub(crate) const fn half(&self) -> u32 {
        self.hash as u32
    }
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
    Words { line, at: 0, near: Letter::near() }
}

/// Reads all words of a line.
pub(crate) fn read(line: &str, out: &mut Vec<Word>) {
    out.clear();
    let mut left = words(line);
    while let Some(word) = left.read() {
        out.push(word);
    }
}

#[derive(Debug)]
pub(crate) struct Words<'a> {
    line: &'a str,
    at: usize,
    near: &'static [Option<Letter>; NEAR],
}

/// Bytes of ASCII letters and digits, lower-cased; 0 for all others.
const FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0u8;
    while b < 128 {
        if b.is_ascii_alphanumeric() {
            table[b as usize] = b.to_ascii_lowercase();
        }
        b += 1;
    }
    table
};

/// Characters of one and two bytes: the letters of Europe, and of a Russian text nearly all.
const NEAR: usize = 0x800;

/// What is asked of a letter or digit outside ASCII.
#[derive(Debug, Clone, Copy)]
struct Letter {
    upper: bool,
    numeric: bool,
    /// Lower case; none where that is more than one character.
    lower: Option<char>,
}

impl Letter {
    /// None for what belongs to no word.
    fn of(c: char) -> Option<Self> {
        let mut low = c.to_lowercase();
        let lower = low.next().filter(|_| low.next().is_none());
        c.is_alphanumeric().then(|| Self { upper: c.is_uppercase(), numeric: c.is_numeric(), lower })
    }

    /// Those of two bytes, looked up once.
    fn near() -> &'static [Option<Self>; NEAR] {
        static LETTERS: LazyLock<[Option<Letter>; NEAR]> =
            LazyLock::new(|| std::array::from_fn(|c| char::from_u32(c as u32).and_then(Letter::of)));
        &LETTERS
    }

    /// What the letter adds to the counts of a word.
    fn counted(self) -> u64 {
        u64::from(self.upper) + if self.numeric { DIGIT } else { 0 }
    }
}

const DIGIT: u64 = 1 << 32;

/// What a byte adds to the counts of a word: 1 a capital, [`DIGIT`] a digit.
const COUNTED: [u64; 256] = {
    let mut table = [0; 256];
    let mut b = 0u8;
    while b < 128 {
        if b.is_ascii_uppercase() {
            table[b as usize] = 1;
        } else if b.is_ascii_digit() {
            table[b as usize] = DIGIT;
        }
        b += 1;
    }
    table
};

/// Whether a letter follows an apostrophe that ends at `at`.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|n| n.is_ascii_alphabetic() || *n >= 0xc3)
}

impl Words<'_> {
    /// The letter or digit of two bytes that stands at `at`.
    fn near(&self, at: usize) -> Option<Letter> {
        match self.line.as_bytes().get(at..) {
            Some([a @ 0xc2..0xe0, b, ..]) => self.near[usize::from(a & 0x1f) << 6 | usize::from(b & 0x3f)],
            _ => None,
        }
    }

    /// What belongs to a word of the character at `at`, which is not ASCII, and its bytes.
    fn letter(&self, at: usize) -> (Option<Letter>, usize) {
        let of = |c: char| self.near.get(c as usize).copied().unwrap_or_else(|| Letter::of(c));
        self.line[at..].chars().next().map_or((None, 1), |c| (of(c), c.len_utf8()))
    }

    /// Where the next word begins, and whether with a capital.
    fn start(&self) -> Option<(usize, bool)> {
        let bytes = self.line.as_bytes();
        let mut start = self.at;
        loop {
            let &b = bytes.get(start)?;
            if FOLDED[b as usize] != 0 {
                return Some((start, b.is_ascii_uppercase()));
            }
            if b < 0x80 {
                start += 1;
            } else if b == 0xe2 && bytes.get(start + 1) == Some(&0x80) {
                // Dashes, quotation marks, bullets, an ellipsis.
                start += 3;
            } else {
                let (letter, len) = self.letter(start);
                if let Some(letter) = letter {
                    return Some((start, letter.upper));
                }
                start += len;
            }
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.read()
    }
}

impl Words<'_> {
    /// The next word. Inlined where all words of a line are read at once, which is most of the work.
    #[inline(always)]
    fn read(&mut self) -> Option<Word> {
        let bytes = self.line.as_bytes();
        let (start, first_upper) = self.start()?;
        let (mut hash, mut end) = (OFFSET, start);
        let mut add = |value: u32| hash = (hash ^ u64::from(value)).wrapping_mul(PRIME);
        // Letters and digits; capitals and digits among them.
        let (mut chars, mut counts) = (0, 0u64);
        loop {
            let rest = &bytes[end..];
            let mut run = 0;
            while let Some(&b) = rest.get(run) {
                let low = FOLDED[b as usize];
                if low == 0 {
                    break;
                }
                add(u32::from(low));
                counts += COUNTED[b as usize];
                run += 1;
            }
            chars += run;
            end += run;
            match bytes.get(end) {
                Some(b'\'') if goes_on(bytes, end + 1) => {
                    add(u32::from(b'\''));
                    end += 1;
                }
                Some(0x80..) => {
                    let (letter, len) = match self.near(end) {
                        Some(near) => (Some(near), 2),
                        None => self.letter(end),
                    };
                    if let Some(letter) = letter {
                        counts += letter.counted();
                        match letter.lower {
                            Some(low) => add(u32::from(low)),
                            None => {
                                self.line[end..end + len].to_lowercase().chars().for_each(|low| add(u32::from(low)))
                            }
                        }
                        chars += 1;
                    } else if bytes[end..].starts_with("’".as_bytes()) && goes_on(bytes, end + len) {
                        add(u32::from(b'\''));
                    } else {
                        break;
                    }
                    end += len;
                }
                _ => break,
            }
        }
        self.at = end;
        let mut after = end;
        while matches!(bytes.get(after), Some(b' ' | b'*' | b')')) {
            after += 1;
        }
        let colon_after = match bytes.get(after) {
            Some(b':') => true,
            Some(0xef) => after == end && bytes[end..].starts_with("：".as_bytes()),
            _ => false,
        };
        let (capitals, digits) = (counts % DIGIT, counts / DIGIT);
        let letters = chars as u64 - digits;
        let shape = if letters == 0 {
            Shape::Number
        } else if digits > 0 {
            Shape::Mixed
        } else if capitals == letters && letters > 1 {
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
            chars: u16::try_from(chars).unwrap_or(u16::MAX),
            shape,
            colon_after,
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
