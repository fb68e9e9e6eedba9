"""A report whose section 2 is on one form and whose section 3 is on another is published as what it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any


def mixed(told: Any, year: int) -> dict[str, Any]:
    """A report on the 2021 form with the 2019 section 3: one row 其他处理."""
    report: dict[str, Any] = told(year=year)
    old = told(year=year, form="2019", cells={"requests.other.total": 7})
    kept = [figure for figure in report["figures"] if figure["table"] != "requests"]
    report["figures"] = kept + [figure for figure in old["figures"] if figure["table"] == "requests"]
    return report


def test_each_figure_is_a_variable_of_the_form_that_has_it(town: Any, told: Any) -> None:
    """Two years, so that the checks across years see mixed reports too."""
    town.add("http://szs.test/1", mixed(told, 2022))
    town.add("http://szs.test/2", mixed(told, 2023))
    published = town.publish()
    assert published.reports == 2
    with closing(sqlite3.connect(published.path)) as db:
        codes = db.execute(
            "SELECT variable.code, figure.value FROM figure JOIN variable ON variable.n = figure.variable"
            " WHERE variable.cell = 'requests.other.total'"
        ).fetchall()
        shown = db.execute("SELECT total FROM requests WHERE row = 'other'").fetchall()
    assert codes == [("2019:requests.other.total", 7)] * 2
    assert shown == [(7,), (7,)]
