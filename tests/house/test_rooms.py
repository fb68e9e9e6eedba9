"""The rooms of the house: who may import whom, and that datasette/ shadows nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import datasette
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("parsers", "archive", "crawler", "gongkai")  # from the bottom up
LIFTED = {
    "archive": {
        "parsers.model", "parsers.forms", "parsers.printed_forms", "parsers.checks", "parsers.sense_checks",
    }
}  # fmt: skip
"""Where a room may see only part of the one below: its model and its tables of knowledge."""

PURE_FORBIDS = {
    "socket", "ssl", "http", "urllib.request", "requests", "httpx", "asyncio", "subprocess",
    "sqlite3", "sqlite_utils", "scrapy", "time", "random", "tempfile", "shutil", "multiprocessing",
}  # fmt: skip
"""What parsers/ may not touch: network, disk, clock, processes, databases and chance."""


def imported(path: Path) -> list[tuple[int, str]]:
    """Name every module a file imports, with the line; ``from a import b`` counts as ``a`` and ``a.b``."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            assert node.module is not None
            found.append((node.lineno, node.module))
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def trespasses(room: str, path: Path) -> list[str]:
    """Name the imports of a file that go upward, or deeper into the room below than is agreed."""
    above = ROOMS[ROOMS.index(room) + 1 :]
    faults = []
    for line, module in imported(path):
        top = module.split(".")[0]
        if top in above:
            faults.append(f"{path}:{line}: {room} imports {module}")
    return faults


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_downward_only(room: str) -> None:
    """gongkai → crawler → archive → parsers, never the other way."""
    files = sorted((ROOT / room).rglob("*.py"))
    assert files, f"{room}/ holds no module"
    assert [fault for path in files for fault in trespasses(room, path)] == []


def test_a_trespass_is_seen(tmp_path: Path) -> None:
    """The test above can fail."""
    offender = tmp_path / "offender.py"
    offender.write_text("from archive import Archive\n", encoding="utf-8")
    assert trespasses("parsers", offender) != []
    assert trespasses("crawler", offender) == []


def test_the_archive_needs_only_knowledge_of_the_parsers() -> None:
    """archive/ imports the model, the forms and the checks of parsers/, and nothing that parses."""
    allowed = LIFTED["archive"]
    faults = []
    for path in sorted((ROOT / "archive").rglob("*.py")):
        for line, module in imported(path):
            if module == "parsers" or not module.startswith("parsers."):
                continue
            if not any(module == name or module.startswith(f"{name}.") for name in allowed):
                faults.append(f"{path}:{line}: archive imports {module}")
    assert faults == []


def test_parsers_are_pure() -> None:
    """parsers/ imports nothing that reaches the network, the disk, the clock or a database."""
    faults = []
    for path in sorted((ROOT / "parsers").rglob("*.py")):
        for line, module in imported(path):
            if module in PURE_FORBIDS or module.split(".")[0] in PURE_FORBIDS:
                faults.append(f"{path}:{line}: parsers imports {module}")
    assert faults == []


def test_datasette_is_the_real_one() -> None:
    """Our folder of the same name must not hide the package."""
    assert datasette.__file__ is not None
    home = Path(datasette.__file__).resolve()
    assert not home.is_relative_to(ROOT / "datasette")
    assert "site-packages" in home.parts


def test_the_datasette_folder_is_no_package_and_imports_none_of_ours() -> None:
    """No __init__.py, conftest.py or test in datasette/, and its plugins stand alone."""
    folder = ROOT / "datasette"
    banned = [path for path in folder.rglob("*.py") if path.name in ("__init__.py", "conftest.py")]
    banned += list(folder.rglob("test_*.py"))
    assert banned == []
    ours = [
        f"{path}:{line}: {module}"
        for path in sorted(folder.rglob("*.py"))
        for line, module in imported(path)
        if module.split(".")[0] in ROOMS
    ]
    assert ours == []
