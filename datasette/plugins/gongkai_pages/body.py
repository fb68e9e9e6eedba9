"""A body's page: its years as a timeline, its main figures over the years, form by form."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from gongkai_pages import downloads
from gongkai_pages.charts import Point, line_chart
from gongkai_pages.reading import html, one, rows

YEARS = """
SELECT c.year, c.status, r.report_id, r.form, r.state, r.published, r.on_time, r.errors, r.warnings,
       (SELECT count(*) FROM report o WHERE o.body_id = :id AND o.year = c.year) AS versions
FROM coverage c LEFT JOIN report r ON r.body_id = c.body_id AND r.year = c.year AND r.latest = 1
WHERE c.body_id = :id ORDER BY c.year
"""
SERIES = """
SELECT r.year, r.form, r.report_id, v.cell, v.label_zh, v.label_en, f.value, f.state, f.confidence
FROM report r JOIN figure f ON f.report = r.n JOIN variable v ON v.n = f.variable
WHERE r.body_id = :id AND r.latest = 1 AND v.cell IN
  ('requests.new.total', 'requests.granted.total', 'requests.total.total', 'disputes.review.total',
   'statistics.requests.value', 'statistics.reviews.value', 'proactive.penalties.decisions',
   'proactive.licensing.decisions')
ORDER BY v.cell, r.year
"""
MEDIAN = """
SELECT u.year, v.form, u.median, u.n FROM rollup u JOIN variable v ON v.n = u.variable
WHERE u.province = :province AND u.level = :level AND v.cell = :cell ORDER BY u.year
"""
# A chart is a question; its cells are comparable only within one form, so no line crosses forms.
CHARTS = (
    ("新收申请", "New requests", ("requests.new.total", "statistics.requests.value")),
    ("予以公开", "Granted in full", ("requests.granted.total",)),
    ("行政复议", "Administrative reviews", ("disputes.review.total", "statistics.reviews.value")),
    ("行政处罚", "Administrative penalties", ("proactive.penalties.decisions",)),
)


async def page(datasette: Any, request: Any) -> Any:
    """``/body/<body_id>``."""
    key = {"id": request.url_vars["body"]}
    body = await one(datasette, "SELECT * FROM body WHERE body_id = :id", key)
    series = await rows(datasette, SERIES, key)
    charts = []
    for zh, en, cells in CHARTS:
        points = [
            Point(row["year"], row["value"], row["form"], row["state"], row["report_id"])
            for row in series
            if row["cell"] in cells
        ]
        median = []
        for cell in cells:
            where = {"province": body["province"], "level": body["level"], "cell": cell}
            for row in await rows(datasette, MEDIAN, where):
                median.append(Point(row["year"], row["median"], row["form"], "number", ""))
        if any(point.value is not None for point in points):
            points.sort(key=lambda point: point.year)
            median.sort(key=lambda point: point.year)
            charts.append((zh, en, line_chart(points, median, zh), points))
    return await html(
        datasette,
        request,
        "body",
        body=body,
        predecessors=json.loads(body["predecessors"] or "[]"),
        years=_stretches(await rows(datasette, YEARS, key)),
        charts=charts,
        packed=downloads.packed(downloads.folder(datasette), str(body["body_id"])),
    )


def _stretches(years: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The years, with three and more in a row that have no report for the same reason told as one."""
    told: list[dict[str, Any]] = []
    for (status, has), group in groupby(years, key=lambda y: (y["status"], y["report_id"] is not None)):
        lines = list(group)
        if has or len(lines) < 3:
            told += [{**line, "last": line["year"]} for line in lines]
        else:
            told.append({**lines[0], "last": lines[-1]["year"], "status": status, "count": len(lines)})
    return told
