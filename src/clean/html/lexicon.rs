//! What the words of `class`, `id`, `role` and `itemprop` say about an element.
//!
//! Values are cut into words at anything that is no letter and at changes of case
//! ("relatedArticles", "share-bar__item"); each word is looked up in one sorted table. The table is
//! the common vocabulary of content management systems, as read off the pages of many outlets.

use std::sync::LazyLock;

/// What a word stands for: one bit each.
pub(super) mod role {
    pub(in super::super) const CONTENT: u32 = 1 << 0;
    pub(in super::super) const BODY: u32 = 1 << 1;
    pub(in super::super) const TEXT: u32 = 1 << 2;
    pub(in super::super) const RELATED: u32 = 1 << 3;
    pub(in super::super) const COMMENT: u32 = 1 << 4;
    pub(in super::super) const SHARE: u32 = 1 << 5;
    pub(in super::super) const NEWSLETTER: u32 = 1 << 6;
    pub(in super::super) const COOKIE: u32 = 1 << 7;
    pub(in super::super) const AD: u32 = 1 << 8;
    pub(in super::super) const CAPTION: u32 = 1 << 9;
    pub(in super::super) const CREDIT: u32 = 1 << 10;
    pub(in super::super) const NAVIGATION: u32 = 1 << 11;
    pub(in super::super) const TAGS: u32 = 1 << 12;
    pub(in super::super) const BYLINE: u32 = 1 << 13;
    pub(in super::super) const DATE: u32 = 1 << 14;
    pub(in super::super) const FOOTER: u32 = 1 << 15;
    pub(in super::super) const HEADER: u32 = 1 << 16;
    pub(in super::super) const SIDEBAR: u32 = 1 << 17;
    pub(in super::super) const WIDGET: u32 = 1 << 18;
    pub(in super::super) const LIST: u32 = 1 << 19;
    pub(in super::super) const TITLE: u32 = 1 << 20;
    pub(in super::super) const LEAD: u32 = 1 << 21;
    pub(in super::super) const MEDIA: u32 = 1 << 22;
    pub(in super::super) const META: u32 = 1 << 23;
    pub(in super::super) const POPUP: u32 = 1 << 24;
    pub(in super::super) const LOGIN: u32 = 1 << 25;
    pub(in super::super) const PROMO: u32 = 1 << 26;
    pub(in super::super) const QUOTE: u32 = 1 << 27;
    pub(in super::super) const EMBED: u32 = 1 << 28;
    pub(in super::super) const COPYRIGHT: u32 = 1 << 29;
    pub(in super::super) const BIO: u32 = 1 << 30;
}

use role::{
    AD, BIO, BODY, BYLINE, CAPTION, COMMENT, CONTENT, COOKIE, COPYRIGHT, CREDIT, DATE, EMBED, FOOTER, HEADER, LEAD,
    LIST, LOGIN, MEDIA, META, NAVIGATION, NEWSLETTER, POPUP, PROMO, QUOTE, RELATED, SHARE, SIDEBAR, TAGS, TEXT, TITLE,
    WIDGET,
};

/// The words of each role.
const ROLES: &[(u32, &str)] = &[
    (
        CONTENT,
        "article articles articulo artikel blog blogpost entry hentry main materia news newsarticle nota \
         noticia noticias page post posts single stories story texto",
    ),
    (
        BODY,
        "articlebody articlecontent articletext body bodytext contenido content contents conteudo corpo \
         cuerpo entrycontent inhalt maincontent newsbody postbody postcontent storybody storycontent",
    ),
    (TEXT, "copy para paragraph paragraphs prose richtext text txt wysiwyg"),
    (
        RELATED,
        "also crosslink crosslinklist crosslinks czytaj discover explore further hotnews inlinerelated \
         interlink jp latest lea lees leia lire mehr mgid more morefrom most mostread next onward outbrain \
         popular prev previous read readmore readnext recirc recirculate recirculation recommend \
         recommendation recommendations recommended relacionadas relacionado relacionados related \
         relatedarticles relatedposts revcontent seealso similar suggested suggestions taboola teaser teasers \
         topnews trending upnext weitere yarpp zergnet",
    ),
    (
        COMMENT,
        "comentarios comment commenting commentlist comments conversation coral discussion disqus fb feedback \
         kommentar kommentare livefyre reacties reactions reader readers replies reply respond review spot \
         spotim",
    ),
    (
        SHARE,
        "addthis addtoany bookmark compartir facebook follow linkedin pinterest share shareaholic sharebar \
         sharebuttons sharedaddy sharethis sharing sns social socialmedia socials teilen twitter whatsapp",
    ),
    (
        NEWSLETTER,
        "contribution convertkit donate donation donations epic mailchimp mailing mailinglist membership \
         newsletter optin paywall piano regwall signup subscribe subscription subscriptions support",
    ),
    (COOKIE, "ccpa cmp consent cookie cookiebar cookies gdpr onetrust privacy"),
    (
        AD,
        "ad adbox adcontainer ads adsbygoogle adsense adslot adunit adv advert advertisement advertising \
         advertisment adwrapper affiliate anuncio anzeige banner banners billboard commercial dfp gads gpt \
         leaderboard mpu publicidad publicidade skyscraper sponsor sponsored sponsors werbung",
    ),
    (CAPTION, "caption captions captiontext cutline figcaption imagecaption legend photocaption wpcaption"),
    (CREDIT, "attribution copyrightholder credit credits imagecredit photoby photocredit photographer"),
    (
        NAVIGATION,
        "breadcrumb breadcrumbs crumb crumbs directory dropdown hamburger menu menubar menus nav navbar \
         navigation pagenav pager pages pagination quicklinks sitemap skip skiplink submenu tabs toc toolbar",
    ),
    (
        TAGS,
        "cat categories category cats etiquetas hashtag keywords label labels schlagworte tag tagcloud tagged \
         taglist tags terms topic topics",
    ),
    (
        BYLINE,
        "author authors autor byline bylines contributor contributors firma reporter signature vcard writer \
         writers",
    ),
    (
        DATE,
        "date dateline dates datetime datum fecha modified postdate posted pubdate published time timestamp \
         updated",
    ),
    (FOOTER, "after below bottom colophon end foot footer footnote footnotes"),
    (HEADER, "hd head header logo masthead top topbar"),
    (
        SIDEBAR,
        "aside colright column complementary left leftrail rail right rightrail secondary side sidebar \
         tertiary",
    ),
    (
        WIDGET,
        "box calendar component fact factbox facts gadget game games infobox market module plugin poll \
         promobox quiz stock stocks ticker tool tools weather widget widgets",
    ),
    (
        LIST,
        "archive card cards carousel feed grid item items li list listing lists river roundup slider slides \
         stream swiper tile tiles ul",
    ),
    (TITLE, "heading headline headlines hed subheadline subtitle titel title titulo"),
    (
        LEAD,
        "abstract bajada chapeau deck dek description entradilla excerpt intro kicker lead lede sapo sell \
         standfirst subhead subheading summary teasertext",
    ),
    (
        MEDIA,
        "audio brightcove figure foto gallery image imagem images img jwplayer lightbox media photo photos \
         picture player podcast slideshow thumb thumbnail video videoplayer videos",
    ),
    (
        META,
        "action actions articlemeta bar btn button buttons data detail details icon icons info link links \
         meta metadata postmeta source sources utilities utility",
    ),
    (
        POPUP,
        "alert alerts breaking dialog drawer flyout hidden hide interstitial invisible lightboxes modal \
         noprint notification notifications offcanvas overlay popup print sticky toast tooltip",
    ),
    (LOGIN, "account contact form forms login password profile register registration search signin user"),
    (
        PROMO,
        "amazon app apps buy callout coupon coupons cta deal deals download downloads ebook job jobs \
         marketing marketplace offer offers partner partners price prices product products promo promos \
         promoted promotion promotional purchase shop store",
    ),
    (QUOTE, "blockquote citation pull pullquote quote quotes"),
    (EMBED, "embed embedded embeds iframe instagram tweet youtube"),
    (
        COPYRIGHT,
        "copyright correction corrections disclaimer disclaimers disclosure impressum imprint legal licence \
         license policy rights termsofuse",
    ),
    (BIO, "about authorbio authorbox avatar bio biography"),
];

