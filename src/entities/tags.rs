//! The tag scheme: BILOU over the eight types.
//!
//! A mention of one token is U, a longer one B I… L; everything else O. The 32 tags of mentions
//! come first and O last, so that the weights of a feature fill one row of 32 and O scores 0.

use crate::document::EntityType;

/// Types of entity, in the order of their tags.
pub(crate) const TYPES: [EntityType; 8] = [
    EntityType::Person,
    EntityType::Organization,
    EntityType::Place,
    EntityType::Facility,
    EntityType::Group,
    EntityType::Product,
    EntityType::Event,
    EntityType::Work,
];

/// Tags other than O: the length of a weight row.
pub(crate) const ROW: usize = 32;
/// The tag outside of all mentions.
pub(crate) const O: usize = ROW;
/// All tags.
#[cfg(feature = "train")]
pub(crate) const TAGS: usize = ROW + 1;

/// Tag of a mention of one token of the type with this number.
#[cfg(feature = "train")]
pub(crate) const fn unit(kind: usize) -> usize {
    kind
}
/// Tag of the first of several tokens.
pub(crate) const fn begin(kind: usize) -> usize {
    8 + kind
}
/// Tag of a token inside.
pub(crate) const fn inside(kind: usize) -> usize {
    16 + kind
}
/// Tag of the last token.
#[cfg(feature = "train")]
pub(crate) const fn last(kind: usize) -> usize {
    24 + kind
}

/// Whether a mention may go on or end behind this tag, and not otherwise.
pub(crate) const fn is_open(tag: usize) -> bool {
    tag >= 8 && tag < 24
}

/// Mentions as (first, end, number of the type) in a sequence of tags that follows the scheme.
pub(crate) fn mentions(tags: &[u8]) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let mut start = 0;
    tags.iter().enumerate().filter_map(move |(i, &tag)| {
        let tag = tag as usize;
        match tag / 8 {
            0 => Some((i, i + 1, tag)),
            1 => {
                start = i;
                None
            }
            3 => Some((start, i + 1, tag % 8)),
            _ => None,
        }
    })
}
