"""Write WARC 1.1 files (ISO 28500:2017): ``.open`` until sealed, synced, with manifests, names unique.

What a record's bytes are is warcio's part (``archive.forming``); when they last is ours.

Site and way of discovery travel in two fields of our own on each record that answers an address
(``WARC-X-Gongkai-Site``, ``WARC-X-Gongkai-Via``; the standard lets readers ignore unknown fields), so
that archive.db can be made again from these files alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archive.forming import Draft, form
from archive.records import OPEN_SUFFIX
from archive.times import now, to_text

ROTATE_AT = 1_000_000_000
"""Bytes after which a file is sealed and the next one begun."""

LARGE = 256 * 1024
"""Bytes of one write that are worth beginning to put on disk before the group is full."""

SITE_FIELD = "WARC-X-Gongkai-Site"
VIA_FIELD = "WARC-X-Gongkai-Via"

_COMPRESSED_TYPE = re.compile(
    r"^(image/(?!svg)|audio/|video/|font/woff|application/(pdf|zip|gzip|x-gzip|x-rar|vnd\.rar|x-7z|ofd"
    r"|vnd\.openxmlformats|vnd\.oasis|vnd\.ms-excel\.sheet\.macro|octet-stream$))"
)


@dataclass(frozen=True, slots=True)
class Written:
    """Where a record went: its id, file (by its sealed name), offset and length of its gzip member."""

    record_id: str
    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished file as its manifest describes it; ``records`` counts every record, warcinfo too."""

    file: str
    records: int
    bytes: int
    sha256: str


def new_record_id() -> str:
    """A fresh record id, ``urn:uuid:…`` without the angle brackets."""
    return f"urn:uuid:{uuid.uuid4()}"


def gzip_level(media_type: str, content_encoding: str | None) -> int:
    """0 (stored) for what is compressed already, else 3, ISA-L's highest."""
    coded = bool(content_encoding) and content_encoding != "identity"
    return 0 if coded or _COMPRESSED_TYPE.match(media_type) else 3


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, so that they last through a loss of power."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def manifest_path(sealed: Path) -> Path:
    """The manifest beside a sealed file, in the layout ``sha256sum --check`` reads."""
    return sealed.with_name(sealed.name + ".sha256")


def write_manifest(sealed: Path, sha256: str) -> None:
    """Write the manifest of a file before it is sealed, so that none ever stands without one."""
    with manifest_path(sealed).open("w", encoding="utf-8") as file:
        file.write(f"{sha256}  {sealed.name}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(sealed.parent)


def seal(open_path: Path, records: int, sha256: str) -> Sealed:
    """Turn an ``.open`` file, already synced, into a sealed one with its manifest."""
    sealed = open_path.with_name(open_path.name.removesuffix(OPEN_SUFFIX))
    size = open_path.stat().st_size
    write_manifest(sealed, sha256)
    open_path.rename(sealed)
    sync_folder(sealed.parent)
    return Sealed(sealed.name, records, size, sha256)


class WarcWriter:
    """Appends records to one ``.open`` file at a time; ``sync`` makes them last, ``close`` seals the file.

    ``warcinfo`` holds the name-value pairs that open each file. A write that fails midway (disk full)
    is cut off again, so the file stays sound.
    """

    def __init__(self, folder: Path, warcinfo: Sequence[tuple[str, str]], rotate_at: int = ROTATE_AT) -> None:
        self._folder = folder
        self._warcinfo = tuple(warcinfo)
        self._rotate_at = rotate_at
        self._handle = -1
        self._path = folder
        self._size = 0
        self._records = 0
        self._hash = hashlib.sha256()
        self._info_id = ""

    @property
    def full(self) -> bool:
        """Whether the file has reached the size at which it should be sealed."""
        return self._size >= self._rotate_at

    def append(self, *drafts: Draft) -> tuple[Written, ...]:
        """Write records one after another, all of them or none; ``WARC-Record-ID`` is added where absent.

        The bytes are with the operating system when this returns, on disk only after ``sync``.
        Raises ``OSError`` when the folder cannot take them (full, read-only).
        """
        if self._handle < 0:
            self._begin()
        name = self._path.name.removesuffix(OPEN_SUFFIX)
        written: list[Written] = []
        pieces: list[bytes | memoryview] = []
        offset = self._size
        for draft in drafts:
            whole = list(draft.fields)
            if all(name != "WARC-Record-ID" for name, _ in whole):
                whole.insert(1, ("WARC-Record-ID", f"<{new_record_id()}>"))
            if self._info_id:
                whole.append(("WARC-Warcinfo-ID", f"<{self._info_id}>"))
            member = form(replace(draft, fields=whole))
            record_id = next(value for name, value in whole if name == "WARC-Record-ID").strip("<>")
            written.append(Written(record_id, name, offset, sum(map(len, member))))
            pieces += member
            offset += written[-1].length
        self._write(b"".join(pieces), len(drafts))
        return tuple(written)

    def sync(self) -> None:
        """Wait until everything appended is on disk."""
        if self._handle >= 0:
            os.fdatasync(self._handle)

    def close(self) -> Sealed | None:
        """Seal the current file; ``None`` when none is open."""
        if self._handle < 0:
            return None
        os.fsync(self._handle)
        os.close(self._handle)
        self._handle = -1
        return seal(self._path, self._records, self._hash.hexdigest())

    def abandon(self) -> None:
        """Let go of the file without sealing it; recovery sees to what it holds."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _begin(self) -> None:
        moment = now()
        name = f"gongkai-{moment:%Y%m%d%H%M%S%f}-{uuid.uuid4().hex[:12]}.warc.gz"
        self._path = self._folder / (name + OPEN_SUFFIX)
        self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        sync_folder(self._folder)
        self._size = self._records = 0
        self._hash = hashlib.sha256()
        self._info_id = ""
        try:
            self._info_id = self.append(self._warcinfo_record(name, moment))[0].record_id
        except OSError:
            # A file without its warcinfo must not be gone on with.
            os.close(self._handle)
            self._handle = -1
            self._path.unlink(missing_ok=True)
            raise

    def _warcinfo_record(self, name: str, moment: datetime) -> Draft:
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Date", to_text(moment)),
            ("WARC-Filename", name),
            ("Content-Type", "application/warc-fields"),
        ]
        block = "".join(f"{key}: {value}\r\n" for key, value in self._warcinfo).encode("utf-8")
        return Draft(fields, block, 3)

    def _write(self, data: bytes, records: int) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._handle, view) :]
        except OSError:
            os.ftruncate(self._handle, self._size)
            os.lseek(self._handle, self._size, os.SEEK_SET)
            raise
        if len(data) >= LARGE:
            # Linux begins to write them back at once, so that the group's sync finds little left to do.
            os.posix_fadvise(self._handle, self._size, len(data), os.POSIX_FADV_DONTNEED)
        self._hash.update(data)
        self._size += len(data)
        self._records += records
