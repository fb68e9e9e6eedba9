"""Fastwarc's opinion on a WARC file of ours: the same records at the same places, with sound digests?

It shares no line with ``archive.records``, so that a mistake of our own reader is seen too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

_WITH_PAYLOAD = WarcRecordType.response | WarcRecordType.request


def _wrong(record: WarcRecord) -> str | None:
    """What is wrong with a record's digests, in a few words, or ``None``; any algorithm hashlib knows."""
    if not record.verify_block_digest():
        return "the block does not fit its WARC-Block-Digest"
    if record.record_type & _WITH_PAYLOAD and "WARC-Payload-Digest" in record.headers:
        try:
            record.parse_http(auto_decode="none")
        except OSError:
            return None  # a head of more than 32 KB, which it takes none of; its block is proved
        if not record.verify_payload_digest():
            return "the payload does not fit its WARC-Payload-Digest"
    return None


def complaints(path: Path, offsets: set[int]) -> Iterator[tuple[int, str]]:
    """Offset in bytes and reason of everything fastwarc has against a file, in the order of its bytes.

    ``offsets`` are where we hold records to begin; a place on which the two readers differ is told too.
    """
    missed = set(offsets)
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                offset = record.stream_pos
                missed.discard(offset)
                if offset not in offsets:
                    yield offset, "fastwarc reads a record here, we do not"
                wrong = _wrong(record)
                if wrong is not None:
                    yield offset, wrong
    except OSError as problem:
        yield -1, f"fastwarc cannot read on: {problem}"
    for offset in sorted(missed):
        yield offset, "fastwarc reads no record here"
