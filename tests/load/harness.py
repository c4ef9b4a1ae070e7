"""A service of its own and what its process uses, for the load scripts beside it. Standard library alone."""

import http.client
import json
import os
import pathlib
import re
import subprocess
import time

PARAGRAPH = (
    "The Port of Aarhus will close its swing bridge on Monday, Mayor Anders Winnerskjold said. \"The old bearings are "
    "worn out,\" he told reporters in Denmark. The last repair was in September 2019.\n\n"
)


def article(size, **members):
    """A request of about `size` bytes of text."""
    return json.dumps({"text": PARAGRAPH * (size // len(PARAGRAPH) + 1), **members}).encode()


class Group:
    """A control group of version 2 or 1 that may have so many MiB. Needs root."""

    def __init__(self, limit):
        root = pathlib.Path("/sys/fs/cgroup")
        old = (root / "memory").is_dir()
        self.folder = (root / "memory" if old else root) / f"copydesk-{os.getpid()}-{time.monotonic_ns()}"
        self.events = self.folder / ("memory.oom_control" if old else "memory.events")
        self.folder.mkdir()
        (self.folder / ("memory.limit_in_bytes" if old else "memory.max")).write_text(str(limit << 20))

    def enter(self):
        """Puts the process that calls it there."""
        (self.folder / "cgroup.procs").write_text("0")


class Service:
    """`copydesk serve` on a free port until the `with` block ends, with no more than `limit` MiB if one is given."""

    def __init__(self, binary, *flags, limit=None):
        self.group = Group(limit) if limit else None
        self.process = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", *flags],
            stderr=subprocess.PIPE,
            preexec_fn=self.group and self.group.enter,
        )
        self.host, port = json.loads(self.process.stderr.readline())["address"].rsplit(":", 1)
        self.port = int(port)
        # Nobody reads the log; the pipe must not fill.
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)
        while self.get("/readyz")[0] != 200:
            time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        code = self.process.wait(60)
        self.drain.wait(10)
        if self.group:
            self.group.folder.rmdir()
        assert code == 0, f"the service ended with {code}"

    def connect(self, timeout=600):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def send(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get(self, path):
        return self.send("GET", path)

    def post(self, body, path="/v1/normalize", **headers):
        return self.send("POST", path, body, {"Content-Type": "application/json", **headers})

    def memory(self, what="VmRSS"):
        """Resident memory in MiB; `VmHWM` is its peak."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(rf"{what}:\s+(\d+) kB", status.read())[1]) / 1024

    def ended_for_memory(self):
        """Whether the kernel ended it because it took more than its limit."""
        return bool(self.group) and "oom_kill 0" not in self.group.events.read_text()

    def metric(self, name):
        text = self.get("/metrics")[2].decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if re.match(rf"{name}[ {{]", line))


def default_binary():
    return os.environ.get("COPYDESK_BIN", "target/release/copydesk")
