//! Direct quotations and their speakers.
//!
//! Marks are paired first (`marks`), then each pair is judged: speech, or words in marks for another
//! reason (titles of works, names, irony), then its speaker is looked for (`attribution`). Speech in a
//! dialogue may also have no marks but a dash (`dialogue`). The idea and the order of the steps follow
//! rule-based systems for news (Pouliquen et al. 2007; Krestel et al. 2008). Figures:
//! `copydesk eval quotes`.

mod attribution;
mod cues;
mod dialogue;
mod marks;
mod people;

use attribution::{Attribution, Scene, Who};
use marks::Marked;
use people::People;

use crate::clean::Cleaned;
use crate::document::{BlockKind, Entity, EntityType, Quote, Speaker};
use crate::text::{Span, Token, TokenKind, Tokens};

/// Speech that was found, before its speaker is written out.
#[derive(Debug, Clone, Copy)]
struct Speech {
    span: Span,
    attribution: Attribution,
}

/// Finds the direct quotations of a text, in order. Spans are bytes.
#[must_use]
pub fn extract(cleaned: &Cleaned, tokens: &Tokens, entities: &[Entity]) -> Vec<Quote> {
    let text = cleaned.text.as_str();
    let people = People::new(text, tokens, entities);
    let marks::Found { outer: mut marked, nested } = marks::find(text, &cleaned.blocks);
    // Nicknames and the like stand inside a name: Anna “Annie” Berg.
    marked.retain(|m| people.at(m.outer.start).is_none_or(|name| !name.span.contains(m.outer)));
    let mut scene = Scene { text, tokens, people: &people, last: None, quoted: Span::default() };
    let mut found: Vec<Speech> = Vec::new();
    let mut next = 0;
    let mut last_block = usize::MAX;
    for (b, block) in cleaned.blocks.iter().enumerate() {
        if block.kind == BlockKind::Paragraph && dialogue::opens(block.span.of(text)) {
            dialogue::speeches(&mut scene, block.span, &mut found);
            last_block = b;
        }
        // Who spoke last in this block.
        let mut speaker: Option<Attribution> = None;
        while let Some(m) = marked.get(next).filter(|m| m.block == b) {
            let sides = Sides {
                from: found.last().map_or(block.span.start, |s| s.span.end.max(block.span.start)),
                until: marked
                    .get(next + 1)
                    .map_or(u32::MAX, |n| n.outer.start)
                    .min(cleaned.blocks.get(m.last_block).map_or(u32::MAX, |b| b.span.end)),
            };
            next += 1;
            if found.last().is_some_and(|s| s.span.overlaps(m.outer)) {
                continue;
            }
            scene.quoted = m.outer;
            let Some(mut attribution) = judge(&scene, m, sides, speaker.is_some()) else { continue };
            if attribution.who.is_none() {
                // Words that go on without a new speaker: of who was spoken of since, else of the same one,
                // also from the paragraph before.
                let whole = m.outer.start == block.span.start;
                let from_before = whole && last_block != usize::MAX && last_block + 1 == b;
                attribution.who = scene
                    .actor(sides.from, m.outer.start)
                    .or(speaker.and_then(|s| s.who))
                    .or_else(|| scene.last.filter(|_| from_before).map(|(e, _)| Who::Entity(e)));
            }
            if let Some(Who::Entity(e)) = attribution.who {
                scene.last = Some((e, m.outer.end));
            }
            speaker = Some(attribution);
            found.push(Speech { span: m.inner, attribution });
            last_block = m.last_block;
        }
    }
    inside(&mut scene, &nested, &mut found);
    found.iter().map(|s| quote(cleaned, entities, s)).collect()
}

/// Adds what the quoted words quote themselves ("I told them ‘we stay’ and stayed"): only where they have a
/// reporting verb, for most marks inside a quotation are titles and irony.
fn inside(scene: &mut Scene<'_>, nested: &[Marked], found: &mut Vec<Speech>) {
    let outer = found.len();
    let mut from = 0;
    for m in nested {
        let number = found[..outer].partition_point(|s| s.span.end < m.outer.end);
        let Some(around) = found[..outer].get(number).copied().filter(|s| s.span.contains(m.outer)) else { continue };
        from = around.span.start.max(from);
        scene.quoted = m.outer;
        let sides = Sides { from, until: around.span.end };
        from = m.outer.end;
        if is_titled(scene, m) {
            continue;
        }
        let Some(mut attribution) = judge(scene, m, sides, false).filter(|a| a.cue.is_some()) else { continue };
        attribution.who = match attribution.who {
            // "I told them": who speaks around. A "he" is somebody else.
            Some(Who::Words(words)) if matches!(words.of(scene.text), "I" | "we" | "We") => around.attribution.who,
            who if who == around.attribution.who => None,
            who => who,
        };
        found.push(Speech { span: m.inner, attribution });
    }
    found.sort_by_key(|s| (s.span.start, std::cmp::Reverse(s.span.end)));
}

