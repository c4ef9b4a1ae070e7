//! Forests of regression trees: how they are read, written and asked. Plain text and pages share
//! them; the trainer grows those of text leaf by leaf (Ke et al. 2017), those of pages with one question
//! a level (Prokhorenkova et al. 2018).
//!
//! No tree is walked down. A question whose answer is yes rules out the leaves on its other side; of those
//! that are left once all have been asked, the leftmost is the row's (QuickScorer, Lucchese et al. 2015).
//! So eight rows are asked one question by one comparison of vectors. Values are compared, added, and put
//! through one fixed series for e^x: the same result on every machine.

use wide::f32x8;

use crate::binary::Reader;

/// Most leaves of a tree.
pub(crate) const MOST_LEAVES: usize = 64;
/// Most columns of a row: a question names its column in a byte.
const COLUMNS: usize = 256;
/// Rows that are put to a tree side by side, and of the last few.
const LANES: usize = 16;
const FEW: usize = 8;
/// Rows of one vector, of which both are multiples.
const WIDE: usize = 8;

/// Trees that every row is put to.
const ASKED_ALWAYS: usize = 48;
/// A row that these bring as far from nought is not put to the others: nineteen times as likely one way
/// as the other (early exits as in ranking, Cambazoglu et al. 2010).
pub(crate) const SURE: f32 = 3.0;

/// In a file, a child with this bit is a leaf.
const LEAF: u8 = 0x80;

/// A question as files and the trainer have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Question {
    pub(crate) feature: u8,
    pub(crate) threshold: f32,
    pub(crate) children: [Child; 2],
}

/// Where an answer leads: to another question or to a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Child {
    Question(u8),
    Leaf(u8),
}

impl Child {
    const fn read(byte: u8) -> Self {
        if byte & LEAF == 0 { Self::Question(byte) } else { Self::Leaf(byte & !LEAF) }
    }
}

/// Questions and leaves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    /// As files have them.
    questions: Vec<Question>,
    leaves: Vec<f32>,
    /// The same questions as they are asked, each once.
    asked: Vec<Asked>,
    /// The leaves from left to right.
    values: [f32; MOST_LEAVES],
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    feature: u8,
    threshold: f32,
    /// The leaves that a value above the threshold rules out: of the first 32, and of the others.
    ruled_out: [u32; 2],
}

/// A walk over a tree from left to right.
struct Walk<'t> {
    questions: &'t [Question],
    /// The leaves met so far, and a bit for each.
    leaves: Vec<u8>,
    met: u64,
    /// Of each question met, the first leaf on its lower side and the first after that.
    lower: Vec<Option<(usize, usize)>>,
}

impl Walk<'_> {
    /// None when a question or leaf is met twice or is not there: the file is damaged.
    fn visit(&mut self, child: Child) -> Option<()> {
        match child {
            Child::Leaf(leaf) => {
                let sound = (leaf as usize) <= self.questions.len() && self.met >> leaf & 1 == 0;
                sound.then(|| {
                    self.met |= 1 << leaf;
                    self.leaves.push(leaf);
                })
            }
            Child::Question(number) => {
                let [low, high] = self.questions.get(number as usize)?.children;
                let from = self.leaves.len();
                if self.lower[number as usize].replace((from, from)).is_some() {
                    return None;
                }
                self.visit(low)?;
                self.lower[number as usize] = Some((from, self.leaves.len()));
                self.visit(high)
            }
        }
    }
}

