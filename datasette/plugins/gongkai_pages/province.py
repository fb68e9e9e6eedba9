"""A province's page: its commissions and which years of each are in the archive."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from datasette.utils.asgi import NotFound
from gongkai_pages.reading import html, rows

CELLS = """
SELECT b.body_id, b.name, b.level, c.year, c.status, c.report_id, r.state, r.on_time
FROM body b LEFT JOIN coverage c USING (body_id) LEFT JOIN report r ON r.report_id = c.report_id
WHERE b.province = :province
ORDER BY CASE b.level WHEN 'national' THEN 0 WHEN 'province' THEN 1 WHEN 'prefecture' THEN 2 ELSE 3 END,
         b.division_code, b.body_id, c.year
"""


async def page(datasette: Any, request: Any) -> Any:
    """``/province?name=…`` (Datasette redirects paths that hold Chinese)."""
    name = request.args.get("name") or ""
    found = await rows(datasette, CELLS, {"province": name})
    if not found:
        raise NotFound(f"没有这个省份的机关。 No body of this province: {name}")
    # The newest first: a phone shows a few years only.
    years = sorted({row["year"] for row in found if row["year"] is not None}, reverse=True)
    bodies = []
    for (body_id, title, level), lines in groupby(found, key=lambda r: (r["body_id"], r["name"], r["level"])):
        told = {row["year"]: row for row in lines}
        bodies.append(
            {"body_id": body_id, "name": title, "level": level, "years": [told.get(y) for y in years]}
        )
    return await html(datasette, request, "province", province=name, years=years, bodies=bodies)
