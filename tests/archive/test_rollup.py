"""Sums and medians rest on figures that are certain enough: an ambiguous one is in none of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any


def test_ambiguous_figures_are_in_no_sum(town: Any, told: Any) -> None:
    """A body's three years: a number that stands there, one inferred, and a 90 that may also be 9."""
    sure = told(cells={"requests.new.total": 4})
    inferred = told(year=2022, published="2023-01-20", cells={"requests.new.total": 7})
    undecided = told(year=2023, published="2024-01-20", cells={"requests.new.total": 90})
    for report, confidence, others in ((inferred, "inferred", []), (undecided, "ambiguous", [9])):
        (figure,) = (it for it in report["figures"] if (it["row"], it["column"]) == ("new", "total"))
        assert figure["value"] in (7, 90)
        figure |= {"confidence": confidence, "alternatives": others}
    for year, report in ((2021, sure), (2022, inferred), (2023, undecided)):
        town.add(f"http://szs.test/{year}", report)
    with closing(sqlite3.connect(town.publish().path)) as db:
        found = db.execute(
            "SELECT u.year, u.n, u.sum, u.median FROM rollup u JOIN variable v ON v.n = u.variable"
            " WHERE v.code = '2021:requests.new.total' ORDER BY 1"
        ).fetchall()
        kept = db.execute("SELECT total FROM requests WHERE \"row\" = 'new' AND total = 90").fetchall()
    assert found == [(2021, 1, 4, 4), (2022, 1, 7, 7)]
    assert kept == [(90,)]
