"""A batch of a gigabyte whose reader is slow: the sender is slowed to the reader's pace and memory stays flat.

    python3 tests/load/batch_stream.py [--megabytes 1024] [--rate 20] [--binary target/release/copydesk]

`--rate` is what the reader takes, in MB a second. Dates are looked for only, so that the reader, not the
processor, is what the service waits for.
"""

import argparse
import json
import threading
import time

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--megabytes", type=int, default=1024)
arguments.add_argument("--rate", type=float, default=20)
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()

LINE = harness.article(100_000, options={"stages": ["dates"], "include": ["removed"]}) + b"\n"
LINES = given.megabytes * 1_000_000 // len(LINE) + 1
sent, samples = 0, []


def pieces():
    global sent
    for _ in range(LINES):
        yield LINE
        sent += len(LINE)


with harness.Service(given.binary) as service:
    connection = service.connect(timeout=600)
    connection.putrequest("POST", "/v1/normalize/batch")
    connection.putheader("Content-Type", "application/x-ndjson")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    # The connection lets go of its socket once the answer begins.
    socket = connection.sock

    def send():
        for piece in pieces():
            socket.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        socket.sendall(b"0\r\n\r\n")

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    answer = connection.getresponse()
    begun, received, tail, ahead = time.monotonic(), 0, b"", 0
    while piece := answer.read1(1 << 16):
        received += len(piece)
        tail = (tail + piece)[-200:]
        ahead = max(ahead, sent - received)
        time.sleep(max(0.0, begun + received / (given.rate * 1e6) - time.monotonic()))
        if not samples or time.monotonic() - samples[-1][0] > 1:
            samples.append((time.monotonic(), service.memory()))
    sender.join(60)
    passed = time.monotonic() - begun
    assert json.loads(tail.splitlines()[-1]) == {"summary": {"lines": LINES, "ok": LINES, "failed": 0}}, tail
    first = max(m for _, m in samples[: max(1, len(samples) // 10)])
    rest = max(m for _, m in samples[len(samples) // 10 :])
    print(
        f"{sent / 1e6:.0f} MB sent and {received / 1e6:.0f} MB read in {passed:.0f} s; at most {ahead / 1e6:.1f} MB ahead "
        f"of the reader; resident memory up to {first:.0f} MiB in the first tenth, {rest:.0f} MiB after it, peak "
        f"{service.memory('VmHWM'):.0f} MiB"
    )
    assert rest < first + 16, "memory grows with the stream"
