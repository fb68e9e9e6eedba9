"""Repair what ``archive.verify`` found, never by throwing away good data: damaged files are kept aside."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from archive.damages import Damage
from archive.database import connect
from archive.ledger import Ledger
from archive.lock import WriterLock
from archive.publish import NAME as REPORTS
from archive.rebuild import rebuild
from archive.records import OPEN_SUFFIX, sha256_of
from archive.recovery import recover, remember_sealed
from archive.salvage import reindex, salvage
from archive.verify import VerifyResult, verify
from archive.warc import Sealed

_ROWS_ONLY = {"record-without-row", "row-differs", "row-without-record", "second-opinion"}
_NO_RECORD_OF_ITS_OWN = {*_ROWS_ONLY, "lost-record", "manifest-missing", "manifest-differs"}
_PASSES = 3
"""Dropping a lost original may leave revisits of it in other files, which the next pass drops."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was wrong before and what still is."""

    before: VerifyResult
    after: VerifyResult


def repair(folder: Path) -> Repaired:
    """Verify, repair and verify again. Addresses whose captures are lost are pending for the next crawl.

    Raises ``ArchiveLocked`` while another process writes the archive.
    """
    before = result = verify(folder)
    for _ in range(_PASSES):
        if all(damage.file == REPORTS for damage in result.findings):
            break  # sound, or a matter for gongkai publish alone
        if any(damage.kind in ("index-missing", "index-broken") for damage in result.findings):
            rebuild(folder)
        else:
            _repair(folder, result)
        result = verify(folder)
    return Repaired(before, result)


def _repair(folder: Path, result: VerifyResult) -> None:
    by_file: dict[str, list[Damage]] = defaultdict(list)
    for damage in result.findings:
        by_file[damage.file].append(damage)
    lock = WriterLock(folder)
    try:
        with contextlib.closing(connect(folder)) as db:
            db.execute("BEGIN IMMEDIATE")
            ledger = Ledger(db, lambda: None)
            recover(db, ledger, folder)
            for name, damages in sorted(by_file.items()):
                path = folder / "warc" / name
                if any(damage.kind == "file-missing" for damage in damages):
                    _forget(db, ledger, name)
                elif path.exists() and not name.endswith(OPEN_SUFFIX):
                    _mend(db, ledger, path, damages)
            db.execute("COMMIT")
    finally:
        lock.release()


def _forget(db: sqlite3.Connection, ledger: Ledger, name: str) -> None:
    lost = db.execute("SELECT DISTINCT coalesce(asked, url) FROM capture WHERE warc = ?", (name,)).fetchall()
    ledger.reopen(url for (url,) in lost)
    db.execute("DELETE FROM capture WHERE warc = ?", (name,))
    db.execute("DELETE FROM warc WHERE file = ?", (name,))


def _mend(db: sqlite3.Connection, ledger: Ledger, path: Path, damages: list[Damage]) -> None:
    if {damage.kind for damage in damages} - _ROWS_ONLY:
        drop = frozenset(
            damage.offset
            for damage in damages
            if damage.kind not in _NO_RECORD_OF_ITS_OWN and damage.kind != "one-member"
        )
        records = salvage(path, drop)
        remember_sealed(db, Sealed(path.name, records, path.stat().st_size, sha256_of(path)))
    reindex(db, ledger, path)
