//! The model file and its form in memory.
//!
//! The file has weights as eight-bit integers, only those that are not 0; in memory a feature is a
//! row of 32. Scores are sums of integers, so they are the same on every machine.
//!
//! Layout, little-endian: magic, version, SHA-256 of all that follows, then the sections in the
//! order of [`Model::parse`].

use super::clusters::{Clusters, LEVELS};
use super::decode::Transitions;
use super::tags::ROW;

/// First bytes of a model file, version included.
pub(crate) const MAGIC: &[u8; 16] = b"copydesk-ner 004";

/// Weights of one feature by tag, for the first pass and behind them for the second.
pub(crate) type Row = [i8; 2 * ROW];
/// Scores of the tags of one token in both passes.
pub(crate) type Scores = [i16; 2 * ROW];

/// A trained model.
#[derive(Debug)]
pub(crate) struct Model {
    /// Keys of features and where their rows are, open addressing; key 0 is empty. The upper four
    /// bits of a place say how many binary digits the weights of the row are shifted.
    slots: Vec<(u32, u32)>,
    rows: Vec<Row>,
    /// Transitions of the first and the second pass.
    pub(crate) transitions: [Transitions<i32>; 2],
    pub(crate) clusters: Clusters,
    /// The most frequent words of the training text, one a line.
    pub(crate) common: String,
    /// Margin of a mention at which confidence reaches each twentieth from 0.
    pub(crate) confidence: [i32; CONFIDENCES],
    pub(crate) checksum: String,
}

/// Bits of a place that number a row.
const SHIFT: u32 = 28;

/// Steps of the confidence table.
pub(crate) const CONFIDENCES: usize = 20;

/// Takes numbers off the front of a file; `None` where it ends too soon.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn u32s(&mut self, n: usize) -> Option<impl ExactSizeIterator<Item = u32> + use<'a>> {
        let (words, _) = self.take(n.checked_mul(4)?)?.as_chunks::<4>();
        Some(words.iter().map(|w| u32::from_le_bytes(*w)))
    }

    fn u64s(&mut self, n: usize) -> Option<impl ExactSizeIterator<Item = u64> + use<'a>> {
        let (words, _) = self.take(n.checked_mul(8)?)?.as_chunks::<8>();
        Some(words.iter().map(|w| u64::from_le_bytes(*w)))
    }

    fn u16s(&mut self, n: usize) -> Option<impl ExactSizeIterator<Item = u16> + use<'a>> {
        let (words, _) = self.take(n.checked_mul(2)?)?.as_chunks::<2>();
        Some(words.iter().map(|w| u16::from_le_bytes(*w)))
    }
}

