"""Look at one WARC file record by record, against its manifest and its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive import captures
from archive.captures import COLUMNS
from archive.damages import Damage, of_record
from archive.errors import RecordDamaged
from archive.indexing import capture_row
from archive.model import Capture
from archive.records import OPEN_SUFFIX, Record, sha256_of, survey
from archive.second_opinion import complaints
from archive.times import from_text
from archive.warc import manifest_path


class SeenIds:
    """Every record id met so far, on disk rather than in memory once there are many."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def first_place(self, record_id: str, place: str) -> str | None:
        """Where the id was met before, or ``None``: then it is noted for this place."""
        added = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (record_id, place)).rowcount
        if added:
            return None
        row: tuple[str] = self._db.execute("SELECT place FROM seen WHERE id = ?", (record_id,)).fetchone()
        return row[0]

    def close(self) -> None:
        """Give its space back."""
        self._db.close()


def against_manifest(path: Path) -> Iterator[Damage]:
    """A sealed file against the manifest beside it."""
    manifest = manifest_path(path)
    if not manifest.exists():
        yield Damage("manifest-missing", path.name, -1, None, f"expected {manifest.name}")
        return
    expected = manifest.read_text(encoding="utf-8").partition(" ")[0]
    found = sha256_of(path)
    if found != expected:
        yield Damage("manifest-differs", path.name, -1, None, f"{found[:12]}… is not {expected[:12]}…")


def _fields(record: Record, ids: SeenIds) -> Iterator[Damage]:
    record_id = (record.field("WARC-Record-ID") or "").strip("<>")
    place = f"{record.file}, byte {record.offset}"

    def damage(kind: str, message: str) -> Damage:
        return Damage(kind, record.file, record.offset, record_id or None, message)

    if not record_id:
        yield damage("field-missing", "no WARC-Record-ID")
    else:
        before = ids.first_place(record_id, place)
        if before is not None:
            yield damage("duplicate-id", f"{record_id} stands at {before} too")
    date = record.field("WARC-Date")
    if date is None:
        yield damage("date-missing", "no WARC-Date")
    else:
        try:
            from_text(date)
        except ValueError:
            yield damage("date-bad", f"WARC-Date is {date!r}")
    wanted = ["WARC-Block-Digest"]
    if record.field("WARC-Type") in ("response", "resource", "revisit"):
        wanted.append("WARC-Payload-Digest")
    for name in wanted:
        if record.field(name) is None:
            yield damage("digest-missing", f"no {name}")


def _rows_of(db: sqlite3.Connection, name: str) -> dict[int, Capture]:
    rows = db.execute(f'SELECT {COLUMNS} FROM capture WHERE warc = ? ORDER BY "offset"', (name,))
    return {capture.offset: capture for capture in map(captures.from_row, rows)}


def _against_row(db: sqlite3.Connection, record: Record, row: Capture | None) -> Iterator[Damage]:
    try:
        told = capture_row(db, record)
    except (RecordDamaged, ValueError) as problem:
        yield Damage(
            "field-missing", record.file, record.offset, record.field("WARC-Record-ID"), str(problem)
        )
        return
    if told is None:
        return
    capture = told.capture
    if row is None:
        yield Damage("record-without-row", record.file, record.offset, capture.record_id, capture.url)
    elif capture.payload_sha256 != row.payload_sha256:
        message = f"{capture.url}: SHA-256 {capture.payload_sha256[:12]}…, row {row.payload_sha256[:12]}…"
        yield Damage("payload-changed", record.file, record.offset, row.record_id, message)
    elif capture != row:
        names = [name for name in Capture.__slots__ if getattr(capture, name) != getattr(row, name)]
        message = f"{capture.url}: other {', '.join(names)}"
        yield Damage("row-differs", record.file, record.offset, row.record_id, message)


def inspect(db: sqlite3.Connection, path: Path, ids: SeenIds) -> Iterator[Damage | Record]:
    """Every damage of one file, in the order of its bytes; sound records are handed on in between."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    if path.suffix == OPEN_SUFFIX:
        yield Damage("left-open", path.name, -1, None, "no process is writing it")
    else:
        yield from against_manifest(path)
    rows = _rows_of(db, name)
    size = path.stat().st_size
    offsets: set[int] = set()
    told: set[int] = set()
    broken = False
    for item in survey(path):
        offsets.add(item.offset)
        if isinstance(item, RecordDamaged):
            told.add(item.offset)
            broken = True
            yield of_record(item)
            continue
        wrong = list(_fields(item, ids))
        wrong += _against_row(db, item, rows.pop(item.offset, None))
        if wrong:
            told.add(item.offset)
            yield from wrong
        else:
            yield item
    for offset, row in rows.items():
        kind = "lost-record" if offset >= size else "row-without-record"
        yield Damage(kind, name, offset, row.record_id, row.url)
    # Behind a broken member fastwarc loses its way, and what is wrong is told already.
    for offset, words in () if broken else complaints(path, offsets):
        if offset not in told:
            yield Damage("second-opinion", name, offset, None, words)
