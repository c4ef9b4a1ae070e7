//! Where sentences end.

use super::{Sentence, Span, Token, TokenKind, abbreviations};

/// Words that open a sentence far more often than they follow an abbreviation inside one.
const OPENERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "But",
    "And",
    "He",
    "She",
    "It",
    "They",
    "We",
    "I",
    "You",
    "This",
    "That",
    "These",
    "Those",
    "However",
    "Meanwhile",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "My",
    "If",
    "When",
    "While",
    "As",
    "After",
    "Before",
    "For",
    "From",
    "There",
    "Then",
    "Now",
    "Some",
    "Many",
    "Most",
    "No",
    "Not",
    "Yet",
    "So",
    "Since",
    "Although",
    "Also",
    "By",
    "With",
    "To",
    "What",
    "Who",
    "How",
    "Why",
    "One",
    "Two",
    "Last",
    "Earlier",
    "Later",
    "According",
    "Officials",
    "Police",
    "Both",
    "Each",
    "Such",
    "Under",
    "Over",
    "Despite",
];

pub(super) fn split(text: &str, tokens: &[Token], out: &mut Vec<Sentence>) {
    let mut first = 0;
    for i in 1..tokens.len() {
        if boundary(text, tokens, first, i) {
            out.push(Sentence { first: Span::new(0, first).end, end: Span::new(0, i).end });
            first = i;
        }
    }
    if !tokens.is_empty() {
        out.push(Sentence { first: Span::new(0, first).end, end: Span::new(0, tokens.len()).end });
    }
}

/// Whether a sentence that began at token `first` ends before token `i`.
fn boundary(text: &str, tokens: &[Token], first: usize, i: usize) -> bool {
    let (previous, token) = (tokens[i - 1], tokens[i]);
    if !token.space_before() {
        return false;
    }
    if token.line_start() {
        let between = &text.as_bytes()[previous.end as usize..token.start as usize];
        let breaks = memchr::memchr_iter(b'\n', between).count();
        // One line break may be a hard wrap inside a sentence.
        return breaks != 1 || !token.has_lower() || token.is_capitalized();
    }
    // Step back over closing quotation marks and brackets.
    let mut j = i - 1;
    while j > first
        && !tokens[j].space_before()
        && matches!(tokens[j].of(text), "\"" | "”" | "’" | "'" | ")" | "]" | "»" | "“")
    {
        j -= 1;
    }
    let last = tokens[j];
    let last_text = last.of(text);
    let terminal = matches!(last_text.as_bytes(), [b'.', ..] | [b'!' | b'?'])
        || matches!(last_text, "…" | "‼" | "⁇" | "⁈" | "⁉" | "。" | "！" | "？");
    if last.kind == TokenKind::Punct && terminal {
        return !starts_lower(text, tokens, i);
    }
    if !last.is_abbreviation() {
        return false;
    }
    let stem = last_text.trim_end_matches('.');
    match abbreviations::kind(stem) {
        Some(abbreviations::Kind::Leads) => j < i - 1,
        // An initial or a dotted abbreviation, or one that follows its name.
        _ => stem.len() != 1 && token.kind == TokenKind::Word && OPENERS.contains(&token.of(text)),
    }
}

/// Whether the text goes on in lower case from token `i`, looking behind an opening quotation mark.
fn starts_lower(text: &str, tokens: &[Token], i: usize) -> bool {
    let token = tokens[i];
    let opening = matches!(token.of(text), "\"" | "“" | "‘" | "'" | "(" | "[" | "«" | "„");
    let token = if opening { tokens.get(i + 1).copied().unwrap_or(token) } else { token };
    token.kind == TokenKind::Word
        && token.has_lower()
        && !token.is_capitalized()
        && !token.has_upper()
        && !token.has_digit()
}
