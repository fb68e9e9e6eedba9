"""Tables too costly to count for a page: Datasette lists their rows and leaves the number out.

The view ``locator`` puts each of its rows together; counting the fifteen million of a whole archive took the
two seconds a query may take, and then there was no number either. One report's are counted as ever.
"""

from __future__ import annotations

import re

from gongkai_pages.asgi import App, Receive, Scope, Send

COSTLY = re.compile(r"^/reports/locator(\.\w+)?$")
OF_ONE_REPORT = re.compile(rb"(?:^|&)report(?:__exact|__in)?=\d")


def wrap(app: App) -> App:
    """``app``, asked not to count where counting would take its whole time."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if scope["type"] == "http" and COSTLY.match(scope["path"]) and not OF_ONE_REPORT.search(query):
            scope = {**scope, "query_string": query + (b"&" if query else b"") + b"_nocount=1"}
        await app(scope, receive, send)

    return asked
