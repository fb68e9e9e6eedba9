"""Every shipped query runs within its limits, has prose in two languages and returns what it says."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.asyncio

SITE = Path(__file__).resolve().parents[2] / "datasette"
QUERIES = yaml.safe_load((SITE / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["reports"][
    "queries"
]
EMPTY_HERE = {"corrected_bodies", "backlog", "old_forms", "carry_over_gaps", "identical_texts"}
"""Questions whose answer on the fixture is, rightly, nothing."""


async def test_there_are_twenty() -> None:
    assert len(QUERIES) >= 20
    for name, query in QUERIES.items():
        assert any("一" <= c <= "鿿" for c in query["title"]) and any(c.isascii() for c in query["title"]), (
            name
        )
        assert len(query["description"]) > 20, name


@pytest.mark.parametrize("name", list(QUERIES))
async def test_query_answers(browse: Any, name: str) -> None:
    page = await browse(f"/reports/{name}")
    assert page.status_code == 200 and 'role="alert"' not in page.text
    found = (await browse(f"/reports/{name}.json?_shape=array")).json()
    assert isinstance(found, list)
    if name not in EMPTY_HERE and name != "compare_two_bodies":
        assert found, "the question has an answer in the fixture"


async def rows(browse: Any, path: str) -> list[dict[str, Any]]:
    found = (await browse(f"/reports/{path}")).json()
    assert isinstance(found, list)
    return found


async def test_share_has_its_numerator_and_denominator(browse: Any) -> None:
    for row in await rows(browse, "disclosure_rate.json?_shape=array"):
        assert row["share"] == (round(row["granted"] / row["handled"], 4) if row["handled"] else None)


async def test_old_versions_are_not_counted(browse: Any) -> None:
    panel = await rows(browse, "variable_panel.json?_shape=array&code=2021:requests.new.total")
    names = [row["report_id"] for row in panel]
    assert "640200-wjw-2023.v2" in names and "640200-wjw-2023" not in names


async def test_late_publishers_can_be_narrowed(browse: Any) -> None:
    assert {row["province"] for row in await rows(browse, "late_publishers.json?_shape=array")} == {"宁夏"}
    assert await rows(browse, "late_publishers.json?_shape=array&province=上海") == []


async def test_doubtful_readings_are_all_that_are_not_stated(browse: Any, site: Any) -> None:
    db = sqlite3.connect(site.database)
    (truth,) = db.execute(
        "SELECT count(*) FROM figure f JOIN report r ON r.n = f.report"
        " WHERE r.latest = 1 AND r.year = 2022 AND f.confidence <> 'stated'"
    ).fetchone()
    plan = db.execute("EXPLAIN QUERY PLAN " + QUERIES["doubtful_readings"]["sql"], ("", "", ""))
    assert any("figure_in_doubt" in row[3] for row in plan.fetchall())
    db.close()
    found = await rows(browse, "doubtful_readings.json?_shape=array&year=2022&most=5000")
    assert truth > 0 and len(found) == truth
    assert {row["confidence"] for row in found} <= {"ambiguous", "inferred"}


async def test_two_bodies_side_by_side(browse: Any) -> None:
    path = "compare_two_bodies.json?_shape=array&first_body=640200-wjw&second_body=410724-wjw"
    found = {(row["year"], row["label_zh"]): row for row in await rows(browse, path)}
    row = found[2021, "一、本年新收政府信息公开申请数量｜总计"]
    assert row["first_value"] is not None and row["second_value"] is not None


async def test_text_against_table_leaves_agreement_out(browse: Any) -> None:
    for row in await rows(browse, "text_against_table.json?_shape=array"):
        assert row["in_text"] != row["in_table"]


async def test_queries_with_a_chart_draw_it(browse: Any) -> None:
    charts = (("requests_by_year", 3), ("applicants", 1), ("reviews_upheld", 5), ("penalties", 3))
    for name, count in charts:
        page = (await browse(f"/reports/{name}")).text
        assert page.count('<svg class="chart"') == count, name
        assert page.count('<polyline class="own"') >= count, (
            f"{name}: numbers are joined, not drawn as absent"
        )
        assert page.count('<line class="change"') == count, f"{name}: the change of 2021 is marked"
    assert "2021 年格式" in (await browse("/rate/granted")).text


async def test_no_line_of_a_chart_crosses_the_change_of_form(plugins: None) -> None:
    from gongkai_pages.query_charts import drawn

    rows = [
        ("2019", "county", 5),
        ("2020", "county", 6),
        ("2021", "county", 7),
        ("2022", "county", 8),
    ]
    ((name, drawing),) = drawn({"value": "n", "by": "level"}, ("year", "level", "n"), rows)
    assert name == "county" and drawing.count("<circle") == 4
    lines = [part.split('"')[0].split() for part in drawing.split('<polyline class="own" points="')[1:]]
    assert [len(line) for line in lines] == [2, 2]
    assert drawing.count('<line class="change"') == 1 and "2019 → 2021" in drawing


async def test_large_numbers_are_told_whole_at_their_points_and_short_beside_the_axis(plugins: None) -> None:
    from gongkai_pages.charts import Point, line_chart

    points = [Point(2021 + n, value, "2021", "number", "") for n, value in enumerate((1234567, 19999))]
    drawn = str(line_chart(points, (), "x"))
    assert "2021: 1,234,567 " in drawn and ">123.5万<" in drawn and ">61.73万<" in drawn
    assert "e+" not in drawn + str(line_chart(points[1:], (), "x"))
    rate = str(line_chart([Point(2021, 0.12345, "2021", "number", "")], (), "x", written="{:.1%}".format))
    assert "2021: 12.3% " in rate and ">100.0%<" in rate


async def test_forms_in_one_year_are_lines_of_their_own(plugins: None) -> None:
    from gongkai_pages.query_charts import drawn

    rows = [(2020, "2019", 9), (2021, "2019", 1), (2021, "2021", 7), (2022, "2019", 1), (2022, "2021", 8)]
    ((_, drawing),) = drawn({"value": "n"}, ("year", "form", "n"), rows)
    assert drawing.count("<circle") == 5 and drawing.count('<polyline class="own"') == 2
    assert drawing.count('<line class="change"') == 1


async def test_long_answers_begin_with_500_and_can_be_asked_for_more(browse: Any) -> None:
    asked = {name: query for name, query in QUERIES.items() if "most" in query.get("params", [])}
    assert len(asked) >= 8
    for name, query in asked.items():
        assert "500" in query["description"] and "5,000" in query["description"], name
        found = await rows(browse, f"{name}.json?_shape=array&most=1")
        assert len(found) <= 1, name


async def test_corrections_are_those_of_the_wide_table(browse: Any) -> None:
    sql = """with d(report_id, body, year, province, level, review_corrected, litigation_direct_corrected,
      litigation_after_review_corrected) as (values ('a', 'A', 2021, '甲', 'county', 2, 0, null),
      ('b', 'B', 2021, '甲', 'county', null, 5, 3)) """
    told = QUERIES["corrected_bodies"]["sql"].replace("with told as", ", told as").replace("disputes ", "d ")
    told = told.replace("from disputes", "from d")
    found = (await browse.datasette.get_database("reports").execute(sql + told)).rows
    assert [(row["report_id"], row["cases"]) for row in found] == [("b", 5), ("b", 3), ("a", 2)]
    assert all(row["label_zh"] for row in found)
