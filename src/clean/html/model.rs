//! The trained part of page extraction and its file: two forests, the first over a line's own
//! features, the second with the first one's verdicts on what is around it.
//!
//! Little-endian: magic, then each forest. See the model card beside this file for what it was trained on.

use std::sync::OnceLock;

use super::context::CONTEXT;
use super::features::FEATURES;
use crate::binary::Reader;
use crate::clean::forest::Forest;

const MAGIC: &[u8; 16] = b"CopydeskPages 2\n";
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
        let mut reader = Reader::open(bytes, MAGIC)?;
        let first = Forest::read(&mut reader, FEATURES)?;
        let second = Forest::read(&mut reader, FEATURES + CONTEXT)?;
        reader.is_empty().then_some(Self { first, second })
    }

    /// Writes a model file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.first.write(&mut out);
        self.second.write(&mut out);
        out
    }
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
