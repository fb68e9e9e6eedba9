"""After a crash: cut every ``.open`` file back to its last whole record and make the rows agree with it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive import captures
from archive.errors import OriginalMissing, RecordDamaged
from archive.indexing import index
from archive.ledger import Ledger
from archive.records import OPEN_SUFFIX, Record, sha256_of, survey, walk
from archive.salvage import reindex, salvage
from archive.times import now, to_text
from archive.warc import Sealed, manifest_path, seal, sync_folder


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was done to one file: bytes cut off and why, rows dropped, captures whose rows were missing."""

    file: str
    cut: int
    reason: str | None
    dropped: int
    added: int


def remember_sealed(db: sqlite3.Connection, sealed: Sealed) -> None:
    """Add a sealed file's row to the open transaction."""
    db.execute(
        "INSERT OR REPLACE INTO warc (file, records, bytes, sha256, sealed_at) VALUES (?, ?, ?, ?, ?)",
        (sealed.file, sealed.records, sealed.bytes, sealed.sha256, to_text(now())),
    )


def _read_in(
    db: sqlite3.Connection, ledger: Ledger, path: Path, waiting: list[Record]
) -> tuple[int, int, str | None]:
    """Give whole records their rows; returns where they end, how many they are, and what ends them early.

    Revisits whose originals are not known yet are left ``waiting``.
    """
    end = records = 0
    try:
        for record in walk(path):
            end, records = record.offset + record.length, records + 1
            # A sound record that has no row to give is kept all the same: verify speaks about it.
            with contextlib.suppress(RecordDamaged):
                try:
                    index(db, ledger, record)
                except OriginalMissing:
                    waiting.append(record)
    except RecordDamaged as damage:
        return end, records, damage.reason
    return end, records, None


def _drop_beyond(db: sqlite3.Connection, ledger: Ledger, name: str, end: int) -> int:
    """Drop the rows of a file whose bytes are lost; their addresses are pending again."""
    lost = db.execute(
        'SELECT coalesce(asked, url) FROM capture WHERE warc = ? AND "offset" >= ?', (name, end)
    ).fetchall()
    ledger.reopen(url for (url,) in lost)
    db.execute('DELETE FROM capture WHERE warc = ? AND "offset" >= ?', (name, end))
    return len(lost)


def _recover_open(db: sqlite3.Connection, ledger: Ledger, path: Path, waiting: list[Record]) -> Recovered:
    """Rows of whole records that were synced but not committed are added; rows beyond the cut are dropped."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    size = path.stat().st_size
    before = _count(db, name)
    mine: list[Record] = []
    end, records, reason = _read_in(db, ledger, path, mine)
    if reason is not None and any(
        isinstance(item, Record) for item in islice(survey(path), records + 1, None)
    ):
        # Not a torn tail but damage in the middle: the sound records behind it are not to be thrown away.
        return _recover_broken(db, ledger, path, reason)
    waiting += mine
    added = _count(db, name) - before
    dropped = _drop_beyond(db, ledger, name, end)
    manifest_path(path.with_name(name)).unlink(missing_ok=True)
    if records == 0:
        path.unlink()
        sync_folder(path.parent)
    else:
        with path.open("rb+") as file:
            file.truncate(end)
            os.fsync(file.fileno())
        remember_sealed(db, seal(path, records, sha256_of(path)))
    return Recovered(name, size - end, reason, dropped, added)


def _recover_broken(db: sqlite3.Connection, ledger: Ledger, path: Path, reason: str) -> Recovered:
    name = path.name.removesuffix(OPEN_SUFFIX)
    size = path.stat().st_size
    records = salvage(path, frozenset(_orphans(db, path, name)))
    dropped, added = reindex(db, ledger, path.with_name(name))
    sealed = path.with_name(name)
    remember_sealed(db, Sealed(name, records, sealed.stat().st_size, sha256_of(sealed)))
    return Recovered(name, size - sealed.stat().st_size, reason, dropped, added)


def _orphans(db: sqlite3.Connection, path: Path, name: str) -> Iterator[int]:
    """Where revisits stand whose original is lost: neither sound in this file nor in another one."""
    sound: set[str] = set()
    for item in survey(path):
        if isinstance(item, RecordDamaged):
            continue
        original = item.field("WARC-Refers-To")
        if original is not None and original not in sound:
            capture = captures.by_id(db, original.strip("<>"))
            if capture is None or capture.warc == name:
                yield item.offset
                continue
        sound.add(item.field("WARC-Record-ID") or "")


def _count(db: sqlite3.Connection, name: str) -> int:
    row: tuple[int] = db.execute("SELECT count(*) FROM capture WHERE warc = ?", (name,)).fetchone()
    return row[0]


def _recover_sealed(db: sqlite3.Connection, ledger: Ledger, path: Path, waiting: list[Record]) -> None:
    """A file sealed just before the crash has its manifest but no row yet."""
    end, records, reason = _read_in(db, ledger, path, waiting)
    if reason is None:
        _drop_beyond(db, ledger, path.name, end)
        remember_sealed(db, Sealed(path.name, records, end, sha256_of(path)))


def recover(db: sqlite3.Connection, ledger: Ledger, folder: Path) -> list[Recovered]:
    """Bring files and rows to agreement; to be run by the holder of the lock, inside one transaction.

    Sealed files are left as they are, also damaged ones: ``gongkai verify`` speaks about those.
    """
    known = {name for (name,) in db.execute("SELECT file FROM warc")}
    waiting: list[Record] = []
    for path in sorted((folder / "warc").glob("gongkai-*.warc.gz")):
        if path.name not in known:
            _recover_sealed(db, ledger, path, waiting)
    files = sorted((folder / "warc").glob("*.warc.gz" + OPEN_SUFFIX))
    found = [_recover_open(db, ledger, path, waiting) for path in files]
    for record in waiting:
        # The clock may have been set back: an original can stand in a file that is named as the younger one.
        with contextlib.suppress(RecordDamaged):
            index(db, ledger, record)
    return found
