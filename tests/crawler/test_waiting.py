"""What a walk begins with when an earlier run has been on its host."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from archive.model import Body, Exchange, Site
from archive.store import Archive
from crawler.frontier import Frontier
from crawler.waiting import waiting_rows
from crawler.walks import walks

HOME = "http://www.huojia.gov.cn/"
BODIES = {
    code: Body(f"{code}-wjw", name, "county", "河南", "新乡市", name[:3], code)
    for code, name in (("410724", "获嘉县卫生健康委员会"), ("410725", "原阳县卫生健康委员会"))
}
FIRST, SECOND = (Site(f"s{code}", body.body_id, HOME) for code, body in BODIES.items())


def begin(folder: Path, *sites: Site) -> list[str]:
    """A run that fetches the home page where it waits, and is never finished; gives what waited."""
    with Archive.open(folder) as archive:
        archive.start_run("test", sites, list(BODIES.values()))
        bodies = {body.body_id: body for body in BODIES.values()}
        (walk,) = walks(sites, bodies)
        waiting = [row.url for row in waiting_rows(Frontier(walk, 400), archive.ledger, {}, all_due=False)]
        if HOME in waiting:
            answer = Exchange(HOME, "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "OK", (), b"<html>")
            archive.store(answer, site=sites[0].site_id, found_on=None)
        return waiting


def test_a_body_there_from_the_first_run_on_is_not_new_to_its_portal(tmp_path: Path) -> None:
    assert HOME in begin(tmp_path, FIRST, SECOND)
    assert begin(tmp_path, FIRST, SECOND) == []


def test_a_body_that_joins_later_has_the_lists_read_again(tmp_path: Path) -> None:
    assert HOME in begin(tmp_path, FIRST)
    assert HOME in begin(tmp_path, FIRST, SECOND)
