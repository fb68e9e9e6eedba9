"""龙讯 (Lonsun), 安徽 and elsewhere: ``/public/column/<department>?type=N``; type 3 is the annual reports.

The number names the department, so a health commission's column follows from any link to its department.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawler.cms.data import query_number
from crawler.cms.family import Family
from crawler.links import links as plain_links
from crawler.page import Link, Page

COLUMN = re.compile(r"/public/column/(\d{3,12})")
MARKS = re.compile(r"/public/(?:column|content)/\d{3,12}")
HEALTH = re.compile(r"卫生健康|卫健|卫计|卫生和计划生育|卫生局")


def recognises(page: Page) -> bool:
    """Whether the page or a link on it has the family's addresses."""
    return bool(MARKS.search(page.url) or MARKS.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """The annual-report column of the page's own department and of every health department it names."""
    found: list[Link] = []
    own = COLUMN.search(urlsplit(page.url).path)
    if own and query_number(page.url, "type") != 3:
        found.append(_column(page.url, own[1], page.title if HEALTH.search(page.title) else ""))
    for link in plain_links(page):
        department = COLUMN.search(link.url)
        if department and HEALTH.search(link.words) and query_number(link.url, "type") != 3:
            found.append(_column(page.url, department[1], link.words))
    return tuple(found)


def _column(base: str, department: str, words: str) -> Link:
    address = urljoin(base, f"/public/column/{department}?type=3")
    return Link(address, f"{words} 政府信息公开年报".strip(), "list")


FAMILY = Family("lonsun", recognises, links)
