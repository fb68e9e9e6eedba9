"""Charts of a shipped query's answer: metadata.yaml names the value, and what parts it into small charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai_pages import wording
from gongkai_pages.charts import Point, line_chart
from markupsafe import Markup

MOST = 6
"""Small charts of one answer."""


def drawn(chart: Mapping[str, str], columns: Sequence[str], rows: Sequence[Any]) -> list[tuple[str, Markup]]:
    """Name and drawing of each chart: ``value`` over ``year``, one a group of ``by`` where it is given.

    No line crosses forms: that of the answer's column ``form``, or else the one in force that year.
    """
    at = {name: number for number, name in enumerate(columns)}
    year, value, by, form = at["year"], at[chart["value"]], at.get(chart.get("by", "")), at.get("form")
    groups: dict[str, list[Point]] = {}
    for row in rows:
        name = chart["value"] if by is None else str(row[by])
        printed_on = wording.form_in_force(int(row[year])) if form is None else str(row[form])
        point = Point(int(row[year]), row[value], printed_on, "blank", "")
        groups.setdefault(name, []).append(point)
    return [
        (name, line_chart(sorted(points, key=lambda point: point.year), (), name))
        for name, points in list(groups.items())[:MOST]
    ]
