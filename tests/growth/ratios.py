"""Reads valgrind's counts from one call to the next, and fails where four times the text takes more than
five times the instructions."""

import pathlib
import re
import sys

MOST = 5.0

folder = pathlib.Path(sys.argv[1])
names = [line[:26].strip() for line in (folder / "names").read_text().splitlines()]
# A dump ends before a call: the first holds the start, the last has no number.
dumps = sorted(folder.glob("dump.*"), key=lambda path: int(path.suffix[1:]))
counts = [int(re.search(r"^(?:totals|summary): (\d+)", path.read_text(), re.M)[1]) for path in [*dumps, folder / "dump"]]
# The start and two articles before the first that counts.
counts = counts[3:]
assert len(counts) == 2 * len(names), (len(counts), len(names))
failed = []
for name, small, large in zip(names, counts[::2], counts[1::2]):
    print(f"{name:26} {small:14,} {large:14,} {large / small:6.2f}")
    if large > MOST * small:
        failed.append(name)
sys.exit(f"more than linear: {failed}" if failed else 0)
