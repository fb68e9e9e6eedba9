"""What every answer of the site carries, and the requests it refuses before Datasette sees them."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from gongkai_pages.asgi import App, Message, Receive, Scope, Send
from gongkai_pages.csvcells import Rewriting

# Datasette's own pages about the machine: paths of files, versions, settings, permissions.
CLOSED = re.compile(r"^/-/(?!static/|static-plugins/)|^/-$|^(?!/downloads/[0-9-]{10}/[^/]+$).*\.db$")
OPEN = frozenset({"/-/versions.json"})
# The one allowed pragma that tells where the database lies on disk.
TELLS_PATHS = re.compile(r"database_list", re.IGNORECASE)
LONGEST_QUERY = 16_000


def policy(viewer: str | None) -> str:
    """The content policy: no script at all, styles and pictures of our own, the viewer in a frame."""
    frame = f"frame-src {viewer}; " if viewer else ""
    return (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        f"{frame}form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def wrap(app: App, viewer: str | None) -> App:
    """``app`` with our headers on every answer and the closed pages closed."""
    fixed = [
        (b"content-security-policy", policy(viewer).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    ]
    names = {name for name, _ in fixed}
    shared = [(b"access-control-allow-origin", b"*")]

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message.get("headers", []) if k.lower() not in names]
                public = shared if scope["path"].endswith((".json", ".csv")) else []
                message = {**message, "headers": [*kept, *fixed, *public]}
            await send(message)

        query = scope.get("query_string", b"")
        if CLOSED.search(scope["path"]) and scope["path"] not in OPEN:
            await _refuse(sending, 404, "没有这一页。 No such page.")
        elif len(query) > LONGEST_QUERY:
            await _refuse(sending, 414, "查询过长。 The query is too long.")
        elif TELLS_PATHS.search(unquote_plus(query.decode("latin-1"))):
            await _refuse(sending, 400, "不提供文件路径。 This pragma is closed: it tells where files lie.")
        else:
            csv = scope["path"].endswith(".csv") and not scope["path"].startswith("/downloads/")
            await app(scope, receive, Rewriting(sending) if csv else sending)

    return guarded


async def _refuse(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
