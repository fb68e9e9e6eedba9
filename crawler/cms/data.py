"""Readers of list data that several families share: JSON answers and fragments of HTML in strings."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.posting import FORM, JSON, asked, key
from crawler.address import normal
from crawler.page import Link, LinkKind, Page, squeeze
from crawler.relevance import looks_like_report

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


def item_links(
    page: Page, items: object, addresses: tuple[str, ...], titles: tuple[str, ...] = ("title",)
) -> list[Link]:
    """Links of a JSON array of objects, by the names their address and title fields may have, best first."""
    found: list[Link] = []
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        address = next(
            (item[name] for name in addresses if isinstance(item.get(name), str) and item[name]), ""
        )
        title = next((str(item[name]) for name in titles if item.get(name)), "")
        url = normal(page.url, address, page.encoding)
        if url is not None:
            found.append(Link(url, squeeze(TAGS.sub("", title))[:300], "list"))
    return found


def form_link(
    page: Page, address: str, pairs: Mapping[str, str], words: str = "", kind: LinkKind = "list"
) -> list[Link]:
    """The link of a list that is asked for by POST with a form; none where the address is not one."""
    url = normal(page.url, address, page.encoding)
    return [] if url is None else [Link(key(url, urlencode(pairs).encode(), FORM), words, kind)]


def json_link(
    page: Page, address: str, value: Mapping[str, Any], words: str = "", kind: LinkKind = "list"
) -> list[Link]:
    """The link of a list that is asked for by POST with an object in JSON."""
    url = normal(page.url, address, page.encoding)
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return [] if url is None else [Link(key(url, body, JSON), words, kind)]


def sent(page: Page) -> dict[str, Any]:
    """What was sent for an answer: a form's pairs, an object of JSON; empty for what was only asked for."""
    asks = asked(page.url)
    if asks.media_type != JSON:
        return dict(parse_qsl(asks.body.decode(), keep_blank_values=True))
    value = json.loads(asks.body)
    return value if isinstance(value, dict) else {}


def with_query(url: str, **changes: str) -> str:
    """The address with some of its query's values replaced or added, the others as they were."""
    parts = urlsplit(url)
    pairs = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in changes
    ]
    return urlunsplit(parts._replace(query=urlencode([*pairs, *changes.items()])))


def years_beside(page: Page, name: str) -> list[Link]:
    """Of a report whose address tells its year by that name (``fbtime=2020``), the years before and after."""
    year = query_number(page.url, name)
    if year is None or not looks_like_report(page):
        return []
    return [
        Link(with_query(page.url, **{name: str(beside)}), f"{beside}年政府信息公开工作年度报告", "list")
        for beside in (year - 1, year + 1)
    ]


def query_number(url: str, name: str) -> int | None:
    """A whole number of the query, or ``None``."""
    value = dict(parse_qsl(urlsplit(url).query)).get(name, "")
    return int(value) if value.isascii() and value.isdigit() else None
