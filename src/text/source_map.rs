//! The piece table that carries every position of the clean text back to the raw input.
//!
//! A [`Mapped`] text is a string together with the raw range that each of its bytes came from.
//! Stages never edit in place: each builds the next text from spans of the one before with a
//! [`MappedBuilder`], and the maps compose, so that a block cut out of a line that was cut out of
//! a repaired text still knows the bytes that the caller sent. Runs that are copied unchanged are
//! one piece however long they are: a clean article costs one piece per block.

use std::borrow::Cow;

use super::Span;

/// One run of the text and where it came from: byte for byte the same when `verbatim`, otherwise
/// the whole run stands for the whole raw range (a repair). Never empty; text that was put in (a
/// separator) has no piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: u32,
    len: u32,
    raw: Span,
    verbatim: bool,
}

impl Piece {
    const fn end(self) -> u32 {
        self.start + self.len
    }

    const fn len(self) -> usize {
        self.len as usize
    }
}

/// Maps spans of a text to spans of the raw input, all in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    pieces: Vec<Piece>,
}

impl SourceMap {
    /// The map of a text that is the raw input from `raw_start` on, `len` bytes long.
    #[must_use]
    pub fn identity(raw_start: usize, len: usize) -> Self {
        let mut map = Self::default();
        if len > 0 {
            map.push(0, len, Span::new(raw_start, raw_start + len), true);
        }
        map
    }

    fn push(&mut self, start: usize, len: usize, raw: Span, verbatim: bool) {
        let piece = Piece { start: Span::new(0, start).end, len: Span::new(0, len).end, raw, verbatim };
        match self.pieces.last_mut() {
            Some(last) if verbatim && last.verbatim && last.raw.end == raw.start && last.end() == piece.start => {
                last.len += piece.len;
                last.raw.end = raw.end;
            }
            _ => self.pieces.push(piece),
        }
    }

    /// Calls `visit(span of the text, raw span, verbatim)` for each piece inside `span`, cut to it.
    fn for_each(&self, span: Span, mut visit: impl FnMut(Span, Span, bool)) {
        let first = self.pieces.partition_point(|p| p.end() <= span.start);
        for p in self.pieces[first..].iter().take_while(|p| p.start < span.end) {
            let start = p.start.max(span.start);
            let end = p.end().min(span.end);
            let raw = if p.verbatim {
                Span { start: p.raw.start + (start - p.start), end: p.raw.start + (end - p.start) }
            } else {
                p.raw
            };
            visit(Span { start, end }, raw, p.verbatim);
        }
    }

    /// The raw ranges that a span of the text came from: in order, adjacent ones joined, text that
    /// was put in left out. A span that touches a repaired run takes the whole run's source.
    #[must_use]
    pub fn sources(&self, span: Span) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::with_capacity(1);
        self.for_each(span, |_, raw, _| match out.last_mut() {
            Some(last) if last.end == raw.start => last.end = raw.end,
            _ => out.push(raw),
        });
        out
    }

    /// The smallest single raw range that covers everything the span came from; none for text that
    /// was put in.
    #[must_use]
    pub fn hull(&self, span: Span) -> Option<Span> {
        let mut hull: Option<Span> = None;
        self.for_each(span, |_, raw, _| hull = Some(hull.map_or(raw, |h| h.hull(raw))));
        hull
    }
}

/// A text that knows where each of its bytes came from.
#[derive(Debug, Clone)]
pub struct Mapped<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Where it came from.
    pub map: SourceMap,
}

impl<'a> Mapped<'a> {
    /// `raw[start..]` as it stands.
    #[must_use]
    pub fn identity(raw: &'a str, start: usize) -> Self {
        let text = &raw[start..];
        Self { text: Cow::Borrowed(text), map: SourceMap::identity(start, text.len()) }
    }
}

/// Builds a text out of spans of a base text, keeping the map back to the raw input.
#[derive(Debug)]
pub struct MappedBuilder<'b> {
    base: &'b str,
    base_map: &'b SourceMap,
    text: String,
    map: SourceMap,
    /// Raw text repaired away before anything was built: goes to the next character.
    pending: Option<Span>,
}

impl<'b> MappedBuilder<'b> {
    /// Starts an empty text over `base`.
    #[must_use]
    pub fn new(base: &'b Mapped<'_>) -> Self {
        Self {
            base: &base.text,
            base_map: &base.map,
            text: String::with_capacity(base.text.len()),
            map: SourceMap::default(),
            pending: None,
        }
    }

    /// Bytes built so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing has been built.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text built so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Copies a span of the base.
    pub fn copy(&mut self, span: Span) {
        let at = self.text.len();
        let Self { base, base_map, text, map, pending } = self;
        text.push_str(span.of(base));
        base_map.for_each(span, |part, raw, verbatim| {
            let (mut start, mut raw) = (at + (part.start - span.start) as usize, raw);
            let end = start + part.len();
            if let Some(away) = pending.take() {
                let first = text[start..].chars().next().map_or(0, char::len_utf8);
                let head = if verbatim { Span::new(raw.start as usize, raw.start as usize + first) } else { raw };
                let head_len = if verbatim { first } else { part.len() };
                map.push(start, head_len, head.hull(away), false);
                start += head_len;
                raw.start = head.end;
            }
            if start < end {
                map.push(start, end - start, raw, verbatim);
            }
        });
    }

