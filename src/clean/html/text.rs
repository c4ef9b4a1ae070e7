//! The visible text of a page as lines, one for each block, with white space collapsed, character
//! references decoded and a source map into the HTML.

use super::attributed::Attributed;
use super::dom::{Dom, Kind};
use super::tag::Tag;
use crate::clean::char_refs::{self, Referent};
use crate::document::BlockKind;
use crate::text::{Mapped, MappedBuilder, Span};

/// One line of the page's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Its bytes in the page's text.
    pub(super) text: Span,
    /// The block element that it stands in directly.
    pub(super) node: u32,
    /// The text node that it begins with: rises from line to line.
    pub(super) first: u32,
    /// What that element and those around it make of it.
    pub(super) kind: Option<BlockKind>,
    /// Characters, without white space.
    pub(super) chars: u32,
    /// Of these, those inside links.
    pub(super) link_chars: u32,
    /// Of these, those inside emphasis (b, strong, em, i).
    pub(super) strong_chars: u32,
    /// Links that begin in it.
    pub(super) links: u16,
    /// Ended by a line break, not by its element.
    pub(super) broken: bool,
}

/// A page's text and lines. Lines are divided by `\n`.
#[derive(Debug)]
pub(super) struct PageText {
    pub(super) mapped: Mapped<'static>,
    pub(super) lines: Vec<Line>,
    /// For every node, what its attributes say (elements that are shown).
    pub(super) attributed: Vec<Attributed>,
    /// Source spans of what is never text: scripts, styles, controls, hidden elements. In order,
    /// not overlapping.
    pub(super) muted: Vec<Span>,
}

/// Extracts the text of a page.
pub(super) fn extract(dom: &Dom<'_>) -> PageText {
    let base = Mapped::identity(dom.html, 0);
    let mut writer = Writer {
        out: MappedBuilder::new(&base),
        html: dom.html,
        lines: Vec::new(),
        start: 0,
        space: None,
        chars: 0,
        link_chars: 0,
        strong_chars: 0,
        links: 0,
        node: 0,
        first: 0,
        kind: None,
    };
    let mut muted = Vec::new();
    let mut attributed = vec![Attributed::default(); dom.nodes.len()];
    // Open elements: (first node after it, what it is).
    let mut open: Vec<Open> = Vec::with_capacity(64);
    let mut state = State::default();
    let mut i = 0;
    while i < dom.nodes.len() {
        while let Some(top) = open.last().copied().filter(|o| o.end as usize <= i) {
            open.pop();
            if top.block {
                writer.end_line(false);
            }
            state = top.outer;
            writer.enter(&state);
        }
        let node = dom.nodes[i];
        match node.kind {
            Kind::Text => {
                if writer.start == writer.out.len() {
                    writer.first = i as u32;
                }
                writer.text(node.span, &state);
            }
            Kind::Raw => {}
            Kind::Element(Tag::Br) => writer.end_line(true),
            Kind::Element(tag) => {
                let said = if tag.is_mute() { Attributed::default() } else { Attributed::of(dom.attrs(i)) };
                attributed[i] = said;
                if tag.is_mute() || said.hidden && tag != Tag::Body && tag != Tag::Html {
                    if tag.is_block() {
                        writer.end_line(false);
                    }
                    if node.close > node.span.end || tag.is_mute() {
                        muted.push(Span { start: node.span.start, end: node.close });
                    }
                    i = node.end as usize;
                    continue;
                }
                let outer = state;
                let mut block = tag.is_block();
                if state.row && matches!(tag, Tag::Td | Tag::Th) {
                    // A cell of a data row: part of the row's line.
                    block = false;
                    writer.cell();
                }
                state.within(tag, i, block, dom);
                if tag == Tag::A {
                    writer.links = writer.links.saturating_add(1);
                }
                if block {
                    writer.end_line(false);
                }
                writer.enter(&state);
                if node.end as usize > i + 1 {
                    open.push(Open { end: node.end, block, outer });
                } else {
                    state = outer;
                    writer.enter(&state);
                }
            }
        }
        i += 1;
    }
    writer.end_line(false);
    let Writer { out, lines, .. } = writer;
    PageText { mapped: out.finish(), lines, attributed, muted }
}

#[derive(Debug, Clone, Copy)]
struct Open {
    end: u32,
    block: bool,
    outer: State,
}

/// What the elements around a text make of it.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    block: u32,
    kind: Option<BlockKind>,
    link: bool,
    strong: bool,
    pre: bool,
    row: bool,
}

impl State {
    fn within(&mut self, tag: Tag, node: usize, block: bool, dom: &Dom<'_>) {
        if block {
            self.block = node as u32;
        }
        match tag {
            Tag::A => self.link = true,
            Tag::B | Tag::Strong | Tag::Em | Tag::I => self.strong = true,
            Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => {
                self.pre = true;
                self.kind = Some(BlockKind::Preformatted);
            }
            Tag::Li | Tag::Dd | Tag::Dt => self.kind = Some(BlockKind::ListItem),
            Tag::Blockquote => self.kind = Some(BlockKind::Blockquote),
            Tag::Figcaption | Tag::Caption => self.kind = Some(BlockKind::Caption),
            Tag::P if self.kind.is_none() => self.kind = Some(BlockKind::Paragraph),
            Tag::Tr if is_data_row(dom, node) => {
                self.row = true;
                self.kind = Some(BlockKind::Preformatted);
            }
            _ if tag.is_heading() => self.kind = Some(BlockKind::Heading),
            _ => {}
        }
    }
}

