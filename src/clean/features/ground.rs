//! What features know of a page's lines: their content words as numbers, how each is written, which
//! are prose.

use super::super::layout::body;
use super::super::line::Lines;
use crate::text::Numbering;

/// The lines of a page, without their text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ground {
    /// The content words of all lines as numbers: the same word, the same number.
    pub(super) words: Vec<u32>,
    /// Where each line's words end.
    ends: Vec<u32>,
    /// How many different words there are.
    pub(super) distinct: usize,
    pub(super) templates: Vec<u32>,
    pub(super) bodies: Vec<bool>,
}

impl Ground {
    pub(super) fn new(lines: &Lines<'_>) -> Self {
        let all = &lines.lines;
        let total = lines.content.iter().filter(|&&c| c).count();
        let mut numbering = Numbering::new(2 * total);
        let mut words = Vec::with_capacity(total);
        let mut ends = Vec::with_capacity(all.len());
        for line in all {
            let range = line.first_word as usize..line.last_word as usize;
            let content = &lines.content[range];
            let content = lines.words(line).iter().zip(content).filter(|(_, content)| **content);
            words.extend(content.map(|(&word, _)| numbering.number(word).0));
            ends.push(super::count(words.len()));
        }
        Self {
            words,
            ends,
            distinct: numbering.len() as usize,
            templates: all.iter().map(|l| l.template).collect(),
            bodies: all.iter().map(body).collect(),
        }
    }

    /// How each line is written.
    pub(crate) fn templates(&self) -> &[u32] {
        &self.templates
    }

    /// Where the words of line `i` stand.
    pub(super) fn range(&self, i: usize) -> std::ops::Range<usize> {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        start as usize..self.ends[i] as usize
    }

    pub(super) fn words(&self, i: usize) -> &[u32] {
        &self.words[self.range(i)]
    }
}
