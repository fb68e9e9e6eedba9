"""The row counts Datasette is given are those of the database it serves."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from gongkai.serve import inspect_file


def database(path: Path, rows: int) -> Path:
    """A database with one table of so many rows."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE report (n INTEGER)")
        db.executemany("INSERT INTO report VALUES (?)", [(n,) for n in range(rows)])
        db.commit()
    return path


def count(path: Path) -> int:
    """The rows the file of counts tells."""
    found = inspect_file(path)
    assert found is not None
    return int(json.loads(found.read_text(encoding="utf-8"))["reports"]["tables"]["report"]["count"])


def test_a_build_written_before_the_last_count_and_put_in_place_after_it_is_counted(tmp_path: Path) -> None:
    """Publishing writes aside and renames: the new file's content may be older than the last count."""
    served = database(tmp_path / "reports.db", 3)
    fresh = database(tmp_path / "fresh.db", 5)
    os.utime(fresh, ns=(0, 0))
    assert count(served) == 3
    fresh.replace(served)
    assert count(served) == 5
