"""From a report's id to the archived bytes behind it and the places of its figures."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.model import Capture
from archive.reading import read_payload
from archive.times import from_text

LARGEST = 64 * 1024 * 1024
"""An original with more bytes than this is offered for download only."""

_CAPTURE = (
    'SELECT record_id, url, site, fetched_at, status, media_type, payload_sha256, size, warc, "offset",'
    " length, revisit_of, kind FROM capture "
)


class NoOriginal(LookupError):
    """No report of that id, or no archived answer behind it; the message says which."""


class OriginalChanged(ValueError):
    """The archived bytes do not have the hash the database names: ``gongkai verify`` tells more."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure's place in the original: the codebook's cell, its Chinese label, the place as published."""

    cell: str
    label: str
    place: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Original:
    """The archived document of one report with the marks to draw in it.

    ``part`` says which of several reports in it this is, empty where it is the only one (``!/2021.docx``).
    ``origin`` names the file of somebody else it was taken from; ``None`` for what we fetched ourselves.
    """

    report_id: str
    title: str
    media_type: str
    capture: Capture
    marks: tuple[Mark, ...]
    part: str = ""
    origin: str | None = None


def find(database: Path, report_id: str) -> Original:
    """Look a report up in ``reports.db``, read-only. Raises :class:`NoOriginal`."""
    db = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        report = db.execute(
            "SELECT n, title, media_type, record_id, part FROM report WHERE report_id = ?", (report_id,)
        ).fetchone()
        if report is None:
            raise NoOriginal(f"no report {report_id!r} in {database.name}")
        n, title, media_type, record_id, part = report
        rows = db.execute(
            "SELECT v.cell, v.label_zh, l.place FROM locator l JOIN variable v ON v.n = l.variable"
            " WHERE l.report = ? ORDER BY v.n",
            (n,),
        ).fetchall()
        marks = tuple(Mark(cell, label, json.loads(place)) for cell, label, place in rows)
        (origin,) = db.execute("SELECT max(origin) FROM capture WHERE record_id = ?", (record_id,)).fetchone()
        return Original(report_id, title, media_type, _full(db, record_id), marks, part, origin)
    finally:
        db.close()


def _full(db: sqlite3.Connection, record_id: str) -> Capture:
    """The capture that holds the payload: the record itself, or the one a revisit points at."""
    wanted: str | None = record_id
    for _ in range(4):
        row = db.execute(_CAPTURE + "WHERE record_id = ?", (wanted,)).fetchone()
        if row is None:
            raise NoOriginal(f"the archived answer {wanted} is not in the table capture")
        capture = _capture(row)
        if capture.revisit_of is None:
            return capture
        wanted = capture.revisit_of
    raise NoOriginal(f"the archived answer {record_id} leads in circles")


def _capture(row: tuple[Any, ...]) -> Capture:
    record_id, url, site, fetched_at, *rest = row
    return Capture(str(record_id).strip("<>"), url, site, from_text(fetched_at), *rest)


def payload(data: Path, original: Original) -> bytes:
    """The archived bytes, read at file and offset and compared with the hash.

    Raises ``archive.errors.ArchiveError`` for a missing or damaged record, :class:`OriginalChanged` for
    bytes with another hash.
    """
    found = read_payload(data, original.capture)
    digest = hashlib.sha256(found).hexdigest()
    if digest != original.capture.payload_sha256:
        raise OriginalChanged(
            f"{original.report_id}: the archive holds sha256 {digest}, "
            f"the database names {original.capture.payload_sha256}"
        )
    return found
