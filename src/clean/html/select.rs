//! Which lines of a page are the article, and why the others are not.

use super::features::Row;
use super::lexicon::role;
use super::model::PageModel;
use crate::clean::logistic::sigmoid;
use crate::document::Reason;

/// How likely each line is part of the article, between 0 and 1.
pub(super) fn scores(rows: &[Row], model: &PageModel) -> Vec<f32> {
    let mut sums = vec![0.0; rows.len()];
    for network in &model.0 {
        let scores = network.scores(rows.iter().map(|row| network.enter(&row.values)).collect());
        sums.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
    }
    sums.into_iter().map(|sum| sigmoid(sum / model.0.len() as f32)).collect()
}

/// Why a line is not the article, as its markup tells: the words of the elements around it.
pub(super) fn reason(roles: u32, tags: Tags, text: &str) -> Reason {
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
    if text.contains('©') || text.contains("All rights reserved") {
        return Reason::Copyright;
    }
    if tags.navigation {
        return Reason::Navigation;
    }
    let by_default = if tags.links { Reason::RelatedBlock } else { Reason::Boilerplate };
    NAMED.iter().find(|(named, _)| roles & named != 0).map_or(by_default, |(_, reason)| *reason)
}

/// What kind of elements a line stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags {
    /// In a `nav`, `header` or `footer` outside the article.
    pub(super) navigation: bool,
    /// Nearly all of it is links.
    pub(super) links: bool,
}
