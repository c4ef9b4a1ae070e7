//! What the rest of the document says of a word: evidence for the second pass.
//!
//! A name is often unclear where it stands and clear elsewhere in the article: spelled out at its
//! first mention, preceded by a title, or in small letters when it is no name at all. The second
//! pass sees, for each word that looks like a name, what the first pass made of its other
//! occurrences (after Krishnan and Manning 2006, with jackknifed predictions in training).

use super::tags::{O, is_open};
use super::word::{Caps, LOWER, Word, key, mix};
use crate::text::Numbering;

/// Counts over the occurrences of one word, or of two words in a row.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// Occurrences that look like a name.
    names: u16,
    /// Occurrences in small letters.
    small: u16,
    /// Occurrences that look like a name and are tagged O.
    none: u16,
    /// Mentions of this word alone, by type.
    alone: [u16; 8],
    /// Longer mentions that begin with or hold the word.
    inner: [u16; 8],
    /// Longer mentions that end in the word.
    last: [u16; 8],
    /// Tag of the first mention, and where it is.
    first: Option<(u8, u32)>,
}

impl Entry {
    fn count(&mut self, tag: usize, by: u16, up: bool) {
        let slot = match tag / 8 {
            0 => &mut self.alone[tag],
            3 => &mut self.last[tag % 8],
            _ if tag == O => &mut self.none,
            _ => &mut self.inner[tag % 8],
        };
        *slot = if up { slot.saturating_add(by) } else { slot.saturating_sub(by) };
    }
}

/// Evidence of one document. Buffers are kept between documents.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    numbers: Numbering<u32>,
    entries: Vec<Entry>,
    /// Entry of each token, or none for words that are never written like a name.
    of: Vec<Option<u32>>,
    pairs: Numbering<u64>,
    pair_counts: Vec<[u16; 8]>,
    acronyms: Numbering<u32>,
    acronym_counts: Vec<[u16; 8]>,
    tags: Vec<u8>,
}

const fn pair(a: &Word, b: &Word) -> u64 {
    mix(a.attrs[LOWER] as u64, b.attrs[LOWER] as u64)
}

/// The most frequent of some counts: (type, its count, all).
fn majority(counts: &[u16; 8]) -> Option<(u64, u16, u16)> {
    let all = counts.iter().fold(0, |a: u16, b| a.saturating_add(*b));
    let best = (0..8).rev().max_by_key(|&k| counts[k])?;
    (counts[best] > 0).then_some((best as u64, counts[best], all))
}

const fn bucket(n: u16) -> u64 {
    match n {
        0..=2 => n as u64,
        3 | 4 => 3,
        5..=8 => 4,
        _ => 5,
    }
}

/// How large a part of the whole: nearly all, most, half, less.
const fn share(part: u16, whole: u16) -> u64 {
    let (part, whole) = (part as u32, whole as u32);
    if part * 10 >= whole * 9 {
        3
    } else if part * 3 >= whole * 2 {
        2
    } else if part * 2 >= whole {
        1
    } else {
        0
    }
}

impl Evidence {
    /// Counts through a document whose first pass gave `tags`.
    pub(crate) fn fill(&mut self, words: &[Word], tags: &[u8]) {
        let n = words.len();
        self.tags.clear();
        self.tags.extend_from_slice(tags);
        self.numbers.clear(n);
        self.entries.clear();
        self.of.clear();
        self.of.resize(n, None);
        for (i, (w, &tag)) in words.iter().zip(tags).enumerate() {
            if !w.caps.is_name_like() && tag as usize == O {
                continue;
            }
            let (number, new) = self.numbers.number(w.attrs[LOWER]);
            if new {
                self.entries.push(Entry::default());
            }
            self.of[i] = Some(number);
            let entry = &mut self.entries[number as usize];
            entry.names = entry.names.saturating_add(1);
            entry.count(tag as usize, 1, true);
            if tag as usize != O && entry.first.is_none() {
                entry.first = Some((tag, i as u32));
            }
        }
        for w in words.iter().filter(|w| w.caps == Caps::Lower) {
            if let Some(number) = self.numbers.find(w.attrs[LOWER]) {
                let small = &mut self.entries[number as usize].small;
                *small = small.saturating_add(1);
            }
        }
        self.fill_names(words);
    }

