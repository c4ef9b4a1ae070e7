//! Who said it: the reporting verb beside a quotation, and the verb's subject.
//!
//! English reports speech in three ways: behind the words ("…," Berg said; "…," said the judge), before
//! them (Berg said: "…"; according to Berg, "…"), or in the sentence that the quoted words are part of
//! (Berg called it "…"). The verb is looked for behind the quotation first if its last sign is not a full
//! stop, then before it.

use super::cues;
use super::people::{Antecedent, Ground, People, Placed};
use crate::document::EntityType;
use crate::text::{Span, Token, TokenKind, Tokens};

/// A speaker as the text gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Index of the entity.
    Entity(usize),
    /// Words that are no name and stand for none.
    Words(Span),
}

/// What was found beside a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) who: Option<Who>,
    /// The reporting verb or phrase.
    pub(super) cue: Option<Span>,
    /// The verb stands right beside the marks.
    pub(super) close: bool,
}

/// What attribution reads.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a Tokens,
    pub(super) people: &'a People<'a>,
    /// Who spoke last, and where those words ended.
    pub(super) last: Option<(usize, u32)>,
    /// The quoted words that are looked at.
    pub(super) quoted: Span,
}

/// How far the verb may stand from the marks, in tokens.
const FAR: usize = 30;

impl Scene<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    fn token(&self, i: usize) -> Option<Token> {
        self.tokens.get(i).copied()
    }

    /// The reporting clause behind byte `from`, before byte `until`.
    pub(super) fn behind(&self, from: u32, until: u32, mid_sentence: bool) -> Option<Attribution> {
        let mut first = self.tokens.at(from);
        while matches!(self.word(first), "," | "—" | "–" | "-" | "--")
            && self.token(first).is_some_and(|t| t.end <= until)
        {
            first += 1;
        }
        let begin = self.token(first).filter(|t| t.start < until)?;
        if !mid_sentence && begin.is_capitalized() && self.people.at(begin.start).is_none() {
            return None;
        }
        let mut depth = 0;
        for i in first..first + FAR {
            let token = self.token(i).filter(|t| t.start < until)?;
            let word = token.of(self.text);
            match word {
                "(" => depth += 1,
                ")" => depth -= 1,
                "." | "!" | "?" | ";" | "“" | "”" | "\"" | "«" | "„" => return None,
                _ => {}
            }
            if depth == 0
                && token.kind == TokenKind::Word
                && cues::reports(word)
                && self.people.at(token.start).is_none()
            {
                if cues::is_weak(word) && i > first + 3
                    || i > first && matches!(self.word(i - 1), "who" | "that" | "to" | "which")
                {
                    continue;
                }
                // Whom somebody tells something is not the one who speaks.
                let after = || if cues::has_addressee(word) { None } else { self.subject_after(i + 1, until) };
                let before = if i == first { None } else { self.subject_before(i, first) };
                let who = before.or_else(after);
                return Some(Attribution { who, cue: Some(token.span()), close: i <= first + 4 });
            }
            if i == first && word == "according" {
                return Some(Attribution {
                    who: self.subject_after(i + 2, until),
                    cue: Some(Span { start: token.start, end: self.token(i + 1)?.end }),
                    close: true,
                });
            }
            // "…," Berg, 29, in an interview.
            if !mid_sentence && i > first + 8 {
                return None;
            }
        }
        None
    }

    /// The reporting clause before byte `until`, in a sentence that begins no earlier than byte `from`.
    pub(super) fn before(&self, from: u32, until: u32) -> Option<Attribution> {
        let end = self.tokens.partition_point(|t| t.end <= until);
        let mut first = end;
        while first > 0 && end - first < 2 * FAR {
            let token = self.tokens[first - 1];
            let word = token.of(self.text);
            let stop = matches!(word, "." | "!" | "?") && self.token(first).is_some_and(Token::space_before);
            if token.start < from || stop {
                break;
            }
            first -= 1;
        }
        if first == end {
            return None;
        }
        let sentence = first..end;
        // "According to Berg, …"
        for i in sentence.clone() {
            if matches!(self.word(i), "according" | "According") && self.word(i + 1) == "to" {
                let cue = Span { start: self.tokens[i].start, end: self.tokens[i + 1].end };
                return Some(Attribution { who: self.subject_after(i + 2, until), cue: Some(cue), close: true });
            }
        }
        let verb = sentence.clone().rev().find(|&i| {
            let token = self.tokens[i];
            token.kind == TokenKind::Word
                && cues::reports(token.of(self.text))
                && self.people.at(token.start).is_none()
                && !(i > first && cues::is_determiner(self.word(i - 1)))
        });
        let colon = self.word(end - 1) == ":";
        if let Some(verb) = verb {
            let close = end - verb <= 4 || colon;
            let who = self.subject_before(verb, first).or_else(|| {
                // "… , said Berg, adding that “…”": an inverted clause before.
                self.people
                    .within(Span { start: self.tokens[first].start, end: until })
                    .iter()
                    .rev()
                    .find(|m| matches!(m.kind, EntityType::Person | EntityType::Organization))
                    .map(|m| Who::Entity(m.entity))
            });
            return Some(Attribution { who, cue: Some(self.tokens[verb].span()), close });
        }
        let named = self.people.within(Span { start: self.tokens[first].start, end: until });
        let who = named.iter().rev().find(|m| m.kind == EntityType::Person).map(|m| Who::Entity(m.entity));
        if colon {
            return Some(Attribution { who, cue: None, close: true });
        }
        who.map(|who| Attribution { who: Some(who), cue: None, close: false })
    }

    /// The subject that stands before the verb at token `verb`, in a clause from token `first` on.
    fn subject_before(&self, verb: usize, first: usize) -> Option<Who> {
        let mut i = verb.checked_sub(1).filter(|&i| i >= first)?;
        while i > first && cues::is_between(self.word(i)) {
            i -= 1;
        }
        let token = self.tokens[i];
        let word = token.of(self.text);
        if cues::is_pronoun(word) {
            return self.pronoun(token.span());
        }
        if let Some(m) = self.people.at(token.start).filter(speaks) {
            let words = self.tells_whence(m, first).then(|| self.noun_phrase_before(i, first)).flatten();
            return Some(words.map_or(Who::Entity(m.entity), Who::Words));
        }
        if token.kind == TokenKind::Clitic {
            // "Berg's saying"
            return None;
        }
        let clause = Span { start: self.tokens[first].start, end: token.end };
        if token.kind == TokenKind::Word
            && let Some(words) = self.noun_phrase_before(i, first)
        {
            return Some(Who::Words(words));
        }
        // "Berg, who runs the shop in Oslo, said"; "and told"
        let named = self.people.within(clause);
        named
            .iter()
            .find(|m| m.kind == EntityType::Person)
            .or_else(|| named.iter().find(|m| m.kind == EntityType::Organization))
            .map(|m| Who::Entity(m.entity))
            .or_else(|| {
                (first..=i)
                    .rev()
                    .find(|&k| matches!(self.word(k), "he" | "she" | "He" | "She"))
                    .and_then(|k| self.pronoun(self.tokens[k].span()))
            })
    }

    /// "the chemist at Imperial College": not the college speaks. A spokesman speaks for it.
    fn tells_whence(&self, m: Placed, first: usize) -> bool {
        let at = self.tokens.at(m.span.start);
        m.kind != EntityType::Person && at > first && matches!(self.word(at - 1), "at" | "of" | "from" | "in" | "with")
    }

    /// "the judge", "a spokesman for the ministry" … that ends at token `last`.
    fn noun_phrase_before(&self, last: usize, first: usize) -> Option<Span> {
        let from = last.saturating_sub(8).max(first);
        for i in (from..=last).rev() {
            let token = self.tokens[i];
            if token.kind == TokenKind::Punct && token.of(self.text) != "-" {
                return None;
            }
            if cues::is_determiner(token.of(self.text)) && i < last {
                // "the son of a farmer": the outermost determiner that a preposition leads to.
                if i > first && matches!(self.word(i - 1), "of" | "for" | "at" | "from" | "in") {
                    continue;
                }
                return Some(self.tokens.span(i..last + 1));
            }
        }
        None
    }

    /// The subject that follows a verb, from token `i` on.
    fn subject_after(&self, i: usize, until: u32) -> Option<Who> {
        let first = self.token(i).filter(|t| t.start < until)?;
        let word = first.of(self.text);
        if matches!(word, "he" | "she" | "they" | "one" | "another")
            && !self.token(i + 1).is_some_and(|t| t.kind == TokenKind::Word && word == "one")
        {
            return self.pronoun(first.span());
        }
        let mut end = i;
        let mut commas = 0;
        for k in i..i + 14 {
            let Some(token) = self.token(k).filter(|t| t.start < until) else { break };
            if let Some(m) = self.people.at(token.start) {
                if m.kind == EntityType::Person || (k <= i + 1 && speaks(&m) && self.ends_phrase(m)) {
                    return Some(Who::Entity(m.entity));
                }
                end = k + 1;
                continue;
            }
            match token.kind {
                TokenKind::Word | TokenKind::Clitic | TokenKind::Number => {}
                TokenKind::Punct if matches!(token.of(self.text), "-" | "'" | "’" | "(" | ")") => {}
                // "said the company's director, Anna Berg"
                TokenKind::Punct if token.of(self.text) == "," && commas == 0 && k > i => {
                    commas = k;
                    continue;
                }
                _ => break,
            }
            if commas == 0 {
                end = k + 1;
            } else if token.has_lower() && !token.is_capitalized() {
                break;
            }
        }
        let word = self.word(i);
        if !(cues::is_determiner(word) || first.has_lower() && !first.is_capitalized()) || cues::is_between(word) {
            return None;
        }
        if cues::begins_clause(word) {
            return None;
        }
        let mut stop = end;
        for k in i + 1..end {
            if cues::begins_clause(self.word(k)) && self.word(k) != "of" && self.word(k) != "for" {
                stop = k;
                break;
            }
        }
        (stop > i).then(|| Who::Words(self.tokens.span(i..stop)))
    }

    /// Whether nothing that goes on with the phrase follows a mention ("Rosneft's chief").
    fn ends_phrase(&self, m: Placed) -> bool {
        let next = self.tokens.at(m.span.end);
        self.token(next).is_none_or(|t| {
            t.kind != TokenKind::Clitic
                && !(t.kind == TokenKind::Word && t.has_lower() && !cues::begins_clause(t.of(self.text)))
        })
    }

    pub(super) fn pronoun(&self, span: Span) -> Option<Who> {
        let lower = span.of(self.text).to_lowercase();
        let ground = Ground { tokens: self.tokens };
        let found = if lower == "it" {
            let speaks = |e: usize| self.people.entities.get(e).is_some_and(|e| e.kind == EntityType::Organization);
            self.people.subject(&ground, span.start, self.quoted, speaks).map(|m| m.entity)
        } else {
            let at = Antecedent { byte: span.start, last: self.last, except: self.quoted };
            self.people.of_pronoun(&ground, &lower, at)
        };
        Some(found.map_or(Who::Words(span), Who::Entity))
    }

    /// Who is spoken of right before words that no verb reports ("He winced. “…”"), in text from byte `from`.
    pub(super) fn actor(&self, from: u32, until: u32) -> Option<Who> {
        let person = |e: usize| self.people.entities.get(e).is_some_and(|e| e.kind == EntityType::Person);
        let ground = Ground { tokens: self.tokens };
        let named = self.people.subject(&ground, until, self.quoted, person).filter(|m| m.span.start >= from);
        let first = self.tokens.at(from);
        let end = self.tokens.partition_point(|t| t.end <= until);
        let pronoun = (first..end).rev().find(|&i| matches!(self.word(i), "He" | "She"));
        match (named, pronoun) {
            (Some(m), Some(i)) if self.tokens[i].start > m.span.start => self.pronoun(self.tokens[i].span()),
            (Some(m), _) => Some(Who::Entity(m.entity)),
            (None, Some(i)) => self.pronoun(self.tokens[i].span()),
            (None, None) => None,
        }
    }
}

/// Whether a mention can speak.
fn speaks(m: &Placed) -> bool {
    matches!(m.kind, EntityType::Person | EntityType::Organization | EntityType::Place | EntityType::Group)
}
