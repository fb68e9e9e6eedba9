"""Charts of a shipped query's answer: metadata.yaml names the value, and what parts it into small charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai_pages.charts import Point, line_chart
from markupsafe import Markup

MOST = 6
"""Small charts of one answer."""


def _number(cell: Any) -> float | None:
    """The number of a cell as Datasette shows it, which is text; ``None`` where there is none."""
    try:
        return float(str(cell))
    except ValueError:
        return None


def drawn(chart: Mapping[str, str], columns: Sequence[str], rows: Sequence[Any]) -> list[tuple[str, Markup]]:
    """Name and drawing of each chart: ``value`` over ``year``, one a group of ``by`` where it is given."""
    year, value = (list(columns).index(name) for name in ("year", chart["value"]))
    by = list(columns).index(chart["by"]) if "by" in chart else None
    groups: dict[str, list[Point]] = {}
    for row in rows:
        name = chart["value"] if by is None else str(row[by])
        number = _number(row[value])
        groups.setdefault(name, []).append(Point(int(row[year]), number, "", "blank", ""))
    return [
        (name, line_chart(sorted(points, key=lambda point: point.year), (), name))
        for name, points in list(groups.items())[:MOST]
    ]
