"""An archive.db of an older schema is read as it is, and grows when it is opened for writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive.captures import torn
from archive.database import NAME, connect_reader
from archive.model import Exchange
from archive.rebuild import rebuild
from archive.store import Archive
from archive.verify import verify


def keep_half(folder: Path, url: str) -> str:
    """Store an answer that was cut off; returns its record id."""
    moment = datetime(2026, 1, 31, tzinfo=UTC)
    half = Exchange(url, "GET", moment, (), "HTTP/1.1", 200, "OK", (), url.encode(), truncated="time")
    with Archive.open(folder) as archive:
        return archive.store(half, site="s", found_on=None).record_id


def torn_in(folder: Path) -> frozenset[str]:
    """The captures that are known to be cut off."""
    with closing(connect_reader(folder)) as db:
        return torn(db)


def test_what_was_cut_off_is_known_from_the_fourth_schema_on(tmp_path: Path) -> None:
    before = keep_half(tmp_path, "http://a.test/1")
    with closing(sqlite3.connect(tmp_path / NAME)) as db:
        db.execute("ALTER TABLE capture DROP COLUMN truncated")
        db.execute("PRAGMA user_version = 3")
    assert torn_in(tmp_path) == frozenset()
    since = keep_half(tmp_path, "http://a.test/2")
    assert torn_in(tmp_path) == {since}
    assert verify(tmp_path).sound
    rebuild(tmp_path)
    assert torn_in(tmp_path) == {before, since}
