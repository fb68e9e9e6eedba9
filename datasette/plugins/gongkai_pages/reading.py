"""Asking the database and answering with a page: the few lines every page shares."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import NotFound, Response

DATABASE = "reports"
STYLE = Path(__file__).resolve().parents[2] / "static" / "site.css"


async def rows(datasette: Any, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Every row of a fixed question of ours, as dicts: not truncated, no time limit.

    The limit of readers' SQL calls back into Python all the while, which holds pages up on a busy site.
    """

    def ask(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        cursor = connection.execute(sql, params or {})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    found: list[dict[str, Any]] = await datasette.get_database(DATABASE).execute_fn(ask)
    return found


async def limited(datasette: Any, sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a question that readers' words make longer or shorter, within the time limit of their SQL."""
    found = await datasette.get_database(DATABASE).execute(sql, params)
    names = found.columns
    return [dict(zip(names, row, strict=True)) for row in found.rows]


# The database is immutable: what a fixed question of ours finds is kept for as long as the site runs.
_KEPT: WeakKeyDictionary[Any, dict[Any, list[dict[str, Any]]]] = WeakKeyDictionary()


async def kept(datasette: Any, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Rows of a question over the whole database, asked once. Not for words that readers type."""
    mine = _KEPT.setdefault(datasette, {})
    key = (sql, *sorted((params or {}).items()))
    if key not in mine:
        mine[key] = await rows(datasette, sql, params)
    return [dict(row) for row in mine[key]]


async def one(datasette: Any, sql: str, params: dict[str, Any]) -> dict[str, Any]:
    """The one row of a query; no row is a page not found."""
    found = await rows(datasette, sql, params)
    if not found:
        raise NotFound("没有这一条。 No such entry: " + ", ".join(str(v) for v in params.values()))
    return found[0]


async def html(datasette: Any, request: Any, template: str, **context: Any) -> Response:
    """The page ``template`` with its context."""
    text = await datasette.render_template(f"pages_{template}.html", context, request=request)
    return Response.html(text)


def style_version() -> str:
    """The first letters of the stylesheet's hash, so that a changed sheet is fetched anew."""
    return hashlib.sha256(STYLE.read_bytes()).hexdigest()[:8]
