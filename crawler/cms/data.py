"""Readers of list data that several families share: JSON answers and fragments of HTML in strings."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.address import normal
from crawler.page import Link, LinkKind, Page, squeeze

ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.I | re.S)
ATTRIBUTE = re.compile(r"\b(href|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
TAGS = re.compile(r"<[^>]+>")


def fragment_links(page: Page, fragment: str, kind: LinkKind = "list") -> list[Link]:
    """The anchors of a piece of HTML; the title attribute goes before a text cut short."""
    found: list[Link] = []
    for attributes, inside in ANCHOR.findall(fragment):
        named = {name.lower(): html.unescape(one or two) for name, one, two in ATTRIBUTE.findall(attributes)}
        url = normal(page.url, named.get("href", ""), page.encoding)
        if url is not None:
            words = squeeze(named.get("title") or html.unescape(TAGS.sub("", inside)))
            found.append(Link(url, words[:300], kind))
    return found


def json_object(page: Page) -> Mapping[str, Any]:
    """The answer as a JSON object; empty when it is none."""
    if page.is_html or not page.text.lstrip().startswith("{"):
        return {}
    try:
        value = json.loads(page.text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def item_links(page: Page, items: object, address: str, title: str) -> list[Link]:
    """Links of a JSON array of objects, by the names of their address and title fields."""
    found: list[Link] = []
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict) or not isinstance(item.get(address), str):
            continue
        url = normal(page.url, item[address], page.encoding)
        if url is not None:
            found.append(Link(url, squeeze(TAGS.sub("", str(item.get(title) or "")))[:300], "list"))
    return found


def with_query(url: str, **changes: str) -> str:
    """The address with some of its query's values replaced or added, the others as they were."""
    parts = urlsplit(url)
    pairs = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in changes
    ]
    return urlunsplit(parts._replace(query=urlencode([*pairs, *changes.items()])))


def query_number(url: str, name: str) -> int | None:
    """A whole number of the query, or ``None``."""
    value = dict(parse_qsl(urlsplit(url).query)).get(name, "")
    return int(value) if value.isascii() and value.isdigit() else None
