"""The power goes at any moment: whatever the disk kept, nothing held for done is lost and nothing is half."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from archive.content_hash import content_hash
from archive.mirror import mirror
from archive.records import walk
from archive.repair import repair
from archive.store import Archive
from archive.verify import verify
from tests.archive.kept_pages import URL, body, crawl
from tests.archive.power_loss import moments, said, survive
from tests.archive.recording import Step, Tree, read_tree, record

FULL = os.environ.get("GONGKAI_CRASH") == "full"
"""The long form: thousands of states, hundreds for each way of losing power again; else a sample."""
OPEN = 'from archive.store import Archive\nArchive.open(TOP / "data").close()'


class Disk:
    """A folder under which a program runs while its calls are recorded; then its power is taken away."""

    def __init__(self, place: Path) -> None:
        self.top = place / "top"
        self.top.mkdir(parents=True)
        self._log = place / "log"
        self._before = Tree()
        self.steps: list[Step] = []

    def run(self, program: str) -> None:
        """Run a program on what stands there now."""
        self._before = read_tree(self.top)
        self.steps = record(program, self.top, self._log)

    def after(self, moment: int, seed: str) -> None:
        """Lay one state that may be there after a loss of power."""
        shutil.rmtree(self.top)
        self.top.mkdir()
        survive(self._before, self.steps, moment, random.Random(seed), self.top)

    def states(self, count: int) -> Iterator[tuple[str, list[str]]]:
        """Lay so many states one after another; tells which, and what the program had printed."""
        chance = random.Random(count)
        for number in range(count):
            moment = chance.choice(moments(self.steps))
            self.after(moment, f"state {number}")
            yield f"state {number}: step {moment} of {len(self.steps)}", said(self.steps, moment)


@pytest.fixture
def disk() -> Iterator[Disk]:
    """An empty disk; in memory, where syncing costs nothing, as the power that goes is our own."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as place:
        yield Disk(Path(place))


def prove(folder: Path, numbers: set[int], what: str) -> None:
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
    assert {URL.format(n) for n in numbers} <= captured, what
    assert all(payload == body(int(url.rpartition("/")[2])) for url, payload in found.items()), what


def kept(lines: list[str]) -> set[int]:
    """The pages a program printed as flushed."""
    return {int(number) for line in lines for number in line.split()}


def two_crawls(disk: Disk) -> None:
    """Make an archive where no folder was, and go on with it."""
    made = "from tests.archive.kept_pages import crawl\n"
    disk.run(made + 'crawl(TOP / "data", 0, 30)\ncrawl(TOP / "data", 30, 10)')


def test_crawl_loses_nothing_that_was_flushed(disk: Disk) -> None:
    two_crawls(disk)
    for what, lines in disk.states(2500 if FULL else 80):
        prove(disk.top / "data", kept(lines), what)


@pytest.mark.parametrize("lying", [False, True], ids=["honest disk", "disk that lies"])
@pytest.mark.parametrize("seed", range(20 if FULL else 2))
def test_power_lost_again_while_recovering(disk: Disk, seed: int, lying: bool) -> None:
    """The disk that lies lost the end of a file after it had said that it lasts."""
    two_crawls(disk)
    folder = disk.top / "data"
    chance = random.Random(seed)
    late = [it for it in moments(disk.steps) if len(kept(said(disk.steps, it))) >= 8]
    # A moment with a file being written whose records have rows.
    while True:
        moment = chance.choice(late)
        disk.after(moment, f"before {seed}")
        left = sorted((folder / "warc").glob("*.open"))
        if left and left[-1].stat().st_size > 900:
            break
    numbers = kept(said(disk.steps, moment))
    if lying:
        with left[-1].open("rb+") as file:
            file.truncate(left[-1].stat().st_size - chance.randrange(1, 800))
        numbers = set()
    disk.run(OPEN)
    for what, _ in disk.states(100 if FULL else 12):
        prove(folder, numbers, f"{what}, seed {seed}")


def damaged(folder: Path) -> set[int]:
    """An archive with one record spoilt in a sealed file; returns the pages that are still sound."""
    crawl(folder, 0, 30)
    path = sorted((folder / "warc").glob("*.warc.gz"))[1]
    responses = [it for it in walk(path) if it.field("WARC-Type") == "response"]
    spoilt = responses[len(responses) // 2]
    data = bytearray(path.read_bytes())
    data[spoilt.offset + spoilt.length // 2] ^= 8
    path.write_bytes(data)
    lost = int(spoilt.need("WARC-Target-URI").rpartition("/")[2])
    return set(range(30)) - {n for n in range(30) if body(n) == body(lost)}


def test_power_lost_while_repairing(disk: Disk) -> None:
    numbers = damaged(disk.top / "data")
    assert len(numbers) > 25
    disk.run('from archive.repair import repair\nrepair(TOP / "data")')
    for what, _ in disk.states(500 if FULL else 20):
        repair(disk.top / "data")
        prove(disk.top / "data", numbers, what)


@pytest.mark.parametrize("lost", [False, True], ids=["broken", "lost"])
def test_power_lost_while_the_index_is_built_again(disk: Disk, lost: bool) -> None:
    folder = disk.top / "data"
    crawl(folder, 0, 30)
    if lost:
        (folder / "archive.db").unlink()
    else:
        # A broken index whose log is sound: the log must not come back beside the index made anew.
        with closing(sqlite3.connect(folder / "archive.db")) as db:
            db.execute("UPDATE capture SET length = 1")
            db.commit()
            shutil.copyfile(folder / "archive.db-wal", folder / "log")
        (folder / "log").rename(folder / "archive.db-wal")
        (folder / "archive.db").write_bytes(b"no database" * 999)
    disk.run('from archive.rebuild import rebuild\nrebuild(TOP / "data")')
    for what, _ in disk.states(500 if FULL else 20):
        if (folder / "archive.db").exists() and (folder / "archive.db").read_bytes()[:2] == b"no":
            repair(folder)
        prove(folder, set(range(30)), what)


def test_power_lost_while_publishing_leaves_the_old_or_the_new(disk: Disk, town: Any, told: Any) -> None:
    town.folder = disk.top / "data"
    town.add("http://szs.test/1", told())
    before = town.publish().content_hash
    town.add("http://szs.test/2", told(year=2020))
    disk.run(
        "from archive.publish import publish\n"
        'print(publish(TOP / "data", bodies=[], sites=[], parser_version="1").content_hash)'
    )
    (after,) = said(disk.steps, len(disk.steps))
    assert after != before
    for what, lines in disk.states(300 if FULL else 10):
        found = content_hash(disk.top / "data" / "reports.db")
        assert found in ({after} if lines else {before, after}), what


def test_power_lost_while_mirroring_leaves_no_torn_copy_with_a_manifest(disk: Disk) -> None:
    crawl(disk.top / "data", 0, 12)
    disk.run('from archive.mirror import mirror\nmirror(TOP / "data", str(TOP / "copy" / "here"))\nprint(1)')
    for what, lines in disk.states(300 if FULL else 20):
        copy = disk.top / "copy" / "here"
        there = {path.name: path.read_bytes() for path in copy.glob("*")}
        for path in (disk.top / "data" / "warc").glob("*.warc.gz"):
            if lines or f"{path.name}.sha256" in there:
                assert there[path.name] == path.read_bytes(), what
        mirror(disk.top / "data", str(copy))
        assert len(list(copy.glob("*.warc.gz"))) == len(list((disk.top / "data" / "warc").glob("*.warc.gz")))
