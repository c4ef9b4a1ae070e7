//! The binary: what it logs, how it starts and how it stops.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::client::{Answer, Service, chunk, eventually, head, news, read_until};

pub(crate) struct Process {
    child: Child,
    pub(crate) service: Service,
    log: Arc<Mutex<Vec<Value>>>,
}

impl Process {
    pub(crate) fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(flags)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        // The bound address is the first thing logged.
        let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let address = first["address"].as_str().unwrap().parse().unwrap();
        let log = Arc::new(Mutex::new(vec![first]));
        let into = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                into.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        let this = Self { child, service: Service { address }, log };
        eventually("the service is ready", || this.service.get("/readyz").status == 200);
        this
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap().success());
    }

    fn ends_well(&mut self) {
        let mut status = None;
        eventually("the process ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        assert_eq!(status.and_then(|s| s.code()), Some(0));
    }

    /// What was logged so far.
    pub(crate) fn events(&self) -> Vec<Value> {
        self.log.lock().unwrap().clone()
    }

    fn logged(&self, request_id: &str) -> Option<Value> {
        self.log.lock().unwrap().iter().find(|e| e["request_id"] == request_id).cloned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn one_event_a_request_with_identifiers_and_without_text() {
    let process = Process::start(&[]);
    let headers = [
        ("Content-Type", "application/json"),
        ("X-Request-Id", "r-1"),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ];
    process.service.get("/livez").document();
    process.service.send("POST", "/v1/normalize", &headers, b"{\"text\": \"Tiramisu closes on Monday\"}").document();
    let refused = [headers[0], ("X-Request-Id", "r-2")];
    process.service.send("POST", "/v1/normalize", &refused, b"{\"tiramisu\": 1}").problem(422, "schema_violation");
    eventually("the requests are logged", || process.logged("r-1").is_some() && process.logged("r-2").is_some());
    let event = process.logged("r-1").unwrap();
    assert_eq!(event["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!((&event["route"], &event["status"]), (&json!("/v1/normalize"), &json!(200)));
    assert!(event["duration_ms"].as_f64().unwrap() > 0.0 && event["clean_ms"].is_f64());
    assert_eq!(process.logged("r-2").unwrap()["code"], "schema_violation");
    let log = process.log.lock().unwrap();
    assert!(log.iter().all(|e| !e.to_string().to_lowercase().contains("tiramisu")));
    assert!(log.iter().all(|e| e["route"] != "/livez"));
}

#[test]
fn requests_in_flight_are_finished_after_sigterm() {
    let mut process = Process::start(&["--drain-delay", "10m", "--shutdown-timeout", "10m"]);
    let service = process.service;
    // A batch that has had its first answer, and a request of which the service has the head.
    let mut batch = service.connect();
    let lines = [("Content-Type", "application/x-ndjson"), ("Transfer-Encoding", "chunked")];
    let begun = head("POST", "/v1/normalize/batch", &lines) + "\r\n";
    batch.write_all(&[begun.as_bytes(), &chunk(b"{\"text\": \"a\"}\n")].concat()).unwrap();
    read_until(&mut batch, "\"index\":0");
    let mut single = service.connect();
    let body = json!({"text": news(2_000)}).to_string();
    let length = body.len().to_string();
    let begun =
        head("POST", "/v1/normalize", &[("Content-Type", "application/json"), ("Content-Length", &length)]) + "\r\n";
    single.write_all(begun.as_bytes()).unwrap();
    // The two, and the one that asks.
    eventually("they are in flight", || service.metric("http_server_active_requests") == 3.0);
    process.signal("TERM");
    eventually("the instance says so", || service.get("/readyz").status == 503);
    // Still served during the delay, and told to go elsewhere next time.
    let late = service.get("/livez");
    assert_eq!((late.status, late.header("connection")), (200, Some("close")));
    process.signal("TERM");
    eventually("no connection is accepted", || std::net::TcpStream::connect(service.address).is_err());
    single.write_all(body.as_bytes()).unwrap();
    Answer::read(&mut single).document();
    batch.write_all(&[chunk(b"{\"text\": \"b\"}\n"), chunk(b"")].concat()).unwrap();
    read_until(&mut batch, "{\"summary\":{\"lines\":2,\"ok\":2,\"failed\":0}}");
    process.ends_well();
}

/// Twenty instances, five at a time, each stopped under load. Clients leave when the instance says that it
/// is leaving, as a balancer does; until then every request must be answered. The second signal ends the delay
/// once they have left.
#[test]
fn no_request_is_lost_in_twenty_shutdowns_under_load() {
    let body = json!({"text": news(2_000)}).to_string();
    let answered = Arc::new(AtomicUsize::new(0));
    for round in 1..=4 {
        let instances: Vec<_> = (0..5).map(|_| Process::start(&["--drain-delay", "10m"])).collect();
        let loads: Vec<_> = instances
            .iter()
            .map(|instance| {
                let (service, body, answered) = (instance.service, body.clone(), Arc::clone(&answered));
                let load = move || {
                    while service.get("/readyz").status == 200 {
                        let headers = [("Content-Type", "application/json")];
                        service.send("POST", "/v1/normalize", &headers, body.as_bytes()).document();
                        let lines = [("Content-Type", "application/x-ndjson")];
                        let batch = service.send("POST", "/v1/normalize/batch", &lines, body.as_bytes());
                        assert_eq!(batch.lines().len(), 2);
                        answered.fetch_add(2, Ordering::Relaxed);
                    }
                };
                [std::thread::spawn(load.clone()), std::thread::spawn(load)]
            })
            .collect();
        eventually("they are busy", || answered.load(Ordering::Relaxed) > 100 * round);
        instances.iter().for_each(|instance| instance.signal("TERM"));
        for load in loads.into_iter().flatten() {
            load.join().unwrap();
        }
        instances.iter().for_each(|instance| instance.signal("TERM"));
        instances.into_iter().for_each(|mut instance| instance.ends_well());
    }
}

#[test]
fn sigint_does_not_wait_and_the_delay_ends_by_itself() {
    let mut process = Process::start(&["--drain-delay", "10m"]);
    process.signal("INT");
    process.ends_well();
    let mut process = Process::start(&["--drain-delay", "1s"]);
    process.signal("TERM");
    process.ends_well();
}

/// Peak resident memory of a process, in bytes.
fn peak(process: &Process) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.child.id())).unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix("kB").unwrap().trim().parse::<usize>().unwrap() * 1024
}

/// Eight bombs of each coding at once may add 64 MB to the peak memory of a service.
fn eight_bombs(codings: &[&str], send: impl Fn(Service, &str, &[u8]) + Sync) {
    for coding in codings {
        let process = Process::start(&[]);
        let service = process.service;
        service.post("/v1/normalize", &json!({"text": news(10_000)})).document();
        let before = peak(&process);
        let wire = match *coding {
            "identity" => vec![b' '; 17 << 20],
            coding => crate::bodies::encoded(coding, &vec![b' '; 64 << 20]),
        };
        assert!(*coding == "identity" || wire.len() < 100_000, "{coding}");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| send(service, coding, &wire));
            }
        });
        let grown = peak(&process) - before;
        assert!(grown < 64_000_000, "{coding}: {grown} bytes more");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn eight_bombs_at_once_cost_their_first_bytes_only() {
    eight_bombs(&["gzip", "br", "zstd"], |service, coding, wire| {
        let headers = [("Content-Type", "application/json"), ("Content-Encoding", coding)];
        let problem = service.send("POST", "/v1/normalize", &headers, wire).problem(413, "compression_ratio_too_high");
        assert!(problem["detail"].as_str().unwrap().contains("200 times"), "{problem}");
    });
}

