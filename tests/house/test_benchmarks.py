"""Every benchmark can be begun: they take too long to run with the tests, a name gone wrong does not."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

NAMES = sorted(
    path.stem
    for path in (Path(__file__).resolve().parents[2] / "benchmarks").glob("*.py")
    if not path.stem.startswith("__")
)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_finds_what_it_imports(name: str) -> None:
    """Importing it runs nothing; one that prints a table has a ``main`` and says what it measures."""
    module = importlib.import_module(f"benchmarks.{name}")
    assert module.__doc__
    if hasattr(module, "main"):
        assert callable(module.main)
