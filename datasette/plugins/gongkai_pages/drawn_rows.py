"""Long tables drawn in one go: in a template each cell of a thousand rows takes a step of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from gongkai_pages import wording
from markupsafe import Markup, escape


def answer(rows: Iterable[Sequence[Any]]) -> Markup:
    """The lines of a query's answer; cells are Datasette's, escaped where they are plain text."""
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return Markup("\n".join(f"<tr>{line}</tr>" for line in lines))


def years(bodies: Iterable[dict[str, Any]]) -> Markup:
    """A province's lines: the body, its level, and a mark for each of ``years`` (``None``: not covered)."""
    lines = (
        f'<tr><th scope="row"><a href="/body/{quote(body["body_id"])}"><bdi>{escape(body["name"])}</bdi></a>'
        f'</th><td class="short">{escape(wording.named(wording.LEVELS, body["level"])[0])}</td>'
        + "".join(f'<td class="mid">{_mark(cell)}</td>' for cell in body["years"])
        + "</tr>"
        for body in bodies
    )
    return Markup("\n".join(lines))


def _mark(cell: dict[str, Any] | None) -> str:
    """The mark of one year: a link to the report, or what is known of why there is none."""
    if cell is None:
        return ""
    if not cell["report_id"]:
        words = escape(wording.named(wording.COVERAGE, cell["status"])[0])
        kind = f'class="pip {escape(cell["status"])}"'
        return f'<span {kind} title="{cell["year"]} {words}"><span class="hidden">{words}</span></span>'
    words = escape(wording.named(wording.REPORT_STATES, cell["state"])[0])
    late = " · 逾期" if cell["on_time"] == 0 else ""
    return (
        f'<a class="pip {escape(cell["state"])}" href="/report/{quote(cell["report_id"])}"'
        f' title="{cell["year"]} {words}{late}"><span class="hidden">{cell["year"]} {words}{late}</span></a>'
    )
