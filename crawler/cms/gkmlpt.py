"""广东 gkmlpt (南方网): an index page of scripts over ``/gkmlpt/api/all/<category>?page=N&sid=<site>``.

Categories stand in addresses only after ``#``; the site's id in the page's script (``SID: '755031'``). The
answer is ``{"total", "articles": [{"title", "url", …}]}``, a hundred a page.
"""

from __future__ import annotations

import re

from crawler.address import normal
from crawler.cms.data import TAGS, item_links, json_object, query_number, with_query
from crawler.cms.family import Family
from crawler.page import Link, Page, squeeze

SID = re.compile(r"\bSID['\"]?\s*[:=]\s*['\"]?(\d{1,12})")
CATEGORY = re.compile(
    r"<a\b[^>]*href=[\"'][^\"']*?(/[\w/]*gkmlpt)/index#(\d+)[\"'][^>]*>(.*?)</a>", re.I | re.S
)
ROOT = re.compile(r"^(https?://[^/]+(?:/\w+)?/gkmlpt)/")
API = re.compile(r"/gkmlpt/api/all/\d+")
PER_PAGE = 100


def recognises(page: Page) -> bool:
    """Whether the page belongs to the platform or names one of its categories."""
    return "/gkmlpt" in page.url or bool(CATEGORY.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """From an index its categories' answers (one for all where it names none); from an answer its items."""
    found: list[Link] = []
    sid, root = SID.search(page.text), ROOT.match(page.url)
    if sid and page.is_html:
        categories = [
            (base, number, squeeze(TAGS.sub("", words)))
            for base, number, words in CATEGORY.findall(page.text)
        ]
        if root and not categories:
            categories = [(root[1], "0", page.title)]
        for base, number, words in categories:
            url = normal(page.url, f"{base}/api/all/{number}?page=1&sid={sid[1]}", page.encoding)
            if url is not None:
                found.append(Link(url, words, "list"))
    answer = json_object(page) if API.search(page.url) else {}
    items = item_links(page, answer.get("articles"), ("url", "post_url"))
    found += items
    number_now, total = query_number(page.url, "page"), answer.get("total")
    if items and number_now is not None and isinstance(total, int) and number_now * PER_PAGE < total:
        found.append(Link(with_query(page.url, page=str(number_now + 1)), "下一页", "paging"))
    elif number_now == 1 and not items and isinstance(total, int) and total > 0:
        found.append(Link(with_query(page.url, page="0"), "", "list"))  # some count from 0
    return tuple(found)


FAMILY = Family("gkmlpt", recognises, links)
