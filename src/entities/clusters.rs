//! Word clusters: which words behave alike, learned from GloVe vectors.
//!
//! Clusters are nested, so that one number, the finest cluster, names the cluster of a word at
//! every granularity.

/// Granularities, from the finest to the coarsest.
pub(crate) const LEVELS: usize = 5;

/// Finds the clusters of a word by the hash of its small form.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    /// Open addressing, a power of two; 0 is empty.
    keys: Vec<u32>,
    values: Vec<u16>,
    /// The clusters at every level of each finest cluster.
    paths: Vec<[u16; LEVELS]>,
}

impl Clusters {
    /// Builds the table from pairs of word hash and finest cluster; the first of equal keys wins.
    /// Every cluster must have a path.
    pub(crate) fn new(entries: impl ExactSizeIterator<Item = (u32, u16)>, paths: Vec<[u16; LEVELS]>) -> Self {
        let slots = (entries.len() * 3 / 2).next_power_of_two().max(2);
        let mut table = Self { keys: vec![0; slots], values: vec![0; slots], paths };
        for (key, value) in entries {
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

    /// The clusters of a word from the finest to the coarsest.
    pub(crate) fn of(&self, key: u32) -> Option<&[u16; LEVELS]> {
        if self.keys.is_empty() {
            return None;
        }
        let mut at = self.slot(key);
        loop {
            match self.keys[at] {
                0 => return None,
                k if k == key => return self.paths.get(self.values[at] as usize),
                _ => at = (at + 1) & (self.keys.len() - 1),
            }
        }
    }
}