    /// Pairs of words inside mentions, and the initials of longer mentions.
    fn fill_names(&mut self, words: &[Word]) {
        let n = words.len();
        self.pairs.clear(n);
        self.pair_counts.clear();
        self.acronyms.clear(n);
        self.acronym_counts.clear();
        let mut initials = [0u8; 16];
        let mut letters = 0;
        for i in 0..n {
            let tag = self.tags[i] as usize;
            if tag / 8 == 1 {
                letters = 0;
            }
            if (8..O).contains(&tag) {
                if words[i].caps.is_name_like() && letters < initials.len() {
                    initials[letters] = words[i].initial;
                    letters += 1;
                }
                if tag / 8 == 3 && letters > 1 {
                    let (number, new) = self.acronyms.number(key(&initials[..letters]));
                    if new {
                        self.acronym_counts.push([0; 8]);
                    }
                    let count = &mut self.acronym_counts[number as usize][tag % 8];
                    *count = count.saturating_add(1);
                }
            }
            if i + 1 < n && is_open(tag) {
                let (number, new) = self.pairs.number(pair(&words[i], &words[i + 1]));
                if new {
                    self.pair_counts.push([0; 8]);
                }
                let count = &mut self.pair_counts[number as usize][tag % 8];
                *count = count.saturating_add(1);
            }
        }
    }

    /// The type of a pair of words elsewhere, token `i` and the next.
    fn pair_type(&self, words: &[Word], i: usize) -> Option<u64> {
        let (a, b) = (words.get(i)?, words.get(i + 1)?);
        let mut counts = self.pair_counts[self.pairs.find(pair(a, b))? as usize];
        let own = self.tags[i] as usize;
        if is_open(own) {
            counts[own % 8] = counts[own % 8].saturating_sub(1);
        }
        majority(&counts).map(|(kind, part, all)| kind * 4 + share(part, all))
    }

    /// What the other occurrences of token `i` are in general: a type, O, or nothing known.
    fn general(&self, i: usize) -> (u64, u64, u64) {
        let Some(number) = self.of.get(i).copied().flatten() else { return (20, 0, 0) };
        let mut entry = self.entries[number as usize];
        entry.count(self.tags[i] as usize, 1, false);
        let mut sums = entry.alone;
        for (sum, (inner, last)) in sums.iter_mut().zip(entry.inner.iter().zip(&entry.last)) {
            *sum = sum.saturating_add(*inner).saturating_add(*last);
        }
        match majority(&sums) {
            Some((kind, part, all)) if part >= entry.none => {
                (kind, share(part, all.saturating_add(entry.none)), bucket(part))
            }
            Some((kind, part, _)) => (8 + kind, bucket(part), bucket(entry.none)),
            None if entry.none > 0 => (16, 0, bucket(entry.none)),
            None => (19, 0, 0),
        }
    }

    /// Emits the evidence features of token `i`.
    pub(crate) fn features(&self, words: &[Word], i: usize, emit: &mut impl FnMut(u64)) {
        let tag = u64::from(self.tags[i]);
        let mut all = |id: u64, parts: &[u64]| {
            emit(parts.iter().fold(mix(2000, id), |h, &p| mix(h, p)));
        };
        let at = |j: Option<usize>| j.and_then(|j| self.tags.get(j)).map_or(40, |t| u64::from(*t));
        let (before, after) = (at(i.checked_sub(1)), at(Some(i + 1)));
        if tag as usize == O && before as usize == O && after as usize == O && self.of[i].is_none() {
            return;
        }
        all(1, &[tag]);
        all(2, &[before, tag]);
        all(3, &[tag, after]);
        let Some(number) = self.of[i] else { return };
        let class = u64::from(words[i].attrs[super::word::CLASS]);
        let here = self.general(i);
        all(10, &[here.0]);
        all(11, &[here.0, here.1, here.2]);
        all(12, &[here.0, here.1, tag]);
        let left = i.checked_sub(1).map_or(21, |j| self.general(j).0);
        let right = self.general(i + 1).0;
        all(13, &[left, here.0]);
        all(14, &[here.0, right]);
        all(15, &[left, here.0, right]);
        all(16, &[here.0, class]);
        let mut entry = self.entries[number as usize];
        entry.count(tag as usize, 1, false);
        for (id, counts) in [(20, &entry.alone), (21, &entry.inner), (22, &entry.last)] {
            if let Some((kind, part, whole)) = majority(counts) {
                all(id, &[kind, share(part, whole), bucket(part)]);
                all(id + 5, &[kind, tag]);
            } else {
                all(id, &[9]);
            }
        }
        match entry.first {
            Some((first, place)) if place as usize != i => all(30, &[u64::from(first)]),
            Some(_) => all(30, &[40, u64::from(entry.names > 1)]),
            None => all(30, &[41]),
        }
        all(31, &[bucket(entry.small), bucket(entry.names)]);
        all(32, &[bucket(entry.small), class, u64::from(bucket(entry.names) > 1)]);
        if let Some(kind) = self.pair_type(words, i) {
            all(33, &[kind]);
            all(34, &[kind, tag]);
        }
        if let Some(kind) = i.checked_sub(1).and_then(|j| self.pair_type(words, j)) {
            all(35, &[kind]);
            all(36, &[kind, tag]);
        }
        if words[i].caps == Caps::Upper
            && let Some(number) = self.acronyms.find(words[i].attrs[LOWER])
            && let Some(kind) = majority(&self.acronym_counts[number as usize])
        {
            all(37, &[kind.0]);
        }
    }
}
