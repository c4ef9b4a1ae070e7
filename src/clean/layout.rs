//! Where the article stands in the page: runs of prose, the words that its body is made of, and
//! how near a line is to either.

use super::lexicon::Topic;
use super::line::{Ending, Line, Lines};

/// A set of word hashes, small and fast: two bits of a word in a table of 16,384.
#[derive(Debug, Clone)]
pub(crate) struct WordSet {
    bits: Box<[u64; 256]>,
    any: bool,
}

impl WordSet {
    pub(crate) fn new() -> Self {
        Self { bits: Box::new([0; 256]), any: false }
    }

    pub(crate) fn add(&mut self, word: u32) {
        let bit = word as usize % (256 * 64);
        self.bits[bit / 64] |= 1 << (bit % 64);
        self.any = true;
    }

    pub(crate) fn has(&self, word: u32) -> bool {
        let bit = word as usize % (256 * 64);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The share of `words` in the set.
    pub(crate) fn share(&self, words: &[u32]) -> f32 {
        if words.is_empty() || !self.any {
            return 0.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "counts of words in a line")]
        let share = words.iter().filter(|&&w| self.has(w)).count() as f32 / words.len() as f32;
        share
    }
}

/// What the lines say together.
#[derive(Debug)]
pub(crate) struct Layout {
    /// First and last line of prose; both `lines.len()` when there is none.
    pub(crate) first_prose: usize,
    pub(crate) last_prose: usize,
    /// Words in prose lines before each line, and in all (one longer than the lines).
    pub(crate) prose_before: Vec<u32>,
    /// Words in all lines before each line.
    pub(crate) words_before: Vec<u32>,
    /// The words of the prose lines.
    pub(crate) core: WordSet,
    /// The words of the URL's last parts, in order of the path.
    pub(crate) slug: Vec<u32>,
    /// The name in the URL's host, in small letters ("lakesidewire"); empty when unknown.
    pub(crate) site: String,
}

impl Layout {
    pub(crate) fn new(lines: &Lines<'_>, url: Option<&str>) -> Self {
        let n = lines.lines.len();
        let mut out = Self {
            first_prose: n,
            last_prose: n,
            prose_before: Vec::with_capacity(n + 1),
            words_before: Vec::with_capacity(n + 1),
            core: WordSet::new(),
            slug: url.map(slug).unwrap_or_default(),
            site: url.map(site).unwrap_or_default(),
        };
        let (mut prose, mut all) = (0u32, 0u32);
        for (i, line) in lines.lines.iter().enumerate() {
            out.prose_before.push(prose);
            out.words_before.push(all);
            let words = weight(line);
            all = all.saturating_add(words);
            if body(line) {
                if out.first_prose == n {
                    out.first_prose = i;
                }
                out.last_prose = i;
                prose = prose.saturating_add(words);
                for &word in lines.words(line) {
                    out.core.add(word);
                }
            }
        }
        out.prose_before.push(prose);
        out.words_before.push(all);
        out
    }

    /// Words of prose from line `from` up to `to`.
    pub(crate) fn prose(&self, from: usize, to: usize) -> u32 {
        let last = self.prose_before.len() - 1;
        self.prose_before[to.min(last)] - self.prose_before[from.min(last)]
    }

    /// How much of the URL's words the line has.
    pub(crate) fn slug_share(&self, words: &[u32]) -> f32 {
        if self.slug.len() < 2 {
            return 0.0;
        }
        // To the line's end even when the word was found: so the compiler compares several at a time.
        let has = |slug: u32| words.iter().fold(false, |found, &word| found | (word == slug));
        #[allow(clippy::cast_precision_loss, reason = "counts of words in a line")]
        let share = self.slug.iter().filter(|&&slug| has(slug)).count() as f32 / self.slug.len() as f32;
        share
    }
}

/// A line's words; for scripts without spaces between them, a fair share of its letters.
pub(crate) fn weight(line: &Line) -> u32 {
    line.words.max(line.letters / 6)
}

/// A line of prose that no phrase gives away as furniture.
pub(crate) fn body(line: &Line) -> bool {
    let h = &line.hits;
    line.prose()
        && line.ending != Ending::Ellipsis
        && !h.start(Topic::Cookie)
        && !h.start(Topic::Newsletter)
        && !h.start(Topic::CommentForm)
        && !h.start(Topic::Copyright)
        && !h.start(Topic::RelatedLink)
        && line.dividers * 6 <= line.words
        && !(line.copyright_sign && line.words < 60)
}

/// The words of the last long part of a URL's path.
fn slug(url: &str) -> Vec<u32> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let part = path.split('/').skip(1).max_by_key(|p| {
        p.split(['-', '_', '.']).filter(|w| w.len() > 1 && !w.bytes().all(|b| b.is_ascii_digit())).count()
    });
    part.map(|p| {
        super::words::words(&p.replace('_', "-"))
            .filter(|w| w.chars >= 3 && w.shape != super::words::Shape::Number)
            .map(|w| w.half())
            .collect()
    })
    .unwrap_or_default()
}

/// The longest label of a URL's host but the last.
fn site(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
    let labels = host.rsplit_once('.').map_or("", |(labels, _)| labels);
    let longest = labels.split('.').filter(|l| *l != "www").max_by_key(|l| l.len()).unwrap_or("");
    longest.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}
