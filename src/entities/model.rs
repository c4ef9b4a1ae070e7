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
pub(crate) const MAGIC: &[u8; 16] = b"copydesk-ner 001";

/// Weights of one feature by tag.
pub(crate) type Row = [i8; ROW];

/// A trained model.
#[derive(Debug)]
pub(crate) struct Model {
    /// Keys of features, open addressing; 0 is empty.
    keys: Vec<u32>,
    /// Rows of the keys at the same places.
    places: Vec<u32>,
    rows: Vec<Row>,
    pub(crate) transitions: Transitions<i32>,
    pub(crate) clusters: Clusters,
    pub(crate) checksum: String,
}

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

        let mut transitions = Transitions::zero();
        for score in transitions.enter.iter_mut().flatten().chain(transitions.within.iter_mut().flatten()) {
            *score = file.u32()?.cast_signed();
        }

        let features = file.u32()? as usize;
        let weights = file.u32()? as usize;
        let slots = (features * 3 / 2).next_power_of_two().max(2);
        let mut keys = vec![0; slots];
        let mut places = vec![0; slots];
        for (place, key) in file.u32s(features)?.enumerate() {
            let mut at = key as usize & (slots - 1);
            while keys[at] != 0 {
                at = (at + 1) & (slots - 1);
            }
            keys[at] = key;
            places[at] = place as u32;
        }
        let masks = file.u32s(features)?;
        let mut values = file.take(weights)?.iter();
        let mut rows = vec![[0; ROW]; features];
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
        Some(Self { keys, places, rows, transitions, clusters, checksum })
    }

    /// Adds the weights of a feature to the scores of a token, if the model knows it.
    #[inline]
    pub(crate) fn add(&self, key: u64, scores: &mut [i32; ROW]) {
        let key = short(key);
        let mut at = key as usize & (self.keys.len() - 1);
        while self.keys[at] != 0 {
            if self.keys[at] == key {
                for (score, &weight) in scores.iter_mut().zip(&self.rows[self.places[at] as usize]) {
                    *score += i32::from(weight);
                }
                return;
            }
            at = (at + 1) & (self.keys.len() - 1);
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
    pub(crate) transitions: &'a Transitions<i32>,
    pub(crate) features: &'a [(u32, Row)],
    pub(crate) words: &'a [(u32, u16)],
    pub(crate) paths: &'a [[u16; LEVELS]],
}

#[cfg(feature = "train")]
impl Parts<'_> {
    /// The bytes of the file.
    pub(crate) fn write(&self) -> Vec<u8> {
        use sha2::{Digest, Sha256};
        let mut out = Vec::new();
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        for score in self.transitions.enter.iter().flatten().chain(self.transitions.within.iter().flatten()) {
            out.extend(score.to_le_bytes());
        }
        let count = |row: &Row| row.iter().filter(|w| **w != 0).count();
        out.extend(size(self.features.len()));
        out.extend(size(self.features.iter().map(|(_, row)| count(row)).sum()));
        for (key, _) in self.features {
            out.extend(key.to_le_bytes());
        }
        for (_, row) in self.features {
            let mask = row.iter().enumerate().filter(|(_, w)| **w != 0).fold(0u32, |m, (i, _)| m | 1 << i);
            out.extend(mask.to_le_bytes());
        }
        for (_, row) in self.features {
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
        let mut file = MAGIC.to_vec();
        file.extend(Sha256::digest(&out));
        file.extend(out);
        file
    }
}
