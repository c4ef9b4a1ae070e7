"""A long run of everything a service meets, slowly, on one connection at a time; ends by itself.

    python3 tests/load/soak.py [--minutes 20] [--pause 0.1] [--binary target/release/copydesk]

Prints the least and the most resident memory of a round of all requests, by the minute, and the slope of the least over
the second half by least squares. Fails on any answer that was not expected, or a slope that is surely more than
1 MiB in ten minutes.
"""

import argparse
import gzip
import json
import socket
import time

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--minutes", type=float, default=20)
arguments.add_argument("--pause", type=float, default=0.1, help="seconds between two requests")
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()

SMALL, MIDDLE, LARGE = harness.article(2_000), harness.article(7_000), harness.article(200_000)
PAGE = json.dumps({"html": "<h1>Bridge closes</h1>" + "<p>" + harness.PARAGRAPH * 20 + "</p>"}).encode()
LINES = b"\n".join([SMALL, b"not json", MIDDLE, b'{"id": "x"}'] * 3) + b"\n"
BOMB = gzip.compress(b" " * (64 << 20))
NAUGHTY = json.dumps({"text": "\u202e\u200b\0e\u0301" * 2_000 + "â€™ <b>&amp;" * 500}).encode()


def garbage(service):
    with socket.create_connection((service.host, service.port)) as raw:
        raw.sendall(b"GET\r\n\r\n")
        return int(raw.recv(64).split()[1]), None, None


def hung_up(service):
    connection = service.connect()
    connection.request("POST", "/v1/normalize", LARGE, {"Content-Type": "application/json"})
    connection.close()
    return 0, None, None


steps = [
    (lambda s: s.post(SMALL), 200),
    (lambda s: s.post(MIDDLE, **{"Accept-Encoding": "zstd"}), 200),
    (lambda s: s.post(PAGE), 200),
    (lambda s: s.post(b"{"), 400),
    (lambda s: s.post(MIDDLE, "/v1/entities"), 200),
    (lambda s: s.post(LINES, "/v1/normalize/batch", **{"Content-Type": "application/x-ndjson"}), 200),
    (lambda s: s.post(gzip.compress(MIDDLE), **{"Content-Encoding": "gzip"}), 200),
    (lambda s: s.post(NAUGHTY), 200),
    (lambda s: s.post(BOMB, **{"Content-Encoding": "gzip"}), 413),
    (lambda s: s.get("/metrics"), 200),
    (lambda s: s.get("/nothing"), 404),
    (garbage, 400),
    (hung_up, 0),
    (lambda s: s.post(LARGE), 200),
]

with harness.Service(given.binary) as service:
    begun, samples, count, passed = time.monotonic(), [], 0, 0
    first = service.memory()
    while passed < given.minutes * 60:
        held = []
        for step, expected in steps:
            status, _, body = step(service)
            assert status == expected, (status, expected, body)
            count += 1
            held.append(service.memory())
            time.sleep(given.pause)
        passed = time.monotonic() - begun
        # What is held at the same moment of each round depends on what came just before: the least is what stays.
        samples.append((passed, min(held), max(held)))
        if int(passed / 60) > int(samples[-2][0] / 60 if samples[1:] else -1):
            print(f"{passed / 60:5.1f} min  {count:7d} requests  {min(held):6.1f} to {max(held):6.1f} MiB", flush=True)
    half = [(t, m) for t, m, _ in samples if t > passed / 2]
    t0, m0 = (sum(column) / len(half) for column in zip(*half))
    spread = sum((t - t0) ** 2 for t, _ in half)
    slope = sum((t - t0) * (m - m0) for t, m in half) / spread
    rest = sum((m - m0 - slope * (t - t0)) ** 2 for t, m in half)
    error = (rest / max(1, len(half) - 2) / spread) ** 0.5
    documents = service.metric("copydesk_documents_total")
    print(
        f"{count} requests and {documents:.0f} documents in {passed / 60:.1f} min; {first:.1f} MiB at first, the least of a "
        f"round {m0:.1f} in the second half, slope {slope * 600:+.2f} ± {error * 600:.2f} MiB in ten minutes, "
        f"peak {service.memory('VmHWM'):.1f}"
    )
    assert (slope - 2 * error) * 600 < 1, "memory grows"
