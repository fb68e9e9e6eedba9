"""After a crash: cut every ``.open`` file back to its last whole record and make the rows agree with it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive.errors import RecordDamaged
from archive.indexing import index
from archive.ledger import Ledger
from archive.records import OPEN_SUFFIX, Record, survey, walk
from archive.salvage import reindex, salvage, sha256_of
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


def _recover_open(db: sqlite3.Connection, ledger: Ledger, path: Path) -> Recovered:
    """Rows of whole records that were synced but not committed are added; rows beyond the cut are dropped."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    size = path.stat().st_size
    end = records = 0
    reason: str | None = None
    before = _count(db, name)
    try:
        for record in walk(path):
            end, records = record.offset + record.length, records + 1
            # A sound record that has no row to give is kept all the same: verify speaks about it.
            with contextlib.suppress(RecordDamaged):
                index(db, ledger, record)
    except RecordDamaged as damage:
        reason = damage.reason
    if reason is not None and any(
        isinstance(item, Record) for item in islice(survey(path), records + 1, None)
    ):
        # Not a torn tail but damage in the middle: the sound records behind it are not to be thrown away.
        return _recover_broken(db, ledger, path, reason)
    lost = db.execute(
        'SELECT coalesce(asked, url) FROM capture WHERE warc = ? AND "offset" >= ?', (name, end)
    ).fetchall()
    added = _count(db, name) - before
    ledger.reopen(url for (url,) in lost)
    db.execute('DELETE FROM capture WHERE warc = ? AND "offset" >= ?', (name, end))
    manifest_path(path.with_name(name)).unlink(missing_ok=True)
    if records == 0:
        path.unlink()
        sync_folder(path.parent)
    else:
        with path.open("rb+") as file:
            file.truncate(end)
            os.fsync(file.fileno())
        remember_sealed(db, seal(path, records, sha256_of(path)))
    return Recovered(name, size - end, reason, len(lost), added)


def _recover_broken(db: sqlite3.Connection, ledger: Ledger, path: Path, reason: str) -> Recovered:
    name = path.name.removesuffix(OPEN_SUFFIX)
    size = path.stat().st_size
    records = salvage(path, drop=frozenset())
    dropped, added = reindex(db, ledger, path.with_name(name))
    sealed = path.with_name(name)
    remember_sealed(db, Sealed(name, records, sealed.stat().st_size, sha256_of(sealed)))
    return Recovered(name, size - sealed.stat().st_size, reason, dropped, added)


def _count(db: sqlite3.Connection, name: str) -> int:
    row: tuple[int] = db.execute("SELECT count(*) FROM capture WHERE warc = ?", (name,)).fetchone()
    return row[0]


def _recover_sealed(db: sqlite3.Connection, ledger: Ledger, path: Path) -> None:
    """A file sealed just before the crash has its manifest but no row yet."""
    records = 0
    for record in walk(path):
        records += 1
        with contextlib.suppress(RecordDamaged):
            index(db, ledger, record)
    remember_sealed(db, Sealed(path.name, records, path.stat().st_size, sha256_of(path)))


def recover(db: sqlite3.Connection, ledger: Ledger, folder: Path) -> list[Recovered]:
    """Bring files and rows to agreement; to be run by the holder of the lock, inside one transaction.

    Sealed files are left as they are, also damaged ones: ``gongkai verify`` speaks about those.
    """
    files = sorted((folder / "warc").glob("*.warc.gz" + OPEN_SUFFIX))
    found = [_recover_open(db, ledger, path) for path in files]
    known = {name for (name,) in db.execute("SELECT file FROM warc")}
    for path in sorted((folder / "warc").glob("gongkai-*.warc.gz")):
        if path.name not in known:
            try:
                _recover_sealed(db, ledger, path)
            except RecordDamaged:
                continue
    return found
