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
