//! The attributes of a start tag, read where they stand.

use std::borrow::Cow;

use crate::clean::char_refs;

/// Iterates over `(name as written, value as written)` of a start tag. Character references in
/// values are left as they are; see [`Attrs::get`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Attrs<'a> {
    rest: &'a str,
}

const fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

impl<'a> Attrs<'a> {
    /// From the source between the element's name and the tag's `>`.
    pub(super) const fn new(source: &'a str) -> Self {
        Self { rest: source }
    }

    /// The value of the first attribute of this (lower-case) name, decoded.
    pub(super) fn get(self, name: &str) -> Option<Cow<'a, str>> {
        self.into_iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| char_refs::decode(v, true))
    }

    /// Whether the attribute is there, whatever its value.
    pub(super) fn has(self, name: &str) -> bool {
        self.into_iter().any(|(n, _)| n.eq_ignore_ascii_case(name))
    }
}

impl<'a> Iterator for Attrs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let b = self.rest.as_bytes();
        let start = b.iter().position(|&c| !is_space(c) && c != b'/')?;
        // A name may begin with `=`; it ends before one.
        let name_end = b[start + 1..]
            .iter()
            .position(|&c| is_space(c) || c == b'/' || c == b'=')
            .map_or(b.len(), |n| start + 1 + n);
        let name = self.rest.get(start..name_end)?;
        let after = b[name_end..].iter().position(|&c| !is_space(c)).map_or(b.len(), |n| name_end + n);
        if b.get(after) != Some(&b'=') {
            self.rest = self.rest.get(name_end..)?;
            return Some((name, ""));
        }
        let value = b[after + 1..].iter().position(|&c| !is_space(c)).map_or(b.len(), |n| after + 1 + n);
        let (from, to, next) = match b.get(value) {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = memchr::memchr(quote, &b[value + 1..]).map_or(b.len(), |n| value + 1 + n);
                (value + 1, end, (end + 1).min(b.len()))
            }
            _ => {
                let end = b[value..].iter().position(|&c| is_space(c)).map_or(b.len(), |n| value + n);
                (value, end, end)
            }
        };
        let found = self.rest.get(from..to)?;
        self.rest = self.rest.get(next..)?;
        Some((name, found))
    }
}

/// Where the tag that starts at `at` (after its name) ends: the offset of its `>`, quotes minded.
/// None when the input ends inside the tag.
pub(super) fn tag_end(html: &[u8], at: usize) -> Option<usize> {
    let mut i = at;
    loop {
        // Outside values: a quote means something only right after `=`.
        let found = i + memchr::memchr2(b'>', b'=', html.get(i..)?)?;
        if html[found] == b'>' {
            return Some(found);
        }
        // `=` at the start of a name belongs to the name.
        let before = html[at..found].iter().rposition(|&c| !is_space(c)).map(|n| html[at + n]);
        let value = found + 1 + html[found + 1..].iter().position(|&c| !is_space(c))?;
        match html[value] {
            _ if matches!(before, None | Some(b'/')) => i = found + 1,
            b'>' => return Some(value),
            quote @ (b'"' | b'\'') => i = value + 2 + memchr::memchr(quote, &html[value + 1..])?,
            _ => i = value + html[value..].iter().position(|&c| is_space(c) || c == b'>')?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_an_attribute() {
        let all: Vec<_> = Attrs::new(r#" class="a b" ID=x data-y='1 > 0' hidden / title = "q" alt="#).collect();
        let expected =
            [("class", "a b"), ("ID", "x"), ("data-y", "1 > 0"), ("hidden", ""), ("title", "q"), ("alt", "")];
        assert_eq!(all, expected);
        assert_eq!(Attrs::new(r#" content="R&amp;D &#8212; x" "#).get("content").as_deref(), Some("R&D — x"));
        assert!(Attrs::new(" HIDDEN ").has("hidden"));
    }

    #[test]
    fn a_tag_ends_outside_quotes() {
        for (html, end) in [
            ("<a href='x>y'>z", Some(13)),
            ("<a title=\"a>b\" b>z", Some(16)),
            ("<a it's>z", Some(7)),
            ("<a b=c\"d>z", Some(8)),
            ("<a =\">z", Some(5)),
            ("<a b= >z", Some(6)),
            ("<a b=\"", None),
            ("<a b", None),
        ] {
            assert_eq!(tag_end(html.as_bytes(), 2), end, "{html}");
        }
    }
}
