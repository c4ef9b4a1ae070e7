//! The features of a token: its word and its neighbours one by one, then what they say together.
//!
//! The trainer and the run-time call the same functions, so that they can never see different
//! things. A feature is a 64-bit key; the model maps the keys that it knows to rows of weights.

use std::ops::Range;

use super::clusters::TOPIC;
use super::topics::Topics;
use super::word::{ATTRS, CLASS, CLUSTER, CLUSTER_CASE, Caps, FURTHER, LOWER, SHAPE, SUFFIX3, Word, mix};

/// How far the single words around a token reach.
pub(crate) const REACH: usize = 2;

const AT_0: &[usize] = &{
    let mut all = [0; ATTRS];
    let mut i = 0;
    while i < ATTRS {
        all[i] = i;
        i += 1;
    }
    all
};
const AT_1: &[usize] = &[
    LOWER,
    SHAPE,
    CLASS,
    SUFFIX3,
    CLUSTER,
    CLUSTER + 1,
    CLUSTER + 2,
    CLUSTER + 3,
    CLUSTER_CASE,
    FURTHER,
    FURTHER + 1,
    FURTHER + 3,
];
const AT_2: &[usize] = &[LOWER, CLUSTER + 1, CLUSTER + 2, CLUSTER + 3, CLUSTER_CASE, FURTHER + 1];

/// Attributes of the word at `offset` (0 is two words before the token, 2 the token itself).
pub(crate) const fn singles(offset: usize) -> &'static [usize] {
    match offset {
        2 => AT_0,
        1 | 3 => AT_1,
        _ => AT_2,
    }
}

/// Key of the feature "the word at `offset` has this attribute".
pub(crate) fn single(offset: usize, attr: usize, value: u32) -> u64 {
    mix(mix(1 + (offset * 64 + attr) as u64, u64::from(value)), 5)
}

/// How a sentence is written as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Running,
    Headline,
    Capitals,
}

/// A run of capitalised words with the words that join them.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    start: u32,
    end: u32,
}

/// The stretches of a sentence that can hold mentions: words at most [`NEAR`] places from one that
/// looks like a name. All other words are outside of mentions without being asked, which is true of
/// nearly all of them and halves the work.
pub(crate) fn segments(words: &[Word]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = at + words.get(at..)?.iter().position(|w| w.caps.is_name_like())?;
        let mut end = first + 1;
        while let Some(next) = words[end..].iter().take(2 * NEAR + 1).position(|w| w.caps.is_name_like()) {
            end += next + 1;
        }
        let start = first.saturating_sub(NEAR).max(at);
        at = (end + NEAR).min(words.len());
        Some(start..at)
    })
}

/// How far from a word that looks like a name a mention may begin or end.
const NEAR: usize = 2;

/// A sentence made ready for feature extraction. Buffers are kept between sentences.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    topics: Topics,
    words: &'a [Word],
    runs: Vec<Run>,
    style: Option<Style>,
    first: usize,
}

impl<'a> Context<'a> {
    /// For the sentences of an article about these topics.
    pub(crate) const fn new(topics: Topics) -> Self {
        Self { topics, words: &[], runs: Vec::new(), style: None, first: 0 }
    }

