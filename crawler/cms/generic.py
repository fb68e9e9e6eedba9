"""A family that needs no knowledge: numbered pages beside each other are a list's paging."""

from __future__ import annotations

import re

from crawler.cms.family import Family
from crawler.links import NEXT_WORDS
from crawler.links import links as plain_links
from crawler.page import Link, Page

NUMBER = re.compile(r"^\s*(?:第\s*)?(\d{1,3})\s*页?\s*$")


def recognises(page: Page) -> bool:
    """Every HTML page."""
    return page.is_html


def links(page: Page) -> tuple[Link, ...]:
    """The pages of the list that the page numbers (``2``, ``第3页``) or calls the next one."""
    found: list[Link] = []
    for link in plain_links(page):
        if link.kind in ("anchor", "paging") and (NUMBER.match(link.words) or NEXT_WORDS.match(link.words)):
            found.append(Link(link.url, link.words, "paging"))
    return tuple(found)


FAMILY = Family("generic", recognises, links)
