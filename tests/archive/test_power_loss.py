"""The power goes at any moment: whatever the disk kept, nothing held for done is lost and nothing is half."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.records import walk
from archive.store import Archive
from archive.verify import verify
from tests.archive.kept_pages import URL, body
from tests.archive.power_loss import moments, said, survive
from tests.archive.recording import Step, Tree, read_tree, record

FULL = os.environ.get("GONGKAI_CRASH") == "full"
STATES = 2000 if FULL else 120


def states(
    steps: list[Step], before: Tree, count: int, top: Path, seed: int = 0
) -> Iterator[tuple[str, list[str]]]:
    """So many states after a loss of power, laid one after another into the folder; with what was said."""
    chance = random.Random(seed)
    all_moments = moments(steps)
    for number in range(count):
        shutil.rmtree(top, ignore_errors=True)
        top.mkdir()
        moment = chance.choice(all_moments)
        survive(before, steps, moment, random.Random(f"{seed}/{number}"), top)
        yield f"state {number}, after step {moment} of {len(steps)}", said(steps, moment)


def proved(folder: Path, numbers: set[int], what: str) -> None:
    """Open the archive as the next crawl would; every page of these numbers must be there, all sound."""
    with Archive.open(folder) as archive:
        found = {it.url: archive.payload(it) for it in archive.unparsed("none")}
        fetched = {row.url for row in archive.ledger.rows("s") if row.state == "fetched"}
    told = verify(folder)
    assert told.sound, (what, [str(it) for it in told.findings])
    captured = {
        record.need("WARC-Target-URI")
        for path in (folder / "warc").glob("*.warc.gz")
        for record in walk(path)
        if record.field("WARC-Type") in ("response", "revisit")
    }
    assert fetched == captured, what
    lost = {URL.format(n) for n in numbers} - captured
    assert not lost, (what, lost)
    assert all(payload == body(int(url.rpartition("/")[2])) for url, payload in found.items()), what


def numbers_in(lines: list[str]) -> set[int]:
    """The pages a program held for kept."""
    return {int(number) for line in lines for number in line.split()}


CRAWL = """
from tests.archive.kept_pages import crawl
crawl(TOP / "new" / "data", 0, 30)
crawl(TOP / "new" / "data", 30, 10)
"""


def test_crawl_loses_nothing_that_was_flushed(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    before = read_tree(top)
    steps = record(CRAWL, top, tmp_path / "log")
    for what, lines in states(steps, before, STATES, top):
        proved(top / "new" / "data", numbers_in(lines), what)
