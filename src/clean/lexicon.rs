//! Phrases and word classes of page furniture, kept as data: one file a language in `lexicon/`.
//!
//! A phrase is a sequence of words; matching walks the words of a line once and looks each sequence
//! up by its hash. Each word and each pair of words is asked first whether a phrase begins with it, so that three
//! thousand phrases in ten languages cost few instructions a word. Case and
//! punctuation do not matter, but a phrase written with a final colon wants one in the text.

mod heads;

use std::ops::Range;
use std::sync::OnceLock;

use super::words::{Word, words};
use crate::bits;
use heads::Heads;

const FILES: [&str; 10] = [
    include_str!("lexicon/en.txt"),
    include_str!("lexicon/de.txt"),
    include_str!("lexicon/fr.txt"),
    include_str!("lexicon/es.txt"),
    include_str!("lexicon/it.txt"),
    include_str!("lexicon/pt.txt"),
    include_str!("lexicon/nl.txt"),
    include_str!("lexicon/pl.txt"),
    include_str!("lexicon/ru.txt"),
    include_str!("lexicon/uk.txt"),
];

/// What a phrase is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Topic {
    RelatedLink,
    RelatedHead,
    CommentForm,
    Comments,
    Share,
    Newsletter,
    Cookie,
    Ad,
    Credit,
    Caption,
    Nav,
    Tags,
    Byline,
    Stamp,
    Copyright,
    Source,
    About,
    Paywall,
    /// What comes to those who sign up: a newsletter, an inbox. For rules only.
    Mailing,
}

/// How many topics there are.
pub(crate) const TOPICS: usize = 19;

/// How many of them, the first, are features of a line.
pub(crate) const FEATURE_TOPICS: usize = Topic::Mailing as usize;

const TOPIC_NAMES: [(&str, Topic); TOPICS] = [
    ("related_link", Topic::RelatedLink),
    ("related_head", Topic::RelatedHead),
    ("comment_form", Topic::CommentForm),
    ("comments", Topic::Comments),
    ("share", Topic::Share),
    ("newsletter", Topic::Newsletter),
    ("cookie_notice", Topic::Cookie),
    ("advertisement", Topic::Ad),
    ("image_credit", Topic::Credit),
    ("caption", Topic::Caption),
    ("navigation", Topic::Nav),
    ("tags", Topic::Tags),
    ("byline", Topic::Byline),
    ("stamp", Topic::Stamp),
    ("copyright", Topic::Copyright),
    ("source", Topic::Source),
    ("about", Topic::About),
    ("paywall", Topic::Paywall),
    ("mailing", Topic::Mailing),
];

/// Classes of single words, as bits.
pub(crate) mod class {
    pub(crate) const STOP: u8 = 1;
    pub(crate) const MONTH: u8 = 2;
    pub(crate) const WEEKDAY: u8 = 4;
    pub(crate) const STAMP: u8 = 8;
    pub(crate) const SOCIAL: u8 = 16;
    pub(crate) const AGENCY: u8 = 32;
}

const CLASS_NAMES: [(&str, u8); 6] = [
    ("stop", class::STOP),
    ("month", class::MONTH),
    ("weekday", class::WEEKDAY),
    ("stampword", class::STAMP),
    ("social", class::SOCIAL),
    ("agency", class::AGENCY),
];

/// The topics that a line's phrases name, as bit sets by where the phrase stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hits {
    /// The phrase is the whole line.
    pub(crate) whole: u32,
    /// It opens the line.
    pub(crate) start: u32,
    /// It closes the line.
    pub(crate) end: u32,
    /// It stands somewhere.
    pub(crate) any: u32,
    /// For each topic, how many words the longest opening phrase has.
    pub(crate) start_words: [u8; TOPICS],
}

impl Hits {
    pub(crate) const fn whole(&self, t: Topic) -> bool {
        self.whole >> t as u32 & 1 == 1
    }

    pub(crate) const fn start(&self, t: Topic) -> bool {
        self.start >> t as u32 & 1 == 1
    }

    pub(crate) const fn any(&self, t: Topic) -> bool {
        (self.any | self.start | self.whole | self.end) >> t as u32 & 1 == 1
    }

    pub(crate) const fn opening_words(&self, t: Topic) -> usize {
        self.start_words[t as usize] as usize
    }
}

