#!/usr/bin/env bash
# The service by hand. Usage: examples/curl.sh [http://127.0.0.1:8080]
set -euo pipefail
service=${1:-http://127.0.0.1:8080}

echo "== an article, with everything that was found in it"
curl --fail-with-body --silent --show-error "$service/v1/normalize" --json @- <<'ARTICLE'
{"id": "feed-42/000123", "published_at": "2024-05-24",
 "text": "Harbour bridge closes for repairs\n\nThe Port of Aarhus will close its bridge on Monday, Mayor Karen Lindqvist said.\n\nRead also: Ferry fares rise"}
ARTICLE

echo; echo "== a page, cleaned only; the answer compressed on its way"
curl --fail-with-body --silent --show-error --compressed "$service/v1/clean" --json @- <<'PAGE'
{"html": "<html><body><nav>Home</nav><article><h1>Harbour bridge closes</h1><p>The bridge will close on Monday.</p></article></body></html>"}
PAGE

echo; echo "== many articles: one a line in, one a line out, a summary at the end"
curl --fail-with-body --silent --show-error --no-buffer "$service/v1/normalize/batch" \
  --header 'content-type: application/x-ndjson' --data-binary @- <<'LINES'
{"id": "1", "text": "Ferry fares rise\n\nFares will rise in June 2024."}
{"id": "2"}
{"id": "3", "text": "Swans delay canal\n\nThe canal in Odense stays closed until Friday."}
LINES

echo "== an error says what and where"
curl --silent --show-error "$service/v1/normalize" --json '{"text": "x", "options": {"offset_unit": "utf-16"}}'
echo
