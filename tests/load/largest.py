"""The largest article that is let in, of every kind in tests/growth/kinds.json: all clients at once, single and as the
lines of batches that nobody reads for a while, and nothing ends the service.

    python3 tests/load/largest.py [--limit 256] [--binary target/release/copydesk] [KIND…]

`--limit MiB` (as root) starts the service in a control group of its own that has so much memory. Prints for each kind
the answers and how many times its size an article took when it was alone.
"""

import argparse
import collections
import json
import pathlib
import sys
import threading
import time

import harness

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "growth"))
from instructions import KINDS, repeated  # noqa: E402

arguments = argparse.ArgumentParser()
arguments.add_argument("--limit", type=int, help="MiB")
arguments.add_argument("--clients", type=int, default=8)
arguments.add_argument("--binary", default=harness.default_binary())
arguments.add_argument("kinds", nargs="*")
given = arguments.parse_args()
NDJSON = {"Content-Type": "application/x-ndjson"}


def batch(service, line, counts):
    """Four lines, and a reader that rests before it reads."""
    connection = service.connect()
    connection.request("POST", "/v1/normalize/batch", (line + b"\n") * 4, NDJSON)
    time.sleep(1)
    for out in map(json.loads, connection.getresponse().read().splitlines()[:-1]):
        counts["line " + (out["error"]["code"] if "error" in out else "ok")] += 1
    connection.close()


def single(service, body, counts):
    counts[service.post(body)[0]] += 1


worst = 0
for member, kinds in KINDS.items():
    for name, piece in kinds.items():
        if given.kinds and name not in given.kinds:
            continue
        with harness.Service(given.binary, limit=given.limit) as service:
            most = json.loads(service.get("/v1/info")[2])["limits"]["max_article_bytes"]
            text = repeated(piece, most + 1).encode()[:most].decode("utf-8", "ignore")
            body = json.dumps({member: text, "language": "en"}, ensure_ascii=False).encode()
            idle, counts = service.memory(), collections.Counter()
            single(service, body, counts)
            factor = (service.memory("VmHWM") - idle) * 2**20 / most
            threads = [
                threading.Thread(target=work, args=(service, body, counts))
                for work in (single, batch)
                for _ in range(given.clients)
            ]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            peak, ended = service.memory("VmHWM"), service.ended_for_memory()
        worst = max(worst, factor)
        print(f"{member} {name:18} {most:9d} bytes {factor:6.1f} times, peak {peak:6.1f} MiB {dict(counts)}", flush=True)
        assert not ended and set(counts) <= {200, 429, "line ok"}, counts
        assert sum(count for answer, count in counts.items() if answer == "line ok") == 4 * given.clients, counts
print(f"at most {worst:.0f} times its size" + (f", nothing ended within {given.limit} MiB" if given.limit else ""))
