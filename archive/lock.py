"""One writer at a time: an advisory lock on the data folder, freed by the kernel when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from archive.errors import ArchiveLocked
from archive.times import now, to_text


class WriterLock:
    """Holds ``archive.lock`` in the folder from construction to ``release``.

    The file stays behind on purpose: deleting it would let two processes lock two different files of
    the same name. Raises ``ArchiveLocked`` when another process holds it.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "archive.lock"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 200).decode("utf-8", "replace").strip() or "an unnamed process"
            os.close(self._file)
            raise ArchiveLocked(
                f"the archive {folder} is being written by {holder}; wait for it to end, or stop it"
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"process {os.getpid()} since {to_text(now())}\n".encode(), 0)

    def release(self) -> None:
        """Free the lock; harmless when repeated."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
