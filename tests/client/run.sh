#!/usr/bin/env bash
# Clients generated from both API descriptions send an article, a batch and a mistake to a running service,
# and their classes hold all of what comes back.
#   tests/client/run.sh [path of the binary]
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/service.sh
venv="$(environment client 'openapi-python-client==0.29.1' 'httpx==0.28.1' 'attrs==26.1.0' 'python-dateutil==2.9.0.post0')"
serve "${1:-target/debug/copydesk}"
for version in openapi openapi-3.0; do
  rm -rf "$tools/generated"
  mkdir -p "$tools/generated"
  "$venv/bin/openapi-python-client" generate --path "openapi/$version.json" --config tests/client/config.yaml \
    --meta none --fail-on-warning --output-path "$tools/generated/generated"
  PYTHONPATH="$tools/generated" "$venv/bin/python" tests/client/round_trip.py "$url"
done
