"""Captured bytes back from the WARC files, for whoever holds a capture and no open archive."""

from __future__ import annotations

from pathlib import Path

from archive.decoding import payload_of
from archive.errors import RecordDamaged
from archive.model import Capture
from archive.records import Record, read_at


def read_record(folder: Path, capture: Capture) -> Record:
    """The WARC record of a capture. Raises ``RecordMissing`` or ``RecordDamaged``."""
    record = read_at(folder, capture.warc, capture.offset, capture.length)
    found = record.need("WARC-Record-ID").strip("<>")
    if found != capture.record_id:
        raise RecordDamaged(capture.warc, capture.offset, f"expected {capture.record_id}, found {found}")
    return record


def read_wire(folder: Path, full: Capture) -> bytes:
    """The body as sent, from a capture that is no revisit."""
    record = read_record(folder, full)
    return record.http.body if full.kind == "wire" else record.block


def read_payload(folder: Path, full: Capture) -> bytes:
    """The body without its Content-Encoding; from a capture that is no revisit."""
    record = read_record(folder, full)
    if full.kind != "wire":
        return record.block
    return payload_of(record.http.body, record.http.header("Content-Encoding"))