impl Tree {
    /// A tree over rows of `columns` values; none when a row might not find a leaf.
    pub(crate) fn new(questions: &[Question], leaves: &[f32], columns: usize) -> Option<Self> {
        let n = questions.len();
        if leaves.len() != n + 1 || leaves.len() > MOST_LEAVES || columns > COLUMNS {
            return None;
        }
        let mut walk = Walk { questions, leaves: Vec::with_capacity(n + 1), met: 0, lower: vec![None; n] };
        walk.visit(if n == 0 { Child::Leaf(0) } else { Child::Question(0) })?;
        let mut asked: Vec<Asked> = Vec::with_capacity(n);
        for (&Question { feature, threshold, .. }, lower) in questions.iter().zip(&walk.lower) {
            let (from, to) = (*lower)?;
            if feature as usize >= columns {
                return None;
            }
            let ruled_out = (1u64 << to.min(63)).wrapping_sub(1 << from);
            #[allow(clippy::cast_possible_truncation, reason = "two halves")]
            let ruled_out = [ruled_out as u32, (ruled_out >> 32) as u32];
            let same = |a: &&mut Asked| a.feature == feature && a.threshold.to_bits() == threshold.to_bits();
            match asked.iter_mut().find(same) {
                Some(same) => same.ruled_out = [same.ruled_out[0] | ruled_out[0], same.ruled_out[1] | ruled_out[1]],
                None => asked.push(Asked { feature, threshold, ruled_out }),
            }
        }
        let mut values = [0.0; MOST_LEAVES];
        for (value, &leaf) in values.iter_mut().zip(&walk.leaves) {
            *value = leaves[leaf as usize];
        }
        Some(Self { questions: questions.to_vec(), leaves: leaves.to_vec(), asked, values })
    }

    /// Adds the leaf's value for each row.
    fn add<const N: usize>(&self, columns: &[[f32; N]; COLUMNS], sums: &mut [f32; N]) {
        for (part, sums) in sums.as_chunks_mut::<WIDE>().0.iter_mut().enumerate() {
            let first = self.ruled_out(columns, part, 0);
            let others = if self.leaves.len() > 32 { self.ruled_out(columns, part, 1) } else { [0; WIDE] };
            for ((sum, first), others) in sums.iter_mut().zip(first).zip(others) {
                let leaf = first.trailing_ones() + if first == u32::MAX { others.trailing_ones() } else { 0 };
                *sum += self.values[leaf as usize % MOST_LEAVES];
            }
        }
    }

    /// The leaves of one half that the answers of eight rows rule out. The vectors are said outright: left to
    /// itself the compiler takes eight questions of one row, whose values it must fetch one by one.
    fn ruled_out<const N: usize>(&self, columns: &[[f32; N]; COLUMNS], part: usize, half: usize) -> [u32; WIDE] {
        let mut all = f32x8::ZERO;
        for asked in &self.asked {
            let values = f32x8::from(columns[asked.feature as usize].as_chunks().0[part]);
            let above = values.simd_gt(f32x8::splat(asked.threshold));
            // Only carried as a number, never computed with: the bits stay.
            all |= above & f32x8::splat(f32::from_bits(asked.ruled_out[half]));
        }
        all.to_array().map(f32::to_bits)
    }

    /// Every leaf's value times `factor`.
    #[cfg(feature = "train")]
    pub(crate) fn scale(&mut self, factor: f32) {
        self.leaves.iter_mut().chain(&mut self.values).for_each(|leaf| *leaf *= factor);
    }
}

/// Trees whose values add up to a logit.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Forest {
    pub(crate) base: f32,
    pub(crate) trees: Vec<Tree>,
    /// The middle value of each feature in training: what a feature is compared with in a trace.
    pub(crate) medians: Vec<f32>,
}

impl Forest {
    /// What the trees add up to for each row. A row that the first trees are sure of is not put to the
    /// others.
    pub(crate) fn scores<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<f32> {
        let mut sums = vec![self.base; rows.len()];
        let mut open: Vec<usize> = (0..rows.len()).collect();
        let (first, others) = self.trees.split_at(self.trees.len().min(ASKED_ALWAYS));
        add(first, rows, &open, &mut sums);
        open.retain(|&i| sums[i].abs() < SURE);
        add(others, rows, &open, &mut sums);
        sums
    }

