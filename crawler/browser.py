"""Pages whose lists only scripts fill, shown in a browser that never touches the network itself.

Chromium is started with every name unresolvable; what the page asks for comes to us, passes the same
guard, robots, pace and size limit as any other request, and is handed back. So redirects and DNS
rebinding inside the browser lead nowhere. Files are never rendered: a PDF would come back as a viewer.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error, Page, Playwright, Route, async_playwright

from archive.model import Exchange
from crawler.links import links
from crawler.page import Page as Read

FLAGS = (
    "--no-sandbox",  # the crawl may run as root in a container; the page has no network to misuse
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
WANTED_TYPES = frozenset(("document", "script", "xhr", "fetch", "stylesheet"))
MOST_REQUESTS = 40
TIMEOUT_MS = 120_000
FEW_WORDS, FEW_LINKS = 400, 3
NOT_PASSED_ON = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection"))

Fetch = Callable[[str, str, dict[str, str], bytes | None], Awaitable[tuple[Exchange, bytes] | None]]
"""Asks for an address (method, url, headers, body): exchange and decoded body, ``None`` if not allowed."""


class BrowserMissing(RuntimeError):
    """No browser can be started; the message says which was tried."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page after its scripts ran: its serialised tree, a PNG picture, and what it asked for meanwhile."""

    html: bytes
    picture: bytes
    asked: tuple[Exchange, ...]


def needs_browser(page: Read, render: str) -> bool:
    """Whether a page is worth rendering: nearly no words or links of its own, but scripts to fill it."""
    if render != "auto" or page.tree is None:
        return render == "always" and page.tree is not None
    scripts = page.tree.xpath("count(//script)")
    return bool(scripts) and len(page.words) < FEW_WORDS and len(links(page)) < FEW_LINKS


class Browser:
    """One Chromium, started when first needed."""

    def __init__(self, fetch: Fetch, user_agent: str) -> None:
        self._fetch = fetch
        self._user_agent = user_agent
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

    async def render(self, url: str, answer: Exchange, body: bytes) -> Rendered:
        """Show an answer already fetched and run its scripts; raises BrowserMissing or Playwright's Error."""
        async with self._starting:  # several walks may need it first at the same time
            chromium = self._chromium
            if chromium is None or not chromium.is_connected():  # a page may bring it down
                chromium = await self._start()
        context = await chromium.new_context(
            user_agent=self._user_agent, service_workers="block", accept_downloads=False, locale="zh-CN"
        )
        asked: list[Exchange] = []
        try:
            page = await context.new_page()
            await page.route("**/*", lambda route: self._answer(route, url, answer, body, asked))
            await page.goto(url, wait_until="load", timeout=TIMEOUT_MS)
            await _settle(page)
            return Rendered(
                (await page.content()).encode("utf-8", "replace"), await page.screenshot(), tuple(asked)
            )
        finally:
            await context.close()

    async def _answer(
        self, route: Route, url: str, answer: Exchange, body: bytes, asked: list[Exchange]
    ) -> None:
        request = route.request
        if request.is_navigation_request() and request.url == url and request.frame.parent_frame is None:
            await route.fulfill(status=answer.status, headers=_headers(answer), body=body)
            return
        if request.resource_type not in WANTED_TYPES or len(asked) >= MOST_REQUESTS:
            await route.abort()
            return
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in ("accept", "content-type", "referer", "x-requested-with")
        }
        got = await self._fetch(request.method, request.url, headers, request.post_data_buffer)
        if got is None:
            await route.abort()
            return
        exchange, plain = got
        asked.append(exchange)
        await route.fulfill(status=exchange.status, headers=_headers(exchange), body=plain)

    async def _start(self) -> Chromium:
        self._playwright = self._playwright or await async_playwright().start()
        own = Path(self._playwright.chromium.executable_path)
        path = str(own) if own.is_file() else shutil.which("chromium") or shutil.which("chromium-browser")
        if path is None:
            raise BrowserMissing("no Chromium found: neither Playwright's own nor one named chromium")
        try:
            self._chromium = await self._playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        except Error as error:
            raise BrowserMissing(f"{path} does not start: {error.message.splitlines()[0]}") from error
        return self._chromium

    async def close(self) -> None:
        """End the browser if it was started."""
        if self._chromium is not None:
            await self._chromium.close()
        if self._playwright is not None:
            await self._playwright.stop()
        self._chromium = self._playwright = None


async def _settle(page: Page) -> None:
    """Wait until the page asks for nothing more; a page that never rests is taken as it is."""
    try:
        await page.wait_for_load_state("networkidle", timeout=TIMEOUT_MS / 4)
    except Error:
        return


def _headers(exchange: Exchange) -> dict[str, str]:
    return {name: value for name, value in exchange.response_headers if name.lower() not in NOT_PASSED_ON}
