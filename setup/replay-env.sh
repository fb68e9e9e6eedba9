#!/bin/sh
# Installs other people's players for the replay tests into .venv-replay/. pywb pins a redis client of its own
# and must not stand beside the program's packages; of npm's ReplayWeb.page only the two scripts that run in a
# browser are taken, not the many packages they were built from. Does nothing when that is done already.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"

player=replaywebpage-2.4.6
sha256=6faef5c261e94b6e83cd6ee975bd0378fd4bc948bb14d36d45c709ffecb261b8
if [ ! -e ".venv-replay/player/$player" ]; then
    printf 'setup: installing %s into .venv-replay/player/ (pinned by its SHA-256)\n' "$player" >&2
    mkdir -p .venv-replay/player
    npm pack --silent --pack-destination .venv-replay/player "replaywebpage@${player#*-}" >/dev/null
    echo "$sha256  .venv-replay/player/$player.tgz" | sha256sum --check --quiet
    tar -xzf ".venv-replay/player/$player.tgz" -C .venv-replay/player --strip-components 1 package/ui.js package/sw.js
    mv ".venv-replay/player/$player.tgz" ".venv-replay/player/$player"
fi

pins=setup/replay-constraints.txt
cmp -s "$pins" .venv-replay/installed && exit 0
printf 'setup: installing pywb into .venv-replay/ (pinned in %s)\n' "$pins" >&2
[ -x .venv-replay/bin/python ] || python3 -m venv .venv-replay
if ! .venv-replay/bin/python -m pip install -q --disable-pip-version-check -c "$pins" pywb setuptools; then
    printf 'setup: pip could not install pywb; the lines above say why\n' >&2
    exit 1
fi
cp "$pins" .venv-replay/installed
