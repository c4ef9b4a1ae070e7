//! Units of offsets. Everything inside counts bytes; this is the one place that converts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Span;

/// What the numbers of a span count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(example = "codepoint")]
pub enum OffsetUnit {
    /// Unicode scalar values: Python's `str`, Go's `[]rune`.
    #[default]
    Codepoint,
    /// UTF-16 code units: JavaScript, Java, C#.
    Utf16,
    /// Bytes of UTF-8: Rust, Go's `string`, C.
    Utf8,
}

/// Distance between checkpoints in bytes: small enough that a lookup counts few bytes, large enough
/// that the table costs 1/32 of the text.
const STRIDE: usize = 128;

/// Converts byte offsets into one text to another unit in constant time after one pass.
#[derive(Debug)]
pub struct OffsetTable<'a> {
    text: &'a [u8],
    unit: OffsetUnit,
    /// Units before byte `i * STRIDE`; empty when bytes and units are the same.
    checkpoints: Vec<u32>,
}

impl<'a> OffsetTable<'a> {
    /// Counts once through the text; no table for UTF-8 or for ASCII.
    #[must_use]
    pub fn new(text: &'a str, unit: OffsetUnit) -> Self {
        let bytes = text.as_bytes();
        let mut checkpoints = Vec::new();
        if unit != OffsetUnit::Utf8 && !bytes.is_ascii() {
            checkpoints.reserve(bytes.len() / STRIDE + 1);
            let mut units = 0;
            for chunk in bytes.chunks(STRIDE) {
                checkpoints.push(units);
                units += count(chunk, unit);
            }
        }
        Self { text: bytes, unit, checkpoints }
    }

    /// Units before a byte offset that lies on a character boundary.
    #[must_use]
    pub fn offset(&self, byte: u32) -> u32 {
        let at = byte as usize;
        if self.checkpoints.is_empty() {
            return byte;
        }
        let chunk = (at / STRIDE).min(self.checkpoints.len() - 1);
        self.checkpoints[chunk] + count(&self.text[chunk * STRIDE..at], self.unit)
    }

    /// The byte at which a number of units has been passed: the way back from [`OffsetTable::offset`].
    #[must_use]
    pub fn byte(&self, offset: u32) -> usize {
        if self.checkpoints.is_empty() {
            return (offset as usize).min(self.text.len());
        }
        let chunk = self.checkpoints.partition_point(|&units| units <= offset).saturating_sub(1);
        let mut units = self.checkpoints[chunk];
        for (i, &b) in self.text.iter().enumerate().skip(chunk * STRIDE) {
            if b & 0xC0 != 0x80 {
                if units >= offset {
                    return i;
                }
                units += if b >= 0xF0 && self.unit == OffsetUnit::Utf16 { 2 } else { 1 };
            }
        }
        self.text.len()
    }

    /// Converts both ends of a byte span.
    #[must_use]
    pub fn span(&self, span: Span) -> Span {
        Span { start: self.offset(span.start), end: self.offset(span.end) }
    }

    /// Length of the whole text in the unit.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.offset(u32::try_from(self.text.len()).unwrap_or(u32::MAX))
    }
}

/// A character counts where its first byte stands, and an astral one twice in UTF-16.
fn count(bytes: &[u8], unit: OffsetUnit) -> u32 {
    let starts = bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count();
    let astral = if unit == OffsetUnit::Utf16 { bytes.iter().filter(|&&b| b >= 0xF0).count() } else { 0 };
    u32::try_from(starts + astral).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_agrees_with_counting() {
        let text = "naïve 😀 ‘quote’ ".repeat(40);
        for unit in [OffsetUnit::Codepoint, OffsetUnit::Utf16, OffsetUnit::Utf8] {
            let table = OffsetTable::new(&text, unit);
            for (i, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let before = &text[..i];
                let expected = match unit {
                    OffsetUnit::Codepoint => before.chars().count(),
                    OffsetUnit::Utf16 => before.encode_utf16().count(),
                    OffsetUnit::Utf8 => i,
                };
                assert_eq!(table.offset(i as u32) as usize, expected, "{unit:?} at {i}");
                assert_eq!(table.byte(expected as u32), i, "{unit:?} back to {i}");
            }
        }
    }
}
