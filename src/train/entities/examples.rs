//! Documents as the learner sees them: tokens of the run-time tokenizer, features as numbers, and
//! the tags that the annotation allows.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::corpus::{Document, Kinds};
use crate::entities::clusters::Clusters;
use crate::entities::evidence::Evidence;
use crate::entities::features::{self, Context};
use crate::entities::tags::{O, begin, inside, last, unit};
use crate::entities::topics::Topics;
use crate::entities::word::Word;
use crate::text::{Sentence, Tokens};

/// Keys are hashes already.
#[derive(Default)]
pub(super) struct Identity(u64);
impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(b);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
pub(super) type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<Identity>>;

/// A tokenized document with its words and the tags that each token may have.
pub(super) struct Prepared {
    pub(super) set: String,
    pub(super) tokens: Tokens,
    pub(super) words: Vec<Word>,
    pub(super) masks: Vec<u64>,
    /// Mentions that can be scored, as (first token, end, types); those of other guides too.
    pub(super) gold: Vec<(u32, u32, Kinds)>,
    /// Mentions whose ends lie within tokens: lost before learning starts.
    pub(super) lost: Vec<Kinds>,
    /// Weight in training.
    pub(super) weight: f32,
    /// Part of the data that it belongs to.
    pub(super) fold: u32,
    /// What it is about; nothing until it is told.
    pub(super) topics: Topics,
    /// Tags of the first pass, for the second.
    pub(super) first_pass: Option<Vec<u8>>,
}

const ALL: u64 = (1 << 33) - 1;
const ONLY_O: u64 = 1 << O;

fn bits(kinds: Kinds, tag: fn(usize) -> usize) -> u64 {
    (0..8).filter(|k| kinds >> k & 1 == 1).map(|k| 1u64 << tag(k)).sum()
}

fn any(kinds: Kinds) -> u64 {
    bits(kinds, unit) | bits(kinds, begin) | bits(kinds, inside) | bits(kinds, last)
}

impl Prepared {
    pub(super) fn new(document: &Document, clusters: &Clusters) -> Self {
        let tokens = Tokens::new(&document.text);
        let words: Vec<Word> = tokens.iter().map(|&t| Word::new(t, t.of(&document.text), clusters)).collect();
        let segments = segments(&tokens, &words);
        let mut masks = vec![ONLY_O; tokens.len()];
        let mut gold = Vec::new();
        let mut lost = Vec::new();
        for g in &document.gold {
            let first = tokens.at(g.start as u32);
            let end = tokens.at(g.end.saturating_sub(1) as u32) + 1;
            if first >= tokens.len() || end > tokens.len() {
                continue;
            }
            let sentence = tokens.sentences().partition_point(|s| s.end as usize <= first);
            let within = tokens.sentences().get(sentence).is_some_and(|s| end <= s.end as usize);
            if tokens[first].start as usize != g.start || tokens[end - 1].end as usize != g.end || !within {
                masks[first..end].fill(ALL);
                lost.push(g.kinds);
                continue;
            }
            if g.kinds == !0 {
                masks[first..end].fill(ALL);
                continue;
            }
            let segment = segments.partition_point(|s| s.end <= first);
            if !segments.get(segment).is_some_and(|s| s.start <= first && end <= s.end) {
                masks[first..end].fill(ALL);
                gold.push((first as u32, end as u32, g.kinds));
                continue;
            }
            for (i, mask) in masks[first..end].iter_mut().enumerate() {
                *mask = match (g.soft, end - first, i) {
                    (true, ..) => any(g.kinds) | ONLY_O,
                    (_, 1, _) => bits(g.kinds, unit),
                    (_, _, 0) => bits(g.kinds, begin),
                    (_, n, i) if i + 1 == n => bits(g.kinds, last),
                    _ => bits(g.kinds, inside),
                };
            }
            gold.push((first as u32, end as u32, g.kinds));
        }
        Self {
            set: document.set.clone(),
            tokens,
            words,
            masks,
            gold,
            lost,
            weight: 1.0,
            fold: 0,
            topics: Topics::default(),
            first_pass: None,
        }
    }

    pub(super) fn is_own(&self) -> bool {
        self.set.starts_with("news/") || self.set.starts_with("corpus/")
    }

    pub(super) fn sentences(&self) -> &[Sentence] {
        self.tokens.sentences()
    }

    /// The stretches that are tagged, each on its own.
    pub(super) fn segments(&self) -> Vec<Range<usize>> {
        segments(&self.tokens, &self.words)
    }
}

fn segments(tokens: &Tokens, words: &[Word]) -> Vec<Range<usize>> {
    let of = |s: &Sentence| {
        let first = s.first as usize;
        features::segments(&words[s.range()]).map(move |r| first + r.start..first + r.end)
    };
    tokens.sentences().iter().flat_map(of).collect()
}

