#!/usr/bin/env bash
# Property tests of the API from its own description, all checks on: requests that fit the schema
# are served, requests that do not are refused, and every answer is as described.
#   tests/schemathesis/run.sh [path of the binary]
set -euo pipefail
cd "$(dirname "$0")/../.."
binary="${1:-target/debug/copydesk}"
venv=${TMPDIR:-/tmp}/copydesk-schemathesis
test -x "$venv/bin/schemathesis" || { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet 'schemathesis==4.32.5'; }

log="$(mktemp)"
"$binary" serve --listen 127.0.0.1:0 2>"$log" &
server=$!
trap 'kill "$server"; rm -f "$log"' EXIT
until url="$(sed -n 's/.*"address":"\([^"]*\)".*/http:\/\/\1/p;q' "$log")" && test -n "$url"; do
  kill -0 "$server"
  sleep 0.1
done
SCHEMATHESIS_HOOKS=hooks PYTHONPATH=tests/schemathesis "$venv/bin/schemathesis" \
  --config-file tests/schemathesis/schemathesis.toml run \
  --phases examples,coverage,fuzzing --max-examples "${MAX_EXAMPLES:-50}" --url "$url" openapi/openapi.json
