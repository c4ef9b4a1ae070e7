"""Bombs of every coding, eight at once and three times over, single and as a batch: each is a 413 or ends its line,
and memory grows by no more than 64 MB.

    python3 tests/load/bombs.py [--binary target/release/copydesk]

`--limit MiB` gives the service so much memory in a control group of its own (as root): the kernel ends it when
it takes more, and is asked how often it did.
"""

import argparse
import gzip
import json
import subprocess
import threading

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--limit", type=int)
arguments.add_argument("--megabytes", type=int, default=512, help="size of a bomb when decoded")
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()
PLAIN = b'{"text": "' + b" " * (given.megabytes << 20)


def piped(*command):
    return subprocess.run(command, input=PLAIN, stdout=subprocess.PIPE, check=True).stdout


BOMBS = {"gzip": gzip.compress(PLAIN, 9), "zstd": piped("zstd", "-q", "-19"), "br": piped("brotli", "-q", "9", "-c")}
# Not compressed: more than a body may have.
BOMBS["identity"] = PLAIN[: 17 << 20]


def throw(coding, path, kind):
    """Eight at once at a service of their own; how many MiB its peak grows."""
    with harness.Service(given.binary, limit=given.limit) as service:
        service.post(harness.article(10_000))
        before, codes = service.memory("VmHWM"), []

        def send():
            status, _, body = service.post(BOMBS[coding], path, **{"Content-Type": kind, "Content-Encoding": coding})
            problem = json.loads(body.splitlines()[0])
            codes.append((status, problem["code"] if status != 200 else problem["error"]["code"]))

        for _ in range(given.rounds):
            threads = [threading.Thread(target=send) for _ in range(8)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
        assert len(codes) == 8 * given.rounds and len(set(codes)) == 1, codes
        grown = service.memory("VmHWM") - before
        print(f"{coding:8} {len(BOMBS[coding]):9d} bytes  {path:20}  {codes[0]}  peak {before:.0f} + {grown:.0f} MiB")
        assert not service.ended_for_memory()
    return grown


most = max(
    throw(coding, path, kind)
    for coding in BOMBS
    for path, kind in (("/v1/normalize", "application/json"), ("/v1/normalize/batch", "application/x-ndjson"))
)
print(f"at most {most:.0f} MiB more" + (f", nothing ended within {given.limit} MiB" if given.limit else ""))
assert most * 1.048576 <= 64, "more than 64 MB"
