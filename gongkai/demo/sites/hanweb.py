"""A replica of a 大汉 JCMS site: list items hidden in script data, further ones behind dataproxy.jsp."""

from __future__ import annotations

from archive.model import Body
from gongkai.demo.sites.chrome import article
from gongkai.demo.sites.layouts import Hanweb, told
from gongkai.demo.sites.making import Item, Making
from gongkai.demo.sites.noise import NEWS, NOTICES, guide, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite

FAULTS = {2022: ("blank_totals",), 2020: ("digit_split",), 2024: ("text_contradicts_table",)}
PER_PAGE = 3


def build(body: Body, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The whole site; ``noise`` is the number of pages that are no report."""
    site, layout = Making(body, "hanweb"), Hanweb()
    site.nav = (
        ("/", "网站首页"),
        (layout.address("gzdt"), "工作动态"),
        (layout.address("gsgg"), "公示公告"),
        (layout.address("zwgk"), "政务公开"),
    )
    news = stories(f"{body.body_id} news {seed}", noise // 2, NEWS)
    told(site, layout, "gzdt", "工作动态", news, PER_PAGE)
    notices = stories(f"{body.body_id} notices {seed}", noise - noise // 2, NOTICES)
    told(site, layout, "gsgg", "公示公告", notices, PER_PAGE)
    told(site, layout, "zn", "政府信息公开指南", [guide(body.name)], PER_PAGE)
    items: list[Item] = []
    for report in reports(body, seed, FAULTS, moment):
        day = report.published
        path = layout.article("nb", report.year, day)
        marked = f"<!--ZJEG_RSS.content.begin-->{report.html}<!--ZJEG_RSS.content.end-->"
        site.put(path, report.title, article(report.title, day.isoformat(), marked))
        site.reports[path] = report
        items.append((path, report.title, day.isoformat()))
    layout.column(site, "nb", "政府信息公开年报", items, PER_PAGE)
    columns = (("zn", "指南"), ("nb", "政府信息公开年报"))
    menu = " ".join(f'<a href="{layout.address(slug)}">{words}</a>' for slug, words in columns)
    site.put(layout.address("zwgk"), "政务公开", f"<h2>政务公开</h2>{menu}")
    site.put("/", "首页", f"<h1>{body.name}</h1><p>欢迎访问。</p>")
    return site.done()
