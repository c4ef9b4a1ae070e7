//! Furniture that stands in the middle of the text, and what it must not be taken for.

use super::*;

const BODY: &str = "A crane of sixty metres fell across two berths of the port early on Friday and hurt four workers.\n\
The harbour master said that the berths would stay closed until Monday, and that the wind had been strong.\n\
It was built in 1988 and had last been looked at in the autumn, according to the books of the port.\n";

fn kinds(cleaned: &Cleaned) -> Vec<(BlockKind, &str)> {
    cleaned.blocks.iter().map(|b| (b.kind, b.span.of(&cleaned.text))).collect()
}

fn why(cleaned: &Cleaned, text: &str) -> Option<(Reason, &'static str)> {
    cleaned.removed.iter().find(|r| r.text == text).map(|r| (r.reason, r.rule))
}

#[test]
fn what_a_picture_shows_is_no_headline() {
    let got = of(&format!(
        "Home\nNews\nTwo berths of the port shut after a crane falls\nFacebook\nTwitter\nBy Hanna Osei\n\
         A crane lies across berth 4 of the portReuters/Petra Lind\n{BODY}"
    ));
    assert_eq!(got.title.as_deref(), Some("Two berths of the port shut after a crane falls"));
    for caption in ["The crane after its fall. Photo: Petra Lind/AFP", "The crane after its fall. Petra Lind/Getty"] {
        assert_ne!(of(&format!("{caption}\n{BODY}")).title.as_deref(), Some(caption));
    }
}

#[test]
fn an_entry_of_a_live_report_is_no_headline() {
    let got = of("Storm live: thousands of homes are without power\n\nLIVE\n\nLast updated: 18:45\n\n18:40 GMT\n\n\
                  Power is back in Torvik\n\nThe grid operator says that most homes in Torvik have their power back \
                  and that the rest will follow in the night.\n\n17:55 GMT\n\nThe bridge is open\n\nThe bridge over \
                  the sound has been opened to cars, but lorries still have to wait for the wind to drop.\n");
    assert_eq!(got.title.as_deref(), Some("Storm live: thousands of homes are without power"));
}

#[test]
fn an_address_is_no_headline() {
    let article = Article {
        text: Some(format!(
            "Menu\n%2Fharbour%2Fcrane-falls-across-two-berths-port%2F\nSign in\n{BODY}Crane falls across two berths\n"
        )),
        url: Some("https://harbour.example/crane-falls-across-two-berths-port/".into()),
        ..Article::default()
    };
    assert_ne!(cleaned(&article).title.as_deref(), Some("%2Fharbour%2Fcrane-falls-across-two-berths-port%2F"));
}

#[test]
fn a_row_of_buttons_may_have_unknown_ones() {
    let got = of(&format!("Two berths shut\n{BODY}Whatsapp Facebook Pint Baixar\n"));
    assert_eq!(why(&got, "Whatsapp Facebook Pint Baixar"), Some((Reason::Share, "share_buttons")));
    let prose = of(&format!("Two berths shut\n{BODY}Facebook and Twitter fell.\n"));
    assert_eq!(why(&prose, "Facebook and Twitter fell."), None);
}

#[test]
fn a_photographer_is_cut_off_the_caption() {
    let got = of(&format!("Two berths shut\nDivers at the foot of the crane on Friday. © Foto: Jan Beck/dpa\n{BODY}"));
    assert!(kinds(&got).contains(&(BlockKind::Caption, "Divers at the foot of the crane on Friday.")), "{}", got.text);
    assert_eq!(why(&got, "© Foto: Jan Beck/dpa").map(|w| w.0), Some(Reason::ImageCredit));
}

#[test]
fn under_a_credit_above_the_text_stands_a_caption() {
    let got = of(&format!("Two berths shut after a crane falls\nPhoto: Petra Lind\nBerth 4 on Friday morning\n{BODY}"));
    assert!(!kinds(&got).contains(&(BlockKind::Heading, "Berth 4 on Friday morning")), "{}", got.text);
}

#[test]
fn ornaments_and_calls_go_and_blanks_stay() {
    let got = of(&format!("Two berths shut\n{BODY}* * *\n[gallery ids=\"1,2\"]\n[related_posts]\n_____\n{BODY}"));
    assert_eq!(why(&got, "* * *"), Some((Reason::Markup, "ornament")));
    assert_eq!(why(&got, "[gallery ids=\"1,2\"]"), Some((Reason::Markup, "shortcode")));
    assert_eq!(why(&got, "[related_posts]"), Some((Reason::Markup, "shortcode")));
    assert_eq!(why(&got, "_____"), None);
    let remark = of(&format!("Two berths shut\n{BODY}[laughs]\n"));
    assert_ne!(why(&remark, "[laughs]").map(|w| w.0), Some(Reason::Markup));
}

