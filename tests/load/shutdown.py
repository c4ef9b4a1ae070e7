"""Twenty SIGTERMs under load, with slow heads and bodies held open all the while: no request is lost, every exit is 0,
and what is slow is told so and cut.

    python3 tests/load/shutdown.py [--times 20] [--binary target/release/copydesk]

Clients leave when the instance says that it is leaving, as a balancer does; until then every request must be answered.
"""

import argparse
import json
import signal
import socket
import threading
import time

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--times", type=int, default=20)
arguments.add_argument("--clients", type=int, default=4)
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()
ONE = harness.article(2_000)
LINES = b"\n".join([ONE] * 5) + b"\n"
HEAD = b"POST /v1/normalize HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def client(service, answered):
    while service.get("/readyz")[0] == 200:
        status, _, body = service.post(ONE)
        assert status == 200, (status, body)
        status, _, body = service.post(LINES, "/v1/normalize/batch", **{"Content-Type": "application/x-ndjson"})
        assert status == 200 and json.loads(body.splitlines()[-1])["summary"]["ok"] == 5, body
        answered.append(2)


def slow(service, begin, told):
    """A byte now and then; what came back, and when it began to."""
    begun, passed = time.monotonic(), None
    with socket.create_connection((service.host, service.port)) as raw:
        raw.sendall(begin)
        raw.settimeout(0.2)
        answer = b""
        while True:
            try:
                if not (piece := raw.recv(4096)):
                    break
                passed = passed or time.monotonic() - begun
                answer += piece
            except TimeoutError:
                try:
                    raw.sendall(b"a")
                except OSError:
                    break
            except OSError:
                break
    told.append((int(answer.split()[1]), passed))


answered, heads, bodies = [], [], []
for _ in range(given.times):
    with harness.Service(given.binary, "--drain-delay", "1s", "--header-timeout", "1s", "--body-timeout", "1s") as service:
        clients = [threading.Thread(target=client, args=(service, answered)) for _ in range(given.clients)]
        slow_ones = [
            threading.Thread(target=slow, args=(service, begin, told))
            for begin, told in ((HEAD, heads), (HEAD + b"Content-Length: 1000\r\n\r\n", bodies))
        ]
        before = len(answered)
        [thread.start() for thread in clients + slow_ones]
        [thread.join() for thread in slow_ones]
        assert len(answered) > before, "nothing was served beside what is slow"
        service.process.send_signal(signal.SIGTERM)
        [thread.join() for thread in clients]
assert {status for status, _ in heads + bodies} == {408}, (heads, bodies)
print(
    f"{given.times} SIGTERMs: {sum(answered)} requests, all answered, every exit 0; slow heads 408 after "
    f"{min(t for _, t in heads):.1f} to {max(t for _, t in heads):.1f} s, slow bodies {min(t for _, t in bodies):.1f} to "
    f"{max(t for _, t in bodies):.1f} s, deadline 1 s"
)
