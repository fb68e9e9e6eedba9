"""What lasting writes cost: pages and attachments into WARC files, synced by groups, one by one, never.

Goal: grouped sync costs at most 5 % of bare writing, which gives the bytes to the system and waits for the
disk once, at the end. No disk is equally quick twice, so the two are written in turns, either first in every
other turn; the middle of the turns' ratios counts, and the quarters around it say how far to trust it. A turn
writes 1,600 pages or 400 attachments: 400 pages took 0.2 s, less than one slow sync, and gave +16 % where
never syncing gave +18 %.

Writing that never waits is shown too (the disk's own time is left to whoever comes after), and so are a sync
after each exchange and the whole archive (rows, ledger, deduplication): fewer turns, beside the bare one of
their turn.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from archive.commitment import GROUP_EXCHANGES
from archive.exchanges import Way, request, response_fields, response_head
from archive.forming import Draft
from archive.model import Exchange
from archive.records import digest
from archive.store import Archive
from archive.warc import WarcWriter, gzip_level

PAGES, ATTACHMENTS = 1600, 400
TURNS, FEWER_TURNS = 13, 3
MOST_FOR_SYNC = 0.05


def pages() -> list[Exchange]:
    """Pages of 60 KB of made-up Chinese text, no two alike."""
    chance = random.Random(1)
    letters = "政府信息公开工作年度报告依申请主动答复办理结果数量部门平台条例解读回应监督保障"
    made = []
    for n in range(PAGES):
        body = "".join(chance.choices(letters, k=20_000)).encode()
        made.append(_exchange(n, "text/html", body))
    return made


def attachments() -> list[Exchange]:
    """Attachments of 1 MB."""
    chance = random.Random(2)
    return [_exchange(n, "application/pdf", chance.randbytes(1_000_000)) for n in range(ATTACHMENTS)]


def _exchange(n: int, media: str, body: bytes) -> Exchange:
    asked, told = (("User-Agent", "t"),), (("Content-Type", media),)
    return Exchange(f"http://a.test/{n}", "GET", datetime.now(UTC), asked, "HTTP/1.1", 200, "OK", told, body)


def _written(exchanges: list[Exchange], every: int) -> float:
    """Seconds to write the records alone, synced after so many exchanges (0: at the end, -1: never)."""
    with tempfile.TemporaryDirectory() as folder:
        writer = WarcWriter(Path(folder), [("software", "benchmark")])
        began = time.perf_counter()
        for n, it in enumerate(exchanges, 1):
            fields = response_fields(it, Way("s", None, None), digest(it.body))
            level = gzip_level(it.response_headers[0][1], None)
            answer = Draft(fields, it.body, level, response_head(it))
            writer.append(answer, request(it, dict(fields)["WARC-Record-ID"]))
            if every > 0 and n % every == 0:
                writer.sync()
        if every >= 0:
            writer.sync()
        took = time.perf_counter() - began
        writer.close()
        return took


def _archived(exchanges: list[Exchange]) -> float:
    """Seconds for the whole archive."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder))
        began = time.perf_counter()
        for it in exchanges:
            archive.store(it, site="s", found_on=None)
        archive.flush()
        took = time.perf_counter() - began
        archive.close()
        return took


def main() -> int:
    """Print the table; 1 when the goal is missed."""
    table = Table("exchanges", "way", "turns", "MB/s", "seconds", "beside bare writing", "quarters")
    missed = False
    kinds = ((f"{PAGES:,} pages, 60 KB", pages), (f"{ATTACHMENTS} attachments, 1 MB", attachments))
    for name, make in kinds:
        exchanges = make()
        size = sum(len(it.body) for it in exchanges) / 1e6
        bare = partial(_written, exchanges, 0)
        ways: dict[str, tuple[Callable[[], float], int]] = {
            "synced by 64": (partial(_written, exchanges, GROUP_EXCHANGES), TURNS),
            "never synced": (partial(_written, exchanges, -1), FEWER_TURNS),
            "synced each": (partial(_written, exchanges, 1), FEWER_TURNS),
            "whole archive": (partial(_archived, exchanges), FEWER_TURNS),
        }
        for way, (run, turns) in ways.items():
            times = [_turn(bare, run, turn) for turn in range(turns)]
            low, cost, high = quantiles(took / beside - 1 for beside, took in times)
            middle = median(took for _, took in times)
            if way == "synced by 64":
                plain = median(beside for beside, _ in times)
                table.add_row(name, "bare", str(turns), f"{size / plain:.0f}", f"{plain:.2f}", "", "")
                missed |= cost > MOST_FOR_SYNC
            told = f"{size / middle:.0f}", f"{middle:.2f}", f"{cost:+.1%}", f"{low:+.1%} … {high:+.1%}"
            table.add_row(name, way, str(turns), *told)
    Console(width=110).print(table)
    return int(missed)


def _turn(bare: Callable[[], float], run: Callable[[], float], turn: int) -> tuple[float, float]:
    """Seconds of bare writing and of the other way; which goes first changes from turn to turn."""
    if turn % 2:
        took = run()
        return bare(), took
    return bare(), run()


if __name__ == "__main__":
    raise SystemExit(main())