#[test]
fn a_pull_quote_is_a_duplicate() {
    let quote = "“I have learned to wait. It is the only thing I am good at.”";
    let said = "“I have learned to wait,” he says. “It is the only thing I am good at.” He laughs and pours coffee.";
    let got = of(&format!("Two berths shut\n{BODY}{quote}\nTOR HEGG\n{said}\n"));
    assert_eq!(why(&got, quote), Some((Reason::Duplicate, "pull_quote")));
    assert_eq!(why(&got, "TOR HEGG"), Some((Reason::Duplicate, "pull_quote")));
    assert!(got.text.contains(said));
    let only = of(&format!("Two berths shut\n{BODY}{quote}\n"));
    assert!(only.text.contains(quote));
}

#[test]
fn a_caption_said_twice_in_a_row_is_said_once() {
    let got = of(&format!("Two berths shut\n{BODY}The old crane at berth 4\nThe old crane at berth 4\n{BODY}"));
    assert_eq!(got.text.matches("The old crane at berth 4").count(), 1);
    let song = of(&format!(
        "Two berths shut\n{BODY}Row on, row on, my love\nRow on, row on, my love\nRow on, row on, my love\n"
    ));
    assert!(song.removed.iter().all(|r| r.rule != "said_twice"), "{:?}", song.removed);
}

#[test]
fn an_invitation_over_an_address_field_goes_with_its_heading() {
    let got = of(&format!(
        "Two berths shut\n{BODY}THE BEST OF THE HARBOUR\nLong reads, once a week, in your inbox.\nYour email address\n\
         SIGN UP\n{BODY}"
    ));
    for line in ["THE BEST OF THE HARBOUR", "Long reads, once a week, in your inbox."] {
        assert_eq!(why(&got, line), Some((Reason::Newsletter, "newsletter_box")));
    }
}

#[test]
fn a_list_has_its_heading() {
    let got = of(&format!("Two berths shut\n{BODY}What we know\n• Two berths are shut\n• Nobody has died\n{BODY}"));
    assert!(kinds(&got).contains(&(BlockKind::Heading, "What we know")), "{}", got.text);
}

#[test]
fn stamps_of_other_languages_are_published() {
    for (stamp, day) in [("14 июня 2025, 11:20", "2025-06-14"), ("15 maja 2025, 06:30", "2025-05-15")] {
        let got = of(&format!("Two berths shut\n{stamp}\n{BODY}"));
        assert_eq!(got.published.map(|p| p.value).as_deref(), Some(day));
    }
}

#[test]
fn a_paragraph_with_its_dateline_and_a_path_are_no_headlines() {
    for line in
        ["OSLO, Norway — Two berths of the port of Oslo are shut", "Start > Harbour > Berths > Two berths are shut"]
    {
        let got = of(&format!("{line}\nTwo berths of the port are shut after a fall\n{BODY}"));
        assert_eq!(got.title.as_deref(), Some("Two berths of the port are shut after a fall"));
    }
}

#[test]
fn a_saying_with_its_speaker_is_no_heading() {
    let said = "“The wind came back, but with half the rain.” — Marius Lind";
    let got = of(&format!("Two berths shut\n{BODY}{said}\n{BODY}"));
    assert!(!kinds(&got).contains(&(BlockKind::Heading, said)), "{}", got.text);
}

#[test]
fn the_entries_of_a_box_of_facts_stay_or_go_together() {
    let facts = ["Residence: Alameda", "Age: 45", "Occupation: Harbour pilot", "Family: two daughters"];
    let got = of(&format!("Two berths shut\n{BODY}{}\n{BODY}", facts.join("\n")));
    let kept = facts.iter().filter(|f| got.text.contains(**f)).count();
    assert!(kept == 0 || kept == facts.len(), "{}", got.text);
}

