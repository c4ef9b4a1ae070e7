//! Viterbi decoding under the BILOU constraints (integers at run time, floats in training).
//!
//! Only tags that close a mention can be followed by tags that open one, so a step costs 17 × 17
//! sums and a few more instead of 33 × 33. No back pointers: the way back asks again for the best
//! predecessor of the one tag on the path.

use super::tags::{O, ROW, TAGS, begin, inside, last, unit};

/// A score that can be added and compared.
pub(crate) trait Score: Copy + PartialOrd + std::ops::Add<Output = Self> + std::ops::Sub<Output = Self> {
    /// Neutral.
    const ZERO: Self;
    /// Worse than any path.
    const NEVER: Self;
}
impl Score for i32 {
    const ZERO: Self = 0;
    const NEVER: Self = i32::MIN / 4;
}
impl Score for f32 {
    const ZERO: Self = 0.0;
    const NEVER: Self = -1e30;
}

/// Tags after which no mention is open: U of each type, L of each type, O.
pub(crate) const CLOSED: usize = 17;

/// Scores of one tag after another.
#[derive(Debug, Clone)]
pub(crate) struct Transitions<S> {
    /// From a closed tag (U…, L…, O) to one that opens a mention or none (U…, B…, O).
    pub(crate) enter: [[S; CLOSED]; CLOSED],
    /// Within a mention by type: B to I, B to L, I to I, I to L.
    pub(crate) within: [[S; 8]; 4],
}

impl<S: Score> Transitions<S> {
    pub(crate) const fn zero() -> Self {
        Self { enter: [[S::ZERO; CLOSED]; CLOSED], within: [[S::ZERO; 8]; 4] }
    }

    /// All scores in the order of the model file.
    #[cfg(feature = "train")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &S> {
        self.enter.iter().flatten().chain(self.within.iter().flatten())
    }

    /// All scores in the order of the model file.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut S> {
        self.enter.iter_mut().flatten().chain(self.within.iter_mut().flatten())
    }
}

/// Column of an entered tag in `enter`.
const fn entered(tag: usize) -> usize {
    if tag == O { 16 } else { tag }
}
/// The tag of a column of `enter`.
#[cfg(feature = "train")]
pub(crate) const fn entered_tag(column: usize) -> usize {
    if column == 16 { O } else { column }
}
/// The tag of a row of `enter`.
pub(crate) const fn closed_tag(row: usize) -> usize {
    if row < 8 { row } else { row + 16 }
}

/// Scores of the best path to each tag at each token.
#[derive(Debug, Default)]
pub(crate) struct Decoder<S> {
    best: Vec<[S; TAGS]>,
}

fn larger<S: Score>(a: S, b: S) -> S {
    if b > a { b } else { a }
}

impl<S: Score> Decoder<S> {
    /// Writes the best tags.
    pub(crate) fn viterbi(&mut self, emissions: &[[S; ROW]], transitions: &Transitions<S>, tags: &mut Vec<u8>) {
        tags.clear();
        self.forward(emissions, transitions);
        let n = emissions.len();
        let Some(end) = self.best.last() else { return };
        let mut tag = (0..CLOSED).map(closed_tag).fold(O, |a, b| if end[b] > end[a] { b } else { a });
        tags.resize(n, 0);
        for i in (0..n).rev() {
            tags[i] = tag as u8;
            if i > 0 {
                tag = self.predecessor(i, tag, transitions);
            }
        }
    }

    /// How much worse the best path with another tag at each token is than the best path, after
    /// [`Self::viterbi`] on the same scores.
    pub(crate) fn margins(
        &self,
        emissions: &[[S; ROW]],
        transitions: &Transitions<S>,
        tags: &[u8],
        margins: &mut Vec<S>,
    ) {
        let n = tags.len();
        margins.clear();
        margins.resize(n, S::ZERO);
        // Best score of what follows, by tag at the current token.
        let mut rest = [S::NEVER; TAGS];
        for row in 0..CLOSED {
            rest[closed_tag(row)] = S::ZERO;
        }
        for i in (0..n).rev() {
            let tag = tags[i] as usize;
            let total = |t: usize| self.best[i][t] + rest[t];
            let second = (0..TAGS).filter(|t| *t != tag).map(total).fold(S::NEVER, larger);
            margins[i] = total(tag) - second;
            let mut from_here = [S::NEVER; CLOSED];
            let e = &emissions[i];
            for (column, score) in from_here.iter_mut().enumerate() {
                *score = if column == 16 { rest[O] } else { e[column] + rest[column] };
            }
            let mut before = [S::NEVER; TAGS];
            for row in 0..CLOSED {
                let enter = &transitions.enter[row];
                before[closed_tag(row)] = from_here.iter().zip(enter).map(|(a, b)| *a + *b).fold(S::NEVER, larger);
            }
            for k in 0..8 {
                let w = &transitions.within;
                let (i, l) = (e[inside(k)] + rest[inside(k)], e[last(k)] + rest[last(k)]);
                before[begin(k)] = larger(i + w[0][k], l + w[1][k]);
                before[inside(k)] = larger(i + w[2][k], l + w[3][k]);
            }
            rest = before;
        }
    }

    fn predecessor(&self, i: usize, tag: usize, transitions: &Transitions<S>) -> usize {
        let before = &self.best[i - 1];
        let kind = tag % 8;
        match tag / 8 {
            2 | 3 => {
                let (b, c) = (begin(kind), inside(kind));
                let step = tag / 8 - 2;
                if before[c] + transitions.within[2 + step][kind] > before[b] + transitions.within[step][kind] {
                    c
                } else {
                    b
                }
            }
            _ => {
                let column = entered(tag);
                let score = |row: usize| before[closed_tag(row)] + transitions.enter[row][column];
                closed_tag((0..CLOSED).fold(16, |a, b| if score(b) > score(a) { b } else { a }))
            }
        }
    }

    fn forward(&mut self, emissions: &[[S; ROW]], transitions: &Transitions<S>) {
        self.best.clear();
        let mut before = [S::NEVER; TAGS];
        before[O] = S::ZERO;
        for e in emissions {
            let mut enter = [S::NEVER; CLOSED];
            for row in 0..CLOSED {
                let from = before[closed_tag(row)];
                for (to, &t) in enter.iter_mut().zip(&transitions.enter[row]) {
                    *to = larger(*to, from + t);
                }
            }
            let mut now = [S::NEVER; TAGS];
            for k in 0..8 {
                let (b, c) = (before[begin(k)], before[inside(k)]);
                let w = &transitions.within;
                now[unit(k)] = enter[k] + e[unit(k)];
                now[begin(k)] = enter[8 + k] + e[begin(k)];
                now[inside(k)] = larger(b + w[0][k], c + w[2][k]) + e[inside(k)];
                now[last(k)] = larger(b + w[1][k], c + w[3][k]) + e[last(k)];
            }
            now[O] = enter[16];
            self.best.push(now);
            before = now;
        }
    }
}
