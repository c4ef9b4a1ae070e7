//! What an element's attributes say about it: roles of its class and id words, whether it is hidden,
//! whether it is marked as the article.

use super::attrs::Attrs;
use super::lexicon;

/// What the attributes of an element say about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Attributed {
    /// What the words of its class, id and role stand for.
    pub(super) roles: u32,
    /// Hash of its class, to tell siblings of one make.
    pub(super) make: u32,
    /// It and all inside is not shown.
    pub(super) hidden: bool,
    /// `itemprop="articleBody"`, or a property or class of the same name.
    pub(super) article_body: bool,
}

impl Attributed {
    pub(super) fn of(attrs: Attrs<'_>) -> Self {
        let mut found = Self::default();
        for (name, value) in attrs {
            match name.len() {
                2 if name.eq_ignore_ascii_case("id") => found.roles |= lexicon::roles(value),
                4 if name.eq_ignore_ascii_case("role") => found.roles |= lexicon::aria_roles(value),
                5 if name.eq_ignore_ascii_case("class") => {
                    found.roles |= lexicon::roles(value);
                    found.make = fnv(value);
                    found.hidden |= lexicon::is_screen_reader_only(value);
                }
                5 if name.eq_ignore_ascii_case("style") => found.hidden |= hides(value),
                6 if name.eq_ignore_ascii_case("hidden") => found.hidden |= !value.eq_ignore_ascii_case("until-found"),
                8 if name.eq_ignore_ascii_case("itemprop") || name.eq_ignore_ascii_case("property") => {
                    found.article_body |= value.eq_ignore_ascii_case("articleBody");
                    found.roles |= lexicon::roles(value);
                }
                _ => {}
            }
        }
        found
    }
}

/// FNV-1a.
fn fnv(value: &str) -> u32 {
    value.bytes().fold(0x811c_9dc5, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Whether an inline style takes the element off the page.
fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        declaration.split_once(':').is_some_and(|(property, value)| {
            let (property, value) = (property.trim(), value.trim());
            (property.eq_ignore_ascii_case("display") && value.get(..4).is_some_and(|v| v.eq_ignore_ascii_case("none")))
                || (property.eq_ignore_ascii_case("visibility")
                    && value.get(..6).is_some_and(|v| v.eq_ignore_ascii_case("hidden")))
        })
    })
}
