"""From WARC records back to rows of archive.db: for recovery after a crash and for rebuilding altogether."""

from __future__ import annotations

import hashlib
import json
import sqlite3

from archive import captures
from archive.canonical import canonical
from archive.decoding import payload_of
from archive.errors import OriginalMissing, RecordDamaged
from archive.exchanges import ASKED_FIELD, ORIGIN_FIELD, RESOURCE_PREFIX, RUN_FIELD
from archive.ledger import Ledger
from archive.model import Capture, CaptureKind
from archive.records import Record, digest
from archive.registry_rows import keep_partial
from archive.times import from_text
from archive.warc import SITE_FIELD, VIA_FIELD

RUN_PREFIX = "urn:gongkai:run:"
"""Target of the records that tell of a run: ``…:start`` with its registry rows, ``…:end`` with its end."""


def settle(ledger: Ledger, row: captures.CaptureRow, record: Record) -> None:
    """Write into the ledger what an answer means for its address."""
    capture = row.capture
    if capture.kind != "wire":
        return
    head = record.http_head
    validators = head.header("ETag"), head.header("Last-Modified")
    address = row.asked or capture.url
    ledger.ensure(address, capture.site, row.found_on)
    if capture.status in (404, 410):
        ledger.gone(address)
    elif capture.status >= 400:
        ledger.fail(address, f"status {capture.status}")
    elif capture.status == 304:
        ledger.unchanged(address, *validators)
    else:
        ledger.fetched(address, *validators, whole=record.field("WARC-Truncated") is None)


def _status(record: Record, first_line: str) -> int:
    parts = first_line.split(" ", 2)
    if len(parts) < 2 or not parts[1].isdigit():
        raise RecordDamaged(record.file, record.offset, f"no HTTP status line: {first_line[:60]!r}")
    return int(parts[1])


def capture_row(db: sqlite3.Connection, record: Record) -> captures.CaptureRow | None:
    """The row of a response, revisit or resource record; ``None`` for records that are no captures.

    Raises ``RecordDamaged`` when a field it needs is absent, or a revisit's original is not known.
    """
    kind = record.field("WARC-Type")
    target = record.field("WARC-Target-URI") or ""
    if kind not in ("response", "revisit", "resource") or target.startswith(RUN_PREFIX):
        return None
    what: CaptureKind = "wire"
    original: Capture | None = None
    status, media = 200, record.field("Content-Type") or "application/octet-stream"
    body = record.block
    encoding: str | None = None
    if kind == "resource":
        what = next(name for name, prefix in RESOURCE_PREFIX.items() if target.startswith(prefix))
        target = target.removeprefix(RESOURCE_PREFIX[what])
    else:
        message = record.http
        status, body = _status(record, message.first_line), message.body
        encoding = message.header("Content-Encoding")
        declared = (message.header("Content-Type") or "").partition(";")[0].strip().lower()
        media = declared or "application/octet-stream"
    if kind == "revisit":
        refers_to = record.need("WARC-Refers-To").strip("<>")
        original = captures.by_id(db, refers_to)
        if original is None:
            raise OriginalMissing(
                record.file, record.offset, f"a revisit of {refers_to}, which is not archived"
            )
        media = original.media_type if status == 304 else media
    payload = payload_of(body, encoding)
    capture = Capture(
        record_id=record.need("WARC-Record-ID").strip("<>"),
        url=target,
        site=record.need(SITE_FIELD),
        fetched_at=from_text(record.need("WARC-Date")),
        status=status,
        media_type=media,
        payload_sha256=original.payload_sha256 if original else hashlib.sha256(payload).hexdigest(),
        size=original.size if original else len(payload),
        warc=record.file,
        offset=record.offset,
        length=record.length,
        revisit_of=original.record_id if original else None,
        kind=what,
    )
    wire = record.field("WARC-Payload-Digest") or digest(body)
    return captures.CaptureRow(
        capture,
        wire,
        record.field(VIA_FIELD),
        record.field(RUN_FIELD),
        record.field(ASKED_FIELD),
        record.field(ORIGIN_FIELD),
        record.field("WARC-Truncated"),
    )


def _index_run(db: sqlite3.Connection, record: Record) -> None:
    run_id, _, part = (record.field("WARC-Target-URI") or "").removeprefix(RUN_PREFIX).rpartition(":")
    told = json.loads(record.block)
    if (
        part == "end"
        and db.execute("SELECT 1 FROM run WHERE run_id = ? AND finished IS NOT NULL", (run_id,)).fetchone()
    ):
        return  # known: what it could not fetch may have been fetched since
    if part == "start":
        db.execute(
            "INSERT OR IGNORE INTO run (run_id, started, reason, counts) VALUES (?, ?, ?, '{}')",
            (run_id, told["started"], told["reason"]),
        )
        rows = [
            (run_id, kind, row[f"{kind}_id"], canonical(row))
            for kind, group in (("site", "sites"), ("body", "bodies"))
            for row in told[group]
        ]
        db.executemany("INSERT OR IGNORE INTO registry (run_id, kind, id, row) VALUES (?, ?, ?, ?)", rows)
        return
    db.execute(
        "UPDATE run SET finished = ?, reason = ?, counts = ? WHERE run_id = ?",
        (told["finished"], told["reason"], json.dumps(told["counts"], sort_keys=True), run_id),
    )
    # Archives of the first days do not tell of it.
    keep_partial(db, run_id, told.get("partial", []))
    for row in told["unanswered"]:
        db.execute(
            "INSERT INTO url (url, site, state, score, depth, tries, reason, changed_at)"
            " VALUES (?, ?, ?, 0, 0, 1, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET state = excluded.state, reason = excluded.reason",
            (row["url"], row["site"], row["state"], row["reason"], told["finished"]),
        )


def index(db: sqlite3.Connection, ledger: Ledger | None, record: Record) -> Capture | None:
    """Put one record's rows into the open transaction; what is there already stays.

    ``ledger`` is ``None`` for a capture whose answer was settled before: it may know of newer ones since.
    Returns the capture it added, ``None`` when the record is none or was known. Raises
    ``RecordDamaged`` when a field it needs is absent or unreadable, ``OriginalMissing`` like
    ``capture_row``.
    """
    try:
        if (record.field("WARC-Target-URI") or "").startswith(RUN_PREFIX):
            _index_run(db, record)
            return None
        row = capture_row(db, record)
    except (KeyError, ValueError) as problem:
        raise RecordDamaged(record.file, record.offset, f"cannot be indexed: {problem!r}") from problem
    if row is None or captures.by_id(db, row.capture.record_id) is not None:
        return None
    captures.insert(db, row)
    if ledger is None or record.field(ORIGIN_FIELD) is not None:
        # What somebody else saved says nothing about what the site answers us: it is still to be asked.
        return row.capture
    settle(ledger, row, record)
    return row.capture
