"""CPU time for a KB of article by the length of the article, and the memory of a worker, on the command line and one thread.

    python sizes.py target/release/copydesk [--megabytes 8] [--rounds 3]

Articles are sentences of the fixture articles put together anew. Starting is taken off; the quickest of some rounds is told.
"""

import argparse
import json
import os
import random
import re
import subprocess
import tempfile
from pathlib import Path

import corpus

SIZES = (1_000, 4_000, 10_000, 100_000, 1_000_000)


def run(binary: str, articles: list[str], threads: int = 1) -> tuple[float, float]:
    """CPU seconds of user and system, and peak MiB."""
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text, "published_at": "2024-05-24"}) + "\n" for text in articles)
        file.flush()
        flags = ["--threads", str(threads), "--format", "ndjson", file.name]
        process = subprocess.Popen([binary, "normalize", *flags], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        assert status == 0, status
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--megabytes", type=float, default=8, help="text for each length")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    texts = [json.loads(path.read_text("utf-8")).get("text") or "" for path in sorted(corpus.FIXTURES.glob("[!g]*.json"))]
    paragraphs = [p for text in texts for p in text.split("\n\n")[1:] if len(p) > 150]
    sentences = [s for p in paragraphs for s in re.split(r"(?<=[a-z][.”]) (?=[A-Z])", p) if 40 < len(s) < 300]
    random_ = random.Random(11)

    def article(size: int) -> str:
        parts, length = ["Harbour bridge closes for repairs"], 0
        while length < size:
            # A paragraph that was there before would be dropped as a duplicate.
            parts.append(" ".join(random_.sample(sentences, random_.randint(2, 5))))
            length += len(parts[-1].encode()) + 2
        return "\n\n".join(parts)

    started, idle = run(given.binary, ["a"])
    print(f"starting {started:.2f} CPU seconds, {idle:.0f} MiB")
    for size in SIZES:
        articles = [article(size) for _ in range(max(1, int(given.megabytes * 1e6) // size))]
        total = sum(len(text.encode()) for text in articles)
        runs = [run(given.binary, articles) for _ in range(given.rounds)]
        best = min(cpu for cpu, _ in runs) - started
        print(
            f"{total / len(articles) / 1000:7.1f} KB: {best / total * 1e6:.2f} ms a KB, {len(articles) / best:8.1f} articles a "
            f"core-second, peak {max(peak for _, peak in runs):.0f} MiB",
            flush=True,
        )


if __name__ == "__main__":
    main()
