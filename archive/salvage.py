"""Save the sound records of a damaged WARC file; the file as it was found is kept under ``warc/damaged/``."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from archive.errors import RecordDamaged
from archive.indexing import index
from archive.ledger import Ledger
from archive.records import OPEN_SUFFIX, Record, sha256_of, split, survey, walk
from archive.warc import sync_folder, write_manifest


def _members(path: Path, drop: frozenset[int]) -> Iterator[bytes]:
    """The gzip members to keep, as they are; a member of several records becomes one member each."""
    with path.open("rb") as file:
        for item in survey(path):
            if item.offset in drop:
                continue
            file.seek(item.offset)
            if isinstance(item, Record):
                yield file.read(item.length)
            elif "several records" in item.reason:
                for record in split(zlib.decompressobj(31).decompress(file.read())):
                    machine = zlib.compressobj(3, zlib.DEFLATED, 31)
                    yield machine.compress(record) + machine.flush()


def _set_aside(path: Path, name: str) -> None:
    folder = path.parent / "damaged"
    folder.mkdir(exist_ok=True)
    number = 0
    kept = folder / name
    while kept.exists():
        number += 1
        kept = folder / f"{name}.{number}"
    # A hard link: the file keeps its place until the salvaged one replaces it in one step.
    os.link(path, kept)
    sync_folder(folder)


def salvage(path: Path, drop: frozenset[int]) -> int:
    """Replace a WARC file by a sealed one that holds its sound records only; returns how many.

    ``drop`` holds offsets of records that read soundly but must go. Offsets change: ``reindex`` after.
    """
    name = path.name.removesuffix(OPEN_SUFFIX)
    sealed = path.with_name(name)
    aside = path.with_name(name + ".salvaged")
    records = 0
    with aside.open("wb") as file:
        for member in _members(path, drop):
            file.write(member)
            records += 1
        file.flush()
        os.fsync(file.fileno())
    _set_aside(path, name)
    write_manifest(sealed, sha256_of(aside))
    aside.rename(sealed)
    if path != sealed:
        path.unlink()
    sync_folder(path.parent)
    return records


def reindex(db: sqlite3.Connection, ledger: Ledger, path: Path) -> tuple[int, int]:
    """Make a file's rows anew inside the open transaction; returns how many captures were lost and found.

    The addresses of lost captures are pending again.
    """
    name = path.name.removesuffix(OPEN_SUFFIX)
    before = dict(
        db.execute("SELECT record_id, coalesce(asked, url) FROM capture WHERE warc = ?", (name,)).fetchall()
    )
    db.execute("DELETE FROM capture WHERE warc = ?", (name,))
    for record in walk(path, check=False):
        # What has no row to give (a revisit whose original is lost) stays in the file.
        with contextlib.suppress(RecordDamaged):
            settled = (record.field("WARC-Record-ID") or "").strip("<>") in before
            index(db, None if settled else ledger, record)
    after = {key for (key,) in db.execute("SELECT record_id FROM capture WHERE warc = ?", (name,))}
    lost = before.keys() - after
    ledger.reopen(sorted({before[key] for key in lost}))
    return len(lost), len(after - before.keys())