/// Whether a table row has at least two cells and nothing but inline content in them.
fn is_data_row(dom: &Dom<'_>, row: usize) -> bool {
    let mut cells = 0;
    for i in dom.descendants(row) {
        match dom.tag(i) {
            Some(Tag::Td | Tag::Th) => cells += 1,
            Some(Tag::P) => {}
            Some(tag) if tag.is_block() => return false,
            _ => {}
        }
    }
    cells >= 2
}

struct Writer<'b> {
    out: MappedBuilder<'b>,
    html: &'b str,
    lines: Vec<Line>,
    /// Where the current line begins (the `\n` before it is not yet written).
    start: usize,
    /// White space seen since the last character: written when another character follows.
    space: Option<Span>,
    chars: u32,
    link_chars: u32,
    strong_chars: u32,
    links: u16,
    node: u32,
    first: u32,
    kind: Option<BlockKind>,
}

impl Writer<'_> {
    fn enter(&mut self, state: &State) {
        if self.start == self.out.len() {
            self.node = state.block;
            self.kind = state.kind;
        }
    }

    /// Ends the line; an empty one leaves nothing.
    fn end_line(&mut self, broken: bool) {
        self.space = None;
        if self.start < self.out.len() {
            self.lines.push(Line {
                text: Span::new(self.start, self.out.len()),
                node: self.node,
                first: self.first,
                kind: self.kind,
                chars: self.chars,
                link_chars: self.link_chars,
                strong_chars: self.strong_chars,
                links: self.links,
                broken,
            });
            self.start = self.out.len();
        }
        (self.chars, self.link_chars, self.strong_chars) = (0, 0, 0);
        self.links = 0;
    }

    /// Begins a cell of a row.
    fn cell(&mut self) {
        if self.start < self.out.len() {
            self.space = None;
            self.out.insert("\t");
        }
    }

    fn text(&mut self, span: Span, state: &State) {
        let html = self.html;
        let b = html.as_bytes();
        let end = span.end as usize;
        let mut at = span.start as usize;
        let before = self.chars;
        while at < end {
            // A run that is copied as it stands.
            let run = at;
            while at < end && !is_special(b[at]) {
                self.chars += u32::from(b[at] & 0xC0 != 0x80);
                at += 1;
            }
            if run < at {
                self.flush_space(state);
                self.out.copy(Span::new(run, at));
            }
            if at >= end {
                break;
            }
            at = match b[at] {
                b'&' => self.reference(at, end, state),
                0 => at + 1,
                0xC2 if b.get(at + 1) == Some(&0xA0) => self.white(at, at + 2, state),
                0xC2 => {
                    self.character(Span::new(at, at + 2), state);
                    at + 2
                }
                _ => self.white(at, at + 1, state),
            };
        }
        let written = self.chars - before;
        if state.link {
            self.link_chars += written;
        }
        if state.strong {
            self.strong_chars += written;
        }
    }

    fn character(&mut self, span: Span, state: &State) {
        self.flush_space(state);
        self.out.copy(span);
        self.chars += 1;
    }

    fn reference(&mut self, at: usize, end: usize, state: &State) -> usize {
        let Some((len, referent)) = char_refs::reference(&self.html[at..end], false) else {
            self.character(Span::new(at, at + 1), state);
            return at + 1;
        };
        let span = Span::new(at, at + len);
        let mut buffer = [0; 4];
        let text = match referent {
            Referent::Char(c) => &*c.encode_utf8(&mut buffer),
            Referent::Text(t) => t,
        };
        if text.chars().all(|c| c.is_whitespace() || c == '\0') {
            return self.white(at, at + len, state);
        }
        self.flush_space(state);
        self.out.replace(span, text);
        self.chars += 1;
        at + len
    }

    fn white(&mut self, from: usize, to: usize, state: &State) -> usize {
        if state.pre && self.html.as_bytes()[from] == b'\n' {
            self.end_line(true);
            self.enter(state);
            return to;
        }
        self.space = Some(match self.space {
            Some(space) if space.end as usize == from => Span { end: Span::new(from, to).end, ..space },
            Some(space) => space,
            None => Span::new(from, to),
        });
        to
    }

    /// Writes what stands before the next character: the end of the line before, or white space.
    fn flush_space(&mut self, state: &State) {
        if self.start == self.out.len() {
            self.space = None;
            if !self.lines.is_empty() {
                self.out.insert("\n");
                self.start += 1;
            }
            return;
        }
        let Some(space) = self.space.take() else {
            return;
        };
        if self.out.text().ends_with('\t') {
            return;
        }
        if space.of(self.html) == " " {
            self.out.copy(space);
        } else if state.pre {
            self.out.replace(space, space.of(self.html).replace(['\r', '\u{c}'], " ").as_str());
        } else {
            self.out.replace(space, " ");
        }
    }
}

/// Bytes that are not simply copied: white space, `&`, NUL, and the first byte of U+00A0.
const fn is_special(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'&' | 0 | 0xC2)
}
