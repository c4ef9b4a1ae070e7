//! Signs of a line for the linear model, as hashes.

use super::super::classify::Page;
use super::super::layout::weight;
use super::super::lexicon::{FEATURE_TOPICS, Topic};
use super::super::line::Line;
use super::super::rules::Finding;
use crate::bits;

/// Hashed signs of a line for the linear model: its words and word pairs, its shape, the phrases in
/// it and the rules that spoke around it.
pub(crate) fn signs(page: &Page<'_>, at: usize, out: &mut Vec<u32>) {
    let Page { lines, layout, findings, headline } = page;
    out.clear();
    let line = &lines.lines[at];
    let words = lines.words(line);
    let (head, tail) = words.split_at(words.len().min(20));
    let last = &tail[tail.len().saturating_sub(6)..];
    out.extend(head.iter().chain(last).map(|&word| sign(1, word)));
    out.extend(head.windows(2).take(12).map(|pair| sign(2, pair[0].rotate_left(9) ^ pair[1])));
    let mut add = |space: u32, value: u32| out.push(sign(space, value));
    if let (Some(&first), Some(&end)) = (words.first(), words.last()) {
        add(3, first);
        add(4, end);
    }
    let size = match weight(line) {
        0..=1 => 0,
        2..=3 => 1,
        4..=6 => 2,
        7..=10 => 3,
        11..=18 => 4,
        19..=35 => 5,
        _ => 6,
    };
    let place = if headline.is_some_and(|h| at < h) {
        0
    } else if at < layout.first_prose {
        1
    } else if at <= layout.last_prose {
        2
    } else {
        3
    };
    add(5, size);
    add(6, place);
    add(7, place * 8 + size);
    add(8, line.ending as u32 * 8 + size);
    add(9, line.opening as u32 * 8 + line.ending as u32);
    add(10, line.dividers.min(3) * 4 + line.commas.min(3));
    add(11, line.capitalized * 4 / line.words.max(1) * 8 + size);
    add(12, line.stop * 8 / line.words.max(1) * 8 + size);
    let h = &line.hits;
    for t in bits::members((h.any | h.start | h.whole | h.end) & ((1 << FEATURE_TOPICS) - 1)) {
        add(13, t as u32 * 2 + (h.start >> t & 1));
    }
    let reason = |f: &Option<Finding>| f.map_or(0, |f| f.reason as u32 + 1);
    add(14, reason(&findings[at]));
    let before = findings[..at].iter().rev().take(6).find(|f| f.is_some_and(|f| f.alone)).map_or(0, reason);
    let after = findings[at + 1..].iter().take(4).find(|f| f.is_some_and(|f| f.alone)).map_or(0, reason);
    add(15, before);
    add(16, after);
    add(17, before * 32 + place * 8 + size);
    add(18, at.checked_sub(1).map_or(31, |j| reason(&findings[j])));
    add(19, line.numbers.min(4) * 16 + line.years.min(1) * 8 + line.clocks.min(1) * 4 + line.months.min(1));
    add(20, flag_bits(line));
}

const fn sign(space: u32, value: u32) -> u32 {
    let h = (value ^ space.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    h ^ (h >> 15)
}

fn flag_bits(line: &Line) -> u32 {
    u32::from(line.copyright_sign)
        | u32::from(line.arrow) << 1
        | u32::from(line.ats > 0) << 2
        | u32::from(line.hashtags > 1) << 3
        | u32::from(line.links > 0) << 4
        | u32::from(line.stars > 0) << 5
        | u32::from(line.slashes > 0) << 6
        | u32::from(line.hits.any(Topic::Newsletter)) << 7
}
