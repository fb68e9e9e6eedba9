#!/bin/sh
# Installs what `make run` (argument: run) or `make test` (argument: test) needs on Debian:
# the packages of setup/apt-packages.txt that are missing, then .venv/ with the pinned Python packages.
# Says plainly what is missing when it cannot install it.
set -eu
need=${1:-run}
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"

say() { printf 'setup: %s\n' "$*" >&2; }

missing=''
while read -r package who _; do
    case "$package" in '' | '#'*) continue ;; esac
    [ "$who" = run ] || [ "$need" = test ] || continue
    # A Python built by hand brings its own venv; Debian's needs a package.
    [ "$package" = python3-venv ] && python3 -c 'import ensurepip, venv' 2>/dev/null && continue
    # Node.js from elsewhere brings npm, and Debian's npm would not go beside it.
    [ "$package" = npm ] && command -v npm >/dev/null 2>&1 && continue
    [ "$package" = nodejs ] && command -v node >/dev/null 2>&1 && continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' && continue
    missing="$missing $package"
done <setup/apt-packages.txt

if [ -n "$missing" ] && ! command -v apt-get >/dev/null 2>&1; then
    # What other systems call them cannot be asked: go on, and what needs a missing one names it.
    say "this is no Debian system; make sure that it has what Debian calls:$missing"
elif [ -n "$missing" ]; then
    as_root=''
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "not root and no sudo; as root run: apt-get install$missing"
            exit 1
        fi
        as_root=sudo
    fi
    say "installing Debian packages:$missing"
    $as_root apt-get update -qq || say 'apt-get update failed; trying with the lists that are here'
    if ! DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        say "could not install:$missing; install them by hand and run again"
        exit 1
    fi
fi

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Python 3.11 or newer is needed; this is $(python3 --version 2>&1)"
    exit 1
fi

stamp=.venv/installed-$need
if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ] || [ constraints.txt -nt "$stamp" ]; then
    [ -x .venv/bin/python ] || python3 -m venv .venv
    extras=ocr
    [ "$need" = test ] && extras=ocr,dev
    say "installing Python packages into .venv/ (pinned in constraints.txt)"
    if ! .venv/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[$extras]"; then
        say 'pip could not install the packages; the lines above say which one and why'
        exit 1
    fi
    touch "$stamp"
    [ "$need" = test ] && touch .venv/installed-run
fi

# What the tests need of npm, into .venv/node/node_modules/ (pinned by hash in the lock file; no script runs).
lock=setup/node/package-lock.json
if [ "$need" = test ] && ! cmp -s "$lock" .venv/node/installed-lock.json; then
    say "installing the tests' npm packages into .venv/node/"
    mkdir -p .venv/node
    cp setup/node/package.json "$lock" .venv/node/
    if ! npm ci --prefix .venv/node --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; then
        say 'npm could not install the packages; the lines above say which one and why'
        exit 1
    fi
    cp "$lock" .venv/node/installed-lock.json
fi

# The replay tests' own environment.
if [ "$need" = test ]; then
    setup/replay-env.sh || exit 1
fi
exit 0
