"""The replica sites, crawled: everything they publish is found, and little else is asked for."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from archive.database import connect_reader
from archive.store import Archive
from crawler.run import CrawlOptions, CrawlSummary, crawl
from gongkai.demo.replica import ReplicaSites
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
        assert len(replicas.sites) == len(replicas.bodies) == 3
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


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReplicaSites, set[str], CrawlSummary]:
    """One crawl of every family and shape, from home pages only: the addresses archived with status 200."""
    folder = tmp_path_factory.mktemp("families")
    with ReplicaSites(5, families="all", noise=24) as replicas:
        summary = crawl(folder, replicas.sites, replicas.bodies, OPTIONS)
    db = connect_reader(folder)
    urls = {url for (url,) in db.execute("SELECT url FROM capture WHERE status = 200 AND kind = 'wire'")}
    db.close()
    return replicas, urls, summary


def test_every_family_and_shape_gives_all_its_reports(
    everywhere: tuple[ReplicaSites, set[str], CrawlSummary],
) -> None:
    replicas, urls, _ = everywhere
    assert len({site.cms for site in replicas.built}) >= 11
    assert [one.url for one in replicas.reports if one.url not in urls] == []


def test_only_the_bodies_own_reports_are_counted(
    everywhere: tuple[ReplicaSites, set[str], CrawlSummary],
) -> None:
    replicas, urls, summary = everywhere
    for site in summary.sites:
        own = [one for one in replicas.reports if one.site_id == site.site_id]
        assert site.reports == len(own), site
    assert len(replicas.others) > 50 and not [one.url for one in replicas.others if one.url in urls]


def test_a_portal_is_walked_once_for_its_two_bodies(
    everywhere: tuple[ReplicaSites, set[str], CrawlSummary],
) -> None:
    replicas, _, _ = everywhere
    asked = replicas.requests["replica-portal"]
    assert len(asked) == len(set(asked)), "a page was fetched twice"
    assert {one.body_id for one in replicas.reports if one.site_id.startswith("replica-portal")} == {
        "370302-wjw",
        "370303-wjw",
    }


def test_traps_slow_and_failing_answers_and_block_pages_stop_nothing(
    everywhere: tuple[ReplicaSites, set[str], CrawlSummary],
) -> None:
    replicas, _, summary = everywhere
    beset = [site for site in summary.sites if "waf" in site.blocked]
    assert len(beset) >= 3 and all(site.failures == 0 for site in beset)
    assert max(len(asked) for asked in replicas.requests.values()) < 150


def test_reports_in_files_need_their_referer_and_busy_pages_a_second_try() -> None:
    with ReplicaSites(5, families="all", noise=2, only=("vsb",)) as replicas:
        (file,) = [one.url for one in replicas.reports if "download.jsp" in one.url]
        assert "来源不合法" in urllib.request.urlopen(file).read().decode()
        asked = urllib.request.Request(file, headers={"Referer": replicas.sites[0].start_url})
        assert urllib.request.urlopen(asked).read().startswith(b"PK")
        busy = replicas.sites[0].start_url + "zwgk/index.html"
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(busy)
        assert urllib.request.urlopen(busy).status == 200


def test_a_site_that_moved_stands_on_another_system() -> None:
    with ReplicaSites(5, families="all", noise=2, only=("moving",)) as replicas:
        before = {one.url for one in replicas.reports if one.url.endswith(".html")}
        replicas.change()
        after = {one.url for one in replicas.reports if one.url.endswith(".html")}
        assert before and not before & after
        assert {one.report.year for one in replicas.reports} == set(range(2020, 2026))
