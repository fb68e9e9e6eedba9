"""The viewer as a server: each answer is made in a limited child process, several at a time.

PDFium, which draws the pages of a PDF, must not be called by two threads of one process, and an original
may be made to crash or to stall whoever opens it: it costs its own answer, not the server.
``python -m gongkai.viewer_server DATA HOST PORT`` runs it alone.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import uvicorn

from gongkai import viewer_frame
from gongkai.limited import Ended, LimitedPool
from gongkai.settings import ParseLimits
from gongkai.viewer import Answer, answer, said

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

LIMITS = ParseLimits(seconds=50.0, clock_seconds=50.0, workers=2)
"""What one answer may cost: a proxy waits a little longer, and two at a time leave a small machine room."""


def limited(pool: LimitedPool[str, Answer], path: str) -> Answer:
    """The answer to a GET of ``path``, or a page that says how the making of it ended."""
    made = pool.one(path)
    if not isinstance(made, Ended):
        return made
    words = f"{made.detail}；请下载原件 Download it instead: {path.replace('/view/', '/raw/', 1)}"
    return said(500, "原件不能显示 The original cannot be shown", words)


def application(respond: Callable[[str], Answer]) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """The ASGI application over a function that answers a path; it is called in threads."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        if scope["method"] in {"GET", "HEAD"}:
            found = await asyncio.to_thread(respond, scope["path"])
        else:
            found = said(405, "只可读取 Read only", "只接受 GET。")
        headers = [
            (b"content-type", found.media_type.encode()),
            (b"content-length", str(len(found.body)).encode()),
            (b"cache-control", b"public, max-age=300" if found.status == 200 else b"no-store"),
            *viewer_frame.HEADERS,
            *found.headers,
        ]
        await send({"type": "http.response.start", "status": found.status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else found.body
        await send({"type": "http.response.body", "body": body})

    return serve


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def main(arguments: list[str]) -> None:
    """Run the viewer until SIGTERM: data folder, host, port."""
    folder, host, port = arguments
    signal.signal(signal.SIGTERM, _end)  # uvicorn raises it again when it has ended: the pool goes last
    with LimitedPool(partial(answer, Path(folder)), LIMITS) as pool:
        pool.one("/robots.txt")  # a process stands ready before the port is open
        app = application(partial(limited, pool))
        uvicorn.run(app, host=host, port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1:])
