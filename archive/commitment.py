"""The order of commitment: bytes into the ``.open`` WARC file, one ``fdatasync`` a group, then its rows.

A group is 64 exchanges or what came within a second. A crash between any two steps leaves whole records
that ``archive.recovery`` gives their rows, or nothing.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import NoReturn

from archive.errors import DiskRefused
from archive.forming import Draft
from archive.recovery import remember_sealed
from archive.warc import WarcWriter, Written

GROUP_EXCHANGES = 64
GROUP_SECONDS = 1.0


class Commitment:
    """One group at a time: what is appended and what is written to ``db`` since ``begin`` lasts together.

    Every method raises ``DiskRefused`` once the disk has refused a group: what a failed sync left on it
    nobody knows, so the archive must be opened again, which recovers.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection, writer: WarcWriter) -> None:
        self._folder = folder
        self._db = db
        self._writer = writer
        self._unsynced = 0
        self._began = 0.0
        self._refused: str | None = None

    def begin(self) -> None:
        """Begin a transaction unless one is open."""
        if self._refused is not None:
            raise DiskRefused(self._folder, self._refused)
        if not self._db.in_transaction:
            if self._unsynced:
                # SQLite rolls back by itself when the disk is full: rows of records just written are gone.
                self.refuse("archive.db: the rows of the last records were rolled back")
            self._db.execute("BEGIN IMMEDIATE")
            self._began = time.monotonic()

    def append(self, *drafts: Draft) -> tuple[Written, ...]:
        """Write records in one piece, into a new file where the last is full; ``begin`` comes before.

        Raises ``OSError`` when the disk does not take them: nothing is written then.
        """
        if self._writer.full:
            self.flush()
            self._seal()
            self.begin()
        written = self._writer.append(*drafts)
        self._unsynced += len(written)
        return written

    def flush(self) -> None:
        """Make the group last: bytes first, then rows."""
        if not self._unsynced and not self._db.in_transaction:
            return
        self.begin()
        try:
            if self._unsynced:
                self._writer.sync()
            self._db.execute("COMMIT")
        except (OSError, sqlite3.Error) as problem:
            self.refuse(problem)
        self._unsynced = 0

    def flush_when_due(self) -> None:
        """Flush a group that is large enough or old enough."""
        late = time.monotonic() - self._began >= GROUP_SECONDS
        if self._unsynced >= 2 * GROUP_EXCHANGES or late:
            self.flush()

    def refuse(self, why: object) -> NoReturn:
        """Take nothing more: the disk refused, or rows and bytes would part."""
        self._refused = str(why)
        raise DiskRefused(self._folder, self._refused)

    def close(self) -> None:
        """Flush and seal; after a refusal the file stays ``.open``, and the next start gives it its rows."""
        try:
            if self._refused is None:
                self.flush()
                self._seal()
        finally:
            self._writer.abandon()

    def _seal(self) -> None:
        sealed = self._writer.close()
        if sealed is not None:
            self.begin()
            remember_sealed(self._db, sealed)
            self.flush()
