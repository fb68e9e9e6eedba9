"""Fixtures shared by every room's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds, samples and design beside the checkout; absent, the test fails and says so."""
    if not (SHARED / "seeds").is_dir():
        pytest.fail(f"the shared folder is missing: expected {SHARED} beside the checkout (seeds/, samples/)")
    return SHARED
