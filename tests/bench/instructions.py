#!/usr/bin/env python3
"""Instructions of each stage, counted by callgrind: the same within 0.2 % on every run, whatever else the machine does.

    tests/bench/instructions.py target/release/copydesk            # compares; fails above 3 % more
    tests/bench/instructions.py target/release/copydesk --update   # writes instructions.json anew

The articles are those of tests/fixtures/articles, on one thread; what a stage calls counts for it. Counts hold for one
compiler and one set of instructions: where these differ from what the kept counts were made with, the difference is
told and nothing fails. Needs valgrind.
"""
import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEPT = HERE / "instructions.json"
ARTICLES = HERE.parent / "fixtures" / "articles"
MORE = 1.03
STAGES = {
    "start": "copydesk::normalizer::Normalizer::new",
    "all stages": "copydesk::normalizer::Normalizer::normalize_timed",
    "clean": "copydesk::clean::clean",
    "language": "copydesk::language::identify",
    "entities, tagger": "copydesk::entities::tagger::Tagger::tag",
    "entities, resolution": "copydesk::entities::resolve::resolve",
    "quotes": "copydesk::quotes::extract",
    "dates": "copydesk::dates::extract",
}


def count(binary: Path) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        articles, out = Path(folder, "articles.ndjson"), Path(folder, "callgrind.out")
        lines = [json.dumps(json.loads(p.read_text())) for p in sorted(ARTICLES.glob("*.json"))]
        articles.write_text("\n".join(lines) + "\n")
        run = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", binary, "normalize", articles]
        subprocess.run([*run, "--threads", "1"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        annotate = ["callgrind_annotate", "--inclusive=yes", "--threshold=100", out]
        table = subprocess.run(annotate, check=True, capture_output=True, text=True).stdout
    counts: dict[str, int] = {}
    for line in table.splitlines():
        found = re.match(r"\s*([\d,]+) .*?:(copydesk::\S+)", line)
        if found:
            counts.setdefault(found[2], int(found[1].replace(",", "")))
    missing = [name for name in STAGES.values() if name not in counts]
    if missing:
        sys.exit(f"not seen by callgrind, perhaps inlined: {missing}")
    return {stage: counts[name] for stage, name in STAGES.items()}


def made_with() -> dict[str, str]:
    """What counts depend on besides the source."""
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    flags = Path("/proc/cpuinfo").read_text().split()
    return {"rustc": rustc, "processor": f"{platform.machine()}{' with AVX2' if 'avx2' in flags else ''}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=Path)
    parser.add_argument("--update", action="store_true", help="write the counts that later runs are compared with")
    args = parser.parse_args()
    counts = count(args.binary.resolve())
    if args.update:
        KEPT.write_text(json.dumps({"made with": made_with(), "counts": counts}, indent=2) + "\n")
        return
    kept = json.loads(KEPT.read_text())
    here, there, kept = made_with(), kept["made with"], kept["counts"]
    for stage, now in counts.items():
        print(f"{stage:22}{kept[stage]:14,}{now:14,} {now / kept[stage] - 1:+8.2%}")
    worse = [stage for stage, now in counts.items() if now > kept[stage] * MORE]
    if here != there:
        print(f"not judged: the kept counts were made with {there}, these with {here}")
    elif worse:
        sys.exit(f"more than 3 % above {KEPT.name}: {', '.join(worse)}")


if __name__ == "__main__":
    main()
