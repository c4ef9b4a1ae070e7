//! Input made to hurt: every one of these is answered, none with a 5xx.

use serde_json::{Value, json};

use crate::client::{Answer, service};

fn send(body: &[u8]) -> Answer {
    service().send("POST", "/v1/normalize", &[("Content-Type", "application/json")], body)
}

/// Answered with a document whose spans lie inside.
fn survives(name: &str, text: &str) -> Value {
    let document = send(
        json!({"text": text, "options": {"include": ["removed", "sentences", "quotes", "trace"]}})
            .to_string()
            .as_bytes(),
    );
    assert_eq!(document.status, 200, "{name}: {}", document.text());
    let document = document.json();
    let end = document["text"].as_str().unwrap().chars().count() as u64;
    for block in document["blocks"].as_array().unwrap() {
        assert!(
            block["span"][0].as_u64() <= block["span"][1].as_u64() && block["span"][1].as_u64() <= Some(end),
            "{name}"
        );
    }
    document
}

#[test]
fn texts_that_break_tokenizers() {
    for (name, text) in [
        ("nothing", String::new()),
        ("white space", " \t\r\n\u{a0}\u{2028}\u{3000}".repeat(50)),
        ("a BOM", "\u{feff}".into()),
        ("BOMs", "\u{feff}".repeat(1000)),
        ("NUL", "a\0b\0\0".repeat(500)),
        ("controls", (0..32u8).map(char::from).collect::<String>().repeat(50)),
        ("bidi flood", "\u{202e}\u{202d}\u{2066}a\u{2069}\u{202c}".repeat(2000)),
        ("zero-width flood", "a\u{200b}\u{200c}\u{200d}\u{2060}".repeat(2000)),
        ("combining tower", format!("a{}", "\u{301}".repeat(20_000))),
        ("towers", format!("e{}", "\u{301}\u{316}".repeat(50)).repeat(100)),
        ("regional indicators", "🇺🇦".repeat(3000) + "🇺"),
        ("family emoji", "👩‍👩‍👧‍👦".repeat(2000)),
        ("astral planes", "\u{10ffff}\u{f0000}𝔘𝔫𝔦".repeat(1000)),
        ("non-characters", "\u{fffe}\u{ffff}\u{fdd0}".repeat(1000)),
        ("replacement characters", "\u{fffd}".repeat(5000)),
        ("mojibake of mojibake", "Ã¢â‚¬â„¢".repeat(2000)),
        ("entities", "&amp;amp;amp;&#x110000;&#0;&nbsp".repeat(1000)),
        ("quotes", "\"“‘'«„".repeat(3000)),
        ("brackets", "([{<".repeat(5000)),
        ("dots", ".".repeat(50_000)),
        ("one word", "a".repeat(100_000)),
        ("capitals", "A ".repeat(20_000)),
        ("names", "John Smith ".repeat(5_000)),
        ("digits", "9".repeat(50_000)),
        ("dates", "2024-05-24T10:00:00Z/".repeat(3_000)),
        ("ordinals", "the first of the last of the third of ".repeat(1_000)),
        ("one-letter lines", "a\n".repeat(50_000)),
        ("empty lines", "\n".repeat(100_000)),
        ("carriage returns", "a\r\rb\r\n\n\r".repeat(5_000)),
        ("read also", "Read also: ".repeat(3_000)),
        ("bylines", "By John Smith\n".repeat(3_000)),
        ("markup in text", "<script>alert(1)</script><b>".repeat(2_000)),
        ("injections", "'; DROP TABLE x; -- ${jndi:ldap://x} {{7*7}} %s%n $(id) ../../etc/passwd\n".repeat(500)),
        ("a long line", "The bridge in Aarhus closes on Monday. ".repeat(10_000)),
    ] {
        survives(name, &text);
    }
}

