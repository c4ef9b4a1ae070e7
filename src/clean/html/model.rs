//! The trained part of page extraction and its file: two forests, the first over a line's own
//! features, the second with the first one's verdicts on what is around it.
//!
//! Little-endian: magic, then each forest as its number of trees, its base and its trees. See the
//! model card beside this file for what it was trained on.

use std::sync::OnceLock;

use super::context::CONTEXT;
use super::features::FEATURES;
use crate::clean::model::{DEPTH, Forest, Tree};

const MAGIC: &[u8; 16] = b"CopydeskPages 1\n";
/// The model in the binary.
const EMBEDDED: &[u8] = include_bytes!("model.bin");

/// Both forests; they give the probability that a line is the article.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct PageModel {
    pub(crate) first: Forest,
    pub(crate) second: Forest,
}

impl PageModel {
    /// The model in the binary; one that knows nothing when the file was damaged before the build.
    pub(crate) fn embedded() -> &'static Self {
        static MODEL: OnceLock<PageModel> = OnceLock::new();
        MODEL.get_or_init(|| Self::parse(EMBEDDED).unwrap_or_default())
    }

    /// The bytes of the model in the binary, for its checksum.
    pub(crate) const fn bytes() -> &'static [u8] {
        EMBEDDED
    }

    /// Reads a model file.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let first = forest(&mut rest, FEATURES)?;
        let second = forest(&mut rest, FEATURES + CONTEXT)?;
        rest.is_empty().then_some(Self { first, second })
    }

    /// Writes a model file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for forest in [&self.first, &self.second] {
            out.extend(u32::try_from(forest.trees.len()).unwrap_or(0).to_le_bytes());
            out.extend(forest.base.to_le_bytes());
            for tree in &forest.trees {
                out.extend(tree.features);
                out.extend(tree.thresholds.iter().chain(&tree.leaves).flat_map(|v| v.to_le_bytes()));
            }
        }
        out
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

fn forest(rest: &mut &[u8], columns: usize) -> Option<Forest> {
    let trees = u32::from_le_bytes(take(rest)?);
    let base = f32::from_le_bytes(take(rest)?);
    let trees = (0..trees)
        .map(|_| {
            let features: [u8; DEPTH] = take(rest)?;
            let mut tree = Tree { features, thresholds: [0.0; DEPTH], leaves: [0.0; 1 << DEPTH] };
            for value in tree.thresholds.iter_mut().chain(&mut tree.leaves) {
                *value = f32::from_le_bytes(take(rest)?);
            }
            features.iter().all(|&f| (f as usize) < columns).then_some(tree)
        })
        .collect::<Option<Vec<Tree>>>()?;
    Some(Forest { base, trees, medians: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_loads_and_damaged_ones_do_not() {
        let model = PageModel::parse(EMBEDDED).expect("a model");
        assert!(!model.first.trees.is_empty() && !model.second.trees.is_empty());
        assert_eq!(model.write(), EMBEDDED);
        assert!(PageModel::parse(&EMBEDDED[..EMBEDDED.len() - 1]).is_none());
        assert!(PageModel::parse(b"").is_none());
    }
}
