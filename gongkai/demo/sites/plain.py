"""A replica of a home-made site: GB2312 without a charset header, numbered lists, a report in a frame."""

from __future__ import annotations

from datetime import date

from archive.model import Body
from gongkai.demo.documents import report as make_report
from gongkai.demo.sites.chrome import article, listing, shell
from gongkai.demo.sites.noise import NEWS, NOTICES, Story, budget, guide, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.truth import DemoReport

FAULTS = {2020: ("text_contradicts_table",), 2019: ("sign_by_header",), 2023: ("part_off_by_one",)}
FRAMED_YEAR = 2021
"""The report that stands in a frame of its page."""

PER_PAGE = 3


def build(body: Body, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The whole site; ``noise`` is the number of pages that are no report."""
    pages: dict[str, Resource] = {}
    where: dict[str, DemoReport] = {}
    nav = (
        ("/index.html", "首页"),
        ("/news/list.html", "卫生新闻"),
        ("/gsgg/list.html", "公示公告"),
        ("/xxgk/index.html", "信息公开"),
    )

    def put(path: str, title: str, content: str) -> None:
        text = shell(title, content, site=body.name, nav=nav, charset="gb2312")
        pages[path] = Resource(text.encode("gbk", "xmlcharrefreplace"), "text/html")

    def column(folder: str, title: str, items: list[tuple[str, str, str]], size: int) -> None:
        groups = [items[start : start + size] for start in range(0, len(items), size)] or [[]]
        for number, group in enumerate(groups, 1):
            turn = f'<a href="{_list(number + 1)}">下一页</a>' if number < len(groups) else "下一页"
            put(f"{folder}{_list(number)}", title, f"<h2>{title}</h2>{listing(group)}<p>{turn}</p>")

    def told(folder: str, title: str, news: tuple[Story, ...]) -> None:
        items: list[tuple[str, str, str]] = []
        for number, story in enumerate(news):
            name = f"{story.day.year}/{300 + number}.html"
            items.append((f"{folder}{name}", story.title, story.day.isoformat()))
            put(f"{folder}{name}", story.title, article(story.title, story.day.isoformat(), story.html))
        column(folder, title, items, 12)

    told("/news/", "卫生新闻", stories(f"{body.body_id} news {seed}", noise // 2, NEWS))
    told("/gsgg/", "公示公告", stories(f"{body.body_id} notices {seed}", noise - noise // 2, NOTICES))
    told("/xxgk/czxx/", "财政信息", tuple(budget(body.name, year) for year in range(2024, 2018, -1)))
    told("/xxgk/zn/", "公开指南", (guide(body.name),))
    items = []
    for report in reports(body, seed, FAULTS, moment):
        path = f"/xxgk/nb/{report.published.year}/{report.year - 1200}.html"
        items.append((path, report.title, report.published.isoformat()))
        content = report.html
        if report.year == FRAMED_YEAR:
            frame = f"/uploads/nb{report.year}.html"
            content = f'<iframe src="{frame}" width="100%" height="900"></iframe>'
            text = shell(report.title, article(report.title, "", report.html), site=body.name, charset="gbk")
            pages[frame] = Resource(text.encode("gbk", "xmlcharrefreplace"), "text/html")
            where[frame] = report
        else:
            where[path] = report
        put(path, report.title, article(report.title, report.published.isoformat(), content))
    other = _other_department(body, seed)
    put("/xxgk/nb/2023/990.html", other.title, article(other.title, other.published.isoformat(), other.html))
    items.append(("/xxgk/nb/2023/990.html", other.title, other.published.isoformat()))
    column("/xxgk/nb/", "年度报告", items, PER_PAGE)
    menu = (
        '<a href="zn/list.html">公开指南</a> <a href="czxx/list.html">财政信息</a> '
        '<a href="nb/list.html">政府信息公开年度报告</a>'
    )
    put("/xxgk/index.html", "信息公开", f"<h2>信息公开</h2>{menu}")
    put("/index.html", "首页", f"<h1>{body.name}</h1><p>今天是{date(2024, 12, 31)}。</p>")
    pages["/"] = Resource(
        b'<html><head><meta http-equiv="refresh" content="0; url=/index.html"></head></html>', "text/html"
    )
    return ReplicaSite(body, "generic", pages, where)


def _list(number: int) -> str:
    return "list.html" if number == 1 else f"list_{number}.html"


def _other_department(body: Body, seed: int) -> DemoReport:
    """Another department's report in the same column: fetched, but not this body's."""
    place = body.county or body.prefecture or body.province
    return make_report(
        f"{place}教育局", body.level, body.province, body.division_code or "", 2022, seed=seed + 1
    )
