//! Which lines of a page are the article, and why the others are not.

use super::features::{FEATURES, NAMES};
use super::lexicon::role;
use crate::document::Reason;

/// The index of a feature by its name.
const fn index(name: &str) -> usize {
    let mut i = 0;
    while i < FEATURES {
        let (a, b) = (NAMES[i].as_bytes(), name.as_bytes());
        let mut same = a.len() == b.len();
        let mut j = 0;
        while same && j < a.len() {
            same = a[j] == b[j];
            j += 1;
        }
        if same {
            return i;
        }
        i += 1;
    }
    panic!("no such feature")
}

/// How likely a line is part of the article, between 0 and 1.
pub(super) fn score(row: &[f32; FEATURES]) -> f32 {
    const INSIDE: usize = index("inside_core");
    const LINKS: usize = index("link_density");
    const WORDS: usize = index("words");
    const FIGURE: usize = index("in_figure");
    const PROSE: usize = index("prose");
    if row[INSIDE] == 0.0 {
        0.0
    } else if row[LINKS] > 0.6 && row[WORDS] < 15.0 || row[FIGURE] > 0.0 {
        0.2
    } else if row[PROSE] > 0.0 {
        0.95
    } else {
        0.7
    }
}

/// Why a line is not the article, as its markup tells: the words of the elements around it.
pub(super) const fn reason(roles: u32, tags: Tags) -> Reason {
    const NAMED: [(u32, Reason); 14] = [
        (role::COOKIE, Reason::CookieNotice),
        (role::COMMENT, Reason::Comments),
        (role::SHARE, Reason::Share),
        (role::NEWSLETTER, Reason::Newsletter),
        (role::AD, Reason::Advertisement),
        (role::CREDIT, Reason::ImageCredit),
        (role::RELATED, Reason::RelatedBlock),
        (role::COPYRIGHT, Reason::Copyright),
        (role::TAGS, Reason::Tags),
        (role::NAVIGATION, Reason::Navigation),
        (role::CAPTION, Reason::ImageCredit),
        (role::BYLINE, Reason::Byline),
        (role::DATE, Reason::Timestamp),
        (role::PROMO, Reason::Advertisement),
    ];
    if tags.navigation {
        return Reason::Navigation;
    }
    let mut i = 0;
    while i < NAMED.len() {
        if roles & NAMED[i].0 != 0 {
            return NAMED[i].1;
        }
        i += 1;
    }
    if tags.links { Reason::RelatedBlock } else { Reason::Boilerplate }
}

/// What kind of elements a line stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags {
    /// In a `nav`, `header` or `footer` outside the article.
    pub(super) navigation: bool,
    /// Nearly all of it is links.
    pub(super) links: bool,
}
