"""What lasting writes cost: pages and attachments into WARC files, synced by groups, one by one, never.

Goal: grouped sync costs at most 5 % of bare writing, which gives the bytes to the system and waits for the
disk once, at the end; writing that never waits is shown too (the disk's own time is left to whoever comes
after), and so is the whole archive (rows, ledger, deduplication).
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from archive.commitment import GROUP_EXCHANGES
from archive.exchanges import Way, request, response_fields, response_head
from archive.forming import Draft
from archive.model import Exchange
from archive.records import digest
from archive.store import Archive
from archive.warc import WarcWriter, gzip_level

ROUNDS = 3
MOST_FOR_SYNC = 0.05


def pages() -> list[Exchange]:
    """400 pages of 60 KB of made-up Chinese text, no two alike."""
    chance = random.Random(1)
    letters = "政府信息公开工作年度报告依申请主动答复办理结果数量部门平台条例解读回应监督保障"
    made = []
    for n in range(400):
        body = "".join(chance.choices(letters, k=20_000)).encode()
        made.append(_exchange(n, "text/html", body))
    return made


def attachments() -> list[Exchange]:
    """400 attachments of 1 MB."""
    chance = random.Random(2)
    return [_exchange(n, "application/pdf", chance.randbytes(1_000_000)) for n in range(400)]


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
    table = Table("exchanges", "way", "MB/s", "seconds", "beside bare writing")
    missed = 0
    for name, exchanges in (("400 pages, 60 KB", pages()), ("400 attachments, 1 MB", attachments())):
        size = sum(len(it.body) for it in exchanges) / 1e6
        ways: dict[str, Callable[[], float]] = {
            "bare": lambda given=exchanges: _written(given, 0),  # type: ignore[misc]
            "never synced": lambda given=exchanges: _written(given, -1),  # type: ignore[misc]
            "synced by 64": lambda given=exchanges: _written(given, GROUP_EXCHANGES),  # type: ignore[misc]
            "synced each": lambda given=exchanges: _written(given, 1),  # type: ignore[misc]
            "whole archive": lambda given=exchanges: _archived(given),  # type: ignore[misc]
        }
        # The ways take turns, and of what each took beside the bare one of its turn the middle counts:
        # other programs disturb neighbours alike.
        times = _turns(ways)
        for way, took in times.items():
            cost = median(one / bare for one, bare in zip(took, times["bare"], strict=True)) - 1
            best = min(took)
            table.add_row(name, way, f"{size / best:.0f}", f"{best:.2f}", f"{cost:+.0%}")
            missed |= way == "synced by 64" and cost > MOST_FOR_SYNC
    Console().print(table)
    return int(missed)


def _turns(ways: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, run in ways.items():
            times[way].append(run())
    return times


if __name__ == "__main__":
    raise SystemExit(main())
