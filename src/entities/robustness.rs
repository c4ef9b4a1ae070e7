//! What scrapers and newsrooms do to names, one test a phenomenon, on sentences of our own.

use crate::document::EntityType::{self, Group, Organization, Person, Place};
use crate::entities::Tagger;
use crate::text::Tokens;

fn mentions(text: &str) -> Vec<(&str, EntityType)> {
    let tagger = Tagger::embedded();
    tagger.tag(text, &Tokens::new(text)).iter().map(|m| (m.span.of(text), m.kind)).collect()
}

#[track_caller]
fn has(text: &str, expected: &[(&str, EntityType)]) {
    let found = mentions(text);
    for e in expected {
        assert!(found.contains(e), "{e:?} is not in {found:?}");
    }
}

#[test]
fn titles_in_capitals() {
    has(
        "PUTIN MEETS MACRON IN MOSCOW\n\nRussian President Vladimir Putin met France's Emmanuel Macron in Moscow on Friday.",
        &[("PUTIN", Person), ("MACRON", Person), ("MOSCOW", Place), ("Vladimir Putin", Person)],
    );
}

#[test]
fn headline_case() {
    has(
        "Germany Urges Iran to Free Two Aid Workers\n\nGermany on Tuesday urged Iran to release two aid workers.",
        &[("Germany", Place), ("Iran", Place)],
    );
}

#[test]
fn sentences_without_an_end() {
    has("Angela Merkel arrived in Warsaw", &[("Angela Merkel", Person), ("Warsaw", Place)]);
}

#[test]
fn curly_and_straight_quotes() {
    for text in ["Kenya’s William Ruto said “no”.", "Kenya's William Ruto said \"no\"."] {
        has(text, &[("Kenya", Place), ("William Ruto", Person)]);
    }
}

#[test]
fn spaces_that_do_not_break() {
    has("President\u{a0}Joe\u{a0}Biden flew to\u{a0}Ireland.", &[("Joe\u{a0}Biden", Person), ("Ireland", Place)]);
}

#[test]
fn hyphens_and_apostrophes_in_names() {
    has(
        "Jean-Claude Juncker thanked Bashar al-Assad.",
        &[("Jean-Claude Juncker", Person), ("Bashar al-Assad", Person)],
    );
    has("Police arrested Sean O'Neill in Dublin.", &[("Sean O'Neill", Person), ("Dublin", Place)]);
}

#[test]
fn apostrophes_that_begin_a_name() {
    has("The Dutch physicist Gerard 't Hooft spoke in Utrecht.", &[("Gerard 't Hooft", Person), ("Utrecht", Place)]);
}

#[test]
fn spellings_of_one_name() {
    for name in ["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Wolodymyr Selenskyj"] {
        has(
            &format!("President {name} said on Monday that Ukraine would not wait."),
            &[(name, Person), ("Ukraine", Place)],
        );
    }
}

#[test]
fn abbreviated_first_names() {
    has("The will of Wm. Hargrave of Boston was read on Friday.", &[("Wm. Hargrave", Person), ("Boston", Place)]);
}

#[test]
fn initials_and_particles() {
    has(
        "Former president George W. Bush met Ursula von der Leyen in Brussels.",
        &[("George W. Bush", Person), ("Ursula von der Leyen", Person), ("Brussels", Place)],
    );
}

#[test]
fn acronyms_in_brackets() {
    has(
        "The World Health Organization (WHO) warned of new cases. The WHO said it sent aid.",
        &[("World Health Organization", Organization), ("WHO", Organization)],
    );
}

#[test]
fn datelines() {
    has(
        "NAIROBI (Reuters) - Kenyan police said on Monday they had arrested two men.",
        &[("NAIROBI", Place), ("Reuters", Organization), ("Kenyan", Group)],
    );
}

#[test]
fn names_beyond_ascii() {
    has(
        "Recep Tayyip Erdoğan and Andrzej Duda spoke in Kraków, officials said.",
        &[("Recep Tayyip Erdoğan", Person), ("Andrzej Duda", Person), ("Kraków", Place)],
    );
}

#[test]
fn the_document_decides_what_a_bare_name_is() {
    has(
        "Markus Hollerbach, who heads the regional bank, resigned on Monday.\n\nHollerbach gave no reason. Lawyers for Hollerbach said he would speak on Friday.",
        &[("Markus Hollerbach", Person), ("Hollerbach", Person)],
    );
}

#[test]
fn handles_and_plain_words_are_no_names() {
    assert_eq!(mentions("Write to @newsdesk or visit our page for more."), []);
    assert_eq!(mentions("The government said on Monday that prices rose in May."), []);
}

#[test]
fn confidences_lie_between_0_and_1() {
    let text = "Vladimir Putin told Reuters in Moscow that Gazprom would not wait.";
    let tagger = Tagger::embedded();
    let found = tagger.tag(text, &Tokens::new(text));
    assert!(!found.is_empty() && found.iter().all(|m| m.confidence > 0.0 && m.confidence < 1.0));
    let putin = found.iter().find(|m| m.span.of(text) == "Vladimir Putin").map_or(0.0, |m| m.confidence);
    assert!(putin > 0.8, "{putin}");
}
