"""The download handler: one request and its answer, kept as they went over the wire.

Scrapy's own handlers lose the reason phrase, the case and order of headers and the compressed bytes
(see docs); this one asks aiohttp directly, keeps all of them in an :class:`archive.model.Exchange`
(``request.meta["exchange"]``), and gives Scrapy a response with its content decoded within a limit.
An answer that is too long, too slow or cut off is kept as far as it came and marked truncated.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import aiohttp
import yarl
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
from scrapy.http import Headers, HtmlResponse, Response

from archive.decoding import decode
from archive.errors import PayloadUndecodable
from archive.model import Exchange, Site
from crawler.guard import Guard, GuardedResolver
from crawler.pace import Pace

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

Result = TypeVar("Result")

FAILURES = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
)
"""What a request may end with that brought no answer."""

LARGEST_PLAIN = 64 * 1024 * 1024
"""Bytes a compressed answer may swell to before it is left undone (the archive keeps it as sent)."""


@dataclass(frozen=True, slots=True)
class WireRules:
    """What the handler obeys: guard, pace, seconds a request may take, bytes an answer may have.

    ``unverified`` are the hosts whose certificates are taken as they come.
    """

    guard: Guard
    pace: Pace
    timeout: float
    max_answer: int
    stop: asyncio.Event
    unverified: frozenset[str] = frozenset()
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """Whoever asks a host holds its lock: pages, the browser and other walks wait for one another."""


def unverified(sites: Sequence[Site]) -> frozenset[str]:
    """Hosts whose certificates are not verified, because a site's note in the registry says so.

    The words are ``tls=unverified`` with when and why beside them; the row is archived with every run.
    """
    told = (site for site in sites if "tls=unverified" in site.note)
    addresses = (url for site in told for url in (site.start_url, site.column_url) if url)
    return frozenset(urlsplit(url).hostname or "" for url in addresses)


class _WireResponse(aiohttp.ClientResponse):
    """A response that remembers the peer's address, which aiohttp forgets once the body is read."""

    peer: str | None = None

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        if connection.transport is not None:
            name = connection.transport.get_extra_info("peername")
            self.peer = str(name[0]) if name else None
        return await super().start(connection)


class WireHandler:
    """Scrapy's download handler for http and https; its rules come from the spider."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WireHandler:
        """Made by Scrapy, once a scheme."""
        return cls(crawler)

    @property
    def _rules(self) -> WireRules:
        return cast(WireRules, cast(Any, self._crawler.spider).wire)

    async def download_request(self, request: Request) -> Response:
        """Wait for the host's turn, fetch, and return the decoded answer; the exchange goes into ``meta``.

        Raises Refused for an address the guard forbids and Scrapy's download errors for the rest.
        """
        rules = self._rules
        rules.guard.check(request.url)
        host = urlsplit(request.url).netloc
        return await self._or_stopped(self._in_turn(request, host))

    async def _in_turn(self, request: Request, host: str) -> Response:
        pace = self._rules.pace
        async with self._rules.turns[urlsplit(request.url).hostname or host]:
            await asyncio.sleep(pace.wait(host, time.monotonic()))
            try:
                return await self._fetch(request, host)
            except FAILURES:
                pace.failed(host, time.monotonic())  # before the turn passes to whoever waits for it
                raise

    async def _or_stopped(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The work's result, or DownloadCancelledError as soon as the crawl is asked to stop."""
        task = asyncio.ensure_future(work)
        stop = asyncio.ensure_future(self._rules.stop.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise DownloadCancelledError("the crawl is stopping")
            return task.result()
        finally:
            for one in (task, stop):
                if not one.done():
                    one.cancel()

    async def _fetch(self, request: Request, host: str) -> Response:
        rules = self._rules
        started, moment = time.monotonic(), datetime.now(UTC)
        deadline = started + rules.timeout
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in request.headers.items()
            for value in values
        ]
        try:
            async with asyncio.timeout(rules.timeout):
                answer = await self._open().request(
                    request.method,
                    yarl.URL(request.url, encoded=True),
                    data=request.body or None,
                    headers=headers,
                    allow_redirects=False,
                    ssl=(urlsplit(request.url).hostname or "") not in rules.unverified,
                )
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no answer within {rules.timeout:g} s") from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(str(error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(str(error)) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise DownloadFailedError(f"{type(error).__name__}: {error}") from error
        latency = time.monotonic() - started
        try:
            body, truncated = await _read(answer, rules.max_answer, deadline)
        finally:
            # Not release(): what is left of a cut-off answer must not be read into the next one.
            answer.close() if not answer.content.at_eof() else answer.release()
        rules.pace.answered(host, time.monotonic(), latency, answer.status, answer.headers.get("Retry-After"))
        exchange = _exchange(request, answer, moment, body, truncated)
        request.meta["exchange"] = exchange
        return _response(request, exchange)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self._rules.guard),
                use_dns_cache=False,  # each connection asks anew, and the guard with it
                limit=0,
                limit_per_host=1,
                keepalive_timeout=15,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                response_class=_WireResponse,
                timeout=aiohttp.ClientTimeout(total=None),
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            )
        return self._session

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()


async def _read(answer: aiohttp.ClientResponse, limit: int, deadline: float) -> tuple[bytes, str | None]:
    """The body as sent and, when it is not all of it, the WARC standard's word for why."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(max(0.05, deadline - time.monotonic())):
            async for chunk in answer.content.iter_any():
                parts.append(chunk[: limit - size])
                size += len(chunk)
                if size > limit:
                    return b"".join(parts), "length"
    except TimeoutError:
        return b"".join(parts), "time"
    except (aiohttp.ClientError, OSError):
        return b"".join(parts), "disconnect"
    return b"".join(parts), None


def _exchange(
    request: Request, answer: aiohttp.ClientResponse, moment: datetime, body: bytes, truncated: str | None
) -> Exchange:
    version = answer.version
    return Exchange(
        url=request.url,
        method=request.method,
        fetched_at=moment,
        request_headers=tuple((str(name), str(value)) for name, value in answer.request_info.headers.items()),
        http_version=f"HTTP/{version.major}.{version.minor}" if version else "HTTP/1.1",
        status=answer.status,
        reason=answer.reason or "",
        response_headers=tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.raw_headers
        ),
        body=body,
        ip=answer.peer if isinstance(answer, _WireResponse) else None,
        truncated=truncated,
        request_body=request.body,
    )


def _response(request: Request, exchange: Exchange) -> Response:
    headers = Headers()
    for name, value in exchange.response_headers:
        headers.appendlist(name, value)
    body, whole = decoded(exchange.body, (headers.get("Content-Encoding") or b"").decode("latin-1"))
    flags = ["truncated"] if exchange.truncated else []
    if not whole:
        flags.append("undecoded")
    kind = HtmlResponse if b"html" in (headers.get("Content-Type") or b"").lower() else Response
    return kind(request.url, status=exchange.status, headers=headers, body=body, flags=flags, request=request)


def decoded(body: bytes, coding: str) -> tuple[bytes, bool]:
    """The body with its content coding undone as the archive undoes it, and whether that could be done."""
    try:
        return decode(body, coding, LARGEST_PLAIN), True
    except PayloadUndecodable:
        return b"", False
