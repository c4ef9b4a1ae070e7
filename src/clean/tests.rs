//! The stage as a whole, on articles of our own.

mod furniture;
mod languages;

use super::*;
use crate::article::{Article, ArticleLimits};

const PAGE: &str = "Home\nNews\nSport\nLog in\n\
Harbour bridge closes for three weeks of repairs\n\
By Amina Wekesa and John Otieno\n\
Published Nov. 7, 2023 at 10:42 a.m. EAT\n\
KISUMU, Nov 7 (Lakeside Wire) — The swing bridge at the old harbour will be closed to all traffic from Monday, the port authority said.\n\
Its bearings have worn out after forty years, and the repair will cost about two million shillings, the engineer told reporters.\n\
Read also: Ferry fares to rise in the new year\n\
The mayor at the bridgeEPA/Mikhail Example/Agency, mandatory credit\n\
Ferries in the meantime\n\
Boats will run every ten minutes while the bridge is shut, and they will take cars as well as passengers, said the operator.\n\
\u{201c}We are not in a hurry,\u{201d} she said. \u{201c}It has to be right this time.\u{201d}\n\
Share on Facebook\n\
Tags: bridge, harbour, Kisumu\n\
Leave a Reply\n\
Your email address will not be published. Required fields are marked *\n\
You May Also Like\n\
Hippos on the road at night\n\
The disappearance of a hippo in 2014 was one…\n\
© 2023 Lakeside Wire. All rights reserved.\n";

fn cleaned(article: &Article) -> Cleaned {
    clean(&RawArticle::parse(article, &ArticleLimits::default()).expect("within limits"))
}

fn of(text: &str) -> Cleaned {
    cleaned(&Article { text: Some(text.into()), ..Article::default() })
}

fn reason(cleaned: &Cleaned, start: &str) -> Option<Reason> {
    cleaned.removed.iter().find(|r| r.text.starts_with(start)).map(|r| r.reason)
}

#[test]
fn a_page_becomes_an_article() {
    let got = of(PAGE);
    assert_eq!(got.title.as_deref(), Some("Harbour bridge closes for three weeks of repairs"));
    assert_eq!(got.authors, ["Amina Wekesa", "John Otieno"]);
    assert_eq!(got.source.as_deref(), Some("Lakeside Wire"));
    assert_eq!(got.published.as_ref().map(|p| &p.value[..10]), Some("2023-11-07"));
    let dateline = got.dateline.clone().expect("a dateline");
    assert_eq!((dateline.place.as_deref(), dateline.date.as_deref()), (Some("KISUMU"), Some("2023-11-07")));
    let kinds: Vec<BlockKind> = got.blocks.iter().map(|b| b.kind).collect();
    use BlockKind::{Caption, Heading, Paragraph, Title};
    assert_eq!(kinds, [Title, Paragraph, Paragraph, Caption, Heading, Paragraph, Paragraph], "{}", got.text);
    for (start, want) in [
        ("Home", Reason::Navigation),
        ("By Amina", Reason::Byline),
        ("Published", Reason::Timestamp),
        ("KISUMU", Reason::Dateline),
        ("Read also", Reason::RelatedLink),
        ("EPA/", Reason::ImageCredit),
        ("Share on", Reason::Share),
        ("Tags", Reason::Tags),
        ("Leave", Reason::CommentForm),
        ("Your email", Reason::CommentForm),
        ("You May", Reason::RelatedBlock),
        ("Hippos", Reason::RelatedLink),
        ("The disappearance", Reason::TruncatedTeaser),
        ("©", Reason::Copyright),
    ] {
        assert_eq!(reason(&got, start), Some(want), "{start}");
    }
    assert_eq!(got.removed.len(), 17);
}

#[test]
fn every_character_is_in_a_block_or_removed() {
    let got = of(PAGE);
    let mut claims = vec![0u8; PAGE.len()];
    let sources = got.blocks.iter().flat_map(|b| b.source.iter()).chain(got.removed.iter().map(|r| &r.source));
    sources.for_each(|s| claims[s.range()].iter_mut().for_each(|c| *c += 1));
    for (i, c) in PAGE.char_indices() {
        assert_eq!(claims[i], u8::from(!c.is_whitespace()).max(claims[i].min(1)), "{c} at {i}");
    }
}

