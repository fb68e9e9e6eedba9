"""Publishing from an archive: time, figures a second and memory, at two sizes.

Goals, projected from the larger size to 60,000 reports (75,000 with earlier versions, 15 million figures):
10 minutes and 1 GB of memory. Publishing is one thread, and its processor time is what it takes on a machine
that does nothing else: that is held to the goal. ``GONGKAI_BENCH_PUBLISH`` names other sizes (``2000,60000``;
60,000 beside ten other programs took 603 s of processor time and 347 MB).
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from archive import captures, parsings, registry_rows
from archive.captures import CaptureRow
from archive.database import connect
from archive.model import Body, Capture, Site
from archive.publish import NAME, publish
from benchmarks.made_up import make
from benchmarks.site_database import LEVELS, PROVINCES
from gongkai.demo.html_page import page
from parsers import parse
from parsers.jsonform import dumps, to_json

SIZES = tuple(int(size) for size in os.environ.get("GONGKAI_BENCH_PUBLISH", "1500,6000").split(","))
YEARS = range(2013, 2025)
FORMS = ("2019", "2021")
VERSION = "bench"
FULL, SLOWEST, LARGEST = 60_000, 600, 1024
"""Reports of a whole archive; seconds and MB they may take."""


def bodies(reports: int) -> list[Body]:
    """So many bodies that each has a report in every year."""
    found = []
    for n in range(-(-reports // len(YEARS))):
        name, code = f"{PROVINCES[n % len(PROVINCES)]}第{n}卫生健康委员会", f"{110000 + n}"
        level = LEVELS[n % len(LEVELS)]
        place = (f"市{n % 300}", f"县{n}" if level == "county" else None)
        found.append(Body(f"{code}-wjw", name, level, PROVINCES[n % len(PROVINCES)], *place, code))  # type: ignore[arg-type]
    return found


def fill(folder: Path, reports: int) -> None:
    """Write an archive.db with so many reports, every fourth with an earlier version, as parsed."""
    chance = random.Random(7)
    known = bodies(reports)
    read = {form: [_read(form, seed) for seed in range(4)] for form in FORMS}
    with closing(connect(folder)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        times = ("2026-02-01T00:00:00.000000Z", "2026-02-02T00:00:00.000000Z")
        db.execute("INSERT INTO run VALUES ('run', ?, ?, 'finished', '{}')", times)
        registry_rows.keep(db, "run", [Site(it.body_id, it.body_id, "http://a.test/") for it in known], known)
        for n, (capture, told) in enumerate(_captured(known, reports, read, chance)):
            captures.insert(db, CaptureRow(capture, f"sha1:{n}", None, "run", None))
            parsings.keep(db, capture.payload_sha256, VERSION, dumps(told), "report", 0.1)
        db.execute("COMMIT")


def _read(form: str, seed: int) -> dict[str, Any]:
    return to_json(parse(page(make(form, seed)).encode()), "x", "")  # type: ignore[arg-type]


def _captured(
    known: list[Body], reports: int, read: dict[str, list[dict[str, Any]]], chance: random.Random
) -> Iterator[tuple[Capture, dict[str, Any]]]:
    wanted = [(body, year) for body in known for year in YEARS][:reports]
    for number, (body, year) in enumerate(wanted):
        for version in range(2 if number % 4 == 0 else 1):
            told = dict(chance.choice(read["2019" if year < 2021 else "2021"]))
            title = f"{body.name}{year}年政府信息公开工作年度报告"
            own = {"body": body.name, "year": year, "title": title, "division_code": None}
            told["report"] = told["report"] | own | {"published": f"{year + 1}-01-{1 + number % 31:02}"}
            told["figures"] = [_other(figure, chance.random(), number) for figure in told["figures"]]
            when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(seconds=2 * number + version)
            key = f"{number:08x}{version}"
            yield (
                Capture(
                    f"urn:uuid:{key}", f"http://a.test/{number}.html", body.body_id, when, 200, "text/html",
                    f"{key:0>64}", 60_000, "a.warc.gz", number, 9,
                ),
                told,
            )  # fmt: skip


def _other(figure: dict[str, Any], drawn: float, number: int) -> dict[str, Any]:
    """The figure, or of four one with another number."""
    if drawn > 0.25 or figure["value"] is None:
        return figure
    return figure | {"value": number % 977, "raw": str(number % 977)}


def _publish(answer: Connection, folder: Path) -> None:
    begun = time.monotonic()
    done = publish(folder, bodies=[], sites=[], parser_version=VERSION)
    seconds = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer.send((done.figures, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))


def measured(reports: int) -> tuple[int, float, float, float, float]:
    """Figures, seconds, seconds of processor, MB of memory, MB of the file."""
    with tempfile.TemporaryDirectory(prefix="gongkai-publish-") as name:
        folder = Path(name)
        fill(folder, reports)
        here, there = multiprocessing.Pipe()
        # A fresh process: its memory is the publishing's alone.
        child = multiprocessing.get_context("spawn").Process(target=_publish, args=(there, folder))
        child.start()
        there.close()
        figures, seconds, processor, memory = here.recv()
        child.join()
        return figures, seconds, processor, memory, (folder / NAME).stat().st_size / 1e6


def main() -> int:
    """Print the table; 1 when 60,000 reports would miss a goal."""
    table = Table("reports", "figures", "s", "processor s", "figures/s", "memory MB", "file MB")
    told = []
    for reports in SIZES:
        figures, seconds, processor, memory, size = measured(reports)
        told.append((reports, processor, memory))
        table.add_row(
            f"{reports:,}", f"{figures:,}", f"{seconds:.1f}", f"{processor:.1f}", f"{figures / seconds:,.0f}",
            f"{memory:.0f}", f"{size:.0f}",
        )  # fmt: skip
    Console().print(table)
    (few, _, little), (many, processor, much) = told[0], told[-1]
    grown = (much - little) / (many - few) if many > few else 0.0
    whole, memory = processor / many * FULL, much + grown * max(0, FULL - many)
    took = f"{whole:.0f} s of processor time (goal {SLOWEST})"
    print(f"{FULL:,} reports, projected: {took}, {memory:.0f} MB (goal {LARGEST})")
    return int(whole > SLOWEST or memory > LARGEST)


if __name__ == "__main__":
    raise SystemExit(main())
