//! The identity of a clean text: an exact id and a key under which near duplicates are close.

use sha2::{Digest, Sha256};

use crate::text::Tokens;

/// `sha256:…` of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("sha256:");
    for b in Sha256::digest(bytes) {
        let _ = write!(out, "{b:02x}");
    }
    out
}

/// The identity of a clean text: SHA-256 of it with every run of white space as one space, none at the
/// ends, and all quotation marks straight, so that the same article has the same id whatever a site's
/// typography makes of it.
#[must_use]
pub fn content_id(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        if word.is_ascii() {
            plain.push_str(word);
        } else {
            plain.extend(word.chars().map(straight));
        }
    }
    sha256(plain.as_bytes())
}

/// A quotation mark without its typography.
const fn straight(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' => '\'',
        c => c,
    }
}

/// 64-bit simhash (Charikar 2002) over pairs of neighbouring words, in hexadecimal. Pairs, for a changed
/// word costs two of them where it costs three triples; single words would make articles alike that are
/// written in one language only.
#[must_use]
pub fn near_duplicate_key(text: &str, tokens: &Tokens) -> String {
    let mut votes = Votes::default();
    let mut before = 0u64;
    for token in tokens.iter().filter(|t| t.has_lower() || t.has_upper() || t.has_digit()) {
        let word = hash(token.of(text));
        let pair = mix(before.rotate_left(21) ^ word);
        before = word;
        votes.add(pair);
    }
    format!("{:016x}", votes.majority())
}

/// How many of some numbers have each of 64 bits set: the counts stand upright, the lowest binary digit of all
/// in the first number, so that one addition serves the 64 of them.
#[derive(Debug, Default)]
struct Votes {
    digits: [u64; 32],
    of: u32,
}

impl Votes {
    fn add(&mut self, number: u64) {
        self.of += 1;
        let mut carry = number;
        for digit in &mut self.digits {
            let next = *digit & carry;
            *digit ^= carry;
            carry = next;
            if carry == 0 {
                break;
            }
        }
    }

    /// The bits that more than half of the numbers have.
    fn majority(&self) -> u64 {
        let has = |bit: u32| {
            let count = self.digits.iter().rev().fold(0u64, |count, digit| count << 1 | digit >> bit & 1);
            2 * count > u64::from(self.of)
        };
        (0..64).fold(0, |key, bit| key | u64::from(has(bit)) << bit)
    }
}

/// FNV-1a over the lower-cased word with straight apostrophes.
fn hash(word: &str) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let step = |h: u64, c: u32| (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    mix(if word.is_ascii() {
        word.bytes().fold(START, |h, b| step(h, b.to_ascii_lowercase().into()))
    } else {
        word.chars().map(straight).flat_map(char::to_lowercase).fold(START, |h, c| step(h, c.into()))
    })
}

/// Finalizer of SplitMix64: spreads every input bit over all output bits.
const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The Port of Aarhus will close its swing bridge on Monday because the bearings are worn \
        out, the mayor said. Ferries sail until midnight, and lorries take the northern road. “We have waited \
        too long,” she told reporters at the harbour. The last repair was made in 1987, when the bridge was \
        still turned by hand. Fishermen hope that the work is done before the herring season begins in April.";

    fn distance(a: &str, b: &str) -> u32 {
        let key = |t: &str| u64::from_str_radix(&near_duplicate_key(t, &Tokens::new(t)), 16).unwrap();
        (key(a) ^ key(b)).count_ones()
    }

    #[test]
    fn the_id_does_not_see_white_space_and_quote_style() {
        assert_eq!(content_id("“It’s on,”\n\nhe said. "), content_id("\"It's on,\" he\tsaid."));
        assert_ne!(content_id("It is on"), content_id("It is off"));
    }

    #[test]
    fn votes_are_counted_bit_by_bit() {
        let numbers: Vec<u64> = (0..1_001u64).map(|n| mix(n) & !1 | u64::from(n < 501)).collect();
        let mut votes = Votes::default();
        numbers.iter().for_each(|&n| votes.add(n));
        for bit in 0..64 {
            let count = numbers.iter().filter(|&&n| n >> bit & 1 == 1).count();
            assert_eq!(votes.majority() >> bit & 1 == 1, count > 500, "{bit}");
        }
        assert_eq!(votes.majority() & 1, 1);
        votes.add(0);
        assert_eq!(votes.majority() & 1, 0, "half is no majority");
    }

    #[test]
    fn light_edits_are_near_and_other_texts_far() {
        assert_eq!(distance(STORY, &STORY.replace('“', "\"").replace(' ', "  ").to_uppercase()), 0);
        assert!(distance(STORY, &STORY.replace("in April", "in May")) <= 6);
        let other = "A court in Lyon has cleared the baker of all charges; prosecutors may appeal within ten days.";
        assert!(distance(STORY, other) >= 18);
    }
}
