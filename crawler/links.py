"""Every reference a page holds, however it is made: anchors, frames, viewers, redirects, scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from lxml import etree

from crawler.address import normal
from crawler.page import Link, LinkKind, Page, inner_text, squeeze

# Where an element keeps an address: tag, attribute, how the link stands on the page.
CARRIERS: tuple[tuple[str, str, LinkKind], ...] = (
    ("a", "href", "anchor"),
    ("area", "href", "anchor"),
    ("iframe", "src", "frame"),
    ("frame", "src", "frame"),
    ("embed", "src", "embed"),
    ("object", "data", "embed"),
)
REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*(.+)$", re.I)
SCRIPT_MOVE = re.compile(
    r"(?:window\.|document\.|self\.|top\.|parent\.)?location(?:\.href|\.replace)?\s*(?:=|\()\s*[\"']([^\"']+)[\"']"
)
# In quotes, or in a list that semicolons part (TRS: ``var fjstr = "./P020.pdf;./P021.docx"``).
SCRIPT_OPEN = re.compile(
    r"[\"';]([^\"';\s<>]{1,400}?\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar|s?html?))(?=[\"';])", re.I
)
# A script longer than this shows a page, it does not merely send the reader on.
MOVE_PAGE = 2000
NEXT_WORDS = re.compile(r"^\s*(?:下一?页|后一页|下页|next|&gt;|>|»|›)\s*[>»›]*\s*$", re.I)
VIEWER = re.compile(r"viewer\.html?$|pdfjs", re.I)


@lru_cache(maxsize=1)  # what reads the plain links and what reads a list's paging ask one after the other
def links(page: Page) -> tuple[Link, ...]:
    """The page's links in document order, each address once (the entry with most words is kept)."""
    found: dict[str, Link] = {}
    for link in _all(page):
        standing = found.get(link.url)
        if standing is None or len(link.words) > len(standing.words):
            found[link.url] = link if standing is None else Link(link.url, link.words, standing.kind)
    found.pop(page.url, None)
    return tuple(found.values())


def _all(page: Page) -> Iterator[Link]:
    if page.tree is None:
        return
    base = urljoin(page.url, page.base)
    for element in page.tree.iter("a", "area", "iframe", "frame", "embed", "object", "meta"):
        yield from _element(page, base, element)
    for script in page.tree.iter("script"):
        text = script.text or ""
        kind: LinkKind = "redirect" if len(page.text) < MOVE_PAGE else "script"
        for match in SCRIPT_MOVE.finditer(text):
            yield from _one(page, base, match.group(1), "", kind)
        for match in SCRIPT_OPEN.finditer(text):
            yield from _one(page, base, match.group(1), "", "script")


def _element(page: Page, base: str, element: etree._Element) -> Iterator[Link]:
    if element.tag == "meta":
        content = html.unescape(element.get("content") or "")
        if (element.get("http-equiv") or "").lower() == "refresh" and (match := REFRESH.match(content)):
            yield from _one(page, base, match.group(1), "", "redirect")
        return
    words = _words(element)
    for tag, attribute, kind in CARRIERS:
        value = element.get(attribute) if element.tag == tag else None
        if value:
            next_page = tag == "a" and NEXT_WORDS.match(words)
            yield from _one(page, base, value, words, "paging" if next_page else kind)
    for match in SCRIPT_OPEN.finditer(element.get("onclick") or ""):
        yield from _one(page, base, match.group(1), words, "script")


def _one(page: Page, base: str, reference: str, words: str, kind: LinkKind) -> Iterator[Link]:
    url = normal(base, reference, page.encoding)
    if url is None:
        return
    parts = urlsplit(url)
    shown = parse_qs(parts.query).get("file", ()) if VIEWER.search(parts.path) else ()
    for inner in shown:
        document = normal(url, unquote(inner), page.encoding)
        if document:
            yield Link(document, words, "embed")
    if not shown:
        yield Link(url, words, kind)


def _words(element: etree._Element) -> str:
    shown = squeeze(inner_text(element))
    title = squeeze(element.get("title") or "")
    # Lists cut anchor texts short with an ellipsis; the title attribute has them whole.
    words = title if title.startswith(shown.rstrip(".…").strip()) and title else f"{shown} {title}".strip()
    return words[:300]
