"""龙讯 (Lonsun), 安徽 and elsewhere: ``/public/column/<department>?type=N``; type 3 is the annual reports.

The number names the department, so a health commission's column follows from any link to its department.
A column's list may be a label that a script fills: ``POST /site/label/8888`` with the label's parameters,
which the script names, is answered with a piece of HTML.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawler.cms.data import form_link, query_number, sent, years_beside
from crawler.cms.family import Family
from crawler.links import links as plain_links
from crawler.page import Link, Page
from crawler.relevance import HEALTH_WORDS

COLUMN = re.compile(r"/public/column/(\d{3,12})")
MARKS = re.compile(r"/public/(?:(?:column|content)/\d{3,12}|\d{3,12}/\d+\.html)")
LABEL = "/site/label/8888"
LIST_LABEL = "publicInfoList"
SITE_ID = re.compile(
    r"<meta\s+name=[\"']SiteId[\"']\s+content=[\"'](\d+)|\bsiteId['\"]?\s*[:=]\s*['\"]?(\d+)", re.I
)
FILE = re.compile(r"\bfile['\"]?\s*[:=]\s*['\"]([\w/.-]*publicInfoList[\w.-]*)")
CATEGORIES = re.compile(r"\bcatIds?['\"]?\s*[:=]\s*['\"]?(\d+)")
PAGE_COUNT = re.compile(r"pageCount['\"]?\s*[:=]\s*['\"]?(\d{1,4})")


def recognises(page: Page) -> bool:
    """Whether the page or a link on it has the family's addresses."""
    return LABEL in page.url or bool(MARKS.search(page.url) or MARKS.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """The annual-report column of the page's own department and of every health department it names.

    Of that column itself, the list its script asks for and the years beside a report; of such a list, the
    next page.
    """
    found: list[Link] = []
    own = COLUMN.search(urlsplit(page.url).path)
    if own and query_number(page.url, "type") != 3:
        found.append(_column(page.url, own[1], page.title if HEALTH_WORDS.search(page.title) else ""))
    elif own:
        found += _label(page, own[1])
        found += years_beside(page, "timeFrame")
    elif LABEL in page.url:
        found += _following(page)
    for link in plain_links(page):
        department = COLUMN.search(link.url)
        if department and HEALTH_WORDS.search(link.words) and query_number(link.url, "type") != 3:
            found.append(_column(page.url, department[1], link.words))
    return tuple(found)


def _column(base: str, department: str, words: str) -> Link:
    address = urljoin(base, f"/public/column/{department}?type=3")
    return Link(address, f"{words} 政府信息公开年报".strip(), "list")


def _label(page: Page, department: str) -> list[Link]:
    site, file, categories = (one.search(page.text) for one in (SITE_ID, FILE, CATEGORIES))
    if LIST_LABEL not in page.text or site is None:
        return []
    pairs = {
        "labelName": LIST_LABEL,
        "siteId": site[1] or site[2],
        "pageSize": "15",
        "pageIndex": "1",
        "organId": department,
        "type": "3",
        "catIds": categories[1] if categories else "",
        "action": "list",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "file": file[1] if file else "",
    }
    return form_link(page, LABEL, pairs)


def _following(page: Page) -> list[Link]:
    pairs, count = sent(page), PAGE_COUNT.search(page.text)
    number = str(pairs.get("pageIndex", ""))
    if not number.isdigit() or (count and int(number) >= int(count[1])) or not MARKS.search(page.text):
        return []
    return form_link(page, LABEL, {**pairs, "pageIndex": str(int(number) + 1)}, "下一页", "paging")


FAMILY = Family("lonsun", recognises, links)
