//! The page as a flat tree with byte spans: a tokenizer and a tolerant tree builder in one pass.
//!
//! Follows the tokenization and the implied end tags of the HTML standard (section 13.2) as far as
//! they decide what text stands in which element: void and raw-text elements, optional end tags,
//! scopes, misnested formatting. Left out is what only moves nodes about (foster parenting, the
//! copies that the adoption agency makes): a moved text would no longer be in the order of its
//! source. Elements deeper than [`MAX_DEPTH`] become siblings (browsers do the same at 512), which
//! bounds every walk up the tree; nothing here recurses.

use super::attrs::{Attrs, tag_end};
use super::raw::{after_gt, comment_end, raw_end};
use super::tag::{TAGS, Tag};
use crate::text::Span;

/// Depth from which on elements are no longer nested.
pub(super) const MAX_DEPTH: usize = 256;

/// The node above all others; no element of the page.
const ROOT: u32 = 0;

/// An element, a run of text, or something that is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An element; the span is its start tag.
    Element(Tag),
    /// Text, character references not yet decoded.
    Text,
    /// The content of a raw-text element (script, style, title).
    Raw,
}

/// A node. Nodes stand in document order, so that the descendants of node `i` are
/// `i + 1 .. nodes[i].end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Index of its parent; the root is its own.
    pub(super) parent: u32,
    /// First node that is not its descendant.
    pub(super) end: u32,
    /// The start tag, or the text.
    pub(super) span: Span,
    /// Where an element's end tag ends (its content, when that is missing).
    pub(super) close: u32,
}

/// A page.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    pub(super) html: &'a str,
    pub(super) nodes: Vec<Node>,
}

impl<'a> Dom<'a> {
    /// Parses a page from byte `start` on. Never fails: every input is some page.
    pub(super) fn parse(html: &'a str, start: usize) -> Self {
        let mut builder = Builder {
            html,
            nodes: Vec::with_capacity(html.len() / 48),
            stack: Vec::with_capacity(64),
            open: [0; TAGS],
            flattened: 0,
        };
        let root = Span::new(start, start);
        let close = html.len() as u32;
        builder.nodes.push(Node { kind: Kind::Element(Tag::Other), parent: 0, end: 1, span: root, close });
        builder.run(start);
        builder.nodes[0].end = builder.nodes.len() as u32;
        Self { html, nodes: builder.nodes }
    }

    /// The tag of an element.
    pub(super) fn tag(&self, node: usize) -> Option<Tag> {
        match self.nodes.get(node)?.kind {
            Kind::Element(tag) => Some(tag),
            Kind::Text | Kind::Raw => None,
        }
    }

    /// The attributes of an element.
    pub(super) fn attrs(&self, node: usize) -> Attrs<'a> {
        let span = self.nodes[node].span;
        let source = self.html.get(span.start as usize + 1..(span.end as usize).saturating_sub(1)).unwrap_or("");
        let name = source.bytes().position(ends_name).unwrap_or(source.len());
        Attrs::new(&source[name..])
    }

    /// The indices of the descendants of a node.
    pub(super) fn descendants(&self, node: usize) -> std::ops::Range<usize> {
        node + 1..self.nodes[node].end as usize
    }
}

pub(super) const fn ends_name(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'>')
}

struct Builder<'a> {
    html: &'a str,
    nodes: Vec<Node>,
    stack: Vec<(u32, Tag)>,
    /// How many of each tag are on the stack.
    open: [u32; TAGS],
    /// Elements below [`MAX_DEPTH`] that are open but not on the stack.
    flattened: u32,
}

