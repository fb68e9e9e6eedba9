"""Runs every benchmark, or those named on the command line; exit status 1 when a goal was missed."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the benchmarks one after the other; a ``main`` that returns a number but 0 missed its goal."""
    found = sorted(one.name for one in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [importlib.import_module(f"benchmarks.{one}") for one in names or found if one != "__main__"]
    missed = 0
    for module in modules:
        if hasattr(module, "main"):
            print(f"\n== {module.__name__.removeprefix('benchmarks.')} ==", flush=True)
            missed |= bool(module.main())
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