    /// The features whose own value, rather than the usual one, speaks most for furniture.
    pub(crate) fn reasons(&self, row: &[f32], names: &[&str]) -> Vec<String> {
        let changed: Vec<Vec<f32>> = self
            .medians
            .iter()
            .enumerate()
            .map(|(i, &usual)| {
                let mut changed = row.to_vec();
                changed[i] = usual;
                changed
            })
            .collect();
        let p = self.scores(&[row]).first().map_or(0.0, |&s| sigmoid(s));
        let mut weights: Vec<(f32, usize)> =
            self.scores(&changed).into_iter().enumerate().map(|(i, s)| (p - sigmoid(s), i)).collect();
        weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weights.iter().take(4).filter(|w| w.0 > 0.005).map(|&(_, i)| format!("{}={:.2}", names[i], row[i])).collect()
    }

    /// Reads a forest over rows of `columns` values.
    pub(crate) fn read(reader: &mut Reader<'_>, columns: usize) -> Option<Self> {
        let trees = reader.u32()?;
        let base = reader.f32()?;
        let medians = (0..columns).map(|_| reader.f32()).collect::<Option<Vec<f32>>>()?;
        let (mut questions, mut values) = (Vec::with_capacity(MOST_LEAVES), Vec::with_capacity(MOST_LEAVES));
        let trees = (0..trees)
            .map(|_| {
                let &[nodes, leaves] = reader.take(2)?.first_chunk::<2>()?;
                questions.clear();
                values.clear();
                for _ in 0..nodes {
                    let &[feature, low, high] = reader.take(3)?.first_chunk::<3>()?;
                    let children = [Child::read(low), Child::read(high)];
                    questions.push(Question { feature, threshold: reader.f32()?, children });
                }
                for _ in 0..leaves {
                    values.push(reader.f32()?);
                }
                Tree::new(&questions, &values, columns)
            })
            .collect::<Option<Vec<Tree>>>()?;
        Some(Self { base, trees, medians })
    }

    /// Writes it as [`Forest::read`] reads it.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        out.extend(count(self.trees.len()));
        out.extend(self.base.to_le_bytes());
        out.extend(self.medians.iter().flat_map(|m| m.to_le_bytes()));
        for tree in &self.trees {
            out.extend([tree.questions.len(), tree.leaves.len()].map(|n| u8::try_from(n).unwrap_or(u8::MAX)));
            for question in &tree.questions {
                out.push(question.feature);
                out.extend(question.children.map(|child| match child {
                    Child::Question(number) => number,
                    Child::Leaf(number) => LEAF | number,
                }));
                out.extend(question.threshold.to_le_bytes());
            }
            out.extend(tree.leaves.iter().flat_map(|leaf| leaf.to_le_bytes()));
        }
    }
}

/// Adds the trees' values to the sums of some of the rows.
fn add<R: AsRef<[f32]>>(trees: &[Tree], rows: &[R], some: &[usize], sums: &mut [f32]) {
    let (most, last) = some.split_at(some.len() - if some.len() % LANES <= FEW { some.len() % LANES } else { 0 });
    add_by::<LANES, R>(trees, rows, most, sums);
    add_by::<FEW, R>(trees, rows, last, sums);
}

fn add_by<const N: usize, R: AsRef<[f32]>>(trees: &[Tree], rows: &[R], some: &[usize], sums: &mut [f32]) {
    if some.is_empty() {
        return;
    }
    let mut columns = [[0.0; N]; COLUMNS];
    for some in some.chunks(N) {
        let mut sum = [0.0; N];
        for (lane, (sum, &i)) in sum.iter_mut().zip(some).enumerate() {
            columns.iter_mut().zip(rows[i].as_ref()).for_each(|(column, &value)| column[lane] = value);
            *sum = sums[i];
        }
        trees.iter().for_each(|tree| tree.add(&columns, &mut sum));
        some.iter().zip(sum).for_each(|(&i, sum)| sums[i] = sum);
    }
}

