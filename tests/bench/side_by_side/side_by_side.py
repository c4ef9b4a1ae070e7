#!/usr/bin/env python3
"""Copydesk and a Python stack of its peers, driven with the same articles in one run.

  tests/bench/side_by_side/side_by_side.py [--seconds 15] [--articles FILE.jsonl] [--copydesk-only]

Needs: a release build (`cargo build --release`), wrk (Debian package), and for the reference a virtual
environment with requirements.txt, named by --venv. Traffic stays on the loopback interface and ends by itself.
Without --articles the fixture articles of the repository are sent."""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """The process and all its descendants."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += tree(int(child))
    return found


def cpu_seconds(pid):
    total = 0
    for p in tree(pid):
        fields = pathlib.Path(f"/proc/{p}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_mib(pid, field):
    total = 0
    for p in tree(pid):
        status = pathlib.Path(f"/proc/{p}/status").read_text()
        total += int(re.search(rf"{field}:\s+(\d+)", status)[1])
    return total / 1024


def wait_ready(url, process, seconds=120):
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if process.poll() is not None:
            sys.exit(f"the server at {url} ended with {process.returncode}")
        try:
            urllib.request.urlopen(url + "/readyz", timeout=1).read()
            return time.monotonic() - start
        except OSError:
            time.sleep(0.005)
    sys.exit(f"no answer from {url}")


def drive(name, command, port, articles, seconds, connections, environment=None):
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=HERE, stdout=log, stderr=log, env={**os.environ, **(environment or {})})
        try:
            ready = wait_ready(url, process)
            idle = memory_mib(process.pid, "VmRSS")
            wrk = ["wrk", "-t1", f"-c{connections}", "--timeout", "30s", "-s", str(HERE / "articles.lua"), url]
            load = {**os.environ, "BENCH_ARTICLES": str(articles)}
            subprocess.run([*wrk, "-d2s"], env=load, check=True, capture_output=True)
            before = cpu_seconds(process.pid)
            out = subprocess.run([*wrk, f"-d{seconds}s"], env=load, check=True, capture_output=True, text=True).stdout
            result = json.loads(out.strip().splitlines()[-1])
            spent = cpu_seconds(process.pid) - before
            peak = memory_mib(process.pid, "VmHWM")
        finally:
            process.terminate()
            process.wait(30)
    answered = result["requests"] - result["not_2xx"]
    return {
        "name": name,
        "articles/s": answered / result["seconds"],
        "p50 ms": result["p50_ms"],
        "p99 ms": result["p99_ms"],
        "CPU ms/article": 1000 * spent / max(1, answered),
        "idle MiB": idle,
        "peak MiB": peak,
        "ready s": ready,
        "refused": result["not_2xx"],
        "errors": result["socket_errors"],
    }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=15)
    options.add_argument("--articles", type=pathlib.Path)
    options.add_argument("--venv", type=pathlib.Path, help="virtual environment of the reference stack")
    options.add_argument("--connections", type=int, default=4)
    options.add_argument("--copydesk-only", action="store_true")
    options.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/copydesk")
    a = options.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        articles = a.articles
        if articles is None:
            articles = pathlib.Path(folder) / "articles.jsonl"
            bodies = [json.loads(p.read_text()) for p in sorted((ROOT / "tests/fixtures/articles").glob("*.json"))]
            articles.write_text("".join(json.dumps(b) + "\n" for b in bodies if "text" in b))
        lengths = [len(json.loads(line)["text"]) for line in articles.read_text().splitlines()]
        print(f"{len(lengths)} articles, {sum(lengths) / len(lengths):.0f} characters each, {a.connections} connections, {a.seconds} s")
        rows = [drive("copydesk", [a.binary, "serve", "--listen", "127.0.0.1:18080"], 18080, articles, a.seconds, a.connections)]
        if not a.copydesk_only:
            uvicorn = [a.venv / "bin/uvicorn", "reference:app", "--workers", "2", "--port", "18081", "--log-level", "warning"]
            threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            rows.append(drive("reference", uvicorn, 18081, articles, a.seconds, a.connections, threads))
    names = list(rows[0])[1:]
    print("| | " + " | ".join(row["name"] for row in rows) + (" | ratio |" if len(rows) > 1 else " |"))
    print("|---|" + "---:|" * (len(rows) + (len(rows) > 1)))
    for n in names:
        ratio = f" {rows[0][n] / rows[1][n]:.2f} |" if len(rows) > 1 and rows[1][n] else " |" if len(rows) > 1 else ""
        print(f"| {n} | " + " | ".join(f"{row[n]:,.2f}" for row in rows) + " |" + ratio)


if __name__ == "__main__":
    main()
