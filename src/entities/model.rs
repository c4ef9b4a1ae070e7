//! The model file and its form in memory.
//!
//! Weights are eight-bit integers, and the file has only those that are not 0, five of 64 for a
//! feature on average. Features with few stay as they are in the file, side by side; those with more,
//! which are the frequent ones, are spread into rows of one cache line, which a handful of vector
//! instructions adds. Scores are sums of integers, so they are the same on every machine.
//!
//! Layout, little-endian: magic, version, SHA-256 of all that follows, then the sections in the
//! order of [`Model::read`].

use super::clusters::{Clusters, FURTHER, LEVELS, Levels, Numbers};
use super::decode::{STEP, Steps, Transitions};
use super::lines::{Lines, prefetch};
use super::tags::ROW;
use super::topics::Shares;
use crate::binary::Reader;
use crate::simd::with_avx2;

/// First bytes of a model file, version included.
pub(crate) const MAGIC: &[u8; 16] = b"copydesk-ner 006";

/// Weights of one feature by tag, for the first pass and behind them for the second.
#[cfg(feature = "train")]
pub(crate) type Row = [i8; 2 * ROW];
/// Scores of the tags of one token in both passes.
pub(crate) type Scores = [i16; 2 * ROW];

/// A trained model.
#[derive(Debug)]
pub(crate) struct Model {
    /// Where the weights of features are, by their keys.
    places: Lines<Place, 8>,
    wide: Vec<Wide>,
    /// For each feature with few weights: how many, and how many binary digits they are shifted to the left,
    /// in one byte each; the tags; the weights.
    narrow: Vec<u8>,
    /// Steps of the first and the second pass.
    pub(crate) steps: [Steps<i16>; 2],
    pub(crate) clusters: Clusters,
    /// What topics are measured by.
    pub(crate) shares: Shares,
    /// The most frequent words of the training text, one a line.
    pub(crate) common: String,
    /// Margin of a mention at which confidence reaches each twentieth from 0.
    pub(crate) confidence: [i32; CONFIDENCES],
    pub(crate) checksum: String,
}

/// Most weights of a feature that are added one by one.
const NARROW: usize = 12;

/// About how many features are looked up in one go: what they touch fits into the nearest cache.
const AT_ONCE: usize = 224;

/// All weights of a feature in one cache line.
#[derive(Debug, Clone)]
#[repr(align(64))]
struct Wide([i8; 2 * ROW]);

/// Where the weights of a feature are: a byte of the narrow rows or the number of a wide one, and then
/// how many binary digits its weights are shifted to the left.
#[derive(Debug, Clone, Copy, Default)]
struct Place(u32);

impl Place {
    const WIDE: u32 = 1 << 31;
    const SHIFT: u32 = 28;

    const fn narrow(start: usize) -> Self {
        Self(start as u32)
    }

    const fn wide(row: usize, shift: u8) -> Self {
        Self(Self::WIDE | (shift as u32 & 7) << Self::SHIFT | row as u32)
    }

    #[inline]
    const fn row(self) -> Option<(usize, u32)> {
        if self.0 & Self::WIDE == 0 {
            return None;
        }
        Some(((self.0 & ((1 << Self::SHIFT) - 1)) as usize, self.0 >> Self::SHIFT & 7))
    }
}

/// The rows of a file as they stand there, up to one that is cut off.
fn each(mut rows: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (row, rest) = rows.split_at_checked(2 + 2 * *rows.first()? as usize)?;
        rows = rest;
        Some(row)
    })
}

const fn is_wide(row: &[u8]) -> bool {
    row.len() > 2 + 2 * NARROW
}

/// Features of several tokens, or words, whose weights are added in one go.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Key of a feature, and the number of the scores that its weights go to.
    features: Vec<(u32, u32)>,
    /// Where the weights of some of them are.
    places: Vec<(Place, u32)>,
}

impl Batch {
    /// Whether there are as many as should be looked up in one go.
    pub(crate) const fn is_full(&self) -> bool {
        self.features.len() >= AT_ONCE
    }
}

/// Steps of the confidence table.
pub(crate) const CONFIDENCES: usize = 20;

