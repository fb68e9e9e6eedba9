"""Read WARC files of one gzip member a record, exactly: each record with its offset, length and soundness.

For recovery, verifying and reading at a known place, where the libraries forgive too much: warcio and
fastwarc step over torn tails and padding without a word, read a file of one gzip member as if it were
sound, and fastwarc gives no length of a member. What others wrote is read with them (``archive.adding``),
and fastwarc is the second opinion on every file (``archive.second_opinion``).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import RecordDamaged, RecordMissing

OPEN_SUFFIX = ".open"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """An HTTP message from a record's block: its first line, header lines in order, and body as kept."""

    first_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case, or ``None``."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: where its gzip member stands (bytes), its named fields in order, and its block."""

    file: str
    offset: int
    length: int
    fields: tuple[tuple[str, str], ...]
    block: bytes

    def field(self, name: str) -> str | None:
        """The first field of that name, in any case, or ``None``."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)

    def need(self, name: str) -> str:
        """Like ``field``; raises ``RecordDamaged`` when the field is absent."""
        value = self.field(name)
        if value is None:
            raise RecordDamaged(self.file, self.offset, f"the record has no {name}")
        return value

    @property
    def http_head(self) -> HttpMessage:
        """The HTTP message of a request, response or revisit record, without its body.

        Servers whose answers others saved may end lines by LF alone, or fold them (RFC 9112, 2.2 and 5.2).
        """
        end = _HEAD_END.search(self.block)
        head = self.block[: end.start() if end else None].decode("latin-1")
        first, *lines = _FOLDED.sub(" ", head).split("\n")
        pairs = (line.partition(":") for line in lines if line.strip())
        headers = tuple((name.strip(), value.strip()) for name, _, value in pairs)
        return HttpMessage(first.rstrip("\r"), headers, b"")

    @property
    def http(self) -> HttpMessage:
        """The HTTP message of a request, response or revisit record; its body is a copy."""
        end = _HEAD_END.search(self.block)
        return replace(self.http_head, body=self.block[end.end() :] if end else b"")


def digest(data: bytes) -> str:
    """A digest as WARC files carry it: ``sha1:`` and base32, which every reader of WARC understands."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def sha256_of(path: Path) -> str:
    """A file's SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def warc_path(folder: Path, name: str) -> Path:
    """Where a WARC file stands now: sealed, or still ``.open``. Raises ``RecordMissing`` when neither is."""
    sealed = folder / "warc" / name
    for path in (sealed, sealed.with_name(name + OPEN_SUFFIX)):
        if path.exists():
            return path
    raise RecordMissing(f"the archive has no file {name} (looked in {folder / 'warc'})")


def _parse(file: str, offset: int, length: int, data: bytes) -> Record:
    head, gap, rest = data.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not gap or not version.startswith("WARC/"):
        raise RecordDamaged(file, offset, f"no WARC record begins here (saw {data[:20]!r})")
    fields: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise RecordDamaged(file, offset, f"a header line without a colon: {line[:60]!r}")
        fields.append((name.strip(), value.strip()))
    said = next((value for name, value in fields if name.lower() == "content-length"), "")
    if said.isdigit() and rest[int(said) : int(said) + 9] == b"\r\n\r\nWARC/":
        raise RecordDamaged(file, offset, "several records in one gzip member")
    if not said.isdigit() or len(rest) != int(said) + 4 or not rest.endswith(b"\r\n\r\n"):
        raise RecordDamaged(
            file, offset, f"Content-Length says {said!r}, the block has {len(rest) - 4} bytes"
        )
    return Record(file, offset, length, tuple(fields), rest[:-4])


def check_digests(record: Record) -> str | None:
    """What is wrong with a record's digests, as a short sentence, or ``None``.

    A digest made with another algorithm than SHA-1 is not checked here.
    """
    block = record.field("WARC-Block-Digest")
    if block is not None and block.lower().startswith("sha1:") and block != digest(record.block):
        return "the block does not fit its WARC-Block-Digest"
    payload = record.field("WARC-Payload-Digest")
    if payload is None or not payload.lower().startswith("sha1:"):
        return None
    kind = record.field("WARC-Type")
    if kind in ("response", "request") and payload != digest(record.http.body):
        return "the payload does not fit its WARC-Payload-Digest"
    if kind == "resource" and payload != digest(record.block):
        return "the payload does not fit its WARC-Payload-Digest"
    return None


def member(view: mmap.mmap | bytes, offset: int, name: str) -> tuple[bytes, int]:
    """The plain bytes of the gzip member that begins at an offset, and where it ends.

    Raises ``RecordDamaged`` when it is not whole and sound.
    """
    machine = zlib.decompressobj(31)
    parts: list[bytes] = []
    at = offset
    piece = 1 << 16
    while not machine.eof:
        chunk = view[at : at + piece]
        if not chunk:
            raise RecordDamaged(name, offset, "the file ends inside a record")
        try:
            parts.append(machine.decompress(chunk))
        except zlib.error as problem:
            raise RecordDamaged(name, offset, f"not a sound gzip member ({problem})") from problem
        at += len(chunk)
        piece = min(piece * 2, 1 << 22)
    return b"".join(parts), at - len(machine.unused_data)


def walk_from(path: Path, offset: int, *, check: bool = True) -> Iterator[Record]:
    """Every record of a file from the one at ``offset`` on; with ``check``, digests are proved too.

    Raises ``RecordDamaged`` at the first record that is not whole and sound.
    """
    name = path.name.removesuffix(OPEN_SUFFIX)
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        while offset < len(view):
            data, end = member(view, offset, name)
            record = _parse(name, offset, end - offset, data)
            wrong = check_digests(record) if check else None
            if wrong:
                raise RecordDamaged(name, offset, wrong)
            yield record
            offset = end


def walk(path: Path, *, check: bool = True) -> Iterator[Record]:
    """Every record of a file from its start; see ``walk_from``."""
    return walk_from(path, 0, check=check)


def resume(view: mmap.mmap, offset: int, begins: tuple[bytes, ...] = (b"WARC/",)) -> int:
    """Where the next member begins that holds a record (``begins``: its first bytes), or the end."""
    while (at := view.find(b"\x1f\x8b\x08", offset)) >= 0:
        with contextlib.suppress(zlib.error):
            if zlib.decompressobj(31).decompress(view[at : at + 4096], 5).startswith(begins):
                return at
        offset = at + 1
    return len(view)


def survey(path: Path) -> Iterator[Record | RecordDamaged]:
    """Like ``walk``, but what is damaged is told and stepped over, to the next record that begins soundly."""
    name = path.name.removesuffix(OPEN_SUFFIX)
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        offset = 0
        while offset < len(view):
            try:
                data, end = member(view, offset, name)
            except RecordDamaged as damage:
                yield damage
                offset = resume(view, offset + 1)
                continue
            try:
                record = _parse(name, offset, end - offset, data)
                wrong = check_digests(record)
                yield RecordDamaged(name, offset, wrong) if wrong else record
            except RecordDamaged as damage:
                yield damage
            offset = end


def split(member: bytes) -> Iterator[bytes]:
    """The records of a gzip member that holds several, each with its header; ends where soundness ends."""
    at = 0
    while (gap := member.find(b"\r\n\r\n", at)) >= 0:
        said = _CONTENT_LENGTH.search(member, at, gap + 2)
        if said is None:
            return
        end = gap + 4 + int(said[1]) + 4
        if member[end - 4 : end] != b"\r\n\r\n":
            return
        yield member[at:end]
        at = end


def read_at(folder: Path, name: str, offset: int, length: int) -> Record:
    """The record at a place of a file of the archive.

    Raises ``RecordMissing`` when the file is gone, ``RecordDamaged`` when no sound record stands there.
    """
    with warc_path(folder, name).open("rb") as file:
        file.seek(offset)
        try:
            data, end = member(file.read(length), 0, name)
        except RecordDamaged as damage:
            raise RecordDamaged(name, offset, damage.reason) from damage
    if end != length:
        raise RecordDamaged(name, offset, f"the record is {end} bytes long, its row says {length}")
    return _parse(name, offset, length, data)
