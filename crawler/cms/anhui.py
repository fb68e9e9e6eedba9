"""安徽's openness systems: ``/XxgkAnnualReport/show/<id>.html`` and lists ``…/showList/<id>/page_1.html``."""

from __future__ import annotations

import re

from crawler.cms.family import Family
from crawler.page import Link, Page

MARKS = re.compile(r"/(?:Xxgk|Openness)AnnualReport/(?:show|download)/|/openness/detail/annual_report/")
LIST = re.compile(r"^(.*/showList/[\w/]+/page_)(\d{1,4})\.html$")
ITEM = re.compile(r"/(?:show|detail)/[\w/]*\w+\.html")


def recognises(page: Page) -> bool:
    """Whether the page or a link on it has the family's addresses."""
    return bool(MARKS.search(page.text) or MARKS.search(page.url) or LIST.match(page.url))


def links(page: Page) -> tuple[Link, ...]:
    """The next page of a list that still shows items."""
    match = LIST.match(page.url)
    if not match or not ITEM.search(page.text):
        return ()
    return (Link(f"{match[1]}{int(match[2]) + 1}.html", "下一页", "paging"),)


FAMILY = Family("anhui", recognises, links)
