"""The demo's data folder, made once for all tests of the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import main


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder the demo filled; tests read it, and add only below its exports/."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    done = CliRunner().invoke(main, ["--data", str(folder), "demo", "--no-serve"])
    assert done.exit_code == 0, done.output
    return folder
