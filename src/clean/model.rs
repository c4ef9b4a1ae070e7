//! The trained parts and their file: a linear model over hashed signs (how a line reads, and the
//! reason if it goes) and a network over the lines of a page.
//!
//! All values little-endian: magic, linear scale and weights, then the network. Read once, by
//! copying; nothing in it is executed or trusted beyond its bounds.

use std::sync::OnceLock;

use super::features::COLUMNS;
use super::logistic::exp;
use super::network::Network;
use crate::binary::Reader;
use crate::document::Reason;
use crate::simd::with_avx2;

const MAGIC: &[u8; 16] = b"CopydeskClean 4\n";
/// The model in the binary.
const EMBEDDED: &[u8] = include_bytes!("model.bin");

/// Rows of the linear model.
pub(crate) const ROWS: usize = 1 << 13;
/// Its classes: keep, then the reasons in their order.
pub(crate) const CLASSES: usize = 20;
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

/// Weights of signs for classes, in eighths of `scale`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linear {
    pub(crate) scale: f32,
    pub(crate) weights: Vec<[i8; CLASSES]>,
}

impl Linear {
    /// Probabilities of the classes.
    pub(crate) fn classes(&self, signs: &[u32]) -> [f32; CLASSES] {
        with_avx2!(self.classes_avx2(signs));
        self.classes_anywhere(signs)
    }

    /// The same with wider registers: a row is two additions instead of five.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn classes_avx2(&self, signs: &[u32]) -> [f32; CLASSES] {
        self.classes_anywhere(signs)
    }

    #[inline(always)]
    fn classes_anywhere(&self, signs: &[u32]) -> [f32; CLASSES] {
        // A line has some eighty signs at most.
        let mut sums = [0i16; CLASSES];
        for &sign in signs {
            for (sum, &w) in sums.iter_mut().zip(&self.weights[sign as usize % ROWS]) {
                *sum = sum.wrapping_add(i16::from(w));
            }
        }
        softmax(sums.map(|s| f32::from(s) * self.scale))
    }
}

#[inline(always)]
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
    /// The probability asked for where the line leads a paragraph as a heading does, and of the items of a list.
    pub(crate) heading: f32,
    /// And of a list whose items tell something.
    pub(crate) list: f32,
    /// And of bare prose below the headline or the article's first, in a text with less than this share of
    /// doubtful words.
    pub(crate) prose: f32,
    pub(crate) mostly_clean: f32,
    /// A page of more doubt than this is of an unusual kind: a list, a table, a recipe.
    pub(crate) doubt: f32,
    /// How much the probability asked for rises with the doubt above that, and to what at most.
    pub(crate) rise: f32,
    pub(crate) most: f32,
    /// What a change of verdict from a line to the next costs, in shares of the way from the bar to certainty,
    /// and how much more where the two are written alike.
    pub(crate) change: f32,
    pub(crate) alike: f32,
}

impl Caution {
    /// Chosen on the cross-validated news pages, where a lost paragraph counts for more than a kept
    /// line, from bars of 0.5 to 0.75, shares of 0, 0.5 and 1, 0.7 to 0.85 in clean text, six rises of the
    /// bar from a doubt of 0.1 to 0.4 on, and seven pairs of costs; the caution with prose from texts of up to 15 to
    /// 70 % doubtful words.
    pub(crate) const USUAL: Self = Self {
        drop: 0.65,
        drop_in_clean: 0.7,
        clean: 0.08,
        heading: 0.8,
        list: 0.9,
        prose: 0.9,
        mostly_clean: 0.15,
        doubt: 0.4,
        rise: 2.0,
        most: 0.95,
        change: 0.15,
        alike: 0.5,
    };

    /// The probability asked for in a text of which `dirt` of the words are doubtful, and of whose lines the
    /// classifier has that much `doubt`.
    pub(crate) const fn bar(self, dirt: f32, doubt: f32) -> f32 {
        let bar = if dirt < self.clean { self.drop_in_clean } else { self.drop };
        (bar + (doubt - self.doubt).max(0.0) * self.rise).min(self.most)
    }
}

/// Everything that was trained.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Model {
    pub(crate) caution: Caution,
    pub(crate) linear: Linear,
    pub(crate) network: Network,
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
        let mut reader = Reader::open(bytes, MAGIC)?;
        let scale = reader.f32()?;
        let weights = reader
            .take(ROWS * CLASSES)?
            .chunks_exact(CLASSES)
            .map(|row| std::array::from_fn(|i| i8::from_le_bytes([row[i]])))
            .collect();
        let model = Self {
            caution: Caution::USUAL,
            linear: Linear { scale, weights },
            network: Network::read(&mut reader, COLUMNS)?,
        };
        reader.is_empty().then_some(model)
    }

    /// Writes a model file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.linear.scale.to_le_bytes());
        out.extend(self.linear.weights.iter().flatten().flat_map(|w| w.to_le_bytes()));
        self.network.write(&mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_loads() {
        let model = Model::embedded().expect("a model");
        assert_eq!(model.write(), EMBEDDED);
    }

    #[test]
    fn wider_registers_change_nothing() {
        let network = &Model::embedded().expect("a model").network;
        for seed in 0..20u16 {
            let row: Vec<f32> = (0..COLUMNS as u16).map(|c| f32::from(c * 37 % (seed + 2)) * 0.7 - 1.4).collect();
            assert_eq!(network.enter(&row), network.enter_anywhere(&row), "{seed}");
        }
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
}
