"""Readers' own SQL goes through a gate, a few at a time, so that pages keep their threads and a processor.

Six runaway queries stalled every page for seconds without it.
"""

from __future__ import annotations

import asyncio
import os
import re
from urllib.parse import unquote_to_bytes

from gongkai_pages.asgi import App, Receive, Scope, Send

SQL = re.compile(rb"(?:^|[&;])(?:sql|_where)=", re.IGNORECASE)
AT_ONCE = max(1, (os.cpu_count() or 2) // 2)
PATIENCE = 15.0
"""Seconds a request waits before the gate."""
WAITING = 30
"""Requests that may wait; the next are sent away at once."""
BUSY = "正在运行的查询太多，请稍后再试。 Too many queries are running; please try again in a while."


class Gate:
    """Lets ``AT_ONCE`` requests through at a time; the loop it waits in is that of its first request."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._free = at_once
        self._patience = patience
        self._queue: list[asyncio.Future[None]] = []

    async def enter(self) -> bool:
        """Wait for a place; false when there is none in time."""
        if self._free:
            self._free -= 1
            return True
        if len(self._queue) >= WAITING:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await asyncio.wait_for(turn, self._patience)
        except TimeoutError:
            self._forget(turn)
            return False
        except BaseException:
            if self._forget(turn):  # the place was given just as the reader left: hand it on
                self.leave()
            raise
        return True

    def _forget(self, turn: asyncio.Future[None]) -> bool:
        if turn in self._queue:
            self._queue.remove(turn)
            return False
        return turn.done() and not turn.cancelled()

    def leave(self) -> None:
        """Give the place to the next who still waits."""
        while self._queue:
            turn = self._queue.pop(0)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def _brings_sql(scope: Scope) -> bool:
    """Whether the query names SQL, in whatever letters: ``s%71l=`` is ``sql=`` to Datasette."""
    return SQL.search(unquote_to_bytes(scope.get("query_string", b""))) is not None


def wrap(app: App, gate: Gate | None = None) -> App:
    """``app`` behind the gate for requests that bring SQL of their own."""
    narrow = gate or Gate()

    async def gated(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _brings_sql(scope):
            await app(scope, receive, send)
            return
        if not await narrow.enter():
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"10")]
            await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": BUSY.encode()})
            return
        try:
            await app(scope, receive, send)
        finally:
            narrow.leave()

    return gated