impl Model {
    /// Reads a model file; none when it is not one of this version or is cut off. Parts that are not needed any more
    /// are given to `done`.
    pub(crate) fn read<'a>(file: &'a [u8], done: impl Fn(&'a [u8])) -> Option<Self> {
        let whole = file;
        let mut file = Reader::open(file, MAGIC)?;
        let checksum = file.take(32)?.iter().fold("sha256:".to_owned(), |hex, b| hex + &format!("{b:02x}"));

        let mut transitions = [Transitions::<i16>::zero(), Transitions::zero()];
        for score in transitions.iter_mut().flat_map(Transitions::iter_mut) {
            *score = i16::try_from(file.u32()?.cast_signed()).ok()?.clamp(-STEP, STEP);
        }
        let mut confidence = [0; CONFIDENCES];
        for margin in &mut confidence {
            *margin = file.u32()?.cast_signed();
        }

        let features = file.u32()? as usize;
        let size = file.u32()? as usize;
        let keys = file.u32s(features)?;
        let rows = file.take(size)?;
        if each(rows).count() != features || each(rows).map(<[u8]>::len).sum::<usize>() != size {
            return None;
        }
        let mut places = Lines::new(features);
        let mut wide = Vec::with_capacity(each(rows).filter(|row| is_wide(row)).count());
        // The frequent ones first, so that they are where they are looked for.
        for (key, row) in keys.clone().zip(each(rows)).filter(|(_, row)| is_wide(row)) {
            let (&[weights, shift], row) = row.split_first_chunk()?;
            let (tags, weights) = row.split_at(weights as usize);
            places.insert(key, Place::wide(wide.len(), shift));
            let mut row = Wide([0; 2 * ROW]);
            for (&tag, weight) in tags.iter().zip(weights) {
                row.0[tag as usize % (2 * ROW)] = weight.cast_signed();
            }
            wide.push(row);
        }
        let mut narrow = Vec::with_capacity(each(rows).filter(|row| !is_wide(row)).map(<[u8]>::len).sum());
        for (key, row) in keys.zip(each(rows)).filter(|(_, row)| !is_wide(row)) {
            places.insert(key, Place::narrow(narrow.len()));
            narrow.extend_from_slice(row);
        }
        done(rows);
        let words = file.u32()? as usize;
        let paths = file.u32()? as usize;
        let mut levels = Levels { nested: vec![[0; LEVELS]; paths], ..Levels::default() };
        for (to, from) in levels.nested.iter_mut().flatten().zip(file.u16s(paths * LEVELS)?) {
            *to = from;
        }
        let hashes = file.u32s(words)?;
        let mut numbers = (0..=FURTHER).map(|_| file.u16s(words)).collect::<Option<Vec<_>>>()?;
        for coarse in &mut levels.coarse {
            let clusters = file.u32()? as usize;
            *coarse = file.u16s(clusters)?.collect();
        }
        let words = hashes.map(|hash| {
            let mut of_word = Numbers::default();
            for (to, number) in of_word.iter_mut().zip(&mut numbers) {
                *to = number.next().unwrap_or_default();
            }
            (hash, of_word)
        });
        let clusters = Clusters::new(words, levels);
        let topics = file.u32()? as usize;
        let shares = Shares(file.u32s(topics)?.map(f32::from_bits).collect());
        let length = file.u32()? as usize;
        let common = std::str::from_utf8(file.take(length)?).ok()?.to_owned();
        done(whole);
        Some(Self {
            places,
            wide,
            narrow,
            steps: transitions.map(|t| Steps::new(&t)),
            clusters,
            shares,
            common,
            confidence,
            checksum,
        })
    }

    /// Puts a feature for the scores of this number into a batch.
    #[inline]
    pub(crate) fn ask(&self, batch: &mut Batch, feature: u64, to: usize) {
        let key = short(feature);
        self.places.prefetch(key);
        batch.features.push((key, to as u32));
    }

    /// Adds the weights of the features in a batch to the scores that they go to, where the model knows
    /// them, and empties the batch.
    pub(crate) fn add(&self, batch: &mut Batch, scores: &mut [Scores]) {
        with_avx2!(self.add_avx2(batch, scores));
        self.add_anywhere(batch, scores);
    }

