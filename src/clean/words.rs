//! Words of a line for the cleaning rules: hashes of lower-cased letter and digit runs.
//!
//! Cleaning runs before the text is tokenized (its tokens are those of the clean text), and all it
//! asks of a word is "the same as" and "how written", so a hash and a few bits do. Where a word ends,
//! no processor can guess: so 64 bytes are asked together which of them are letters, and a word of
//! nothing but ASCII letters, as most are, is taken whole, without a branch that depends on its
//! length. All others are spelled.

use std::ops::Range;
use std::sync::LazyLock;

use wide::u8x32;

use super::blocks::within;
use crate::simd::with_avx2;

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

impl Shape {
    /// The shape of a word with a letter: how the first is written, and whether all are capitals.
    const fn of(first_upper: bool, all_upper: bool, letters: usize) -> Self {
        if all_upper && letters > 1 {
            Self::Upper
        } else if first_upper {
            Self::Title
        } else {
            Self::Lower
        }
    }
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words::new(text, 0..text.len())
}

/// Reads all words of a line of a text. The line ends where a word ends; offsets count from its start.
pub(crate) fn read(text: &str, line: Range<usize>, out: &mut Vec<Word>) {
    with_avx2!(read_avx2(text, line, out));
    read_anywhere(text, line, out);
}

/// The same with instructions made for walks over bits.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2")]
fn read_avx2(text: &str, line: Range<usize>, out: &mut Vec<Word>) {
    read_anywhere(text, line, out);
}

#[inline(always)]
fn read_anywhere(text: &str, line: Range<usize>, out: &mut Vec<Word>) {
    out.clear();
    let mut left = Words::new(text, line);
    while let Some(word) = left.read() {
        out.push(word);
    }
}

/// Words that were not read yet.
#[derive(Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    /// What offsets count from.
    from: usize,
    /// The part that is left.
    at: usize,
    end: usize,
    /// What was seen of it last.
    block: Block,
    near: &'static [Option<Letter>; NEAR],
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.read()
    }
}

impl<'t> Words<'t> {
    fn new(text: &'t str, part: Range<usize>) -> Self {
        let block = Block::new(text.as_bytes(), part.start);
        Self { text, from: part.start, at: part.start, end: part.end, block, near: Letter::near() }
    }

    /// The next word. Inlined where all words of a line are read at once, which is most of the work.
    #[inline(always)]
    fn read(&mut self) -> Option<Word> {
        let start = self.start()?;
        let bytes = self.text.as_bytes();
        let mut at = start - self.block.base;
        if at + self.block.letters(at) >= BLOCK - 1 {
            self.block = Block::new(bytes, start);
            at = 0;
        }
        let block = &self.block;
        let (len, odd) = (block.letters(at), block.odd >> at);
        // A word may be longer than the block.
        if len == 0 || len > PART || odd >> len & 1 == 1 {
            return Some(self.spell(start));
        }
        let behind = u64::MAX << len;
        let next = ((block.letters >> at | odd) & behind).trailing_zeros() as usize;
        let colons = block.colons >> at & behind & !(u64::MAX << (next % BLOCK));
        let word = bytes[start..].first_chunk().copied().unwrap_or_else(|| padded(&bytes[start..]));
        let (word, case) = (u128::from_le_bytes(word) & FIRST[len], CASE & FIRST[len]);
        let capitals = !word & case;
        self.at = (start + next).min(block.base + BLOCK);
        #[allow(clippy::cast_possible_truncation, reason = "at most a part")]
        Some(Word {
            hash: mix(START, word | case),
            start: offset(start - self.from),
            end: offset(start + len - self.from),
            chars: len as u16,
            shape: Shape::of(capitals & 0xff != 0, capitals == case, len),
            // What stands between two words is seen but at the block's end.
            colon_after: (colons != 0 || next == BLOCK) && colon_after(bytes, start + len),
        })
    }

    /// Where the next word begins.
    #[inline(always)]
    fn start(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        while start < self.end {
            let b = bytes[start];
            if b.is_ascii_alphanumeric() {
                return Some(start);
            }
            if b < 0x80 {
                start += 1;
            } else if b == 0xe2 && bytes.get(start + 1) == Some(&0x80) {
                // Dashes, quotation marks, bullets, an ellipsis.
                start += 3;
            } else {
                let (letter, len) = self.letter(start);
                if letter.is_some() {
                    return Some(start);
                }
                start += len;
            }
        }
        None
    }
}

