//! The element that holds the article: from the root down, as long as one child holds most of the
//! weighted prose of the page.
//!
//! A line weighs its characters of prose, less where the elements above bear the words of comments,
//! related articles, sidebars or footers (unless that element holds most of the page and is a
//! layout container whatever its name), more where the page marks the article (`articleBody`,
//! `<article>`) and where the line repeats the description or `articleBody` of the metadata.

use super::super::sums;
use super::dom::Dom;
use super::evidence::Evidence;
use super::lexicon::role;
use super::shallow::Shallow;
use super::tag::Tag;
use super::text::PageText;

/// Names that make an element's prose doubtful.
const POOR: u32 = role::COMMENT
    | role::RELATED
    | role::SIDEBAR
    | role::POPUP
    | role::COOKIE
    | role::FOOTER
    | role::COPYRIGHT
    | role::NAVIGATION
    | role::PROMO
    | role::NEWSLETTER
    | role::AD
    | role::BIO
    | role::WIDGET;

/// Lines after the headline that are likely the article's lead.
const NEAR_TITLE: usize = 12;

/// Finds the node of the article's container; the root when there is none.
pub(super) fn find(dom: &Dom<'_>, page: &PageText, shallow: &[Shallow], evidence: &Evidence) -> usize {
    let first: Vec<u32> = page.lines.iter().map(|l| l.first).collect();
    let range = |node: usize| {
        let from = first.partition_point(|&f| (f as usize) < node);
        let to = first.partition_point(|&f| f < dom.nodes[node].end);
        (from, to.max(from))
    };
    let raw = sums::before(
        page.lines.iter().zip(shallow).map(|(l, s)| if s.prose { (l.chars - l.link_chars) as f32 } else { 0.0 }),
    );
    let total = raw.last().copied().unwrap_or(0.0).max(1.0);
    // What an element does to the weight of the lines inside.
    let mut factors = vec![1.0_f32; dom.nodes.len()];
    for node in 1..dom.nodes.len() {
        let Some(tag) = dom.tag(node) else {
            factors[node] = factors[dom.nodes[node].parent as usize];
            continue;
        };
        let said = page.attributed[node];
        let mut own = 1.0;
        let named = !matches!(tag, Tag::Html | Tag::Body);
        let poor = named && said.roles & POOR != 0 || matches!(tag, Tag::Aside | Tag::Footer | Tag::Nav | Tag::Form);
        if poor {
            let (from, to) = range(node);
            let share = (raw[to] - raw[from]) / total;
            let holds_title = evidence.title.is_some_and(|t| from <= t && t < to);
            if share < 0.5 && !(holds_title && share > 0.1) {
                own = if said.roles & (role::BODY | role::TEXT) != 0 { 0.6 } else { 0.3 };
            }
        }
        if said.article_body {
            own = 3.0;
        } else if tag == Tag::Article || tag == Tag::Main {
            own = 1.5;
        }
        factors[node] = (factors[dom.nodes[node].parent as usize] * own).clamp(0.01, 4.0);
    }
    let weights = sums::before(page.lines.iter().zip(shallow).enumerate().map(|(i, (l, s))| {
        let chars = (l.chars - l.link_chars) as f32;
        let base = if s.prose {
            chars
        } else if l.chars >= 25 && s.link_density < 0.5 {
            chars * 0.3
        } else {
            0.0
        };
        let told = if evidence.body[i] > 0.8 {
            4.0
        } else if evidence.description[i] > 0.6 && l.chars > 60 {
            3.0
        } else {
            1.0
        };
        let near = evidence.title.is_some_and(|t| t < i && i <= t + NEAR_TITLE);
        base * factors[l.node as usize] * if near && told == 1.0 { 2.0 } else { told }
    }));
    let mut at = 0;
    loop {
        let nodes = dom.descendants(at);
        let (from, to) = range(at);
        let held = weights[to] - weights[from];
        let mut best = (0.0, 0);
        let mut child = nodes.start;
        while child < nodes.end {
            if dom.tag(child).is_some_and(Tag::is_block) {
                let (from, to) = range(child);
                let weight = weights[to] - weights[from];
                if weight > best.0 {
                    best = (weight, child);
                }
            }
            child = dom.nodes[child].end as usize;
        }
        // A single paragraph is no container.
        let leaf = matches!(dom.tag(best.1), Some(Tag::P | Tag::Pre | Tag::Li | Tag::Td))
            && range(best.1).1 - range(best.1).0 < 2;
        if best.0 <= 0.0 || best.0 < held * 0.6 || leaf {
            return at;
        }
        at = best.1;
    }
}
