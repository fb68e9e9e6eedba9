"""Readers' own SQL runs a few at a time; pages are never kept waiting."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("plugins")]


def scope(query: bytes) -> dict[str, Any]:
    return {"type": "http", "method": "GET", "path": "/reports", "query_string": query, "headers": []}


async def ask(app: Any, query: bytes) -> int:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope(query), None, send)
    return int(sent[0]["status"])


async def begun() -> None:
    """Let every task run until it waits for something."""
    for _ in range(5):
        await asyncio.sleep(0)


class Slow:
    """An application whose answers wait for ``go``; counts how many are inside at a time."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.inside = self.most = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            if b"page" not in scope["query_string"]:
                await self.go.wait()
        finally:
            self.inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})


async def test_sql_waits_its_turn_and_pages_do_not() -> None:
    from gongkai_pages.gate import Gate, wrap

    slow = Slow()
    app = wrap(slow, Gate(1, 5))
    written = (b"_shape=array&sql=select+1", b"sql=select+1", b"s%71l=select+1", b"x=1;_wher%65=1")
    waiting = [asyncio.create_task(ask(app, query)) for query in written]
    await begun()
    assert slow.inside == 1
    assert await ask(app, b"page=1") == 200
    slow.go.set()
    assert await asyncio.gather(*waiting) == [200] * 4
    assert slow.most == 2, "one query and the page"


async def test_who_waits_too_long_is_told_and_a_reader_who_leaves_frees_his_place() -> None:
    from gongkai_pages.gate import Gate, wrap

    slow = Slow()
    app = wrap(slow, Gate(1, 0.05))
    first = asyncio.create_task(ask(app, b"sql=select+1"))
    await begun()
    assert await ask(app, b"sql=select+2") == 503
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    slow.go.set()
    assert await ask(app, b"sql=select+3") == 200


async def test_a_full_queue_sends_away_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai_pages import gate

    monkeypatch.setattr(gate, "WAITING", 1)
    slow = Slow()
    app = gate.wrap(slow, gate.Gate(1, 5))
    kept = [asyncio.create_task(ask(app, b"sql=1")) for _ in range(2)]
    await begun()
    assert await ask(app, b"_where=1") == 503
    slow.go.set()
    assert await asyncio.gather(*kept) == [200, 200]