/// Logistic function from additions, products and one division: bit for bit the same everywhere.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// e^x for moderate x: e^(x/256) by its series, squared eight times.
pub(crate) fn exp(x: f32) -> f32 {
    let t = x.clamp(-30.0, 30.0) / 256.0;
    let mut y = 1.0 + t * (1.0 + t * (0.5 + t * (1.0 / 6.0)));
    for _ in 0..8 {
        y *= y;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logistic_function() {
        assert_eq!(sigmoid(0.0), 0.5);
        for x in [-6.0f32, -1.0, 0.3, 2.0, 9.0] {
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-3, "{x}");
        }
    }

    /// The leaf of a row as a walk from the first question down finds it.
    fn walked(questions: &[Question], row: &[f32]) -> usize {
        let mut at = 0;
        loop {
            let question = questions[at];
            match question.children[usize::from(row[question.feature as usize] > question.threshold)] {
                Child::Question(next) => at = next as usize,
                Child::Leaf(leaf) => return leaf as usize,
            }
        }
    }

    #[test]
    fn rows_find_the_leaves_that_a_walk_finds() {
        use Child::{Leaf, Question as Next};
        let ask = |feature, threshold, children| Question { feature, threshold, children };
        let small = vec![
            ask(0, 0.5, [Next(1), Next(2)]),
            ask(1, 0.5, [Leaf(3), Leaf(0)]),
            ask(1, 1.5, [Leaf(1), Next(3)]),
            ask(0, 2.5, [Leaf(2), Leaf(4)]),
        ];
        // Six levels, one question each: 64 leaves.
        let level = |n: u8| u8::try_from((n + 1).ilog2()).expect("a level");
        let wide: Vec<Question> = (0..63)
            .map(|n| {
                let child = |side| if n < 31 { Next(2 * n + 1 + side) } else { Leaf(2 * (n - 31) + side) };
                ask(level(n) % 2, f32::from(level(n) / 2) + 0.5, [child(0), child(1)])
            })
            .collect();
        let rows: Vec<[f32; 2]> = (0u8..45).map(|i| [f32::from(i % 5), f32::from(i / 5 % 4)]).collect();
        for questions in [small, wide] {
            let leaves: Vec<f32> = (0..=questions.len()).map(|n| n as f32).collect();
            let tree = Tree::new(&questions, &leaves, 2).expect("a tree");
            let forest = Forest { base: 0.5, trees: vec![tree; 2], medians: vec![0.0; 2] };
            for (row, sum) in rows.iter().zip(forest.scores(&rows)) {
                assert_eq!(sum, 0.5 + 2.0 * walked(&questions, row) as f32, "{row:?}");
            }
        }
    }

    #[test]
    fn a_tree_that_could_run_in_a_circle_is_refused() {
        use Child::{Leaf, Question as Next};
        let question = |children| Question { feature: 0, threshold: 0.5, children };
        let sound = [question([Leaf(0), Next(1)]), question([Leaf(1), Leaf(2)])];
        let tree = Tree::new(&sound, &[1.0, 2.0, 3.0], 1).expect("a tree");
        let forest = Forest { base: 0.5, trees: vec![tree; 2], medians: vec![0.0] };
        let rows: Vec<[f32; 1]> = (0..11).map(|i| [if i % 2 == 0 { 0.5 } else { 0.6 }]).collect();
        let sums = forest.scores(&rows);
        assert!(sums.iter().enumerate().all(|(i, s)| *s == if i % 2 == 0 { 2.5 } else { 6.5 }), "{sums:?}");
        assert!(Tree::new(&sound, &[1.0, 2.0, 3.0], 0).is_none());
        assert!(Tree::new(&[question([Leaf(0), Next(0)])], &[1.0, 2.0], 1).is_none());
        assert!(Tree::new(&[question([Leaf(0), Leaf(2)])], &[1.0, 2.0], 1).is_none());
        assert!(Tree::new(&[], &[], 1).is_none());
    }
}
