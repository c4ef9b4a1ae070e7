//! The trained part of page extraction and its file: networks over the lines of a page,
//! whose mean is the verdict.
//!
//! Little-endian: magic, how many networks in a byte, each network. See the model card beside this file for what it was trained on.

use std::sync::OnceLock;

use super::features::FEATURES;
use crate::binary::Reader;
use crate::clean::network::Network;

const MAGIC: &[u8; 16] = b"CopydeskPages 4\n";
/// The model in the binary.
const EMBEDDED: &[u8] = include_bytes!("model.bin");

/// The networks; they give the probability that a line is the article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageModel(pub(crate) Vec<Network>);

impl PageModel {
    /// The model in the binary; none when the file was damaged before the build.
    pub(crate) fn embedded() -> Option<&'static Self> {
        static MODEL: OnceLock<Option<PageModel>> = OnceLock::new();
        MODEL.get_or_init(|| Self::parse(EMBEDDED)).as_ref()
    }

    /// The bytes of the model in the binary, for its checksum.
    pub(crate) const fn bytes() -> &'static [u8] {
        EMBEDDED
    }

    /// Reads a model file.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::open(bytes, MAGIC)?;
        let &[count] = reader.take(1)?.first_chunk::<1>()?;
        let networks = (0..count).map(|_| Network::read(&mut reader, FEATURES)).collect::<Option<Vec<Network>>>()?;
        (reader.is_empty() && count > 0).then_some(Self(networks))
    }

    /// Writes a model file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(u8::try_from(self.0.len()).unwrap_or(u8::MAX));
        self.0.iter().for_each(|network| network.write(&mut out));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_loads_and_damaged_ones_do_not() {
        let model = PageModel::parse(EMBEDDED).expect("a model");
        assert_eq!(model.write(), EMBEDDED);
        assert!(PageModel::parse(&EMBEDDED[..EMBEDDED.len() - 1]).is_none());
        assert!(PageModel::parse(b"").is_none());
    }
}
