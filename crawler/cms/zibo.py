"""淄博 (gongkai): ``/gongkai/site_<abbr>/channel_<id>/doc_<24 hex>.html``; the channel lists all years.

A report found anywhere leads to its channel, and the channel to the predecessor's reports as well.
"""

from __future__ import annotations

import re

from crawler.cms.family import Family
from crawler.page import Link, Page

DOCUMENT = re.compile(r"^(.*/gongkai/(?:site_\w+/)?channel_[\w.]+/)doc_[0-9a-f]{24}\.html$")
MARKS = re.compile(r"/gongkai/(?:site_\w+/)?channel_[\w.]+/")


def recognises(page: Page) -> bool:
    """Whether the page or a link on it has the family's addresses."""
    return bool(MARKS.search(page.url) or MARKS.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """The channel a document stands in."""
    match = DOCUMENT.match(page.url)
    return (Link(match[1], page.title, "list"),) if match else ()


FAMILY = Family("zibo", recognises, links)
