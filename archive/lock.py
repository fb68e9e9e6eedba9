"""One writer at a time: an advisory lock on the data folder, freed by the kernel when its holder dies."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from archive.errors import ArchiveLocked, ArchiveReadOnly
from archive.times import now, to_text
from archive.warc import make_folder

NAME = "archive.lock"
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


class _Lock:
    """An open lock file; ``-1``: none is held."""

    def __init__(self, folder: Path, file: int, how: int) -> None:
        self._file = file
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            who = _holder(file)
            self.release()
            raise ArchiveLocked(
                f"the archive {folder} is being {who}; wait for it to end, or stop it"
            ) from None
        except OSError:
            self.release()
            raise

    def release(self) -> None:
        """Free the lock; harmless when repeated."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _holder(file: int) -> str:
    """What is being done and by whom, asked when the lock was refused; only a writer leaves its name."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        name = os.read(file, 200).decode("utf-8", "replace").strip() or "an unnamed process"
        return f"written by {name}"
    return "read through by gongkai verify"


class WriterLock(_Lock):
    """Holds ``archive.lock`` in the folder, made where there is none, from construction to ``release``.

    The file stays behind on purpose: deleting it would let two processes lock two different files of
    the same name. Raises ``ArchiveLocked`` when another process holds it, ``ArchiveReadOnly`` where this
    process may not write.
    """

    def __init__(self, folder: Path) -> None:
        try:
            make_folder(folder / "warc")
            file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as problem:
            if problem.errno not in _READ_ONLY:
                raise
            raise ArchiveReadOnly(
                f"the archive {folder} cannot be written ({problem.strerror});"
                " gongkai status, verify, export, serve and archive mirror only read it"
            ) from problem
        super().__init__(folder, file, fcntl.LOCK_EX)
        try:
            os.ftruncate(file, 0)
            os.pwrite(file, f"process {os.getpid()} since {to_text(now())}\n".encode(), 0)
        except OSError:
            self.release()
            raise


class ReaderLock(_Lock):
    """Keeps writers out while everything is read; several processes may hold it, on read-only media too.

    Raises ``ArchiveLocked`` when a process writes.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / NAME
        try:
            file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as problem:
            if problem.errno not in _READ_ONLY or path.exists():
                raise
            # Nobody wrote here under a lock, and we could not: the folder itself stands for the file.
            file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        super().__init__(folder, file, fcntl.LOCK_SH)