    /// Takes the words of the next sentence.
    pub(crate) fn fill(&mut self, words: &'a [Word]) {
        self.words = words;
        self.style = Some(self.judge());
        self.first = words.iter().position(|w| !matches!(w.caps, Caps::Mark)).unwrap_or(0);
        self.runs.clear();
        let n = words.len();
        self.runs.resize(n, Run::default());
        let mut at = 0;
        while at < n {
            if !words[at].caps.is_name_like() {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            // Two joining words at most stand between two capitalised ones.
            loop {
                let mut next = end;
                while next < n && next - end < 2 && words[next].joins && !words[next].caps.is_name_like() {
                    next += 1;
                }
                if next >= n || !words[next].caps.is_name_like() {
                    break;
                }
                end = next + 1;
            }
            let run = Run { start: at as u32, end: end as u32 };
            self.runs[at..end].fill(run);
            at = end;
        }
    }

    /// Words of the sentence.
    #[cfg(feature = "train")]
    pub(crate) const fn len(&self) -> usize {
        self.words.len()
    }

    /// The word `offset` places from word `i`; an edge outside.
    fn word(&self, i: usize, offset: isize) -> &Word {
        self.words.get(i.wrapping_add_signed(offset)).unwrap_or(&Word::EDGE)
    }

    /// The word of the window of token `i` at `offset` in 0..=4 (2 is the token itself).
    #[cfg(feature = "train")]
    pub(crate) fn at(&self, i: usize, offset: usize) -> &Word {
        self.word(i, offset as isize - REACH as isize)
    }

    fn judge(&self) -> Style {
        let (mut lower, mut title, mut upper, mut all) = (0, 0, 0, 0);
        for w in self.words {
            match w.caps {
                Caps::Lower if !w.joins => lower += 1,
                Caps::Title => title += 1,
                Caps::Upper => upper += 1,
                _ => continue,
            }
            all += 1;
        }
        if all >= 2 && upper > 2 * (lower + title) {
            Style::Capitals
        } else if all >= 4 && title + upper > 3 * lower {
            Style::Headline
        } else {
            Style::Running
        }
    }

    /// Whether token `i` is in or beside something that looks like a name: only such tokens get the
    /// features of several words together.
    pub(crate) fn is_active(&self, i: usize) -> bool {
        self.word(i, 0).caps.is_name_like()
            || self.word(i, -1).caps.is_name_like()
            || self.word(i, 1).caps.is_name_like()
    }

    /// Emits the features of token `i` that more than one word takes part in.
    pub(crate) fn joint(&self, i: usize, emit: &mut impl FnMut(u64)) {
        let here = &self.word(i, 0).attrs;
        let style = self.style.unwrap_or(Style::Running) as u64;
        let first = u64::from(i == self.first);
        let position = style * 2 + first;
        emit(mix(900, position));
        emit(mix(mix(901, position), u64::from(here[CLASS])));
        for &topic in self.topics.iter().filter(|t| **t > 0) {
            emit(mix(mix(902, u64::from(topic)), u64::from(here[CLUSTER + TOPIC])));
        }
        if !self.is_active(i) {
            return;
        }
        let w = |offset: isize, attr: usize| u64::from(self.word(i, offset).attrs[attr]);
        let mut all = |id: u64, parts: &[u64]| {
            emit(parts.iter().fold(mix(1000, id), |h, &p| mix(h, p)));
        };
        let (c1, c2, c3) = (CLUSTER + 2, CLUSTER + 3, CLUSTER + 4);
        all(1, &[position, w(0, LOWER)]);
        all(3, &[w(-1, LOWER), w(0, LOWER)]);
        all(4, &[w(0, LOWER), w(1, LOWER)]);
        all(14, &[w(-1, LOWER), w(0, CLASS)]);
        all(15, &[w(1, LOWER), w(0, CLASS)]);
        let word = self.word(i, 0);
        if !word.caps.is_name_like() && !word.joins && word.caps != Caps::Number {
            return;
        }
        all(2, &[position, w(0, c1)]);
        all(12, &[w(-2, LOWER), w(-1, LOWER), w(0, CLASS)]);
        all(13, &[w(1, LOWER), w(2, LOWER), w(0, CLASS)]);
        all(17, &[w(-1, LOWER), w(0, CLASS), w(1, LOWER)]);
        // What is talked about further off, no matter where exactly.
        for offset in 4..=6 {
            all(27, &[w(-offset, c3)]);
            all(28, &[w(offset, c3)]);
        }
        let run = self.runs[i];
        if run.end == 0 {
            return;
        }
        let (start, end) = (run.start as usize, run.end as usize);
        let (before, after) = (self.word(start, -1), self.word(end - 1, 1));
        let (head, tail) = (self.word(start, 0), self.word(end - 1, 0));
        let a = |word: &Word, attr: usize| u64::from(word.attrs[attr]);
        let place = ((i - start).min(3) * 4 + (end - 1 - i).min(3)) as u64;
        all(40, &[place]);
        all(41, &[place, a(before, LOWER)]);
        all(42, &[place, a(after, LOWER)]);
        all(43, &[place, a(before, c1)]);
        all(44, &[place, a(after, c1)]);
        all(45, &[place, a(tail, LOWER)]);
        all(46, &[place, a(head, LOWER)]);
        all(47, &[place, a(tail, c1)]);
        all(48, &[place, a(head, c1)]);
        all(49, &[a(tail, c2), a(head, c2), a(before, c3), a(after, c3)]);
        all(50, &[place, w(0, c1), a(after, c2)]);
        all(51, &[place, w(0, c1), a(before, c2)]);
        all(52, &[place, w(0, CLASS), a(before, c2), a(after, c2)]);
        all(53, &[a(tail, SUFFIX3), place]);
        self.neighbours(run, &mut all);
    }

    /// The names on either side of a run, three words away at most, and what stands between:
    /// "City, Country", "A and B", "Acronym (Name)".
    fn neighbours(&self, run: Run, all: &mut impl FnMut(u64, &[u64])) {
        let (start, end) = (run.start as usize, run.end as usize);
        let cluster = |j: usize| u64::from(self.words[j].attrs[CLUSTER + 2]);
        let between =
            |range: Range<usize>, seed| self.words[range].iter().fold(seed, |h, w| mix(h, u64::from(w.attrs[LOWER])));
        let is_name = |j: &usize| self.runs.get(*j).is_some_and(|r| r.end > 0);
        if let Some(j) = (1..=3).map(|d| start.wrapping_sub(d)).find(is_name) {
            let between = between(j + 1..start, 63);
            all(54, &[between, cluster(j)]);
            all(55, &[between, cluster(self.runs[j].start as usize), cluster(end - 1)]);
        }
        if let Some(j) = (end..end + 3).find(is_name) {
            let between = between(end..j, 64);
            all(56, &[between, cluster(j)]);
            all(57, &[between, cluster(self.runs[j].end as usize - 1), cluster(end - 1)]);
        }
    }
}
