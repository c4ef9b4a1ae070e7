//! Where the parts of a page end that hold no markup: comments, declarations, raw-text elements.

use memchr::memmem::Finder;

use super::dom::ends_name;
use super::tag::Tag;

/// The offset after the next `>`.
pub(super) fn after_gt(b: &[u8], at: usize) -> usize {
    memchr::memchr(b'>', &b[at..]).map_or(b.len(), |n| at + n + 1)
}

/// Where a comment, doctype or processing instruction at `lt` ends.
pub(super) fn comment_end(b: &[u8], lt: usize) -> usize {
    if !b[lt..].starts_with(b"<!--") {
        return after_gt(b, lt + 2);
    }
    let at = lt + 4;
    if b[at..].starts_with(b">") {
        return at + 1;
    }
    if b[at..].starts_with(b"->") {
        return at + 2;
    }
    // `-->` or `--!>`.
    let mut from = at;
    while let Some(found) = memchr::memmem::find(&b[from..], b"--") {
        let dashes = from + found + 2;
        match b.get(dashes) {
            Some(b'>') => return dashes + 1,
            Some(b'!') if b.get(dashes + 1) == Some(&b'>') => return dashes + 2,
            Some(_) => from = dashes - 1,
            None => break,
        }
    }
    b.len()
}

/// Where the content of a raw-text element ends, and where its end tag ends.
pub(super) fn raw_end(b: &[u8], start: usize, name: &[u8], tag: Tag) -> (usize, usize) {
    if tag == Tag::Plaintext {
        return (b.len(), b.len());
    }
    let mut from = start;
    let finder = Finder::new(b"</");
    while let Some(found) = finder.find(&b[from..]) {
        let end = from + found;
        let rest = &b[end + 2..];
        let closes = rest.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name))
            && rest.get(name.len()).is_none_or(|&c| ends_name(c));
        if closes {
            return (end, after_gt(b, end + 2 + name.len()));
        }
        from = end + 2;
    }
    (b.len(), b.len())
}
