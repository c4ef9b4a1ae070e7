//! The tagger: words, features, scores, the best path, mentions.

use std::fmt;

use super::TaggedMention;
use super::decode::Decoder;
use super::features::{self, Context, REACH};
use super::model::Model;
use super::tags::{self, ROW};
use super::word::Word;
use crate::text::{Span, Tokens};

/// The tagger and its model.
pub struct Tagger {
    model: Model,
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
        Model::parse(file).map(|model| Self { model })
    }

    /// Checksum of the model, `sha256:…`.
    #[must_use]
    pub fn checksum(&self) -> &str {
        &self.model.checksum
    }

    /// Finds the mentions in a text, in order and not overlapping.
    #[must_use]
    pub fn tag(&self, text: &str, tokens: &Tokens) -> Vec<TaggedMention> {
        let words: Vec<Word> = tokens.iter().map(|&t| Word::new(t, t.of(text), &self.model.clusters)).collect();
        let mut context = Context::default();
        let mut decoder = Decoder::default();
        let mut scores: Vec<[i32; ROW]> = Vec::new();
        let mut path = Vec::new();
        let mut found = Vec::new();
        for sentence in tokens.sentences() {
            context.fill(words[sentence.range()].iter().copied());
            scores.clear();
            scores.extend((0..context.len()).map(|i| self.score(&context, i)));
            decoder.viterbi(&scores, &self.model.transitions, None, &mut path);
            for (first, end, kind) in tags::mentions(&path) {
                let range = sentence.first as usize + first..sentence.first as usize + end;
                let span: Span = tokens.span(range.clone());
                found.push(TaggedMention {
                    first: range.start as u32,
                    end: range.end as u32,
                    span,
                    kind: tags::TYPES[kind],
                    confidence: 0.9,
                });
            }
        }
        found
    }

    fn score(&self, context: &Context, i: usize) -> [i32; ROW] {
        let mut scores = [0; ROW];
        for offset in 0..=2 * REACH {
            let word = context.at(i, offset);
            for &attr in features::singles(offset) {
                if word.attrs[attr] != 0 {
                    self.model.add(features::single(offset, attr, word.attrs[attr]), &mut scores);
                }
            }
        }
        context.joint(i, &mut |key| self.model.add(key, &mut scores));
        scores
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
