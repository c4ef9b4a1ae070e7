//! The tagger: words, features, scores, the best path, mentions.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use super::TaggedMention;
use super::common::{Common, CommonWords, WINDOW};
use super::decode::{Decoder, MOST};
use super::evidence::Evidence;
use super::features::{self, Context, REACH};
use super::model::{Batch, CONFIDENCES, Model, Scores};
use super::rare::RareWords;
use super::tags::{self, O, ROW};
use super::word::{self, Word};
use crate::pages;
use crate::text::Tokens;

/// The tagger and its model.
pub struct Tagger {
    model: Model,
    common: CommonWords,
}

impl fmt::Debug for Tagger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tagger").field("checksum", &self.model.checksum).finish_non_exhaustive()
    }
}

impl Tagger {
    /// The tagger with the model that the binary carries.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the bytes are part of the binary, and a test loads them")]
    pub fn embedded() -> Self {
        static FILE: &[u8] = include_bytes!("model.bin");
        Model::read(FILE, pages::read_once).map(Self::of).expect("the embedded model is of this version")
    }

    /// A tagger from the bytes of a model file; none when they are not one.
    #[must_use]
    pub fn from_bytes(file: &[u8]) -> Option<Self> {
        Model::read(file, |_| {}).map(Self::of)
    }

    fn of(model: Model) -> Self {
        Self { common: CommonWords::new(&model), model }
    }

    /// Checksum of the model, `sha256:…`.
    #[must_use]
    pub fn checksum(&self) -> &str {
        &self.model.checksum
    }

    /// Finds the mentions in a text, in order and not overlapping.
    #[must_use]
    pub fn tag(&self, text: &str, tokens: &Tokens) -> Vec<TaggedMention> {
        let mut room = ROOM.take();
        let found = self.tag_in(&mut room, text, tokens);
        if tokens.len() <= KEPT {
            ROOM.set(room);
        }
        found
    }

    fn tag_in(&self, room: &mut Room, text: &str, tokens: &Tokens) -> Vec<TaggedMention> {
        let Room { words, rare, scores, batch, unsummed, pass, evidence } = room;
        rare.clear(tokens.len());
        words.clear();
        let mut known = Vec::with_capacity(tokens.len());
        for &token in tokens.iter() {
            let surface = token.of(text);
            let identity = word::identity(token, surface);
            let of = match self.common.get(identity) {
                Some(common) => Known::Common(common),
                None => Known::Rare(rare.number(identity, || Word::new(token, surface, &self.model.clusters))),
            };
            words.push(match of {
                Known::Common(common) => common.word,
                Known::Rare(number) => rare.word(number),
            });
            known.push(of);
        }
        let mut context = Context::new(self.model.shares.topics(words));
        let mut segments: Vec<Segment> = Vec::new();
        for sentence in tokens.sentences().iter().map(|s| s.range()) {
            segments.extend(features::segments(&words[sentence.clone()]).map(|s| Segment {
                tokens: sentence.start + s.start..sentence.start + s.end,
                sentence: sentence.clone(),
            }));
        }
        scores.clear();
        scores.resize(segments.iter().map(|s| s.tokens.len()).sum(), [0; 2 * ROW]);
        let mut sentence = 0..0;
        for (to, (segment, i)) in segments.iter().flat_map(Segment::each).enumerate() {
            if sentence != segment.sentence {
                sentence = segment.sentence.clone();
                context.fill(&words[sentence.clone()]);
            }
            context.joint(i - sentence.start, &mut |key| self.model.ask(batch, key, to));
            if batch.is_full() {
                self.model.add(batch, scores);
            }
            for (offset, j) in segment.window(i) {
                if let Some(Known::Rare(number)) = j.map(|j| &known[j]) {
                    rare.ask(*number, offset, unsummed, &self.model);
                }
            }
            if unsummed.is_full() {
                rare.add(unsummed, &self.model);
            }
        }
        self.model.add(batch, scores);
        rare.add(unsummed, &self.model);
        for ((segment, i), scores) in segments.iter().flat_map(Segment::each).zip(&mut *scores) {
            for (offset, j) in segment.window(i) {
                let sums = match j.map(|j| &known[j]) {
                    None => &self.common.edge.sums[offset],
                    Some(Known::Common(common)) => &common.sums[offset],
                    Some(Known::Rare(number)) => rare.sums(*number, offset),
                };
                sum(scores, sums);
            }
        }

        let mut tags = vec![O as u8; words.len()];
        for (segment, scores) in parts(&segments, scores) {
            pass.run(scores, 0, &self.model);
            tags[segment].copy_from_slice(&pass.tags);
        }

        evidence.fill(words, &tags);
        for (to, (_, i)) in segments.iter().flat_map(Segment::each).enumerate() {
            evidence.features(words, i, &mut |key| self.model.ask(batch, key, to));
            if batch.is_full() {
                self.model.add(batch, scores);
            }
        }
        self.model.add(batch, scores);
        let mut found = Vec::new();
        for (segment, scores) in parts(&segments, scores) {
            pass.run(scores, 1, &self.model);
            let any = found.len();
            found.extend(tags::mentions(&pass.tags).map(|(first, end, kind)| {
                let range = segment.start + first..segment.start + end;
                let (first, end) = (range.start as u32, range.end as u32);
                TaggedMention { first, end, span: tokens.span(range), kind: tags::TYPES[kind], confidence: 0.0 }
            }));
            if found.len() > any {
                let margins = pass.margins(scores, 1, &self.model);
                for m in &mut found[any..] {
                    let range = m.first as usize - segment.start..m.end as usize - segment.start;
                    m.confidence = self.confidence(margins[range].iter().copied().min().unwrap_or(0));
                }
            }
        }
        found
    }

