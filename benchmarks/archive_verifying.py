"""How fast an archive is proved: every byte through our own reader, its digests, its row, and fastwarc.

Goal: at least 50 MB/s of archived content a core.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.store import Archive
from archive.verify import verify
from benchmarks.archive_writing import attachments, pages

LEAST = 50.0


def main() -> int:
    """Print the table; 1 when the goal is missed."""
    table = Table("archive", "files MB", "content MB", "records", "seconds", "content MB/s")
    missed = 0
    for name, exchanges in (("400 pages, 60 KB", pages()), ("40 attachments, 1 MB", attachments())):
        with tempfile.TemporaryDirectory() as folder:
            with Archive.open(Path(folder)) as archive:
                for it in exchanges:
                    archive.store(it, site="s", found_on=None)
            content = sum(len(it.body) for it in exchanges) / 1e6
            best = float("inf")
            for _ in range(5):
                began = time.process_time()
                told = verify(Path(folder))
                best = min(best, time.process_time() - began)
            assert told.sound, told.findings
            speed = content / best
            files = f"{told.bytes / 1e6:.0f}"
            table.add_row(name, files, f"{content:.0f}", str(told.records), f"{best:.2f}", f"{speed:.0f}")
            missed |= speed < LEAST
    Console().print(table)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
