//! Bearer keys.

use crate::client::{Answer, Service};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn keys_open_the_api_and_metrics_and_nothing_else_needs_them() {
    let service = Service::with(|c| c.api_keys = vec!["first-key".into(), "second-key".into()]);
    let send = |path: &str, key: Option<&str>| -> Answer {
        let mut headers = vec![JSON];
        headers.extend(key.map(|k| ("Authorization", k)));
        service.send("POST", path, &headers, b"{\"text\": \"a\"}")
    };
    for path in ["/v1/normalize", "/v1/clean", "/v1/entities", "/v1/dates", "/v1/normalize/batch", "/%76%31/normalize"]
    {
        for key in [None, Some("Bearer first-ke"), Some("Bearer "), Some("Basic first-key"), Some("first-key")] {
            let answer = send(path, key);
            answer.problem(401, "unauthorized");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        }
    }
    send("/v1/normalize", Some("Bearer first-key")).document();
    send("/v1/normalize", Some("bearer second-key")).document();
    for path in ["/v1/info", "/metrics"] {
        service.get(path).problem(401, "unauthorized");
        assert_eq!(service.send("GET", path, &[("Authorization", "Bearer second-key")], b"").status, 200);
    }
    for path in ["/livez", "/readyz", "/healthz", "/openapi.json", "/swagger-ui/", "/"] {
        assert_eq!(service.get(path).status, 200, "{path}");
    }
}

#[test]
fn keys_come_from_a_file_as_well() {
    let path = std::env::temp_dir().join(format!("copydesk-keys-{}", std::process::id()));
    std::fs::write(&path, "file-key\r\n\n  spaced-key  \n").unwrap();
    let file = path.clone();
    let service = Service::with(|c| {
        c.api_keys = vec!["given-key".into()];
        c.api_keys_file = Some(file);
    });
    let get = |key: &str| service.send("GET", "/v1/info", &[("Authorization", key)], b"").status;
    for key in ["given-key", "file-key", "spaced-key"] {
        assert_eq!(get(&format!("Bearer {key}")), 200, "{key}");
    }
    assert_eq!(get("Bearer file-key,given-key"), 401);
    assert_eq!(get("Bearer "), 401);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_key_file_without_keys_stops_the_start_and_keys_are_not_logged() {
    let path = std::env::temp_dir().join(format!("copydesk-no-keys-{}", std::process::id()));
    std::fs::write(&path, "\n \n").unwrap();
    let start = |flags: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(flags)
            .output()
            .unwrap()
    };
    assert!(!start(&["--api-keys-file", path.to_str().unwrap()]).status.success());
    std::fs::remove_file(path).unwrap();

    let process = crate::process::Process::start(&["--api-keys", "tiramisu-key"]);
    let key = [("Authorization", "Bearer tiramisu-key"), ("X-Request-Id", "r-1")];
    assert_eq!(process.service.send("GET", "/v1/info", &key, b"").status, 200);
    process.service.get("/v1/info").problem(401, "unauthorized");
    crate::client::eventually("both are logged", || {
        process.events().iter().filter(|e| e["message"] == "request" && e["route"] == "/v1/info").count() == 2
    });
    assert!(process.events().iter().all(|e| !e.to_string().contains("tiramisu")), "{:?}", process.events());
}
