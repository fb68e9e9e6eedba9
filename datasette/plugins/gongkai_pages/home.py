"""The home page: what this is, how much is in it, where, and how good."""

from __future__ import annotations

from typing import Any

from gongkai_pages.provinces import TILES, short
from gongkai_pages.reading import html, kept

COUNTS = """
SELECT (SELECT count(*) FROM body) AS bodies, count(*) AS reports, min(year) AS first, max(year) AS last
FROM report WHERE latest = 1
"""
COVERED = """
SELECT b.province, sum(c.status = 'found') AS found, sum(c.status <> 'not_due') AS due,
       count(DISTINCT c.body_id) AS bodies
FROM coverage c JOIN body b USING (body_id) GROUP BY 1
"""
# From the reports' own counts: the findings are many, and this needs no join to leave old versions out.
SEVERITIES = """
SELECT 'error' AS severity, sum(errors) AS n FROM report WHERE latest = 1
UNION ALL SELECT 'warning', sum(warnings) FROM report WHERE latest = 1
UNION ALL SELECT 'info', sum(findings - errors - warnings) FROM report WHERE latest = 1
"""
LATEST_ONLY = "report_id not in (select report_id from report where latest = 0)"
"""What narrows a list of findings to those the home page counts."""
OLD_FIGURES = "SELECT count(*) AS n FROM report r CROSS JOIN figure f ON f.report = r.n WHERE r.latest = 0"
# One of each body: its others were mostly captured in the same minute.
NEWEST = """
SELECT report_id, body, title, year, province, state, captured_at, max(captured_at || year) AS newest
FROM report WHERE latest = 1 GROUP BY body_id ORDER BY newest DESC, report_id LIMIT 6
"""
EDITS = """
SELECT v.report_id, v.previous_id, v.what, v.place, v.old, v.new, r.body, r.year
FROM revision v JOIN report r ON r.report_id = v.report_id ORDER BY r.captured_at DESC, v.n LIMIT 4
"""


async def page(datasette: Any, request: Any) -> Any:
    """``/``."""
    counts = (await kept(datasette, COUNTS))[0]
    covered = {short(row["province"]): row for row in await kept(datasette, COVERED)}
    tiles = []
    for name, column, line in TILES:
        row = covered.get(name)
        share = row["found"] / row["due"] if row and row["due"] else None
        depth = 0 if share is None else 1 + min(3, int(share * 4))
        tiles.append({"name": name, "x": column, "y": line, "row": row, "share": share, "depth": depth})
    years = await kept(
        datasette, "SELECT year, count(*) AS n FROM report WHERE latest = 1 GROUP BY 1 ORDER BY 1"
    )
    build = {row["key"]: row["value"] for row in await kept(datasette, "SELECT key, value FROM build")}
    return await html(
        datasette,
        request,
        "home",
        counts=counts,
        figures=await _figures(datasette),
        tiles=tiles,
        covered=sorted(covered.values(), key=lambda row: -row["found"]),
        newest=await kept(datasette, NEWEST),
        edits=await kept(datasette, EDITS),
        states=await kept(
            datasette, "SELECT state, count(*) AS n FROM report WHERE latest = 1 GROUP BY 1 ORDER BY 2 DESC"
        ),
        severities=[row for row in await kept(datasette, SEVERITIES) if row["n"]],
        latest_only=LATEST_ONLY,
        years=years,
        most=max((row["n"] for row in years), default=1),
        run=await kept(datasette, "SELECT * FROM run ORDER BY finished DESC LIMIT 1"),
        build=build,
    )


async def _figures(datasette: Any) -> int | None:
    """The number of figures in latest versions.

    All are counted in the inspect file (counting fifteen million rows for a page is too dear), and those of
    the few older versions here.
    """
    counts = datasette.get_database("reports").cached_table_counts or {}
    found = counts.get("figure")
    if found is None:
        return None
    return int(found) - int((await kept(datasette, OLD_FIGURES))[0]["n"])