impl Words<'_> {
    /// The next word, letter by letter.
    fn spell(&mut self, start: usize) -> Word {
        let bytes = self.text.as_bytes();
        let (mut end, mut spelled) = (start, Spelled::default());
        while end < self.end {
            let b = bytes[end];
            if b.is_ascii_alphanumeric() {
                spelled.add(b.is_ascii_uppercase(), b.is_ascii_digit());
                spelled.write(&[b.to_ascii_lowercase()]);
                end += 1;
            } else if b == b'\'' && goes_on(bytes, end + 1) {
                spelled.write(b"'");
                end += 1;
            } else if b < 0x80 {
                break;
            } else {
                let (letter, len) = self.letter(end);
                if let Some(letter) = letter {
                    spelled.add(letter.upper, letter.numeric);
                    match letter.lower {
                        Some(low) => spelled.write(low.encode_utf8(&mut [0; 4]).as_bytes()),
                        None => self.text[end..end + len]
                            .to_lowercase()
                            .chars()
                            .for_each(|low| spelled.write(low.encode_utf8(&mut [0; 4]).as_bytes())),
                    }
                } else if bytes[end..].starts_with("’".as_bytes()) && goes_on(bytes, end + len) {
                    spelled.write(b"'");
                } else {
                    break;
                }
                end += len;
            }
        }
        self.at = end;
        Word {
            hash: spelled.hash(),
            start: offset(start - self.from),
            end: offset(end - self.from),
            chars: u16::try_from(spelled.letters + spelled.digits).unwrap_or(u16::MAX),
            shape: spelled.shape(),
            colon_after: colon_after(bytes, end),
        }
    }

    /// What belongs to a word of the character at `at`, which is not ASCII, and its bytes.
    fn letter(&self, at: usize) -> (Option<Letter>, usize) {
        if let Some([a @ 0xc2..0xe0, b, ..]) = self.text.as_bytes().get(at..) {
            return (self.near[usize::from(a & 0x1f) << 6 | usize::from(b & 0x3f)], 2);
        }
        self.text[at..].chars().next().map_or((None, 1), |c| (Letter::of(c), c.len_utf8()))
    }
}

/// Whether a letter follows an apostrophe that ends at `at`.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|n| n.is_ascii_alphabetic() || *n >= 0xc3)
}

/// Whether a colon follows a word that ends at `at`.
fn colon_after(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at..];
    let bare = rest.iter().find(|b| !matches!(b, b' ' | b'*' | b')'));
    bare == Some(&b':') || rest.starts_with("：".as_bytes())
}

#[allow(clippy::cast_possible_truncation, reason = "no text is that long")]
const fn offset(at: usize) -> u32 {
    at as u32
}

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// What bytes are, a bit for each.
#[derive(Debug)]
struct Block {
    /// Where the first of them stands.
    base: usize,
    letters: u64,
    /// What else a word may have or begin with: digits, what is not ASCII, and apostrophes with a letter behind.
    odd: u64,
    colons: u64,
}

impl Block {
    #[inline(always)]
    fn new(bytes: &[u8], base: usize) -> Self {
        let block: [u8; BLOCK] = bytes[base..].first_chunk().copied().unwrap_or_else(|| padded(&bytes[base..]));
        let bits = |of: fn(u8x32) -> u8x32| {
            let (halves, _) = block.as_chunks::<32>();
            let [low, high] = [0, 1].map(|half| u64::from(of(u8x32::new(halves[half])).to_bitmask()));
            low | high << 32
        };
        let letters = bits(|bytes| within(bytes | u8x32::splat(0x20), b'a', b'z'));
        let other = bits(|bytes| bytes | within(bytes, b'0', b'9'));
        let apostrophes = bits(|bytes| bytes.simd_eq(u8x32::splat(b'\'')));
        let colons = bits(|bytes| bytes.simd_eq(u8x32::splat(b':')));
        Self { base, letters, odd: other | apostrophes & (letters | other) >> 1, colons }
    }

