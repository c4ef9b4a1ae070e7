//! Word clusters: which words behave alike, learned from GloVe vectors.
//!
//! The first clustering is nested, so that one number, the finest cluster, names the cluster of a
//! word at every granularity. Further clusterings of two levels cut the same space elsewhere: they
//! tell a word at the edge of a cluster from one in its middle.

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
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    /// Open addressing, a power of two; 0 is empty.
    keys: Vec<u32>,
    values: Vec<Numbers>,
    levels: Levels,
}

impl Clusters {
    /// Builds the table from the clusters of words by hash; the first of equal hashes wins.
    pub(crate) fn new(words: impl ExactSizeIterator<Item = (u32, Numbers)>, levels: Levels) -> Self {
        let slots = (words.len() * 3 / 2).next_power_of_two().max(2);
        let mut table = Self { keys: vec![0; slots], values: vec![Numbers::default(); slots], levels };
        for (key, value) in words {
            let mut at = table.slot(key);
            while table.keys[at] != 0 && table.keys[at] != key {
                at = (at + 1) & (slots - 1);
            }
            if table.keys[at] == 0 {
                table.keys[at] = key;
                table.values[at] = value;
            }
        }
        table
    }

    const fn slot(&self, key: u32) -> usize {
        (key >> 1) as usize & (self.keys.len() - 1)
    }

    /// The nested clusters of a word from the finest to the coarsest, and the fine and the coarse
    /// cluster of each further clustering.
    pub(crate) fn of(&self, key: u32) -> Option<(&[u16; LEVELS], [[u16; 2]; FURTHER])> {
        if self.keys.is_empty() {
            return None;
        }
        let mut at = self.slot(key);
        while self.keys[at] != key {
            if self.keys[at] == 0 {
                return None;
            }
            at = (at + 1) & (self.keys.len() - 1);
        }
        let [finest, fine @ ..] = &self.values[at];
        let mut further = [[0; 2]; FURTHER];
        for ((to, &fine), coarse) in further.iter_mut().zip(fine).zip(&self.levels.coarse) {
            *to = [fine, *coarse.get(fine as usize)?];
        }
        Some((self.levels.nested.get(*finest as usize)?, further))
    }
}