impl Builder<'_> {
    fn run(&mut self, start: usize) {
        let b = self.html.as_bytes();
        let mut text = start;
        let mut at = start;
        while let Some(found) = memchr::memchr(b'<', &b[at..]) {
            let lt = at + found;
            let next = match b.get(lt + 1) {
                Some(c) if c.is_ascii_alphabetic() => {
                    self.text(text, lt, Kind::Text);
                    self.start_tag(lt)
                }
                Some(b'/') => match b.get(lt + 2) {
                    Some(c) if c.is_ascii_alphabetic() => {
                        self.text(text, lt, Kind::Text);
                        self.end_tag(lt)
                    }
                    // `</` at the end of the input is text; `</>` and `</3>` are bogus comments.
                    None => {
                        at = lt + 1;
                        continue;
                    }
                    Some(_) => {
                        self.text(text, lt, Kind::Text);
                        after_gt(b, lt + 2)
                    }
                },
                Some(b'!' | b'?') => {
                    self.text(text, lt, Kind::Text);
                    comment_end(b, lt)
                }
                _ => {
                    at = lt + 1;
                    continue;
                }
            };
            at = next;
            text = next;
        }
        self.text(text, b.len(), Kind::Text);
        while !self.stack.is_empty() {
            self.pop(b.len());
        }
    }

    fn text(&mut self, from: usize, to: usize, kind: Kind) {
        if from >= to {
            return;
        }
        if kind == Kind::Text && self.open[Tag::Head as usize] > 0 {
            // Anything but white space ends the head.
            if self.html.as_bytes()[from..to].iter().all(u8::is_ascii_whitespace) {
                return;
            }
            self.pop_to(Tag::Head, from);
        }
        let index = self.nodes.len();
        let parent = self.parent();
        self.nodes.push(Node { kind, parent, end: index as u32 + 1, span: Span::new(from, to), close: to as u32 });
    }

    /// Handles the start tag at `lt`; returns where to go on.
    fn start_tag(&mut self, lt: usize) -> usize {
        let b = self.html.as_bytes();
        let name = b[lt + 1..].iter().position(|&c| ends_name(c)).unwrap_or(b.len() - lt - 1);
        let Some(gt) = tag_end(b, lt + 1 + name) else {
            return b.len();
        };
        let after = gt + 1;
        let tag = Tag::of(&b[lt + 1..lt + 1 + name]);
        if matches!(tag, Tag::Html | Tag::Body | Tag::Head) && self.open[tag as usize] > 0 {
            return after;
        }
        self.imply_end_tags(tag, lt);
        let index = self.nodes.len();
        let parent = self.parent();
        let span = Span::new(lt, after);
        self.nodes.push(Node { kind: Kind::Element(tag), parent, end: index as u32 + 1, span, close: after as u32 });
        let foreign =
            self.open[Tag::Svg as usize] + self.open[Tag::Math as usize] > 0 || matches!(tag, Tag::Svg | Tag::Math);
        if tag.is_void() || (foreign && b[gt - 1] == b'/') {
            return after;
        }
        if tag.is_raw() {
            let (content_end, close_end) = raw_end(b, after, &b[lt + 1..lt + 1 + name], tag);
            self.stack.push((index as u32, tag));
            self.open[tag as usize] += 1;
            self.text(after, content_end, if tag.is_mute() { Kind::Raw } else { Kind::Text });
            self.pop(close_end);
            return close_end;
        }
        if self.stack.len() >= MAX_DEPTH {
            self.flattened += 1;
        } else {
            self.stack.push((index as u32, tag));
            self.open[tag as usize] += 1;
        }
        after
    }

    /// Closes what the start of `tag` closes.
    fn imply_end_tags(&mut self, tag: Tag, at: usize) {
        if self.open[Tag::Head as usize] > 0 && !tag.is_head() {
            self.pop_to(Tag::Head, at);
        }
        if tag.ends_p() && self.open[Tag::P as usize] > 0 && self.reachable(Tag::P, ends_p_scope) {
            self.pop_to(Tag::P, at);
        }
        match tag {
            Tag::Li => self.end_sibling(&[Tag::Li], at),
            Tag::Dt | Tag::Dd => self.end_sibling(&[Tag::Dt, Tag::Dd], at),
            Tag::Option | Tag::Optgroup => {
                if self.top() == Some(Tag::Option) {
                    self.pop(at);
                }
                if tag == Tag::Optgroup && self.top() == Some(Tag::Optgroup) {
                    self.pop(at);
                }
            }
            Tag::Td | Tag::Th => self.end_in_table(&[Tag::Td, Tag::Th, Tag::Caption, Tag::Colgroup], at),
            Tag::Tr => self.end_in_table(&[Tag::Td, Tag::Th, Tag::Tr, Tag::Caption, Tag::Colgroup], at),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => self.end_in_table(
                &[Tag::Td, Tag::Th, Tag::Tr, Tag::Tbody, Tag::Thead, Tag::Tfoot, Tag::Caption, Tag::Colgroup],
                at,
            ),
            Tag::A if self.open[Tag::A as usize] > 0 && self.reachable(Tag::A, Tag::is_scope) => {
                self.pop_to(Tag::A, at);
            }
            _ if tag.is_heading() && self.top().is_some_and(Tag::is_heading) => self.pop(at),
            _ => {}
        }
    }

    /// Closes an open list item, unless a list or another block stands between.
    fn end_sibling(&mut self, tags: &[Tag], at: usize) {
        for &(_, open) in self.stack.iter().rev() {
            if tags.contains(&open) {
                return self.pop_to(open, at);
            }
            if open.is_block() && !matches!(open, Tag::Address | Tag::Div | Tag::P) {
                return;
            }
        }
    }

    /// Closes the parts of the innermost table that a new part ends.
    fn end_in_table(&mut self, tags: &[Tag], at: usize) {
        let inner = self.stack.iter().rev().take_while(|(_, t)| !matches!(t, Tag::Table | Tag::Template));
        let mut keep = self.stack.len();
        for (i, (_, open)) in inner.enumerate() {
            if tags.contains(open) {
                keep = self.stack.len() - i - 1;
            }
        }
        while self.stack.len() > keep {
            self.pop(at);
        }
    }

    fn end_tag(&mut self, lt: usize) -> usize {
        let b = self.html.as_bytes();
        let name = b[lt + 2..].iter().position(|&c| ends_name(c)).unwrap_or(b.len() - lt - 2);
        let Some(gt) = tag_end(b, lt + 2 + name) else {
            return b.len();
        };
        let after = gt + 1;
        let tag = Tag::of(&b[lt + 2..lt + 2 + name]);
        // `</br>` is a line break, and `</p>` without a `p` an empty paragraph.
        let lone_p = tag == Tag::P && !(self.open[Tag::P as usize] > 0 && self.reachable(Tag::P, ends_p_scope));
        if tag == Tag::Br || lone_p {
            let index = self.nodes.len();
            let span = Span::new(lt, after);
            let node = Node {
                kind: Kind::Element(tag),
                parent: self.parent(),
                end: index as u32 + 1,
                span,
                close: after as u32,
            };
            self.nodes.push(node);
            return after;
        }
        // Content after `</body>` still belongs to the body.
        if matches!(tag, Tag::Html | Tag::Body) {
            return after;
        }
        if self.flattened > 0 && !tag.is_void() {
            self.flattened -= 1;
            return after;
        }
        if self.open[tag as usize] == 0 {
            return after;
        }
        let in_table = matches!(tag, Tag::Table | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Tr);
        let blocks_stop = !tag.is_block() && tag != Tag::A;
        let stops = |t: Tag| {
            if in_table {
                matches!(t, Tag::Table | Tag::Template)
            } else if blocks_stop {
                t.is_block()
            } else {
                t.is_scope()
            }
        };
        if self.reachable(tag, stops) {
            self.pop_to(tag, after);
        }
        after
    }

    fn parent(&self) -> u32 {
        self.stack.last().map_or(ROOT, |&(node, _)| node)
    }

    fn top(&self) -> Option<Tag> {
        self.stack.last().map(|&(_, tag)| tag)
    }

    /// Whether the innermost open `tag` can be reached without crossing an element that stops.
    fn reachable(&self, tag: Tag, stops: impl Fn(Tag) -> bool) -> bool {
        self.stack.iter().rev().find(|&&(_, t)| t == tag || stops(t)).is_some_and(|&(_, t)| t == tag)
    }

    /// Closes elements up to and with the innermost `tag`; those inside end where it does.
    fn pop_to(&mut self, tag: Tag, close: usize) {
        while let Some(top) = self.top() {
            self.pop(close);
            if top == tag {
                break;
            }
        }
    }

    fn pop(&mut self, close: usize) {
        if let Some((node, tag)) = self.stack.pop() {
            self.open[tag as usize] -= 1;
            let end = self.nodes.len() as u32;
            let node = &mut self.nodes[node as usize];
            node.end = end;
            node.close = close as u32;
        }
    }
}

/// What a `p` cannot be reached across.
const fn ends_p_scope(tag: Tag) -> bool {
    matches!(tag, Tag::Button) || tag.is_scope()
}