/// What the table knows of a sequence of words. Bit sets over topics; `colon` sets want a colon
/// after the last word.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    whole: u32,
    start: u32,
    end: u32,
    any: u32,
    start_colon: u32,
    any_colon: u32,
}

/// Marks of a word beside its classes, and of a sequence: it is a phrase, and a longer one begins with it.
const PHRASE: u8 = 1 << 6;
const MORE: u8 = 1 << 7;
const CLASSES: u8 = PHRASE - 1;
/// The part of a slot that has the sequence's marks.
const MARKS: u64 = 0xff;

/// The compiled phrases of all languages.
#[derive(Debug)]
pub(crate) struct Lexicon {
    heads: Heads,
    /// Bit filter over the first two words of phrases: most pairs of words begin none.
    pairs: Box<[u64; PAIR_BITS as usize / 64]>,
    /// Open addressing over the hashes of word sequences, with marks in place of the lowest byte; 0 is free. Apart from
    /// what phrases stand for: few sequences are one.
    slots: Vec<u64>,
    entries: Vec<Entry>,
}

const PAIR_BITS: u64 = 1 << 16;
const SLOTS: usize = 1 << 14;
const LONGEST: usize = 12;

fn extend(sequence: u64, word: u64) -> u64 {
    (sequence.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Lexicon {
    /// The lexicon in the binary, compiled on first use.
    pub(crate) fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Self::compile(&FILES))
    }

    fn compile(files: &[&str]) -> Self {
        let mut lexicon = Self {
            heads: Heads::new(),
            pairs: Box::new([0; PAIR_BITS as usize / 64]),
            slots: vec![0; SLOTS],
            entries: vec![Entry::default(); SLOTS],
        };
        for file in files {
            let mut topic = None;
            let mut class = 0;
            for line in file.lines() {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                    topic = TOPIC_NAMES.iter().find(|(n, _)| *n == name).map(|&(_, t)| t);
                    class = CLASS_NAMES.iter().find(|(n, _)| *n == name).map_or(0, |&(_, c)| c);
                    debug_assert!(topic.is_some() || class != 0, "unknown section {name}");
                } else if class != 0 {
                    words(line).for_each(|word| lexicon.heads.mark(word.hash, class));
                } else if let Some(topic) = topic {
                    lexicon.add(line, topic);
                }
            }
        }
        lexicon
    }

    fn add(&mut self, line: &str, topic: Topic) {
        let bit = 1u32 << topic as u32;
        let (mode, phrase) = line.split_at(1);
        let colon = phrase.ends_with(':');
        let mut key = 0;
        let sequence: Vec<Word> = words(phrase).collect();
        debug_assert!(!sequence.is_empty() && sequence.len() <= LONGEST, "{line}");
        for (i, word) in sequence.iter().enumerate() {
            let mark = if i + 1 < sequence.len() { MORE } else { PHRASE };
            key = extend(key, word.hash);
            match i {
                0 => self.heads.mark(word.hash, mark),
                1 => {
                    let (place, bit) = pair_bit(key);
                    self.pairs[place] |= bit;
                }
                _ => {}
            }
            self.mark(key, mark);
        }
        let slot = self.slot(key);
        let entry = &mut self.entries[slot];
        match (mode, colon) {
            ("=", _) => entry.whole |= bit,
            ("^", false) => entry.start |= bit,
            ("^", true) => entry.start_colon |= bit,
            ("$", _) => entry.end |= bit,
            ("~", false) => entry.any |= bit,
            ("~", true) => entry.any_colon |= bit,
            _ => debug_assert!(false, "no mode: {line}"),
        }
    }

    fn slot(&self, key: u64) -> usize {
        const MASK: usize = SLOTS - 1;
        #[allow(clippy::cast_possible_truncation, reason = "masked to the table's size")]
        let mut at = (key >> 20) as usize & MASK;
        while self.slots[at] != 0 && (self.slots[at] ^ key) > MARKS {
            at = (at + 1) & MASK;
        }
        at
    }

    fn mark(&mut self, key: u64, mark: u8) {
        let at = self.slot(key);
        self.slots[at] = key & !MARKS | self.slots[at] & MARKS | u64::from(mark);
    }

    /// The classes of a word.
    pub(crate) fn classes(&self, word: u64) -> u8 {
        self.heads.marks(word) & CLASSES
    }

    /// Adds the phrases that begin at word `at` of a line to `hits`; gives the classes of the word.
    #[inline]
    pub(crate) fn phrases(&self, line: &[Word], at: usize, hits: &mut Hits) -> u8 {
        let marks = self.heads.marks(line[at].hash);
        let pair = || extend(extend(0, line[at].hash), line.get(at + 1).map_or(0, |word| word.hash));
        if marks & PHRASE != 0 || marks & MORE != 0 && self.begins(pair()) {
            self.follow(line, at, hits);
        }
        marks & CLASSES
    }

    /// The phrases that the first of some words begin.
    pub(crate) fn opening(&self, words: &[Word]) -> Hits {
        let mut hits = Hits::default();
        if !words.is_empty() {
            self.phrases(words, 0, &mut hits);
        }
        hits
    }

    /// Whether a phrase may begin with this pair of words.
    fn begins(&self, pair: u64) -> bool {
        let (place, bit) = pair_bit(pair);
        self.pairs[place] & bit != 0
    }

    #[inline(never)]
    fn follow(&self, line: &[Word], at: usize, hits: &mut Hits) {
        let mut key = 0;
        for (n, word) in line[at..].iter().enumerate().take(LONGEST) {
            key = extend(key, word.hash);
            let slot = self.slot(key);
            let [marks, ..] = self.slots[slot].to_le_bytes();
            if marks & PHRASE != 0 {
                self.entries[slot].hit(line, at..at + n + 1, hits);
            }
            if marks & MORE == 0 {
                break;
            }
        }
    }
}

