//! Viterbi decoding under the BILOU constraints (16-bit integers at run time, floats in training).
//!
//! Only tags that close a mention can be followed by tags that open one, so a step costs 17 × 17
//! sums and a few more instead of 33 × 33. The eight types stand side by side in one vector. Sums
//! saturate, and the best score at each token is brought back to 0, so 16 bits suffice: with scores of
//! tags and steps within [`MOST`] and [`STEP`], no path against the scheme can pass a legal one.
//! No back pointers: the way back asks again for the best predecessor of the one tag on the path.

use super::score::{Amount as _, Score, Vector};
use super::tags::{O, ROW, begin, inside};

/// Largest score of a tag at run time, up or down. Three times this and [`STEP`] is what can lie
/// between the best and the worst legal path to a token, and again what a path against the scheme,
/// which starts at the least number, can gain on them.
pub(crate) const MOST: i16 = 4400;
/// Largest score of a transition at run time.
pub(crate) const STEP: i16 = 1000;
const _: () = assert!(6 * (MOST as i32 + STEP as i32) < -(i16::MIN as i32));

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

/// The tag of a column of `enter`.
#[cfg(feature = "train")]
pub(crate) const fn entered_tag(column: usize) -> usize {
    if column == 16 { O } else { column }
}
/// The tag of a row of `enter`.
pub(crate) const fn closed_tag(row: usize) -> usize {
    if row < 8 { row } else { row + 16 }
}

/// The scores of steps from or to each of the 17 closed or entered tags: as vectors over the 16 on
/// the other side that are not O, and of O on the other side.
#[derive(Debug, Clone)]
struct Crossings<S: Score> {
    to: [[S::Vector; 2]; CLOSED],
    none: [S; CLOSED],
}

impl<S: Score> Crossings<S> {
    fn new(score: impl Fn(usize, usize) -> S) -> Self {
        let eight = |here, from| S::Vector::new(std::array::from_fn(|there| score(here, from + there)));
        Self {
            to: std::array::from_fn(|here| [eight(here, 0), eight(here, 8)]),
            none: std::array::from_fn(|here| score(here, 16)),
        }
    }

    /// The best score of each tag on the other side, O apart. `mirror` are the same steps seen from
    /// there.
    #[inline(always)]
    fn best(&self, mirror: &Self, here: [S::Vector; 2], none: S) -> ([S::Vector; 2], S) {
        let [to_none, to_none_too] = mirror.to[16];
        let apart = here[0].plus(to_none).or(here[1].plus(to_none_too)).largest().or(none.plus(self.none[16]));
        let from = S::Vector::splat(none);
        let mut there = self.to[16].map(|scores| from.plus(scores));
        for (group, here) in here.iter().enumerate() {
            for (from, [a, b]) in here.scores().into_iter().zip(&self.to[8 * group..]) {
                let from = S::Vector::splat(from);
                there = [there[0].or(from.plus(*a)), there[1].or(from.plus(*b))];
            }
        }
        (there, apart)
    }
}

/// Transitions as the decoder reads them.
#[derive(Debug, Clone)]
pub(crate) struct Steps<S: Score> {
    forward: Crossings<S>,
    backward: Crossings<S>,
    within: [S::Vector; 4],
}

impl<S: Score> Steps<S> {
    pub(crate) fn new(transitions: &Transitions<S>) -> Self {
        Self {
            forward: Crossings::new(|row, column| transitions.enter[row][column]),
            backward: Crossings::new(|column, row| transitions.enter[row][column]),
            within: transitions.within.map(S::Vector::new),
        }
    }
}

/// Scores of all tags: those of U, B, I and L by type, and that of O.
#[derive(Debug, Clone, Copy)]
struct Column<S: Score> {
    tags: [S::Vector; 4],
    none: S,
}

const U: usize = 0;
const I: usize = 2;
const L: usize = 3;

impl<S: Score> Column<S> {
    /// Before the first token: nothing but O.
    fn start() -> Self {
        Self { tags: [S::Vector::splat(S::NEVER); 4], none: S::ZERO }
    }

