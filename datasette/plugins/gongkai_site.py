"""The plugin that makes Datasette our site: routes, limits, headers and the words templates need.

The pages live in ``gongkai_pages`` beside this file, found by its folder: Datasette loads every ``*.py``
of the plugins folder as a plugin of its own, so only the hooks stand here.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import datasette.handle_exception as failing
from datasette import hookimpl

if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from gongkai_pages import (
    cells,
    column_words,
    downloads,
    drawn_rows,
    files,
    filter_words,
    gate,
    headers,
    limits,
    provinces,
    query_charts,
    reading,
    refusals,
    routes,
    uncounted,
    wording,
)

# Where rich is installed, Datasette writes every refused request with all its variables to the terminal, for
# a tenth of a second and more, and answers 500 where 404 is meant. Its own words are enough.
failing.rich = None


def viewer(datasette: Any) -> str | None:
    """The viewer's origin (``http://127.0.0.1:8002``), from the plugin's configuration."""
    found = (datasette.plugin_config("gongkai") or {}).get("viewer")
    return str(found).rstrip("/") if found else None


@hookimpl(trylast=True)  # after Datasette's own: the last function of a name stays
def prepare_connection(conn: sqlite3.Connection) -> None:
    limits.prepare(conn)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return routes.ROUTES


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    def wrapped(app: Any) -> Any:
        inner = gate.wrap(uncounted.wrap(app))
        return headers.wrap(files.wrap(inner, downloads.folder(datasette)), viewer(datasette))

    return wrapped


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    return {
        "viewer": viewer(datasette),
        "w": wording,
        "style_version": reading.style_version(),
        "drawn": query_charts.drawn,
        "drawn_rows": drawn_rows,
        "filter_words": filter_words,
        "head": column_words.head,
        "province_names": provinces.NAMES,
        "in_chinese": refusals.in_chinese,
    }


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str) -> Any:
    return cells.render(value, column)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """What a reader asked wrongly is told on a page of ours; faults of the site are left to Datasette."""
    known = refusals.meant(exception)
    if known is None and request.path.startswith(f"/{reading.DATABASE}"):
        known = refusals.misread(exception)
    return refusals.answer(datasette, request, known) if known else None


@hookimpl
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    """Datasette's own page for it has no words of ours."""
    return refusals.answer(datasette, request, refusals.Refusal(403, message))
