#!/usr/bin/env bash
# Both API descriptions through a linter that knows OpenAPI; a warning fails.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/service.sh
linter="$tools/redocly/node_modules/.bin/redocly"
version=2.77.0
[ "$("$linter" --version 2>/dev/null)" = "$version" ] ||
  npm install --silent --no-audit --no-fund --prefix "$tools/redocly" "@redocly/cli@$version"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
"$linter" lint --config tests/linter/redocly.yaml --max-problems 1000 openapi/openapi.json openapi/openapi-3.0.json
