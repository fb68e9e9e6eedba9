"""Publishing: attribution, states, search, and the function's purity."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.content_hash import content_hash
from archive.errors import PublishRefused
from archive.model import Exchange
from archive.publish import publish
from archive.store import Archive
from tests.archive.published import CITY, CITY_SITE, rows


def test_report_with_its_figures_places_and_tables(town: Any, told: Any) -> None:
    town.add("http://szs.test/list", None)
    town.add(
        "http://szs.test/1",
        told(cells={"requests.new.total": 3, "requests.new.natural_person": 3}),
        found_on="http://szs.test/list",
    )
    built = town.publish()
    assert (built.reports, built.figures) == (1, 200)
    assert rows(town.folder, "SELECT report_id, state, on_time, version, latest, n FROM report") == [
        ("640200-wjw-2021", "clean", 1, 1, 1, 1)
    ]
    query = (
        "SELECT value, typeof(value), place FROM figure JOIN variable ON variable.n = figure.variable"
        " JOIN locator USING (report, variable) WHERE code = '2021:requests.new.total'"
    )
    assert rows(town.folder, query)[0][:2] == (3, "integer")
    assert rows(town.folder, "SELECT kind, natural_person, total FROM requests WHERE row = 'new'") == [
        ("intake", 3, 3)
    ]
    assert rows(town.folder, "SELECT review_upheld FROM disputes") == [(0,)]
    assert rows(town.folder, "SELECT count(*) FROM requests") == [(25,)]
    assert {url for (url,) in rows(town.folder, "SELECT url FROM capture")} == {
        "http://szs.test/list",
        "http://szs.test/1",
    }
    assert rows(town.folder, "SELECT reports FROM body ORDER BY body_id") == [(1,), (0,)]


def test_words_of_any_length_are_found_and_none_across_punctuation(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told(text="认真落实，公开信息。"))
    town.publish()
    for words, hits in (("公", 1), ("公 开", 1), ("落 实", 1), ("实 公", 0), ("诉 讼", 0)):
        query = f"SELECT count(*) FROM section_fts WHERE section_fts MATCH '\"{words}\"'"
        assert rows(town.folder, query) == [(hits,)], words


@pytest.mark.parametrize("number", [12345678901234567890, 10**30, 9 * 10**18])
def test_digits_run_together_keep_no_report_from_being_published(town: Any, told: Any, number: int) -> None:
    report = told(cells={"requests.new.total": number})
    doubt = {"check": "R1", "severity": "error", "cells": [], "message": ""}
    report["findings"] = [doubt | {"expected": number, "actual": -number}]
    report["claims"][0]["value"] = number
    town.add("http://szs.test/1", report)
    town.publish()
    query = "SELECT value, raw FROM figure WHERE value > 0"
    assert rows(town.folder, query) == [(float(number), str(number))]
    assert rows(town.folder, "SELECT expected, actual FROM finding") == [(float(number), -float(number))]
    assert rows(town.folder, "SELECT max(sum) FROM rollup") == [(float(number),)]


@pytest.mark.parametrize(
    ("name", "code", "body_id", "check"),
    [
        ("石嘴山市卫生健康委员会", None, "640200-wjw", None),
        ("石嘴山市 卫健委", None, "640200-wjw", None),
        ("宁夏回族自治区石嘴山市卫生健康委员会", None, "640200-wjw", None),
        ("石嘴山市卫生和计划生育委员会", "640200", "640200-wjw", None),
        ("大武口区卫生和计划生育局", None, "640202-wjj", "body-other-list"),
        ("大武口区卫生监督所", "640202", "640202-wjj", "body-other-list"),
        ("市卫生健康委员会", None, "640200-wjw", "body-not-stated"),
        ("", None, "640200-wjw", "body-not-stated"),
    ],
)
def test_body_of_a_document_on_the_citys_site(
    town: Any, told: Any, name: str, code: str | None, body_id: str, check: str | None
) -> None:
    town.add("http://szs.test/1", told(body=name, code=code))
    town.publish()
    assert rows(town.folder, "SELECT body_id FROM report") == [(body_id,)]
    assert rows(town.folder, "SELECT check_id FROM finding") == ([(check,)] if check else [])


@pytest.mark.parametrize(
    ("name", "year", "why"),
    [
        ("石嘴山市人民政府", 2021, "the whole government's report (石嘴山市人民政府)"),
        ("石嘴山市教育局", 2021, "another body's report (石嘴山市教育局)"),
        ("银川市卫生健康委员会", 2021, "another body's report (银川市卫生健康委员会)"),
        ("石嘴山市卫生健康委员会", None, "the document names no year"),
    ],
)
def test_what_belongs_to_no_body_here_is_kept_out_and_listed(
    town: Any, told: Any, name: str, year: int | None, why: str
) -> None:
    town.add("http://szs.test/1", told(body=name, year=year, code="640200" if "教育" in name else None))
    assert town.publish().reports == 0
    assert rows(town.folder, "SELECT url, why FROM kept_out") == [("http://szs.test/1", why)]
    assert rows(town.folder, "SELECT count(*) FROM coverage WHERE status = 'found'") == [(0,)]


def test_half_a_surrogate_pair_keeps_no_report_from_being_published(town: Any, told: Any) -> None:
    report = told(text="办理\ud800申请")
    with Archive.open(town.folder) as archive:
        run = archive.start_run("test", [CITY_SITE], [CITY])
        page = Exchange(
            "http://szs.test/1", "GET", datetime(2026, 1, 1, tzinfo=UTC), (), "HTTP/1.1", 200, "OK", (), b"x"
        )
        kept = archive.store(page, site="szs", found_on=None)
        text = json.dumps(report, ensure_ascii=False)
        archive.record_parsing(kept.payload_sha256, "1", text, "parsed", 0.1)
        archive.finish_run(run, "finished", {})
    town.publish()
    assert rows(town.folder, "SELECT text FROM section") == [("办理?申请",)]


@pytest.mark.parametrize(
    ("severity", "state"), [("error", "flagged"), ("warning", "flagged"), ("info", "clean")]
)
def test_state_follows_the_findings(town: Any, told: Any, severity: str, state: str) -> None:
    finding = {
        "check": "made-up",
        "severity": severity,
        "cells": [],
        "expected": None,
        "actual": None,
        "message": "x",
    }
    town.add("http://szs.test/1", told(findings=(finding,)))
    town.publish()
    assert rows(town.folder, "SELECT state, findings FROM report") == [(state, 1)]


def test_report_without_numbers_is_unreadable(town: Any, told: Any) -> None:
    empty = told()
    for figure in empty["figures"]:
        figure.update(value=None, state="missing", raw="", where=None)
    town.add("http://szs.test/1", empty)
    town.publish()
    assert rows(town.folder, "SELECT state FROM report") == [("unreadable",)]


@pytest.mark.parametrize(
    ("year", "published", "on_time"),
    [
        (2021, "2022-01-31", 1),
        (2021, "2022-02-01", 0),
        (2021, None, None),
        (2019, "2020-02-01", 0),
        (2018, "2019-03-31", 1),  # under the regulation of 2008, article 31
        (2014, "2015-04-01", 0),
    ],
)
def test_on_time_is_by_the_day_the_law_set_for_the_year(
    town: Any, told: Any, year: int, published: str | None, on_time: int | None
) -> None:
    town.add("http://szs.test/1", told(year=year, published=published))
    town.publish()
    assert rows(town.folder, "SELECT on_time FROM report") == [(on_time,)]


def test_same_archive_gives_the_same_content_hash(town: Any, told: Any, tmp_path: Path) -> None:
    town.add("http://szs.test/1", told())
    town.add("http://dwk.test/1", told(body="大武口区卫生健康局"), site="dwk")
    first = town.publish()
    (town.folder / "reports.db").unlink()
    other = tmp_path / "elsewhere"
    shutil.copytree(town.folder, other, ignore=shutil.ignore_patterns("elsewhere"))
    assert town.publish().content_hash == first.content_hash
    assert publish(other, bodies=[], sites=[], parser_version="1").content_hash == first.content_hash
    db = sqlite3.connect(other / "reports.db")
    with db:
        db.execute("UPDATE figure SET value = 7 WHERE variable = (SELECT min(variable) FROM figure)")
    db.close()
    assert content_hash(other / "reports.db") != first.content_hash


def test_build_that_lost_reports_is_refused(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told())
    before = town.publish()
    db = sqlite3.connect(town.folder / "archive.db")
    with db:
        db.execute("DELETE FROM parsing")
    db.close()
    with pytest.raises(PublishRefused, match=r"lacks 1 reports .*640200-wjw 2021.*--allow-shrink"):
        town.publish()
    assert content_hash(town.folder / "reports.db") == before.content_hash
    assert not list(town.folder.glob("*.new"))
    assert town.publish(allow_shrink=True).reports == 0


def test_what_a_killed_build_left_is_removed_and_a_running_ones_is_not(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told())
    with subprocess.Popen(["true"]) as ended:
        pass
    left, running, other = (
        town.folder / f".reports.db.{process}.new" for process in (ended.pid, os.getppid(), "mine")
    )
    for path in (left, running, other):
        path.touch()
    town.publish()
    assert [path.exists() for path in (left, running, other)] == [False, True, True]


def test_no_foreign_key_points_at_nothing(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told(cells={"requests.new.total": 1}))
    town.add("http://szs.test/1", told(cells={"requests.new.total": 2}))
    town.add("http://szs.test/2", told(cells={"requests.new.total": 3}))
    town.add("http://szs.test/3", told(body="石嘴山市人民政府"))
    town.publish()
    assert rows(town.folder, "PRAGMA foreign_key_check") == []


def test_reports_of_two_years_are_checked_against_each_other(town: Any, told: Any) -> None:
    town.add("http://szs.test/1", told(year=2021, cells={"requests.carried_out.total": 4}))
    later = told(year=2022, cells={"requests.carried_in.total": 1}, published="2023-01-20", text="2022年")
    town.add("http://szs.test/2", later)
    town.publish()
    query = "SELECT report_id, check_id, cells, expected, actual FROM finding"
    assert rows(town.folder, query) == [("640200-wjw-2022", "R5", '["requests.carried_in.total"]', 4, 1)]
