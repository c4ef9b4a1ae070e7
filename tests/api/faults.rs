//! A stage that panics, by way of the feature `fault-injection`, which the tests switch on: one article is
//! lost, and nothing else.

use serde_json::{Value, json};

use crate::client::{Service, news, service};
use crate::process::Process;

const NDJSON: (&str, &str) = ("Content-Type", "application/x-ndjson");

fn poisoned() -> Value {
    json!({"id": "fault-injection:panic", "text": "Tiramisu closes on Monday"})
}

#[test]
fn a_panic_is_a_500_problem_and_the_service_lives() {
    let service = Service::with(|c| c.permits = 1);
    // More often than there are permits, threads or places.
    for _ in 0..20 {
        for path in ["/v1/normalize", "/v1/clean", "/v1/entities", "/v1/dates"] {
            let answer = service.post(path, &poisoned());
            answer.problem(500, "internal");
            assert!(!answer.text().to_lowercase().contains("tiramisu"), "{}", answer.text());
        }
    }
    service.post("/v1/normalize", &json!({"text": "a"})).document();
    service.get("/livez").document();
    assert_eq!(service.metric("copydesk_permits_free"), 1.0);
    assert_eq!(service.metric("copydesk_body_memory_bytes"), 0.0);
    assert_eq!(service.metric("copydesk_rejected_total{reason=\"internal\"}"), 80.0);
}

#[test]
fn a_panic_on_a_line_of_a_batch_leaves_the_others() {
    let lines = [json!({"id": "a", "text": news(500)}), poisoned(), json!({"id": "b", "text": news(500)}), poisoned()];
    let body: String = (0..10).flat_map(|_| &lines).map(|line| line.to_string() + "\n").collect();
    let answer = service().send("POST", "/v1/normalize/batch", &[NDJSON], body.as_bytes());
    assert!(!answer.text().to_lowercase().contains("tiramisu"));
    let lines = answer.lines();
    assert_eq!(lines.len(), 41);
    for (i, line) in lines[..40].iter().enumerate() {
        assert_eq!(line["index"], i);
        if i % 2 == 0 {
            assert_eq!(line["document"]["id"], ["a", "b"][i / 2 % 2]);
        } else {
            assert_eq!((&line["error"]["status"], &line["error"]["code"]), (&json!(500), &json!("internal")));
        }
    }
    assert_eq!(lines[40], json!({"summary": {"lines": 40, "ok": 20, "failed": 20}}));
}

#[test]
fn a_panic_is_logged_with_its_place_and_without_its_message() {
    let process = Process::start(&[]);
    let headers = [("Content-Type", "application/json"), ("X-Request-Id", "r-7")];
    let body = poisoned().to_string();
    process.service.send("POST", "/v1/normalize", &headers, body.as_bytes()).problem(500, "internal");
    crate::client::eventually("it is logged", || {
        process.events().iter().any(|e| e["message"] == "request" && e["request_id"] == "r-7")
    });
    let events = process.events();
    assert!(events.iter().any(|e| e["place"].as_str().is_some_and(|place| place.contains("work.rs"))), "{events:?}");
    assert!(events.iter().any(|e| e["level"] == "ERROR" && e["code"] == "internal"), "{events:?}");
    assert!(events.iter().all(|e| !e.to_string().to_lowercase().contains("tiramisu")), "{events:?}");
}
