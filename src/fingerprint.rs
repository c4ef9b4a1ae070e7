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

/// 64-bit simhash (Charikar 2002) over word trigrams, in hexadecimal.
#[must_use]
pub fn near_duplicate_key(text: &str, tokens: &Tokens) -> String {
    let mut sums = [0i32; 64];
    let mut window = [0u64; 3];
    for token in tokens.iter().filter(|t| t.has_lower() || t.has_upper() || t.has_digit()) {
        window = [window[1], window[2], hash(token.of(text))];
        let trigram = mix(window[0].rotate_left(7) ^ window[1].rotate_left(21) ^ window[2]);
        for (bit, sum) in sums.iter_mut().enumerate() {
            *sum += if trigram >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    let key = sums.iter().enumerate().fold(0u64, |key, (bit, &sum)| key | u64::from(sum > 0) << bit);
    format!("{key:016x}")
}

/// FNV-1a over lower-cased bytes.
fn hash(word: &str) -> u64 {
    mix(word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)))
}

/// Finalizer of SplitMix64: spreads every input bit over all output bits.
const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
