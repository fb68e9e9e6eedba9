"""Fetches the crawler needs to find every report, beside breadth first and an oracle; and again later.

Starts from home pages only, on replica sites of every family with 500 noise pages each and more.
Goals: recall 100 %, nothing taken that is another body's, at most a third of breadth first's fetches for
90 % of the reports; a month later at most 10 % of the requests and nothing stored twice; a year later
exactly what changed.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from archive.database import connect_reader
from benchmarks.walking import walk
from crawler.run import CrawlOptions, crawl
from gongkai.demo.replica import Published, ReplicaSites

NOISE = 500
SHARE = 0.9
OPTIONS = CrawlOptions(allow_loopback=True, delay=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A host's row of the table: reports there and found, fetches in all and until 90 % were found."""

    name: str
    pages: int
    reports: int
    found: int
    wrong: int
    fetches: int
    ours: int
    breadth_first: int | None
    oracle: int | None


def discovery(seed: int, noise: int, folder: Path) -> tuple[ReplicaSites, list[Line]]:
    """Crawl the replicas once and compare; the servers are still running when this returns."""
    replicas = ReplicaSites(seed, families="all", noise=noise).__enter__()
    summary = crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
    urls = _fetched(folder)
    counted = {site.site_id: site.reports for site in summary.sites}
    lines = []
    for row, built in zip(replicas.rows, replicas.built, strict=True):
        name = f"replica-{row.name}"
        ids = [site.site_id for site in replicas.sites if site.site_id in (name, f"{name}-2")]
        truth = [one for one in replicas.reports if one.site_id in ids]
        asked = [path for path in replicas.requests[name] if path != "/robots.txt"]
        found = [one for one in truth if one.url in urls]
        walked = walk(built, SHARE)
        lines.append(
            Line(
                row.name,
                len(built.pages),
                len(truth),
                len(found),
                sum(counted[one] for one in ids) - len(found),
                len(asked),
                _until(asked, truth, SHARE),
                walked.breadth_first,
                walked.oracle,
            )
        )
    return replicas, lines


def _fetched(folder: Path) -> set[str]:
    db = connect_reader(folder)
    try:
        return {url for (url,) in db.execute("SELECT url FROM capture WHERE status = 200 AND kind = 'wire'")}
    finally:
        db.close()


def _until(asked: list[str], truth: list[Published], share: float) -> int:
    """Fetches until that share of the reports had been asked for."""
    places = sorted(asked.index(path) for one in truth if (path := "/" + one.url.split("/", 3)[3]) in asked)
    needed = -int(-len(truth) * share // 1)
    return places[needed - 1] + 1 if len(places) >= needed else len(asked)


def age(folder: Path, days: int) -> None:
    """Let so many days pass for the ledger: everything is due that much earlier."""
    db = sqlite3.connect(folder / "archive.db")
    with db:
        db.execute(
            "UPDATE url SET next_fetch = strftime('%Y-%m-%dT%H:%M:%SZ', next_fetch, ?)"
            " WHERE next_fetch NOT NULL",
            (f"-{days} days",),
        )
    db.close()


@dataclass(frozen=True, slots=True)
class Later:
    """A crawl after some time: requests, full records of report addresses, and addresses now gone."""

    requests: int
    stored: Counter[str]
    gone: set[str]


def crawl_later(replicas: ReplicaSites, folder: Path, days: int) -> Later:
    """Crawl again after so many days and say what is new since."""
    age(folder, days)
    before, asked = _records(folder), sum(map(len, replicas.requests.values()))
    crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
    db = connect_reader(folder)
    gone = {url for (url,) in db.execute("SELECT url FROM url WHERE state = 'gone'")}
    db.close()
    return Later(sum(map(len, replicas.requests.values())) - asked, _records(folder) - before, gone)


def _records(folder: Path) -> Counter[str]:
    db = connect_reader(folder)
    rows = db.execute(
        "SELECT url FROM capture WHERE revisit_of IS NULL AND status = 200 AND kind = 'wire'"
        " AND url NOT LIKE '%/robots.txt'"
    )
    found = Counter(url for (url,) in rows)
    db.close()
    return found


def main(noise: int = NOISE, seed: int = 5) -> int:
    """Print the tables; 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        replicas, lines = discovery(seed, noise, Path(folder))
        try:
            missed = _show(lines)
            first = sum(map(len, replicas.requests.values()))
            month = crawl_later(replicas, Path(folder), 31)
            before = {one.url: one for one in replicas.reports}
            replicas.change()
            after = {one.url: one for one in replicas.reports}
            year = crawl_later(replicas, Path(folder), 366)
        finally:
            replicas.__exit__(None, None, None)
    missed |= _show_again(first, month, before, after, year)
    return int(missed)


def _show(lines: list[Line]) -> bool:
    print(f"{'site':14} {'pages':>6} {'reports':>7} {'found':>5} {'wrong':>5} {'fetches':>7} ", end="")
    print(f"{'to 90 %':>7} {'breadth first':>13} {'oracle':>6} {'share':>6}")
    for one in lines:
        wide = one.breadth_first
        share = f"{one.ours / wide:6.2f}" if wide else "     –"
        print(
            f"{one.name:14} {one.pages:6} {one.reports:7} {one.found:5} {one.wrong:5} {one.fetches:7} ",
            end="",
        )
        print(f"{one.ours:7} {wide or 'never':>13} {one.oracle or '–':>6} {share}")
    both = [one for one in lines if one.breadth_first]
    ours, wide = sum(one.ours for one in both), sum(one.breadth_first or 0 for one in both)
    recall = sum(one.found for one in lines) / sum(one.reports for one in lines)
    wrong = sum(one.wrong for one in lines)
    worst = max(one.ours / (one.breadth_first or 1) for one in both)
    print(f"recall {recall:.1%} (goal 100 %), wrongly taken {wrong} (goal 0), ", end="")
    print(f"share of breadth first's fetches {ours / wide:.2f}, worst {worst:.2f} (goal 0.33)")
    return recall < 1 or wrong != 0 or worst > 1 / 3


def _show_again(
    first: int, month: Later, before: dict[str, Published], after: dict[str, Published], year: Later
) -> bool:
    share = month.requests / first
    print(
        f"a month later, unchanged: {month.requests} of {first} requests, {share:.1%} (goal 10 %), ", end=""
    )
    print(f"{month.stored.total()} payloads stored again (goal 0)")
    expected = {
        url
        for url, one in after.items()
        if url not in before or before[url].report.figures != one.report.figures
    }
    stored = {url for url in year.stored if url in before or url in after}
    gone = set(before) - set(after)
    print(
        f"a year later: {len(expected)} reports new or edited, {len(stored & expected)} of them stored, ",
        end="",
    )
    print(f"{len(stored - expected)} others stored; {len(gone)} vanished, {len(gone & year.gone)} seen gone")
    for url in sorted(expected - stored)[:10]:
        print(f"  not stored: {url}")
    for url in sorted(stored - expected)[:10]:
        print(f"  stored unchanged: {url}")
    for url in sorted(gone - year.gone)[:10]:
        print(f"  not seen gone: {url}")
    return share > 0.1 or month.stored.total() > 0 or stored != expected or not gone <= year.gone


if __name__ == "__main__":
    raise SystemExit(main())
