"""A crawl that is interrupted or killed loses nothing and goes on where it was."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.job import Work
from crawler.run import CrawlOptions, crawl
from gongkai.demo.replica import ReplicaSites

OPTIONS = CrawlOptions(allow_loopback=True, delay=0.02)


children: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def no_child_left() -> Iterator[None]:
    """Ends what a failing test leaves running."""
    yield
    for child in children:
        if child.poll() is None:
            child.kill()
        child.wait()
    children.clear()


def start(folder: Path, replicas: ReplicaSites) -> subprocess.Popen[bytes]:
    """The crawl's own process, without the one that watches over it."""
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "crawler.job"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert child.stdin is not None
    children.append(child)
    pickle.dump(Work(folder, tuple(replicas.sites), tuple(replicas.bodies), OPTIONS), child.stdin)
    child.stdin.close()
    return child


def asked(replicas: ReplicaSites) -> int:
    """Requests the servers have seen."""
    return sum(len(paths) for paths in replicas.requests.values())


def wait_for(replicas: ReplicaSites, count: int) -> None:
    """Until the servers have seen so many requests."""
    deadline = time.monotonic() + 90
    while asked(replicas) < count:
        if time.monotonic() > deadline:
            pytest.fail(f"only {asked(replicas)} requests within 90 s")
        time.sleep(0.01)


FULL = os.environ.get("GONGKAI_CRASH") == "full"
KILLS = 20 if FULL else 4
"""``GONGKAI_CRASH=full`` kills twenty times, at many more moments."""


@pytest.mark.timeout(1200 if FULL else 300)
def test_killed_again_and_again_nothing_is_lost_and_nothing_asked_twice(tmp_path: Path) -> None:
    with ReplicaSites(5, families="tour" if FULL else "small", noise=120 if FULL else 24) as replicas:
        in_flight: Counter[tuple[str, str]] = Counter()
        for killed in range(KILLS):
            child = start(tmp_path, replicas)
            wait_for(replicas, asked(replicas) + 10 + killed % 7)
            child.send_signal(signal.SIGKILL)
            child.wait()
            # A host is asked one address at a time: its last one may have been on its way.
            in_flight.update((host, paths[-1]) for host, paths in replicas.requests.items() if paths)
        summary = crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS)
        assert not summary.interrupted
        with Archive.open(tmp_path) as archive:
            urls = {capture.url for capture in archive.unparsed("none")}
        assert not [one.url for one in replicas.reports if one.url not in urls]
        times = Counter(
            (host, path)
            for host, paths in replicas.requests.items()
            for path in paths
            if path != "/robots.txt"  # asked once a run
        )
        again = Counter({place: count - 1 for place, count in times.items() if count > 1})
        assert not again - in_flight, (again - in_flight).most_common(5)
        assert len(times) > 60


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_with_a_summary(tmp_path: Path, which: signal.Signals) -> None:
    with ReplicaSites(5, noise=16) as replicas:

        def interrupt() -> None:
            wait_for(replicas, 20)
            os.kill(os.getpid(), which)

        thread = threading.Thread(target=interrupt)
        thread.start()
        began = time.monotonic()
        first = crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS)
        thread.join()
        assert time.monotonic() - began < 60
        assert first.interrupted and not first.good
        assert {site.stopped for site in first.sites} == {"interrupted"}
        before = asked(replicas)
        second = crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS)
        assert not second.interrupted and asked(replicas) > before
        with Archive.open(tmp_path) as archive:
            urls = {capture.url for capture in archive.unparsed("none")}
        assert not [one.url for one in replicas.reports if one.url not in urls]


def test_a_locked_archive_is_said_plainly(tmp_path: Path) -> None:
    from crawler.run import CrawlFailed

    with ReplicaSites(5, noise=2) as replicas, Archive.open(tmp_path):
        with pytest.raises(CrawlFailed, match="ArchiveLocked"):
            crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS)
        assert asked(replicas) == 0
