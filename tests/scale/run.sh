#!/usr/bin/env bash
# Checks of what runs beyond one machine. Needs Python 3.10 or later and a package registry.
#
#   tests/scale/run.sh light    manifests against the schemas of Kubernetes: seconds
#   tests/scale/run.sh heavy    builds the wheel and the binary; the same corpus through every way in:
#                               HTTP, batch, command line, wheel, Spark, Ray. Needs Java 17 or later.
#
# SCALE_VENV     virtual environment to use or make (default: a folder under TMPDIR)
# SCALE_ARTICLES articles in the corpus (default 20000)
# SCALE_PROFILE  cargo profile of wheel and binary (default release)
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=${SCALE_VENV:-${TMPDIR:-/tmp}/copydesk-scale-venv}
articles=${SCALE_ARTICLES:-20000}
profile=${SCALE_PROFILE:-release}
part=${1:-light}

[[ -x $venv/bin/python ]] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "tests/scale/requirements-$part.txt"

case $part in
light)
    # Strict: an unknown field is an error. The oldest version that knows the preStop sleep, and the newest.
    for version in 1.30 1.37; do
        "$venv/bin/kubernetes-validate" --strict --quiet --no-warn --kubernetes-version "$version" deploy/kubernetes/*.yaml
    done
    "$venv/bin/python" tests/scale/manifests.py
    ;;
heavy)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    "$venv/bin/maturin" build --quiet --profile "$profile" --manifest-path python/Cargo.toml --out "$work/dist" --interpreter "$venv/bin/python"
    cargo build --quiet --locked --profile "$profile" --features parquet --bin copydesk
    # The wheel is tested where nothing else is installed, then where Spark and Ray are.
    python3 -m venv "$work/clean"
    "$work/clean/bin/pip" install --quiet --disable-pip-version-check "$work"/dist/*.whl
    "$work/clean/bin/python" -c 'import copydesk, doctest; r = doctest.testmod(copydesk); assert r.attempted and not r.failed'
    "$venv/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "$work"/dist/*.whl
    "$venv/bin/python" tests/scale/one_result.py --binary "target/$profile/copydesk" --articles "$articles" --work "$work"
    ;;
*)
    echo "usage: $0 light|heavy" >&2
    exit 2
    ;;
esac
