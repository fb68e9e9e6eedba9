"""What a replica site serves: pages and files by path, and where its reports stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.model import Body
from gongkai.demo.truth import DemoReport


@dataclass(frozen=True, slots=True)
class Resource:
    """One answer: its bytes and declared type; ``modified`` is an HTTP date, ``delay`` in seconds."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    modified: str | None = None
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class ReplicaSite:
    """A whole site: its body, what stands at each path (with query), and its reports by path."""

    body: Body
    cms: str
    pages: Mapping[str, Resource]
    reports: Mapping[str, DemoReport] = field(default_factory=dict)
