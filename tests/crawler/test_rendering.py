"""Lists that only scripts fill are found through a browser that has no network of its own."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.async_api import Error

from archive.database import connect_reader
from archive.model import Body, Exchange, Site
from archive.posting import asked
from crawler.browser import Browser, needs_browser
from crawler.page import read_page
from crawler.run import CrawlOptions, CrawlSummary, crawl
from gongkai.demo.documents import report
from gongkai.demo.html_page import page as report_page

SHELL = """<html><head><title>政府信息公开年报</title></head><body><div id="app"></div>
<img src="http://127.0.0.9:1/spy.png"><script src="/app.js"></script></body></html>"""
SCRIPT = """
fetch('http://127.0.0.8:1/inside').catch(() => {});
fetch('/api/visits', {method: 'POST', body: '{"n": 1}'}).catch(() => {});
fetch('/api/list.json').then(r => r.json()).then(d => {
  const links = d.map(i => '<a href="' + i.url + '">' + i.title + '</a>');
  document.getElementById('app').innerHTML = links.join('');
});
"""
MADE = report("获嘉县卫生健康委员会", "county", "河南", "410724", 2022, seed=4)


FRAMED = """<html><head><title>信息公开</title></head><body><script src="/app.js"></script>
<iframe src="/list.html"></iframe></body></html>"""


class Scripted(BaseHTTPRequestHandler):
    """A site whose only list is filled by a script."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer from a few pages."""
        self.asked.append(self.path)
        pages = {
            "/": (SHELL, "text/html; charset=utf-8"),
            "/app.js": (SCRIPT, "text/javascript"),
            "/api/list.json": (json.dumps([{"url": "/r/1.html", "title": MADE.title}]), "application/json"),
            "/framed.html": (FRAMED, "text/html; charset=utf-8"),
            "/list.html": (f"<a href='/r/1.html'>{MADE.title}</a>", "text/html; charset=utf-8"),
            "/r/1.html": (report_page(MADE), "text/html; charset=utf-8"),
        }
        text, kind = pages.get(self.path, ("none", "text/plain"))
        body = text.encode()
        self.send_response(200 if self.path in pages else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Count nothing, and fail."""
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_error(500)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """The scripted site."""
    asked: list[str] = []
    handler = type("Handler", (Scripted,), {"asked": asked})
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


def run(server: ThreadingHTTPServer, folder: Path, render: str, start: str = "/") -> CrawlSummary:
    """One crawl of the scripted site."""
    body = Body("410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724")
    site = Site("s", body.body_id, f"http://127.0.0.1:{server.server_port}{start}", render=render)  # type: ignore[arg-type]
    return crawl(folder, [site], [body], CrawlOptions(allow_loopback=True, delay=0))


def test_a_scripted_list_is_rendered_and_its_report_found(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    summary = run(server, tmp_path, "auto")
    assert summary.sites[0].suspicions == ()
    assert summary.sites[0].reports == 1
    db = connect_reader(tmp_path)
    kinds = {kind for (kind,) in db.execute("SELECT kind FROM capture")}
    urls = {url for (url,) in db.execute("SELECT url FROM capture")}
    ((address,),) = db.execute("SELECT asked FROM capture WHERE url LIKE '%/api/visits%'").fetchall()
    known = {url for (url,) in db.execute("SELECT url FROM url")}
    db.close()
    assert asked(address).body == b'{"n": 1}' and address not in known, "the page asks again, not we"
    assert kinds == {"wire", "dom", "screenshot"}
    assert any(url.endswith("/api/list.json") for url in urls), "what the script asked for is archived too"
    assert not any("127.0.0.8" in url or "127.0.0.9" in url for url in urls)


def test_a_list_that_a_rendered_page_frames_is_read(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    """The browser has fetched it to show it; what stands on it the spider has still to see."""
    summary = run(server, tmp_path, "auto", "/framed.html")
    db = connect_reader(tmp_path)
    kinds = {kind for (kind,) in db.execute("SELECT kind FROM capture")}
    states = dict(db.execute("SELECT url, state FROM url").fetchall())
    db.close()
    assert "dom" in kinds and summary.sites[0].reports == 1
    assert not any(url.endswith("/app.js") and state == "discovered" for url, state in states.items())


def test_without_rendering_nothing_is_found_and_that_is_said(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    summary = run(server, tmp_path, "never")
    assert summary.reports == 0
    assert "no page or file that looks like a report was found" in summary.sites[0].suspicions


def test_a_page_that_ends_the_browser_costs_the_others_nothing() -> None:
    async def shown_before_and_after() -> list[bytes]:
        browser = Browser(cast(Any, None), "t")
        page = b"<html><body>shown</body></html>"
        answer = Exchange("http://a/", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "", (), page)
        try:
            before = await browser.render("http://a/", answer, page)
            assert browser._chromium is not None
            await browser._chromium.close()
            return [before.html, (await browser.render("http://a/", answer, page)).html]
        finally:
            await browser.close()

    assert all(b"shown" in html for html in asyncio.run(shown_before_and_after()))


class Slow(Browser):
    """A browser that takes a while to start; counts how often it does."""

    starts = 0

    async def _start(self) -> Any:
        self.starts += 1
        await asyncio.sleep(0.01)
        self._chromium = SimpleNamespace(new_context=self._refuse, is_connected=lambda: True)
        return self._chromium

    async def _refuse(self, **_: object) -> None:
        raise Error("no page")


def test_two_walks_that_need_the_browser_first_start_one() -> None:
    async def both() -> int:
        browser = Slow(cast(Any, None), "t")
        answer = Exchange("http://a/", "GET", datetime.now(UTC), (), "HTTP/1.1", 200, "", (), b"")
        shown = [browser.render("http://a/", answer, b"") for _ in range(2)]
        assert [type(one) for one in await asyncio.gather(*shown, return_exceptions=True)] == [Error, Error]
        return browser.starts

    assert asyncio.run(both()) == 1


def test_only_empty_scripted_pages_need_a_browser() -> None:
    shell = read_page("http://a/", SHELL.encode(), "text/html")
    full = read_page("http://a/", report_page(MADE).encode(), "text/html")
    assert shell is not None and full is not None
    assert needs_browser(shell, "auto") and not needs_browser(shell, "never")
    assert not needs_browser(full, "auto") and needs_browser(full, "always")
