"""TRS WCM (拓尔思): static lists ``index.html``, ``index_1.html`` … and articles ``t20220126_123.html``.

Page numbers count from 0: the second page is ``index_1.html``. The count stands in a script call
``createPageHTML(pages, current, "index", "html")``, on some skins ``createPage`` or ``countPage``.
"""

from __future__ import annotations

import re

from crawler.address import normal
from crawler.cms.family import Family
from crawler.page import Link, Page

ARTICLE = re.compile(r"\bt\d{8}(?:_\d+)?\.s?html?")
PAGES = re.compile(
    r"(?:createPageHTML|createPage|countPage)\s*\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*[\"']([\w-]+)[\"']\s*,"
    r"\s*[\"'](\w+)[\"']"
)
COUNT = re.compile(r"countPage\s*=\s*(\d{1,4})")
INDEX = re.compile(r"(?:^|/)(index)(?:_(\d{1,4}))?\.(s?html?)$")
MOST_PAGES = 500


def recognises(page: Page) -> bool:
    """Whether the page bears TRS's article addresses, editor class or paging call."""
    return bool(ARTICLE.search(page.text) or "TRS_Editor" in page.text or PAGES.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """The next page of a list."""
    match = PAGES.search(page.text)
    if match:
        pages, current, name, ending = int(match[1]), int(match[2]), match[3], match[4]
    else:
        place, count = INDEX.search(page.url), COUNT.search(page.text)
        if not count:
            return ()
        pages, current, name = int(count[1]), int((place and place[2]) or 0), "index"
        ending = place[3] if place else "html"
    if current + 1 >= min(pages, MOST_PAGES):
        return ()
    url = normal(page.url, f"{name}_{current + 1}.{ending}", page.encoding)
    return (Link(url, f"第{current + 2}页", "paging"),) if url else ()


FAMILY = Family("trs", recognises, links)
