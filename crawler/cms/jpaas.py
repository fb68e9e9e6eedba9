"""大汉 JPaaS: a column page names its list's address and query in a script tag; the answer is JSON with HTML.

``<script … url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':…}">``; pages
are asked with ``paramJson={"pageNo":N,"pageSize":15}``. A bare ``pageNo`` is ignored by most builds.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from crawler.address import normal
from crawler.cms.data import fragment_links, json_object, with_query
from crawler.cms.family import Family
from crawler.page import Link, Page

UNIT = re.compile(
    r"<script[^>]*\burl\s*=\s*\"([^\"]*/front/page/build/unit)\"[^>]*\bqueryData\s*=\s*\"(\{[^\"]*\})\"", re.I
)
PAGE_NUMBER = re.compile(r"%22pageNo%22%3A(?:%20|\+)?(\d+)")
SIZE = 15


def recognises(page: Page) -> bool:
    """Whether the page names a unit to be built, or is the answer to such a request."""
    return "/front/page/build/unit" in page.url or bool(UNIT.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """From a column page its list's first answer; from an answer its items and the next answer."""
    found: list[Link] = []
    for address, data in UNIT.findall(page.text):
        try:
            query = json.loads(data.replace("'", '"'))
        except ValueError:
            continue
        pairs = {str(name): str(value) for name, value in query.items()} if isinstance(query, dict) else {}
        pairs.setdefault("parseType", "bulidstatic")  # so spelt by the system
        pairs["paramJson"] = json.dumps({"pageNo": 1, "pageSize": SIZE}, separators=(",", ":"))
        url = normal(page.url, f"{address}?{urlencode(pairs)}", page.encoding)
        if url is not None:
            found.append(Link(url, page.title, "list"))
    data_part = json_object(page).get("data")
    if isinstance(data_part, dict) and isinstance(data_part.get("html"), str):
        items = fragment_links(page, data_part["html"])
        found += items
        number = PAGE_NUMBER.search(page.url)
        if number and len(items) >= SIZE:
            following = json.dumps({"pageNo": int(number[1]) + 1, "pageSize": SIZE}, separators=(",", ":"))
            found.append(Link(with_query(page.url, paramJson=following), "下一页", "paging"))
    return tuple(found)


FAMILY = Family("jpaas", recognises, links)
