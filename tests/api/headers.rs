//! Headers: identifiers, timings, policies, cross-origin requests.

use serde_json::json;

use crate::client::{Service, service};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn the_request_id_is_kept_or_made() {
    let send = |id: &str| service().send("POST", "/v1/clean", &[JSON, ("X-Request-Id", id)], b"{\"text\": \"a\"}");
    assert_eq!(send("feed-42/7").header("x-request-id"), Some("feed-42/7"));
    let made = send("bad id with spaces");
    let made = made.header("x-request-id").unwrap();
    assert!(made.len() == 32 && made.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_ne!(service().get("/livez").header("x-request-id"), service().get("/livez").header("x-request-id"));
    let refused = service().send("POST", "/v1/clean", &[JSON, ("X-Request-Id", "r-9")], b"{");
    assert_eq!(refused.problem(400, "not_json")["request_id"], "r-9");
}

#[test]
fn stage_timings_are_in_a_header_and_not_in_the_body() {
    let answer = service().post("/v1/normalize", &json!({"text": "The bridge in Aarhus closes on Monday."}));
    let timing = answer.header("server-timing").unwrap();
    let stages: Vec<_> = timing.split(", ").map(|t| t.split_once(";dur=").unwrap()).collect();
    assert_eq!(stages.iter().map(|s| s.0).collect::<Vec<_>>(), ["clean", "entities", "dates"]);
    assert!(stages.iter().all(|s| s.1.parse::<f64>().is_ok_and(|ms| ms >= 0.0)), "{timing}");
    assert!(!answer.text().contains("dur"));
}

#[test]
fn pages_may_load_nothing_from_elsewhere() {
    for path in ["/", "/swagger-ui/"] {
        let page = service().get(path);
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(policy.contains("script-src 'self'") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    }
}

#[test]
fn cross_origin_requests_are_off_unless_configured() {
    let origin = ("Origin", "https://desk.example");
    let plain = service().send("POST", "/v1/clean", &[JSON, origin], b"{\"text\": \"a\"}");
    assert_eq!(plain.header("access-control-allow-origin"), None);

    let service = Service::with(|c| c.cors_origins = vec!["https://desk.example".into()]);
    let answer = service.send("POST", "/v1/clean", &[JSON, origin], b"{\"text\": \"a\"}");
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://desk.example"));
    let wanted = ("Access-Control-Request-Method", "POST");
    let preflight = service.send("OPTIONS", "/v1/clean", &[origin, wanted], b"");
    assert_eq!(preflight.status, 204);
    assert!(preflight.header("access-control-allow-headers").unwrap().contains("content-type"));
    let other = service.send("OPTIONS", "/v1/clean", &[("Origin", "https://evil.example"), wanted], b"");
    assert_eq!((other.status, other.header("access-control-allow-origin")), (405, None));
    // A refusal can be read across origins, too.
    let refused = service.send("POST", "/v1/clean", &[JSON, origin], b"{");
    assert_eq!(refused.header("access-control-allow-origin"), Some("https://desk.example"));
}