    /// The same with wider registers: a row is four additions instead of eight.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn add_avx2(&self, batch: &mut Batch, scores: &mut [Scores]) {
        self.add_anywhere(batch, scores);
    }

    /// Nearly all the time would go into waiting for memory: so what will be looked at is prefetched from
    /// the moment at which a feature is known, then the rows of all features, and only then are weights added.
    /// This pays with many features at once, but no more than stay near the processor.
    #[inline(always)]
    fn add_anywhere(&self, batch: &mut Batch, scores: &mut [Scores]) {
        let Batch { features, places } = batch;
        places.clear();
        for (key, to) in features.drain(..) {
            let Some(place) = self.places.find(key) else { continue };
            match place.row() {
                Some((row, _)) => prefetch(&self.wide[row]),
                None => self.narrow.get(place.0 as usize).iter().for_each(|row| prefetch(*row)),
            }
            places.push((place, to));
        }
        for &(place, to) in places.iter() {
            let Some(scores) = scores.get_mut(to as usize) else { continue };
            match place.row() {
                Some((row, shift)) => {
                    for (score, &weight) in scores.iter_mut().zip(&self.wide[row].0) {
                        *score = score.saturating_add(i16::from(weight) << shift);
                    }
                }
                None => self.add_narrow(place.0 as usize, scores),
            }
        }
    }

    #[inline]
    fn add_narrow(&self, start: usize, scores: &mut Scores) {
        let row = self.narrow.get(start..).and_then(<[u8]>::split_first_chunk);
        let Some((&[weights, shift], row)) = row else { return };
        let Some((tags, row)) = row.split_at_checked(weights as usize) else { return };
        for (&tag, &weight) in tags.iter().zip(row) {
            let score = &mut scores[tag as usize % (2 * ROW)];
            *score = score.saturating_add(i16::from(weight.cast_signed()) << (shift & 7));
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
    pub(crate) transitions: &'a [Transitions<i16>; 2],
    pub(crate) confidence: &'a [i32; CONFIDENCES],
    /// Key, binary digits to shift, weights.
    pub(crate) features: &'a [(u32, u8, Row)],
    pub(crate) words: &'a [(u32, Numbers)],
    pub(crate) levels: &'a Levels,
    pub(crate) shares: &'a Shares,
    pub(crate) common: &'a str,
}

#[cfg(feature = "train")]
impl Parts<'_> {
    /// The bytes of the file.
    pub(crate) fn write(&self) -> Vec<u8> {
        use sha2::{Digest, Sha256};
        let mut out = Vec::new();
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        let steps = self.transitions.iter().flat_map(Transitions::iter).map(|step| i32::from(*step));
        for score in steps.chain(self.confidence.iter().copied()) {
            out.extend(score.to_le_bytes());
        }
        let mut rows = Vec::new();
        for (_, shift, row) in self.features {
            let tags: Vec<u8> = (0u8..).zip(row).filter(|(_, w)| **w != 0).map(|(tag, _)| tag).collect();
            rows.extend([tags.len() as u8, *shift]);
            rows.extend(&tags);
            rows.extend(tags.iter().map(|tag| row[*tag as usize].cast_unsigned()));
        }
        out.extend(size(self.features.len()));
        out.extend(size(rows.len()));
        for (key, ..) in self.features {
            out.extend(key.to_le_bytes());
        }
        out.extend(rows);
        out.extend(size(self.words.len()));
        out.extend(size(self.levels.nested.len()));
        for level in self.levels.nested.iter().flatten() {
            out.extend(level.to_le_bytes());
        }
        for (hash, _) in self.words {
            out.extend(hash.to_le_bytes());
        }
        for clustering in 0..=FURTHER {
            for (_, numbers) in self.words {
                out.extend(numbers[clustering].to_le_bytes());
            }
        }
        for coarse in &self.levels.coarse {
            out.extend(size(coarse.len()));
            for cluster in coarse {
                out.extend(cluster.to_le_bytes());
            }
        }
        out.extend(size(self.shares.0.len()));
        for share in &self.shares.0 {
            out.extend(share.to_bits().to_le_bytes());
        }
        out.extend(size(self.common.len()));
        out.extend(self.common.as_bytes());
        let mut file = MAGIC.to_vec();
        file.extend(Sha256::digest(&out));
        file.extend(out);
        file
    }
}
