"""Form WARC 1.1 records through warcio, each as one gzip member at a level of our choice.

warcio lays out the record, counts its length and makes its digests. Two things it does otherwise than an
archive wants are handed to it made: it compresses at level 9 only, and it rewrites HTTP headers that are not
ASCII, which are kept here as they came.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.errors import ArchiveError

VERSION = "WARC/1.1"


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be written: its named fields in order, the HTTP head of its block (or nothing), the rest.

    ``level`` is the gzip level. ``WARC-Type`` must be among the fields; digests and Content-Length are
    added where absent.
    """

    fields: Sequence[tuple[str, str]]
    body: bytes
    level: int
    head: bytes = b""

    @property
    def block(self) -> bytes:
        """The record's block: head and body."""
        return self.head + self.body


class _Member:
    """Where warcio writes a record: its flush ends the gzip member."""

    def __init__(self, level: int) -> None:
        self._machine = zlib.compressobj(level, zlib.DEFLATED, 31)
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._parts.append(self._machine.compress(data))

    def flush(self) -> None:
        self._parts.append(self._machine.flush())

    def getvalue(self) -> bytes:
        return b"".join(self._parts)


class _HeadAsSent(StatusAndHeaders):  # type: ignore[misc]
    """An HTTP head that warcio writes byte for byte."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as sent", [])
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Leave the bytes as they are; warcio would percent-encode what is not ASCII."""


def _check(fields: Sequence[tuple[str, str]]) -> None:
    # warcio writes what it is given: a line break in a value would begin a field of its own.
    for name, value in fields:
        if "\r" in value or "\n" in value:
            raise ArchiveError(f"the WARC field {name} holds a line break: {value!r}")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as problem:
            raise ArchiveError(f"the WARC field {name} cannot be said in UTF-8: {value!r}") from problem


def form(draft: Draft) -> bytes:
    """One record as one gzip member. Raises ``ArchiveError`` when a field would break the header."""
    _check(draft.fields)
    kind = next(value for name, value in draft.fields if name == "WARC-Type")
    member = _Member(draft.level)
    writer = WARCWriter(member, gzip=False, warc_version=VERSION)
    record = writer.create_warc_record(
        "",
        kind,
        payload=BytesIO(draft.body),
        length=len(draft.body),
        warc_headers=StatusAndHeaders("", list(draft.fields), protocol=VERSION),
        http_headers=_HeadAsSent(draft.head) if draft.head else None,
    )
    writer.write_record(record)
    return member.getvalue()