#[test]
fn clean_text_stays_as_it_is() {
    let first = of(PAGE);
    let second = of(&first.text);
    assert_eq!(second.text, first.text);
    assert!(second.repairs.is_empty());
}

#[test]
fn a_given_title_is_found_or_put_first() {
    let body = "Bridge closes - Lakeside Wire\n\nThe bridge will be closed from Monday, the port authority said in the evening.";
    let found = cleaned(&Article {
        text: Some(body.into()),
        title: Some("BRIDGE CLOSES – Lakeside Wire".into()),
        ..Article::default()
    });
    assert_eq!(found.blocks[0].kind, BlockKind::Title);
    assert_eq!(found.blocks[0].source, [Span::new(0, 29)]);
    let missing = cleaned(&Article {
        text: Some(body[31..].into()),
        title: Some("Bridge closes for repairs".into()),
        ..Article::default()
    });
    assert_eq!(missing.title.as_deref(), Some("Bridge closes for repairs"));
    assert!(missing.text.starts_with("Bridge closes for repairs\n\nThe bridge"));
    assert!(missing.blocks[0].source.is_empty());
}

#[test]
fn a_lead_said_twice_is_kept_once() {
    let lead =
        "The swing bridge at the old harbour will be closed to all traffic from Monday, the port authority said.";
    let got = of(&format!(
        "{lead}\nBridge closes for repairs\n{lead}\nIts bearings have worn out after forty years of service on the lake.\n"
    ));
    assert_eq!(reason(&got, "The swing"), Some(Reason::Duplicate));
    assert_eq!(got.text.matches("swing bridge").count(), 1);
    assert_eq!(got.title.as_deref(), Some("Bridge closes for repairs"));
}

#[test]
fn lists_and_live_blogs_keep_their_shape() {
    let got = of("The plan has three parts, the ministry said in a statement on Monday evening:\n\
                  • new bearings for the bridge\n• ferries for cars\n• a road round the bay\n\
                  10:42 a.m.\nThe first ferry has left the harbour with forty cars on board, our reporter says from the pier.\n");
    let kinds: Vec<BlockKind> = got.blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds.iter().filter(|k| **k == BlockKind::ListItem).count(), 3, "{}", got.text);
    assert!(got.text.contains("10:42"), "{:?}", got.removed);
}

#[test]
fn marks_of_items_and_quotations_are_in_the_source_alone() {
    let raw = "Bridge closes for three weeks\n\nThe plan has three parts, the ministry said in a statement on Monday evening:\n\
               • new bearings\n- ferries for cars\n– a road round the bay\n\n> It has to be right this time.\n";
    let got = of(raw);
    let marked: Vec<(BlockKind, &str, &str)> =
        got.blocks[2..].iter().map(|b| (b.kind, b.span.of(&got.text), b.source[0].of(raw))).collect();
    use BlockKind::{Blockquote, ListItem};
    assert_eq!(
        marked,
        [
            (ListItem, "new bearings", "• new bearings"),
            (ListItem, "ferries for cars", "- ferries for cars"),
            (ListItem, "a road round the bay", "– a road round the bay"),
            (Blockquote, "It has to be right this time.", "> It has to be right this time."),
        ]
    );
    assert!(got.removed.is_empty(), "{:?}", got.removed);
}

#[test]
fn a_numbered_list_ends_with_its_last_number() {
    let got = of(
        "Bridge closes\n\nThe bridge will be closed to all traffic from Monday, the port authority said in the evening.\n\
                  1. Monday: closure\n2. Friday: first inspection\n3) Sunday: press day\n\
                  Ferries will run every ten minutes in the meantime, and will take cars as well as passengers.\n",
    );
    let items: Vec<&str> =
        got.blocks.iter().filter(|b| b.kind == BlockKind::ListItem).map(|b| b.span.of(&got.text)).collect();
    assert_eq!(items, ["1. Monday: closure", "2. Friday: first inspection", "3) Sunday: press day"]);
}

