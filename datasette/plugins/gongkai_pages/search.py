"""Full-text search over the sections: single characters as phrases, checked letter by letter."""

from __future__ import annotations

from typing import Any

from gongkai_pages import folding, wording
from gongkai_pages.reading import html, rows

PAGE = 20
FILTERS = ("province", "level", "year", "form")
FOUND = """
SELECT s.n, s.heading, s.text, s.number, r.report_id, r.body, r.year, r.province, r.level, r.form, r.title
FROM section_fts JOIN section s ON s.n = section_fts.rowid JOIN report r ON r.report_id = s.report_id
WHERE section_fts MATCH :match AND r.latest = 1 {filters}
ORDER BY r.year DESC, s.n LIMIT :limit OFFSET :offset
"""


async def page(datasette: Any, request: Any) -> Any:
    """``/search?q=…&province=…&level=…&year=…&form=…&offset=…``."""
    query = (request.args.get("q") or "").strip()[:100]
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    offset = _offset(request.args.get("offset"))
    results: list[dict[str, Any]] = []
    more = False
    if folding.words(query):
        filters = " ".join(f"AND r.{name} = :{name}" for name in chosen)
        params: dict[str, Any] = {"match": folding.phrases(query), "limit": PAGE + 1, "offset": offset}
        params |= {name: int(v) if name == "year" and v.isdigit() else v for name, v in chosen.items()}
        found = await rows(datasette, FOUND.format(filters=filters), params)
        more = len(found) > PAGE
        for row in found[:PAGE]:
            whole = f"{row['heading']} {row['text']}"
            row["snippet"] = folding.snippet(row["text"], query) or folding.snippet(whole, query)
            if folding.holds(whole, query):
                results.append(row)
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
        following=offset + PAGE if more else None,
        facets=wording.FACETS,
    )


def _offset(text: str | None) -> int:
    return min(int(text), 10_000) if text and text.isdigit() and len(text) < 7 else 0


async def _options(datasette: Any, name: str) -> list[tuple[str, str]]:
    found = await rows(
        datasette, f"SELECT DISTINCT {name} AS v FROM report WHERE {name} IS NOT NULL ORDER BY 1"
    )
    return [(str(row["v"]), wording.facet_value(name, row["v"])) for row in found]
