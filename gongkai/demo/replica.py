"""Replica commission sites on loopback: invented pages of real shapes for the demo, tests and benchmarks."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from archive.model import Body, Site
from crawler.registry import registry
from gongkai.demo.sites import hanweb, plain, trs
from gongkai.demo.sites.reports import FIRST, LATER, Moment
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.truth import DemoReport

Builder = Callable[[Body, int, int, Moment], ReplicaSite]

PLAN: tuple[tuple[str, Builder], ...] = (
    ("640200-wjw", trs.build),
    ("330100-wjw", hanweb.build),
    ("410724-wjw", plain.build),
)
"""Which body's site is replicated on which content system; each gets a loopback address of its own."""

NOISE = 60


@dataclass(frozen=True, slots=True)
class Published:
    """A report that a replica site publishes, its address, and the site it stands on."""

    site_id: str
    body_id: str
    url: str
    report: DemoReport


class ReplicaSites:
    """A context manager: starts the servers, and stops them at the end.

    ``sites`` and ``bodies`` go straight into a crawl; ``reports`` is the truth to compare with;
    ``requests`` counts what each site was asked, by site and path. Ports differ from run to run,
    everything else follows from ``seed``.
    """

    def __init__(self, seed: int = 1, *, noise: int = NOISE) -> None:
        known = {body.body_id: body for body in registry().bodies}
        self._seed, self._noise = seed, noise
        self.built = [build(known[body_id], seed, noise, FIRST) for body_id, build in PLAN]
        self._pages = [site.pages for site in self.built]
        self._servers: list[ThreadingHTTPServer] = []
        self._threads: list[threading.Thread] = []
        self.bodies = [replace(site.body, note="replica") for site in self.built]
        self.sites: list[Site] = []
        self.reports: list[Published] = []
        self.requests: dict[str, list[str]] = {}

    def __enter__(self) -> ReplicaSites:
        for number, built in enumerate(self.built):
            site_id = f"replica-{built.cms}"
            asked = self.requests.setdefault(site_id, [])
            server = _Server((f"127.0.0.{11 + number}", 0), _handler(self._pages, number, asked))
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            self._servers.append(server)
            self._threads.append(thread)
            start = f"http://127.0.0.{11 + number}:{server.server_port}/"
            self.sites.append(Site(site_id, built.body.body_id, start, note="replica on loopback"))
        self._list_reports()
        return self

    def change(self, moment: Moment = LATER) -> None:
        """Let time pass on every site, at the same addresses; ``reports`` is then what stands there now."""
        self.built = [
            build(site.body, self._seed, self._noise, moment)
            for site, (_, build) in zip(self.built, PLAN, strict=True)
        ]
        for number, site in enumerate(self.built):
            self._pages[number] = site.pages
        self._list_reports()

    def _list_reports(self) -> None:
        self.reports = [
            Published(site.site_id, site.body_id, site.start_url.rstrip("/") + path, report)
            for site, built in zip(self.sites, self.built, strict=True)
            for path, report in built.reports.items()
        ]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


def _handler(
    pages: list[Mapping[str, Resource]], number: int, asked: list[str]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "replica"
        sys_version = ""
        # Without it every small answer waits 40 ms for the client's acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            asked.append(self.path)
            resource = pages[number].get(self.path) or Resource(b"<html><body>404</body></html>", status=404)
            if resource.delay:
                time.sleep(resource.delay)
            tag = f'"{hashlib.sha256(resource.body).hexdigest()[:16]}"'
            if resource.status == 200 and self.headers.get("If-None-Match") == tag:
                self._answer(304, resource, tag, b"")
            else:
                self._answer(resource.status, resource, tag, resource.body)

        def _answer(self, status: int, resource: Resource, tag: str, body: bytes) -> None:
            self.send_response(status)
            if status != 304:
                self.send_header("Content-Type", resource.content_type)
            self.send_header("ETag", tag)
            if resource.modified:
                self.send_header("Last-Modified", resource.modified)
            for name, value in resource.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the crawl shows its own progress."""

    return Handler