#[test]
fn a_dek_and_a_question_are_no_headlines() {
    let bridge = "The harbour bridge in Odense will be closed to all traffic from Monday because its bearings have worn \
                  out after forty years of service, the port authority said.";
    let got = of(&format!(
        "Harbour bridge to close for three weeks\nWorn bearings force repair; ferries will run every ten minutes\n\
         By Karen Lindqvist\n18 March 2024\n\n{bridge}\n"
    ));
    assert_eq!(got.title.as_deref(), Some("Harbour bridge to close for three weeks"));
    assert!(got.text.contains("Worn bearings"), "{:?}", got.removed);
    let title = "‘We had no choice’: the engineer who closed the bridge";
    let got = of(&format!(
        "{title}\n\nWe spoke to Karen Lindqvist about the closure.\n\nWhy was the bridge closed?\n\n{bridge}\n\n\
         Q: How long will it take?\n\nA: It will take three weeks, if the weather is kind to us and the parts arrive.\n"
    ));
    assert_eq!(got.title.as_deref(), Some(title));
    let headings: Vec<&str> =
        got.blocks.iter().filter(|b| b.kind == BlockKind::Heading).map(|b| b.span.of(&got.text)).collect();
    assert_eq!(headings, ["Why was the bridge closed?", "Q: How long will it take?"]);
}

#[test]
fn published_is_not_when_it_was_brought_up_to_date() {
    let body = "The harbour bridge will be closed to all traffic from Monday, the port authority said in the evening.";
    let published = |stamps: &str| of(&format!("Bridge closes\n{stamps}\n{body}\n")).published.map(|p| p.value);
    let (new, old) = ("Updated 10:45 a.m., March 19, 2024", "Published: 18 March 2024 09:12 GMT");
    assert_eq!(published(&format!("{new}\n{old}")).as_deref(), Some("2024-03-18T09:12:00Z"));
    assert_eq!(published(new).as_deref(), Some("2024-03-19"));
}

#[test]
fn furniture_in_other_languages() {
    for (text, want) in [
        ("Lesen Sie auch: Fähren werden teurer", Reason::RelatedLink),
        ("Das könnte Sie auch interessieren", Reason::RelatedBlock),
        ("Читайте также: Паромы подорожают", Reason::RelatedLink),
        ("Laisser un commentaire", Reason::CommentForm),
        ("Publicidad", Reason::Advertisement),
        ("Fot. Anna Nowak/PAP", Reason::ImageCredit),
        ("Tutti i diritti riservati", Reason::Copyright),
        ("Deel dit artikel", Reason::Share),
        ("Política de privacidade", Reason::Navigation),
        ("Залишити коментар", Reason::CommentForm),
    ] {
        let got = of(&format!(
            "Die Brücke am alten Hafen wird am Montag für den Verkehr gesperrt, weil die Lager verschlissen sind.\n{text}\n"
        ));
        assert_eq!(reason(&got, text), Some(want), "{text}: {:?}", got.removed);
    }
}

#[test]
fn removals_are_traced_when_asked() {
    let mut article = Article { text: Some(PAGE.into()), ..Article::default() };
    article.options.include = vec![Include::Removed, Include::Trace];
    let got = cleaned(&article);
    assert!(got.removed.iter().all(|r| r.rule != "model" || !r.features.is_empty()));
    assert!(got.removed.iter().all(|r| (0.0..=1.0).contains(&r.confidence) && !r.text.is_empty()));
}

#[test]
fn a_flood_of_lines_is_kept_by_the_rules_alone() {
    let raw = "a\n".repeat(*decide::JUDGED.end() + 1);
    let got = of(&raw);
    assert!(got.removed.is_empty());
    assert_eq!(got.blocks.len(), *decide::JUDGED.end() + 1);
}

/// Each of these once cost the square of its length: minutes where it is now milliseconds.
#[test]
fn floods_are_accounted_for() {
    for unit in [" ", "end.Next", "end.Reuters", "aB", "leePhoto: ", "end.Read also:", "e\u{301}\u{316}", "!\"", "a \n"]
    {
        let raw = unit.repeat(600_000 / unit.len());
        let got = of(&raw);
        let mut claimed = vec![false; raw.len()];
        let sources = got.blocks.iter().flat_map(|b| &b.source).chain(got.removed.iter().map(|r| &r.source));
        sources.for_each(|s| claimed[s.range()].fill(true));
        let lost = raw.char_indices().find(|&(i, c)| !c.is_whitespace() && !claimed[i]);
        assert_eq!(lost, None, "{unit:?}");
    }
}

