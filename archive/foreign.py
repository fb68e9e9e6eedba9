"""Read web archives that others wrote: WARC 0.17 to 1.1 and ARC, as far as they are sound.

Forms and odd headers are warcio's to know; what it forgives without a word (short blocks, digests that do
not fit, a tail that ends early) is told here, with its offset and reason.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from archive.records import HttpMessage, Record

# warcio meets damage with whatever its parser stumbles on.
_STUMBLES = (
    ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, TypeError, AttributeError, IndexError
)  # fmt: skip
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be taken over: the file, the offset in it (bytes; -1: the whole file) and the reason."""

    file: str
    offset: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, byte {self.offset}" if self.offset >= 0 else self.file
        return f"{place}: {self.reason}"


def digest_fits(said: str, data: bytes) -> bool | None:
    """Whether a digest as WARC files carry it (base32 or hexadecimal) fits; ``None``: unknown algorithm."""
    name, _, value = said.partition(":")
    algorithm = name.strip().lower().replace("-", "")
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        return None
    made = hashlib.new(algorithm, data, usedforsecurity=False)
    plain = value.strip().rstrip("=").upper()
    return plain in (made.hexdigest().upper(), base64.b32encode(made.digest()).decode().rstrip("="))


def body_of(message: HttpMessage) -> bytes:
    """The body without its transfer coding, where it still carries one."""
    if "chunked" not in (message.header("Transfer-Encoding") or "").lower():
        return message.body
    reader = ChunkedDataReader(BytesIO(message.body))
    parts: list[bytes] = []
    while piece := reader.read(_PIECE):
        parts.append(piece)
    return b"".join(parts)


def _wrong(record: Record) -> str | None:
    length = record.field("Content-Length")
    if length is None or not length.isdigit():
        return f"no record: its length is {length!r}"
    if int(length) != len(record.block):
        return f"Content-Length says {length}, {len(record.block)} bytes are there"
    block = record.field("WARC-Block-Digest")
    if block is not None and digest_fits(block, record.block) is False:
        return "the block does not fit its WARC-Block-Digest"
    payload = record.field("WARC-Payload-Digest")
    if payload is None or record.field("WARC-Type") not in ("response", "resource"):
        return None
    if record.field("WARC-Type") == "resource":
        fits = digest_fits(payload, record.block)
    else:
        # Writers do not agree whether the payload is with or without its transfer coding.
        fits = digest_fits(payload, record.http.body)
        if fits is False:
            fits = digest_fits(payload, body_of(record.http))
    return "the payload does not fit its WARC-Payload-Digest" if fits is False else None


def _one_member(path: Path) -> bool:
    """Whether the file is gzipped as a whole, so that its records have no members of their own."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return False
        file.seek(0)
        try:
            for _, __ in zip(
                ArchiveIterator(file, no_record_parse=True, arc2warc=True), range(2), strict=False
            ):
                continue
        except ArchiveLoadFailed as problem:
            return "non-chunked" in str(problem)
        except _STUMBLES:
            return False
    return False


def _unpack(path: Path, target: IO[bytes]) -> Problem | None:
    """Decompress a file as far as that goes."""
    try:
        with gzip.open(path) as file:
            while piece := file.read1(_PIECE):
                target.write(piece)
    except (EOFError, OSError, zlib.error) as problem:
        return Problem(path.name, target.tell(), f"the gzip stream is sound up to here, unpacked: {problem}")
    return None


def _is_arc(file: IO[bytes]) -> bool:
    """Whether the file describes itself as ARC files do; the file stands at its start again after."""
    head = file.read(512)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"filedesc:")


def _walk(file: IO[bytes], name: str) -> Iterator[Record | Problem]:
    arc = _is_arc(file)
    reader = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
    offset = 0
    while True:
        try:
            found = next(reader, None)
            if found is None:
                break
            offset = reader.offset
            block = found.raw_stream.read() if found.length else b""
            fields = tuple((key, value) for key, value in found.rec_headers.headers)
            kind = found.rec_type
        except _STUMBLES as problem:
            # Without sound lengths there is no telling where the next record begins.
            words = "".join(it if it.isprintable() else "�" for it in str(problem))[:80]
            yield Problem(name, max(offset, reader.offset), f"unreadable from here on: {words}")
            return
        if arc and kind == "warcinfo":
            # An ARC file's description of itself, whose block warcio has read as headers.
            continue
        if arc:
            # ARC knows no record ids; warcio makes up a new one at every reading.
            fields = tuple((key, value) for key, value in fields if key != "WARC-Record-ID")
        named = {key.lower() for key, _ in fields}
        if kind and "warc-type" not in named:
            fields = (("WARC-Type", kind), *fields)
        record = Record(name, offset, 0, fields, block)
        wrong = _wrong(record)
        yield Problem(name, offset, wrong) if wrong else record
    rest = len(file.read())
    if rest:
        yield Problem(name, offset, f"the last {rest} bytes are no records")


def read(path: Path) -> Iterator[Record | Problem]:
    """Every record of a WARC or ARC file (gzipped or not), in order; what is not sound as a ``Problem``.

    ARC records come as WARC response records. Offsets of a file gzipped as a whole are those of its
    unpacked bytes.
    """
    if not _one_member(path):
        with path.open("rb") as file:
            yield from _walk(file, path.name)
        return
    with tempfile.TemporaryFile() as plain:
        torn = _unpack(path, plain)
        plain.seek(0)
        yield from _walk(plain, path.name)
        if torn is not None:
            yield torn
