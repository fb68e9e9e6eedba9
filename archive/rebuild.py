"""Make archive.db again from the WARC files alone.

What only archive.db knew is lost with it: parsings (a cache, carried over where it can still be read),
and addresses seen but never answered since the last run ended (the next crawl finds them again).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.database import NAME, connect
from archive.errors import OriginalMissing, RecordDamaged
from archive.indexing import index
from archive.ledger import Ledger
from archive.lock import WriterLock
from archive.records import OPEN_SUFFIX, Record, sha256_of, survey
from archive.recovery import remember_sealed
from archive.warc import Sealed, sync_folder


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many files and captures were indexed, and what could not be."""

    files: int
    captures: int
    damages: tuple[RecordDamaged, ...]


def warc_files(folder: Path) -> list[Path]:
    """Every WARC file of the archive, sealed or open, by name (that is, by the time it was begun)."""
    found = [*(folder / "warc").glob("*.warc.gz"), *(folder / "warc").glob("*.warc.gz" + OPEN_SUFFIX)]
    return sorted(found)


def _index_all(db: sqlite3.Connection, ledger: Ledger, paths: list[Path]) -> Iterator[RecordDamaged]:
    waiting: list[Record] = []
    for path in paths:
        records = 0
        for item in survey(path):
            if isinstance(item, RecordDamaged):
                yield item
                continue
            records += 1
            try:
                index(db, ledger, item)
            except OriginalMissing:
                # Files of two crawlers interleave: the original may stand in a file yet to come.
                waiting.append(item)
            except RecordDamaged as damage:
                yield damage
        if path.suffix != OPEN_SUFFIX:
            remember_sealed(db, Sealed(path.name, records, path.stat().st_size, sha256_of(path)))
    for record in waiting:
        try:
            index(db, ledger, record)
        except RecordDamaged as damage:
            yield damage


def rebuild(folder: Path) -> Rebuilt:
    """Replace archive.db by one made from the WARC files; the old one, if any, is kept as ``archive.db.old``.

    Raises ``ArchiveLocked`` when another process writes the archive.
    """
    lock = WriterLock(folder)
    try:
        aside = folder / "rebuild"
        aside.mkdir(exist_ok=True)
        for left in aside.iterdir():
            left.unlink()
        with contextlib.closing(connect(aside)) as db:
            db.execute("BEGIN IMMEDIATE")
            paths = warc_files(folder)
            damages = tuple(_index_all(db, Ledger(db, lambda: None), paths))
            db.execute("COMMIT")
            _carry_parsings(db, folder / NAME)
            (count,) = db.execute("SELECT count(*) FROM capture").fetchone()
            # Leaving WAL folds the log into the one file that is moved.
            db.execute("PRAGMA journal_mode = DELETE")
        _put_in_place(folder, aside)
        return Rebuilt(len(paths), count, damages)
    finally:
        lock.release()


def _carry_parsings(db: sqlite3.Connection, old: Path) -> None:
    """Take over the parsings of the old archive.db as far as it can be read; they are only a cache."""
    if not old.exists():
        return
    try:
        db.execute("ATTACH ? AS old", (str(old),))
        db.execute("INSERT OR IGNORE INTO main.parsing SELECT * FROM old.parsing")
        db.execute("DETACH old")
    except sqlite3.DatabaseError:
        return


def _put_in_place(folder: Path, aside: Path) -> None:
    present = folder / NAME
    if present.exists():
        # Its log is folded in, as far as it can still be read.
        with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(present)) as old:
            old.execute("PRAGMA journal_mode = DELETE")
        present.rename(folder / (NAME + ".old"))
    for log in ("-wal", "-shm"):
        (folder / (NAME + log)).unlink(missing_ok=True)
    # The old log gone for good first: beside the new index it would be taken for its own.
    sync_folder(folder)
    (aside / NAME).rename(present)
    aside.rmdir()
    sync_folder(folder)
