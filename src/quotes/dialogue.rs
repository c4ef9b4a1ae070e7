//! Speech that opens with a dash ("— We have no menu, shrugged waiter Ion. — Eat what there is.").
//!
//! No mark closes it: the words end where a reporting clause begins, and go on behind the next dash.

use super::attribution::{Attribution, Scene};
use super::{Speech, Who, cues};
use crate::text::{Span, TokenKind};

/// Tokens of a turn without a reporting clause beyond which only its first sentence counts as spoken.
const LONG: usize = 60;

/// Whether a paragraph opens with a dialogue dash.
pub(super) fn opens(paragraph: &str) -> bool {
    let mut chars = paragraph.chars();
    matches!(chars.next(), Some('—' | '–' | '―'))
        && chars.next().is_some_and(char::is_whitespace)
        && chars.next().is_some_and(|c| c.is_uppercase() || matches!(c, '…' | '¿' | '¡'))
        && paragraph.split_whitespace().count() > 2
}

/// The parts of a paragraph that are spoken.
pub(super) fn speeches(scene: &mut Scene<'_>, paragraph: Span, out: &mut Vec<Speech>) {
    let mut at = scene.tokens.at(paragraph.start) + 1;
    let end = scene.tokens.partition_point(|t| t.start < paragraph.end);
    let first_out = out.len();
    let turns: Vec<usize> = (at..end)
        .filter(|&i| is_dash(scene, i) && scene.tokens.get(i + 1).is_some_and(|t| t.is_capitalized()))
        .collect();
    while at < end {
        // Another dash before a capital is the next one's turn.
        let turn = turns.get(turns.partition_point(|&i| i <= at)).copied();
        let stop = turn.unwrap_or(end);
        let clause = (at + 1..stop).find(|&i| clause_begins(scene, i, stop));
        let mut until = clause.unwrap_or(stop);
        if clause.is_none() && until - at > LONG {
            // A story goes on behind the words.
            let sentences = scene.tokens.sentences();
            let next = sentences.partition_point(|s| s.end as usize <= at);
            until = sentences.get(next).map_or(until, |s| until.min(s.end as usize));
        }
        let span = scene.tokens.span(at..until);
        scene.quoted = span;
        let attribution = clause.and_then(|c| {
            let from = scene.tokens.get(c)?.start;
            scene.behind(from, paragraph.end, true)
        });
        out.push(Speech {
            span,
            attribution: attribution.unwrap_or(Attribution { who: None, cue: None, close: false }),
        });
        // Behind the clause or the turn, a dash opens again.
        let Some(dash) = clause.and_then(|c| (c..end).find(|&i| is_dash(scene, i))).or(turn) else { break };
        at = dash + 1;
    }
    // "— …, said Berg. — …": the words behind are Berg's too; two turns with nobody named are two people's.
    let mut who = None;
    for s in &mut out[first_out..] {
        s.attribution.who = s.attribution.who.or(who);
        who = s.attribution.who;
        if let Some(Who::Entity(e)) = who {
            scene.last = Some((e, s.span.end));
        }
    }
}

fn is_dash(scene: &Scene<'_>, i: usize) -> bool {
    scene.tokens.get(i).is_some_and(|t| t.space_before() && matches!(t.of(scene.text), "—" | "–" | "―"))
}

/// Whether a reporting clause begins at token `i`: behind a sign, "said Berg", "he said", "Berg said",
/// "the old man said".
fn clause_begins(scene: &Scene<'_>, i: usize, end: usize) -> bool {
    let word = |i: usize| scene.tokens.get(i).map_or("", |t| t.of(scene.text));
    if !matches!(word(i - 1), "," | "?" | "!" | "…" | "..." | "." | "—" | "–") {
        return false;
    }
    let Some(token) = scene.tokens.get(i) else { return false };
    if token.kind != TokenKind::Word {
        return false;
    }
    let full_stop = matches!(word(i - 1), ".");
    if cues::reports(token.of(scene.text)) {
        return !full_stop && !token.of(scene.text).ends_with("ing");
    }
    let subject = cues::is_pronoun(token.of(scene.text)) && !matches!(token.of(scene.text), "I" | "we" | "We" | "i")
        || cues::is_determiner(token.of(scene.text)) && token.has_lower() && !token.is_capitalized()
        || scene.people.at(token.start).is_some();
    let reach = if scene.people.at(token.start).is_some() || cues::is_determiner(token.of(scene.text)) { 6 } else { 2 };
    subject
        && !full_stop
        && (i + 1..(i + 1 + reach).min(end))
            .take_while(|&k| scene.tokens[k].kind == TokenKind::Word || matches!(word(k), "-" | "'s" | "’s"))
            .any(|k| cues::reports(word(k)))
}
