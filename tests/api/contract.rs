//! What the endpoints answer.

use std::io::Read as _;

use serde_json::{Value, json};

use crate::client::{news, service};

const TEXT: &str = "Bridge closes 🌉 in Aarhus\n\nThe swing bridge will close on Monday 🚧, Mayor Anders Winnerskjold said.\n\n\
                    The last repair was in September 2019.";

fn article() -> Value {
    json!({"id": "a-1", "text": TEXT, "published_at": "2024-05-24"})
}

#[test]
fn a_document_has_all_its_members() {
    let document = service().post("/v1/normalize", &article()).document();
    assert_eq!(document["id"], "a-1");
    assert_eq!(document["title"], "Bridge closes 🌉 in Aarhus");
    assert_eq!(document["offset_unit"], "codepoint");
    assert_eq!(document["published"], json!({"value": "2024-05-24", "source": "request"}));
    assert!(document["content_id"].as_str().unwrap().starts_with("sha256:"));
    assert_eq!(document["near_duplicate_key"].as_str().unwrap().len(), 16);
    for list in ["authors", "blocks", "removed", "repairs", "entities", "dates", "quotes", "warnings"] {
        assert!(document[list].is_array(), "{list}");
    }
    assert!(document["stats"]["words"].as_u64().unwrap() > 10);
    assert!(document["pipeline"]["models"].is_object());
}

#[test]
fn the_path_decides_the_stages() {
    let service = service();
    let mut article = article();
    article["options"] = json!({"stages": ["dates"]});
    let clean = service.post("/v1/clean", &article).document();
    assert!(["entities", "dates", "quotes"].iter().all(|m| clean.get(m).is_none()), "{clean}");
    let entities = service.post("/v1/entities", &article).document();
    assert!(entities["entities"].is_array() && entities.get("dates").is_none());
    let dates = service.post("/v1/dates", &article).document();
    assert!(dates["dates"].is_array() && dates.get("entities").is_none());
    let normalized = service.post("/v1/normalize", &article).document();
    assert!(normalized.get("entities").is_none(), "options decide here");
}

#[test]
fn entities_and_dates_leave_the_text_as_it_is() {
    let text = "  Odd   spaces \n\n\n Read also: more\u{200b}…\r\nâ€™ \t\n";
    for path in ["/v1/entities", "/v1/dates"] {
        let document = service().post(path, &json!({"text": text})).document();
        assert_eq!(document["text"], text, "{path}");
    }
}

