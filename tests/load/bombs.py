"""Bombs of every coding, eight at once, single and as a batch: each is a 413 or ends its line, and memory stays.

    python3 tests/load/bombs.py [--binary target/release/copydesk]

`--limit MiB` gives the service so much memory in a control group of its own (as root): the kernel ends it when
it takes more, and is asked how often it did.
"""

import argparse
import gzip
import json
import os
import pathlib
import subprocess
import threading

import harness

arguments = argparse.ArgumentParser()
arguments.add_argument("--limit", type=int)
arguments.add_argument("--megabytes", type=int, default=512, help="size of a bomb when decoded")
arguments.add_argument("--binary", default=harness.default_binary())
given = arguments.parse_args()
PLAIN = b'{"text": "' + b" " * (given.megabytes << 20)


def piped(*command):
    return subprocess.run(command, input=PLAIN, stdout=subprocess.PIPE, check=True).stdout


BOMBS = {"gzip": gzip.compress(PLAIN, 9), "zstd": piped("zstd", "-q", "-19"), "br": piped("brotli", "-q", "9", "-c")}
# Not compressed: more than a body may have.
BOMBS["identity"] = PLAIN[: 17 << 20]


def group():
    """A control group with the limit, of version 2 or 1, and the file that counts who was ended in it."""
    root = pathlib.Path("/sys/fs/cgroup")
    old = (root / "memory").is_dir()
    made = (root / "memory" if old else root) / f"copydesk-bombs-{os.getpid()}"
    made.mkdir()
    (made / ("memory.limit_in_bytes" if old else "memory.max")).write_text(str(given.limit << 20))
    return made, made / ("memory.oom_control" if old else "memory.events")


with harness.Service(given.binary) as service:
    if given.limit:
        limit, events = group()
        (limit / "cgroup.procs").write_text(str(service.process.pid))
    service.post(harness.article(10_000))
    before = service.memory("VmHWM")
    for coding, wire in BOMBS.items():
        for path, kind in (("/v1/normalize", "application/json"), ("/v1/normalize/batch", "application/x-ndjson")):
            codes = []

            def send():
                status, _, body = service.post(wire, path, **{"Content-Type": kind, "Content-Encoding": coding})
                lines = body.splitlines()
                problem = json.loads(lines[0])
                codes.append((status, problem["code"] if status != 200 else problem["error"]["code"]))

            threads = [threading.Thread(target=send) for _ in range(8)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            assert len(codes) == 8 and len(set(codes)) == 1, codes
            print(f"{coding:8} {len(wire):9d} bytes  {path:20}  8 x {codes[0]}  peak {service.memory('VmHWM'):.0f} MiB")
    grown = service.memory("VmHWM") - before
    print(f"{before:.0f} MiB before, {grown:.0f} MiB more at the peak")
    if given.limit:
        print(f"within {given.limit} MiB:", events.read_text().replace("\n", "; "))
        assert "oom_kill 0" in events.read_text()
    assert grown <= 64, "more than 64 MiB"
