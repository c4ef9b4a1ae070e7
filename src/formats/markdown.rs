//! CommonMark: front matter in YAML, headings, lists, block quotations.

use std::fmt::Write as _;

use super::blocks;
use crate::document::{BlockKind, Document};

/// Renders a document as Markdown.
#[must_use]
pub fn render(document: &Document) -> String {
    let mut out = String::with_capacity(document.text.len() + 256);
    front_matter(document, &mut out);
    let mut list = false;
    let titled = document.blocks.iter().any(|b| b.kind == BlockKind::Title);
    if let (false, Some(title)) = (titled, &document.title) {
        out.push_str("# ");
        escape(title, &mut out);
        out.push_str("\n\n");
    }
    for (block, text) in blocks(document) {
        let item = block.kind == BlockKind::ListItem;
        if list && !item {
            out.push('\n');
        }
        list = item;
        match block.kind {
            BlockKind::Title => out.push_str("# "),
            BlockKind::Heading => out.push_str("## "),
            BlockKind::ListItem => out.push_str("- "),
            BlockKind::Blockquote => out.push_str("> "),
            BlockKind::Caption => out.push('*'),
            BlockKind::Preformatted => {
                preformatted(text, &mut out);
                continue;
            }
            BlockKind::Paragraph => {}
        }
        let continued = match block.kind {
            BlockKind::Blockquote => "\n> ",
            BlockKind::ListItem => "\n  ",
            _ => "\n",
        };
        for (i, line) in text.lines().enumerate() {
            if i > 0 {
                out.push_str(continued);
            }
            escape(line, &mut out);
        }
        if block.kind == BlockKind::Caption {
            out.push('*');
        }
        out.push_str(if item { "\n" } else { "\n\n" });
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The metadata, each as a JSON string, which is also YAML.
fn front_matter(document: &Document, out: &mut String) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    out.push_str("---\n");
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    line("title", document.title.as_deref().map(quoted));
    line(
        "authors",
        (!document.authors.is_empty()).then(|| serde_json::Value::from(document.authors.clone()).to_string()),
    );
    line("source", document.source.as_deref().map(quoted));
    line("published", document.published.as_ref().map(|p| quoted(&p.value)));
    line("language", Some(quoted(&document.language.tag)));
    line("content_id", Some(quoted(&document.content_id)));
    out.push_str("---\n\n");
}

/// Backslashes before what Markdown would read as markup: anywhere in a line, or at its start.
fn escape(line: &str, out: &mut String) {
    let start = line.trim_start();
    let digits = start.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0 && start[digits..].starts_with(['.', ')']);
    if start.starts_with(['#', '+', '-', '>', '=', '~']) {
        out.push('\\');
    }
    for (i, c) in start.char_indices() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '|') || numbered && i == digits {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A fence longer than any run of backticks inside.
fn preformatted(text: &str, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = write!(out, "{fence}\n{text}\n{fence}\n\n");
}
