//! Bodies: codings, sizes, bombs, deadlines.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use serde_json::json;

use crate::client::{Answer, Service, chunk, head, news, service};

const JSON: (&str, &str) = ("Content-Type", "application/json");

pub(crate) fn encoded(coding: &str, data: &[u8]) -> Vec<u8> {
    match coding {
        "gzip" => {
            let mut out = Vec::new();
            flate2::read::GzEncoder::new(data, flate2::Compression::best()).read_to_end(&mut out).unwrap();
            out
        }
        "br" => {
            let mut out = Vec::new();
            brotli::CompressorReader::new(data, 4096, 5, 22).read_to_end(&mut out).unwrap();
            out
        }
        "zstd" => zstd::stream::encode_all(data, 3).unwrap(),
        _ => data.to_vec(),
    }
}

fn decoded(coding: &str, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        "gzip" => flate2::read::MultiGzDecoder::new(data).read_to_end(&mut out).unwrap(),
        "br" => brotli::Decompressor::new(data, 4096).read_to_end(&mut out).unwrap(),
        "zstd" => zstd::stream::Decoder::new(data).unwrap().read_to_end(&mut out).unwrap(),
        _ => return data.to_vec(),
    };
    out
}

#[test]
fn every_coding_in_and_out_gives_the_same_document() {
    let body = json!({"text": news(5_000)}).to_string();
    let plain = service().send("POST", "/v1/normalize", &[JSON], body.as_bytes());
    assert_eq!(plain.header("content-encoding"), None);
    for coding in ["identity", "gzip", "br", "zstd"] {
        let wire = encoded(coding, body.as_bytes());
        let answer = service().send("POST", "/v1/normalize", &[JSON, ("Content-Encoding", coding)], &wire);
        assert!(answer.body == plain.body, "{coding} in");
        let answer = service().send("POST", "/v1/normalize", &[JSON, ("Accept-Encoding", coding)], body.as_bytes());
        assert_eq!(answer.header("content-encoding").unwrap_or("identity"), coding);
        assert!(decoded(coding, &answer.body) == plain.body, "{coding} out");
        assert!(answer.header("vary").unwrap().contains("Accept-Encoding"));
    }
}

#[test]
fn unknown_and_stacked_codings_are_415() {
    for coding in ["deflate", "compress", "gzip, gzip", "x"] {
        let answer = service().send("POST", "/v1/normalize", &[JSON, ("Content-Encoding", coding)], b"{}");
        answer.problem(415, "unsupported_content_encoding");
        assert_eq!(answer.header("accept-encoding"), Some("gzip, br, zstd"), "{coding}");
    }
}

#[test]
fn cut_and_foreign_bodies_are_400() {
    let body = json!({"text": news(5_000)}).to_string();
    for coding in ["gzip", "br", "zstd"] {
        let wire = encoded(coding, body.as_bytes());
        for wrong in [&wire[..wire.len() / 2], body.as_bytes(), b"".as_slice()] {
            let headers = [JSON, ("Content-Encoding", coding)];
            let answer = service().send("POST", "/v1/normalize", &headers, wrong);
            assert_eq!(answer.status, 400, "{coding}: {}", answer.text());
        }
    }
}

#[test]
fn sizes_are_limited_on_the_wire_and_decoded() {
    let service = Service::with(|c| {
        c.max_body = 10_000;
        c.max_decoded = 50_000;
    });
    // Declared.
    let problem = service.post("/v1/normalize", &json!({"text": news(11_000)})).problem(413, "body_too_large");
    assert!(problem["detail"].as_str().unwrap().contains("10000"), "{problem}");
    // Undeclared.
    let mut stream = service.connect();
    let mut request = head("POST", "/v1/normalize", &[JSON, ("Transfer-Encoding", "chunked")]) + "\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    for _ in 0..40 {
        let _ = stream.write_all(&chunk(&[b' '; 1000]));
    }
    let _ = stream.write_all(&chunk(b""));
    Answer::read(&mut stream).problem(413, "body_too_large");
    // Decoded.
    let wire = encoded("gzip", json!({"text": news(60_000)}).to_string().as_bytes());
    let headers = [JSON, ("Content-Encoding", "gzip")];
    service.send("POST", "/v1/normalize", &headers, &wire).problem(413, "decoded_body_too_large");
    // A client that sends on is told as well.
    request = head("POST", "/v1/normalize", &[JSON, ("Content-Length", "5000000")]) + "\r\n";
    let mut stream = service.connect();
    stream.write_all(request.as_bytes()).unwrap();
    for _ in 0..500 {
        let _ = stream.write_all(&[b' '; 10_000]);
    }
    Answer::read(&mut stream).problem(413, "body_too_large");
}

