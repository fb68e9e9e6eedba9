"""大汉 (Hanweb) JCMS: list items in script data, further pages from ``dataproxy.jsp``, a page a year.

A list page holds ``<datastore>`` with ``<record><![CDATA[<li>…</li>]]></record>``; ``<nextgroup>`` holds
the address of the next records, whose answer is XML of the same shape. Where there is none the page's
script says what to send for them (``unitid``, ``webid`` …) by POST: a hundred at a time, counted both by
records and by pages, since some servers heed only the one. The disclosure module shows a body's annual
reports at ``xxgkAnnualReport.jsp?area=<credit code>&fbtime=<report year>``.
"""

from __future__ import annotations

import re

from archive.posting import asked
from crawler.cms.data import form_link, fragment_links, query_number, sent, years_beside
from crawler.cms.family import Family
from crawler.page import Link, Page

STORE = re.compile(r"<(?:datastore|recordset|record)\b", re.I)
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.I | re.S)
NEXT = re.compile(r"<nextgroup>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</nextgroup>", re.I | re.S)
PROXY = re.compile(r"/module/(?:web/)?jpage/dataproxy\.jsp")
PARAMETER = r"['\"]?\b{}\b['\"]?\s*[:=]\s*['\"]?([\w/%]+)"
FORM = {"col": "1", "appid": "1", "webid": "", "path": "/", "columnid": "", "sourceContentType": "1",
        "unitid": "", "webname": "", "permissiontype": "0"}  # fmt: skip
"""What is sent for further records; empty values stand in the page's script."""

TOTAL = re.compile(r"<totalrecord>\s*(\d{1,6})\s*<|totalrecord['\"]?\s*:\s*['\"]?(\d{1,6})", re.I)
PER_PAGE = 100
"""Servers cut an answer of more than some 300 records."""

ANNUAL = re.compile(r"xxgkAnnualReport\.jsp\?", re.I)


def recognises(page: Page) -> bool:
    """Whether the page carries list data, answers a paging request, or is a report's dynamic page."""
    return bool(
        STORE.search(page.text)
        or PROXY.search(page.text)
        or ANNUAL.search(page.url)
        or ANNUAL.search(page.text)
    )


def links(page: Page) -> tuple[Link, ...]:
    """The items of the list data, the next group of them, and the years beside a report's year."""
    found: list[Link] = []
    for record in RECORD.findall(page.text):
        found += fragment_links(page, record)
    groups = [link for group in NEXT.findall(page.text) for link in fragment_links(page, group)]
    found += [Link(link.url, "下一组", "paging") for link in groups] or _next_group(page, len(found))
    if ANNUAL.search(page.url):
        found += years_beside(page, "fbtime")
    return tuple(found)


def _next_group(page: Page, shown: int) -> list[Link]:
    """The records after those a page or an answer shows, where its script tells of more."""
    proxy, total = PROXY.search(page.text) or PROXY.search(page.url), TOTAL.search(page.text)
    if not proxy or not total or not shown:
        return []
    pairs = sent(page) or {name: value or _parameter(page, name) for name, value in FORM.items()}
    last = query_number(asked(page.url).url, "endrecord") or 0
    if max(last, shown) >= int(total[1] or total[2]) or not (pairs["unitid"] and pairs["columnid"]):
        return []
    query = (
        f"page={last // PER_PAGE + 1}&startrecord={last + 1}&endrecord={last + PER_PAGE}&perpage={PER_PAGE}"
    )
    return form_link(page, f"{proxy[0]}?{query}", pairs, "下一组", "paging")


def _parameter(page: Page, name: str) -> str:
    match = re.search(PARAMETER.format(name), page.text)
    return match[1] if match else ""


FAMILY = Family("hanweb", recognises, links)
