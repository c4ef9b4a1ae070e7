//! Pages of our own, one phenomenon each, through the whole cleaning stage.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::article::{Article, ArticleLimits, RawArticle};
use crate::clean::{Cleaned, clean};
use crate::document::{BlockKind, Reason};
use crate::text::Span;

const LEAD: &str = "The Port of Aarhus will close its swing bridge on Monday because the old bearings are worn \
                    out, the harbour master said at a meeting with residents, and traffic will be led round the basin.";
const MORE: &str = "Repairs are expected to take three weeks, according to the contractor, which has brought divers \
                    and a floating crane from Hamburg to lift the deck, a job last done when the bridge was built.";
const LAST: &str = "Cyclists may use the lock gates during the day, but lorries must take the northern road, where a \
                    temporary signal has been put up, and ferries will sail every half hour until the work is done.";

fn cleaned(html: &str) -> Cleaned {
    let article = Article { html: Some(html.to_owned()), ..Article::default() };
    clean(&RawArticle::parse(&article, &ArticleLimits::default()).unwrap())
}

/// An ordinary page around some body markup.
fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Bridge closes for repairs | Harbour Post</title>\
         <meta property=og:site_name content='Harbour Post'><style>p {{ color: red }}</style></head><body class=single>\
         <header><nav class=main-menu><ul><li><a href=/>Home</a></li><li><a href=/news>News</a></li>\
         <li><a href=/sport>Sport</a></li></ul></nav></header>\
         <article class=story><h1>Bridge closes for repairs</h1><div class=article-body>{body}</div></article>\
         <aside class=sidebar><h3>Most read</h3><ul><li><a href=/1>Ferry fares rise again in autumn</a></li>\
         <li><a href=/2>Council votes on the new quay</a></li></ul></aside>\
         <footer class=site-footer><p><a href=/about>About us</a> <a href=/privacy>Privacy</a></p>\
         <p>© 2024 Harbour Post. All rights reserved.</p></footer>\
         <script>var tracking = '<p>not text</p>';</script></body></html>"
    )
}

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |mut out, t| {
        let _ = writeln!(out, "<p>{t}</p>");
        out
    })
}

fn kept(cleaned: &Cleaned, kind: BlockKind) -> Vec<&str> {
    cleaned.blocks.iter().filter(|b| b.kind == kind).map(|b| b.span.of(&cleaned.text)).collect()
}

/// Every block's sources spell its text but for white space and references; nothing is told twice.
fn check_spans(html: &str, cleaned: &Cleaned) {
    let mut spans: Vec<Span> = cleaned.removed.iter().map(|r| r.source).collect();
    spans.extend(cleaned.blocks.iter().flat_map(|b| b.source.iter().copied()));
    for span in &spans {
        assert!(html.get(span.range()).is_some(), "{span:?} is out of bounds or cuts a character");
    }
    spans.sort();
    for pair in spans.windows(2) {
        assert!(!pair[0].overlaps(pair[1]), "{:?} {:?}", &html[pair[0].range()], &html[pair[1].range()]);
    }
    for block in &cleaned.blocks {
        let text: String = block.span.of(&cleaned.text).split_whitespace().collect();
        let source: String = block.source.iter().map(|s| &html[s.range()]).collect();
        let decoded: String = crate::clean::char_refs::decode(&source, false).split_whitespace().collect();
        assert_eq!(decoded, text);
    }
}

/// Every word of the page's text is in a block or a removal.
fn check_conserved(html: &str, cleaned: &Cleaned, words: &[&str]) {
    let mut covered = vec![false; html.len()];
    for span in cleaned.removed.iter().map(|r| r.source).chain(cleaned.blocks.iter().flat_map(|b| b.source.clone())) {
        covered[span.range()].fill(true);
    }
    for word in words {
        for (at, _) in html.match_indices(word) {
            assert!(covered[at..at + word.len()].iter().all(|c| *c), "{word} at {at} is lost");
        }
    }
}

