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
        // Whether a word is one of content, no processor can guess: so all are put down, and counted where they are.
        let (mut written, mut kept) = (vec![0; total + 1], 0);
        let mut ends = Vec::with_capacity(all.len());
        for line in all {
            let content = &lines.content[line.first_word as usize..line.last_word as usize];
            for (&word, &content) in lines.words(line).iter().zip(content) {
                written[kept] = word;
                kept += usize::from(content);
            }
            ends.push(super::count(kept));
        }
        let mut numbering = Numbering::new(2 * total);
        let words = written[..kept].iter().map(|&word| numbering.number(word).0).collect();
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
