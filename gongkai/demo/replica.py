"""Replica commission sites on loopback: invented pages of real shapes for the demo, tests and benchmarks."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal

from archive.model import Site
from crawler.registry import registry
from gongkai.demo.sites.plan import FAMILIES
from gongkai.demo.sites.reports import FIRST, LATER, Moment
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.truth import DemoReport

NOISE = 60
NOT_THERE = Resource(b"<html><body>404</body></html>", status=404)
NO_REFERER = Resource("<html><body><p>文件不存在或者来源不合法。</p></body></html>".encode())
BUSY = Resource(b"<html><body>503</body></html>", status=503)


@dataclass(frozen=True, slots=True)
class Published:
    """A report that a replica site publishes, its address, and the site it stands on."""

    site_id: str
    body_id: str
    url: str
    report: DemoReport


class ReplicaSites:
    """A context manager: starts the servers, and stops them at the end.

    ``sites`` and ``bodies`` go straight into a crawl; ``reports`` is the truth to compare with, ``others``
    the reports of other bodies in the same lists; ``requests`` counts what each host was asked, by its
    first site and path. ``families`` is ``small``, ``tour`` or ``all``; ``only`` keeps the rows of those
    names. Ports differ from run to run, everything else follows from ``seed``.
    """

    def __init__(
        self,
        seed: int = 1,
        *,
        families: Literal["small", "tour", "all"] = "small",
        noise: int = NOISE,
        only: tuple[str, ...] = (),
    ) -> None:
        known = {body.body_id: body for body in registry().bodies}
        self._seed, self._noise = seed, noise
        self.rows = [row for row in FAMILIES[families] if not only or row.name in only]
        self._bodies = [tuple(known[body_id] for body_id in row.bodies) for row in self.rows]
        self.built = self._build(FIRST)
        self._servers: list[ThreadingHTTPServer] = []
        self._threads: list[threading.Thread] = []
        self.bodies = list(
            {body.body_id: replace(body, note="replica") for row in self._bodies for body in row}.values()
        )
        self.sites: list[Site] = []
        self.reports: list[Published] = []
        self.others: list[Published] = []
        self.requests: dict[str, list[str]] = {}

    def _build(self, moment: Moment) -> list[ReplicaSite]:
        return [
            row.build(bodies, self._seed, self._noise, moment)
            for row, bodies in zip(self.rows, self._bodies, strict=True)
        ]

    def __enter__(self) -> ReplicaSites:
        for number, (row, built) in enumerate(zip(self.rows, self.built, strict=True)):
            asked = self.requests.setdefault(f"replica-{row.name}", [])
            host = f"127.0.0.{11 + number}"
            server = _Server((host, 0), _handler(self.built, number, asked))
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            self._servers.append(server)
            self._threads.append(thread)
            start = f"http://{host}:{server.server_port}/"
            for place, body_id in enumerate(row.bodies):
                site_id = f"replica-{row.name}" + (f"-{place + 1}" if place else "")
                self.sites.append(Site(site_id, body_id, start, note=built.note))
        self._list_reports()
        return self

    def change(self, moment: Moment = LATER) -> None:
        """Let time pass on every site, at the same addresses; ``reports`` is then what stands there now."""
        self.built[:] = self._build(moment)
        self._list_reports()

    def _list_reports(self) -> None:
        starts = {site.site_id: site.start_url.rstrip("/") for site in self.sites}
        self.reports, self.others = [], []
        for row, built in zip(self.rows, self.built, strict=True):
            first = f"replica-{row.name}"
            own = {site.body_id: site for site in self.sites if site.start_url.rstrip("/") == starts[first]}
            by_name = {body.name: body.body_id for body in built.bodies}
            for path, report in built.reports.items():
                body_id = by_name.get(report.body, built.body.body_id)
                url = starts[first] + path
                self.reports.append(Published(own[body_id].site_id, body_id, url, report))
            for path, report in built.others.items():
                self.others.append(Published(first, "", starts[first] + path, report))

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


def _handler(built: list[ReplicaSite], number: int, asked: list[str]) -> type[BaseHTTPRequestHandler]:
    failed: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "replica"
        sys_version = ""
        # Without it every small answer waits 40 ms for the client's acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            asked.append(self.path)
            self._serve(built[number].answer(self.path) or NOT_THERE)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
            asked.append(f"POST {self.path} {body}")
            self._serve(built[number].answer(f"POST {self.path} {body}") or NOT_THERE)

        def _serve(self, resource: Resource) -> None:
            if resource.referer and not self.headers.get("Referer"):
                resource = NO_REFERER
            if failed[self.path] < resource.failures:
                failed[self.path] += 1
                resource = BUSY
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
