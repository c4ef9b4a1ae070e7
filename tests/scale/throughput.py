"""What an engine costs beside the plain command line: CPU time for each further article, so that starting a virtual
machine or workers, which a long job does once, does not count.

    python throughput.py --binary target/release/copydesk [--articles 4000] [--ways cli,spark]

Every way does the corpus once as it is and once four times as large; the difference is what is told. CPU time is that of
all processes that a way starts: the fair figure on a machine that does other work. Ray is not here: its workers' time is
not told to whoever started the job.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import corpus
from one_result import ROOT, Spent, adopt, wait_for_adopted

TIMES = 4


def cpu(command: list[str | Path]) -> float:
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    spent = Spent()
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    wait_for_adopted(60)
    spent.stop()
    assert ended.returncode in (0, 3), ended.stderr[-4000:]
    return spent.cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, required=True, help="built with the feature `parquet`")
    parser.add_argument("--articles", type=int, default=4_000)
    parser.add_argument("--ways", default="cli,spark")
    parser.add_argument("--corpus", type=Path, help="NDJSON to take articles from instead of the made-up corpus")
    given = parser.parse_args()
    adopt()
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sizes = (given.articles, given.articles * TIMES)
        inputs = [work / f"articles-{size}.ndjson" for size in sizes]
        if given.corpus:
            lines = given.corpus.read_bytes().splitlines(keepends=True)
            for size, path in zip(sizes, inputs):
                path.write_bytes(b"".join(lines[n % len(lines)] for n in range(size)))
        else:
            for size, path in zip(sizes, inputs):
                corpus.write(size, path)
        bytes_each = inputs[1].stat().st_size / sizes[1]

        def cli(kind: str):
            flags = [f"--write={kind}", f"--threads={cores}", "--part-mib=4"]
            return lambda source, out: [given.binary, "normalize", source, "--out", out, *flags]

        def job(name: str, *flags: str):
            return lambda source, out: [sys.executable, ROOT / "examples" / name, source, out, *flags]

        ways = {
            "cli": [("command line, NDJSON", cli("ndjson")), ("command line, Parquet", cli("parquet"))],
            "spark": [("Spark", job("spark_job.py", "--partitions", str(2 * cores)))],
        }
        print(f"{sizes[0]} and {sizes[1]} articles of {bytes_each:.0f} bytes, {cores} cores", flush=True)
        first = None
        for name in given.ways.split(","):
            for way, command in ways[name]:
                used = []
                for source in inputs:
                    out = work / "out"
                    used.append(cpu(command(source, out)))
                    shutil.rmtree(out)
                each = (used[1] - used[0]) / (sizes[1] - sizes[0])
                first = first or each
                start = used[0] - each * sizes[0]
                print(
                    f"{way:24} {1 / each:7.0f} articles a CPU second, {first / each:5.0%} of the first; "
                    f"starting {start:.1f} CPU seconds",
                    flush=True,
                )


if __name__ == "__main__":
    main()
