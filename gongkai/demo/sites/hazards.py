"""What makes a site hard: calendars without end, lists without end, sessions, slow and failing answers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from gongkai.demo.sites.making import Making
from gongkai.demo.sites.resource import Resource

BLOCKED = "<html><head><title>访问被拦截</title></head><body>您的访问请求被拦截，请联系管理员。</body></html>"


def calendar(path: str) -> Resource | None:
    """A month with a page for each day and links to the months beside it, for ever."""
    parts = urlsplit(path)
    if parts.path == "/rcap/day":
        return _page("工作安排", "<p>今日无安排。</p>")
    if parts.path != "/rcap/":
        return None
    asked = parse_qs(parts.query).get("month", ["2024-12"])[0]
    if not re.fullmatch(r"\d{4}-\d{2}", asked):
        return None
    first = date(int(asked[:4]), int(asked[5:]), 1)
    days = "".join(f'<a href="/rcap/day?d={first + timedelta(days=n)}">{n + 1}日</a> ' for n in range(28))
    before, after = first - timedelta(days=1), first + timedelta(days=32)
    turn = f'<a href="/rcap/?month={before:%Y-%m}">上月</a> <a href="/rcap/?month={after:%Y-%m}">下月</a>'
    return _page("工作日历", days + turn)


def endless(path: str) -> Resource | None:
    """A list whose next page always exists and always shows something new."""
    match = re.fullmatch(r"/sqmy/(?:list_(\d{1,9})|letter_(\d{1,9})_(\d))\.html", path)
    if match is None:
        return None
    if match[2]:
        return _page("来信", "<p>来信已转办。</p>")
    at = int(match[1])
    letters = "".join(f'<a href="/sqmy/letter_{at}_{n}.html">群众来信{at * 3 + n}</a> ' for n in range(3))
    return _page("民意征集", f'{letters}<a href="/sqmy/list_{at + 1}.html">下一页</a>')


def sessions(path: str) -> Resource | None:
    """The same list under ever new session ids and sort orders."""
    parts = urlsplit(path)
    if parts.path != "/search/index.do":
        return None
    sid = int(parse_qs(parts.query).get("sid", ["1"])[0]) % 1_000_000
    links = "".join(
        f'<a href="/search/index.do?sid={sid * 7 + n}&amp;sort={n}">排序{n}</a> ' for n in range(4)
    )
    return _page("站内检索", links)


TRAPS = (calendar, endless, sessions)
WAYS = (
    ("/rcap/", "工作日历"),
    ("/sqmy/list_1.html", "民意征集"),
    ("/search/index.do?sid=1", "高级检索"),
    ("/waf/notice.html", "在线咨询"),
    ("/slow/index.html", "领导信箱"),
)


def beset(site: Making) -> None:
    """Put every hazard on a site; its navigation must name :data:`WAYS`."""
    site.answerers.extend(TRAPS)
    site.pages["/waf/notice.html"] = Resource(BLOCKED.encode())
    slow = _page("领导信箱", "<p>信箱</p>")
    site.pages["/slow/index.html"] = Resource(slow.body, slow.content_type, delay=0.6)


def shaky(site: Making, path: str) -> None:
    """Let an address fail once before it answers."""
    good = site.pages[path]
    site.pages[path] = Resource(good.body, good.content_type, headers=good.headers, failures=1)


def _page(title: str, content: str) -> Resource:
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{content}</body></html>"
    return Resource(text.encode())
