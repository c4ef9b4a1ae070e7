//! What an article is about, as the coarse word clusters that it uses more than others do.
//!
//! A city is a team in a report of a match and a government in one of a summit: what the words of
//! the whole article say of its subject decides between types where the sentence does not.

use super::word::{Caps, Word};

/// Topics of one article: numbers of clusters from 1, and 0 where it has fewer.
pub(crate) type Topics = [u16; TOPICS];

const TOPICS: usize = 3;
/// Occurrences added to what is expected, so that rare clusters need more than one word.
const PRIOR: f32 = 4.0;
/// Least excess over the expected occurrences, in their standard deviations.
const EXCESS: f32 = 0.5;

/// How large a part of the small-letter words of all articles each cluster has.
#[derive(Debug, Clone)]
pub(crate) struct Shares(pub(crate) Vec<f32>);

/// The clusters of words in small letters, which names do not change.
fn clusters(words: &[Word]) -> impl Iterator<Item = usize> + '_ {
    words.iter().filter(|w| w.caps == Caps::Lower && w.topic > 0).map(|w| w.topic as usize - 1)
}

impl Shares {
    /// Counts through articles.
    #[cfg(feature = "train")]
    pub(crate) fn count<'a>(articles: impl Iterator<Item = &'a [Word]>) -> Self {
        let mut counts: Vec<u32> = Vec::new();
        for cluster in articles.flat_map(clusters) {
            counts.resize(counts.len().max(cluster + 1), 0);
            counts[cluster] += 1;
        }
        let all: u32 = counts.iter().sum();
        Self(counts.into_iter().map(|n| n as f32 / all as f32).collect())
    }

    /// The clusters of an article that are most above their share, the most so first.
    pub(crate) fn topics(&self, words: &[Word]) -> Topics {
        let mut counts = vec![0u32; self.0.len()];
        let mut all = 0;
        for cluster in clusters(words).filter(|c| *c < self.0.len()) {
            counts[cluster] += 1;
            all += 1;
        }
        let mut best = [(EXCESS, 0u16); TOPICS];
        for ((number, &count), &share) in (1u16..).zip(&counts).zip(&self.0) {
            let expected = all as f32 * share;
            let excess = (count as f32 - expected) / (expected + PRIOR).sqrt();
            if let Some(rank) = best.iter().position(|(least, _)| excess > *least) {
                best[rank..].rotate_right(1);
                best[rank] = (excess, number);
            }
        }
        best.map(|(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(topics: &[u16]) -> Vec<Word> {
        topics.iter().map(|&topic| Word { topic, caps: Caps::Lower, ..Word::EDGE }).collect()
    }

    #[test]
    fn what_is_used_more_than_elsewhere_comes_first() {
        let shares = Shares(vec![0.7, 0.1, 0.1, 0.1]);
        let article = words(&[1, 1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4]);
        assert_eq!(shares.topics(&article), [4, 3, 0]);
        assert_eq!(shares.topics(&[]), [0, 0, 0]);
    }

    #[test]
    fn names_do_not_count() {
        let shares = Shares(vec![0.5, 0.5]);
        let mut article = words(&[2; 9]);
        article.iter_mut().for_each(|w| w.caps = Caps::Title);
        assert_eq!(shares.topics(&article), [0, 0, 0]);
    }
}
