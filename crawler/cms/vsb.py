"""博达 (VSB): articles ``/info/<tree>/<news>.htm``, lists numbered backwards, so the 下页 link is followed.

A list ``zfxxgknb.htm`` of N pages has ``zfxxgknb/<N-1>.htm`` as its second. Attachments need a Referer
(the spider sends one); a PDF may be named only in a call ``showVsbpdfIframe("/__local/….pdf", …)``.
"""

from __future__ import annotations

import re

from crawler.address import normal
from crawler.cms.family import Family
from crawler.page import Link, Page

MARKS = re.compile(r"[/\"']info/\d+/\d+\.htm|vsb_content|_vsb_|wbtreeid=\d+|/system/_content/download\.jsp")
PDF = re.compile(r"showVsbpdfIframe\(\s*[\"']([^\"']+)[\"']")
COUNTER = re.compile(r"_simple_list_gotopage_fun\((\d{1,4})\s*,")
LIST = re.compile(r"^(.*?/)([\w-]+)(?:/(\d{1,4}))?\.htm$")


def recognises(page: Page) -> bool:
    """Whether the page bears the family's addresses or marks."""
    return bool(MARKS.search(page.text))


def links(page: Page) -> tuple[Link, ...]:
    """PDFs shown by script, and the next older page of a list whose script names only the count."""
    found: list[Link] = []
    for address in PDF.findall(page.text):
        url = normal(page.url, address, page.encoding)
        if url is not None:
            found.append(Link(url, page.title, "embed"))
    count, place = COUNTER.search(page.text), LIST.match(page.url)
    if count and place and "/info/" not in page.url:
        older = (int(place[3]) if place[3] else int(count[1])) - 1
        if older >= 1:
            found.append(Link(f"{place[1]}{place[2]}/{older}.htm", "下页", "paging"))
    return tuple(found)


FAMILY = Family("vsb", recognises, links)