impl Model {
    /// Reads a model file; none when it is not one of this version or is cut off.
    pub(crate) fn parse(file: &[u8]) -> Option<Self> {
        let mut file = Reader(file);
        if file.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let checksum = file.take(32)?.iter().fold("sha256:".to_owned(), |hex, b| hex + &format!("{b:02x}"));

        let mut transitions = [Transitions::zero(), Transitions::zero()];
        for score in transitions.iter_mut().flat_map(Transitions::iter_mut) {
            *score = file.u32()?.cast_signed();
        }
        let mut confidence = [0; CONFIDENCES];
        for margin in &mut confidence {
            *margin = file.u32()?.cast_signed();
        }

        let features = file.u32()? as usize;
        let weights = file.u32()? as usize;
        let mut slots = vec![(0, 0); (features + features / 3).next_power_of_two().max(2)];
        let keys = file.u32s(features)?;
        let shifts = file.take(features)?.iter();
        for (place, (key, shift)) in keys.zip(shifts).enumerate() {
            let mut at = key as usize & (slots.len() - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = (key, place as u32 | u32::from(shift & 15) << SHIFT);
        }
        let masks = file.u64s(features)?;
        let mut values = file.take(weights)?.iter();
        let mut rows = vec![[0; 2 * ROW]; features];
        for (row, mut mask) in rows.iter_mut().zip(masks) {
            while mask != 0 {
                row[mask.trailing_zeros() as usize] = values.next()?.cast_signed();
                mask &= mask - 1;
            }
        }

        let words = file.u32()? as usize;
        let paths = file.u32()? as usize;
        let mut path = vec![[0; LEVELS]; paths];
        for (to, from) in path.iter_mut().flatten().zip(file.u16s(paths * LEVELS)?) {
            *to = from;
        }
        let hashes = file.u32s(words)?;
        let clusters = file.u16s(words)?;
        let clusters = Clusters::new(hashes.zip(clusters), path);
        let length = file.u32()? as usize;
        let common = std::str::from_utf8(file.take(length)?).ok()?.to_owned();
        Some(Self { slots, rows, transitions, clusters, common, confidence, checksum })
    }

    /// Adds the weights of a feature to the scores of a token, if the model knows it.
    #[inline]
    pub(crate) fn add(&self, key: u64, scores: &mut Scores) {
        let key = short(key);
        let mut at = key as usize & (self.slots.len() - 1);
        loop {
            let (found, place) = self.slots[at];
            if found == key {
                let shift = place >> SHIFT;
                for (score, &weight) in scores.iter_mut().zip(&self.rows[(place & ((1 << SHIFT) - 1)) as usize]) {
                    *score = score.saturating_add(i16::from(weight) << shift);
                }
                return;
            }
            if found == 0 {
                return;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}

/// Key of a feature in the file; never 0.
pub(crate) const fn short(key: u64) -> u32 {
    ((key ^ (key >> 32)) as u32).saturating_add(1)
}

/// What goes into a model file. Keys, masks and values are in the same order.
#[cfg(feature = "train")]
pub(crate) struct Parts<'a> {
    pub(crate) transitions: &'a [Transitions<i32>; 2],
    pub(crate) confidence: &'a [i32; CONFIDENCES],
    /// Key, binary digits to shift, weights.
    pub(crate) features: &'a [(u32, u8, Row)],
    pub(crate) words: &'a [(u32, u16)],
    pub(crate) paths: &'a [[u16; LEVELS]],
    pub(crate) common: &'a str,
}

#[cfg(feature = "train")]
impl Parts<'_> {
    /// The bytes of the file.
    pub(crate) fn write(&self) -> Vec<u8> {
        use sha2::{Digest, Sha256};
        let mut out = Vec::new();
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        for score in self.transitions.iter().flat_map(Transitions::iter).chain(self.confidence) {
            out.extend(score.to_le_bytes());
        }
        let count = |row: &Row| row.iter().filter(|w| **w != 0).count();
        out.extend(size(self.features.len()));
        out.extend(size(self.features.iter().map(|(.., row)| count(row)).sum()));
        for (key, ..) in self.features {
            out.extend(key.to_le_bytes());
        }
        out.extend(self.features.iter().map(|(_, shift, _)| *shift));
        for (.., row) in self.features {
            let mask = row.iter().enumerate().filter(|(_, w)| **w != 0).fold(0u64, |m, (i, _)| m | 1 << i);
            out.extend(mask.to_le_bytes());
        }
        for (.., row) in self.features {
            out.extend(row.iter().filter(|w| **w != 0).map(|w| w.cast_unsigned()));
        }
        out.extend(size(self.words.len()));
        out.extend(size(self.paths.len()));
        for level in self.paths.iter().flatten() {
            out.extend(level.to_le_bytes());
        }
        for (hash, _) in self.words {
            out.extend(hash.to_le_bytes());
        }
        for (_, cluster) in self.words {
            out.extend(cluster.to_le_bytes());
        }
        out.extend(size(self.common.len()));
        out.extend(self.common.as_bytes());
        let mut file = MAGIC.to_vec();
        file.extend(Sha256::digest(&out));
        file.extend(out);
        file
    }
}
