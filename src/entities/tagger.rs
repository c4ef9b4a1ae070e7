//! The tagger: words, features, scores, the best path, mentions.

use std::fmt;

use super::TaggedMention;
use super::common::{self, CommonWords};
use super::decode::{Decoder, Transitions};
use super::evidence::Evidence;
use super::features::{Context, REACH};
use super::model::{CONFIDENCES, Model, Scores};
use super::tags::{self, ROW};
use super::word::{self, Word};
use crate::text::{Token, Tokens};

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
        Self::from_bytes(include_bytes!("model.bin")).expect("the embedded model is of this version")
    }

    /// A tagger from the bytes of a model file; none when they are not one.
    #[must_use]
    pub fn from_bytes(file: &[u8]) -> Option<Self> {
        Model::parse(file).map(|model| Self { common: CommonWords::new(&model), model })
    }

    /// Checksum of the model, `sha256:…`.
    #[must_use]
    pub fn checksum(&self) -> &str {
        &self.model.checksum
    }

    /// Finds the mentions in a text, in order and not overlapping.
    #[must_use]
    pub fn tag(&self, text: &str, tokens: &Tokens) -> Vec<TaggedMention> {
        let mut words = Vec::with_capacity(tokens.len());
        let mut scores = vec![[0; 2 * ROW]; tokens.len()];
        for sentence in tokens.sentences() {
            self.score_words(text, &tokens[sentence.range()], &mut words, &mut scores[sentence.range()]);
        }
        let mut context = Context::default();
        for sentence in tokens.sentences() {
            context.fill(&words[sentence.range()]);
            for (i, scores) in scores[sentence.range()].iter_mut().enumerate() {
                context.joint(i, &mut |key| self.model.add(key, scores));
            }
        }

        let mut pass = Pass::default();
        let mut tags = Vec::with_capacity(words.len());
        for sentence in tokens.sentences() {
            pass.run(&scores[sentence.range()], 0, &self.model.transitions[0]);
            tags.extend_from_slice(&pass.tags);
        }

        let mut evidence = Evidence::default();
        evidence.fill(&words, &tags);
        for (i, scores) in scores.iter_mut().enumerate() {
            evidence.features(&words, i, &mut |key| self.model.add(key, scores));
        }
        let mut found = Vec::new();
        for sentence in tokens.sentences() {
            pass.run(&scores[sentence.range()], ROW, &self.model.transitions[1]);
            let any = found.len();
            found.extend(tags::mentions(&pass.tags).map(|(first, end, kind)| {
                let range = sentence.first as usize + first..sentence.first as usize + end;
                let (first, end) = (range.start as u32, range.end as u32);
                TaggedMention { first, end, span: tokens.span(range), kind: tags::TYPES[kind], confidence: 0.0 }
            }));
            if found.len() > any {
                let margins = pass.margins(&self.model.transitions[1]);
                for m in &mut found[any..] {
                    let range = (m.first - sentence.first) as usize..(m.end - sentence.first) as usize;
                    m.confidence = self.confidence(margins[range].iter().copied().min().unwrap_or(0));
                }
            }
        }
        found
    }

    /// Probability that a mention with this margin is right.
    fn confidence(&self, margin: i32) -> f32 {
        let table = &self.model.confidence;
        let step = table.partition_point(|m| *m <= margin);
        #[allow(clippy::cast_precision_loss, reason = "at most twenty")]
        let confidence = step as f32 / CONFIDENCES as f32;
        confidence.clamp(0.05, 0.99)
    }

    /// Analyses the words of a sentence and adds what each says by itself of the tokens around it.
    fn score_words(&self, text: &str, tokens: &[Token], words: &mut Vec<Word>, scores: &mut [Scores]) {
        let n = tokens.len();
        for (j, &token) in tokens.iter().enumerate() {
            let around = j.saturating_sub(REACH)..(j + REACH + 1).min(n);
            let surface = token.of(text);
            if let Some(common) = self.common.get(word::identity(token, surface)) {
                words.push(common.word);
                for i in around {
                    sum(&mut scores[i], &common.sums[j + REACH - i]);
                }
            } else {
                let word = Word::new(token, surface, &self.model.clusters);
                for i in around {
                    common::add(&self.model, &word, j + REACH - i, &mut scores[i]);
                }
                words.push(word);
            }
        }
        for outside in 1..=REACH {
            for i in 0..(REACH + 1 - outside).min(n) {
                sum(&mut scores[i], &self.common.edge.sums[REACH - outside - i]);
                sum(&mut scores[n - 1 - i], &self.common.edge.sums[REACH + outside + i]);
            }
        }
    }
}

fn sum(scores: &mut Scores, by: &Scores) {
    for (score, by) in scores.iter_mut().zip(by) {
        *score = score.saturating_add(*by);
    }
}

/// Decodes one sentence after another.
#[derive(Default)]
struct Pass {
    decoder: Decoder<i32>,
    scores: Vec<[i32; ROW]>,
    tags: Vec<u8>,
    margins: Vec<i32>,
}

impl Pass {
    /// Finds the best tags by the half of the scores that starts at `from`.
    fn run(&mut self, scores: &[Scores], from: usize, transitions: &Transitions<i32>) {
        self.scores.clear();
        self.scores.extend(scores.iter().map(|s| std::array::from_fn(|tag| i32::from(s[from + tag]))));
        self.decoder.viterbi(&self.scores, transitions, None, &mut self.tags);
    }

    fn margins(&mut self, transitions: &Transitions<i32>) -> &[i32] {
        self.decoder.margins(&self.scores, transitions, &self.tags, &mut self.margins);
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
        assert!(Tagger::from_bytes(&[]).is_none());
    }
}
