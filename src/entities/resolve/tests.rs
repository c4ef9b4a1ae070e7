//! One test a phenomenon. Mentions are marked in the text: `[P Anna Berg]`.

use super::*;
use crate::document::Block;
use crate::document::BlockKind;
use crate::text::{SourceMap, Span};

fn resolved(marked: &str) -> Vec<Entity> {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (mark, tail) = after.split_once(']').unwrap();
        let (letter, name) = mark.split_once(' ').unwrap();
        let kind = match letter {
            "P" => EntityType::Person,
            "O" => EntityType::Organization,
            "G" => EntityType::Place,
            "N" => EntityType::Group,
            other => panic!("{other}"),
        };
        spans.push((Span::new(text.len(), text.len() + name.len()), kind));
        text.push_str(name);
        rest = tail;
    }
    text.push_str(rest);
    let tokens = Tokens::new(&text);
    let mentions: Vec<TaggedMention> = spans
        .into_iter()
        .map(|(span, kind)| TaggedMention {
            first: tokens.at(span.start) as u32,
            end: tokens.partition_point(|t| t.start < span.end) as u32,
            span,
            kind,
            confidence: 0.9,
        })
        .collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let kind = if at == 0 { BlockKind::Title } else { BlockKind::Paragraph };
        blocks.push(Block { kind, span: Span::new(at, at + part.len()), source: Vec::new() });
        at += part.len() + 2;
    }
    let map = SourceMap::identity(0, text.len());
    let cleaned = Cleaned { text, map, blocks, ..Cleaned::default() };
    resolve(&cleaned, &tokens, &mentions)
}

/// Every entity as "name: mention, mention".
fn gathered(marked: &str) -> Vec<String> {
    let list = |e: &Entity| e.mentions.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join(", ");
    resolved(marked).iter().map(|e| format!("{}: {}", e.name, list(e))).collect()
}

#[test]
fn a_person_goes_on_by_surname_first_name_or_initial() {
    assert_eq!(
        gathered(
            "[P Berg] quits\n\nMayor [P Anna Maria Berg] left. [P Berg] smiled; [P Anna] waved. [P A. Berg] it was."
        ),
        ["Anna Maria Berg: Berg, Anna Maria Berg, Berg, Anna, A. Berg"]
    );
}

#[test]
fn one_surname_two_people_are_told_apart() {
    assert_eq!(
        gathered(
            "[P Anna Berg] spoke. [P Berg] sat. Then [P Karl Berg] rose. [P Berg] sang. Mrs. [P Berg] left, Mr. [P Berg] too."
        ),
        ["Anna Berg: Anna Berg, Berg", "Karl Berg: Karl Berg, Berg, Berg, Berg"],
        "nobody's gender is known: the nearest"
    );
    assert_eq!(
        gathered(
            "[P Anna Berg] spoke; she had time. [P Karl Berg] rose, as he does. Mrs. [P Berg] left; Mr. [P Berg] sang."
        ),
        ["Anna Berg: Anna Berg, Berg", "Karl Berg: Karl Berg, Berg"]
    );
}

#[test]
fn spellings_of_one_name_meet() {
    assert_eq!(gathered("[P Ivan Zelinsky] and [P Zelinskyy]"), ["Ivan Zelinsky: Ivan Zelinsky, Zelinskyy"]);
    assert_eq!(gathered("[G LÓDŹ] — In [G Lodz]"), ["Lodz: LÓDŹ, Lodz"]);
}

#[test]
fn acronyms_are_explained_by_brackets_or_initials() {
    assert_eq!(
        gathered("The [O Lake Patrol Service] ([O LPS]) and the [O Brazilian Bar] ([O OAB]). [O OAB] and [O LPS]."),
        ["Lake Patrol Service: Lake Patrol Service, LPS, LPS", "Brazilian Bar: Brazilian Bar, OAB, OAB"]
    );
    assert_eq!(
        gathered("[O HRW] said. [O Harbour Rescue Watch] is new."),
        ["Harbour Rescue Watch: HRW, Harbour Rescue Watch"]
    );
    assert_eq!(gathered("[P Ann Day] ([O ANC])"), ["Ann Day: Ann Day", "ANC: ANC"]);
}

#[test]
fn organizations_go_on_by_the_head_of_their_name() {
    assert_eq!(gathered("[O Kozak Pharma Ltd] grew. [O Kozak] hired."), ["Kozak Pharma Ltd: Kozak Pharma Ltd, Kozak"]);
    assert_eq!(
        gathered("[O Reuters] news; [O Reuters news agency]"),
        ["Reuters news agency: Reuters, Reuters news agency"]
    );
    assert_eq!(
        gathered("[O NATO] and the [O NATO Supply Agency]"),
        ["NATO: NATO", "NATO Supply Agency: NATO Supply Agency"]
    );
    assert_eq!(gathered("[O Court] and [O Union of Court] staff").len(), 2);
}

#[test]
fn places_inside_places_stay_apart() {
    assert_eq!(gathered("[G Caspian Sea], the [G Caspian]"), ["Caspian Sea: Caspian Sea, Caspian"]);
    assert_eq!(gathered("[G Lower Saxony] and [G Saxony]").len(), 2);
}

#[test]
fn a_person_and_a_company_of_one_name_stay_apart() {
    assert_eq!(
        gathered("[P Anna Cole] owns [O Cole Shipping]. [P Cole] is 50; [O Cole] is listed."),
        ["Anna Cole: Anna Cole, Cole", "Cole Shipping: Cole Shipping, Cole"]
    );
}

#[test]
fn the_entity_has_one_type_and_its_titles() {
    let entities = resolved("[O Berg] wins\n\nPresident [P Berg] spoke. [P Berg] left. Mr. [P Berg] is old.");
    assert_eq!(entities.len(), 1);
    assert_eq!(entities[0].kind, EntityType::Person);
    assert_eq!(entities[0].titles, ["President", "Mr."]);
}

#[test]
fn well_known_abbreviations_are_expanded() {
    let entities = resolved("The [O UN] met.");
    assert_eq!((entities[0].name.as_str(), entities[0].aliases.join("|").as_str()), ("UN", "United Nations"));
}

#[test]
fn salience_adds_up_and_prefers_the_title() {
    let entities = resolved("[P Berg] resigns\n\n[G Oslo] saw [P Berg] go.\n\n[G Oslo], [G Rome], [G Lima].");
    let sum: f32 = entities.iter().map(|e| e.salience).sum();
    assert!((sum - 1.0).abs() < 1e-5);
    assert!(entities[0].salience > entities[1].salience && entities[1].salience > entities[2].salience);
}

#[test]
fn ten_thousand_names_are_no_burden() {
    let mut text = String::from("[P Anna Berg]");
    for i in 0..5_000 {
        text.push_str(&format!(" [P Karl{i} Berg] [P Berg] [O Berg Works {i}]"));
    }
    assert!(resolved(&text).len() > 5_000);
}
