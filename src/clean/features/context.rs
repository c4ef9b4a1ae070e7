//! What the second pass sees of the first pass's probabilities: the line's own, its neighbours', those of
//! the lines written alike, those of the page, and whether the line speaks of what the kept lines speak
//! of (stacking over neighbours, as in sequence labelling with several passes).

use super::ground::Ground;
use super::{SECOND, count, num, ratio};

/// Lines above this are taken for furniture, those below for the article.
const GONE: f32 = 0.7;
const KEPT: f32 = 0.3;
/// How far lines written alike are looked for.
const REACH: usize = 12;
/// Stands for the probability of a line that there is none of.
const UNKNOWN: f32 = 0.5;

/// The first pass's probabilities of being furniture, and what follows from them.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    p: Vec<f32>,
    sums: Vec<f64>,
    /// Words that go and all words before each line.
    weighted: Vec<(f64, f64)>,
    /// Of each line's content words, the shares that stand in other lines that stay, and that go.
    told: Vec<(f32, f32)>,
    /// The mean of the lines written alike nearby.
    alike: Vec<f32>,
    /// Of the nearest prose before and after: its probability and how many lines away it is.
    before: Vec<(f32, u32)>,
    after: Vec<(f32, u32)>,
}

impl Verdicts {
    pub(crate) fn new(ground: &Ground, p: Vec<f32>) -> Self {
        let mut sums = Vec::with_capacity(p.len() + 1);
        let mut weighted = Vec::with_capacity(p.len() + 1);
        let (mut sum, mut mass, mut words) = (0.0, 0.0, 0.0);
        sums.push(sum);
        weighted.push((mass, words));
        for (&q, &weight) in p.iter().zip(&ground.weights) {
            let w = f64::from(weight);
            sum += f64::from(q);
            mass += f64::from(q) * w;
            words += w;
            sums.push(sum);
            weighted.push((mass, words));
        }
        let prose = |last: &mut (f32, u32), i: usize| {
            let here = *last;
            *last = if ground.bodies[i] { (p[i], 1) } else { (last.0, (last.1 + 1).min(40)) };
            Some(here)
        };
        let before = (0..p.len()).scan((UNKNOWN, 40), prose).collect();
        let mut after: Vec<(f32, u32)> = (0..p.len()).rev().scan((UNKNOWN, 40), prose).collect();
        after.reverse();
        Self { told: told(ground, &p), alike: alike(&ground.templates, &p), sums, weighted, before, after, p }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a mean of probabilities")]
    fn mean(&self, from: usize, to: usize) -> f32 {
        if to <= from { UNKNOWN } else { ((self.sums[to] - self.sums[from]) / (to - from) as f64) as f32 }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a mean of probabilities")]
    fn weighted(&self, from: usize, to: usize) -> f32 {
        if to <= from {
            return UNKNOWN;
        }
        let (mass, words) = (self.weighted[to].0 - self.weighted[from].0, self.weighted[to].1 - self.weighted[from].1);
        if words > 0.0 { (mass / words) as f32 } else { UNKNOWN }
    }

    /// The share of the words that stay which stand before line `i`.
    #[allow(clippy::cast_possible_truncation, reason = "a share")]
    fn kept_before(&self, i: usize) -> f32 {
        let kept = |at: usize| self.weighted[at].1 - self.weighted[at].0;
        let all = kept(self.p.len());
        if all > 0.0 { (kept(i) / all) as f32 } else { UNKNOWN }
    }

    /// What the second pass sees of line `i`.
    pub(crate) fn context(&self, i: usize) -> [f32; SECOND] {
        let p = &self.p;
        let n = p.len();
        let at = |offset: isize| i.checked_add_signed(offset).and_then(|j| p.get(j)).copied().unwrap_or(0.6);
        let (from, to) = (i.saturating_sub(5), (i + 6).min(n));
        let run = |lines: &mut dyn Iterator<Item = &f32>| count(lines.take(20).take_while(|q| **q >= 0.5).count());
        let near = &p[i.saturating_sub(2)..(i + 3).min(n)];
        [
            at(0),
            at(-1),
            at(-2),
            at(-3),
            at(1),
            at(2),
            at(3),
            self.mean(from, to),
            self.mean(i.saturating_sub(10), (i + 11).min(n)),
            self.weighted(from, to),
            self.weighted(0, i),
            self.weighted(i + 1, n),
            self.weighted(0, n),
            num(run(&mut p[i + 1..].iter()) + run(&mut p[..i].iter().rev())),
            near.iter().copied().fold(1.0, f32::min),
            near.iter().copied().fold(0.0, f32::max),
            self.told[i].0,
            self.told[i].1,
            self.alike[i],
            self.before[i].0,
            num(self.before[i].1),
            self.after[i].0,
            num(self.after[i].1),
            self.weighted(i.saturating_sub(8), i),
            self.weighted(i + 1, (i + 9).min(n)),
            self.kept_before(i),
        ]
    }
}

/// Of each line's content words, the shares that stand in other lines that stay, and that go.
fn told(ground: &Ground, p: &[f32]) -> Vec<(f32, f32)> {
    let mut lines = vec![(0u32, 0u32); ground.distinct];
    let mut last = vec![u32::MAX; ground.distinct];
    let verdict = |i: usize| (u32::from(p[i] < KEPT), u32::from(p[i] > GONE));
    for i in 0..p.len() {
        let (kept, gone) = verdict(i);
        if kept + gone == 0 {
            continue;
        }
        for &w in ground.words(i) {
            if last[w as usize] != count(i) {
                last[w as usize] = count(i);
                lines[w as usize].0 += kept;
                lines[w as usize].1 += gone;
            }
        }
    }
    (0..p.len())
        .map(|i| {
            let own = verdict(i);
            let (mut kept, mut gone) = (0, 0);
            for &w in ground.words(i) {
                kept += u32::from(lines[w as usize].0 > own.0);
                gone += u32::from(lines[w as usize].1 > own.1);
            }
            let total = count(ground.words(i).len());
            (ratio(kept, total), ratio(gone, total))
        })
        .collect()
}

/// For each line, the mean of the others written alike nearby.
fn alike(templates: &[u32], p: &[f32]) -> Vec<f32> {
    (0..p.len())
        .map(|i| {
            let (from, to) = (i.saturating_sub(REACH), (i + REACH + 1).min(p.len()));
            let (mut sum, mut lines) = (-p[i], 0);
            for (&template, &q) in templates[from..to].iter().zip(&p[from..to]) {
                let same = template == templates[i];
                sum += if same { q } else { 0.0 };
                lines += u32::from(same);
            }
            if lines > 1 { sum / num(lines - 1) } else { -1.0 }
        })
        .collect()
}