/// The windows of the decoders and the lines that grow in them come out of one budget.
#[test]
#[cfg(target_os = "linux")]
fn eight_bombs_at_once_end_their_batches_and_cost_no_more() {
    eight_bombs(&["gzip", "br", "zstd", "identity"], |service, coding, wire| {
        let headers = [("Content-Type", "application/x-ndjson"), ("Content-Encoding", coding)];
        let lines = service.send("POST", "/v1/normalize/batch", &headers, wire).lines();
        let code = if coding == "identity" { "line_too_long" } else { "compression_ratio_too_high" };
        assert_eq!(lines[0]["error"]["code"], code, "{coding}");
        assert_eq!(lines[1]["summary"]["failed"], 1);
    });
}

#[test]
fn healthcheck_tells_by_its_exit_code() {
    let process = Process::start(&[]);
    let check = |address: &str| {
        Command::new(env!("CARGO_BIN_EXE_copydesk")).args(["healthcheck", "--listen", address]).output().unwrap().status
    };
    assert!(check(&process.service.address.to_string()).success());
    assert!(check(&format!("0.0.0.0:{}", process.service.address.port())).success());
    assert!(!check("127.0.0.1:1").success());
}

#[test]
fn normalize_reads_text_pages_and_lines_in_order() {
    let run = |args: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("normalize")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        let lines: Vec<Value> =
            String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        (out.status.success(), lines)
    };
    let (ok, lines) =
        run(&["--offset-unit", "utf8", "--include", "sentences"], "Bridge closes\n\nThe bridge closes on Monday.");
    assert!(ok && lines.len() == 1 && lines[0]["offset_unit"] == "utf8");
    assert!(lines[0]["text"].as_str().unwrap().ends_with("The bridge closes on Monday."));
    assert!(lines[0]["sentences"].is_array() && lines[0].get("removed").is_none());

    let (ok, lines) = run(&["--format", "html"], "<h1>Bridge closes</h1><p>The bridge closes on Monday.</p>");
    assert!(ok && lines[0]["text"].as_str().unwrap().contains("The bridge closes on Monday."));

    let input: String = (0..300).map(|i| json!({"id": i.to_string(), "text": "a"}).to_string() + "\n").collect();
    let (ok, lines) = run(&["--format", "ndjson"], &(input + "broken\n"));
    assert!(!ok, "an article failed");
    let ids: Vec<_> = lines[..300].iter().map(|l| l["id"].as_str().unwrap().parse::<usize>().unwrap()).collect();
    assert!(ids.into_iter().eq(0..300));
    assert!(lines.len() == 301 && lines[300]["error"]["code"] == "not_json");

    let (ok, lines) = run(&["/nonexistent/article.txt"], "");
    assert!(!ok && lines.len() == 1);
}
