"""A replica of a 大汉 JCMS site: list items hidden in script data, further ones behind dataproxy.jsp."""

from __future__ import annotations

from archive.model import Body
from gongkai.demo.sites.chrome import article, shell
from gongkai.demo.sites.noise import NEWS, NOTICES, Story, guide, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.truth import DemoReport

FAULTS = {2022: ("blank_totals",), 2020: ("digit_split",), 2024: ("text_contradicts_table",)}
PER_PAGE = 3
UNIT = 325517


def build(body: Body, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The whole site; ``noise`` is the number of pages that are no report."""
    pages: dict[str, Resource] = {}
    where: dict[str, DemoReport] = {}
    nav = (
        ("/", "网站首页"),
        ("/col/col1501/index.html", "工作动态"),
        ("/col/col1502/index.html", "公示公告"),
        ("/col/col1500/index.html", "政务公开"),
    )

    def put(path: str, title: str, content: str) -> None:
        pages[path] = Resource(shell(title, content, site=body.name, nav=nav).encode("utf-8"))

    def column(number: int, title: str, items: list[tuple[str, str, str]]) -> None:
        groups = [items[start : start + PER_PAGE] for start in range(0, len(items), PER_PAGE)] or [[]]
        for place, group in enumerate(groups, 1):
            records = "".join(f"<record><![CDATA[{_item(*one)}]]></record>" for one in group)
            following = ""
            if place < len(groups):
                following = f'<nextgroup><![CDATA[<a href="{_proxy(number, place + 1)}"></a>]]></nextgroup>'
            store = (
                f"<datastore>{following}<recordset><totalrecord>{len(items)}</totalrecord>{records}"
                "</recordset></datastore>"
            )
            if place == 1:
                script = f"<script type=\"text/xml\">{store}</script><script>var unitid='{UNIT}'</script>"
                content = f'<h2>{title}</h2><div id="{UNIT}" class="default_pgContainer">{script}</div>'
                put(f"/col/col{number}/index.html", title, content)
            else:
                xml = f'<?xml version="1.0" encoding="UTF-8"?>{store}'
                pages[_proxy(number, place)] = Resource(xml.encode("utf-8"), "text/xml;charset=UTF-8")

    def told(number: int, title: str, news: tuple[Story, ...]) -> None:
        items: list[tuple[str, str, str]] = []
        for place, story in enumerate(news):
            day = story.day
            path = f"/art/{day.year}/{day.month}/{day.day}/art_{number}_{70000 + place}.html"
            items.append((path, story.title, day.isoformat()))
            put(path, story.title, article(story.title, day.isoformat(), story.html))
        column(number, title, items)

    told(1501, "工作动态", stories(f"{body.body_id} news {seed}", noise // 2, NEWS))
    told(1502, "公示公告", stories(f"{body.body_id} notices {seed}", noise - noise // 2, NOTICES))
    told(1503, "政府信息公开指南", (guide(body.name),))
    items = []
    for report in reports(body, seed, FAULTS, moment):
        day = report.published
        path = f"/art/{day.year}/{day.month}/{day.day}/art_1504_{88000 + report.year}.html"
        items.append((path, report.title, day.isoformat()))
        marked = f"<!--ZJEG_RSS.content.begin-->{report.html}<!--ZJEG_RSS.content.end-->"
        put(path, report.title, article(report.title, day.isoformat(), marked))
        where[path] = report
    column(1504, "政府信息公开年报", items)
    menu = '<a href="/col/col1503/index.html">指南</a> <a href="/col/col1504/index.html">政府信息公开年报</a>'
    put("/col/col1500/index.html", "政务公开", f"<h2>政务公开</h2>{menu}")
    put("/", "首页", f"<h1>{body.name}</h1><p>欢迎访问。</p>")
    return ReplicaSite(body, "hanweb", pages, where)


def _item(path: str, title: str, day: str) -> str:
    shown = title if len(title) <= 20 else title[:18] + "…"
    return f'<li><a href="{path}" title="{title}" target="_blank">{shown}</a><span>{day}</span></li>'


def _proxy(column: int, page: int) -> str:
    return (
        f"/module/web/jpage/dataproxy.jsp?page={page}&appid=1&webid=3360&path=/&columnid={column}"
        f"&unitid={UNIT}&permissiontype=0"
    )
