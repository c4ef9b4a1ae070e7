//! What one word alone tells: its form, affixes, shape and word clusters, as small hashes.
//!
//! A feature that depends on one word only is an attribute seen from an offset, so the run-time
//! sums the weights of a word once and not once for every place it stands in.

use unicode_normalization::UnicodeNormalization;

use super::clusters::{Clusters, LEVELS, TOPIC};
use crate::text::{Token, TokenKind};

/// Attributes of a word. A value of 0 means that the word lacks the attribute.
pub(crate) const ATTRS: usize = 22;
pub(crate) const FORM: usize = 0;
pub(crate) const LOWER: usize = 1;
pub(crate) const SHAPE: usize = 2;
pub(crate) const CLASS: usize = 3;
pub(crate) const SUFFIX3: usize = 4;
pub(crate) const SUFFIX2: usize = 5;
pub(crate) const PREFIX3: usize = 6;
/// Finest cluster; the next four are coarser and coarser.
pub(crate) const CLUSTER: usize = 7;
pub(crate) const SUFFIX4: usize = 12;
pub(crate) const SUFFIX1: usize = 13;
pub(crate) const PREFIX2: usize = 14;
pub(crate) const PREFIX4: usize = 15;
pub(crate) const LONG_SHAPE: usize = 16;
pub(crate) const CLUSTER_CASE: usize = 17;
/// Fine and coarse cluster of each further clustering.
pub(crate) const FURTHER: usize = 18;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Caps {
    Lower,
    Title,
    Upper,
    Letter,
    Mixed,
    Initial,
    Number,
    Mark,
    Link,
}

impl Caps {
    /// Could be (part of) a name by its looks.
    pub(crate) const fn is_name_like(self) -> bool {
        matches!(self, Self::Title | Self::Upper | Self::Letter | Self::Mixed | Self::Initial)
    }
}

/// One analysed word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) attrs: [u32; ATTRS],
    pub(crate) caps: Caps,
    /// Its first byte in small, for acronyms; 0 when it has no letter.
    pub(crate) initial: u8,
    /// Cluster that says what an article is about, counted from 1; 0 when it has none.
    pub(crate) topic: u16,
    /// A word that joins the parts of a name: "of", "de", "al", a hyphen, an ampersand.
    pub(crate) joins: bool,
}

/// Joins a value to a hash; the result is never 0 in practice and spreads over 64 bits.
#[inline]
pub(crate) const fn mix(hash: u64, value: u64) -> u64 {
    let x = (hash ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 29)
}

#[allow(clippy::cast_possible_truncation, reason = "a hash keeps its low half")]
const fn half(hash: u64) -> u32 {
    let h = mix(hash, 0xA5A5_1234);
    (h ^ (h >> 32)) as u32 | 1
}

/// Hash of a small-letter word, the key of the cluster table.
pub(crate) fn key(lower: &[u8]) -> u32 {
    half(bytes(1, lower))
}

fn bytes(seed: u64, of: &[u8]) -> u64 {
    let mut h = mix(seed, of.len() as u64);
    let mut chunks = of.chunks_exact(8);
    for c in &mut chunks {
        h = mix(h, u64::from_le_bytes([c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]]));
    }
    let mut last = 0;
    for &b in chunks.remainder() {
        last = last << 8 | u64::from(b);
    }
    mix(h, last)
}

/// Tells apart all tokens whose words differ in any attribute.
pub(crate) fn identity(token: Token, word: &str) -> u64 {
    bytes(64 + token.kind as u64 * 2 + u64::from(token.is_abbreviation()), word.as_bytes())
}

/// Longest word, in bytes of its small form, that is looked at.
const LONGEST: usize = 64;

/// A word in small letters, digits as 0, apostrophes straight, without zero-width characters.
pub(crate) struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Folded {
    pub(crate) fn new(word: &str) -> Self {
        let mut folded = Self { bytes: [0; LONGEST], len: 0 };
        if word.is_ascii() {
            for b in word.bytes().take(LONGEST) {
                folded.bytes[folded.len] = if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() };
                folded.len += 1;
            }
            return folded;
        }
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = match c {
                '’' | '‘' => '\'',
                '\u{200b}'..='\u{200d}' | '\u{ad}' | '\u{2060}' | '\u{feff}' | '\u{307}' => continue,
                c if c.is_ascii_digit() => '0',
                c => c,
            };
            if folded.len + c.len_utf8() > LONGEST {
                break;
            }
            folded.len += c.encode_utf8(&mut folded.bytes[folded.len..]).len();
        }
        folded
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The word without accents, where it has any: vectors know "zelensky" and not every spelling.
    fn plain(&self) -> Option<Self> {
        if self.bytes().is_ascii() {
            return None;
        }
        let mut plain = Self { bytes: [0; LONGEST], len: 0 };
        for c in std::str::from_utf8(self.bytes()).ok()?.nfd() {
            let c = match c {
                'ł' => 'l',
                'ø' => 'o',
                'đ' | 'ð' => 'd',
                'ı' => 'i',
                'ħ' => 'h',
                'æ' => 'e',
                'ß' => 's',
                c if c.is_ascii() => c,
                _ => continue,
            };
            if plain.len < LONGEST {
                plain.bytes[plain.len] = c as u8;
                plain.len += 1;
            }
        }
        Some(plain)
    }

    /// The first `n` characters and the last `n`; none when the word has no more than `n`.
    fn affixes(&self, n: usize) -> Option<(&[u8], &[u8])> {
        let all = self.bytes();
        let starts = |b: &u8| b & 0xC0 != 0x80;
        let front = all.iter().enumerate().filter(|(_, b)| starts(b)).nth(n)?.0;
        let back = all.iter().enumerate().rev().filter(|(_, b)| starts(b)).nth(n - 1)?.0;
        Some((&all[..front], &all[back..]))
    }
}

