"""A program that writes an archive and tells what it holds for kept; tests take its power away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.model import Exchange, LedgerRow
from archive.store import Archive

URL = "http://a.test/{}"


def body(n: int) -> bytes:
    """What stands on page n; each third page repeats the one before it."""
    n -= n % 3 == 2
    return f"<p>page {n} {n * 7919}</p>".encode() * (n % 40 + 1)


def page(n: int) -> Exchange:
    """Page n of a made-up server."""
    when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=n)
    headers = (("Content-Type", "text/html"),)
    return Exchange(URL.format(n), "GET", when, (), "HTTP/1.1", 200, "OK", headers, body(n))


def crawl(folder: Path, first: int, count: int) -> None:
    """Store pages in files of 4 KB; print which of them are flushed."""
    numbers = range(first, first + count)
    with Archive.open(folder, rotate_at=4000) as archive:
        run = archive.start_run("test", [], [])
        archive.ledger.discover([LedgerRow(URL.format(n), "s", "discovered", 0, 0) for n in numbers])
        waiting: list[int] = []
        for n in numbers:
            archive.store(page(n), site="s", found_on=None)
            waiting.append(n)
            if n % 4 == 3:
                archive.flush()
                print(*waiting, flush=True)
                waiting = []
        archive.finish_run(run, "finished", {"pages": count})
        print(*waiting, flush=True)
