//! What the elements above a line tell: tags, words of class and id, and where they part from those
//! above the article.

use std::collections::HashMap;

use super::dom::Dom;
use super::tag::Tag;
use super::text::PageText;

/// The nearest block element above a node; the node itself at the root.
pub(super) fn block_parent(dom: &Dom<'_>, node: usize) -> usize {
    let mut at = node;
    loop {
        let parent = dom.nodes[at].parent as usize;
        if parent == at || dom.tag(parent).is_some_and(Tag::is_block) {
            return parent;
        }
        at = parent;
    }
}

/// What stands above a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Path {
    pub(super) depth: u32,
    /// Level of the heading that it stands in, 0 for none.
    pub(super) heading: f32,
    /// One bit for each tag above it.
    pub(super) tags: u128,
    /// Roles of the block itself and its parent.
    pub(super) own: u32,
    /// Roles of the elements between it and the innermost one that it shares with the core.
    pub(super) roles: u32,
    /// Roles of those above.
    pub(super) outer: u32,
    pub(super) private: u32,
    pub(super) up_to_core: u32,
    pub(super) list_items: u32,
    pub(super) inside_core: bool,
    pub(super) article_body: bool,
    /// Most siblings of one make that an element on the private path has.
    pub(super) repeats: u32,
    /// Whether its `article` holds the headline: 1 yes, -1 no, 0 when it is in none.
    pub(super) title_article: f32,
    /// Steps from the headline up to what holds both.
    pub(super) up_to_title: u32,
}

impl Path {
    pub(super) const fn has(&self, tag: Tag) -> bool {
        self.tags >> (tag as u32) & 1 == 1
    }
}

pub(super) struct Paths<'p> {
    dom: &'p Dom<'p>,
    page: &'p PageText,
    core: usize,
    title: usize,
    /// How many children of one make each element has, by a hash of both.
    makes: HashMap<u64, u32>,
}

impl<'p> Paths<'p> {
    pub(super) fn new(dom: &'p Dom<'p>, page: &'p PageText, core: usize, title: usize) -> Self {
        let mut makes = HashMap::with_capacity(dom.nodes.len() / 2);
        for n in 0..dom.nodes.len() {
            if dom.tag(n).is_some_and(Tag::is_block) {
                *makes.entry(Self::make(dom, page, n)).or_insert(0) += 1;
            }
        }
        Self { dom, page, core, title, makes }
    }

    fn make(dom: &Dom<'_>, page: &PageText, node: usize) -> u64 {
        let tag = dom.tag(node).map_or(0, |t| t as u32);
        u64::from(dom.nodes[node].parent) << 32 | u64::from(page.attributed[node].make ^ (tag << 24))
    }

    pub(super) fn path(&self, node: usize) -> Path {
        let nodes = &self.dom.nodes;
        let holds_core = |n: usize| n <= self.core && self.core < nodes[n].end as usize;
        let mut path =
            Path { inside_core: self.core <= node && node < nodes[self.core].end as usize, ..Path::default() };
        let mut at = node;
        loop {
            if let Some(tag) = self.dom.tag(at) {
                let said = self.page.attributed[at];
                let roles = if matches!(tag, Tag::Body | Tag::Html) { 0 } else { said.roles };
                path.tags |= 1 << (tag as u32);
                path.article_body |= said.article_body;
                path.list_items += u32::from(tag == Tag::Li);
                if path.depth < 2 {
                    path.own |= roles;
                }
                if holds_core(at) {
                    path.outer |= roles;
                } else {
                    path.roles |= roles;
                    path.private += 1;
                    if tag.is_block() && (path.depth > 0 || tag == Tag::Li) {
                        let siblings = self.makes.get(&Self::make(self.dom, self.page, at));
                        path.repeats = path.repeats.max(siblings.copied().unwrap_or(0));
                    }
                }
                if tag == Tag::Article && path.title_article == 0.0 {
                    path.title_article =
                        if at <= self.title && self.title < nodes[at].end as usize { 1.0 } else { -1.0 };
                }
                if tag.is_heading() {
                    path.heading = (tag as u32 - Tag::H1 as u32 + 1) as f32;
                }
            }
            path.depth += 1;
            let parent = nodes[at].parent as usize;
            if parent == at {
                break;
            }
            at = parent;
        }
        let steps = |from: usize| {
            let (mut up, mut steps) = (from, 0);
            while !(up <= node && node < nodes[up].end as usize) {
                steps += 1;
                up = nodes[up].parent as usize;
            }
            steps
        };
        path.up_to_core = steps(self.core);
        path.up_to_title = steps(self.title);
        path
    }
}
