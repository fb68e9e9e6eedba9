"""What may go wrong in the archive, as a small tree.

ArchiveError
├── ArchiveLocked     another process writes this archive
├── ArchiveReadOnly   the archive's folder may not be written
├── DiskRefused       what was written is not on disk for certain: stop, and open again
├── RecordDamaged     bytes of a WARC file that are no sound record (names file and offset)
│   └── OriginalMissing   a revisit whose original is not archived
├── RecordMissing     a capture whose bytes are not where its row says
├── PayloadUndecodable a body that its own Content-Encoding does not fit
└── PublishRefused    a build that would have lost reports
"""

from __future__ import annotations

from pathlib import Path


class ArchiveError(Exception):
    """Base of everything the archive raises on purpose."""


class ArchiveLocked(ArchiveError):
    """Another process holds the archive; the message says which and since when."""


class ArchiveReadOnly(ArchiveError):
    """The archive stands on a read-only medium, or is another user's."""


class DiskRefused(ArchiveError):
    """The disk did not take what was written (full, broken); what was flushed before is safe."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"the disk of the archive {folder} refused a write ({why}); what was kept before is safe:"
            " make room, then start again, which recovers every whole record"
        )


class RecordDamaged(ArchiveError):
    """Bytes that are not a sound WARC record, with the file, the offset in bytes and the reason."""

    def __init__(self, file: str, offset: int, reason: str) -> None:
        super().__init__(f"{file}, byte {offset}: {reason}")
        self.file = file
        self.offset = offset
        self.reason = reason


class OriginalMissing(RecordDamaged):
    """A sound revisit record whose original is not archived (or not indexed yet)."""


class RecordMissing(ArchiveError):
    """A capture whose record is not where its row says; ``gongkai verify`` tells more."""


class PayloadUndecodable(ArchiveError):
    """A body that does not fit its Content-Encoding, or whose coding nothing here can undo."""


class PublishRefused(ArchiveError):
    """A build of reports.db that lacks reports the present one has."""
