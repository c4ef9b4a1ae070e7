//! One test a phenomenon. Persons are marked `[Name]`, organizations `{Name}`.

use super::*;
use crate::document::{Block, Links, Mention};
use crate::text::SourceMap;

/// Every quotation as "words / speaker / cue".
fn quotes(marked: &str) -> Vec<String> {
    let mut text = String::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['[', '{']) {
        let close = rest[at..].find([']', '}']).unwrap() + at;
        text.push_str(&rest[..at]);
        let name = &rest[at + 1..close];
        let kind = if rest[at..].starts_with('[') { EntityType::Person } else { EntityType::Organization };
        let span = Span::new(text.len(), text.len() + name.len());
        text.push_str(name);
        let mention = Mention { span, text: name.to_owned(), confidence: 1.0, source: Vec::new() };
        match entities.iter_mut().find(|e| e.name == name || e.name.ends_with(&format!(" {name}"))) {
            Some(e) => e.mentions.push(mention),
            None => entities.push(Entity {
                id: entities.len() as u32,
                kind,
                name: name.to_owned(),
                aliases: Vec::new(),
                titles: Vec::new(),
                salience: 0.0,
                confidence: 1.0,
                mentions: vec![mention],
                links: Links::default(),
            }),
        }
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    let tokens = Tokens::new(&text);
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let span = Span::new(at, at + part.len());
        blocks.push(Block { kind: BlockKind::Paragraph, span, source: Vec::new() });
        at += part.len() + 2;
    }
    let map = SourceMap::identity(0, text.len());
    let cleaned = Cleaned { text, map, blocks, ..Cleaned::default() };
    extract(&cleaned, &tokens, &entities)
        .iter()
        .map(|q| {
            let speaker = q.speaker.as_ref().map_or("?", |s| &s.text);
            format!("{} / {speaker} / {}", q.text, q.cue.as_deref().unwrap_or("-"))
        })
        .collect()
}

#[test]
fn the_speaker_stands_behind() {
    assert_eq!(quotes("“We open on Monday,” [Anna Berg] said."), ["We open on Monday, / Anna Berg / said"]);
    assert_eq!(quotes("‘We open on Monday,’ said the mayor, [Anna Berg]."), ["We open on Monday, / Anna Berg / said"]);
    assert_eq!(
        quotes("\"We open,\" says [Anna Berg], who runs {Kiosk}. \"It is late.\""),
        ["We open, / Anna Berg / says", "It is late. / Anna Berg / -"]
    );
    assert_eq!(quotes("“We open soon,” the old judge replied."), ["We open soon, / the old judge / replied"]);
    assert_eq!(
        quotes("“I get three a week,” the chemist at {Kiosk College} says."),
        ["I get three a week, / the chemist at Kiosk College / says"]
    );
    assert_eq!(quotes("“We open soon,” a spokesman for {Kiosk} said."), ["We open soon, / Kiosk / said"]);
    assert_eq!(
        quotes("“We open soon,” [Anna Berg], who ran {Kiosk} in [Oslo Bay], recalled."),
        ["We open soon, / Anna Berg / recalled"]
    );
}

#[test]
fn the_speaker_stands_before() {
    assert_eq!(quotes("[Anna Berg] said: “We open on Monday.”"), ["We open on Monday. / Anna Berg / said"]);
    assert_eq!(
        quotes("According to [Anna Berg], the shop is “open as long as needed”."),
        ["open as long as needed / Anna Berg / According to"]
    );
    assert_eq!(
        quotes("{Kiosk} said the shop was “open as long as needed” again."),
        ["open as long as needed / Kiosk / said"]
    );
}

#[test]
fn pronouns_go_to_the_nearest_fitting_person() {
    assert_eq!(
        quotes("[Anna Berg] sold her shop to [Karl Holt], who lost his. “I am glad of it,” she said."),
        ["I am glad of it, / Anna Berg / said"]
    );
}

#[test]
fn speech_goes_on_over_paragraphs_and_speakers() {
    assert_eq!(
        quotes("“We open,” [Anna Berg] said.\n\n“There is nothing else to say about it.”"),
        ["We open, / Anna Berg / said", "There is nothing else to say about it. / Anna Berg / -"]
    );
    assert_eq!(
        quotes("[Anna Berg] said: “We open.\n\n“And then we close.”"),
        ["We open.\n\n“And then we close. / Anna Berg / said"]
    );
}

#[test]
fn other_marks_and_nesting() {
    assert_eq!(quotes("„Wir öffnen bald“, said [Anna Berg]."), ["Wir öffnen bald / Anna Berg / said"]);
    assert_eq!(quotes("«We open soon», [Anna Berg] said."), ["We open soon / Anna Berg / said"]);
    assert_eq!(
        quotes("“They told us ‘go home’ and we went,” [Anna Berg] said."),
        ["They told us ‘go home’ and we went, / Anna Berg / said"]
    );
}

#[test]
fn quoted_words_may_quote() {
    assert_eq!(
        quotes("“I told them, ‘We will not leave our homes,’ and stayed,” [Anna Berg] said."),
        [
            "I told them, ‘We will not leave our homes,’ and stayed, / Anna Berg / said",
            "We will not leave our homes, / Anna Berg / told"
        ]
    );
    assert_eq!(
        quotes("'My neighbour said, \"Do not come back here.\" So I left,' recalled [Anna Berg]."),
        [
            "My neighbour said, \"Do not come back here.\" So I left, / Anna Berg / recalled",
            "Do not come back here. / My neighbour / said"
        ]
    );
    assert_eq!(
        quotes("“He told me ‘the land is not yours any more’ and shut the door,” said [Anna Berg].")[1],
        "the land is not yours any more / ? / told"
    );
    assert_eq!(quotes("“Nobody reads ‘War and Peace’ in a single week,” said [Anna Berg].").len(), 1);
}

#[test]
fn dialogue_with_dashes() {
    assert_eq!(
        quotes("— We have no menu, shrugged waiter [Ion Popa]. — Eat what there is."),
        ["We have no menu, / Ion Popa / shrugged", "Eat what there is. / Ion Popa / -"]
    );
    assert_eq!(quotes("— Reuters"), [""; 0]);
}

#[test]
fn scare_quotes_and_titles_are_not_speech() {
    assert_eq!(quotes("The so-called “smart” city sold “Caspian gold” to tourists."), [""; 0]);
    assert_eq!(quotes("Her new album, “{Cash Registers}”, is out."), [""; 0]);
}

#[test]
fn hostile_text_is_read_in_one_go() {
    let mut text = String::from("— No, he said");
    for i in 0..20_000 {
        text.push_str(if i % 3 == 0 { " 's' x's' — no" } else { " “a ‘b — He' s' said," });
    }
    assert!(quotes(&text).len() < 100_000);
}
