//! Who is meant: mentions by position, and pronouns by the nearest person of fitting gender.

use crate::document::{Entity, EntityType};
use crate::entities::resolve::{Gender, gender_of_pronoun, gender_of_title};
use crate::text::{Span, TokenKind, Tokens};

/// A mention with the entity that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) span: Span,
    /// Index of the entity.
    pub(super) entity: usize,
    pub(super) kind: EntityType,
}

/// The entities of a text as speakers.
#[derive(Debug)]
pub(super) struct People<'a> {
    pub(super) entities: &'a [Entity],
    /// All mentions in order.
    pub(super) mentions: Vec<Placed>,
    genders: Vec<Option<Gender>>,
}

/// How far behind a name the pronoun may stand that takes it up, in tokens.
const REACH: usize = 40;

/// How many sentences back a pronoun may reach.
const SENTENCES_BACK: usize = 8;

/// How many names of a sentence are looked at.
const MENTIONS: usize = 64;

impl<'a> People<'a> {
    pub(super) fn new(text: &str, tokens: &Tokens, entities: &'a [Entity]) -> Self {
        let mut mentions: Vec<Placed> = entities
            .iter()
            .enumerate()
            .flat_map(|(entity, e)| e.mentions.iter().map(move |m| Placed { span: m.span, entity, kind: e.kind }))
            .collect();
        mentions.sort_unstable_by_key(|m| m.span);
        let genders = genders(text, tokens, entities, &mentions);
        Self { entities, mentions, genders }
    }

    /// The mention that covers a byte.
    pub(super) fn at(&self, byte: u32) -> Option<Placed> {
        let i = self.mentions.partition_point(|m| m.span.end <= byte);
        self.mentions.get(i).copied().filter(|m| m.span.start <= byte)
    }

    /// The mentions that begin inside a span.
    pub(super) fn within(&self, span: Span) -> &[Placed] {
        let from = self.mentions.partition_point(|m| m.span.start < span.start);
        let to = self.mentions.partition_point(|m| m.span.start < span.end);
        &self.mentions[from..to.max(from)]
    }

    /// The person that a pronoun stands for: who spoke last, if nobody was named since; else the first
    /// person of fitting gender (the subject, more often than not) in the nearest sentence before that
    /// names one. Mentions inside `except`, the quoted words, do not count.
    pub(super) fn of_pronoun(&self, text: &Ground<'_>, pronoun: &str, at: Antecedent) -> Option<usize> {
        let gender = gender_of_pronoun(pronoun)?;
        let fits = |e: usize| {
            self.entities[e].kind == EntityType::Person && self.genders[e].is_none_or(|known| known == gender)
        };
        let last = at.last.filter(|&(e, _)| fits(e));
        let named = self.subject(text, at.byte, at.except, fits);
        match (last, named) {
            (Some((_, spoke)), Some(m)) if m.span.start > spoke => Some(m.entity),
            (Some((speaker, _)), _) => Some(speaker),
            (None, named) => named.map(|m| m.entity),
        }
    }

    /// The first fitting mention of the nearest sentence before a byte that has one.
    pub(super) fn subject(
        &self,
        text: &Ground<'_>,
        byte: u32,
        except: Span,
        fits: impl Fn(usize) -> bool,
    ) -> Option<Placed> {
        let sentences = text.tokens.sentences();
        let token = u32::try_from(text.tokens.at(byte)).unwrap_or(u32::MAX);
        let here = sentences.partition_point(|s| s.end <= token);
        let from = here.saturating_sub(SENTENCES_BACK);
        sentences.get(from..(here + 1).min(sentences.len()))?.iter().rev().find_map(|s| {
            let span = text.tokens.span(s.range());
            self.within(span)
                .iter()
                .take(MENTIONS)
                .find(|m| m.span.start < byte && !except.overlaps(m.span) && fits(m.entity))
                .copied()
        })
    }
}

/// What a text is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) tokens: &'a Tokens,
}

/// What a pronoun may take up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Antecedent {
    /// Where the pronoun stands.
    pub(super) byte: u32,
    /// Who spoke last, and where those words ended.
    pub(super) last: Option<(usize, u32)>,
    /// The quoted words.
    pub(super) except: Span,
}

/// The gender of each person by titles and by the pronouns that follow its mentions.
fn genders(text: &str, tokens: &Tokens, entities: &[Entity], mentions: &[Placed]) -> Vec<Option<Gender>> {
    let mut votes = vec![[0u32; 2]; entities.len()];
    for (i, m) in mentions.iter().enumerate() {
        if m.kind != EntityType::Person {
            continue;
        }
        let next = mentions[i + 1..]
            .iter()
            .take(REACH)
            .find(|n| n.kind == EntityType::Person && n.entity != m.entity)
            .map_or(u32::MAX, |n| n.span.start);
        let from = tokens.at(m.span.end);
        let found = tokens[from.min(tokens.len())..]
            .iter()
            .take(REACH)
            .take_while(|t| t.start < next)
            .filter(|t| t.kind == TokenKind::Word && t.len() <= 7)
            .find_map(|t| gender_of_pronoun(t.of(text)));
        if let Some(gender) = found {
            votes[m.entity][usize::from(gender == Gender::Female)] += 1;
        }
    }
    let by_title = |e: &Entity| {
        e.titles
            .iter()
            .flat_map(|t| t.split([' ', '-']))
            .find_map(|w| gender_of_title(&w.trim_end_matches('.').to_lowercase()))
    };
    entities
        .iter()
        .zip(&votes)
        .map(|(e, [he, she])| {
            by_title(e).or(match he.cmp(she) {
                std::cmp::Ordering::Greater => Some(Gender::Male),
                std::cmp::Ordering::Less => Some(Gender::Female),
                std::cmp::Ordering::Equal => None,
            })
        })
        .collect()
}
