"""The clients under examples/ run against a service and say what they should."""

import json
import re
import subprocess
import sys

from conftest import BIN, ROOT


def run(*command, stdin=None):
    done = subprocess.run([str(part) for part in command], input=stdin, capture_output=True, text=True, timeout=120, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_curl(service):
    out = run("examples/curl.sh", service).stdout
    assert '"reason":"related_link"' in out
    assert '"summary":{"lines":3,"ok":2,"failed":1}' in out
    assert '"pointer":"/options/offset_unit"' in out


def test_python(service):
    out = run(sys.executable, "examples/python/normalize.py", service).stdout
    assert "related_link" in out and "'Read also: Ferry fares rise again'" in out
    assert "'Monday' is 2024-05-27" in out
    assert "Karen Lindqvist" in out


def test_python_batch_longer_than_every_buffer(service):
    text = "Swans delay canal\n\n" + "The canal in Odense stays closed until Friday. " * 400
    options = {"stages": ["clean"]}
    lines = [json.dumps({"id": str(n), "text": text, "options": options}) for n in range(300)]
    lines[7] = json.dumps({"id": "7"})
    done = run(sys.executable, "examples/python/batch.py", service, stdin="\n".join(lines) + "\n")
    ids = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert ids == [str(n) for n in range(300) if n != 7]
    assert "line 7 (7): text_or_html_required" in done.stderr
    assert "299 of 300 articles" in done.stderr


def test_node(service):
    out = run("node", "examples/node/offsets.mjs", service).stdout
    assert "removed\trelated_link\tRead also: Ferry fares rise" in out
    assert "place\tOdense\tOdense" in out
    assert re.search(r"^date\t2024-05-\d\d\tFriday$", out, re.MULTILINE)


def test_rust(service):
    out = run(BIN.parent / "examples/client", service).stdout
    assert "Place\tOdense\tOdense" in out
    assert "Removed\tRelatedLink\tRead also: Ferry fares rise" in out


def test_embedded():
    out = run(BIN.parent / "examples/embed", stdin="Canal opens\n\nThe canal in Odense, Denmark, opened.\n\nRead also: Swans").stdout
    assert "Odense" in out and "Read also" not in out