/// Words that the project's own sets mark as a group nearly always: nationalities and the like,
/// which other guides call places or nothing.
pub(super) fn demonyms(documents: &[Prepared]) -> Vec<u32> {
    use crate::entities::word::FORM;
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for d in documents.iter().filter(|d| d.is_own()) {
        for (i, w) in d.words.iter().enumerate() {
            let entry = counts.entry(w.attrs[FORM]).or_default();
            entry.1 += 1;
            entry.0 += u32::from(d.masks[i] == bits(1 << 4, unit));
        }
    }
    counts.into_iter().filter(|(_, (group, all))| *group >= 3 && group * 10 >= all * 7).map(|(w, _)| w).collect()
}

/// Brings nationalities in sets of other guides under the project's guide.
pub(super) fn convert_demonyms(documents: &mut [Prepared], demonyms: &[u32]) {
    use crate::entities::word::FORM;
    let group = 1 << 4;
    for d in documents.iter_mut().filter(|d| !d.is_own()) {
        for i in 0..d.words.len() {
            if demonyms.binary_search(&d.words[i].attrs[FORM]).is_err() {
                continue;
            }
            if d.masks[i] == ONLY_O {
                d.masks[i] = bits(group, unit) | ONLY_O;
            } else if d.masks[i] & bits(0b110, unit) != 0 && d.masks[i] & ONLY_O == 0 {
                d.masks[i] = bits(group, unit);
            } else if d.masks[i] & bits(group, unit) != 0 {
                d.masks[i] = bits(group, unit) | (d.masks[i] & ONLY_O);
            }
        }
        let masks = &d.masks;
        for (first, end, kinds) in &mut d.gold {
            if *end - *first == 1 && masks[*first as usize] == bits(group, unit) {
                *kinds = group;
            }
        }
    }
}

/// Calls `visit(token index, keys)` for every token of a document.
pub(super) fn extract(document: &Prepared, mut visit: impl FnMut(usize, &[u64])) {
    let mut keys = Vec::with_capacity(128);
    let mut context = Context::new(document.topics);
    let evidence = document.first_pass.as_ref().map(|tags| {
        let mut evidence = Evidence::default();
        evidence.fill(&document.words, tags);
        evidence
    });
    for s in document.sentences() {
        context.fill(&document.words[s.range()]);
        let mut segments = features::segments(&document.words[s.range()]).peekable();
        for i in 0..context.len() {
            keys.clear();
            segments.next_if(|r| r.end <= i);
            if !segments.peek().is_some_and(|r| r.contains(&i)) {
                visit(s.first as usize + i, &keys);
                continue;
            }
            for offset in 0..=2 * features::REACH {
                let word = context.at(i, offset);
                for &attr in features::singles(offset) {
                    if word.attrs[attr] != 0 {
                        keys.push(features::single(offset, attr, word.attrs[attr]));
                    }
                }
            }
            context.joint(i, &mut |key| keys.push(key));
            if let Some(evidence) = &evidence {
                evidence.features(&document.words, s.first as usize + i, &mut |key| keys.push(key));
            }
            visit(s.first as usize + i, &keys);
        }
    }
}

/// Numbers for the features that occur often enough.
pub(super) struct Dictionary {
    pub(super) rows: KeyMap<u32>,
}

impl Dictionary {
    /// Keeps features seen at least `cutoff` times.
    pub(super) fn new(documents: &[Prepared], cutoff: u32) -> Self {
        let mut counts: KeyMap<u32> = KeyMap::default();
        for d in documents {
            extract(d, |_, keys| {
                for &k in keys {
                    *counts.entry(k).or_insert(0) += 1;
                }
            });
        }
        let mut kept: Vec<u64> = counts.into_iter().filter(|&(_, n)| n >= cutoff).map(|(k, _)| k).collect();
        kept.sort_unstable();
        Self { rows: kept.into_iter().enumerate().map(|(i, k)| (k, i as u32)).collect() }
    }
}

/// Sentences as rows of feature numbers, laid out flat.
#[derive(Default)]
pub(super) struct Examples {
    pub(super) features: Vec<u32>,
    /// Start in `features` by token, and the end of the last.
    pub(super) starts: Vec<usize>,
    pub(super) masks: Vec<u64>,
    /// First token, end and weight of each sentence.
    pub(super) sentences: Vec<(usize, usize, f32)>,
    /// Fold of each sentence.
    pub(super) folds: Vec<u32>,
}

impl Examples {
    /// Adds a document.
    pub(super) fn add(&mut self, document: &Prepared, dictionary: &Dictionary) {
        let base = self.masks.len();
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        extract(document, |_, keys| {
            self.features.extend(keys.iter().filter_map(|k| dictionary.rows.get(k)));
            self.starts.push(self.features.len());
        });
        self.masks.extend(&document.masks);
        self.sentences.extend(document.segments().iter().map(|r| (base + r.start, base + r.end, document.weight)));
        self.folds.resize(self.sentences.len(), document.fold);
    }

    pub(super) fn features(&self, token: usize) -> &[u32] {
        &self.features[self.starts[token]..self.starts[token + 1]]
    }
}
