"""Full-text search over the sections: single characters as phrases, checked letter by letter."""

from __future__ import annotations

import asyncio
from typing import Any

from gongkai_pages import folding, wording
from gongkai_pages.reading import html, kept, limited, rows

PAGE = 20
MOST = 5_000
"""Sections listed for one query; a word that stands in more needs a filter or a second word."""
FILTERS = ("province", "level", "year", "form")
# Sections are numbered so that the newest year comes last (archive/sections.py), and the index is read from
# the end: what is cut is the oldest.
FOUND = "SELECT rowid AS n FROM section_fts WHERE section_fts MATCH :match ORDER BY rowid DESC LIMIT :most"
WITH_TEXTS = f"SELECT s.n, s.heading, s.text FROM ({FOUND}) f JOIN section s ON s.n = f.n ORDER BY s.n DESC"
SHOWN = """
SELECT s.n, s.heading, s.text, s.number, r.report_id, r.body, r.year, r.province, r.level, r.form, r.title
FROM section s JOIN report r ON r.report_id = s.report_id WHERE s.n IN ({marks})
ORDER BY s.n DESC
"""


async def page(datasette: Any, request: Any) -> Any:
    """``/search?q=…&province=…&level=…&year=…&form=…&offset=…``."""
    query = (request.args.get("q") or "").strip()[:100]
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    found, cut = await _found(datasette, query, chosen)
    offset = _offset(request.args.get("offset"), len(found))
    results = await _shown(datasette, found[offset : offset + PAGE], query)
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
        total=len(found),
        more=cut,
        results_a_page=PAGE,
        following=offset + PAGE if offset + PAGE < len(found) else None,
        facets=wording.FACETS,
    )


def matching(query: str, chosen: dict[str, str]) -> str:
    """The query of the index: the words in heading or text, the filters in the column ``about``."""
    about = ["latest", *(f"{name}{value}" for name, value in chosen.items())]
    # A NUL would end the query of the index in the middle.
    words = " AND ".join('"' + word.replace('"', '""').replace("\0", "") + '"' for word in about)
    return f"{{heading text}} : ({folding.phrases(query)}) AND about : ({words})"


async def _found(datasette: Any, query: str, chosen: dict[str, str]) -> tuple[list[int], bool]:
    """The numbers of the sections that hold every word, newest year first; and whether older were cut."""
    if not folding.words(query):
        return [], False
    params = {"match": matching(query, chosen), "most": MOST + 1}
    if folding.bare(query):
        found = await limited(datasette, FOUND, params)
        return [row["n"] for row in found[:MOST]], len(found) > MOST
    found = await limited(
        datasette, WITH_TEXTS, params
    )  # the index tells that a mark stands there, not which
    return await asyncio.to_thread(_sure, found[:MOST], query), len(found) > MOST


def _sure(found: list[dict[str, Any]], query: str) -> list[int]:
    return [row["n"] for row in found if folding.holds(f"{row['heading']} {row['text']}", query)]


async def _shown(datasette: Any, numbers: list[int], query: str) -> list[dict[str, Any]]:
    marks = ", ".join(f":n{at}" for at in range(len(numbers)))
    params = {f"n{at}": number for at, number in enumerate(numbers)}
    found = await rows(datasette, SHOWN.format(marks=marks), params) if numbers else []
    for row in found:
        whole = f"{row['heading']} {row['text']}"
        row["snippet"] = folding.snippet(row["text"], query) or folding.snippet(whole, query)
    return found


def _offset(text: str | None, total: int) -> int:
    """Where the page begins; past the end it is the last page."""
    asked = int(text) if text and text.isdecimal() and len(text) < 7 else 0
    return asked if asked < total else max(0, total - 1) // PAGE * PAGE


async def _options(datasette: Any, name: str) -> list[tuple[str, str]]:
    found = await kept(
        datasette, f"SELECT DISTINCT {name} AS v FROM report WHERE {name} IS NOT NULL ORDER BY 1"
    )
    return [(str(row["v"]), wording.facet_value(name, row["v"])) for row in found]
