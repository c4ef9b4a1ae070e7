//! What is known of each line of a page: its words, its element, the elements around it and the
//! lines beside it.
//!
//! The ideas are those of the literature on main-content extraction: shallow text features and
//! their neighbours (Kohlschütter et al., WSDM 2010), text and link density of the enclosing
//! elements (Sun et al., SIGIR 2011), paragraph scores handed up the tree (Readability), class and
//! id words. They are numbers for a trained model instead of thresholds.

use std::collections::HashMap;

use super::core;
use super::dom::Dom;
use super::evidence::Evidence;
use super::lexicon::role;
use super::path::{Paths, block_parent};
use super::shallow::{Shallow, Sums};
use super::tag::Tag;
use super::text::{Line, PageText};
use crate::document::BlockKind;

/// How many features a line has.
pub(super) const FEATURES: usize = 90;

/// A line's features, and what the words above it say.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) values: [f32; FEATURES],
    /// The roles of the elements that it does not share with the article.
    pub(super) roles: u32,
    /// It stands in a menu, or in a header or footer outside the article.
    pub(super) navigation: bool,
}

/// One row for each line of a page.
pub(super) fn features(dom: &Dom<'_>, page: &PageText, evidence: &Evidence) -> Vec<Row> {
    let lines = &page.lines;
    let text: &str = &page.mapped.text;
    let shallow: Vec<Shallow> = lines.iter().map(|l| Shallow::of(l, l.text.of(text))).collect();
    let sums = Sums::new(lines, &shallow);
    let core = core::find(dom, page, &shallow, evidence);
    let title_node = evidence.title.map_or(core, |t| lines[t].node as usize);
    let path_of = Paths::new(dom, page, core, title_node);
    let articles = (0..dom.nodes.len()).filter(|&n| dom.tag(n) == Some(Tag::Article)).count().min(20) as f32;
    // Words of the last heading: short ones ("Related", "Comments") head lists.
    let mut section_words = -1.0;
    let scores = paragraph_scores(dom, lines, &shallow);
    let best = scores.iter().copied().fold(1.0_f32, f32::max);
    let total = sums.prose[lines.len()].max(1.0);
    let core_prose = sums.within(dom, core).prose.max(1.0);
    let duplicates = duplicates(lines, text);
    let mut rows = Vec::with_capacity(lines.len());
    let mut since_prose = 40.0;
    let mut since_heading = 40.0;
    let mut since_h1 = -1.0;
    let mut to_prose = vec![40.0_f32; lines.len()];
    let mut next = 40.0;
    for i in (0..lines.len()).rev() {
        to_prose[i] = next;
        next = if shallow[i].prose { 1.0 } else { (next + 1.0_f32).min(40.0) };
    }
    for (i, line) in lines.iter().enumerate() {
        let s = &shallow[i];
        let path = path_of.path(line.node as usize);
        let parent = block_parent(dom, line.node as usize);
        let grand = block_parent(dom, parent);
        let p = sums.within(dom, parent);
        let g = sums.within(dom, grand);
        let near = |j: Option<usize>| j.and_then(|j| shallow.get(j).map(|s| (s, &lines[j])));
        let prev = near(i.checked_sub(1));
        let after = near(Some(i + 1));
        let prev2 = near(i.checked_sub(2));
        let after2 = near(Some(i + 2));
        let window = |from: usize, to: usize| sums.prose[to.min(lines.len())] - sums.prose[from];
        let tag = dom.tag(line.node as usize).unwrap_or(Tag::Div);
        let any = |mask: u32| flag(path.roles & mask != 0);
        let values = [
            line.chars as f32,
            s.words as f32,
            s.link_density,
            line.strong_chars as f32 / line.chars.max(1) as f32,
            s.commas as f32,
            s.terminal,
            flag(s.upper_first),
            s.digits as f32 / line.chars.max(1) as f32,
            s.upper as f32 / line.chars.max(1) as f32,
            s.sentences as f32,
            f32::from(line.links),
            flag(line.broken),
            flag(s.quote),
            line.chars as f32 / s.words.max(1) as f32,
            flag(s.prose),
            duplicates[i],
            tag_code(tag),
            kind_code(line.kind),
            path.depth as f32,
            path.heading,
            flag(path.has(Tag::Article)),
            flag(path.has(Tag::Main)),
            flag(path.has(Tag::Aside)),
            flag(path.has(Tag::Footer)),
            flag(path.has(Tag::Header)),
            flag(path.has(Tag::Nav)),
            flag(path.has(Tag::Figure)),
            flag(path.has(Tag::Form)),
            flag(path.has(Tag::Ul)),
            flag(path.has(Tag::Table)),
            flag(path.has(Tag::Blockquote)),
            flag(path.article_body),
            flag(path.inside_core),
            path.up_to_core as f32,
            path.private as f32,
            core_prose / total,
            p.prose / p.chars.max(1.0),
            p.links / p.chars.max(1.0),
            p.lines,
            p.chars,
            g.prose / g.chars.max(1.0),
            g.links / g.chars.max(1.0),
            g.lines,
            g.prose / total,
            scores[parent] / best,
            path.list_items as f32,
            (path.own & GOOD).count_ones() as f32,
            (path.own & BAD).count_ones() as f32,
            (path.roles & GOOD).count_ones() as f32,
            (path.roles & BAD).count_ones() as f32,
            (path.outer & BAD).count_ones() as f32,
            any(role::RELATED),
            any(role::COMMENT),
            any(role::SHARE),
            any(role::NEWSLETTER | role::COOKIE | role::POPUP | role::LOGIN),
            any(role::AD),
            any(role::CAPTION | role::CREDIT | role::MEDIA),
            any(role::META | role::DATE),
            any(role::BYLINE),
            any(role::TAGS | role::NAVIGATION),
            any(role::LIST),
            any(role::PROMO | role::WIDGET | role::SIDEBAR),
            any(role::TITLE | role::HEADER),
            any(role::LEAD),
            any(role::BIO | role::COPYRIGHT | role::FOOTER),
            window(0, i) / total,
            window(i + 1, lines.len()) / total,
            since_prose,
            to_prose[i],
            prev.map_or(0.0, |(_, l)| l.chars as f32),
            after.map_or(0.0, |(_, l)| l.chars as f32),
            prev.map_or(1.0, |(s, _)| s.link_density),
            after.map_or(1.0, |(s, _)| s.link_density),
            prev2.map_or(0.0, |(s, _)| flag(s.prose)),
            after2.map_or(0.0, |(s, _)| flag(s.prose)),
            flag(prev.is_some_and(|(_, l)| block_parent(dom, l.node as usize) == parent)),
            flag(after.is_some_and(|(_, l)| block_parent(dom, l.node as usize) == parent)),
            total,
            since_heading,
            since_h1,
            evidence.title.map_or(-200.0, |t| (i as f32 - t as f32).clamp(-100.0, 100.0)),
            evidence.description[i],
            evidence.body[i],
            (path.repeats as f32).min(50.0),
            path.title_article,
            path.up_to_title as f32,
            flag(path.own & (role::RELATED | role::PROMO | role::WIDGET | role::AD) != 0),
            flag(path.own & (role::CAPTION | role::CREDIT | role::MEDIA | role::EMBED) != 0),
            section_words,
            articles,
        ];
        let navigation = path.has(Tag::Nav) || !path.inside_core && (path.has(Tag::Header) || path.has(Tag::Footer));
        rows.push(Row { values, roles: path.roles, navigation });
        since_prose = if s.prose { 1.0 } else { (since_prose + 1.0_f32).min(40.0) };
        since_heading = if path.heading > 0.0 { 1.0 } else { (since_heading + 1.0_f32).min(40.0) };
        if path.heading > 0.0 {
            section_words = s.words.min(30) as f32;
        }
        if path.heading == 1.0 {
            since_h1 = 0.0;
        } else if since_h1 >= 0.0 {
            since_h1 = (since_h1 + 1.0_f32).min(200.0);
        }
    }
    rows
}

