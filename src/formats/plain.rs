//! Plain text: title and blocks, separated by blank lines.

use super::blocks;
use crate::document::{BlockKind, Document};

/// Renders a document as plain text, with a line feed at the end.
#[must_use]
pub fn render(document: &Document) -> String {
    let mut out = document.text.clone();
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The text without its title.
pub(super) fn body(document: &Document) -> String {
    let mut out = String::with_capacity(document.text.len());
    for (block, text) in blocks(document) {
        if block.kind != BlockKind::Title {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(text);
        }
    }
    out
}