#[test]
fn nothing_panics_on_nothing() {
    for text in
        ["", "\n\n", "\u{feff}", "\u{200b}", "…", "a", "- ", "•", "By ", "(", "©", "Photo:", "&", "&#;", "\r\r\r"]
    {
        let got = of(text);
        assert!(got.blocks.iter().all(|b| !b.span.is_empty()), "{text:?}");
    }
}

#[test]
fn a_small_text_keeps_its_headline_and_its_only_paragraph() {
    let c = of("Bridge closes\n\nThe bridge will close on Monday.\n\nRead also: Ferry fares rise");
    assert_eq!(c.title.as_deref(), Some("Bridge closes"));
    assert_eq!(c.text, "Bridge closes\n\nThe bridge will close on Monday.");
    let html = "<h1>Über die Brücke</h1><p>Die Brücke bleibt zu.</p>";
    let c = cleaned(&Article { html: Some(html.into()), ..Article::default() });
    assert_eq!(c.text, "Über die Brücke\n\nDie Brücke bleibt zu.");
}

#[test]
fn a_bullet_is_no_headline() {
    let c = of("Live: Storm reaches the coast\nKey points\n- Prime minister calls a meeting for Wednesday morning\n\
- Ferries stay in port\nThe storm reached the coast at noon on Tuesday, and the harbour was closed an hour later, the port said.\n\
It will move on to the islands in the night, and the first ferries may sail again by Thursday, the office said.\n");
    assert_ne!(c.title.as_deref(), Some("- Prime minister calls a meeting for Wednesday morning"));
}

#[test]
fn of_what_stands_there_twice_one_stays() {
    let text = include_str!("../../tests/fixtures/articles/all_caps_briefing.json");
    let article: Article = serde_json::from_str(text).expect("an article");
    let got = cleaned(&article);
    let said = "Good morning. Kharkiv woke up on Saturday";
    assert_eq!(got.text.matches(said).count(), 1, "{:?}", got.removed);
}

/// Sentences of a report, enough for a page to be judged.
const BODY: &str = "The storm reached the coast at noon on Tuesday, and the harbour was closed an hour later, the port said.\n\
It will move on to the islands in the night, and the first ferries may sail again by Thursday, the office said.\n\
Forty people spent the night in a school on the hill, where volunteers from the village cooked for them.\n";

#[test]
fn the_points_of_a_list_stay_together() {
    let got = of(&format!(
        "LIVE: Storm reaches the coast\nLast updated 6:42pm, 3 February 2024\nKey points\n\
         • The storm crossed the coast at Skagen at 4.50pm\n• 61,000 homes without power, the grid says\n\
         • The prime minister is to visit on Sunday\n\
         6:42pm\nThousands without power\n{BODY}5:58pm\nHospital evacuates ward\n\
         Staff moved 14 patients from the upper floor after a part of the roof had lifted, the hospital said in a statement.\n\
         Loading...\nTopics: storms, skagen\n"
    ));
    let items = got.blocks.iter().filter(|b| b.kind == BlockKind::ListItem).count();
    assert_eq!(items, 3, "{:?}", got.removed);
    for kept in ["Key points", "6:42pm", "5:58pm"] {
        assert!(got.blocks.iter().any(|b| b.kind == BlockKind::Heading && b.span.of(&got.text) == kept), "{kept}");
    }
    assert_eq!(reason(&got, "Last updated"), Some(Reason::Timestamp));
}

#[test]
fn a_name_and_a_role_are_an_author() {
    let got = of(&format!(
        "What we know of the storm at Skagen\nNadia Berglund\nScience editor\nThu 9 May 2024 06.00 BST\n\
         Originally published: 9 May 2024 at 5:00 a.m.\n{BODY}"
    ));
    assert_eq!(got.authors, ["Nadia Berglund"]);
    assert_eq!(reason(&got, "Science editor"), Some(Reason::Byline));
    assert_eq!(reason(&got, "Originally published"), Some(Reason::Timestamp));
    assert_eq!(of(&format!("Storm\nNadia Berglund\n{BODY}")).authors, [""; 0]);
}