/// The tokens between two marks.
fn marked_tokens<'a>(scene: &Scene<'a>, m: &Marked) -> Option<&'a [Token]> {
    let first = scene.tokens.at(m.inner.start);
    let end = scene.tokens.partition_point(|t| t.start < m.inner.end);
    scene.tokens.get(first..end)
}

/// Whether marked words are written like a title: the first and the last with capitals, no end.
fn is_titled(scene: &Scene<'_>, m: &Marked) -> bool {
    let capital = |t: Option<&Token>| t.is_some_and(|t| t.is_capitalized());
    marked_tokens(scene, m).is_some_and(|tokens| capital(tokens.first()) && capital(tokens.last()))
}

/// The text around a quotation that belongs to no other: where it begins and ends.
#[derive(Debug, Clone, Copy)]
struct Sides {
    from: u32,
    until: u32,
}

/// Decides whether marked words are speech, and finds what is said about the speaker.
fn judge(scene: &Scene<'_>, m: &Marked, sides: Sides, goes_on: bool) -> Option<Attribution> {
    let text = scene.text;
    let words = m.inner.of(text);
    let tokens = marked_tokens(scene, m)?;
    let count = tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)).count();
    if count == 0 {
        return None;
    }
    let last = words.trim_end().chars().next_back().unwrap_or(' ');
    let after = text.get(m.outer.end as usize..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
    let ended = matches!(last, ',' | '.' | '!' | '?' | '…' | '—' | '–');
    let comma = last == ',' || after == ',';
    let sentence = ended || comma;
    let behind = || scene.behind(m.outer.end, sides.until, !matches!(last, '.' | '…'));
    let before = || scene.before(sides.from, m.outer.start);
    let lower = words.chars().next().is_some_and(char::is_lowercase);
    let attribution = if sentence && !lower {
        behind()
            .filter(|a| a.close || comma)
            .or_else(|| before().filter(|a| a.cue.is_some() || a.close))
            .or_else(behind)
    } else if comma {
        behind().or_else(before)
    } else {
        before().filter(|a| a.cue.is_some()).or_else(behind).or_else(before)
    };
    let cue = attribution.is_some_and(|a| a.cue.is_some());
    let close = attribution.is_some_and(|a| a.close);
    // A title or name in marks.
    if let Some(name) = scene.people.within(m.inner).first()
        && name.span.len() + 2 >= words.trim_end_matches([',', '.', '!', '?']).len()
        && !(cue && close && matches!(last, '!' | '?'))
    {
        return None;
    }
    let work = scene.people.within(m.outer).iter().any(|n| n.kind == EntityType::Work && n.span.contains(m.inner));
    let capital = tokens.first().is_some_and(|t| t.is_capitalized());
    let utterance = ended && (count >= 4 || capital && (goes_on || cue && close || count >= 3));
    let speech = !work
        && (utterance
            || cue && close && (count >= 3 || comma && count >= 1 && behind().is_some_and(|a| a.close))
            || cue && count >= 4
            || count >= 8);
    speech.then(|| attribution.unwrap_or(Attribution { who: None, cue: None, close: false }))
}

fn quote(cleaned: &Cleaned, entities: &[Entity], speech: &Speech) -> Quote {
    let text = cleaned.text.as_str();
    let said = speech.span.of(text);
    let lead = said.len() - said.trim_start().len();
    let start = speech.span.start as usize + lead;
    let span = Span::new(start, start + said.trim().len());
    let speaker = speech.attribution.who.and_then(|who| match who {
        Who::Entity(e) => entities.get(e).map(|e| Speaker { entity: Some(e.id), text: e.name.clone() }),
        Who::Words(words) => Some(Speaker { entity: None, text: words.of(text).to_owned() }),
    });
    Quote {
        span,
        text: span.of(text).to_owned(),
        source: cleaned.map.sources(span),
        speaker,
        cue: speech.attribution.cue.map(|c| c.of(text).to_owned()),
    }
}

#[cfg(test)]
mod tests;