#[test]
fn pages_that_break_parsers() {
    for (name, html) in [
        ("nothing", String::new()),
        ("depth", "<div>".repeat(100_000)),
        ("formatting depth", "<b><i>".repeat(3_000) + "text"),
        ("tables", "<table><tr><td>".repeat(3_000)),
        ("unclosed", "<p>text <a href=\"x".to_owned()),
        ("attributes", format!("<p {}>text</p>", "a=\"b\" ".repeat(20_000))),
        ("comments", "<!-- <!-- --".repeat(10_000)),
        ("script", "<script>".to_owned() + &"x".repeat(100_000)),
        ("references", "&lt;&#xfffffff;&unknown;".repeat(5_000)),
        ("NUL", "<p>a\0b</p>\0".repeat(1_000)),
        ("svg", "<svg><foreignObject><math><mi>".repeat(1_000)),
    ] {
        let answer = send(json!({"html": html}).to_string().as_bytes());
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
    }
}

#[test]
fn json_that_breaks_readers() {
    for (name, body, status) in [
        ("depth in an unknown member", format!("{{\"x\": {}", "[".repeat(200_000)), 422),
        ("depth in a known member", format!("{{\"text\": {}", "{\"a\":".repeat(200_000)), 422),
        (
            "a long number",
            format!("{{\"text\": \"a\", \"options\": {{\"min_confidence\": 0.{}}}}}", "0".repeat(100_000)),
            200,
        ),
        ("a huge exponent", "{\"text\": \"a\", \"options\": {\"min_confidence\": 1e999999}}".into(), 400),
        ("a tiny exponent", "{\"text\": \"a\", \"options\": {\"min_confidence\": 1e-999999}}".into(), 200),
        ("NaN", "{\"text\": \"a\", \"options\": {\"min_confidence\": NaN}}".into(), 400),
        ("a member twice", "{\"text\": \"a\", \"text\": \"b\"}".into(), 422),
        ("a long member name", format!("{{\"{}\": 1}}", "k".repeat(100_000)), 422),
        ("a trailing comma", "{\"text\": \"a\",}".into(), 400),
        ("something after the end", "{\"text\": \"a\"} x".into(), 400),
        ("a byte order mark", "\u{feff}{\"text\": \"a\"}".into(), 200),
        ("an escaped NUL", "{\"text\": \"\\u0000\"}".into(), 200),
        ("a raw control character", "{\"text\": \"\u{1}\"}".into(), 400),
        ("a lone surrogate", "{\"text\": \"\\ud83d\"}".into(), 400),
        ("a surrogate pair", "{\"text\": \"\\ud83d\\ude00\"}".into(), 200),
        (
            "many stages",
            format!("{{\"text\": \"a\", \"options\": {{\"stages\": [{}\"clean\"]}}}}", "\"clean\",".repeat(50_000)),
            200,
        ),
    ] {
        let answer = send(body.as_bytes());
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert!(answer.status == 200 || answer.body.len() < 2_000, "{name}: an error of {} bytes", answer.body.len());
    }
}

