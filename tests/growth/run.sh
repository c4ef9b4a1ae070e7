#!/usr/bin/env bash
# Instructions for four times the text, counted by valgrind: see main.rs. Needs valgrind and python3.
#   tests/growth/run.sh [path of the test program]
set -euo pipefail
cd "$(dirname "$0")/../.."
program="${1:-$(cargo test --features train --test growth --no-run --message-format json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*growth-[^"]*\)".*/\1/p')}"
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT
valgrind --quiet --tool=callgrind --callgrind-out-file="$out/dump" --dump-before='*growth*measured*' "$program" >"$out/names"
python3 tests/growth/ratios.py "$out"
