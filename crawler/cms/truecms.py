"""大汉-like truecms (南通, 如皋): a column's list from ``getMessage.do``, XML wrapped in a call of JSONP.

The column's script names the address (``proxyUrl``) and ``columnId``; asked for
``startrecord=1&endrecord=15&perpage=15&columnId=…&callback=cb``. It wants a Referer, which the spider sends.
"""

from __future__ import annotations

import re

from crawler.address import normal
from crawler.cms.data import fragment_links, query_number, with_query
from crawler.cms.family import Family
from crawler.cms.hanweb import RECORD, TOTAL
from crawler.page import Link, Page

PROXY = re.compile(r"[\"']([^\"'\s]*/messageController/getMessage\.do)[^\"']*[\"']")
COLUMN = re.compile(r"columnId[\"']?\s*[:=]\s*[\"']?([\w-]+)")
SIZE = 15
"""How many records are asked for at once: what every site allows."""


def recognises(page: Page) -> bool:
    """Whether the page asks for such a list, or is one."""
    return "/messageController/getMessage.do" in page.url or bool(PROXY.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """From a column its list's first records; from an answer its items and the next records."""
    if "/messageController/getMessage.do" in page.url:
        return tuple(_answer(page))
    proxy, column = PROXY.search(page.text), COLUMN.search(page.text)
    if proxy is None or column is None:
        return ()
    query = f"startrecord=1&endrecord={SIZE}&perpage={SIZE}&columnId={column[1]}&callback=cb"
    url = normal(page.url, f"{proxy[1]}?{query}", page.encoding)
    return (Link(url, page.title, "list"),) if url else ()


def _answer(page: Page) -> list[Link]:
    text = re.sub(r"\\(.)", r"\1", page.text)
    found = [link for record in RECORD.findall(text) for link in fragment_links(page, record)]
    total, last = TOTAL.search(text), query_number(page.url, "endrecord")
    if found and total and last and last < int(total[1] or total[2]):
        following = with_query(page.url, startrecord=str(last + 1), endrecord=str(last + SIZE))
        found.append(Link(following, "下一页", "paging"))
    return found


FAMILY = Family("truecms", recognises, links)
