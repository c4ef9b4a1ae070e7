//! Word clusters: which words behave alike, learned from GloVe vectors.
//!
//! The first clustering is nested, so that one number, the finest cluster, names the cluster of a
//! word at every granularity. Further clusterings of two levels cut the same space elsewhere: they
//! tell a word at the edge of a cluster from one in its middle.

use super::lines::Lines;

/// Granularities of the nested clustering, from the finest to the coarsest.
pub(crate) const LEVELS: usize = 5;
/// The granularity that topics are told by: 128 clusters.
pub(crate) const TOPIC: usize = 3;
/// Further clusterings.
pub(crate) const FURTHER: usize = 2;

/// A word's finest nested cluster and its fine cluster in each further clustering.
pub(crate) type Numbers = [u16; 1 + FURTHER];

/// What all clusters of one clustering belong to.
#[derive(Debug, Default, Clone)]
pub(crate) struct Levels {
    /// The clusters at every level of each finest nested cluster.
    pub(crate) nested: Vec<[u16; LEVELS]>,
    /// The coarse cluster of each fine one, for each further clustering.
    pub(crate) coarse: [Vec<u16>; FURTHER],
}

/// Finds the clusters of a word by the hash of its small form.
#[derive(Debug)]
pub(crate) struct Clusters {
    words: Lines<Numbers, 6>,
    levels: Levels,
}

impl Clusters {
    /// Builds the table from the clusters of words by hash, each once.
    pub(crate) fn new(words: impl ExactSizeIterator<Item = (u32, Numbers)>, levels: Levels) -> Self {
        let mut table = Lines::new(words.len());
        for (key, numbers) in words {
            table.insert(key, numbers);
        }
        Self { words: table, levels }
    }

    /// The nested clusters of a word from the finest to the coarsest, and the fine and the coarse
    /// cluster of each further clustering.
    pub(crate) fn of(&self, key: u32) -> Option<(&[u16; LEVELS], [[u16; 2]; FURTHER])> {
        let [finest, fine @ ..] = self.words.find(key)?;
        let mut further = [[0; 2]; FURTHER];
        for ((to, fine), coarse) in further.iter_mut().zip(fine).zip(&self.levels.coarse) {
            *to = [fine, *coarse.get(fine as usize)?];
        }
        Some((self.levels.nested.get(finest as usize)?, further))
    }
}