#[test]
fn a_slow_body_is_408_and_others_are_served() {
    let service = Service::with(|c| c.body_timeout = Duration::from_secs(1));
    let mut slow = service.connect();
    let request = head("POST", "/v1/normalize", &[JSON, ("Content-Length", "1000")]) + "\r\n{\"text\"";
    slow.write_all(request.as_bytes()).unwrap();
    service.post("/v1/normalize", &json!({"text": "a"})).document();
    let problem = Answer::read(&mut slow).problem(408, "body_timeout");
    assert!(problem["detail"].as_str().unwrap().contains("1 s"), "{problem}");
}

#[test]
fn a_refused_body_that_never_ends_is_cut() {
    let service = Service::with(|c| {
        c.body_timeout = Duration::from_secs(1);
        c.api_keys = vec!["key".into()];
    });
    let key = ("Authorization", "Bearer key");
    for (path, headers, status) in [
        ("/v1/normalize", vec![JSON, key], 408),
        ("/v1/normalize", vec![key], 415),
        ("/v1/normalize/batch", vec![key], 415),
        ("/v1/normalize", vec![JSON], 401),
        ("/nothing", vec![], 404),
    ] {
        let mut silent = service.connect();
        silent.write_all((head("POST", path, &headers) + "Transfer-Encoding: chunked\r\n\r\n").as_bytes()).unwrap();
        silent.write_all(&chunk(b"{")).unwrap();
        assert_eq!(Answer::read(&mut silent).status, status, "{path}");
    }
}

#[test]
fn memory_for_bodies_is_one_budget() {
    let service = Service::with(|c| c.body_memory = 20_000);
    let mut held = service.connect();
    let request = head("POST", "/v1/normalize", &[JSON, ("Content-Length", "20000")]) + "\r\n";
    held.write_all(request.as_bytes()).unwrap();
    held.write_all(&[b' '; 15_000]).unwrap();
    crate::client::eventually("the body is held", || service.metric("copydesk_body_memory_bytes") >= 15_000.0);
    let refused = service.post("/v1/normalize", &json!({"text": news(6_000)}));
    refused.problem(429, "overloaded");
    assert!(refused.header("retry-after").is_some());
    drop(held);
    crate::client::eventually("it is given back", || service.metric("copydesk_body_memory_bytes") == 0.0);
    service.post("/v1/normalize", &json!({"text": news(6_000)})).document();
}

#[test]
fn articles_are_as_large_as_memory_allows() {
    let service = Service::with(|c| c.work_memory = 64 << 20);
    let limits = &service.get("/v1/info").json()["limits"];
    let most = usize::try_from(limits["max_article_bytes"].as_u64().unwrap()).unwrap();
    assert!(most > 100_000 && most < 1 << 20, "{limits}");
    let body = |size: usize| json!({"text": "a ".repeat(size / 2), "options": {"include": []}}).to_string();
    let send = |coding, size| {
        let wire = encoded(coding, body(size).as_bytes());
        service.send("POST", "/v1/clean", &[JSON, ("Content-Encoding", coding)], &wire)
    };
    // Of those that are compressed, what they take is known only when they were decoded.
    for coding in ["identity", "gzip", "br", "zstd"] {
        assert_eq!(send(coding, most / 2 * 2).status, 200, "{coding}");
        send(coding, most + 2).problem(413, "member_too_long");
    }
    // All at once they wait for each other.
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..4).map(|_| scope.spawn(|| send("gzip", most / 2 * 2).status)).collect();
        assert!(clients.into_iter().all(|client| client.join().unwrap() == 200));
    });
    let lines = format!("{}\n{}\n", body(most / 2 * 2), body(1000)).repeat(3);
    let ndjson = ("Content-Type", "application/x-ndjson");
    let answer = service.send("POST", "/v1/normalize/batch", &[ndjson], lines.as_bytes());
    assert!(answer.text().ends_with("{\"summary\":{\"lines\":6,\"ok\":6,\"failed\":0}}\n"));
    crate::client::eventually("memory is given back", || service.metric("copydesk_work_memory_bytes") == 0.0);
}
