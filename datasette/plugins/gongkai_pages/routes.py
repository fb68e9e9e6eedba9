"""The addresses of our own pages; everything else is Datasette's."""

from __future__ import annotations

from typing import Any

from gongkai_pages import body, codebook, downloads, feeds, home, province, rates, report, search

ROUTES: list[tuple[str, Any]] = [
    (r"^/$", home.page),
    (r"^/report/(?P<report>[^/]+)$", report.page),
    (r"^/body/(?P<body>[^/]+)$", body.page),
    (r"^/province$", province.page),
    (r"^/rates$", rates.index),
    (r"^/rate/(?P<rate>[a-z_]+)$", rates.page),
    (r"^/feeds/(?P<feed>reports|edits|findings)\.atom$", feeds.page),
    (r"^/search$", search.page),
    (r"^/codebook$", codebook.page),
    (r"^/queries$", codebook.queries),
    (r"^/api$", codebook.api),
    (r"^/downloads$", downloads.page),
]
