//! More requests than the service can take: only 200 and 429, and health all the while.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use crate::client::{Service, news};

#[test]
fn only_200_and_429_with_retry_after_and_liveness_throughout() {
    let service = Service::with(|c| {
        c.permits = 1;
        c.queue = 2;
    });
    let body = json!({"text": news(300_000)});
    let over = AtomicBool::new(false);
    let (mut served, mut refused) = (0, 0);
    std::thread::scope(|scope| {
        let pulse = scope.spawn(|| {
            let mut beats = 0;
            while !over.load(Ordering::Relaxed) {
                service.get("/livez").document();
                beats += 1;
            }
            beats
        });
        let clients: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| (0..3).map(|_| service.post("/v1/normalize", &body)).collect::<Vec<_>>()))
            .collect();
        for answer in clients.into_iter().flat_map(|c| c.join().unwrap()) {
            if answer.status == 429 {
                answer.problem(429, "overloaded");
                assert_eq!(answer.header("retry-after"), Some("1"));
                refused += 1;
            } else {
                answer.document();
                served += 1;
            }
        }
        over.store(true, Ordering::Relaxed);
        assert!(pulse.join().unwrap() > 0);
    });
    assert!(served >= 3 && refused >= 1, "{served} served, {refused} refused");
    // Nothing is left behind.
    service.post("/v1/normalize", &json!({"text": "a"})).document();
    assert_eq!(service.metric("copydesk_queue_length"), 0.0);
    assert_eq!(service.metric("copydesk_permits_free"), 1.0);
    assert_eq!(service.metric("copydesk_body_memory_bytes"), 0.0);
}

#[test]
fn a_client_that_hangs_up_leaves_its_place_in_the_queue() {
    use std::io::Write as _;
    let service = Service::with(|c| {
        c.permits = 1;
        c.queue = 8;
    });
    let body = json!({"text": news(2_000_000)}).to_string();
    let head = crate::client::head("POST", "/v1/normalize", &[("Content-Type", "application/json")]);
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let streams: Vec<_> = (0..4)
        .map(|_| {
            let mut stream = service.connect();
            stream.write_all(request.as_bytes()).unwrap();
            stream
        })
        .collect();
    drop(streams);
    crate::client::eventually("the queue is empty", || service.metric("copydesk_queue_length") == 0.0);
    crate::client::eventually("the permit is free", || service.metric("copydesk_permits_free") == 1.0);
}
