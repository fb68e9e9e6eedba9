"""Captures as rows of archive.db."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.model import Capture
from archive.times import from_text, to_text

COLUMNS = (
    'record_id, url, site, fetched_at, status, media_type, payload_sha256, size, warc, "offset", length, '
    "revisit_of, kind"
)


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A capture with what only the archive needs: the digest of the bytes as sent, the way there, the run.

    ``asked`` is the ledger's address of it where that is not its own (:mod:`archive.posting`); ``origin`` the
    file of somebody else it was taken from (:mod:`archive.adding`); ``truncated`` why it was cut off.
    """

    capture: Capture
    wire_digest: str
    found_on: str | None
    run_id: str | None
    asked: str | None = None
    origin: str | None = None
    truncated: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What another writer's revisit tells of its original: any of record id, address with moment, digest."""

    record_id: str | None
    url: str
    moment: datetime | None
    wire_digest: str


def insert(db: sqlite3.Connection, row: CaptureRow) -> None:
    """Add a capture; one that is there already (same record id) stays as it is."""
    it = row.capture
    db.execute(
        f"INSERT OR IGNORE INTO capture ({COLUMNS}, wire_digest, found_on, run_id, asked, origin, truncated)"
        f" VALUES ({'?, ' * 18}?)",
        (
            it.record_id,
            it.url,
            it.site,
            to_text(it.fetched_at),
            it.status,
            it.media_type,
            it.payload_sha256,
            it.size,
            it.warc,
            it.offset,
            it.length,
            it.revisit_of,
            it.kind,
            row.wire_digest,
            row.found_on,
            row.run_id,
            row.asked,
            row.origin,
            row.truncated,
        ),
    )


def from_row(row: tuple[str, ...]) -> Capture:
    """A capture from a row of ``COLUMNS``."""
    record_id, url, site, fetched_at, *rest = row
    return Capture(record_id, url, site, from_text(fetched_at), *rest)  # type: ignore[arg-type]


def select(db: sqlite3.Connection, where: str, values: tuple[object, ...] = ()) -> Iterator[Capture]:
    """The captures for which an SQL condition holds, in the order of fetching."""
    query = f"SELECT {COLUMNS} FROM capture WHERE {where} ORDER BY fetched_at, record_id"
    for row in db.execute(query, values):
        yield from_row(row)


def by_id(db: sqlite3.Connection, record_id: str) -> Capture | None:
    """The capture of that record id, or ``None``."""
    return next(select(db, "record_id = ?", (record_id,)), None)


def _told_in(db: sqlite3.Connection, column: str) -> dict[str, str]:
    """By record id what a column says that older files, not yet opened for writing, have not."""
    if column not in {row[1] for row in db.execute("PRAGMA table_info(capture)")}:
        return {}
    return dict(db.execute(f"SELECT record_id, {column} FROM capture WHERE {column} IS NOT NULL"))


def origins(db: sqlite3.Connection) -> dict[str, str]:
    """By record id the file of somebody else it was taken from; a file of schema 2 and before knows none."""
    return _told_in(db, "origin")


def posted(db: sqlite3.Connection) -> frozenset[str]:
    """The record ids of answers to a POST; a file of schema 1 knows none."""
    return frozenset(_told_in(db, "asked"))


def torn(db: sqlite3.Connection) -> frozenset[str]:
    """The record ids of answers that were cut off; a file of schema 3 and before knows none."""
    return frozenset(_told_in(db, "truncated"))


def first_with(
    db: sqlite3.Connection,
    wire_digest: str,
    url: str,
    status: int | None = None,
    payload_sha256: str | None = None,
) -> tuple[Capture, str] | None:
    """The full record (and its digest) holding such a body, of the same address where there is one.

    With ``status`` only an answer of that status counts: a report is no repetition of an error page that
    read like it. With ``payload_sha256`` only one that decodes to that payload.
    """
    row = db.execute(
        f"SELECT {COLUMNS} FROM capture WHERE wire_digest = ? AND revisit_of IS NULL AND kind = 'wire'"
        " AND status = coalesce(?, status) AND payload_sha256 = coalesce(?, payload_sha256)"
        " ORDER BY url = ? DESC, fetched_at LIMIT 1",
        (wire_digest, status, payload_sha256, url),
    ).fetchone()
    return None if row is None else (from_row(row), wire_digest)


def told_of(db: sqlite3.Connection, told: Told) -> Iterator[Capture]:
    """The captures a revisit of somebody else may refer to; by digest last, for algorithms differ."""
    if told.record_id is not None:
        yield from select(db, "record_id = ?", (told.record_id,))
    if told.moment is not None:
        place = (told.url, to_text(told.moment))
        yield from select(db, "url = ? AND fetched_at = ? AND kind = 'wire' AND status != 304", place)
    found = first_with(db, told.wire_digest, told.url)
    if found is not None:
        yield found[0]


def latest_full(
    db: sqlite3.Connection, url: str, theirs: datetime | None = None
) -> tuple[Capture, str] | None:
    """The full record (and its digest) behind the newest answer of an address that had content.

    What a server told us has not changed is what it sent us, whatever somebody else saved since. ``theirs``
    is the moment at which it told somebody else: then what they had saved by then comes first.
    """
    whose = "origin IS NULL" if theirs is None else "fetched_at <= ?"
    row = db.execute(
        "SELECT coalesce(revisit_of, record_id), wire_digest FROM capture"
        f" WHERE url = ? AND asked IS NULL AND kind = 'wire' AND status = 200 AND {whose}"
        " ORDER BY origin IS NULL, fetched_at DESC LIMIT 1",
        (url,) if theirs is None else (url, to_text(theirs)),
    ).fetchone()
    full = None if row is None else by_id(db, row[0])
    return None if full is None else (full, row[1])
