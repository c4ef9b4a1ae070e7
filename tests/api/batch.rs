//! Batches: order, lines that fail, backpressure, hanging up.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Answer, Service, chunk, eventually, head, news, read_until, service};

const NDJSON: (&str, &str) = ("Content-Type", "application/x-ndjson");
const PATH: &str = "/v1/normalize/batch";

fn summary(lines: u64, ok: u64) -> Value {
    json!({"summary": {"lines": lines, "ok": ok, "failed": lines - ok}})
}

#[test]
fn one_line_out_for_each_line_in_in_order() {
    // Long and short in turn: a short one is done before the long one ahead of it.
    let body: String = (0..40)
        .map(|i| json!({"id": format!("a-{i}"), "text": news(if i % 2 == 0 { 20_000 } else { 10 })}).to_string() + "\n")
        .collect();
    let answer = service().send("POST", PATH, &[NDJSON], body.as_bytes());
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    let lines = answer.lines();
    assert_eq!(lines.len(), 41);
    for (i, line) in lines[..40].iter().enumerate() {
        assert_eq!((line["index"].as_u64(), line["id"].as_str()), (Some(i as u64), Some(format!("a-{i}").as_str())));
        assert_eq!(line["document"]["id"], line["id"]);
    }
    assert_eq!(lines[40], summary(40, 40));
}

#[test]
fn a_line_gives_the_document_that_a_request_gives() {
    let article = json!({"text": news(3_000), "published_at": "2024-05-24", "options": {"offset_unit": "utf8"}});
    let alone = service().post("/v1/normalize", &article).document();
    let lines = service().send("POST", PATH, &[NDJSON], article.to_string().as_bytes()).lines();
    assert_eq!(lines[0]["document"], alone);
}

#[test]
fn a_line_that_fails_does_not_end_the_stream() {
    let service = Service::with(|c| c.max_line = 1_000);
    let body = format!(
        "{{\"text\": \"a\"}}\nnot json\n\n{{\"text\": \"a\", \"x\": 1}}\n{{\"id\": \"n\"}}\n{}\n{{\"text\": \"\\ud800\"}}\r\n{{\"text\": \"z\"}}",
        json!({"text": news(2_000)})
    );
    let lines = service.send("POST", PATH, &[NDJSON], body.as_bytes()).lines();
    let codes: Vec<_> = lines[..8].iter().map(|l| l["error"]["code"].as_str()).collect();
    assert_eq!(
        codes,
        [
            None,
            Some("not_json"),
            Some("not_json"),
            Some("schema_violation"),
            Some("text_or_html_required"),
            Some("line_too_long"),
            Some("not_json"),
            None
        ]
    );
    assert!(lines[..8].iter().enumerate().all(|(i, l)| l["index"] == i));
    assert_eq!(lines[3]["error"]["errors"][0]["pointer"], "/x");
    assert_eq!(lines[4]["id"], "n");
    assert_eq!(lines[8], summary(8, 2));
}

#[test]
fn an_empty_batch_is_a_summary() {
    let answer = service().send("POST", PATH, &[NDJSON, ("Content-Length", "0")], b"");
    assert_eq!(answer.lines(), [summary(0, 0)]);
}

#[test]
fn refusals_before_the_first_line_are_problems() {
    let json = ("Content-Type", "application/json");
    service().send("POST", PATH, &[json], b"{}").problem(415, "unsupported_content_type");
    service().send("POST", PATH, &[NDJSON, ("Accept", "text/csv")], b"{}").problem(406, "not_acceptable");
    let unknown = ("Content-Encoding", "lzma");
    service().send("POST", PATH, &[NDJSON, unknown], b"{}").problem(415, "unsupported_content_encoding");
}

