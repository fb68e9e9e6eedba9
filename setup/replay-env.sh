#!/bin/sh
# Installs pywb into .venv-replay/, for the replay tests: it pins a redis client of its own and must not
# stand beside the program's packages. Does nothing when that is done already.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"

pins=setup/replay-constraints.txt
cmp -s "$pins" .venv-replay/installed && exit 0
printf 'setup: installing pywb into .venv-replay/ (pinned in %s)\n' "$pins" >&2
[ -x .venv-replay/bin/python ] || python3 -m venv .venv-replay
if ! .venv-replay/bin/python -m pip install -q --disable-pip-version-check -c "$pins" pywb setuptools; then
    printf 'setup: pip could not install pywb; the lines above say why\n' >&2
    exit 1
fi
cp "$pins" .venv-replay/installed