const JOINERS: &[&str] = &[
    "&", "'", "-", "al", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e",
    "el", "for", "ibn", "la", "le", "les", "los", "of", "ter", "the", "van", "von", "y", "–",
];

impl Word {
    /// What stands before the first and behind the last word of a sentence.
    pub(crate) const EDGE: Self = {
        let mut attrs = [0; ATTRS];
        attrs[FORM] = 7;
        attrs[LOWER] = 7;
        attrs[SHAPE] = 7;
        attrs[CLASS] = 7;
        let mut level = 0;
        while level < LEVELS {
            attrs[CLUSTER + level] = 7;
            level += 1;
        }
        Self { attrs, caps: Caps::Mark, initial: 0, topic: 0, joins: false }
    };

    /// Analyses a token whose text is `word`.
    pub(crate) fn new(token: Token, word: &str, clusters: &Clusters) -> Self {
        let folded = Folded::new(word);
        let mut shape = 1;
        let mut long_shape = 2;
        let (mut last, mut letters, mut upper, mut lower, mut run) = (0, 0, 0, 0, 0);
        for c in word.chars() {
            let class = match c {
                'a'..='z' => b'x',
                'A'..='Z' => b'X',
                '0'..='9' => b'9',
                '’' | '‘' => b'\'',
                c if c.is_ascii() => c as u8,
                c if c.is_uppercase() => b'X',
                c if c.is_alphabetic() => b'x',
                _ => b'?',
            };
            letters += 1;
            upper += u32::from(class == b'X');
            lower += u32::from(class == b'x');
            if class != last {
                shape = mix(shape, u64::from(class));
                last = class;
                run = 0;
            }
            run += 1;
            if run <= 4 {
                long_shape = mix(long_shape, u64::from(class));
            }
        }
        let caps = match token.kind {
            TokenKind::Link => Caps::Link,
            TokenKind::Number => Caps::Number,
            TokenKind::Punct | TokenKind::Symbol | TokenKind::Clitic => Caps::Mark,
            TokenKind::Word if token.is_abbreviation() && letters == 2 && upper == 1 => Caps::Initial,
            TokenKind::Word if upper == 0 => {
                if token.has_digit() && lower == 0 {
                    Caps::Number
                } else {
                    Caps::Lower
                }
            }
            TokenKind::Word if letters == 1 => Caps::Letter,
            TokenKind::Word if lower == 0 => Caps::Upper,
            TokenKind::Word if upper == 1 && token.is_capitalized() => Caps::Title,
            TokenKind::Word => Caps::Mixed,
        };
        let mut attrs = [0; ATTRS];
        let small = folded.bytes();
        attrs[LOWER] = key(small);
        attrs[FORM] = half(mix(mix(u64::from(attrs[LOWER]), 17), caps as u64));
        attrs[SHAPE] = half(shape);
        attrs[LONG_SHAPE] = half(long_shape);
        attrs[CLASS] = half(mix(3, caps as u64));
        if !matches!(token.kind, TokenKind::Punct | TokenKind::Symbol) {
            for (n, prefix, suffix) in [
                (1, None, SUFFIX1),
                (2, Some(PREFIX2), SUFFIX2),
                (3, Some(PREFIX3), SUFFIX3),
                (4, Some(PREFIX4), SUFFIX4),
            ] {
                if let Some((front, back)) = folded.affixes(n) {
                    attrs[suffix] = half(bytes(21, back));
                    if let Some(prefix) = prefix {
                        attrs[prefix] = half(bytes(22, front));
                    }
                }
            }
        }
        let mut topic = 0;
        let found = clusters.of(attrs[LOWER]).or_else(|| clusters.of(key(folded.plain()?.bytes())));
        if let Some((nested, further)) = found {
            topic = nested[TOPIC].saturating_add(1);
            for (level, &cluster) in nested.iter().enumerate() {
                attrs[CLUSTER + level] = half(mix(31 + level as u64, u64::from(cluster)));
            }
            attrs[CLUSTER_CASE] = half(mix(mix(41, caps as u64), u64::from(attrs[CLUSTER + 2])));
            for (i, &cluster) in further.as_flattened().iter().enumerate() {
                attrs[FURTHER + i] = half(mix(51 + i as u64, u64::from(cluster)));
            }
        }
        let joins = JOINERS.binary_search_by(|j| j.as_bytes().cmp(small)).is_ok() && caps != Caps::Upper;
        let initial = if upper + lower > 0 { small.first().copied().unwrap_or(0) } else { 0 };
        Self { attrs, caps, initial, topic, joins }
    }
}