#[test]
fn the_article_is_kept_and_the_furniture_goes_with_reasons() {
    let html = page(&paragraphs(&[LEAD, MORE, LAST]));
    let c = cleaned(&html);
    check_spans(&html, &c);
    check_conserved(
        &html,
        &c,
        &["Home", "Sport", "Most read", "Ferry fares", "About us", "All rights", "divers", "tracking"],
    );
    assert_eq!(c.title.as_deref(), Some("Bridge closes for repairs"));
    assert_eq!(kept(&c, BlockKind::Title), ["Bridge closes for repairs"]);
    assert_eq!(kept(&c, BlockKind::Paragraph), [LEAD, MORE, LAST]);
    let reason = |text: &str| c.removed.iter().find(|r| r.text.contains(text)).map(|r| r.reason);
    assert_eq!(reason("Home"), Some(Reason::Navigation));
    // The line layer knows more of this one than its markup says, and says so.
    assert_eq!(reason("Ferry fares"), Some(Reason::RelatedLink));
    let rules: Vec<&str> = c.removed.iter().filter(|r| !r.text.is_empty()).map(|r| r.rule).collect();
    assert!(rules.contains(&"tail") && rules.contains(&"menu_word"), "{rules:?}");
    assert!(c.removed.iter().filter(|r| r.rule == "markup").all(|r| r.confidence > 0.5 && r.confidence <= 1.0));
    assert_eq!(reason("All rights"), Some(Reason::Copyright));
    assert_eq!(c.language.as_deref(), Some("en"));
    assert_eq!(c.source.as_deref(), Some("Harbour Post"));
}

#[test]
fn scripts_styles_and_hidden_elements_are_markup() {
    let hidden = "<p style='display: none'>Subscribers read on.</p><template><p>Template</p></template>\
                  <p hidden>Secret</p><span class=sr-only>Skip</span><select><option>Choose</option></select>";
    let html = page(&format!("{}{hidden}", paragraphs(&[LEAD, MORE, LAST])));
    let c = cleaned(&html);
    check_spans(&html, &c);
    for word in ["Subscribers", "Template", "Secret", "Skip", "Choose", "tracking", "color"] {
        assert!(!c.text.contains(word), "{word}");
    }
    check_conserved(&html, &c, &["Subscribers", "Template", "Secret", "Skip", "Choose", "tracking"]);
}

#[test]
fn references_are_decoded_and_mapped() {
    let html = page(&paragraphs(&[
        "Jo said: &ldquo;R&amp;D isn&#39;t cheap&rdquo; &#8212; caf&eacute;s&nbsp;agree, and so does the rest of the harbour.",
        MORE,
        LAST,
    ]));
    let c = cleaned(&html);
    check_spans(&html, &c);
    assert!(c.text.contains("Jo said: “R&D isn't cheap” — cafés agree, and so"), "{}", c.text);
    let at = c.text.find('“').unwrap();
    let sources = c.map.sources(Span::new(at, at + '“'.len_utf8()));
    assert_eq!(sources.iter().map(|s| &html[s.range()]).collect::<Vec<_>>(), ["&ldquo;"]);
}

#[test]
fn inline_markup_does_not_split_and_line_breaks_do() {
    let body = format!(
        "<p>{LEAD} The <b>har</b>bour\n   <a href=/x>master</a><!-- c --> spoke\u{a0} at length.</p>\
         Loose text stands in the container and is a paragraph too, since it is long enough for that.<br><br>\
         And a second one comes after two line breaks, as old pages write them, in the same element.<p>{LAST}</p>"
    );
    let html = page(&body);
    let c = cleaned(&html);
    check_spans(&html, &c);
    assert!(c.text.contains("The harbour master spoke at length."), "{}", c.text);
    assert!(c.text.contains("long enough for that.\n\nAnd a second one"), "{}", c.text);
}

#[test]
fn kinds_follow_the_elements() {
    let body = format!(
        "<p>{LEAD}</p><h2>What happens next</h2><p>{MORE}</p>\
         <ul><li>The deck is lifted on Tuesday by the floating crane.</li><li>New bearings are fitted within a week of that.</li></ul>\
         <blockquote><p>We have waited thirty years for this repair, and now it is done properly, with care.</p></blockquote><p>{LAST}</p>"
    );
    let html = page(&body);
    let c = cleaned(&html);
    check_spans(&html, &c);
    assert_eq!(kept(&c, BlockKind::Heading), ["What happens next"]);
    assert_eq!(kept(&c, BlockKind::ListItem).len(), 2, "{}", c.text);
    assert_eq!(kept(&c, BlockKind::Blockquote).len(), 1, "{}", c.text);
}

#[test]
fn rows_of_a_table_stay_together() {
    let rows = "<table><tr><th>Ferry</th><th>Fare</th></tr><tr><td>Samsø</td><td>120 kroner</td></tr>\
                <tr><td>Mols</td><td>90 kroner</td></tr></table>";
    let dom = super::dom::Dom::parse(rows, 0);
    let text = super::text::extract(&dom);
    assert_eq!(text.mapped.text, "Ferry\tFare\nSamsø\t120 kroner\nMols\t90 kroner");
}

