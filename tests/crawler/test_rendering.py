"""Lists that only scripts fill are found through a browser that has no network of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.database import connect_reader
from archive.model import Body, Site
from archive.posting import asked
from crawler.browser import needs_browser
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


def run(server: ThreadingHTTPServer, folder: Path, render: str) -> CrawlSummary:
    """One crawl of the scripted site."""
    body = Body("410724-wjw", "获嘉县卫生健康委员会", "county", "河南", "新乡市", "获嘉县", "410724")
    site = Site("s", body.body_id, f"http://127.0.0.1:{server.server_port}/", render=render)  # type: ignore[arg-type]
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
    sent = db.execute("SELECT url, state, next_fetch FROM url WHERE url LIKE '%/api/visits%'").fetchall()
    db.close()
    ((address, *fate),) = sent
    assert asked(address).body == b'{"n": 1}' and fate == ["failed", None], "the page asks again, not we"
    assert kinds == {"wire", "dom", "screenshot"}
    assert any(url.endswith("/api/list.json") for url in urls), "what the script asked for is archived too"
    assert not any("127.0.0.8" in url or "127.0.0.9" in url for url in urls)


def test_without_rendering_nothing_is_found_and_that_is_said(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    summary = run(server, tmp_path, "never")
    assert summary.reports == 0
    assert "no page or file that looks like a report was found" in summary.sites[0].suspicions


def test_only_empty_scripted_pages_need_a_browser() -> None:
    shell = read_page("http://a/", SHELL.encode(), "text/html")
    full = read_page("http://a/", report_page(MADE).encode(), "text/html")
    assert shell is not None and full is not None
    assert needs_browser(shell, "auto") and not needs_browser(shell, "never")
    assert not needs_browser(full, "auto") and needs_browser(full, "always")
