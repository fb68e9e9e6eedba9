"""The replica sites, crawled: everything they publish is found, and little else is asked for."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.run import CrawlOptions, CrawlSummary, crawl
from gongkai.demo.replica import PLAN, ReplicaSites
from gongkai.demo.sites.chrome import NOTICE

OPTIONS = CrawlOptions(allow_loopback=True, delay=0)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReplicaSites, Path, list[CrawlSummary]]:
    """Two crawls of the replicas, one after the other, into one archive."""
    folder = tmp_path_factory.mktemp("replicas")
    with ReplicaSites(7) as replicas:
        first = crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
        second = crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
    return replicas, folder, [first, second]


def test_there_are_three_sites_with_six_reports_each() -> None:
    with ReplicaSites(7) as replicas:
        assert len(replicas.sites) == len(replicas.bodies) == len(PLAN) == 3
        for site in replicas.sites:
            years = {one.report.year for one in replicas.reports if one.site_id == site.site_id}
            assert years == set(range(2019, 2025))
            assert site.start_url.startswith("http://127.0.0.")


def test_pages_say_that_they_are_replicas() -> None:
    with ReplicaSites(7, noise=4) as replicas:
        html = [one for one in replicas.reports if one.url.endswith(".html")]
        for published in (html[0], html[-1]):
            data = urllib.request.urlopen(published.url).read()
            assert NOTICE.encode("utf-8") in data or NOTICE.encode("gbk") in data


def test_the_same_seed_gives_the_same_pages() -> None:
    first, second, other = (ReplicaSites(seed, noise=4) for seed in (3, 3, 4))
    assert [site.pages for site in first.built] == [site.pages for site in second.built]
    assert [site.pages for site in first.built] != [site.pages for site in other.built]


def test_every_report_is_archived(crawled: tuple[ReplicaSites, Path, list[CrawlSummary]]) -> None:
    replicas, folder, (first, _) = crawled
    assert first.good, first
    with Archive.open(folder) as archive:
        urls = {capture.url for capture in archive.unparsed("none")}
    missing = [one.url for one in replicas.reports if one.url not in urls]
    assert not missing


def test_reports_come_before_noise(crawled: tuple[ReplicaSites, Path, list[CrawlSummary]]) -> None:
    replicas, _, _ = crawled
    for site in replicas.sites:
        paths = replicas.requests[site.site_id]
        wanted = [one.url.split("/", 3)[3] for one in replicas.reports if one.site_id == site.site_id]
        last = max(paths.index("/" + path) for path in wanted)
        assert last <= 20, paths[: last + 1]
