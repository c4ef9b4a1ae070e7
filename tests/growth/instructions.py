#!/usr/bin/env python3
"""Instructions for articles of every kind in kinds.json, doubled twice: little more than twice as many each time.

    tests/growth/instructions.py target/release/copydesk

All stages, on one thread, counted by callgrind, which is the same on every run whatever else the machine does.
Needs valgrind; minutes.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

KINDS = json.loads(Path(__file__).with_name("kinds.json").read_text("utf-8"))
SMALL, DOUBLINGS = 8_000, 2
# Room for sorting and for tables that double.
MOST = 2.2
CALL = "copydesk::normalizer::Normalizer::normalize_timed*"


def repeated(piece: str, size: int) -> str:
    """At least `size` bytes of whole pieces; each `#` becomes a word that was not there yet."""
    out, length, words = [], 0, 0
    while length < size:
        part = ""
        for c in piece:
            if c == "#":
                words += 1
                c = "".join(chr(97 + words // 26**i % 26) for i in range(4))
            part += c
        out.append(part)
        length += len(part.encode())
    return "".join(out)


def main() -> None:
    names, lines = [], []
    for member, kinds in KINDS.items():
        for name, piece in kinds.items():
            names.append(f"{member} {name}")
            # Twice, and the fewer count: what is made at first use, and what threads read meanwhile, is no part of it.
            for doublings in [d for d in range(DOUBLINGS + 1) for _ in range(2)]:
                article = {member: repeated(piece, SMALL << doublings), "language": "en", "published_at": "2024-05-24"}
                lines.append(json.dumps(article))
    with tempfile.TemporaryDirectory() as folder:
        articles, out = Path(folder, "articles.ndjson"), Path(folder, "dump")
        articles.write_text("\n".join(lines) + "\n")
        valgrind = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}", f"--dump-before={CALL}"]
        run = [*valgrind, sys.argv[1], "normalize", "--format", "ndjson", "--threads", "1", articles]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        # A dump ends before a call: the first holds the start; the end has no number.
        dumps = sorted(Path(folder).glob("dump.*"), key=lambda path: int(path.suffix[1:]))[1:] + [out]
        counts = [int(re.search(r"^(?:totals|summary): (\d+)", dump.read_text(), re.M)[1]) for dump in dumps]
    assert len(counts) == len(lines), (len(counts), len(lines))
    failed = []
    for name in names:
        own = [min(counts.pop(0), counts.pop(0)) for _ in range(DOUBLINGS + 1)]
        most = max(after / before for before, after in zip(own, own[1:]))
        print(f"{name:26}", *(f"{count:14,}" for count in own), f"{most:6.2f}", flush=True)
        if most > MOST:
            failed.append(name)
    if failed:
        sys.exit(f"more than linear: {failed}")


if __name__ == "__main__":
    main()