/// Builds the table now.
pub(super) fn load() {
    LazyLock::force(&WORDS);
}

/// Every word with its roles, sorted.
static WORDS: LazyLock<Vec<(&'static str, u32)>> = LazyLock::new(|| {
    let mut words = std::collections::BTreeMap::new();
    for (role, list) in ROLES {
        for word in list.split(' ') {
            *words.entry(word).or_insert(0) |= role;
        }
    }
    words.into_iter().collect()
});

/// Longest word looked up; longer ones say nothing.
const LONGEST: usize = 16;

/// The roles that the words of an attribute's value stand for.
pub(super) fn roles(value: &str) -> u32 {
    let mut roles = 0;
    let mut word = [0_u8; LONGEST];
    let mut len = 0;
    let mut lower_before = false;
    let mut flush = |word: &[u8; LONGEST], len: usize| {
        if let Some(word) = word.get(..len).filter(|w| w.len() > 1) {
            roles |= WORDS.binary_search_by(|(w, _)| w.as_bytes().cmp(word)).map_or(0, |at| WORDS[at].1);
        }
    };
    for &b in value.as_bytes() {
        let letter = b.is_ascii_alphabetic();
        if len > 0 && (!letter || (lower_before && b.is_ascii_uppercase())) {
            flush(&word, len);
            len = 0;
        }
        if letter {
            if let Some(slot) = word.get_mut(len) {
                *slot = b.to_ascii_lowercase();
            }
            len += 1;
        }
        lower_before = b.is_ascii_lowercase();
    }
    flush(&word, len);
    roles
}

/// The roles that the landmark roles of ARIA stand for.
pub(super) fn aria_roles(value: &str) -> u32 {
    match value {
        "main" | "article" => CONTENT,
        "navigation" | "menu" | "menubar" | "tablist" | "toolbar" => NAVIGATION,
        "complementary" => SIDEBAR,
        "contentinfo" => FOOTER,
        "banner" => HEADER,
        "dialog" | "alertdialog" | "alert" => POPUP,
        "search" | "form" => LOGIN,
        _ => 0,
    }
}

/// Whether a class is one of those that show an element to screen readers alone.
pub(super) fn is_screen_reader_only(class: &str) -> bool {
    class.split_ascii_whitespace().any(|c| {
        matches!(
            c,
            "sr-only"
                | "screen-reader-text"
                | "visually-hidden"
                | "visuallyhidden"
                | "visuallyHidden"
                | "screenreader"
                | "screen-reader-only"
                | "element-invisible"
                | "a11y-hidden"
                | "assistive-text"
                | "u-visually-hidden"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_can_be_found() {
        assert!(
            WORDS.iter().all(|(w, _)| (2..=LONGEST).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn words_are_cut_at_case_and_punctuation() {
        assert_eq!(roles("relatedArticles"), RELATED | CONTENT);
        assert_eq!(roles("c-share__item"), SHARE | LIST);
        assert_eq!(roles("SHARE"), SHARE);
        assert_eq!(roles("navigate-me"), 0);
        assert_eq!(roles("entry-content post-42"), CONTENT | BODY);
    }
}
