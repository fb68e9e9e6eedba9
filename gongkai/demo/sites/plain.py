"""A replica of a home-made site: GB2312 without a charset header, numbered lists, a report in a frame."""

from __future__ import annotations

from datetime import date

from archive.model import Body
from gongkai.demo.documents import report as make_report
from gongkai.demo.sites.chrome import article, shell
from gongkai.demo.sites.layouts import Generic, told
from gongkai.demo.sites.making import Item, Making
from gongkai.demo.sites.noise import NEWS, NOTICES, budget, guide, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite
from gongkai.demo.truth import DemoReport

FAULTS = {2020: ("text_contradicts_table",), 2019: ("sign_by_header",), 2023: ("part_off_by_one",)}
FRAMED_YEAR = 2021
"""The report that stands in a frame of its page."""


def build(body: Body, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The whole site; ``noise`` is the number of pages that are no report."""
    site, layout = Making(body, "generic", charset="gb2312"), Generic()
    site.nav = (
        ("/index.html", "首页"),
        ("/news/list.html", "卫生新闻"),
        ("/gsgg/list.html", "公示公告"),
        ("/xxgk/index.html", "信息公开"),
    )
    news = stories(f"{body.body_id} news {seed}", noise // 2, NEWS)
    told(site, layout, "news", "卫生新闻", news, 12)
    notices = stories(f"{body.body_id} notices {seed}", noise - noise // 2, NOTICES)
    told(site, layout, "gsgg", "公示公告", notices, 12)
    told(
        site, layout, "xxgk/czxx", "财政信息", [budget(body.name, year) for year in range(2024, 2018, -1)], 12
    )
    told(site, layout, "xxgk/zn", "公开指南", [guide(body.name)], 12)
    items: list[Item] = []
    for report in (*reports(body, seed, FAULTS, moment), other := _other_department(body, seed)):
        path = layout.article("xxgk/nb", report.year + (500 if report is other else 0), report.published)
        day, content = report.published.isoformat(), report.html
        if report.year == FRAMED_YEAR:
            frame = f"/uploads/nb{report.year}.html"
            content = f'<iframe src="{frame}" width="100%" height="900"></iframe>'
            text = shell(report.title, article(report.title, "", report.html), site=body.name, charset="gbk")
            site.pages[frame] = site.page(text)
        site.put(path, report.title, article(report.title, day, content))
        where = site.others if report is other else site.reports
        where[frame if report.year == FRAMED_YEAR else path] = report
        items.append((path, report.title, day))
    layout.column(site, "xxgk/nb", "年度报告", items, 3)
    menu = (
        '<a href="zn/list.html">公开指南</a> <a href="czxx/list.html">财政信息</a> '
        '<a href="nb/list.html">政府信息公开年度报告</a>'
    )
    site.put("/xxgk/index.html", "信息公开", f"<h2>信息公开</h2>{menu}")
    site.put("/index.html", "首页", f"<h1>{body.name}</h1><p>今天是{date(2024, 12, 31)}。</p>")
    site.pages["/"] = site.page(
        '<html><head><meta http-equiv="refresh" content="0; url=/index.html"></head></html>'
    )
    return site.done()


def _other_department(body: Body, seed: int) -> DemoReport:
    """Another department's report in the same column: listed, but not this body's."""
    place = body.county or body.prefecture or body.province
    return make_report(
        f"{place}教育局", body.level, body.province, body.division_code or "", 2022, seed=seed + 1
    )
