"""A server on loopback whose answers a test says page by page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body; a body shorter than its Content-Length is broken off."""


def page(text: str, **headers: str) -> Answer:
    """A page of HTML; ``Last_Modified`` is the header Last-Modified."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return 200, {"Content-Type": "text/html; charset=utf-8", **named}, text.encode()


class Scripted:
    """A server on loopback that answers by path; ``seen`` are the requests with their headers."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                scripted.seen.append((self.path, headers))
                found = scripted.pages.get(self.path, (404, {}, b""))
                status, named, body = found(headers) if callable(found) else found
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | named).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = "Content-Length" in named

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer((address, 0), Handler)
        self.url = f"http://{address}:{self.server.server_port}"

    def paths(self) -> list[str]:
        """What was asked, without robots.txt; forgets it."""
        found = [path for path, _ in self.seen if path != "/robots.txt"]
        self.seen.clear()
        return found


@contextmanager
def running(address: str = "127.0.0.1") -> Iterator[Scripted]:
    """A server for the length of a test."""
    scripted = Scripted(address)
    scripted.server.daemon_threads = True
    threading.Thread(target=scripted.server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield scripted
    finally:
        scripted.server.shutdown()
        scripted.server.server_close()
