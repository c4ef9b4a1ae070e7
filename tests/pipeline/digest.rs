//! A document as a person would check it: what was kept, what was removed and why, who and when.

use std::fmt::Write as _;

use copydesk::Document;
use serde_json::Value;

/// The JSON name of a unit variant.
pub(crate) fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value).unwrap() {
        Value::String(s) => s,
        other => other.to_string(),
    }
}

pub(crate) fn of(document: &Document) -> String {
    let mut out = String::new();
    let chars: Vec<char> = document.text.chars().collect();
    let slice = |span: copydesk::text::Span| chars[span.range()].iter().collect::<String>();
    let line = |out: &mut String, label: &str, value: &str| writeln!(out, "{label}: {value}").unwrap();

    line(&mut out, "language", &document.language.tag);
    line(&mut out, "title", document.title.as_deref().unwrap_or("-"));
    line(&mut out, "authors", &document.authors.join("; "));
    line(&mut out, "source", document.source.as_deref().unwrap_or("-"));
    if let Some(dateline) = &document.dateline {
        line(&mut out, "dateline", &format!("{:?} {:?}", dateline.place, dateline.date));
    }
    for (label, dated) in [("published", &document.published), ("anchor", &document.anchor)] {
        if let Some(dated) = dated {
            line(&mut out, label, &format!("{} ({})", dated.value, word(dated.source)));
        }
    }
    out.push_str("\n# blocks\n");
    for block in &document.blocks {
        line(&mut out, &word(block.kind), &slice(block.span));
    }
    out.push_str("\n# removed\n");
    for removed in document.removed.iter().flatten() {
        line(&mut out, &format!("{} [{}]", word(removed.reason), removed.rule), removed.text.trim());
    }
    out.push_str("\n# repairs\n");
    for repair in &document.repairs {
        line(&mut out, &word(repair.kind), &repair.count.to_string());
    }
    out.push_str("\n# entities\n");
    for entity in document.entities.iter().flatten() {
        let mut forms: Vec<String> = Vec::new();
        for mention in &entity.mentions {
            assert_eq!(mention.text, slice(mention.span));
            if !forms.contains(&mention.text) {
                forms.push(mention.text.clone());
            }
        }
        let place = entity.links.iso3166.as_deref().map(|code| format!(" [{code}]")).unwrap_or_default();
        let forms = format!("{} ×{}{place}: {}", entity.name, entity.mentions.len(), forms.join(" | "));
        line(&mut out, &word(entity.kind), &forms);
    }
    out.push_str("\n# dates\n");
    for date in document.dates.iter().flatten() {
        assert_eq!(date.text, slice(date.span));
        let modifier = date.modifier.map(|m| format!(" {}", word(m))).unwrap_or_default();
        line(&mut out, &word(date.kind), &format!("{} → {}{modifier}", date.text, date.timex));
    }
    out.push_str("\n# quotes\n");
    for quote in document.quotes.iter().flatten() {
        assert_eq!(quote.text, slice(quote.span));
        line(&mut out, quote.speaker.as_ref().map_or("?", |s| &s.text), &quote.text);
    }
    for warning in &document.warnings {
        line(&mut out, "warning", &warning.code);
    }
    out
}
