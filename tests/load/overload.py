"""Four times the capacity of a service for a while: only 200 and 429, a bounded p99, and health throughout.

    python3 tests/load/overload.py [--seconds 20] [--binary target/release/copydesk]

Capacity is measured first with as many clients as permits; then four times as many clients as there are
permits and places in the queue send without a pause, each on a connection of its own for every request.
"""

import argparse
import threading
import time

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--seconds", type=float, default=20)
arguments.add_argument("--permits", type=int, default=2)
arguments.add_argument("--queue", type=int, default=8)
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()
BODY = harness.article(7_000)


def load(service, clients, seconds):
    """What clients get who send as fast as they can: (status, seconds) of each request."""
    seen, end = [], time.monotonic() + seconds

    def client():
        while time.monotonic() < end:
            begun = time.monotonic()
            try:
                status, headers, _ = service.post(BODY)
            except OSError as error:
                status, headers = type(error).__name__, {}
            assert status != 429 or headers["Retry-After"] == "1"
            seen.append((status, time.monotonic() - begun))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    [thread.start() for thread in threads]
    pulse = []
    while time.monotonic() < end:
        begun = time.monotonic()
        assert service.get("/livez")[0] == 200
        pulse.append(time.monotonic() - begun)
        time.sleep(0.05)
    [thread.join() for thread in threads]
    return seen, pulse


def p99(values):
    return sorted(values)[len(values) * 99 // 100] * 1000


with harness.Service(given.binary, "--permits", str(given.permits), "--queue", str(given.queue)) as service:
    alone, _ = load(service, given.permits, given.seconds / 4)
    before = service.memory()
    clients = 4 * (given.permits + given.queue)
    seen, pulse = load(service, clients, given.seconds)
    counts = {status: sum(1 for s, _ in seen if s == status) for status in {s for s, _ in seen}}
    took = [t for s, t in seen if s == 200]
    print(
        f"{given.permits} clients: {len(alone) / (given.seconds / 4):.0f} a second, p99 {p99([t for _, t in alone]):.0f} ms; "
        f"{clients} clients: {counts}, {len(took) / given.seconds:.0f} accepted a second, p99 of those {p99(took):.0f} ms; "
        f"livez {len(pulse)} times, p99 {p99(pulse):.0f} ms; memory {before:.0f} MiB before, "
        f"{service.memory():.0f} after, peak {service.memory('VmHWM'):.0f}"
    )
    assert set(counts) == {200, 429}, counts
