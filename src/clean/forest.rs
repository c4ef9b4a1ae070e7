//! Forests of regression trees: how they are read, written and asked. Plain text and pages share
//! them; the trainer grows them leaf by leaf (Ke et al. 2017).
//!
//! Values are compared, added, and put through one fixed series for e^x: the same result on every
//! machine.

/// Most leaves of a tree: a child's byte says with its highest bit that it is a leaf.
pub(crate) const MOST_LEAVES: usize = 64;

/// A child that is a leaf.
pub(crate) const LEAF: u8 = 0x80;

/// One question of a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    pub(crate) feature: u8,
    pub(crate) threshold: f32,
    /// Where to go on when the value is at most the threshold, and when it is above: another node,
    /// or a leaf.
    pub(crate) children: [u8; 2],
}

/// Questions and the values of the leaves. A node's children stand after it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) leaves: Vec<f32>,
}

impl Tree {
    /// The value of the leaf that a row falls into.
    pub(crate) fn value(&self, row: &[f32]) -> f32 {
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            let next = node.children[usize::from(row[node.feature as usize] > node.threshold)];
            if next & LEAF != 0 {
                return self.leaves[(next & !LEAF) as usize];
            }
            at = next as usize;
        }
        0.0
    }

    /// Whether every row of `columns` values finds a leaf.
    fn sound(&self, columns: usize) -> bool {
        let leaf = |child: u8| ((child & !LEAF) as usize) < self.leaves.len();
        self.leaves.len() <= MOST_LEAVES
            && self.nodes.iter().enumerate().all(|(i, node)| {
                (node.feature as usize) < columns
                    && node.children.iter().all(|&c| {
                        if c & LEAF != 0 { leaf(c) } else { (c as usize) > i && (c as usize) < self.nodes.len() }
                    })
            })
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
    /// What the trees add up to.
    pub(crate) fn score(&self, row: &[f32]) -> f32 {
        self.trees.iter().fold(self.base, |sum, tree| sum + tree.value(row))
    }

    /// What the trees add up to for each row. Tree by tree: its nodes stay in the cache, and the rows'
    /// ways through it do not wait for each other.
    pub(crate) fn scores<R: AsRef<[f32]>>(&self, rows: &[R]) -> Vec<f32> {
        let mut sums = vec![self.base; rows.len()];
        for tree in &self.trees {
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum += tree.value(row.as_ref());
            }
        }
        sums
    }

    /// The probability that the trees give.
    pub(crate) fn probability(&self, row: &[f32]) -> f32 {
        sigmoid(self.score(row))
    }

    /// The features whose own value, rather than the usual one, speaks most for furniture.
    pub(crate) fn reasons(&self, row: &[f32], names: &[&str]) -> Vec<String> {
        let p = self.probability(row);
        let mut changed = row.to_vec();
        let mut weights: Vec<(f32, usize)> = Vec::with_capacity(row.len());
        for (i, &usual) in self.medians.iter().enumerate().take(row.len()) {
            changed[i] = usual;
            weights.push((p - self.probability(&changed), i));
            changed[i] = row[i];
        }
        weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weights.iter().take(4).filter(|w| w.0 > 0.005).map(|&(_, i)| format!("{}={:.2}", names[i], row[i])).collect()
    }

    /// Reads a forest over rows of `columns` values.
    pub(crate) fn read(reader: &mut Reader<'_>, columns: usize) -> Option<Self> {
        let trees = reader.count()?;
        let base = reader.float()?;
        let medians = (0..columns).map(|_| reader.float()).collect::<Option<Vec<f32>>>()?;
        let trees = (0..trees)
            .map(|_| {
                let &[nodes, leaves] = reader.take(2)?.first_chunk::<2>()?;
                let nodes = (0..nodes)
                    .map(|_| {
                        let &[feature, low, high] = reader.take(3)?.first_chunk::<3>()?;
                        Some(Node { feature, threshold: reader.float()?, children: [low, high] })
                    })
                    .collect::<Option<Vec<Node>>>()?;
                let leaves = (0..leaves).map(|_| reader.float()).collect::<Option<Vec<f32>>>()?;
                Some(Tree { nodes, leaves }).filter(|t| t.sound(columns))
            })
            .collect::<Option<Vec<Tree>>>()?;
        Some(Self { base, trees, medians })
    }

    /// Writes it as [`Forest::read`] reads it.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let byte = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        out.extend(u32::try_from(self.trees.len()).unwrap_or(0).to_le_bytes());
        out.extend(self.base.to_le_bytes());
        out.extend(self.medians.iter().flat_map(|m| m.to_le_bytes()));
        for tree in &self.trees {
            out.extend([byte(tree.nodes.len()), byte(tree.leaves.len())]);
            for node in &tree.nodes {
                out.extend([node.feature, node.children[0], node.children[1]]);
                out.extend(node.threshold.to_le_bytes());
            }
            out.extend(tree.leaves.iter().flat_map(|v| v.to_le_bytes()));
        }
    }
}

/// Takes values off the front of a model file.
pub(crate) struct Reader<'a> {
    pub(crate) bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(head)
    }

    fn word(&mut self) -> Option<[u8; 4]> {
        self.take(4)?.try_into().ok()
    }

    fn count(&mut self) -> Option<u32> {
        self.word().map(u32::from_le_bytes)
    }

    pub(crate) fn float(&mut self) -> Option<f32> {
        self.word().map(f32::from_le_bytes).filter(|f| f.is_finite())
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
        let node = |children| Node { feature: 0, threshold: 0.5, children };
        let tree = Tree { nodes: vec![node([LEAF, 1]), node([LEAF | 1, LEAF])], leaves: vec![1.0, 2.0] };
        assert!(tree.sound(1) && !tree.sound(0));
        assert_eq!((tree.value(&[0.0]), tree.value(&[0.6])), (1.0, 1.0));
        let circle = Tree { nodes: vec![node([LEAF, 0])], leaves: vec![1.0] };
        assert!(!circle.sound(1));
        let outside = Tree { nodes: vec![node([LEAF, LEAF | 1])], leaves: vec![1.0] };
        assert!(!outside.sound(1));
    }
}
