"""Read web archives that others wrote: WARC 0.17 to 1.1 and ARC, as far as they are sound.

Forms and odd headers are warcio's to know; what it forgives (short blocks, digests that do not fit, members
that do not decompress, a tail that ends early) is told here with its offset, length and reason, and reading
goes on at the next record.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import mmap
import re
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from archive.errors import RecordDamaged
from archive.records import HttpMessage, Record, member, resume

# warcio meets damage with whatever its parser stumbles on.
_STUMBLES = (
    ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, TypeError, AttributeError, IndexError
)  # fmt: skip
_PIECE = 1 << 20
_HEADER = re.compile(rb"WARC/\d\.\d+\r?\n(?:[A-Za-z0-9-]+:[^\n]*\n){3,}\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r\n")
_BEGINS = {False: (b"WARC/",), True: (b"http:", b"https")}
"""What a record begins with, in WARC files and (true) in ARC files; five bytes each."""


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
    return _unchunked(message.body)


def _unchunked(data: bytes) -> bytes:
    """Chunks put together (RFC 9112, 7.1); what is none is left as it is, for not every server means it.

    warcio's reader would take a trailer for a part of the body.
    """
    parts: list[bytes] = []
    at = 0
    while told := _CHUNK_SIZE.match(data, at):
        end = told.end() + int(told[1], 16)
        if end == told.end():
            return b"".join(parts)
        if end < len(data) and not data.startswith(b"\r\n", end):
            break
        parts.append(data[told.end() : end])
        at = end + 2
    return b"".join([*parts, data[at:]])


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
        records = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
        try:
            with contextlib.redirect_stderr(StringIO()):
                next(records, None)
                next(records, None)
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
    finally:
        target.flush()
    return None


def _is_arc(data: mmap.mmap) -> bool:
    """Whether the file describes itself as ARC files do."""
    head = data[:512]
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"filedesc:")


def _plain(data: mmap.mmap | bytes, name: str, *, arc: bool) -> Iterator[Record | Problem]:
    """Records one after another, not compressed; behind damage, from the next header of WARC on."""
    start = 0
    while start < len(data):
        file = BytesIO(data) if isinstance(data, bytes) else data
        file.seek(start)
        reader = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
        offset = start
        try:
            while True:
                # warcio prints what it forgives; its count of errors says that it did.
                with contextlib.redirect_stderr(StringIO()):
                    found = next(reader, None)
                    if found is None:
                        return
                    offset, kind, length = reader.offset, found.rec_type, found.length
                    fields = tuple((key, value) for key, value in found.rec_headers.headers)
                    block = found.raw_stream.read() if length else b""
                    reader.read_to_end()
                if arc and kind == "warcinfo":
                    # An ARC file's description of itself, whose block warcio has read as headers.
                    continue
                if reader.err_count and not arc:
                    raise ValueError(f"Content-Length says {length}, but no record follows there")
                if arc:
                    # ARC knows no record ids; warcio makes up a new one at every reading.
                    fields = tuple((key, value) for key, value in fields if key != "WARC-Record-ID")
                if kind and "warc-type" not in {key.lower() for key, _ in fields}:
                    fields = (("WARC-Type", kind), *fields)
                record = Record(name, offset, 0, fields, block)
                wrong = _wrong(record)
                if wrong and len(block) != length:
                    raise ValueError(wrong)
                yield Problem(name, offset, wrong) if wrong else record
        except _STUMBLES as problem:
            words = "".join(it if it.isprintable() else "\ufffd" for it in str(problem))[:80]
            following = None if arc else _HEADER.search(data, offset + 1)
            start = following.start() if following else len(data)
            yield _lost(name, offset, start, words)


def _packed(data: mmap.mmap, name: str, *, arc: bool) -> Iterator[Record | Problem]:
    """Records in gzip members of their own; behind damage, from the next member that begins as one on."""
    offset = 0
    while offset < len(data):
        try:
            plain, end = member(data, offset, name)
        except RecordDamaged as damage:
            end = resume(data, offset + 1, _BEGINS[arc])
            yield _lost(name, offset, end, damage.reason)
        else:
            for item in _plain(plain, name, arc=arc):
                yield replace(item, offset=offset + item.offset)
        offset = end


def _lost(name: str, start: int, end: int, words: str) -> Problem:
    return Problem(name, start, f"{end - start} bytes are no sound record: {words}")


def _read(file: IO[bytes], name: str) -> Iterator[Record | Problem]:
    if file.seek(0, 2) == 0:
        yield Problem(name, 0, "nothing is there")
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        walk = _packed if data[:2] == b"\x1f\x8b" else _plain
        yield from walk(data, name, arc=_is_arc(data))


def read(path: Path) -> Iterator[Record | Problem]:
    """Every record of a WARC or ARC file (gzipped or not), in order; what is not sound as a ``Problem``.

    ARC records come as WARC response records; in an ARC file that is not gzipped by record nothing is read
    behind damage. Offsets of a file gzipped as a whole are those of its unpacked bytes.
    """
    if not _one_member(path):
        with path.open("rb") as file:
            yield from _read(file, path.name)
        return
    with tempfile.TemporaryFile() as plain:
        torn = _unpack(path, plain)
        yield from _read(plain, path.name)
        if torn is not None:
            yield torn
