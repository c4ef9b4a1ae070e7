#!/usr/bin/env bash
# Property tests of the API from its own description, all checks on: requests that fit the schema
# are served, requests that do not are refused, and every answer is as described.
#   tests/schemathesis/run.sh [path of the binary]
# MAX_EXAMPLES (default 100) bounds the made-up requests for each operation and phase.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/service.sh
venv="$(environment schemathesis 'schemathesis==4.32.5')"
serve "${1:-target/debug/copydesk}"
# The same requests on every run; a longer search takes another seed.
SCHEMATHESIS_HOOKS=hooks PYTHONPATH=tests/schemathesis "$venv/bin/schemathesis" \
  --config-file tests/schemathesis/schemathesis.toml run \
  --phases examples,coverage,fuzzing --max-examples "${MAX_EXAMPLES:-100}" --seed "${SEED:-1}" \
  --url "$url" openapi/openapi.json
