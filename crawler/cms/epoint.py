"""国泰新点 (Epoint): ``…/govInfoPub.html?categorynum=003`` is a shell, its list the answer to a POST of JSON.

Which site it is stands in ``/js/webBuilderCommon.js`` (``siteInfo``: ``siteGuid``, ``projectName``). The
script is asked for with the column's own query behind it, which a file does not mind, so that its answer
alone tells what to ask: ``POST <project>/rest/lightfrontaction/getgovinfolist``, pages counted from 0.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.cms.data import item_links, json_link, json_object, sent
from crawler.cms.family import Family
from crawler.page import Link, Page

COLUMN = re.compile(r"categorynum=\d{3,}")
SCRIPT = re.compile(r"[\"']([^\"']*/js/webBuilderCommon\.js)")
SITE = re.compile(r"siteInfo\s*=\s*(\{[^{}]*\})")
ACTION = "/rest/lightfrontaction/getgovinfolist"
SIZE = 15


def recognises(page: Page) -> bool:
    """Whether the page is a column's shell, the site's script, or a list's answer."""
    return ACTION in page.url or bool(SITE.search(page.text)) or bool(SCRIPT.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """From a column the script that names its site; from both together the list; from a list its items."""
    if ACTION in page.url:
        return tuple(_answer(page))
    query = urlsplit(page.url).query
    if not COLUMN.search(query):
        return ()
    site, script = SITE.search(page.text), SCRIPT.search(page.text)
    if site is not None:
        return tuple(_list(page, site[1], parse_qs(query)))
    if script is None:
        return ()
    named = {
        name: values[0] for name, values in parse_qs(query).items() if name in ("categorynum", "deptcode")
    }
    address = urljoin(page.url, script[1])
    return (Link(f"{address}?{urlencode(named)}", page.title, "script"),)


def _list(page: Page, told: str, query: dict[str, list[str]]) -> list[Link]:
    try:
        site = json.loads(told.replace("'", '"'))
    except ValueError:
        return []
    wanted = {name: query.get(name, [""])[0] for name in ("deptcode", "categorynum")}
    asks = {**wanted, "siteGuid": str(site.get("siteGuid", "")), "pageIndex": 0, "pageSize": SIZE}
    project = str(site.get("projectName", "")).strip("/") or "EWB-FRONT"
    return json_link(page, f"/{project}{ACTION}", asks)


def _answer(page: Page) -> list[Link]:
    told = json_object(page).get("custom")
    if not isinstance(told, dict):
        return []
    items = item_links(page, told.get("data"), ("infourl", "visiturl", "linkurl"), ("realtitle", "title"))
    asks = sent(page)
    number, total = asks.get("pageIndex"), str(told.get("total", ""))
    if items and isinstance(number, int) and total.isdigit() and (number + 1) * SIZE < int(total):
        items += json_link(
            page, urlsplit(page.url).path, {**asks, "pageIndex": number + 1}, "下一页", "paging"
        )
    return items


FAMILY = Family("epoint", recognises, links)
