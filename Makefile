# The recipes of the project; each does its own set-up.
GONGKAI = .venv/bin/gongkai
PYTHON = .venv/bin/python

.PHONY: help setup setup-test run test test-crash lint bench clean

help:           ## list the recipes
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

setup:          ## install what the program needs into .venv/ (and Debian packages)
	@setup/install.sh run

setup-test:     ## install what the tests need too
	@setup/install.sh test

run: setup      ## the whole way on the built-in replica sites, ending with Datasette on its address
	$(GONGKAI) demo

lint: setup-test ## style and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

test: lint      ## style, types and every test
	$(PYTHON) -m pytest

test-crash: setup-test ## the long crash test: 200 kills, 8,000 losses of power, a cut at every byte, every damage
	GONGKAI_CRASH=full $(PYTHON) -m pytest --timeout 3600 \
		tests/archive/test_recovery.py tests/archive/test_power_loss.py tests/archive/test_verify.py

bench: setup-test ## the benchmarks, each printing a table
	$(PYTHON) -m benchmarks

clean:          ## remove the environment and caches, never the data
	rm -rf .venv .venv-replay .mypy_cache .ruff_cache .pytest_cache build *.egg-info