#[test]
fn the_first_line_is_a_likelier_headline_than_the_caption_below() {
    let got = of(&format!(
        "Council backs £12m plan for the harbour despite 2,300 objections\nLocal Reporting Service\n\
         21st November 2023\nGetty Images\nThe harbour at Skagen was closed on Tuesday by the storm\n{BODY}"
    ));
    assert_eq!(got.title.as_deref(), Some("Council backs £12m plan for the harbour despite 2,300 objections"));
}

#[test]
fn the_url_tells_a_headline_below_the_teasers_of_other_articles() {
    let teaser = |n: usize| {
        format!(
            "Steakhouse guests leave without paying bill number {n}, and the owner of the house has told the police that he wants it back.\n"
        )
    };
    let teasers: String = (0..6).map(teaser).collect();
    let text = format!(
        "Menu\nSport\nLakeside\n{teasers}Weather\nThree ferries stopped after fire in harbour office\nMarch 19, 2024\n\
Three ferries were stopped on Tuesday after a fire in the office of the harbour, the port authority said in the evening.\n\
Nobody was hurt, and the boats may sail again as soon as the wires have been looked at, the engineer told reporters there.\n"
    );
    let url = "https://wire.example/2024/03/19/three-ferries-stopped-after-fire-in-harbour-office/";
    let c = cleaned(&Article { text: Some(text), url: Some(url.into()), ..Article::default() });
    assert_eq!(c.title.as_deref(), Some("Three ferries stopped after fire in harbour office"));
}

#[test]
fn links_and_long_captions_are_no_headlines() {
    let report = "The bridge will close on Monday for three weeks, the authority that looks after it said on Friday.\n\
Its bearings have worn out after forty years, and the repair will cost two million, the engineer told reporters.\n";
    let url = "https://wire.example/news/bridge-closes-three-weeks-repairs";
    for head in [
        "https://wire.example/news/bridge-closes-three-weeks-repairs.php",
        "Read more: Bridge closes for three weeks of repairs, second time",
        "A team of the harbour took this picture of a moon over the water in the winter of last year as seen from the light tower (Source: Observatory of the Lake)",
    ] {
        let article = Article { text: Some(format!("{head}\n{report}")), url: Some(url.into()), ..Article::default() };
        assert_ne!(cleaned(&article).title.as_deref(), Some(head));
    }
}

#[test]
fn a_text_without_a_headline_gets_none() {
    let first = "The harbour bridge is closed for three weeks, and the ferries are full.";
    let short = "Bridges age quickly in salt water.";
    let report = "Its bearings have worn out after forty years, and the repair will cost two million, the engineer said.\n\
The boats run every ten minutes from six in the morning, and the drivers of the harbour are asked to leave early.\n\
What closes a bridge\n\
Bearings of steel carry the leaf, and the salt of the harbour eats them faster than those who built it had thought.\n";
    let url = "https://wire.example/news/harbour-bridge-repairs-explained-for-drivers";
    for head in [first, short] {
        for url in [None, Some(url)] {
            let text = format!("{head}\n{report}");
            let got = cleaned(&Article { text: Some(text), url: url.map(str::to_owned), ..Article::default() });
            assert_eq!(got.title, None, "{head} {url:?}");
            assert!(got.text.starts_with(head) && got.text.contains("\n\nWhat closes a bridge\n\n"), "{}", got.text);
        }
    }
    // Unless it says what the URL says.
    let title = "Harbour bridge repairs explained for drivers.";
    let text = format!("{title}\n{report}");
    let got = cleaned(&Article { text: Some(text), url: Some(url.into()), ..Article::default() });
    assert_eq!(got.title.as_deref(), Some(title));
}

#[test]
fn a_caption_that_says_the_lead_is_what_goes() {
    let lead = "The swing bridge at the old harbour will be closed to all traffic from Monday, the port authority said on Friday.";
    let text = format!(
        "Harbour bridge closes for repairs\n{lead}\nPhoto: Mikhail Example/Agency\n{lead}\n\
Its bearings have worn out after forty years, and the repair will cost about two million, the engineer told reporters.\n"
    );
    let c = of(&text);
    let duplicate = c.removed.iter().find(|r| r.reason == Reason::Duplicate).expect("a duplicate");
    assert!((duplicate.source.end as usize) < text.find("Photo").expect("a credit"));
}
