"""开普云 (UCAP): ``/site/c103084/202401/<32 hex>.shtml``; lists may be filled from a search in JSON.

The channel's id stands in ``<meta name="channelid">``; ``/common/search/<id>?_isJson=true…&page=N`` (on
some sites ``/searchList/<id>``) answers
``{"data": {"page", "rows", "total", "results": [{"title", "url", "resList": [{"filePath", "title",
"fileName"}], …}]}}``; urls may lack their scheme. ``resList`` holds an item's attachments, which its page may
show by script only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crawler.address import normal
from crawler.cms.data import TAGS, item_links, json_object, with_query
from crawler.cms.family import Family
from crawler.page import Link, Page, squeeze
from crawler.relevance import titled_report

ARTICLE = re.compile(r"/c\d{5,7}\w*/\d{6}/(?:[0-9a-f]{32}|c\d+_\d+)\.shtml")
CHANNEL = re.compile(r"<meta\s+name=[\"']channelid[\"']\s+content=[\"']([0-9a-f]{32})[\"']", re.I)
SEARCH = re.compile(r"/(?:common/search|searchList)/[0-9a-f]{32}\?")
QUERY = "_isAgg=true&_isJson=true&_pageSize=15&_template=index&_rangeTimeGte=&_channelName=&page=1"


def recognises(page: Page) -> bool:
    """Whether the page has the family's article addresses or channel id, or is a search's answer."""
    return bool(ARTICLE.search(page.text) or CHANNEL.search(page.text) or SEARCH.search(page.url))


def links(page: Page) -> tuple[Link, ...]:
    """From a column its search; from a search's answer its items and the next answer."""
    found: list[Link] = []
    channel = CHANNEL.search(page.text)
    if channel and not ARTICLE.search(page.url):
        search = "searchList" if "/searchList" in page.text else "common/search"
        url = normal(page.url, f"/{search}/{channel[1]}?{QUERY}", page.encoding)
        if url is not None:
            found.append(Link(url, page.title, "list"))
    data = json_object(page).get("data")
    if isinstance(data, dict):
        items = data.get("results")
        found += item_links(page, items, ("url",))
        for item in items if isinstance(items, list) else ():
            found += _attached(page, item) if isinstance(item, dict) else []
        number, rows, total = (data.get(name) for name in ("page", "rows", "total"))
        if (
            isinstance(number, int)
            and isinstance(rows, int)
            and isinstance(total, int)
            and number * rows < total
        ):
            found.append(Link(with_query(page.url, page=str(number + 1)), "下一页", "paging"))
    return tuple(found)


def _attached(page: Page, item: Mapping[str, Any]) -> list[Link]:
    """An item's attachments; one whose name does not say that it is a report is named after the item."""
    named = TAGS.sub("", str(item.get("title") or ""))
    links = item_links(page, item.get("resList"), ("filePath", "url"), ("title", "fileName"))
    return [
        link if titled_report(link.words) else Link(link.url, squeeze(f"{named} {link.words}")[:300], "list")
        for link in links
    ]


FAMILY = Family("ucap", recognises, links)
