"""The addresses of our own pages; everything else is Datasette's."""

from __future__ import annotations

from typing import Any

from gongkai_pages import body, codebook, home, report, search

ROUTES: list[tuple[str, Any]] = [
    (r"^/$", home.page),
    (r"^/report/(?P<report>[^/]+)$", report.page),
    (r"^/body/(?P<body>[^/]+)$", body.page),
    (r"^/search$", search.page),
    (r"^/codebook$", codebook.page),
    (r"^/queries$", codebook.queries),
    (r"^/api$", codebook.api),
]