    /// Probability that a mention with this margin is right.
    fn confidence(&self, margin: i16) -> f32 {
        let table = &self.model.confidence;
        let step = table.partition_point(|m| *m <= i32::from(margin));
        #[allow(clippy::cast_precision_loss, reason = "at most twenty")]
        let confidence = step as f32 / CONFIDENCES as f32;
        confidence.clamp(0.05, 0.99)
    }
}

/// What a thread keeps from one text to the next: pages that are written over and over cost less than new ones.
#[derive(Default)]
struct Room {
    words: Vec<Word>,
    rare: RareWords,
    scores: Vec<Scores>,
    batch: Batch,
    unsummed: Batch,
    pass: Pass,
    evidence: Evidence,
}

/// Tokens of the longest text whose room is kept.
const KEPT: usize = 1 << 12;

thread_local! {
    static ROOM: Cell<Room> = Cell::default();
}

/// Where the sums of a word are.
enum Known<'a> {
    Common(&'a Common),
    Rare(u32),
}

/// A stretch of a sentence that can hold mentions.
struct Segment {
    tokens: Range<usize>,
    sentence: Range<usize>,
}

impl Segment {
    /// Its tokens, each with the segment.
    fn each(&self) -> impl Iterator<Item = (&Self, usize)> {
        self.tokens.clone().map(move |i| (self, i))
    }

    /// The tokens around one, none outside of the sentence, by their offsets.
    fn window(&self, i: usize) -> impl Iterator<Item = (usize, Option<usize>)> {
        (0..WINDOW).map(move |offset| (offset, (i + offset).checked_sub(REACH).filter(|j| self.sentence.contains(j))))
    }
}

/// Segments with their scores, which stand one behind the other.
fn parts<'a>(segments: &'a [Segment], mut scores: &'a [Scores]) -> impl Iterator<Item = (Range<usize>, &'a [Scores])> {
    segments.iter().map(move |segment| {
        let (own, rest) = scores.split_at(segment.tokens.len());
        scores = rest;
        (segment.tokens.clone(), own)
    })
}

fn sum(scores: &mut Scores, by: &Scores) {
    for (score, by) in scores.iter_mut().zip(by) {
        *score = score.saturating_add(*by);
    }
}

/// Decodes one segment after another.
#[derive(Default)]
struct Pass {
    decoder: Decoder<i16>,
    tags: Vec<u8>,
    margins: Vec<i16>,
}

/// The scores of one pass, within what the decoder takes.
fn emissions(scores: &[Scores], pass: usize) -> impl DoubleEndedIterator<Item = [i16; ROW]> + ExactSizeIterator {
    scores.iter().map(move |of_token| {
        let half = of_token.as_chunks::<ROW>().0[pass];
        half.map(|score| score.clamp(-MOST, MOST))
    })
}

impl Pass {
    /// Finds the best tags.
    fn run(&mut self, scores: &[Scores], pass: usize, model: &Model) {
        self.decoder.viterbi(emissions(scores, pass), &model.steps[pass], &mut self.tags);
    }

    fn margins(&mut self, scores: &[Scores], pass: usize, model: &Model) -> &[i16] {
        self.decoder.margins(emissions(scores, pass), &model.steps[pass], &self.tags, &mut self.margins);
        &self.margins
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::EntityType::{self, Organization, Person, Place};

    fn mentions(text: &str) -> Vec<(&str, EntityType)> {
        let tagger = Tagger::embedded();
        tagger.tag(text, &Tokens::new(text)).iter().map(|m| (m.span.of(text), m.kind)).collect()
    }

    #[test]
    fn finds_the_mentions_of_a_report() {
        assert_eq!(
            mentions("Vladimir Putin told Reuters in Moscow on Friday that NATO's Jens Stoltenberg was wrong."),
            [
                ("Vladimir Putin", Person),
                ("Reuters", Organization),
                ("Moscow", Place),
                ("NATO", Organization),
                ("Jens Stoltenberg", Person)
            ]
        );
    }

    #[test]
    fn any_text_is_tagged() {
        for text in ["", " ", "…", "A", "\u{feff}", "😀 😀", "١٢٣ ДОМ 東京", "-- -- --", "\n\n\n", "’’’"]
        {
            let tokens = Tokens::new(text);
            for m in Tagger::embedded().tag(text, &tokens) {
                assert!(!m.span.is_empty() && text.is_char_boundary(m.span.end as usize));
            }
        }
    }

    #[test]
    fn a_file_that_is_no_model_is_refused() {
        let file = include_bytes!("model.bin");
        assert!(Tagger::from_bytes(&file[..file.len() - 1]).is_none());
        assert!(Tagger::from_bytes(b"copydesk-ner 000").is_none());
        assert!(Tagger::from_bytes(b"").is_none());
    }
}