const GOOD: u32 = role::CONTENT | role::BODY | role::TEXT | role::LEAD;
const BAD: u32 = role::RELATED
    | role::COMMENT
    | role::SHARE
    | role::NEWSLETTER
    | role::COOKIE
    | role::AD
    | role::CREDIT
    | role::NAVIGATION
    | role::TAGS
    | role::BYLINE
    | role::DATE
    | role::FOOTER
    | role::SIDEBAR
    | role::WIDGET
    | role::META
    | role::POPUP
    | role::LOGIN
    | role::PROMO
    | role::COPYRIGHT
    | role::BIO;

const fn flag(yes: bool) -> f32 {
    if yes { 1.0 } else { 0.0 }
}

const fn tag_code(tag: Tag) -> f32 {
    match tag {
        Tag::P => 0.0,
        Tag::Blockquote => 1.0,
        Tag::Pre => 2.0,
        Tag::Td | Tag::Th | Tag::Tr => 3.0,
        Tag::Article | Tag::Main | Tag::Section => 4.0,
        Tag::Div => 5.0,
        Tag::H1 | Tag::H2 | Tag::H3 => 6.0,
        Tag::H4 | Tag::H5 | Tag::H6 => 7.0,
        Tag::Dd | Tag::Dt => 8.0,
        Tag::Li => 9.0,
        Tag::Figcaption | Tag::Caption => 10.0,
        _ => 11.0,
    }
}

const fn kind_code(kind: Option<BlockKind>) -> f32 {
    match kind {
        None => 0.0,
        Some(BlockKind::Paragraph) => 1.0,
        Some(BlockKind::Blockquote) => 2.0,
        Some(BlockKind::Preformatted) => 3.0,
        Some(BlockKind::Heading | BlockKind::Title) => 4.0,
        Some(BlockKind::ListItem) => 5.0,
        Some(BlockKind::Caption) => 6.0,
    }
}

/// Readability's score: each paragraph gives its parent one point, one for each comma and up to
/// three for its length; its grandparent gets half.
fn paragraph_scores(dom: &Dom<'_>, lines: &[Line], shallow: &[Shallow]) -> Vec<f32> {
    let mut scores = vec![0.0; dom.nodes.len().max(1)];
    for (line, s) in lines.iter().zip(shallow) {
        if line.chars < 25 || s.link_density > 0.5 {
            continue;
        }
        let score = (1.0 + s.commas as f32 + (line.chars as f32 / 100.0).min(3.0)) * (1.0 - s.link_density);
        let parent = block_parent(dom, line.node as usize);
        let grand = block_parent(dom, parent);
        scores[parent] += score;
        if grand != parent {
            scores[grand] += score / 2.0;
        }
    }
    scores
}

/// For each line: 1 when an earlier line has the same text, 0.5 when a later one has.
fn duplicates(lines: &[Line], text: &str) -> Vec<f32> {
    let mut seen = HashMap::with_capacity(lines.len());
    let mut out = vec![0.0; lines.len()];
    for (i, line) in lines.iter().enumerate() {
        if let Some(first) = seen.insert(line.text.of(text), i) {
            out[i] = 1.0;
            if out[first] == 0.0 {
                out[first] = 0.5;
            }
        }
    }
    out
}