    /// Behind the last token: no mention is left open.
    fn end() -> Self {
        let (zero, never) = (S::Vector::splat(S::ZERO), S::Vector::splat(S::NEVER));
        Self { tags: [zero, never, never, zero], none: S::ZERO }
    }

    fn of(&self, tag: usize) -> S {
        if tag == O { self.none } else { self.tags[tag / 8].scores()[tag % 8] }
    }

    /// The sums with the scores of another column, without one tag.
    #[inline(always)]
    fn sums_without(&self, other: &Self, tag: usize) -> Self {
        let mut sums = Self {
            tags: std::array::from_fn(|group| self.tags[group].plus(other.tags[group])),
            none: self.none.plus(other.none),
        };
        if tag == O {
            sums.none = S::NEVER;
        } else {
            let mut scores = sums.tags[tag / 8].scores();
            scores[tag % 8] = S::NEVER;
            sums.tags[tag / 8] = S::Vector::new(scores);
        }
        sums
    }

    #[inline(always)]
    fn best(&self) -> S {
        let [u, b, i, l] = self.tags;
        u.or(b).or(i.or(l)).largest().or(self.none)
    }

    /// The same scores with the best brought to 0.
    #[inline(always)]
    fn level(self) -> Self {
        let best = self.best();
        let all = S::Vector::splat(best);
        Self { tags: self.tags.map(|scores| scores.minus(all)), none: self.none.minus(best) }
    }
}

/// Scores of the tags of one token, O left out, which has 0.
#[inline(always)]
fn groups<S: Score>(emission: &[S; ROW]) -> [S::Vector; 4] {
    std::array::from_fn(|group| S::Vector::new(std::array::from_fn(|kind| emission[8 * group + kind])))
}

/// Scores of the best path to each tag at each token.
#[derive(Debug)]
pub(crate) struct Decoder<S: Score> {
    best: Vec<Column<S>>,
}

impl<S: Score> Default for Decoder<S> {
    fn default() -> Self {
        Self { best: Vec::new() }
    }
}

impl<S: Score> Decoder<S> {
    /// Writes the best tags.
    pub(crate) fn viterbi(&mut self, emissions: impl Iterator<Item = [S; ROW]>, steps: &Steps<S>, tags: &mut Vec<u8>) {
        tags.clear();
        self.forward(emissions, steps);
        let n = self.best.len();
        let Some(end) = self.best.last() else { return };
        let mut tag = (0..CLOSED).map(closed_tag).fold(O, |a, b| if end.of(b) > end.of(a) { b } else { a });
        tags.resize(n, 0);
        for i in (0..n).rev() {
            tags[i] = tag as u8;
            if i > 0 {
                tag = predecessor(&self.best[i - 1], tag, steps);
            }
        }
    }

    /// How much worse the best path with another tag at each token is than the best path, after
    /// [`Self::viterbi`] on the same scores.
    pub(crate) fn margins(
        &self,
        emissions: impl DoubleEndedIterator<Item = [S; ROW]> + ExactSizeIterator,
        steps: &Steps<S>,
        tags: &[u8],
        margins: &mut Vec<S>,
    ) {
        margins.clear();
        margins.resize(tags.len(), S::ZERO);
        // Best score of what follows, by tag at the current token.
        let mut rest = Column::<S>::end();
        for (((margin, &tag), e), best) in margins.iter_mut().zip(tags).zip(emissions).zip(&self.best).rev() {
            let tag = tag as usize;
            let second = best.sums_without(&rest, tag).best();
            *margin = best.of(tag).plus(rest.of(tag)).minus(second);
            let e = groups(&e);
            let [u, b, i, l] = std::array::from_fn(|group| rest.tags[group].plus(e[group]));
            let ([to_u, to_l], none) = steps.backward.best(&steps.forward, [u, b], rest.none);
            let [bi, bl, ii, il] = steps.within;
            rest = Column { tags: [to_u, i.plus(bi).or(l.plus(bl)), i.plus(ii).or(l.plus(il)), to_l], none }.level();
        }
    }

