"""What batches cost that are open at the same time, by the coding of their answers.

    python3 tests/load/encodings.py [--batches 16] [--binary target/release/copydesk]

Each batch has answered some articles and waits for more. As many again are asked for, and are 429. Fails when a batch
takes more than 2.5 MiB.
"""

import argparse
import socket

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--batches", type=int, default=16)
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()
LINES = (harness.article(7_000) + b"\n") * 20
HEAD = "POST /v1/normalize/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nAccept-Encoding: %s\r\n"


def batch(service, coding):
    """An open batch whose lines were answered, and its status."""
    connection = socket.create_connection((service.host, service.port))
    connection.settimeout(60)
    head = (HEAD % coding).encode() + b"Transfer-Encoding: chunked\r\n\r\n"
    connection.sendall(head + b"%x\r\n%s\r\n" % (len(LINES), LINES))
    return connection, int(connection.recv(1 << 16).split()[1])


worst = 0
for coding in ("identity", "gzip", "br", "zstd"):
    with harness.Service(given.binary, "--batches", str(given.batches)) as service:
        service.post(harness.article(7_000))
        service.post(LINES, "/v1/normalize/batch", **{"Content-Type": "application/x-ndjson"})
        before, made = service.memory(), service.metric("copydesk_documents_total")
        opened = [batch(service, coding) for _ in range(2 * given.batches)]
        statuses = [status for _, status in opened]
        assert sorted(statuses) == [200] * given.batches + [429] * given.batches, statuses
        while service.metric("copydesk_documents_total") < made + 20 * given.batches:
            for connection, _ in opened:
                connection.setblocking(False)
                try:
                    connection.recv(1 << 20)
                except BlockingIOError:
                    pass
        each = (service.memory() - before) / given.batches
        worst = max(worst, each)
        print(f"{coding:8} {given.batches} batches: {before:.1f} MiB before, {each:.2f} MiB each, {given.batches} × 429")
        [connection.close() for connection, _ in opened]
assert worst <= 2.5, "a batch takes too much"
