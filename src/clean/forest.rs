//! Forests of regression trees: how they are read, written and asked. Plain text and pages share
//! them; the trainer grows those of text leaf by leaf (Ke et al. 2017), those of pages with one question
//! a level (Prokhorenkova et al. 2018).
//!
//! Several rows go down a tree side by side, each the same number of steps: a step is a table look-up
//! without a branch that a processor could guess wrong, and the rows' steps do not wait for each
//! other. Values are compared, added, and put through one fixed series for e^x: the same result on
//! every machine.

use crate::binary::Reader;

/// Most leaves of a tree.
pub(crate) const MOST_LEAVES: usize = 64;
/// Places of a tree: its questions, then its leaves.
const PLACES: usize = 2 * MOST_LEAVES;
/// Most columns of a row: a question names its column in a byte.
const COLUMNS: usize = 256;
/// Rows that go down a tree side by side.
const LANES: usize = 8;

/// Trees that every row is put to.
const ASKED_ALWAYS: usize = 48;
/// A row that these bring as far from nought is not put to the others: nineteen times as likely one way
/// as the other (early exits as in ranking, Cambazoglu et al. 2010).
const SURE: f32 = 3.0;

/// In a file, a child with this bit is a leaf.
const LEAF: u8 = 0x80;

/// One place of a tree: a question, or a leaf that leads to itself.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Node {
    /// What the row's value is compared with; of a leaf, its value.
    threshold: f32,
    feature: u8,
    /// Where to go on when the value is at most the threshold, and when it is above.
    children: [u8; 2],
}

/// Questions and leaves. A question's children stand after it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    nodes: Box<[Node; PLACES]>,
    questions: u8,
    /// Steps to the deepest leaf.
    depth: u8,
}

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

impl Tree {
    /// A tree over rows of `columns` values; none when a row might not find a leaf.
    pub(crate) fn new(questions: &[Question], leaves: &[f32], columns: usize) -> Option<Self> {
        let n = questions.len();
        if leaves.len() != n + 1 || leaves.len() > MOST_LEAVES || columns > COLUMNS {
            return None;
        }
        let mut nodes = Box::new([Node::default(); PLACES]);
        let mut depths = [0u8; PLACES];
        let mut depth = 0;
        for (i, question) in questions.iter().enumerate() {
            let mut children = [0; 2];
            for (child, place) in question.children.iter().zip(&mut children) {
                let at = match *child {
                    Child::Question(q) if (q as usize) > i && (q as usize) < n => q as usize,
                    Child::Leaf(leaf) if (leaf as usize) < leaves.len() => n + leaf as usize,
                    _ => return None,
                };
                depths[at] = depths[at].max(depths[i] + 1);
                depth = depth.max(depths[at]);
                *place = u8::try_from(at).ok()?;
            }
            if question.feature as usize >= columns {
                return None;
            }
            nodes[i] = Node { threshold: question.threshold, feature: question.feature, children };
        }
        for (i, &value) in leaves.iter().enumerate() {
            let own = u8::try_from(n + i).ok()?;
            nodes[n + i] = Node { threshold: value, feature: 0, children: [own; 2] };
        }
        Some(Self { nodes, questions: u8::try_from(n).ok()?, depth })
    }

    /// The leaf's value for each row.
    fn values(&self, rows: &[[f32; COLUMNS]; LANES]) -> [f32; LANES] {
        const MASK: usize = PLACES - 1;
        let mut at = [0u8; LANES];
        for _ in 0..self.depth {
            for (at, row) in at.iter_mut().zip(rows) {
                let node = &self.nodes[*at as usize & MASK];
                *at = node.children[usize::from(row[node.feature as usize] > node.threshold)];
            }
        }
        at.map(|at| self.nodes[at as usize & MASK].threshold)
    }

    #[cfg(any(test, feature = "train"))]
    fn leaves(&self) -> std::ops::Range<usize> {
        self.questions as usize..2 * self.questions as usize + 1
    }

    /// Every leaf's value times `factor`.
    #[cfg(feature = "train")]
    pub(crate) fn scale(&mut self, factor: f32) {
        let leaves = self.leaves();
        self.nodes[leaves].iter_mut().for_each(|leaf| leaf.threshold *= factor);
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
            let n = tree.questions;
            out.extend([n, n + 1]);
            for node in &tree.nodes[..n as usize] {
                out.push(node.feature);
                out.extend(node.children.map(|c| if c < n { c } else { LEAF | (c - n) }));
                out.extend(node.threshold.to_le_bytes());
            }
            out.extend(tree.nodes[tree.leaves()].iter().flat_map(|leaf| leaf.threshold.to_le_bytes()));
        }
    }
}

/// Adds the trees' values to the sums of some of the rows.
fn add<R: AsRef<[f32]>>(trees: &[Tree], rows: &[R], some: &[usize], sums: &mut [f32]) {
    let mut lanes = [[0.0; COLUMNS]; LANES];
    for some in some.chunks(LANES) {
        let mut sum = [0.0; LANES];
        for ((lane, sum), &i) in lanes.iter_mut().zip(&mut sum).zip(some) {
            let row = rows[i].as_ref();
            lane[..row.len()].copy_from_slice(row);
            *sum = sums[i];
        }
        for tree in trees {
            sum.iter_mut().zip(tree.values(&lanes)).for_each(|(sum, value)| *sum += value);
        }
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
