"""What the crawl reads of an answer is what the archive's readers get of it."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response

from crawler import wire
from crawler.guard import Guard
from crawler.pace import Pace
from crawler.wire import WireHandler, WireRules, decoded

PAGE = "<a href=/1>年度报告</a>".encode()


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (PAGE, ""),
        (PAGE, "identity"),
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), " GZIP "),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE, wbits=-15), "deflate"),
        (zlib.compress(gzip.compress(PAGE)), "gzip, deflate"),
    ],
)
def test_a_coding_is_undone_to_its_end(body: bytes, coding: str) -> None:
    """A page sent in several gzip members is read whole, as browsers do."""
    assert decoded(body, coding) == (PAGE, True)


@pytest.mark.parametrize(
    ("body", "coding"), [(b"x", "gzip"), (gzip.compress(PAGE)[:-9], "gzip"), (PAGE, "zip")]
)
def test_what_cannot_be_undone_is_said(body: bytes, coding: str) -> None:
    """No coded byte is taken for text."""
    assert decoded(body, coding) == (b"", False)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What swells beyond the limit is left as it is."""
    monkeypatch.setattr(wire, "LARGEST_PLAIN", 1000)
    assert decoded(gzip.compress(bytes(1000)), "gzip") == (bytes(1000), True)
    assert decoded(gzip.compress(bytes(1001)), "gzip") == (b"", False)


class Failing(WireHandler):
    """Brings no answer; notes how long it was to wait before each request, and waits for none."""

    async def _fetch(self, request: Request, host: str) -> Response:
        raise DownloadFailedError("no answer")


def test_who_waits_for_a_host_waits_longer_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two walks may lead to one host: the second's turn must not come before the failure is noted."""
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    async def both() -> None:
        rules = WireRules(Guard(["http://a.gov.cn/"]), Pace(3.0), 5, 5, asyncio.Event())
        handler = Failing(cast(Any, SimpleNamespace(spider=SimpleNamespace(wire=rules))))
        monkeypatch.setattr(wire.asyncio, "sleep", note)
        asked = [handler.download_request(Request("http://a.gov.cn/")) for _ in range(2)]
        assert all(
            isinstance(one, DownloadFailedError)
            for one in await asyncio.gather(*asked, return_exceptions=True)
        )

    asyncio.run(both())
    assert waits[0] == 0 and waits[1] > 5
