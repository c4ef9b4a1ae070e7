//! The trained parts and their file: a linear model over hashed signs (how a line reads, and the
//! reason if it goes) and two forests of oblivious trees (Prokhorenkova et al. 2018: one question a
//! level, so a tree is six comparisons and one table access).
//!
//! All values little-endian: magic, linear scale and weights, then the two forests. Read once, by
//! copying; nothing in it is executed or trusted beyond its bounds.

use std::sync::OnceLock;

use super::features::{FIRST, SECOND};
use crate::document::Reason;

const MAGIC: &[u8; 16] = b"CopydeskClean 1\n";
/// The model in the binary.
const EMBEDDED: &[u8] = include_bytes!("model.bin");

/// Rows of the linear model.
pub(crate) const ROWS: usize = 1 << 13;
/// Its classes: keep, then the reasons in their order.
pub(crate) const CLASSES: usize = 20;
/// Questions asked by a tree.
pub(crate) const DEPTH: usize = 6;

/// The reasons that the linear model knows, in the order of its classes from 1 on.
pub(crate) const REASONS: [Reason; CLASSES - 1] = [
    Reason::RelatedLink,
    Reason::RelatedBlock,
    Reason::CommentForm,
    Reason::Comments,
    Reason::Share,
    Reason::Newsletter,
    Reason::CookieNotice,
    Reason::Advertisement,
    Reason::ImageCredit,
    Reason::Navigation,
    Reason::Tags,
    Reason::Byline,
    Reason::Dateline,
    Reason::Timestamp,
    Reason::Copyright,
    Reason::Duplicate,
    Reason::TruncatedTeaser,
    Reason::Boilerplate,
    Reason::Markup,
];

/// One tree: a feature and a threshold for each level, a value for each leaf.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    pub(crate) features: [u8; DEPTH],
    pub(crate) thresholds: [f32; DEPTH],
    pub(crate) leaves: [f32; 1 << DEPTH],
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
    /// The probability that the line is furniture.
    pub(crate) fn probability(&self, row: &[f32]) -> f32 {
        let mut sum = self.base;
        for tree in &self.trees {
            let mut leaf = 0;
            for level in 0..DEPTH {
                let value = row[tree.features[level] as usize];
                leaf |= usize::from(value > tree.thresholds[level]) << level;
            }
            sum += tree.leaves[leaf];
        }
        sigmoid(sum)
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

/// Weights of signs for classes, in eighths of `scale`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linear {
    pub(crate) scale: f32,
    pub(crate) weights: Vec<[i8; CLASSES]>,
}

impl Linear {
    /// Probabilities of the classes.
    pub(crate) fn classes(&self, signs: &[u32]) -> [f32; CLASSES] {
        let mut sums = [0i32; CLASSES];
        for &sign in signs {
            for (sum, &w) in sums.iter_mut().zip(&self.weights[sign as usize % ROWS]) {
                *sum += i32::from(w);
            }
        }
        #[allow(clippy::cast_precision_loss, reason = "sums of small weights")]
        softmax(sums.map(|s| s as f32 * self.scale))
    }
}

pub(crate) fn softmax(scores: [f32; CLASSES]) -> [f32; CLASSES] {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut out = scores.map(|s| exp(s - most));
    let total: f32 = out.iter().sum();
    out.iter_mut().for_each(|p| *p /= total);
    out
}

/// How sure the classifier must be to drop a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Caution {
    /// The probability asked for.
    pub(crate) drop: f32,
    /// And in a text that looks clean, where the rules act nearly alone.
    pub(crate) drop_in_clean: f32,
    /// A text with less than this share of doubtful words looks clean.
    pub(crate) clean: f32,
    /// The probability asked for where the line leads a paragraph as a heading does.
    pub(crate) heading: f32,
}

impl Caution {
    /// Chosen on the cross-validated news pages, where a lost paragraph counts for more than a kept line:
    /// of 0.5, 0.6 and 0.7 the bar with the best 4-gram F1 on the readability view.
    pub(crate) const USUAL: Self = Self { drop: 0.7, drop_in_clean: 0.9, clean: 0.08, heading: 0.8 };