#[test]
fn compressed_in_and_out() {
    let body: String = (0..20).map(|i| json!({"id": i.to_string(), "text": news(2_000)}).to_string() + "\n").collect();
    let wire = zstd::stream::encode_all(body.as_bytes(), 3).unwrap();
    let headers = [NDJSON, ("Content-Encoding", "zstd"), ("Accept-Encoding", "gzip")];
    let answer = service().send("POST", PATH, &headers, &wire);
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(answer.body.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(text.lines().count(), 21);
    assert_eq!(text.lines().last().map(|l| serde_json::from_str::<Value>(l).unwrap()), Some(summary(20, 20)));
}

#[test]
fn a_bomb_ends_the_stream_with_an_error_line() {
    let wire = zstd::stream::encode_all(vec![b' '; 64 << 20].as_slice(), 3).unwrap();
    let lines = service().send("POST", PATH, &[NDJSON, ("Content-Encoding", "zstd")], &wire).lines();
    assert_eq!(lines[0]["error"]["code"], "compression_ratio_too_high");
    assert_eq!(lines[1], summary(1, 0));
}

#[test]
fn a_silent_sender_is_told_and_cut() {
    let service = Service::with(|c| c.batch_timeout = Duration::from_millis(300));
    let mut stream = service.connect();
    let request = head("POST", PATH, &[NDJSON, ("Transfer-Encoding", "chunked")]) + "\r\n";
    stream.write_all(&[request.as_bytes(), &chunk(b"{\"text\": \"a\"}\n{\"te")].concat()).unwrap();
    let lines = Answer::read(&mut stream).lines();
    assert_eq!(lines[1]["error"]["code"], "body_timeout");
    assert_eq!(lines[2], summary(2, 1));
}

#[test]
fn answers_come_while_the_sender_still_sends() {
    let mut stream = service().connect();
    let request = head("POST", PATH, &[NDJSON, ("Transfer-Encoding", "chunked")]) + "\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    stream.write_all(&chunk(b"{\"id\": \"first\", \"text\": \"a\"}\n")).unwrap();
    let mut got = read_until(&mut stream, "\"index\":0");
    stream.write_all(&chunk(b"")).unwrap();
    stream.read_to_string(&mut got).unwrap();
    assert!(got.contains("\"lines\":1"), "{got}");
}

#[test]
fn a_slow_reader_slows_the_work_and_hanging_up_ends_it() {
    let service = Service::with(|c| c.batches = 1);
    let mut stream = service.connect();
    let request = head("POST", PATH, &[NDJSON, ("Transfer-Encoding", "chunked")]) + "\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    // Documents of about 100 KB, more than the sockets' buffers hold, none of them read.
    let line =
        json!({"text": news(50_000), "options": {"include": ["removed", "sentences", "quotes"]}}).to_string() + "\n";
    let sent = (0..2_000).take_while(|_| stream.write_all(&chunk(line.as_bytes())).is_ok()).count();
    assert!(sent < 2_000, "the sender was never slowed");
    let mut before = 0.0;
    eventually("the work stands still", || {
        std::thread::sleep(Duration::from_millis(300));
        std::mem::replace(&mut before, service.metric("copydesk_documents_total")) == before
    });
    assert!(before < sent as f64 + 1.0);
    // The only place is taken.
    let second = service.send("POST", PATH, &[NDJSON], b"{\"text\": \"a\"}");
    second.problem(429, "overloaded");
    // Single requests are served beside it.
    service.post("/v1/normalize", &json!({"text": "a"})).document();
    drop(stream);
    eventually("the place is free again", || service.metric("copydesk_batches") == 0.0);
    let answer = service.send("POST", PATH, &[NDJSON], b"{\"text\": \"a\"}");
    assert_eq!(answer.lines().last(), Some(&summary(1, 1)));
}

#[test]
fn a_reader_that_stops_reading_loses_its_place() {
    let service = Service::with(|c| {
        c.batches = 1;
        c.batch_timeout = Duration::from_secs(2);
    });
    let mut stream = service.connect();
    let request = head("POST", PATH, &[NDJSON, ("Transfer-Encoding", "chunked")]) + "\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    let line =
        json!({"text": news(50_000), "options": {"include": ["removed", "sentences", "quotes"]}}).to_string() + "\n";
    let sent = (0..2_000).take_while(|_| stream.write_all(&chunk(line.as_bytes())).is_ok()).count();
    assert!(sent < 2_000, "the sender was never slowed");
    eventually("the place is free again", || service.metric("copydesk_batches") == 0.0);
    // What was made is there to be read, but the stream has no end: it was cut.
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    let rest = String::from_utf8_lossy(&rest);
    assert!(rest.contains("\"index\":0") && !rest.contains("\"summary\":{"));
}
