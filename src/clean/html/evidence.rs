//! Where the page's metadata and its text agree: the headline, the description, the `articleBody`
//! of JSON-LD. Agreement is measured in shared word 4-grams, by hash.

use std::collections::HashSet;

use super::metadata::Said;
use super::text::PageText;

/// For each line, how it agrees with the metadata.
#[derive(Debug)]
pub(super) struct Evidence {
    /// The line that repeats the headline, preferably in a heading.
    pub(super) title: Option<usize>,
    /// Share of the line's 4-grams that are in the description.
    pub(super) description: Vec<f32>,
    /// Share of the line's 4-grams that are in `articleBody`; -1 when there is none.
    pub(super) body: Vec<f32>,
}

/// A description shorter than this many words says nothing.
const MIN_DESCRIPTION: usize = 8;
/// An `articleBody` shorter than this many words is a teaser.
const MIN_BODY: usize = 60;

impl Evidence {
    /// Compares a page's lines with its metadata.
    pub(super) fn new(page: &PageText, said: &Said) -> Self {
        let text: &str = &page.mapped.text;
        let mut words = Vec::new();
        let mut of_description = HashSet::new();
        for description in &said.descriptions {
            hash_words(description, &mut words);
            if words.len() >= MIN_DESCRIPTION {
                of_description.extend(grams(&words));
            }
        }
        let mut of_body = HashSet::new();
        if let Some(body) = &said.article_body {
            hash_words(body, &mut words);
            if words.len() >= MIN_BODY {
                of_body.extend(grams(&words));
            }
        }
        let titles: Vec<Vec<u64>> = said
            .titles
            .iter()
            .take(4)
            .map(|t| {
                let mut words = Vec::new();
                hash_words(t, &mut words);
                words
            })
            .filter(|t| !t.is_empty())
            .collect();
        let mut found = Self { title: None, description: Vec::new(), body: Vec::new() };
        let mut best = 0.0;
        for (i, line) in page.lines.iter().enumerate() {
            hash_words(line.text.of(text), &mut words);
            let share = |set: &HashSet<u64>| {
                let total = grams(&words).count();
                if total == 0 {
                    return 0.0;
                }
                grams(&words).filter(|g| set.contains(g)).count() as f32 / total as f32
            };
            found.description.push(if of_description.is_empty() { 0.0 } else { share(&of_description) });
            found.body.push(if of_body.is_empty() { -1.0 } else { share(&of_body) });
            let alike = titles.iter().map(|t| similarity(t, &words)).fold(0.0, f32::max);
            let heading = line.kind == Some(crate::document::BlockKind::Heading);
            let score = alike + if heading { 0.3 } else { 0.0 };
            if alike >= 0.6 && score > best {
                best = score;
                found.title = Some(i);
            }
        }
        found
    }
}

/// Words of a headline that the line has in the same order at its start or end, against the longer.
fn similarity(title: &[u64], line: &[u64]) -> f32 {
    if line.is_empty() || line.len() > 60 {
        return 0.0;
    }
    let shared = line.iter().filter(|w| title.contains(w)).count();
    2.0 * shared as f32 / (title.len() + line.len()) as f32
}

/// FNV-1a hashes of the lower-cased words.
fn hash_words(text: &str, out: &mut Vec<u64>) {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    out.clear();
    let mut hash = OFFSET;
    let mut inside = false;
    for &b in text.as_bytes() {
        if b.is_ascii_alphanumeric() || b >= 0x80 {
            hash = (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(PRIME);
            inside = true;
        } else if inside {
            out.push(hash);
            hash = OFFSET;
            inside = false;
        }
    }
    if inside {
        out.push(hash);
    }
}

fn grams(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(4).map(|w| w.iter().fold(0_u64, |h, w| (h.rotate_left(17) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}
