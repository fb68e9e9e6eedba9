"""大汉 (Hanweb) JCMS: list items in script data, further pages from ``dataproxy.jsp``, a page a year.

A list page holds ``<datastore>`` with ``<record><![CDATA[<li>…</li>]]></record>``; ``<nextgroup>`` holds
the address of the next records, whose answer is XML of the same shape. The disclosure module shows a
body's annual reports at ``xxgkAnnualReport.jsp?area=<credit code>&fbtime=<report year>``.
"""

from __future__ import annotations

import re

from crawler.cms.data import fragment_links, query_number, with_query
from crawler.cms.family import Family
from crawler.page import Link, Page
from crawler.relevance import looks_like_report

STORE = re.compile(r"<(?:datastore|recordset|record)\b", re.I)
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.I | re.S)
NEXT = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.I | re.S)
ANNUAL = re.compile(r"xxgkAnnualReport\.jsp\?", re.I)


def recognises(page: Page) -> bool:
    """Whether the page carries list data, answers a paging request, or is a report's dynamic page."""
    return bool(
        STORE.search(page.text)
        or "/module/web/jpage/dataproxy.jsp" in page.text
        or ANNUAL.search(page.url)
        or ANNUAL.search(page.text)
    )


def links(page: Page) -> tuple[Link, ...]:
    """The items of the list data, the next group of them, and the years beside a report's year."""
    found: list[Link] = []
    for record in RECORD.findall(page.text):
        found += fragment_links(page, record)
    for group in NEXT.findall(page.text):
        found += [Link(link.url, "下一组", "paging") for link in fragment_links(page, group)]
    year = query_number(page.url, "fbtime") if ANNUAL.search(page.url) else None
    if year is not None and looks_like_report(page):
        for beside in (year - 1, year + 1):
            url = with_query(page.url, fbtime=str(beside))
            found.append(Link(url, f"{beside}年政府信息公开工作年度报告", "list"))
    return tuple(found)


FAMILY = Family("hanweb", recognises, links)
