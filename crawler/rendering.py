"""The spider's side of rendering: when to ask the browser, what to fetch for it, what to archive of it."""

from __future__ import annotations

from dataclasses import replace

from playwright.async_api import Error
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError

from archive.model import Exchange
from archive.posting import address_of
from archive.store import Archive
from crawler.browser import Browser, BrowserMissing, Rendered, needs_browser
from crawler.guard import Refused
from crawler.page import Page
from crawler.robots import Robots
from crawler.wire import WireHandler


class Rendering:
    """Renders pages whose lists are empty without scripts; keeps the tree shown beside the wire's bytes."""

    def __init__(self, crawler: Crawler, archive: Archive, robots: Robots, user_agent: str) -> None:
        self._wire = WireHandler(crawler)
        self._archive = archive
        self._robots = robots
        self._user_agent = user_agent
        self._browser = Browser(self._fetch, user_agent)

    async def show(
        self, exchange: Exchange, page: Page | None, body: bytes, render: str, *, site: str
    ) -> tuple[bytes | None, str | None]:
        """The rendered page's HTML where that was needed, and a finding where it could not be had."""
        if page is None or not needs_browser(page, render):
            return None, None
        try:
            rendered = await self._browser.render(exchange.url, exchange, body)
        except BrowserMissing as missing:
            return None, f"seems filled by scripts, but {missing}"
        except Error as error:
            return None, f"could not be rendered: {error.message.splitlines()[0]}"
        self._keep(exchange, rendered, site)
        return rendered.html, None

    def _keep(self, exchange: Exchange, rendered: Rendered, site: str) -> None:
        ledger = self._archive.ledger
        for asked in rendered.asked:
            before = ledger.known(address_of(asked))
            self._archive.store(asked, site=site, found_on=exchange.url)
            # The browser has seen it, the spider has not: a list in a frame is still to be read.
            ledger.restore(address_of(asked), before)
        dom = (("Content-Type", "text/html; charset=utf-8"),)
        self._archive.store(
            replace(exchange, body=rendered.html, response_headers=dom), site=site, found_on=None, kind="dom"
        )
        picture = (("Content-Type", "image/png"),)
        self._archive.store(
            replace(exchange, body=rendered.picture, response_headers=picture),
            site=site,
            found_on=None,
            kind="screenshot",
        )

    async def _fetch(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[Exchange, bytes] | None:
        """An answer for the browser; only from hosts whose robots.txt is known to allow it."""
        if method not in ("GET", "POST") or not self._robots.known(url) or not self._robots.allows(url):
            return None
        headers = {**headers, "User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"}
        request = Request(url, method=method, headers=headers, body=body or b"")
        try:
            response = await self._wire.download_request(request)
        except (Refused, DownloadCancelledError, OSError, RuntimeError):
            return None
        except Exception as error:  # Scrapy's download errors share no base but Exception
            if not type(error).__module__.startswith("scrapy."):
                raise
            return None
        return request.meta["exchange"], response.body

    async def close(self) -> None:
        """End the browser and its connections."""
        await self._browser.close()
        await self._wire.close()
