"""One million captures in archive.db: how large, and how fast one is found by address and date.

Goals: look-up under 5 ms, file under 1 GB, memory that does not grow with the archive.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.captures import COLUMNS, from_row
from archive.database import FULL_BY_WIRE, INDEXES, NAME, TABLES, connect_reader
from archive.tables import create_indexes, create_tables

CAPTURES = 1_000_000
SITES = 3_000
LOOKUPS = 2_000
LONGEST = 0.005
LARGEST = 1_000_000_000

NEAREST = f"""
SELECT {COLUMNS} FROM capture WHERE url = ? AND fetched_at <= ? ORDER BY fetched_at DESC LIMIT 1
"""


def address(n: int) -> str:
    """An address as long as real ones are; each is captured twice."""
    page = n // 2
    return f"http://wjw{page % SITES}.gov.cn/zwgk/fdzdgknr/zfxxgknb/{2010 + page % 14}/t{page:010d}.html"


def _rows() -> Iterator[tuple[object, ...]]:
    for n in range(CAPTURES):
        sha = hashlib.sha256(str(n).encode()).hexdigest()
        key = f"urn:uuid:{sha[:8]}-{sha[8:12]}-{sha[12:16]}-{sha[16:20]}-{sha[20:32]}"
        year = 2024 + n % 2
        yield (
            key, address(n), f"wjw{n // 2 % SITES}", f"{year}-03-01T08:00:00.000000Z", 200, "text/html", sha,
            60_000, f"gongkai-{n // 50_000:06d}.warc.gz", n % 50_000 * 17_000, 17_000, None, "wire",
            f"sha1:{sha[:32].upper()}", None, "20260101T000000Z-abcdef01",
            None, None, None,
        )  # fmt: skip


def main() -> int:
    """Print the table; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as db:
            create_tables(db, TABLES)
            db.execute("PRAGMA synchronous = OFF")
            db.execute("BEGIN")
            db.executemany(f"INSERT INTO capture VALUES ({', '.join('?' * 19)})", _rows())
            db.execute("COMMIT")
            create_indexes(db, INDEXES)
            db.execute(FULL_BY_WIRE)
        size = (folder / NAME).stat().st_size
        chance = random.Random(1)
        times = []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with closing(connect_reader(folder)) as db:
            for _ in range(LOOKUPS):
                url = address(chance.randrange(CAPTURES))
                began = time.perf_counter()
                row = db.execute(NEAREST, (url, "2024-12-31T00:00:00.000000Z")).fetchone()
                times.append(time.perf_counter() - began)
                assert from_row(row).url == url
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    times.sort()
    table = Table("captures", "archive.db MB", "look-up, median ms", "slowest of 100 ms", "memory grown MB")
    slow = times[len(times) * 99 // 100]
    table.add_row(
        f"{CAPTURES:,}", f"{size / 1e6:.0f}", f"{times[len(times) // 2] * 1000:.3f}", f"{slow * 1000:.3f}",
        f"{grown / 1024:.0f}",
    )  # fmt: skip
    Console().print(table)
    return int(slow > LONGEST or size > LARGEST)


if __name__ == "__main__":
    raise SystemExit(main())
