"""A robots.txt made to hurt: endless, huge, garbled, leading in circles or inside; the sites beside go on."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.model import Body, Site
from crawler.robots import MAX_BYTES, Robots
from crawler.run import CrawlOptions, CrawlSummary, crawl

BODY = Body("370302-wjw", "淄川区卫生健康局", "county", "山东", "淄博市", "淄川区", "370302")
WILD = b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*b$\nAllow: /*c\n" * 30_000
RULES: dict[str, tuple[int, bytes, str | None]] = {
    "plain": (200, b"User-agent: *\nDisallow: /private/\n", None),
    "circle": (302, b"", "/robots.txt?again"),
    "inside": (302, b"", "http://169.254.169.254/robots.txt"),
    "garbled": (200, bytes(range(256)) * 400 + b"\nUser-agent: *\nDisallow: /private/\n", None),
    "wild": (200, WILD, None),
    "sleepy": (200, b"User-agent: *\nCrawl-delay: 1e9\n", None),
    "endless": (200, b"", None),
}
PAGE = b"<html><body><a href='/private/a.html'>a</a> <a href='/b.html'>b</a></body></html>"


def handler(name: str) -> type[BaseHTTPRequestHandler]:
    """A server whose robots.txt is that of the name."""
    status, body, location = RULES[name]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """The rules, or a page."""
            if not self.path.startswith("/robots.txt"):
                self._send(200, PAGE, None)
            elif name == "endless":
                self._drip()
            else:
                self._send(status, body, location)

        def _send(self, code: int, data: bytes, to: str | None) -> None:
            self.send_response(code)
            if to:
                self.send_header("Location", to)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _drip(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(b"# wait\n")
                    time.sleep(0.05)
            except OSError:
                pass
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    return Handler


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawlSummary]:
    """One crawl of all of them."""
    servers = [ThreadingHTTPServer((f"127.0.0.{n}", 0), handler(name)) for n, name in enumerate(RULES, 21)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    sites = [
        Site(name, BODY.body_id, f"http://{server.server_name}:{server.server_port}/")
        for name, server in zip(RULES, servers, strict=True)
    ]
    folder: Path = tmp_path_factory.mktemp("robots")
    yield crawl(folder, sites, [BODY], CrawlOptions(allow_loopback=True, delay=0, timeout=5))
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "fetched", "stopped", "blocked"),
    [
        ("plain", 2, "blocked", ("robots",)),
        ("circle", 3, "exhausted", ()),  # more than five redirects: no rules at all (RFC 9309, 2.3.1.2)
        ("inside", 3, "exhausted", ()),
        ("garbled", 2, "blocked", ("robots",)),
        ("wild", 3, "exhausted", ()),
        ("sleepy", 1, "deferred", ()),
        ("endless", 0, "unreachable", ()),
    ],
)
def test_each_is_read_as_far_as_it_goes(
    summary: CrawlSummary, name: str, fetched: int, stopped: str, blocked: tuple[str, ...]
) -> None:
    site = next(one for one in summary.sites if one.site_id == name)
    assert (site.fetched, site.stopped, site.blocked) == (fetched, stopped, blocked), site


def test_rules_that_never_end_are_no_rules(summary: CrawlSummary) -> None:
    site = next(one for one in summary.sites if one.site_id == "endless")
    assert "nothing may be fetched now" in site.suspicions[0]


def test_wild_rules_cost_little_and_only_the_first_half_megabyte_is_read() -> None:
    robots = Robots()
    began = time.process_time()
    robots.answered("http://a/robots.txt", 200, WILD + b"Disallow: /private/\n" + os.urandom(1_000_000))
    assert len(WILD) > MAX_BYTES and robots.allows("http://a/private/")
    assert robots.allows("http://a/" + "a" * 1500)
    assert time.process_time() - began < 5
