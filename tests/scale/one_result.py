"""One result everywhere: the same corpus through every way in gives byte-identical documents, and the
same refusals for the rows that have none.

    python one_result.py --binary target/release/copydesk --articles 20000 --work FOLDER

The ways are compared with each other, never with a fixed output. Prints the throughput of each, by the clock
and by CPU time (of this process and its children: the fair figure on a machine that does other work).
"""

from __future__ import annotations

import argparse
import concurrent.futures
import ctypes
import gzip
import http.client
import json
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[2]

# id → the document's bytes, or the code of its refusal.
Outcomes = dict[str, "bytes | str"]


class Spent:
    """Wall and CPU seconds since it was made, until `stop`."""

    def __init__(self) -> None:
        self.begin = self.now()

    @staticmethod
    def now() -> tuple[float, float]:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return time.monotonic(), sum(u.ru_utime + u.ru_stime for u in used)

    def stop(self) -> Spent:
        self.wall = time.monotonic() - self.begin[0]
        self.cpu = self.now()[1] - self.begin[1]
        return self


def adopt() -> None:
    """Lets processes whose parent ends become children of this one, so that their CPU time is counted."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def wait_for_adopted(seconds: float) -> None:
    """Waits until every process that an engine left behind has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.2)
        except ChildProcessError:
            return


