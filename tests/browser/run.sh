#!/usr/bin/env bash
# The playground, Swagger UI and the examples against a running service, in headless Chromium.
# Usage: tests/browser/run.sh [pytest arguments]
# COPYDESK_BIN names a built binary (else one is built), CHROMIUM a browser (else Debian's is installed where none is).
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -z "${COPYDESK_BIN:-}" ]; then
  cargo build --locked --features train --bin copydesk --example client --example embed
  COPYDESK_BIN=${CARGO_TARGET_DIR:-target}/debug/copydesk
fi
browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if [ -z "${CHROMIUM:-}" ] && ! browser >/dev/null; then
  # A fresh Debian machine; elsewhere install a Chromium and name it in CHROMIUM.
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
export COPYDESK_BIN CHROMIUM=${CHROMIUM:-$(browser)}

venv=${TMPDIR:-/tmp}/copydesk-browser-tests
[ -x "$venv/bin/pytest" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement tests/browser/requirements.txt
exec "$venv/bin/pytest" -p no:cacheprovider tests/browser "$@"
