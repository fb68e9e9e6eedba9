"""What the site counts is what its lists and queries hold: latest versions, and nothing guessed."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

pytestmark = pytest.mark.asyncio

REPORT = "410724-wjw-2023"
UNDECIDED = """UPDATE figure SET reading = 20, alternatives = '[9]' WHERE report = (
  SELECT n FROM report WHERE report_id = '{report}') AND variable IN (
  SELECT n FROM variable WHERE cell = '{cell}')"""


async def rows(get: Any, path: str) -> list[dict[str, Any]]:
    found = (await get(f"/reports/{path}")).json()
    assert isinstance(found, list), found
    return found


def asked(site: Any, sql: str) -> Any:
    with closing(sqlite3.connect(site.database)) as db:
        return db.execute(sql).fetchone()[0]


@pytest.mark.parametrize("severity", ["error", "warning"])
async def test_home_counts_findings_as_its_list_does(browse: Any, site: Any, severity: str) -> None:
    page = (await browse("/")).text
    found = re.search(rf'href="(/reports/finding\?severity={severity}[^"]*)">([\d,]+)<', page)
    assert found
    path, told = html.unescape(found[1]), int(found[2].replace(",", ""))
    drawn = (await browse(path)).text
    assert "where latest = 0)</code>" in drawn and "去掉" in drawn, "a list says what it leaves out"
    listed = (await browse(path.replace("finding?", "finding.json?") + "&_shape=array&_size=max")).json()
    truth = asked(
        site,
        "SELECT count(*) FROM finding JOIN report USING (report_id)"
        f" WHERE latest = 1 AND severity = '{severity}'",
    )
    every = asked(site, f"SELECT count(*) FROM finding WHERE severity = '{severity}'")
    assert told == len(listed) == truth < every


async def test_home_counts_the_figures_of_latest_versions(
    browse: Any, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = browse.datasette.get_database("reports")
    counted = {"figure": asked(site, "SELECT count(*) FROM figure")}
    monkeypatch.setattr(database, "_cached_table_counts", counted)
    page = (await browse("/")).text
    latest = asked(site, "SELECT count(*) FROM figure JOIN report ON n = report WHERE latest = 1")
    assert f"<dd>{latest:,}</dd>" in page


async def test_a_bodys_list_and_files_hold_one_version_a_year(browse: Any) -> None:
    page = (await browse("/body/640200-wjw")).text
    links = [html.unescape(it) for it in re.findall(r'href="(/reports/report[^"]*body_id[^"]*)"', page)]
    assert len(links) == 3 and all("latest=1" in it for it in links)


async def test_lawsuits_of_both_kinds_are_no_disagreement(changed: Callable[[str], Any]) -> None:
    """A sentence means lawsuits of both kinds; the rules know, and the query asks them."""
    get = changed(
        f"INSERT INTO claim VALUES (99999, '{REPORT}', 'disputes.litigation_direct.total', 5, '5件', '{{}}')"
    )
    found = await rows(get, "text_against_table.json?_shape=array")
    assert found and {row["check_id"] for row in found} == {"T1"}
    assert "640200-wjw-2023" not in {row["report_id"] for row in found}, "an old version is not counted"


async def test_only_balances_are_sums(changed: Callable[[str], Any]) -> None:
    get = changed(
        f"INSERT INTO finding VALUES (99999, '{REPORT}', 'negative-count', 'error', '[]', 0, -1, '负数')"
    )
    found = await rows(get, "sums_do_not_add_up.json?_shape=array")
    assert found and {row["check_id"] for row in found} == {"R1"}


async def test_a_carry_over_is_compared_over_the_change_of_form(changed: Callable[[str], Any]) -> None:
    get = changed(
        """UPDATE requests SET total = 3 WHERE report_id = '410724-wjw-2020' AND "row" = 'carried_out';
        UPDATE requests SET total = 1 WHERE report_id = '410724-wjw-2021' AND "row" = 'carried_in';"""
    )
    found = await rows(get, "carry_over_gaps.json?_shape=array&year=2020")
    assert [(row["earlier"], row["carried_out"], row["carried_in"]) for row in found] == [
        ("410724-wjw-2020", 3, 1)
    ]


async def test_the_feed_of_edits_tells_an_emptied_cell(changed: Callable[[str], Any]) -> None:
    get = changed(
        """DELETE FROM revision;
        INSERT INTO revision VALUES (1, '640200-wjw-2023.v2', '640200-wjw-2023', 'figure', 'a', 3, '');
        INSERT INTO revision VALUES (2, '640200-wjw-2023.v2', '640200-wjw-2023', 'figure', 'b', NULL, 0);"""
    )
    feed = (await get("/feeds/edits.atom")).text
    assert "<summary>a: 3 → （空）</summary>" in feed
    assert "<summary>b: （缺） → 0</summary>" in feed


async def test_coverage_adds_up(changed: Callable[[str], Any]) -> None:
    get = changed(
        "UPDATE coverage SET status = 'unknown' WHERE body_id = '640200-wjw' AND status = 'missing'"
    )
    found = await rows(get, "coverage_by_province.json?_shape=array")
    assert sum(row["unknown"] for row in found) > 0
    for row in found:
        assert row["due"] == row["found"] + row["missing"] + row["blocked"] + row["unknown"]
        assert row["bodies"] == row["due"] + row["not_due"]


@pytest.mark.parametrize(
    ("query", "cell"),
    [
        ("disclosure_rate", "requests.granted.total"),
        ("not_held", "requests.unavailable_not_held.total"),
    ],
)
async def test_shares_leave_ambiguous_figures_out(
    changed: Callable[[str], Any], browse: Any, query: str, cell: str
) -> None:
    path = f"{query}.json?_shape=array&year=2023"
    before = {row["province"] for row in await rows(browse, path)}
    after = {row["province"] for row in await rows(changed(UNDECIDED.format(report=REPORT, cell=cell)), path)}
    assert before - after == {"河南"}


async def test_an_ambiguous_zero_is_no_zero(changed: Callable[[str], Any]) -> None:
    zero = f"UPDATE requests SET total = 0 WHERE report_id = '{REPORT}' AND \"row\" = 'new';"
    path = "zero_reporters.json?_shape=array&year=2023"
    assert REPORT in {row["report_id"] for row in await rows(changed(zero), path)}
    doubt = zero + UNDECIDED.format(report=REPORT, cell="requests.new.total")
    assert REPORT not in {row["report_id"] for row in await rows(changed(doubt), path)}


async def test_rates_leave_ambiguous_figures_out(changed: Callable[[str], Any], browse: Any) -> None:
    link = 'href="/province?name=%E6%B2%B3%E5%8D%97"'
    assert link in (await browse("/rate/granted?year=2023")).text
    get = changed(UNDECIDED.format(report=REPORT, cell="requests.granted.total"))
    assert link not in (await get("/rate/granted?year=2023")).text