#[test]
fn a_sentence_and_a_question_of_an_interview_are_no_headlines() {
    let first = "The first office of the fleet is in Oslo, she said.";
    assert_eq!(of(&format!("{first}\n\n{BODY}")).title, None);
    let got = of(
        "The bridge: an interview\n\nQ: Why is the bridge shut?\n\nA: Because its bearings are worn out, as we \
                  have said many times in the last years.\n\nQ: When will it open?\n\nA: In three weeks, if the weather \
                  stays as good as it has been in the last days.\n",
    );
    assert_eq!(got.title.as_deref(), Some("The bridge: an interview"));
}

#[test]
fn a_dek_is_no_heading() {
    let dek = "The port says that the bearings of the old crane were worn out";
    let got = of(&format!("Two berths of the port shut after a crane falls\n{dek}\nBy Ann Lee\n{BODY}"));
    assert!(kinds(&got).contains(&(BlockKind::Paragraph, dek)), "{:?}", kinds(&got));
}

#[test]
fn a_lead_above_the_headline_that_the_report_continues() {
    let lead = "The harbour bridge will be closed to all traffic from Monday, the port said on Friday";
    let got = of(&format!("{lead}.\nThe bridge closes for three weeks\n{lead} in a statement.\n{BODY}"));
    assert_eq!(got.title.as_deref(), Some("The bridge closes for three weeks"));
    assert_eq!(got.text.matches("The harbour bridge will be closed").count(), 1, "{}", got.text);
}

#[test]
fn a_quotation_in_guillemets_is_no_path() {
    let headline = "Lind: «The sea does not care about budgets»";
    let got = of(&format!("{headline}\n(BNK) Ann Lee\n22.03.2017 15:40\n{BODY}"));
    assert_eq!(got.title.as_deref(), Some(headline));
}

/// A line between two paragraphs.
fn inside(line: &str) -> Cleaned {
    of(&format!("Two berths of the port shut\n{BODY}{line}\nThe crane is to be lifted on Monday.\n"))
}

#[test]
fn an_invitation_to_a_newsletter_in_the_text_goes() {
    for line in [
        "There is more where that came from. Sign up for The Quay today to get the free weekly newsletter.",
        "Join our mailing list and hear of the harbour before anyone else does.",
        "Abonnieren Sie unseren Newsletter, und Sie wissen am Morgen, was im Hafen geschah.",
        "Inscrivez-vous à notre newsletter pour tout savoir du port.",
        "Suscríbete a nuestro boletín semanal sobre el puerto.",
        "Подпишитесь на нашу рассылку о порте.",
    ] {
        let got = inside(line);
        assert_eq!(why(&got, line), Some((Reason::Newsletter, "newsletter_invitation")), "{line}");
    }
    for line in [
        "The port asked its tenants to sign up for a newsletter that says when berths are shut.",
        "Newsletters from the port said nothing of the crane.",
        "“Get the men out,” the harbour master shouted, and later wrote the same in his newsletter.",
    ] {
        let got = inside(line);
        assert_eq!(why(&got, line), None, "{line}");
    }
}

#[test]
fn the_counter_of_a_gallery_goes() {
    for line in ["Image 2 of 5", "Bild 2 von 5", "Foto 2 de 5"] {
        let got = inside(line);
        assert_eq!(why(&got, line), Some((Reason::Navigation, "counter")), "{line}");
    }
    for line in ["Serves 4 to 6", "Harbour 2 City 5"] {
        let got = inside(line);
        assert_eq!(why(&got, line), None, "{line}");
    }
}

#[test]
fn a_row_with_date_and_author_goes() {
    let row = "05/10/2018 - Publicado por: Clara Borges - Categoria: Porto";
    let got = of(&format!("Dois cais fechados após queda de guindaste\n{row}\n{BODY}"));
    assert_eq!(why(&got, row), Some((Reason::Byline, "byline_row")));
    let table = "3 June 1967 – Attack by the navy of the north on two ports";
    let got = of(&format!("Two berths of the port shut\n{BODY}{table}\n9 June 1967 – The ports are opened again\n"));
    assert_eq!(why(&got, table), None);
}

#[test]
fn one_word_in_capitals_points_to_another_article() {
    let got = of(&format!("Two berths shut\n{BODY}READ: The crane that fell twice\nThe port opens again on Monday.\n"));
    assert_eq!(why(&got, "READ: The crane that fell twice"), Some((Reason::RelatedLink, "read_also")));
    let own = "See: the berths have no other crane of that size, and none can be had before the summer.";
    assert_eq!(why(&of(&format!("Two berths shut\n{BODY}{own}\n")), own), None);
}
