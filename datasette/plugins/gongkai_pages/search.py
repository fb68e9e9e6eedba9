"""Full-text search over the sections: single characters as phrases, checked letter by letter."""

from __future__ import annotations

from typing import Any

from gongkai_pages import folding, wording
from gongkai_pages.reading import html, kept, rows

PAGE = 20
MOST = 5_000
"""Sections listed for one query; a word that stands in more needs a filter or a second word."""
FILTERS = ("province", "level", "year", "form")
WITHIN = 100_000
"""Sections looked at for a query with filters."""
# The index hands out the last written sections first and stops: without a filter soon, with one later.
FOUND = """
SELECT s.n {texts} FROM (SELECT rowid AS n FROM section_fts WHERE section_fts MATCH :match {newest}) f
JOIN section s ON s.n = f.n JOIN report r ON r.report_id = s.report_id
WHERE r.latest = 1 {filters} ORDER BY r.year DESC, s.n LIMIT :most
"""
NEWEST = "ORDER BY rowid DESC LIMIT :within"
SHOWN = """
SELECT s.n, s.heading, s.text, s.number, r.report_id, r.body, r.year, r.province, r.level, r.form, r.title
FROM section s JOIN report r ON r.report_id = s.report_id WHERE s.n IN ({marks})
ORDER BY r.year DESC, s.n
"""


async def page(datasette: Any, request: Any) -> Any:
    """``/search?q=…&province=…&level=…&year=…&form=…&offset=…``."""
    query = (request.args.get("q") or "").strip()[:100]
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    offset = _offset(request.args.get("offset"))
    found = await _found(datasette, query, chosen)
    results = await _shown(datasette, found[:MOST][offset : offset + PAGE], query)
    options = {name: await _options(datasette, name) for name in FILTERS}
    return await html(
        datasette,
        request,
        "search",
        query=query,
        chosen=chosen,
        results=results,
        options=options,
        offset=offset,
        total=min(len(found), MOST),
        more=len(found) > MOST,
        following=offset + PAGE if offset + PAGE < min(len(found), MOST) else None,
        facets=wording.FACETS,
    )


async def _found(datasette: Any, query: str, chosen: dict[str, str]) -> list[int]:
    """The numbers of the sections that hold every word, newest year first."""
    if not folding.words(query):
        return []
    filters = " ".join(f"AND r.{name} = :{name}" for name in chosen)
    params: dict[str, Any] = {"match": folding.phrases(query), "most": MOST + 1}
    params["within"] = WITHIN if chosen else MOST + 1
    params |= {name: int(v) if name == "year" and v.isdigit() else v for name, v in chosen.items()}
    sure = folding.bare(query)
    sql = FOUND.format(texts="" if sure else ", s.heading, s.text", newest=NEWEST, filters=filters)
    found = await rows(datasette, sql, params)
    if not sure:  # the index tells only that a mark stands there, not which
        found = [row for row in found if folding.holds(f"{row['heading']} {row['text']}", query)]
    return [row["n"] for row in found]


async def _shown(datasette: Any, numbers: list[int], query: str) -> list[dict[str, Any]]:
    marks = ", ".join(f":n{at}" for at in range(len(numbers)))
    params = {f"n{at}": number for at, number in enumerate(numbers)}
    found = await rows(datasette, SHOWN.format(marks=marks), params) if numbers else []
    for row in found:
        whole = f"{row['heading']} {row['text']}"
        row["snippet"] = folding.snippet(row["text"], query) or folding.snippet(whole, query)
    return found


def _offset(text: str | None) -> int:
    return min(int(text), MOST) if text and text.isdigit() and len(text) < 7 else 0


async def _options(datasette: Any, name: str) -> list[tuple[str, str]]:
    found = await kept(
        datasette, f"SELECT DISTINCT {name} AS v FROM report WHERE {name} IS NOT NULL ORDER BY 1"
    )
    return [(str(row["v"]), wording.facet_value(name, row["v"])) for row in found]
