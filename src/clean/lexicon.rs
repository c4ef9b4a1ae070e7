//! Phrases and word classes of page furniture, kept as data: one file a language in `lexicon/`.
//!
//! A phrase is a sequence of words; matching walks the words of a line once and looks each sequence
//! up by its hash, so that three thousand phrases in ten languages cost one probe a word. Case and
//! punctuation do not matter, but a phrase written with a final colon wants one in the text.

use std::ops::Range;
use std::sync::OnceLock;

use super::words::{Word, words};
use crate::bits;

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
}

/// How many topics there are.
pub(crate) const TOPICS: usize = 18;

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
];

/// Classes of single words, as bits.
pub(crate) mod class {
    pub(crate) const STOP: u8 = 1;
    pub(crate) const MONTH: u8 = 2;
    pub(crate) const WEEKDAY: u8 = 4;
    pub(crate) const STAMP: u8 = 8;
    pub(crate) const SOCIAL: u8 = 16;
    pub(crate) const AGENCY: u8 = 32;

    /// Those of a slot.
    pub(super) const fn of(slot: u64) -> u8 {
        slot as u8 & 0x3f
    }
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

/// In the lowest byte of a slot, beside the classes: the sequence is a phrase, and a longer one begins with it.
const PHRASE: u64 = 1 << 6;
const MORE: u64 = 1 << 7;
const MARKS: u64 = 0xff;

/// The compiled phrases of all languages.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Open addressing over the hashes of word sequences, with what most probes ask in place of the lowest byte; 0 is
    /// free. Apart from what phrases stand for: few words are one.
    slots: Vec<u64>,
    entries: Vec<Entry>,
    /// Bit filter over the low bits of word hashes: most words open no phrase and have no class.
    filter: Vec<u64>,
}

const FILTER_BITS: u64 = 1 << 17;
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
            slots: vec![0; SLOTS],
            entries: vec![Entry::default(); SLOTS],
            filter: vec![0; FILTER_BITS as usize / 64],
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
                    for word in words(line) {
                        lexicon.mark(extend(0, word.hash), u64::from(class));
                        lexicon.admit(word.hash);
                    }
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
            if i == 0 {
                self.admit(word.hash);
            } else {
                self.mark(key, MORE);
            }
            key = extend(key, word.hash);
        }
        let slot = self.mark(key, PHRASE);
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

    fn admit(&mut self, word: u64) {
        let bit = word % FILTER_BITS;
        self.filter[(bit / 64) as usize] |= 1 << (bit % 64);
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

    fn mark(&mut self, key: u64, marks: u64) -> usize {
        let at = self.slot(key);
        self.slots[at] = key & !MARKS | self.slots[at] & MARKS | marks;
        at
    }

    /// Whether a word may open a phrase or have a class.
    pub(crate) fn knows(&self, word: u64) -> bool {
        let bit = word % FILTER_BITS;
        self.filter[(bit / 64) as usize] >> (bit % 64) & 1 == 1
    }

    /// The classes of a word.
    pub(crate) fn classes(&self, word: u64) -> u8 {
        if self.knows(word) { class::of(self.slots[self.slot(extend(0, word))]) } else { 0 }
    }

    /// Adds the phrases that begin at word `at` of a line to `hits`; gives the classes of the word.
    pub(crate) fn phrases(&self, line: &[Word], at: usize, hits: &mut Hits) -> u8 {
        let (mut key, mut classes) = (0, 0);
        for (n, word) in line[at..].iter().enumerate().take(LONGEST) {
            key = extend(key, word.hash);
            let slot = self.slot(key);
            let found = self.slots[slot];
            if n == 0 {
                classes = class::of(found);
            }
            if found & PHRASE != 0 {
                self.entries[slot].hit(line, at..at + n + 1, hits);
            }
            if found & MORE == 0 {
                break;
            }
        }
        classes
    }
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
            if Lexicon::get().knows(words[at].hash) {
                Lexicon::get().phrases(&words, at, &mut hits);
            }
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
