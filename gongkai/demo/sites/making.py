"""A replica site while it is being made: what stands at each path, and where its reports are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from archive.model import Body
from gongkai.demo.sites.chrome import article, shell
from gongkai.demo.sites.noise import Story
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.truth import DemoReport

Item = tuple[str, str, str]
"""A list's entry: address, title, day."""

Answerer = Callable[[str], Resource | None]
"""Answers a path with its query, or ``None`` for one it does not know."""


@dataclass(slots=True)
class Making:
    """The pages so far; ``charset`` is that of every page, ``declared`` whether pages and headers say it."""

    body: Body
    cms: str
    charset: str = "utf-8"
    declared: bool = True
    name: str = ""
    nav: tuple[tuple[str, str], ...] = ()
    pages: dict[str, Resource] = field(default_factory=dict)
    reports: dict[str, DemoReport] = field(default_factory=dict)
    others: dict[str, DemoReport] = field(default_factory=dict)
    answerers: list[Answerer] = field(default_factory=list)

    def put(self, path: str, title: str, content: str, meta: tuple[tuple[str, str], ...] = ()) -> None:
        """A page in the site's frame."""
        declared = self.charset if self.declared else None
        site = self.name or self.body.name
        text = shell(title, content, site=site, nav=self.nav, charset=declared, meta=meta)
        self.pages[path] = self.page(text)

    def page(self, text: str) -> Resource:
        """A page as bytes of the site's charset."""
        data = text.encode(self.charset, "xmlcharrefreplace")
        kind = (
            f"text/html; charset={self.charset}" if self.declared and self.charset == "utf-8" else "text/html"
        )
        return Resource(data, kind)

    def story(self, path: str, story: Story) -> Item:
        """A page that is no report, and its entry for a list."""
        self.put(path, story.title, article(story.title, story.day.isoformat(), story.html))
        return (path, story.title, story.day.isoformat())

    def done(self) -> ReplicaSite:
        """The finished site."""
        return ReplicaSite(self.body, self.cms, self.pages, self.reports, self.others, tuple(self.answerers))


def number(*what: object, digits: int = 5) -> int:
    """A number of so many digits that follows from what it stands for."""
    low = 10 ** (digits - 1)
    return int(low + int(hashlib.sha256(repr(what).encode()).hexdigest()[:12], 16) % (9 * low))


def hexes(*what: object, length: int = 32) -> str:
    """Hexadecimal digits that follow from what they stand for."""
    return hashlib.sha256(repr(what).encode()).hexdigest()[:length]
