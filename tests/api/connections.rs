//! What happens on a connection before and after a request: heads that are slow, late, too long or none at
//! all, and readers that do not read. Whatever is answered is a problem document.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use serde_json::json;

use crate::client::{Answer, Service, eventually, news, read_until, service};

const REQUEST: &[u8] = b"GET /livez HTTP/1.1\r\nHost: test\r\n\r\n";

/// The end of its answer.
const OK: &str = "{\"status\":\"ok\"}";

#[test]
fn a_slow_head_is_408_and_others_are_served() {
    let service = Service::with(|c| c.header_timeout = Duration::from_secs(1));
    let mut slow = service.connect();
    slow.write_all(b"GET /livez HTTP/1.1\r\nHost:").unwrap();
    service.get("/livez").document();
    let problem = Answer::read(&mut slow).problem(408, "head_timeout");
    assert!(problem["detail"].as_str().unwrap().contains("1 s"), "{problem}");
    // One that says nothing is closed without a word.
    let mut silent = service.connect();
    assert_eq!(silent.read(&mut [0; 16]).unwrap(), 0);
    assert_eq!(service.metric("copydesk_rejected_total{reason=\"head_timeout\"}"), 1.0);
}

#[test]
fn a_slow_head_on_a_connection_that_was_used_is_cut_as_well() {
    let service = Service::with(|c| {
        c.header_timeout = Duration::from_secs(1);
        c.keep_alive = Duration::from_secs(40);
    });
    let mut slow = service.connect();
    for _ in 0..3 {
        slow.write_all(REQUEST).unwrap();
        read_until(&mut slow, OK);
    }
    // Longer than a head may take: an idle connection is no slow head.
    std::thread::sleep(Duration::from_secs(2));
    slow.write_all(REQUEST).unwrap();
    read_until(&mut slow, OK);
    slow.write_all(b"GET /livez HTTP/1.1\r\n").unwrap();
    slow.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    // A byte now and then does not keep it open.
    let mut got = Vec::new();
    eventually("it is cut", || {
        let _ = slow.write_all(b"x");
        !matches!(slow.read_to_end(&mut got), Err(e) if e.kind() == std::io::ErrorKind::WouldBlock)
    });
    if !got.is_empty() {
        Answer::read(&mut got.as_slice()).problem(408, "head_timeout");
    }
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    let service = Service::with(|c| c.keep_alive = Duration::from_secs(1));
    let mut idle = service.connect();
    idle.write_all(REQUEST).unwrap();
    read_until(&mut idle, OK);
    assert_eq!(idle.read(&mut [0; 16]).unwrap(), 0);
}

#[test]
fn what_is_not_http_is_a_problem() {
    let long = format!("GET /livez HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(200_000));
    let many = format!("GET /livez HTTP/1.1\r\nHost: a\r\n{}\r\n", "A: b\r\n".repeat(200));
    for (raw, status, code) in [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(), 400, "bad_request"),
        (b"GET\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/9.9\r\n\r\n", 400, "bad_request"),
        (b"GET /\x01 HTTP/1.1\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nna\x00me: x\r\n\r\n", 400, "bad_request"),
        (b"POST /v1/normalize HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400, "bad_request"),
        (
            b"POST /v1/normalize HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            400,
            "bad_request",
        ),
        (
            b"POST /v1/normalize HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
            "bad_request",
        ),
        (many.as_bytes(), 431, "head_too_large"),
        (long.as_bytes(), 431, "head_too_large"),
    ] {
        let mut stream = service().connect();
        let _ = stream.write_all(raw);
        let answer = Answer::read(&mut stream);
        answer.problem(status, code);
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
    }
    service().get("/livez").document();
}

#[test]
fn what_is_not_http_behind_a_request_leaves_its_answer() {
    let mut stream = service().connect();
    stream.write_all(&[REQUEST, b"GET\r\n\r\n"].concat()).unwrap();
    let mut got = Vec::new();
    stream.read_to_end(&mut got).unwrap();
    let text = String::from_utf8(got).unwrap();
    let (first, rest) = text.split_once(OK).expect("the first answer");
    assert!(first.starts_with("HTTP/1.1 200"), "{text}");
    Answer::read(&mut rest.as_bytes()).problem(400, "bad_request");
}

#[test]
fn a_reader_that_takes_nothing_is_cut() {
    let service = Service::with(|c| c.batch_timeout = Duration::from_millis(300));
    let body = json!({"text": news(4_000_000), "options": {"stages": ["clean"]}}).to_string();
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/clean HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    // Nothing is read. Once the service has hung up, what is sent comes back as a reset.
    eventually("it is cut", || {
        std::thread::sleep(Duration::from_millis(50));
        stream.write_all(b"x").is_err()
    });
    service.get("/livez").document();
}

#[test]
fn long_heads_are_part_of_the_memory_for_bodies() {
    let service = Service::with(|c| c.body_memory = 100_000);
    let begin = || {
        let mut stream = service.connect();
        stream.write_all(b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Long: ").unwrap();
        stream
    };
    let mut first = begin();
    first.write_all(&[b'a'; 70_000]).unwrap();
    eventually("the head is held", || service.metric("copydesk_body_memory_bytes") >= 60_000.0);
    let mut second = begin();
    second.write_all(&[b'a'; 35_000]).unwrap();
    eventually("so is the other", || service.metric("copydesk_body_memory_bytes") >= 85_000.0);
    // So little more that nothing is left unread, which would take the refusal with it.
    second.write_all(&[b'a'; 12_000]).unwrap();
    let answer = Answer::read(&mut second);
    answer.problem(429, "overloaded");
    assert_eq!(answer.header("retry-after"), Some("1"));
    // Short ones are served all the same, and the long one when it is whole.
    service.get("/livez").document();
    first.write_all(b"\r\nConnection: close\r\n\r\n").unwrap();
    assert_eq!(Answer::read(&mut first).status, 200);
    eventually("it is given back", || service.metric("copydesk_body_memory_bytes") == 0.0);
}