class Check:
    def __init__(self, binary: Path, work: Path, articles: int) -> None:
        self.binary, self.work = binary, work
        self.input = work / "articles.ndjson"
        corpus.write(articles, self.input)
        self.lines = self.input.read_bytes().splitlines()
        self.ids = [json.loads(line)["id"] for line in self.lines]
        self.expected: Outcomes = {}

    def same(self, way: str, outcomes: Outcomes, spent: Spent | None = None) -> None:
        rows = len(outcomes)
        if not self.expected:
            self.expected = outcomes
            documents = sum(isinstance(o, bytes) for o in outcomes.values())
            assert list(outcomes) == self.ids and 0 < documents < rows, (rows, documents)
        else:
            different = [i for i in outcomes if outcomes[i] != self.expected[i]]
            assert not different, f"{way}: {len(different)} of {rows} differ, such as {different[0]}"
        speed = f", {rows / spent.wall:8.0f}/s, {rows / spent.cpu:8.0f} a CPU second" if spent else ""
        print(f"{way:28} {rows:7} rows the same{speed}", flush=True)

    # Command line

    def cli(self, way: str, source: Path, shards: int, kind: str, threads: int) -> None:
        out = self.work / way.replace(" ", "-").replace("/", "-")
        spent = Spent()
        for index in range(shards):
            command = [self.binary, "normalize", source, "--out", out, f"--shard={index}/{shards}"]
            command += [f"--write={kind}", f"--threads={threads}", "--part-mib=4"]
            code = subprocess.run(command, stderr=subprocess.DEVNULL).returncode
            # A shard without a part to do has no rejects either.
            assert code in (0, 3), f"{way}: exit code {code}"
        spent.stop()
        self.same(way, self.outcomes_of(out, kind), spent)
        manifests = [json.loads(f.read_text()) for f in sorted(out.glob("_manifest/shard-*.json"))]
        assert len(manifests) == shards
        assert sum(m["documents"] + m["rejected"] for m in manifests) == len(self.ids)
        shutil.rmtree(out)

    def outcomes_of(self, out: Path, kind: str) -> Outcomes:
        found: Outcomes = {}
        for file in sorted(out.glob("_rejects/*.ndjson")):
            for line in file.read_bytes().splitlines():
                reject = json.loads(line)
                found[reject["id"]] = reject["error"]["code"]
        for file in sorted(f for f in out.iterdir() if f.is_file()):
            if kind == "parquet":
                import pyarrow.parquet

                # Without the column of JSON: the nested columns have to say the same.
                for row in pyarrow.parquet.read_table(file).to_pylist(maps_as_pydicts="strict"):
                    found[row["id"]] = equal_members(row, self.expected[row["id"]])
                continue
            data = gzip.decompress(file.read_bytes()) if kind.endswith(".gz") else file.read_bytes()
            for line in data.splitlines():
                found[json.loads(line)["id"]] = line
        return {i: found[i] for i in self.ids}

    # HTTP

    def http(self, single: int) -> None:
        command = [self.binary, "serve", "--listen", "127.0.0.1:0", "--log-format", "json"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            address = None
            for line in server.stderr:
                if found := re.search(r"127\.0\.0\.1:(\d+)", line):
                    address = ("127.0.0.1", int(found.group(1)))
                    break
            assert address, "the service said no address"
            drain = concurrent.futures.ThreadPoolExecutor(1)
            drain.submit(server.stderr.read)
            self.http_single(address, single)
            self.http_batch(address)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)

    def http_single(self, address: tuple[str, int], count: int) -> None:
        # Every article that is refused, and `count` others.
        refused = [i for i, o in self.expected.items() if isinstance(o, str)]
        chosen = set(self.ids[:: max(1, len(self.ids) // count)]) | set(refused)
        work = [(i, line) for i, line in zip(self.ids, self.lines) if i in chosen]

        def some(part: list[tuple[str, bytes]]) -> Outcomes:
            connection = http.client.HTTPConnection(*address, timeout=60)
            answers: Outcomes = {}
            for article, line in part:
                connection.request("POST", "/v1/normalize", line, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                body = answer.read()
                answers[article] = body if answer.status == 200 else json.loads(body)["code"]
            return answers

        found: Outcomes = {}
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for answers in pool.map(some, [work[n::4] for n in range(4)]):
                found |= answers
        self.same("HTTP, one a request", found)

    def http_batch(self, address: tuple[str, int]) -> None:
        connection = http.client.HTTPConnection(*address, timeout=600)
        headers = {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
        # Sent by another thread: the service reads no faster than its answer is read.
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            connection.putrequest("POST", "/v1/normalize/batch")
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            # Not `connection.send`, which opens a new connection once the answer has said `Connection: close`.
            socket = connection.sock

            def send() -> None:
                for start in range(0, len(self.lines), 64):
                    piece = b"".join(line + b"\n" for line in self.lines[start : start + 64])
                    socket.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                socket.sendall(b"0\r\n\r\n")

            sent = pool.submit(send)
            answer = connection.getresponse()
            lines = answer.read().splitlines()
            sent.result()
        summary = json.loads(lines.pop())["summary"]
        assert summary["lines"] == len(lines) == len(self.ids), (summary, lines[-1])
        found: Outcomes = {}
        for article, line in zip(self.ids, lines):
            outcome = json.loads(line)
            if "error" in outcome:
                found[article] = outcome["error"]["code"]
            else:
                found[article] = line[line.index(b'"document":') + len(b'"document":') : -1]
        self.same("HTTP, batch", found)

    # The wheel

    def wheel(self, single: int) -> None:
        import pyarrow
        import pyarrow.parquet

        import copydesk

        found: Outcomes = {}
        for article, line in list(zip(self.ids, self.lines))[:: max(1, len(self.ids) // single)]:
            try:
                found[article] = copydesk.normalize_json(line).encode()
                assert copydesk.normalize(json.loads(line)) == json.loads(found[article])
            except copydesk.ArticleError as error:
                found[article] = error.code
        self.same("wheel, one a call", found)

        articles = [json.loads(line) for line in self.lines]
        schema = pyarrow.schema([(name, pyarrow.string()) for name in copydesk.ARTICLE_COLUMNS])
        table = pyarrow.Table.from_pylist(articles, schema=schema)
        spent = Spent()
        documents = copydesk.normalize_table(table, include_json=True)
        spent.stop()
        self.same("wheel, Arrow, one thread", columns(documents), spent)

        # The lock is released: two threads work at once, and give the same.
        batches = table.to_batches(max_chunksize=256)
        spent = Spent()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            done = list(pool.map(lambda b: copydesk.normalize_batch(b, include_json=True), batches))
        spent.stop()
        self.same("wheel, Arrow, all threads", columns(pyarrow.Table.from_batches(done)), spent)
        pyarrow.parquet.write_table(table, self.work / "articles.parquet", row_group_size=4096)

    # Engines

    def engine(self, way: str, job: str, source: Path, *arguments: str) -> None:
        import pyarrow.dataset

        out = self.work / "engine"
        files, spent = self.job(job, source, out, *arguments)
        table = pyarrow.dataset.dataset(files).to_table()
        assert table.num_rows == len(self.ids), f"{way}: {table.num_rows} rows"
        found = columns(table)
        self.same(f"{way}, {len(files)} files", {i: found[i] for i in self.ids}, spent)

    def start_up(self, way: str, job: str, source: Path, *arguments: str) -> None:
        """What an engine costs before it does anything: the same job on a hundred articles."""
        _, spent = self.job(job, source, self.work / "engine", *arguments)
        print(f"{way}: starts and ends in {spent.wall:.0f} s, {spent.cpu:.0f} CPU seconds", flush=True)

    def job(self, job: str, source: Path, out: Path, *arguments: str) -> tuple[list[str], Spent]:
        shutil.rmtree(out, ignore_errors=True)
        environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
        command = [sys.executable, ROOT / "examples" / job, source, out, "--json", *arguments]
        spent = Spent()
        ended = subprocess.run(command, env=environment, capture_output=True, text=True)
        wait_for_adopted(60)
        spent.stop()
        assert ended.returncode == 0, ended.stderr[-4000:]
        return [str(file) for file in out.rglob("*.parquet")], spent


def columns(table) -> Outcomes:
    """The outcomes in a table; its nested columns have to say what its JSON says."""
    found: Outcomes = {}
    for row in table.to_pylist(maps_as_pydicts="strict"):
        text, error = row.pop("json"), row.pop("error")
        if error:
            assert text is None and row["text"] is None, row
            found[row["id"]] = error["code"]
        else:
            found[row["id"]] = equal_members(row, text.encode())
    return found


def equal_members(row: dict, document: bytes) -> bytes:
    """`document`, when the columns of `row` hold the same; fails otherwise."""
    given, expected = plain(row), plain(json.loads(document))
    for name in expected.keys() | given.keys():
        assert given.get(name) == expected.get(name), f"{row['id']}: the column {name} differs from the JSON"
    return document


def plain(value):
    """A value without what tells columns from JSON: nulls, empty lists and `ambiguous: false` are left
    out, spans and coordinates are lists, numbers have single precision."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end"} or value.keys() == {"latitude", "longitude"}:
            return [plain(member) for member in value.values()]
        members = {k: plain(v) for k, v in value.items() if (k, v) != ("ambiguous", False)}
        return {k: v for k, v in members.items() if v not in (None, [], {})}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return struct.unpack("f", struct.pack("f", value))[0]
    return value


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--single", type=int, default=2_000, help="articles that go one at a time")
    parser.add_argument("--partitions", default="1,4,16")
    parser.add_argument("--without", default="", help="ways to leave out: files, http, wheel, parquet, spark, ray")
    arguments = parser.parse_args()
    adopt()
    without = arguments.without.split(",")
    check = Check(arguments.binary.resolve(), arguments.work, arguments.articles)
    cores = os.cpu_count() or 1

    check.cli("command line", check.input, 1, "ndjson", cores)
    if "files" not in without:
        check.cli("command line, one thread", check.input, 1, "ndjson", 1)
        packed = check.work / "packed.ndjson.gz"
        packed.write_bytes(gzip.compress(check.input.read_bytes(), 1))
        check.cli("command line, gzip", packed, 1, "ndjson.gz", cores)
        check.cli("command line, 5 shards", check.input, 5, "ndjson", cores)
    if "http" not in without:
        check.http(arguments.single)
    if "wheel" not in without:
        check.wheel(arguments.single)
    if "parquet" not in without:
        source = check.work / "articles.parquet"
        check.cli("command line, Parquet", source if source.exists() else check.input, 2, "parquet", cores)
    few = check.work / "few.ndjson"
    few.write_bytes(b"".join(line + b"\n" for line in check.lines[:100]))
    if "spark" not in without:
        check.start_up("Spark", "spark_job.py", few, "--partitions", "1")
        for partitions in arguments.partitions.split(","):
            check.engine(f"Spark, {partitions} partitions", "spark_job.py", check.input, "--partitions", partitions)
    if "ray" not in without:
        import pyarrow.parquet

        source = check.work / "articles.parquet"
        pyarrow.parquet.write_table(pyarrow.parquet.read_table(source).slice(0, 100), check.work / "few.parquet")
        check.start_up("Ray Data", "ray_job.py", check.work / "few.parquet")
        check.engine("Ray Data", "ray_job.py", source)
    print("one result everywhere")


if __name__ == "__main__":
    main()