#[test]
fn unclosed_and_misnested_markup_is_read_as_browsers_do() {
    for (html, expected) in [
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "a\nb\nc\nd\ne"),
        ("<p>a<p>b<div>c</p>d", "a\nb\nc\nd"),
        ("<b>a<p>b</b>c</p>d", "a\nbc\nd"),
        ("<table><tr><td><p>a<td><p>b</div><tr><td><p>c</table>d", "a\nb\nc\nd"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "a\nb\nc"),
        ("<h2>a<h3>b</h3>c", "a\nb\nc"),
        ("a<!-- x > y --><!>b<!-->c<!x>d</>e<?f>g", "abcdeg"),
        ("a < b <3 </ c", "a < b <3"),
        ("<p>a</body></html><p>b", "a\nb"),
        ("<title>a</title>b<script>c</scriptx></SCRIPT >d", "bd"),
        ("a<svg><title>b</title><path/></svg>c", "ac"),
        ("a<p>b</br>c</p>", "a\nb\nc"),
        ("a\0b&#0;c", "ab\u{fffd}c"),
    ] {
        let dom = super::dom::Dom::parse(html, 0);
        assert_eq!(super::text::extract(&dom).mapped.text, expected, "{html}");
    }
}

#[test]
fn bombs_are_bounded() {
    let deep = format!("{}deep{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let lists = "<ul><li>x".repeat(50_000);
    let tables = "<table><tr><td>".repeat(30_000);
    let formats = format!("{}x", "<b><i><a href=x>".repeat(50_000));
    let closers = format!("{}{}", "<div><span>".repeat(200), "</p></b></div2></table>".repeat(50_000));
    let references = format!("<p>{}", "&#x1F600;&amp;".repeat(100_000));
    let attributes = format!("<p {}>x</p>", "class='a' ".repeat(100_000));
    let quote = format!("<p>before</p><a href=\"{}", "x ".repeat(200_000));
    let comment = format!("<p>before</p>{}", "<!-- ".repeat(100_000));
    let script = format!("<p>before</p><script>{}", "</scr <!-- ".repeat(100_000));
    let less = "<".repeat(500_000);
    let json = format!("<script type=application/ld+json>{}</script>", "[".repeat(100_000));
    for html in [deep, lists, tables, formats, closers, references, attributes, quote, comment, script, less, json] {
        let c = cleaned(&html);
        check_spans(&html, &c);
    }
    assert!(cleaned("").text.is_empty());
}

fn fragment() -> impl Strategy<Value = String> {
    let tags =
        ["div", "p", "ul", "li", "table", "tr", "td", "a", "b", "article", "h2", "span", "script", "svg", "br", "x-y"];
    prop_oneof![
        (0..tags.len(), 0..4_usize).prop_map(move |(t, form)| match form {
            0 => format!("<{}>", tags[t]),
            1 => format!("</{}>", tags[t]),
            2 => format!("<{} class='related share' id=\"x>y\">", tags[t]),
            _ => format!("<{} style=display:none href=/a/b >", tags[t]),
        }),
        "[a-zé ]{1,12}\\.? ".prop_map(|s| s),
        Just(format!("{LEAD} ")),
        "[<>&;\"'/=!\\-#x0 \\n\\u{0}ß]{0,6}".prop_map(|s| s),
        Just("&eacute;&nbsp;&#8217;".to_owned()),
        Just("<!-- note -->".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_page_has_sound_spans(parts in prop::collection::vec(fragment(), 0..60)) {
        let html: String = parts.concat();
        let c = cleaned(&html);
        let mut spans: Vec<Span> = c.removed.iter().map(|r| r.source).collect();
        spans.extend(c.blocks.iter().flat_map(|b| b.source.iter().copied()));
        spans.sort();
        for span in &spans {
            prop_assert!(html.get(span.range()).is_some());
        }
        for pair in spans.windows(2) {
            prop_assert!(!pair[0].overlaps(pair[1]), "{:?}", pair);
        }
    }

    #[test]
    fn nothing_visible_is_lost(parts in prop::collection::vec(0..6_usize, 1..24)) {
        let shapes = [
            ("<div class=related>", "</div>"), ("<p>", "</p>"), ("<ul><li><a href=/x>", "</a></ul>"),
            ("<h2>", "</h2>"), ("<aside><span>", "</span></aside>"), ("<table><tr><td>", "</table>"),
        ];
        let words: Vec<String> = (0..parts.len()).map(|i| format!("word{i}x")).collect();
        let body = parts.iter().zip(&words).fold(String::new(), |mut out, (&shape, word)| {
            let (open, close) = shapes[shape];
            let _ = write!(out, "{open}{word} is here.{close}");
            out
        });
        let html = page(&format!("{}{body}", paragraphs(&[LEAD, MORE])));
        let c = cleaned(&html);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        check_conserved(&html, &c, &words);
    }
}