    /// The probability asked for in a text of which `dirt` of the words are doubtful.
    pub(crate) const fn bar(self, dirt: f32) -> f32 {
        if dirt < self.clean { self.drop_in_clean } else { self.drop }
    }
}

/// Everything that was trained.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Model {
    pub(crate) caution: Caution,
    pub(crate) linear: Linear,
    pub(crate) first: Forest,
    pub(crate) second: Forest,
}

impl Model {
    /// The model in the binary; none when the file was damaged before the build.
    pub(crate) fn embedded() -> Option<&'static Self> {
        static MODEL: OnceLock<Option<Model>> = OnceLock::new();
        MODEL.get_or_init(|| Self::parse(EMBEDDED)).as_ref()
    }

    /// The bytes of the model in the binary, for its checksum.
    pub(crate) const fn bytes() -> &'static [u8] {
        EMBEDDED
    }

    /// Reads a model file.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { bytes: bytes.strip_prefix(MAGIC)? };
        let scale = reader.float()?;
        let weights = reader
            .take(ROWS * CLASSES)?
            .chunks_exact(CLASSES)
            .map(|row| std::array::from_fn(|i| i8::from_le_bytes([row[i]])))
            .collect();
        let model = Self {
            caution: Caution::USUAL,
            linear: Linear { scale, weights },
            first: reader.forest(FIRST)?,
            second: reader.forest(FIRST + SECOND)?,
        };
        reader.bytes.is_empty().then_some(model)
    }

    /// Writes a model file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.linear.scale.to_le_bytes());
        out.extend(self.linear.weights.iter().flatten().flat_map(|w| w.to_le_bytes()));
        for forest in [&self.first, &self.second] {
            out.extend(u32::try_from(forest.trees.len()).unwrap_or(0).to_le_bytes());
            out.extend(forest.base.to_le_bytes());
            out.extend(forest.medians.iter().flat_map(|m| m.to_le_bytes()));
            for tree in &forest.trees {
                out.extend(tree.features);
                out.extend(tree.thresholds.iter().chain(&tree.leaves).flat_map(|v| v.to_le_bytes()));
            }
        }
        out
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(n)?;
        self.bytes = rest;
        Some(head)
    }

    fn word(&mut self) -> Option<[u8; 4]> {
        self.take(4)?.try_into().ok()
    }

    fn float(&mut self) -> Option<f32> {
        self.word().map(f32::from_le_bytes).filter(|f| f.is_finite())
    }

    fn forest(&mut self, columns: usize) -> Option<Forest> {
        let trees = u32::from_le_bytes(self.word()?);
        let base = self.float()?;
        let medians = (0..columns).map(|_| self.float()).collect::<Option<Vec<f32>>>()?;
        let trees = (0..trees)
            .map(|_| {
                let features: [u8; DEPTH] = self.take(DEPTH)?.try_into().ok()?;
                let mut tree = Tree { features, thresholds: [0.0; DEPTH], leaves: [0.0; 1 << DEPTH] };
                for value in tree.thresholds.iter_mut().chain(&mut tree.leaves) {
                    *value = self.float()?;
                }
                features.iter().all(|&f| (f as usize) < columns).then_some(tree)
            })
            .collect::<Option<Vec<Tree>>>()?;
        Some(Forest { base, trees, medians })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_loads() {
        let model = Model::embedded().expect("a model");
        assert!(!model.first.trees.is_empty() && !model.second.trees.is_empty());
        assert_eq!(model.write(), EMBEDDED);
    }

    #[test]
    fn damaged_files_are_refused() {
        assert!(Model::parse(b"").is_none());
        assert!(Model::parse(&EMBEDDED[..EMBEDDED.len() - 1]).is_none());
        let mut longer = EMBEDDED.to_vec();
        longer.push(0);
        assert!(Model::parse(&longer).is_none());
        let mut other = EMBEDDED.to_vec();
        other[0] ^= 1;
        assert!(Model::parse(&other).is_none());
    }

    #[test]
    fn the_logistic_function() {
        assert_eq!(sigmoid(0.0), 0.5);
        for x in [-6.0f32, -1.0, 0.3, 2.0, 9.0] {
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-3, "{x}");
        }
    }
}
