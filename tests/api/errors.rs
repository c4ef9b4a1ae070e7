//! Every refusal is a problem with the right status, code and pointer.

use serde_json::json;

use crate::client::{Service, service};

#[test]
fn members_at_fault_are_pointed_at() {
    let text = "x".repeat(600);
    for (body, code, pointer) in [
        (json!({}), "text_or_html_required", ""),
        (json!({"text": "a", "html": "b"}), "text_and_html_given", ""),
        (json!({"text": "a", "lang": "en"}), "schema_violation", "/lang"),
        (json!({"text": "a", "options": {"unit": "utf8"}}), "schema_violation", "/options/unit"),
        (json!({"text": "a", "options": {"offset_unit": "UTF8"}}), "schema_violation", "/options/offset_unit"),
        (json!({"text": "a", "options": {"stages": ["clean", "x"]}}), "schema_violation", "/options/stages/1"),
        (json!({"text": "a", "options": {"min_confidence": "1"}}), "schema_violation", "/options/min_confidence"),
        (json!({"text": "a", "options": {"min_confidence": 1.5}}), "invalid_value", "/options/min_confidence"),
        (json!({"text": ["a"]}), "schema_violation", "/text"),
        (json!({"text": "a", "published_at": "24.05.2024"}), "invalid_value", "/published_at"),
        (json!({"text": "a", "collected_at": "2024-02-30"}), "invalid_value", "/collected_at"),
        (json!({"text": "a", "language": "english!"}), "invalid_value", "/language"),
        (json!({"text": "a", "id": text}), "invalid_value", "/id"),
        (json!([]), "schema_violation", ""),
        (json!("text"), "schema_violation", ""),
        (json!(null), "schema_violation", ""),
    ] {
        let problem = service().post("/v1/normalize", &body).problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
}

#[test]
fn what_is_not_json_is_400() {
    for body in ["{", "{'text': 1}", r#"{"text": "\ud800"}"#, r#"{"text": "\ude00\ud83d"}"#, "{\"text\": \"\x01\"}"] {
        service()
            .send("POST", "/v1/normalize", &[("Content-Type", "application/json")], body.as_bytes())
            .problem(400, "not_json");
    }
    let empty =
        service().send("POST", "/v1/normalize", &[("Content-Type", "application/json"), ("Content-Length", "0")], b"");
    empty.problem(400, "not_json");
    service()
        .send("POST", "/v1/normalize", &[("Content-Type", "application/json")], b"{\"text\": \"\xff\xfe\"}")
        .problem(400, "not_json");
}

#[test]
fn paths_and_methods() {
    let service = service();
    for path in ["/nothing", "/v1", "/v1/", "/v2/normalize", "/swagger-ui/../etc/passwd", "/%2e%2e/etc/passwd"] {
        service.get(path).problem(404, "not_found");
    }
    for (method, path, allow) in [
        ("GET", "/v1/normalize", "POST"),
        ("DELETE", "/v1/normalize/batch", "POST"),
        ("PUT", "/v1/clean", "POST"),
        ("PATCH", "/v1/entities", "POST"),
        ("OPTIONS", "/v1/dates", "POST"),
        ("POST", "/v1/info", "GET, HEAD"),
        ("POST", "/livez", "GET, HEAD"),
        ("DELETE", "/openapi.json", "GET, HEAD"),
        ("POST", "/", "GET, HEAD"),
    ] {
        let answer = service.send(method, path, &[], b"");
        answer.problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
}

#[test]
fn content_is_negotiated() {
    let service = service();
    let send = |headers: &[(&str, &str)]| service.send("POST", "/v1/normalize", headers, b"{\"text\": \"a\"}");
    send(&[("Content-Type", "application/json"), ("Accept", "text/html")]).problem(406, "not_acceptable");
    send(&[("Content-Type", "application/json"), ("Accept", "text/html, */*;q=0.1")]).document();
    send(&[("Content-Type", "application/json; charset=utf-8")]).document();
    send(&[]).problem(415, "unsupported_content_type");
    send(&[("Content-Type", "text/plain")]).problem(415, "unsupported_content_type");
    send(&[("Content-Type", "application/json; charset=latin1")]).problem(415, "unsupported_content_type");
    service.send("GET", "/v1/info", &[("Accept", "application/xml")], b"").problem(406, "not_acceptable");
}

#[test]
fn no_input_comes_back_in_an_error() {
    let secret = "tiramisu";
    for body in [
        json!({"text": {"a": secret}}),
        json!({"text": "a", "options": {"offset_unit": secret}}),
        json!({"text": "a", "options": secret}),
        json!({"text": "a", "published_at": secret}),
        json!({"text": "a", "language": format!("{secret}{secret}")}),
    ] {
        let answer = service().post("/v1/normalize", &body);
        assert!(answer.status == 422 && !answer.text().contains(secret), "{}", answer.text());
    }
    let cut = service().send("POST", "/v1/normalize", &[("Content-Type", "application/json")], b"{\"text\": tiramisu");
    assert!(cut.status == 400 && !cut.text().contains(secret), "{}", cut.text());
}

#[test]
fn a_long_article_is_413_and_names_the_limit() {
    let service = Service::with(|c| c.max_article = 100);
    service.post("/v1/normalize", &json!({"text": "a".repeat(100)})).document();
    let problem = service.post("/v1/normalize", &json!({"html": "a".repeat(101)})).problem(413, "member_too_long");
    assert_eq!(problem["errors"][0]["pointer"], "/html");
    assert_eq!(problem["detail"], "`html` has 101 bytes, the limit is 100");
}
