"""What a replica site serves: pages and files by path, and where its reports stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.model import Body
from gongkai.demo.truth import DemoReport


@dataclass(frozen=True, slots=True)
class Resource:
    """One answer: its bytes and declared type; ``modified`` is an HTTP date, ``delay`` in seconds.

    ``failures`` requests are answered 503 before the first good one; ``referer`` says that without one
    an error page comes instead, with status 200.
    """

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    modified: str | None = None
    delay: float = 0.0
    failures: int = 0
    referer: bool = False


@dataclass(frozen=True, slots=True)
class ReplicaSite:
    """A whole site: its body, what stands at each path (with query), and its reports by path.

    ``others`` are reports of other bodies in its lists; ``answerers`` know addresses without end, and
    forms, as ``POST <path> <body>``. ``bodies`` are all that share the site; empty where ``body`` is alone.
    """

    body: Body
    cms: str
    pages: Mapping[str, Resource]
    reports: Mapping[str, DemoReport] = field(default_factory=dict)
    others: Mapping[str, DemoReport] = field(default_factory=dict)
    answerers: tuple[Callable[[str], Resource | None], ...] = ()
    bodies: tuple[Body, ...] = ()
    note: str = "replica on loopback"

    def answer(self, path: str) -> Resource | None:
        """What stands at a path with its query."""
        standing = self.pages.get(path)
        if standing is not None:
            return standing
        for answerer in self.answerers:
            answer = answerer(path)
            if answer is not None:
                return answer
        return None