#[test]
fn spans_count_what_was_asked_for() {
    for (unit, slice) in [
        ("codepoint", (|s, a, b| s.chars().skip(a).take(b - a).collect()) as fn(&str, usize, usize) -> String),
        ("utf16", |s, a, b| String::from_utf16(&s.encode_utf16().collect::<Vec<_>>()[a..b]).unwrap()),
        ("utf8", |s, a, b| s[a..b].to_owned()),
    ] {
        let mut article = article();
        article["options"] = json!({"offset_unit": unit, "include": ["removed", "sentences"]});
        let document = service().post("/v1/normalize", &article).document();
        assert_eq!(document["offset_unit"], unit);
        let text = document["text"].as_str().unwrap();
        let at =
            |span: &Value, s: &str| slice(s, span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
        let blocks = document["blocks"].as_array().unwrap();
        assert!(blocks.len() >= 3);
        for block in blocks {
            assert_eq!(at(&block["span"], text), at(&block["source"][0], TEXT), "{unit}");
        }
        for mention in document["entities"].as_array().unwrap().iter().flat_map(|e| e["mentions"].as_array().unwrap()) {
            assert_eq!(at(&mention["span"], text), mention["text"], "{unit}");
        }
        for date in document["dates"].as_array().unwrap() {
            assert_eq!(at(&date["source"][0], TEXT), date["text"], "{unit}");
        }
        let end = document["sentences"].as_array().unwrap().last().unwrap()[1].as_u64().unwrap();
        assert_eq!(end, document["stats"]["clean_chars"].as_u64().unwrap());
    }
}

#[test]
fn optional_parts_come_when_asked_for() {
    let mut article = article();
    article["options"] = json!({"include": []});
    let document = service().post("/v1/normalize", &article).document();
    assert!(["removed", "quotes", "sentences"].iter().all(|m| document.get(m).is_none()), "{document}");
}

#[test]
fn the_same_request_gives_the_same_bytes_whatever_runs_beside_it() {
    let service = service();
    let article = json!({"text": news(20_000), "published_at": "2024-05-24"});
    let first = service.post("/v1/normalize", &article);
    let others: Vec<_> = (0..6)
        .map(|_| (article.clone(), service))
        .map(|(a, s)| std::thread::spawn(move || s.post("/v1/normalize", &a)))
        .collect();
    for other in others {
        assert!(other.join().unwrap().body == first.body);
    }
}

#[test]
fn a_page_gives_a_document_too() {
    let html =
        "<html><body><h1>Bridge closes</h1><p>The swing bridge in Aarhus will close on Monday.</p></body></html>";
    let document = service().post("/v1/normalize", &json!({"html": html})).document();
    assert!(document["text"].as_str().unwrap().contains("The swing bridge in Aarhus will close on Monday."));
}

#[test]
fn info_tells_what_is_in_force() {
    let info = service().get("/v1/info").document();
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["limits"]["permits"], 2);
    assert_eq!(info["limits"]["max_article_bytes"], 10 << 20);
    assert_eq!(info["date_types"], json!(["DATE", "TIME", "DURATION", "SET"]));
    assert!(info["entity_types"].as_array().unwrap().contains(&json!("facility")));
    assert!(info["removal_reasons"].as_array().unwrap().len() > 15);
    let document = service().post("/v1/normalize", &article()).document();
    assert_eq!(info["models"], document["pipeline"]["models"]);
}

#[test]
fn health_is_told_without_work() {
    for path in ["/livez", "/readyz", "/healthz"] {
        assert_eq!(service().get(path).document()["status"], "ok", "{path}");
        let head = service().send("HEAD", path, &[], b"");
        assert!(head.status == 200 && head.body.is_empty(), "{path}");
    }
}

#[test]
fn swagger_ui_and_playground_are_in_the_binary() {
    let service = service();
    let page = service.get("/swagger-ui/");
    assert!(page.status == 200 && page.text().contains("swagger-ui-bundle.js"));
    let script = service.get("/swagger-ui/swagger-ui-bundle.js");
    assert!(script.body.len() > 500_000 && script.header("content-encoding").is_none());
    let gzip = [("Accept-Encoding", "br, gzip")];
    let packed = service.send("GET", "/swagger-ui/swagger-ui-bundle.js", &gzip, b"");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut read = Vec::new();
    flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut read).unwrap();
    assert!(read == script.body);
    let start = service.get("/swagger-ui/swagger-initializer.js").text();
    assert!(start.contains("../openapi.json"), "{start}");
    let redirect = service.get("/swagger-ui");
    assert_eq!((redirect.status, redirect.header("location")), (308, Some("swagger-ui/")));
    assert!(service.get("/").text().contains("Copydesk"));
    service.get("/swagger-ui/none.js").problem(404, "not_found");
}

#[test]
fn metrics_are_counted_by_route() {
    let service = service();
    service.post("/v1/clean", &article()).document();
    // Methods that a client makes up are counted together: each would be a series of its own.
    for method in ["MADE", "UP"] {
        service.send(method, "/v1/clean", &[], b"").problem(405, "method_not_allowed");
    }
    let metrics = service.get("/metrics");
    assert!(metrics.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let text = metrics.text();
    assert!(!text.contains("MADE"), "{text}");
    for wanted in [
        "http_server_request_duration_seconds_count{method=\"POST\",route=\"/v1/clean\",status=\"200\"}",
        "http_server_request_duration_seconds_count{method=\"_OTHER\",route=\"/v1/clean\",status=\"405\"} 2\n",
        "http_server_active_requests",
        "copydesk_stage_duration_seconds_bucket{le=",
        "copydesk_documents_total",
        "copydesk_build_info{version=",
        "# EOF",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
}
