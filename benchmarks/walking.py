"""Two walks of a replica site without a network, to measure against: breadth first, and all-knowing.

Both see the same links as the crawler does, those that only a content system's module finds included.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from archive.model import LedgerRow
from archive.posting import asked
from crawler.reading import read_answer
from gongkai.demo.sites.resource import ReplicaSite

HOST = "http://walk.gov.cn"
MOST = 4000
"""Fetches after which breadth first is given up: the traps have no end."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Fetches needed for a share of the reports; ``None`` where the walk never got there."""

    breadth_first: int | None
    oracle: int | None


def walk(site: ReplicaSite, share: float) -> Walked:
    """Walk a site from its home page until that share of its reports was fetched."""
    wanted = set(site.reports)
    needed = -int(-len(wanted) * share // 1)
    parents: dict[str, str | None] = {"/": None}
    waiting = deque(["/"])
    found: list[str] = []
    fetched = 0
    at_share: int | None = None
    while waiting and fetched < MOST and at_share is None:
        path = waiting.popleft()
        fetched += 1
        if path in wanted:
            found.append(path)
            if len(found) == needed:
                at_share = fetched
        for onward in _onward(site, path):
            if onward not in parents:
                parents[onward] = path
                waiting.append(onward)
    if at_share is None:
        return Walked(None, None)
    way: set[str] = set()
    for report in found:
        at: str | None = report
        while at is not None:
            way.add(at)
            at = parents[at]
    return Walked(at_share, len(way))


def _onward(site: ReplicaSite, path: str) -> list[str]:
    asks = asked(path)
    answer = site.answer(f"POST {asks.url} {asks.body.decode()}" if asks.method == "POST" else path)
    if answer is None:
        return []
    if 300 <= answer.status < 400:
        return [value for name, value in answer.headers if name == "Location"]
    row = LedgerRow(HOST + path, "walk", "discovered", 0.0, 1)
    reading = read_answer(row, answer.body, answer.content_type, (), None)
    urls = (one.link.url for one in reading.links)
    return [url.removeprefix(HOST) for url in urls if url.startswith(HOST + "/")]
