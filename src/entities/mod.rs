//! The entity stage: a trained tagger finds mentions, resolution gathers them into entities.

pub(crate) mod clusters;
mod common;
pub(crate) mod decode;
pub(crate) mod evidence;
pub(crate) mod features;
pub mod gazetteer;
mod lines;
pub(crate) mod model;
mod rare;
pub mod resolve;
#[cfg(test)]
mod robustness;
mod score;
mod tagger;
pub(crate) mod tags;
pub(crate) mod topics;
pub(crate) mod word;

use crate::document::EntityType;
use crate::text::Span;

pub use tagger::Tagger;

/// A mention as the tagger sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TaggedMention {
    /// First token.
    pub first: u32,
    /// First token after.
    pub end: u32,
    /// Bytes of the clean text.
    pub span: Span,
    /// Its type.
    pub kind: EntityType,
    /// Calibrated: among mentions with confidence c, about c are right.
    pub confidence: f32,
}
