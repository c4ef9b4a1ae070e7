# Sourced by the scripts beside it, in the root of the repository: tools that are installed once, and a
# service on a free port that ends with the script.

tools="${CARGO_TARGET_DIR:-$PWD/target}/tools"

# environment NAME REQUIREMENT…: a virtual environment with these Python packages; prints its folder.
environment() {
  local at="$tools/$1" wanted="${*:2}"
  if [ "$(cat "$at/requirements" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$at"
    python3 -m venv "$at"
    "$at/bin/pip" install --quiet --disable-pip-version-check "${@:2}" >&2
    printf '%s' "$wanted" >"$at/requirements"
  fi
  echo "$at"
}

# serve BINARY [FLAG…]: sets `url`, `server` (its process) and `log` (a file).
serve() {
  log="$(mktemp)"
  "$1" serve --listen 127.0.0.1:0 "${@:2}" 2>"$log" &
  server=$!
  trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -f "$log"' EXIT
  until url="$(sed -n 's/.*"address":"\([^"]*\)".*/http:\/\/\1/p;q' "$log")" && test -n "$url"; do
    kill -0 "$server"
    sleep 0.1
  done
}
