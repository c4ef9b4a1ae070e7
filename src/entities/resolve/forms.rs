//! Forms (mentions with the same folded name) and the union of forms into entities.

use crate::entities::tags::TYPES;
use std::collections::HashMap;

use super::names::{fold_into, is_suffix, sound};
use super::{Article, slot};
use crate::document::EntityType;

/// Number of a folded word in this article.
pub(super) type WordId = u32;

/// Mentions that share one folded name.
#[derive(Debug)]
pub(super) struct Form {
    /// The folded name: words separated by one space.
    pub(super) key: String,
    /// The words of the name, without "Jr." and the like.
    pub(super) words: Vec<WordId>,
    /// Indices of its mentions, in order; never empty.
    pub(super) mentions: Vec<u32>,
    /// Confidence of its mentions summed by type.
    pub(super) weights: [f32; 8],
    /// The type with the greatest weight.
    pub(super) kind: EntityType,
}

impl Form {
    pub(super) fn first(&self) -> u32 {
        self.mentions.first().copied().unwrap_or(0)
    }

    /// The name as it is written at its first mention.
    pub(super) fn surface<'a>(&self, article: &Article<'a>) -> &'a str {
        article.mentions.get(self.first() as usize).map_or("", |m| m.span.of(article.text))
    }
}

/// A folded word and its transliteration fold.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) initial: char,
    pub(super) letters: usize,
    /// Number of its sound; two words with one sound are spellings of one name.
    pub(super) sound: Option<u32>,
}

/// The forms of an article, in order of first mention but for those that were split off.
#[derive(Debug, Default)]
pub(super) struct Forms {
    pub(super) all: Vec<Form>,
    /// The form of each mention.
    pub(super) of: Vec<u32>,
    words: Vec<Word>,
}

impl Forms {
    pub(super) fn collect(article: &Article<'_>) -> Self {
        let mut out = Self { of: Vec::with_capacity(article.mentions.len()), ..Self::default() };
        let mut by_key: HashMap<String, u32> = HashMap::new();
        let mut word_ids: HashMap<String, WordId> = HashMap::new();
        let mut sounds: HashMap<String, u32> = HashMap::new();
        let mut key = String::new();
        for (i, m) in (0u32..).zip(article.mentions) {
            let surface = m.span.of(article.text);
            key.clear();
            fold_into(surface, &mut key);
            if key.is_empty() {
                key.push_str(surface);
            }
            let form = match by_key.get(&key) {
                Some(&form) => form,
                None => {
                    let form = u32::try_from(out.all.len()).unwrap_or(u32::MAX);
                    by_key.insert(key.clone(), form);
                    let mut words = Vec::new();
                    for (n, word) in key.split(' ').enumerate() {
                        if n == 0 || !is_suffix(word) {
                            words.push(out.word(word, &mut word_ids, &mut sounds));
                        }
                    }
                    out.all.push(Form {
                        key: key.clone(),
                        words,
                        mentions: Vec::new(),
                        weights: [0.0; 8],
                        kind: m.kind,
                    });
                    form
                }
            };
            let entry = &mut out.all[form as usize];
            entry.mentions.push(i);
            entry.weights[slot(m.kind)] += m.confidence.max(0.01);
            out.of.push(form);
        }
        for form in &mut out.all {
            form.kind = heaviest(&form.weights, form.kind);
        }
        out.split(article);
        out
    }

    /// Splits a word that names a person and something else ("Anna Cole", "Cole Shipping", "Cole"):
    /// only where longer names of both sorts have the word, else two types are the tagger's doubt.
    fn split(&mut self, article: &Article<'_>) {
        let mut bearers: HashMap<WordId, [bool; 2]> = HashMap::new();
        for form in self.all.iter().filter(|f| f.words.len() > 1) {
            let person = form.kind == EntityType::Person;
            let named = if person { form.words.last() } else { form.words.first() };
            for &word in named.into_iter().chain(if person { None } else { form.words.last() }) {
                bearers.entry(word).or_default()[usize::from(person)] = true;
            }
        }
        for i in 0..self.all.len() {
            let form = &self.all[i];
            let persons = form.weights[slot(EntityType::Person)];
            let others: f32 = form.weights.iter().sum::<f32>() - persons;
            let &[word] = form.words.as_slice() else { continue };
            if persons <= 0.0 || others <= 0.0 || bearers.get(&word) != Some(&[true; 2]) {
                continue;
            }
            let is_person = |m: &u32| article.mentions.get(*m as usize).is_some_and(|m| m.kind == EntityType::Person);
            let new = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
            let (key, words) = (form.key.clone(), form.words.clone());
            let (moved, kept): (Vec<u32>, Vec<u32>) = form.mentions.iter().copied().partition(is_person);
            for &m in &moved {
                self.of[m as usize] = new;
            }
            let mut weights = [0.0; 8];
            weights[slot(EntityType::Person)] = persons;
            self.all.push(Form { key, words, mentions: moved, weights, kind: EntityType::Person });
            let form = &mut self.all[i];
            form.mentions = kept;
            form.weights[slot(EntityType::Person)] = 0.0;
            form.kind = heaviest(&form.weights, EntityType::Organization);
        }
    }

    fn word(&mut self, word: &str, ids: &mut HashMap<String, WordId>, sounds: &mut HashMap<String, u32>) -> WordId {
        if let Some(&id) = ids.get(word) {
            return id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        ids.insert(word.to_owned(), id);
        let next = u32::try_from(sounds.len()).unwrap_or(u32::MAX);
        let sound = sound(word).map(|s| *sounds.entry(s).or_insert(next));
        let initial = word.chars().next().unwrap_or(' ');
        self.words.push(Word { initial, letters: word.chars().count(), sound });
        id
    }

    pub(super) fn word_of(&self, id: WordId) -> &Word {
        &self.words[id as usize]
    }

    /// Whether two words are spellings of one name.
    pub(super) fn alike(&self, a: WordId, b: WordId) -> bool {
        a == b || self.word_of(a).sound.is_some_and(|s| self.word_of(b).sound == Some(s))
    }

    /// A number under which all spellings of a word meet.
    pub(super) fn bucket(&self, id: WordId) -> (bool, u32) {
        self.word_of(id).sound.map_or((false, id), |s| (true, s))
    }
}

/// The type with the greatest weight; `tie` among equals.
pub(super) fn heaviest(weights: &[f32; 8], tie: EntityType) -> EntityType {
    let mut best = tie;
    for kind in TYPES {
        if weights[slot(kind)] > weights[slot(best)] {
            best = kind;
        }
    }
    best
}

/// The union of forms into entities, and the mentions that a form lends to another.
#[derive(Debug)]
pub(super) struct Joined {
    parent: Vec<u32>,
    /// The form under which each mention counts: its own, unless context gave it to another.
    pub(super) of: Vec<u32>,
}

impl Joined {
    pub(super) fn new(forms: &Forms) -> Self {
        Self { parent: (0u32..).take(forms.all.len()).collect(), of: forms.of.clone() }
    }

    /// The form that stands for the entity of a form.
    pub(super) fn root(&mut self, form: u32) -> u32 {
        let mut at = form;
        while self.parent[at as usize] != at {
            let above = self.parent[at as usize];
            self.parent[at as usize] = self.parent[above as usize];
            at = above;
        }
        at
    }

    /// Makes one entity of two forms. The earlier form stands for both.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}