    /// Puts `replacement` where the base had `span`: the replacement's source is the span's source.
    pub fn replace(&mut self, span: Span, replacement: &str) {
        if replacement.is_empty() {
            return self.absorb(span);
        }
        if let Some(raw) = self.base_map.hull(span) {
            let raw = self.pending.take().map_or(raw, |away| raw.hull(away));
            self.map.push(self.text.len(), replacement.len(), raw, false);
        }
        self.text.push_str(replacement);
    }

    /// Repairs a span of the base away. Its source goes to the character before it (at the very
    /// start, to the one after), so that nothing of the raw input is lost from the map.
    pub fn absorb(&mut self, span: Span) {
        let Some(raw) = self.base_map.hull(span) else {
            return;
        };
        let end = self.text.len();
        match self.map.pieces.last_mut() {
            Some(last) if last.end() as usize == end && last.raw.end <= raw.start => {
                let last_char = self.text.chars().next_back().map_or(0, char::len_utf8);
                if last.verbatim && last.len() > last_char {
                    last.len -= Span::new(0, last_char).end;
                    last.raw.end -= Span::new(0, last_char).end;
                    let tail = Span { start: last.raw.end, end: raw.end };
                    self.map.push(end - last_char, last_char, tail, false);
                } else {
                    last.verbatim = false;
                    last.raw.end = raw.end;
                }
            }
            _ => self.pending = Some(self.pending.map_or(raw, |away| away.hull(raw))),
        }
    }

    /// Puts in text that the raw input does not have, such as the blank line between two blocks.
    pub fn insert(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The finished text and its map.
    #[must_use]
    pub fn finish(self) -> Mapped<'static> {
        Mapped { text: Cow::Owned(self.text), map: self.map }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(start, end)
    }

    #[test]
    fn copies_join_and_cuts_map_back() {
        let raw = "\u{feff}one two three";
        let base = Mapped::identity(raw, 3);
        let mut b = MappedBuilder::new(&base);
        b.copy(span(0, 4));
        b.copy(span(4, 8));
        b.insert("\n\n");
        b.copy(span(8, 13));
        let m = b.finish();
        assert_eq!(m.text, "one two \n\nthree");
        assert_eq!(m.map.sources(span(0, 8)), [span(3, 11)]);
        assert_eq!(m.map.sources(span(5, 7)), [span(8, 10)]);
        assert_eq!(m.map.sources(span(7, 12)), [span(10, 13)]);
        assert_eq!(m.map.sources(span(8, 10)), []);
        assert_eq!(m.map.sources(span(2, 4)), [span(5, 7)]);
    }

    #[test]
    fn repairs_compose() {
        let base = Mapped::identity("itâ€™s a-\nb end", 0);
        // "it" + "â€™" (7 bytes) + "s a" + "-\n" + "b end"
        let mut b = MappedBuilder::new(&base);
        b.copy(span(0, 2));
        b.replace(span(2, 10), "’");
        b.copy(span(10, 13));
        b.absorb(span(13, 15));
        b.copy(span(15, 20));
        let repaired = b.finish();
        assert_eq!(repaired.text, "it’s ab end");
        assert_eq!(repaired.map.sources(span(0, 6)), [span(0, 11)]);
        assert_eq!(repaired.map.sources(span(2, 5)), [span(2, 10)]);
        assert_eq!(repaired.map.sources(span(7, 9)), [span(12, 16)], "the mended hyphen is kept");
        assert_eq!(repaired.map.sources(span(8, 9)), [span(15, 16)]);
        let mut b = MappedBuilder::new(&repaired);
        b.copy(span(7, 9));
        b.insert(" ");
        b.copy(span(0, 6));
        let cut = b.finish();
        assert_eq!(cut.text, "ab it’s");
        assert_eq!(cut.map.sources(span(0, 2)), [span(12, 16)]);
        assert_eq!(cut.map.sources(span(3, 9)), [span(0, 11)]);
        assert_eq!(cut.map.hull(span(0, 9)), Some(span(0, 16)));
    }

    #[test]
    fn text_repaired_away_at_the_start_goes_to_the_next_character() {
        let base = Mapped::identity("\u{200b}\u{200b}ab\u{200b}", 0);
        let mut b = MappedBuilder::new(&base);
        b.absorb(span(0, 3));
        b.absorb(span(3, 6));
        b.copy(span(6, 8));
        b.absorb(span(8, 11));
        let m = b.finish();
        assert_eq!(m.text, "ab");
        assert_eq!(m.map.sources(span(0, 1)), [span(0, 7)]);
        assert_eq!(m.map.sources(span(1, 2)), [span(7, 11)]);
    }

    #[test]
    fn a_gap_gives_two_sources() {
        let base = Mapped::identity("keep DROP keep", 0);
        let mut b = MappedBuilder::new(&base);
        b.copy(span(0, 5));
        b.copy(span(10, 14));
        let m = b.finish();
        assert_eq!(m.map.sources(span(0, 9)), [span(0, 5), span(10, 14)]);
    }
}