    fn forward(&mut self, emissions: impl Iterator<Item = [S; ROW]>, steps: &Steps<S>) {
        self.best.clear();
        self.best.reserve(emissions.size_hint().0);
        let mut before = Column::<S>::start();
        for e in emissions {
            let [u, b, i, l] = before.tags;
            let ([to_u, to_b], none) = steps.forward.best(&steps.backward, [u, l], before.none);
            let [bi, bl, ii, il] = steps.within;
            let to = [to_u, to_b, b.plus(bi).or(i.plus(ii)), b.plus(bl).or(i.plus(il))];
            let e = groups(&e);
            before = Column { tags: std::array::from_fn(|group| to[group].plus(e[group])), none }.level();
            self.best.push(before);
        }
    }
}

/// The best tag before `tag`; of equals O, then the first.
fn predecessor<S: Score>(before: &Column<S>, tag: usize, steps: &Steps<S>) -> usize {
    let (group, kind) = (tag / 8, tag % 8);
    if group == I || group == L {
        let after = |tag: usize, step: usize| before.of(tag).plus(steps.within[step].scores()[kind]);
        let (b, i) = (begin(kind), inside(kind));
        return if after(i, group) > after(b, group - I) { i } else { b };
    }
    let column = if tag == O { 16 } else { tag };
    let none = before.none.plus(steps.backward.none[column]);
    let [from_u, from_l] = steps.backward.to[column];
    let scores = [before.tags[U].plus(from_u), before.tags[L].plus(from_l)];
    let best = scores[0].or(scores[1]).largest();
    if best > none {
        let mut all = scores.into_iter().flat_map(Vector::scores);
        return closed_tag(all.position(|score| score == best).unwrap_or(0));
    }
    O
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole numbers up to `most`, up or down.
    fn score(seed: &mut u32, most: i16) -> i16 {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (((*seed >> 16) as i32 * (2 * i32::from(most) + 1)) >> 16) as i16 - most
    }

    #[test]
    fn sixteen_bits_decide_as_floats_do() {
        let mut seed = 1;
        for (round, most) in [50, 500, MOST].into_iter().cycle().take(300).enumerate() {
            let mut small = Transitions::<i16>::zero();
            let mut large = Transitions::<f32>::zero();
            for (a, b) in small.iter_mut().zip(large.iter_mut()) {
                *a = score(&mut seed, STEP.min(most));
                *b = f32::from(*a);
            }
            let emissions: Vec<[i16; ROW]> =
                (0..1 + round % 9).map(|_| std::array::from_fn(|_| score(&mut seed, most))).collect();
            let floats: Vec<[f32; ROW]> = emissions.iter().map(|e| e.map(f32::from)).collect();
            let (mut a, mut b) = (Decoder::default(), Decoder::default());
            let (mut tags, mut float_tags) = (Vec::new(), Vec::new());
            a.viterbi(emissions.iter().copied(), &Steps::new(&small), &mut tags);
            b.viterbi(floats.iter().copied(), &Steps::new(&large), &mut float_tags);
            assert_eq!(tags, float_tags, "round {round}");
            let (mut margins, mut float_margins) = (Vec::new(), Vec::new());
            a.margins(emissions.iter().copied(), &Steps::new(&small), &tags, &mut margins);
            b.margins(floats.iter().copied(), &Steps::new(&large), &tags, &mut float_margins);
            assert_eq!(margins.iter().map(|m| f32::from(*m)).collect::<Vec<_>>(), float_margins, "round {round}");
        }
    }

    #[test]
    fn paths_follow_the_scheme_whatever_the_scores() {
        let steps = Steps::new(&Transitions::<i16>::zero());
        for wanted in [begin(3), inside(3), 8 * L + 3] {
            let mut emission = [-MOST; ROW];
            emission[wanted] = MOST;
            let mut tags = Vec::new();
            Decoder::default().viterbi([emission; 4].into_iter(), &steps, &mut tags);
            let mut open = false;
            for group in tags.iter().map(|tag| *tag as usize / 8) {
                assert_eq!(open, group == I || group == L, "{tags:?}");
                open = group == begin(0) / 8 || group == I;
            }
            assert!(!open, "{tags:?}");
        }
    }
}