#[test]
fn the_largest_article_in_one_line_and_in_a_million() {
    use std::io::Write as _;
    let line = "The bridge in Aarhus closes on Monday and John Smith said so. ";
    for (name, text) in [
        ("ten megabytes without a break", line.repeat(10_000_000 / line.len())),
        ("a million lines of one letter", "a\n".repeat(1_000_000)),
    ] {
        let body = json!({"text": text, "options": {"include": []}}).to_string();
        let mut stream = service().connect();
        // Minutes on a slow machine that does much else.
        stream.set_read_timeout(Some(std::time::Duration::from_secs(600))).unwrap();
        let headers = [("Content-Type", "application/json")];
        let head = crate::client::head("POST", "/v1/normalize", &headers);
        stream.write_all(format!("{head}Content-Length: {}\r\n\r\n", body.len()).as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let answer = Answer::read(&mut stream);
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        assert!(answer.json()["stats"]["raw_chars"].as_u64().unwrap() >= 2_000_000, "{name}");
    }
}

/// Short strings that have broken something somewhere, through everything that takes an article.
#[test]
fn naughty_strings_through_every_endpoint() {
    const NAUGHTY: [&str; 44] = [
        "undefined",
        "null",
        "NaN",
        "-Infinity",
        "0x0",
        "1e309",
        "0/0",
        "١٢٣",
        "１２３ ½ ² ①",
        "00˙Ɩ$-",
        "Ω≈ç√∫˜µ≤≥÷",
        "ﬀ ﬁ ﬂ ﬆ Ǆ ŉ",
        "İıßẞſ",
        "Ⱥ Ⱦ",
        "田中さんにあげて下さい",
        "사회과학원 어학연구소",
        "הָיְתָהtestالصفحات التّحول",
        "\u{202b}test\u{202c} \u{2067}test\u{2069}",
        "\u{feff}\u{fffe}\u{ffff}",
        "\u{2028}\u{2029}\u{85}\u{b}\u{c}",
        "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
        "˙ɐnbᴉlɐ ɐuƃɐɯ ǝɹolop",
        "🏳️‍🌈🏴‍☠️👩🏽👨‍👩‍👦 🇺🇸🇷🇺🇸 🇦🇫",
        "(ﾉಥ益ಥ）ﾉ﻿ ┻━┻ ¯\\_(ツ)_/¯",
        "\u{1f468}\u{200d}",
        "\u{200d}\u{fe0f}\u{20e3}",
        "\"\"\"'''``\\\\\\",
        "“”‘’«»„‚‹›\"'",
        "“ “ “ said said said",
        "<![CDATA[ ]]> <!-- <?xml version=\"1.0\"?> <!DOCTYPE x [<!ENTITY a \"&a;\">]>",
        "<a href=\"\\x0Bjavascript:alert(1)\">x</a>",
        "&#x;&#;&#xD800;&#x110000;&bogus;&amp",
        "%00%0a%d %n%s {0} {{7*7}} ${x} #{x} <%= x %>",
        "../../../etc/passwd\0.html file:///etc/passwd C:\\nul COM1",
        "'; DROP TABLE articles; -- 1 OR 1=1",
        "http://a/%%30%30 https://[::1]:99999/ mailto:@ @@@ ###",
        "0000-00-00 2024-02-30 99:99:99 31 June 2023 29 February 2100",
        "Monday Monday Monday last next this of of of 12 13 14 15",
        "in 99999999999999999999999999 years and 1000000000000 days ago",
        "the year 10000, 4713 BC, AD 0, the 00s, Q5 2024, week 54",
        "Mr. Mrs. Dr. St. U.S.A. e.g. i.e. a.m. p.m. No. 1. 2. 3.",
        "By By By By (Reuters) (AP) — — –",
        "...!?!?!?…‽;;;:::---___",
        "\u{0}\u{1}\u{7f}\u{80}\u{9f}\u{ad}",
    ];
    let lines: String = NAUGHTY.iter().map(|text| json!({"text": text}).to_string() + "\n").collect();
    let batch =
        service().send("POST", "/v1/normalize/batch", &[("Content-Type", "application/x-ndjson")], lines.as_bytes());
    let batch = batch.lines();
    assert_eq!(batch[NAUGHTY.len()]["summary"]["ok"], NAUGHTY.len());
    for (i, text) in NAUGHTY.iter().enumerate() {
        for path in ["/v1/normalize", "/v1/clean", "/v1/entities", "/v1/dates"] {
            for member in ["text", "html"] {
                let article = json!({"id": text, "title": text, "url": text, member: text});
                let document = service().post(path, &article).document();
                assert_eq!(document["id"], *text, "{path} {member} {text:?}");
            }
        }
        assert_eq!(
            batch[i]["document"],
            service().post("/v1/normalize", &json!({"text": text})).document(),
            "{text:?}"
        );
    }
}
