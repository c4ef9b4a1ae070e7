//! Precision, recall and F1 of mentions, strict in span and type.

use std::fmt;

use super::corpus::Kinds;

/// Right, extra and missed mentions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) right: u32,
    pub(super) extra: u32,
    pub(super) missed: u32,
}

impl Counts {
    pub(super) fn f1(self) -> f64 {
        let (r, e, m) = (f64::from(self.right), f64::from(self.extra), f64::from(self.missed));
        if self.right == 0 { 0.0 } else { 200.0 * r / (2.0 * r + e + m) }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |a: u32, b: u32| 100.0 * f64::from(a) / f64::from((a + b).max(1));
        let (p, r) = (share(self.right, self.extra), share(self.right, self.missed));
        write!(f, "P {p:5.2} R {r:5.2} F1 {:5.2} ({})", self.f1(), self.right + self.missed)
    }
}

/// Scores by type, and by person, organization and place with facilities among the places.
#[derive(Debug, Clone, Default)]
pub(super) struct Score {
    pub(super) fine: [Counts; 8],
    pub(super) coarse: [Counts; 3],
}

fn coarse(kind: usize) -> Option<usize> {
    match kind {
        0 | 1 => Some(kind),
        2 | 3 => Some(2),
        _ => None,
    }
}

impl Score {
    /// Counts one document: mentions as (first, end, type), gold with sets of types.
    pub(super) fn add(&mut self, gold: &[(u32, u32, Kinds)], lost: &[Kinds], found: &[(u32, u32, usize)]) {
        for &kinds in lost {
            let kind = kinds.trailing_zeros() as usize;
            if kinds != !0 {
                self.fine[kind].missed += 1;
                if let Some(c) = coarse(kind) {
                    self.coarse[c].missed += 1;
                }
            }
        }
        let mut taken = vec![(false, false); gold.len()];
        for &(first, end, kind) in found {
            let at = gold.binary_search_by(|g| (g.0, g.1).cmp(&(first, end))).ok();
            let right = at.filter(|&i| gold[i].2 >> kind & 1 == 1);
            match right {
                Some(i) => {
                    self.fine[kind].right += 1;
                    taken[i].0 = true;
                }
                None => self.fine[kind].extra += 1,
            }
            let Some(c) = coarse(kind) else { continue };
            match at.filter(|&i| gold[i].2.count_ones() <= 2 && coarse(gold[i].2.trailing_zeros() as usize) == Some(c))
            {
                Some(i) => {
                    self.coarse[c].right += 1;
                    taken[i].1 = true;
                }
                None => self.coarse[c].extra += 1,
            }
        }
        for (&(_, _, kinds), taken) in gold.iter().zip(taken) {
            let kind = kinds.trailing_zeros() as usize;
            if !taken.0 {
                self.fine[kind].missed += 1;
            }
            if let Some(c) = coarse(kind).filter(|_| !taken.1) {
                self.coarse[c].missed += 1;
            }
        }
    }

    fn total(counts: &[Counts]) -> Counts {
        counts.iter().fold(Counts::default(), |a, b| Counts {
            right: a.right + b.right,
            extra: a.extra + b.extra,
            missed: a.missed + b.missed,
        })
    }

    /// Person, organization and place.
    pub(super) fn news(&self) -> Counts {
        Self::total(&self.coarse)
    }

    /// All types.
    pub(super) fn all(&self) -> Counts {
        Self::total(&self.fine)
    }
}
