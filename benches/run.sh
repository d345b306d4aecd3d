#!/bin/sh
# Runs all benches beside their peers; the options are those of benches/python/side_by_side.py. Wants `make build` before.
set -eu
cd "$(dirname "$0")/.."
peers=build/bench-venv
if ! cmp -s requirements/bench.txt "$peers/installed.txt"; then
    "${PYTHON:-python3}" -m venv --clear "$peers"
    "$peers/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
    cp requirements/bench.txt "$peers/installed.txt"
fi
exec "$peers/bin/python" benches/python/side_by_side.py "$@"
