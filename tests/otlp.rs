//! Spans by OTLP: what a collector receives for a request that is part of a trace.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "tests may fail loudly")]

#[path = "api/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the API")]
mod client;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use client::{Service, eventually};

/// Bodies that came to the path of traces.
type Received = Arc<Mutex<Vec<Vec<u8>>>>;

/// A collector that takes everything.
fn collector() -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let received = Received::default();
    let into = Arc::clone(&received);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let into = Arc::clone(&into);
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                loop {
                    let mut head = String::new();
                    while !head.ends_with("\r\n\r\n") {
                        if reader.read_line(&mut head).unwrap() == 0 {
                            return;
                        }
                    }
                    assert!(head.starts_with("POST /v1/traces HTTP/1.1"), "{head}");
                    let head = head.to_ascii_lowercase();
                    assert!(head.contains("content-type: application/x-protobuf"), "{head}");
                    let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")).unwrap();
                    let mut body = vec![0; length.parse().unwrap()];
                    reader.read_exact(&mut body).unwrap();
                    into.lock().unwrap().push(body);
                    (&stream).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
                }
            });
        }
    });
    (endpoint, received)
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn contains(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_span_continues_the_callers_trace_and_holds_no_text() {
    let (endpoint, received) = collector();
    let service = Service::with(|c| c.otlp_endpoint = Some(endpoint));
    let send = |trace: &str| {
        let headers = [("Content-Type", "application/json"), ("traceparent", trace)];
        service.send("POST", "/v1/normalize", &headers, b"{\"text\": \"Tiramisu closes on Monday\"}").document();
    };
    let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    // Not sampled by the caller, so not here.
    let other = "0af7651916cd43dd8448eb211c80319c";
    send(&format!("00-{other}-{parent}-00"));
    service.get("/livez").document();
    send(&format!("00-{trace}-{parent}-01"));
    eventually("the span arrives", || !received.lock().unwrap().is_empty());
    let bodies = received.lock().unwrap();
    let all = bodies.concat();
    assert!(contains(&all, &hex(trace)) && contains(&all, &hex(parent)));
    for wanted in ["POST /v1/normalize", "http.response.status_code", "copydesk.clean_ms", "service.name"] {
        assert!(contains(&all, wanted.as_bytes()), "{wanted}");
    }
    assert!(!contains(&all, &hex(other)) && !contains(&all, b"livez"));
    assert!(!contains(&all.to_ascii_lowercase(), b"tiramisu"));
}
