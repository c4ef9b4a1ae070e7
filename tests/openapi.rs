//! The API's description: what is committed is what is served, what it lists exists, and it says
//! what everything means.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

#[path = "api/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the API")]
mod client;

use std::path::Path;

use client::{Service, service};
use serde_json::Value;

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

fn served(path: &str) -> Value {
    service().get(path).document()
}

/// Each operation with its path and method.
fn operations(api: &Value) -> Vec<(String, &'static str, Value)> {
    let paths = api["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| METHODS.map(|m| (path.clone(), m, item[m].clone())));
    all.filter(|(_, _, operation)| operation.is_object()).collect()
}

#[test]
fn what_is_committed_is_what_is_served() {
    for (path, file) in [("/openapi.json", "openapi/openapi.json"), ("/openapi-3.0.json", "openapi/openapi-3.0.json")] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let served = service().get(path).text();
        if std::env::var_os("UPDATE_OPENAPI").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &served).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            committed == served,
            "{} is not what the service serves at {path}; rewrite it with: UPDATE_OPENAPI=1 cargo test --test openapi",
            file.display()
        );
    }
}

#[test]
fn the_version_of_openapi_is_told() {
    assert!(served("/openapi.json")["openapi"].as_str().unwrap().starts_with("3.1"));
    let old = served("/openapi-3.0.json");
    assert_eq!(old["openapi"], "3.0.3");
    assert!(old["info"]["license"].get("identifier").is_none());
    // Words that 3.0 does not know.
    let text = old.to_string();
    for word in ["\"const\"", "\"$defs\"", "\"type\":[", "\"type\":\"null\"", "\"propertyNames\"", "\"if\":"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn every_operation_is_routable_and_answers_as_described() {
    // A service that asks for nothing and one that refuses everything.
    let locked = Service::with(|c| c.api_keys = vec!["key".into()]);
    for (path, method, operation) in operations(&served("/openapi.json")) {
        let (content, body) = match operation["requestBody"]["content"].as_object().and_then(|c| c.iter().next()) {
            Some((content, media)) => {
                let named = media["examples"].as_object().and_then(|e| Some(e.values().next()?["value"].clone()));
                let example = named.or_else(|| media.get("example").cloned()).expect("an example");
                (content.clone(), example.as_str().map_or_else(|| example.to_string(), str::to_owned))
            }
            None => (String::new(), String::new()),
        };
        let mut headers = Vec::new();
        if !content.is_empty() {
            headers.push(("Content-Type", content.as_str()));
        }
        let method = method.to_uppercase();
        let answer = service().send(&method, &path, &headers, body.as_bytes());
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text());
        let described = operation["responses"]["200"]["content"].as_object().expect("content");
        let kind = answer.header("content-type").expect("a content type");
        assert!(described.contains_key(kind), "{method} {path} answers with {kind}");

        let statuses: Vec<_> = operation["responses"].as_object().expect("responses").keys().cloned().collect();
        let refused = locked.send(&method, &path, &headers, body.as_bytes()).status;
        assert!(
            statuses.contains(&refused.to_string()),
            "{method} {path} can answer {refused}, {statuses:?} are described"
        );
        assert_eq!(statuses.contains(&"401".to_owned()), refused == 401, "{method} {path}");
        let expected: &[&str] = match (content.is_empty(), path.as_str()) {
            (false, _) => &["400", "401", "406", "408", "413", "415", "422", "429", "431", "500", "503"],
            (true, "/v1/info") => &["400", "401", "406", "408", "431", "500"],
            (true, "/metrics") => &["400", "401", "408", "431", "500"],
            (true, "/readyz" | "/healthz") => &["400", "408", "431", "503"],
            (true, _) => &["400", "408", "431"],
        };
        let refusals: Vec<_> = statuses.iter().filter(|s| *s != "200").map(String::as_str).collect();
        assert_eq!(refusals, expected, "{method} {path}");
        for status in refusals {
            let problem = &operation["responses"][status]["content"]["application/problem+json"];
            assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem");
            assert_eq!(problem["example"]["status"].to_string(), status);
        }
    }
}

#[test]
fn everything_says_what_it_means() {
    for path in ["/openapi.json", "/openapi-3.0.json"] {
        let api = served(path);
        for (path, method, operation) in operations(&api) {
            for member in ["summary", "operationId", "tags"] {
                assert!(operation.get(member).is_some(), "{method} {path} has no {member}");
            }
        }
        for (name, schema) in api["components"]["schemas"].as_object().unwrap() {
            assert!(schema["description"].is_string(), "{name} has no description");
            for (member, of) in schema["properties"].as_object().into_iter().flatten() {
                assert!(of["description"].is_string(), "{name}.{member} has no description: {of}");
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn check(api: &Value, value: &Value) {
        match value {
            Value::Object(object) => {
                if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').expect("a reference inside");
                    assert!(api.pointer(pointer).is_some(), "{reference}");
                }
                object.values().for_each(|v| check(api, v));
            }
            Value::Array(items) => items.iter().for_each(|v| check(api, v)),
            _ => {}
        }
    }
    for path in ["/openapi.json", "/openapi-3.0.json"] {
        let api = served(path);
        check(&api, &api);
    }
}

#[test]
fn the_command_writes_the_same_bytes() {
    for (version, path) in [("3.1", "/openapi.json"), ("3.0", "/openapi-3.0.json")] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["openapi", "--version", version])
            .output()
            .unwrap();
        assert!(out.stdout == service().get(path).body, "{version}");
    }
}