/// Where the filter has a pair of words.
#[allow(clippy::cast_possible_truncation, reason = "the low bits are wanted")]
const fn pair_bit(key: u64) -> (usize, u64) {
    let bit = key % PAIR_BITS;
    ((bit / 64) as usize, 1 << (bit % 64))
}

impl Entry {
    /// Adds the phrase that stands in a part of a line to `hits`.
    fn hit(&self, line: &[Word], part: Range<usize>, hits: &mut Hits) {
        let colon = line[part.end - 1].colon_after;
        let last = part.end == line.len();
        hits.any |= self.any | if colon { self.any_colon } else { 0 };
        if last {
            hits.end |= self.end;
        }
        if part.start == 0 {
            let opening = self.start | if colon { self.start_colon } else { 0 };
            hits.start |= opening;
            for topic in bits::members(opening) {
                hits.start_words[topic] = u8::try_from(part.end).unwrap_or(u8::MAX);
            }
            if last {
                hits.whole |= self.whole;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(line: &str) -> Hits {
        let words: Vec<Word> = words(line).collect();
        let mut hits = Hits::default();
        for at in 0..words.len() {
            Lexicon::get().phrases(&words, at, &mut hits);
        }
        hits
    }

    #[test]
    fn modes_are_honoured() {
        assert!(hits("Leave a Reply").whole(Topic::CommentForm));
        assert!(hits("YOU MAY ALSO LIKE…").whole(Topic::RelatedHead));
        assert!(!hits("You may also like a walk in the park").whole(Topic::RelatedHead));
        let read = hits("Read also: Ferry fares rise");
        assert!(read.start(Topic::RelatedLink));
        assert_eq!(read.opening_words(Topic::RelatedLink), 2);
        assert!(!hits("They read also the other paper").start(Topic::RelatedLink));
        assert!(hits("All rights reserved. Oslo Wire").any(Topic::Copyright));
        assert!(hits("12 comments").any(Topic::Comments));
    }

    #[test]
    fn a_colon_in_the_phrase_is_wanted_in_the_text() {
        assert!(hits("Photo: Ann Lee").start(Topic::Credit));
        assert!(!hits("Photo albums sell well").start(Topic::Credit));
    }

    #[test]
    fn other_languages_and_scripts() {
        assert!(hits("Das könnte Sie auch interessieren").whole(Topic::RelatedHead));
        assert!(hits("Читайте также: Новый мост").start(Topic::RelatedLink));
        assert!(hits("Lire aussi : le pont").start(Topic::RelatedLink));
        let month = words("września").next().expect("a word").hash;
        assert_eq!(Lexicon::get().classes(month) & class::MONTH, class::MONTH);
    }

    #[test]
    fn the_table_is_not_too_full() {
        let used = Lexicon::get().slots.iter().filter(|&&k| k != 0).count();
        assert!(used * 2 < SLOTS, "{used}");
    }
}
