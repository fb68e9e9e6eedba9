"""Crawling again: little is asked, nothing is stored twice, and exactly what changed is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.database import connect_reader
from archive.store import Archive
from benchmarks.crawl_discovery import crawl_later
from crawler.due import next_visit
from crawler.run import CrawlOptions, CrawlSummary, crawl
from gongkai.demo.replica import ReplicaSites

OPTIONS = CrawlOptions(allow_loopback=True, delay=0)


def count(folder: Path, query: str) -> int:
    """One number from archive.db."""
    db = connect_reader(folder)
    try:
        return int(db.execute(query).fetchone()[0])
    finally:
        db.close()


class Years:
    """Three crawls: the first, one at once again of everything, and one after the sites have changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with ReplicaSites(9, noise=30) as replicas:
            self.before = list(replicas.reports)
            self.first = crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
            self.asked_first = sum(map(len, replicas.requests.values()))
            self.stored_first = self.stored()
            everything = replace(OPTIONS, all_due=True)
            self.second = crawl(folder, replicas.sites, replicas.bodies, everything)
            self.stored_second = self.stored()
            self.not_due: CrawlSummary = crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
            replicas.change()
            self.after = list(replicas.reports)
            self.third = crawl(folder, replicas.sites, replicas.bodies, everything)
        with Archive.open(folder) as archive:
            self.states = {
                row.url: row.state for site in replicas.sites for row in archive.ledger.rows(site.site_id)
            }

    def stored(self) -> int:
        """Full records so far: what is not a revisit."""
        return count(self.folder, "SELECT count(*) FROM capture WHERE revisit_of IS NULL AND size > 0")

    def full(self, url: str) -> int:
        """Full records of one address."""
        return count(self.folder, f"SELECT count(*) FROM capture WHERE url = '{url}' AND revisit_of IS NULL")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """One history for all questions."""
    return Years(tmp_path_factory.mktemp("again"))


def test_nothing_is_asked_before_it_is_due(years: Years) -> None:
    assert {site.stopped for site in years.not_due.sites} == {"not due"}
    assert years.not_due.fetched == 0 and years.not_due.good


def test_asking_all_again_stores_nothing_twice(years: Years) -> None:
    assert years.second.good, years.second
    assert 0 < years.second.fetched < years.asked_first / 2
    assert years.stored_second == years.stored_first


def test_the_new_year_is_found(years: Years) -> None:
    new = [one for one in years.after if one.report.year == 2025]
    assert len(new) == 3
    assert [years.states[one.url] for one in new] == ["fetched"] * 3


def test_the_silent_edit_becomes_a_second_capture(years: Years) -> None:
    for one in years.after:
        assert years.full(one.url) == (2 if one.report.year == 2023 else 1), one.url


def test_the_vanished_page_is_gone_and_its_capture_kept(years: Years) -> None:
    gone = [one for one in years.before if one.report.year == 2019]
    assert [years.states[one.url] for one in gone] == ["gone"] * 3
    assert all(years.full(one.url) >= 1 for one in gone)


def test_a_month_later_little_is_asked_and_a_year_later_exactly_the_changes_are_found(tmp_path: Path) -> None:
    """On sites that hide the new year well: a scripted list, one page a year, a column a year, a portal."""
    with ReplicaSites(
        9, families="all", noise=60, only=("hanweb-annual", "scripted", "years", "moving", "portal")
    ) as replicas:
        crawl(tmp_path, replicas.sites, replicas.bodies, OPTIONS)
        first = sum(map(len, replicas.requests.values()))
        month = crawl_later(replicas, tmp_path, 31)
        assert 0 < month.requests <= first * 0.1 and not month.stored
        before = {one.url: one.report.figures for one in replicas.reports}
        replicas.change()
        after = {one.url: one.report.figures for one in replicas.reports}
        year = crawl_later(replicas, tmp_path, 366)
    changed = {url for url, figures in after.items() if before.get(url) != figures}
    assert {url for url in year.stored if url in before or url in after} == changed
    assert set(before) - set(after) <= year.gone


def test_lists_are_watched_daily_in_january_and_monthly_else() -> None:
    january, june, december = (datetime(2026, month, 20, tzinfo=UTC) for month in (1, 6, 12))
    assert next_visit("list", january) == datetime(2026, 1, 21, tzinfo=UTC)
    assert next_visit("list", june) == datetime(2026, 7, 20, tzinfo=UTC)
    assert next_visit("start", december) == datetime(2027, 1, 1, tzinfo=UTC)
    assert next_visit("report", june) == datetime(2027, 6, 20, tzinfo=UTC)
    assert next_visit("other", june) is None
