"""大汉 (Hanweb) disclosure module: a tree of topics, its lists answers to ``POST /module/xxgk/search.jsp``.

The column's page calls ``loadDynamic('/module/xxgk/search.jsp?infotypeId=A02…&area=<code>', 'div<column>',
…, '<site>', …)``, its parts put together by script; what is not written there stands in the page's own
address (``number=`` the topic, ``vc_xxgkarea=`` the office) or in the tree's frame. The answer is rows of a
table and ``共N页``; some servers answer with every office's rows, of which those of the column asked for are
told by their addresses (``art_<column>_<article>.html``).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawler.cms.data import form_link, sent
from crawler.cms.family import Family
from crawler.links import links as plain_links
from crawler.page import Link, Page

PATH = "/module/xxgk/search.jsp"
QUERY = (
    "standardXxgk=0&isAllList=1&texttype=0&fbtime=-1&vc_all=&vc_filenumber=&vc_title=&vc_number="
    "&currpage={}&sortfield=,createdatetime:0,orderid:0"
)
CALL = re.compile(r"loadDynamic\s*\(([^;]*?/module/xxgk/search\.jsp.*?)\)\s*;", re.S)
SITE_ARGUMENT = 5
"""Which argument of the call, from 0, is the site's number."""

TOPIC = re.compile(r"infotypeId=([A-Za-z]\d\w*)")
AREA = re.compile(r"area=([0-9A-Za-z]{9,18})(?![0-9A-Za-z])")
SITE = re.compile(r"\bjdid=['\"+\s]*(\d+)")
DIVISION = re.compile(r"\b(div\d+)\b")
COLUMN = re.compile(r"/col/col(\d+)/")
ARTICLE = re.compile(r"/art_(\d+)_\d+\.html?$")
PAGES = re.compile(r"共\s*(\d{1,4})\s*页")


def recognises(page: Page) -> bool:
    """Whether the page calls the module's search, or is its answer."""
    return PATH in page.url or PATH in page.text


def links(page: Page) -> tuple[Link, ...]:
    """From a column its list's first page; from an answer the next page and which rows are not its own.

    An answer's rows are plain links; the others stay as they are.
    """
    if PATH in page.url:
        return (*_following(page), *_rows_of_others(page))
    call = CALL.search(page.text)
    if call is None:
        return ()
    arguments = [one.strip(" '\"\n\t") for one in call[1].rsplit("area=", 1)[-1].split(",")]
    own = dict(parse_qsl(urlsplit(page.url).query))
    column = COLUMN.search(page.url)
    pairs = {
        "infotypeId": _first(TOPIC, call[1]) or own.get("number", ""),
        "jdid": _first(SITE, call[1], page.text) or "".join(arguments[SITE_ARGUMENT : SITE_ARGUMENT + 1]),
        "area": _first(AREA, call[1], page.text) or own.get("vc_xxgkarea", ""),
        "divid": _first(DIVISION, call[1]) or (f"div{column[1]}" if column else ""),
        "vc_title": "",
        "vc_number": "",
        "currpage": "1",
    }
    return tuple(form_link(page, f"{PATH}?{QUERY.format(1)}", pairs))


def _first(pattern: re.Pattern[str], *texts: str) -> str:
    return next((match[1] for text in texts if (match := pattern.search(text))), "")


def _following(page: Page) -> list[Link]:
    pairs, pages = sent(page), PAGES.search(page.words)
    number = str(pairs.get("currpage", ""))
    if not pages or not number.isdigit() or int(number) >= int(pages[1]):
        return []
    following = str(int(number) + 1)
    address = f"{PATH}?{QUERY.format(following)}"
    return form_link(page, address, {**pairs, "currpage": following}, "下一页", "paging")


def _rows_of_others(page: Page) -> list[Link]:
    """The rows of other columns, where there are rows of the column asked for; else none can be told."""
    rows = [(link, match[1]) for link in plain_links(page) if (match := ARTICLE.search(link.url))]
    own = str(sent(page).get("divid", "")).removeprefix("div")
    if not any(column == own for _, column in rows):
        return []
    return [Link(link.url, link.words, "foreign") for link, column in rows if column != own]


FAMILY = Family("hanweb-search", recognises, links)
