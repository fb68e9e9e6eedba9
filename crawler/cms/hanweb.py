"""大汉 (Hanweb) JCMS: list items in script data, further pages from ``dataproxy.jsp``.

The page holds ``<datastore>`` with ``<record><![CDATA[<li>…</li>]]></record>``; ``<nextgroup>`` holds
the address of the next records, whose answer is XML of the same shape. Anchors are cut short with an
ellipsis, the title attribute has them whole.
"""

from __future__ import annotations

import html
import re

from crawler.address import normal
from crawler.cms.family import Family
from crawler.page import Link, Page, squeeze

STORE = re.compile(r"<(?:datastore|recordset|record)\b", re.I)
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.I | re.S)
NEXT = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.I | re.S)
ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.I | re.S)
ATTRIBUTE = re.compile(r"\b(href|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
TAGS = re.compile(r"<[^>]+>")


def recognises(page: Page) -> bool:
    """Whether the page carries list data, or answers a paging request with it."""
    return bool(STORE.search(page.text)) or "/module/web/jpage/dataproxy.jsp" in page.text


def links(page: Page) -> tuple[Link, ...]:
    """The items of the list data and the next group of them."""
    found: list[Link] = []
    for record in RECORD.findall(page.text):
        for url, words in _anchors(page, record):
            found.append(Link(url, words, "list"))
    for group in NEXT.findall(page.text):
        for url, _ in _anchors(page, group):
            found.append(Link(url, "下一组", "paging"))
    return tuple(found)


def _anchors(page: Page, fragment: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for attributes, inside in ANCHOR.findall(fragment):
        named = {name.lower(): html.unescape(one or two) for name, one, two in ATTRIBUTE.findall(attributes)}
        url = normal(page.url, named.get("href", ""), page.encoding)
        if url is not None:
            found.append((url, squeeze(named.get("title") or html.unescape(TAGS.sub("", inside)))))
    return found


FAMILY = Family("hanweb", recognises, links)
