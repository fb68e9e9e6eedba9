"""Publishing what was looked for: found, missing, blocked, not due, unknown."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.model import Exchange, Site
from archive.publish import publish
from archive.rebuild import rebuild
from archive.store import Archive
from tests.archive.published import CITY, CITY_SITE, OTHER, OTHER_SITE, rows


def test_coverage_lists_a_year_far_off_for_its_body_alone(town: Any, told: Any) -> None:
    for year in (2005, 2021, 2099):
        town.add(f"http://szs.test/{year}", told(year=year))
    town.publish()
    query = "SELECT body_id, min(year), max(year), count(*) FROM coverage GROUP BY 1"
    assert rows(town.folder, query) == [("640200-wjw", 2005, 2099, 20), ("640202-wjj", 2008, 2025, 18)]
    assert rows(town.folder, "SELECT count(*) FROM coverage WHERE status = 'found'") == [(3,)]


def test_coverage_tells_found_missing_and_unknown(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told())
    town.publish()
    found = dict(rows(town.folder, "SELECT year, status FROM coverage WHERE body_id = '640200-wjw'"))
    assert found[2021] == "found" and found[2020] == found[2008] == "missing"
    assert set(dict(rows(town.folder, "SELECT status, 1 FROM coverage WHERE body_id = '640202-wjj'"))) == {
        "unknown"
    }


def test_site_whose_pages_a_firewall_answers_is_blocked_not_missing(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told())
    town.add("http://dwk.test/robots.txt", None, site="dwk")
    town.add("http://dwk.test/", None, site="dwk")
    with Archive.open(town.folder) as archive:
        archive.ledger.block("http://dwk.test/", "a firewall")
    town.publish()
    query = "SELECT DISTINCT status FROM coverage WHERE body_id = '640202-wjj'"
    assert rows(town.folder, query) == [("blocked",)]


def test_year_is_not_due_while_january_lasts(town: Any, told: Any) -> None:
    early = datetime(2026, 1, 31, 20, tzinfo=UTC)
    page = Exchange("http://szs.test/", "GET", early, (), "HTTP/1.1", 200, "OK", (), b"<p>list")
    with Archive.open(town.folder) as archive:
        archive.store(page, site="szs", found_on=None)
    publish(town.folder, bodies=[CITY], sites=[CITY_SITE], parser_version="1")
    found = dict(rows(town.folder, "SELECT year, status FROM coverage"))
    assert (found[2025], found[2024]) == ("not_due", "unknown")


@pytest.mark.parametrize(
    ("partial", "told_of"), [((), "missing"), (("szs",), "unknown"), (("dwk",), "missing")]
)
def test_site_left_in_part_makes_no_report_missing(
    tmp_path: Path, partial: tuple[str, ...], told_of: str
) -> None:
    page = Exchange("http://szs.test/", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", (), b"<p>list")
    with Archive.open(tmp_path) as archive:
        run = archive.start_run("crawl", [CITY_SITE, OTHER_SITE], [CITY, OTHER])
        archive.store(page, site="szs", found_on=None)
        archive.finish_run(run, "finished", {}, partial=partial)
    for made_again in (False, True):
        if made_again:
            rebuild(tmp_path)
        publish(tmp_path, bodies=[], sites=[], parser_version="1")
        query = "SELECT DISTINCT status FROM coverage WHERE body_id = 'c'"
        assert rows(tmp_path, query) == [(told_of,)]


def test_body_on_the_host_of_another_has_its_answers(tmp_path: Path) -> None:
    portal = Site("dwk", "d", "http://SZS.test:80/bm/wjw/")
    page = Exchange("http://szs.test/", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", (), b"<p>list")
    with Archive.open(tmp_path) as archive:
        run = archive.start_run("crawl", [CITY_SITE, portal], [CITY, OTHER])
        archive.store(page, site="szs", found_on=None)
        archive.finish_run(run, "finished", {})
    publish(tmp_path, bodies=[], sites=[], parser_version="1")
    assert rows(tmp_path, "SELECT DISTINCT body_id, status FROM coverage ORDER BY 1") == [
        ("c", "missing"),
        ("d", "missing"),
    ]


def test_run_that_never_ended_makes_no_report_missing_and_an_earlier_one_only_its_years(
    tmp_path: Path,
) -> None:
    page = Exchange("http://szs.test/", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", (), b"<p>list")
    with Archive.open(tmp_path) as archive:
        first = archive.start_run("crawl", [CITY_SITE], [CITY])
        archive.finish_run(first, "finished", {})
        archive.store(page, site="szs", found_on=None)
        archive.start_run("crawl", [CITY_SITE], [CITY])
    db = sqlite3.connect(tmp_path / "archive.db")
    with db:
        db.execute("UPDATE run SET started = '2024-03-01T00:00:00.000000Z' WHERE run_id = ?", (first,))
    db.close()
    publish(tmp_path, bodies=[], sites=[], parser_version="1")
    found = dict(rows(tmp_path, "SELECT year, status FROM coverage"))
    assert (found[2023], found[2024]) == ("missing", "unknown")
