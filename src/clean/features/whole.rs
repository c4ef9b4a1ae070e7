//! The page as a whole, and the line by itself.

use super::super::layout::{Layout, body, weight};
use super::super::line::Line;
use super::{count, flag, log, num, ratio};

/// Gives the features of a line by itself, in order. Inlined as [`super::place::Place::put`] is.
#[inline(always)]
pub(super) fn own(line: &Line, put: &mut impl FnMut(f32)) {
    let words = line.words;
    put(log(line.chars));
    put(log(words));
    for (part, whole) in [
        (line.letters, line.chars),
        (line.capitalized, words),
        (line.capitals, words),
        (line.numbers, words),
        (line.stop, words),
        (line.long_words, words),
        (line.stamp, words),
    ] {
        put(ratio(part, whole));
    }
    for n in [line.months, line.weekdays, line.years, line.clocks] {
        put(num(n.min(5)));
    }
    put(ratio(line.social, words));
    put(num(line.agency.min(5)));
    put(ratio(line.commas, words));
    put(num(line.sentences.min(8)));
    for n in [line.dividers, line.slashes, line.hashtags, line.ats, line.links, line.quotes, line.brackets, line.stars]
    {
        put(num(n.min(12)));
    }
    put(flag(line.copyright_sign));
    put(flag(line.arrow));
    put(f32::from(line.opening as u8));
    put(f32::from(line.ending as u8));
    put(flag(line.prose()));
    put(flag(body(line)));
    put(flag(line.blank_before));
}

/// What holds for the page as a whole.
#[derive(Debug)]
pub(super) struct Whole([f32; 10]);

impl Whole {
    pub(super) fn new(all: &[Line], layout: &Layout, alone: &[bool]) -> Self {
        let n = all.len();
        let lines = count(n);
        let words = layout.words_before[n];
        let sum = |f: fn(&Line) -> bool| count(all.iter().filter(|l| f(l)).count());
        let small: u32 = all.iter().map(|l| l.stop).sum();
        let plain: u32 = all.iter().map(|l| l.words).sum();
        let tail = if layout.last_prose == n { n } else { n - layout.last_prose - 1 };
        Self([
            log(lines),
            log(words),
            ratio(count(alone.iter().filter(|&&a| a).count()), lines),
            ratio(layout.prose(0, n), words.max(1)),
            ratio(sum(|l| weight(l) <= 6), lines),
            log(words / lines.max(1)),
            log(count(layout.first_prose.min(n))),
            log(count(tail)),
            ratio(small, plain.max(1)),
            ratio(sum(Line::ended), lines),
        ])
    }

    #[inline(always)]
    pub(super) fn put(&self, put: &mut impl FnMut(f32)) {
        for value in self.0 {
            put(value);
        }
    }
}

/// For each line, how many short lines without a stop stand directly before it, and around it.
pub(super) fn short_runs(all: &[Line]) -> Vec<(u32, u32)> {
    let short = |l: &Line| weight(l) <= 9 && !l.ended();
    let mut runs = vec![(0, 0); all.len()];
    let mut start = 0;
    while start < all.len() {
        let mut end = start;
        while end < all.len() && short(&all[end]) {
            end += 1;
        }
        for (before, run) in runs[start..end].iter_mut().enumerate() {
            *run = (count(before).min(20), count(end - start).min(40));
        }
        if let Some(after) = runs.get_mut(end) {
            *after = (count(end - start).min(20), 0);
        }
        start = end + 1;
    }
    runs
}