    /// How many letters stand together from byte `at` of the block on.
    const fn letters(&self, at: usize) -> usize {
        self.letters.unbounded_shr(at as u32).trailing_ones() as usize
    }
}

/// What is asked of a letter or digit outside ASCII.
#[derive(Debug, Clone, Copy)]
struct Letter {
    upper: bool,
    numeric: bool,
    /// Lower case; none where that is more than one character.
    lower: Option<char>,
}

/// Characters of one and two bytes: the letters of Europe, and of a Russian text nearly all.
const NEAR: usize = 0x800;

impl Letter {
    /// None for what belongs to no word.
    fn of(c: char) -> Option<Self> {
        let mut low = c.to_lowercase();
        let lower = low.next().filter(|_| low.next().is_none());
        c.is_alphanumeric().then(|| Self { upper: c.is_uppercase(), numeric: c.is_numeric(), lower })
    }

    /// Those of one and two bytes, looked up once.
    fn near() -> &'static [Option<Self>; NEAR] {
        static LETTERS: LazyLock<[Option<Letter>; NEAR]> =
            LazyLock::new(|| std::array::from_fn(|c| char::from_u32(c as u32).and_then(Letter::of)));
        &LETTERS
    }
}

/// Bytes that are hashed together.
const PART: usize = 16;
/// The bit by which a capital differs from a small letter of ASCII, in each byte.
const CASE: u128 = u128::from_le_bytes([0x20; PART]);

/// The end of a text, and noughts.
#[cold]
fn padded<const N: usize>(rest: &[u8]) -> [u8; N] {
    let mut padded = [0; N];
    padded[..rest.len()].copy_from_slice(rest);
    padded
}

/// The first bytes of a part.
const FIRST: [u128; PART + 1] = {
    let mut masks = [0; PART + 1];
    let mut len = 1;
    while len <= PART {
        masks[len] = masks[len - 1] << 8 | 0xff;
        len += 1;
    }
    masks
};

const START: u64 = 0xa076_1d64_78bd_642f;

/// A hash with one more part: both halves multiplied and the product folded (as in wyhash, Wang Yi 2019).
#[allow(clippy::cast_possible_truncation, reason = "halves are wanted")]
const fn mix(hash: u64, part: u128) -> u64 {
    let product = (hash ^ part as u64) as u128 * (0xe703_7ed1_a0b4_28db ^ (part >> 64) as u64) as u128;
    product as u64 ^ (product >> 64) as u64
}

/// A word that is read letter by letter.
#[derive(Debug, Default)]
struct Spelled {
    hash: Option<u64>,
    part: [u8; PART],
    len: usize,
    letters: usize,
    capitals: usize,
    digits: usize,
    first_upper: bool,
}

impl Spelled {
    fn add(&mut self, upper: bool, numeric: bool) {
        self.first_upper |= upper && self.letters + self.digits == 0;
        self.letters += usize::from(!numeric);
        self.digits += usize::from(numeric);
        self.capitals += usize::from(upper);
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if self.len == PART {
                self.hash = Some(self.hash());
                (self.part, self.len) = ([0; PART], 0);
            }
            self.part[self.len] = byte;
            self.len += 1;
        }
    }

    fn hash(&self) -> u64 {
        mix(self.hash.unwrap_or(START), u128::from_le_bytes(self.part))
    }

    const fn shape(&self) -> Shape {
        match (self.letters, self.digits) {
            (0, _) => Shape::Number,
            (letters, 0) => Shape::of(self.first_upper, self.capitals == letters, letters),
            _ => Shape::Mixed,
        }
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
    fn letter_by_letter_is_the_same() {
        let text = "Don't miss NATO's 14th O'Neill-Smith counterrevolutionaries: electroencephalographically 'quoted' 99''s Q1 ";
        for len in 0..text.len() {
            let text = &text[..len];
            let mut all = words(text);
            while let Some(start) = all.start() {
                let spelled = Words { at: start, ..words(text) }.spell(start);
                let word = all.next().expect("a word starts");
                assert_eq!(format!("{word:?}"), format!("{spelled:?}"), "{text}");
            }
        }
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
