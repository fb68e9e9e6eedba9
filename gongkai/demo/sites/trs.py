"""A replica of a TRS WCM site: folders as lists, ``index_1.html`` as second page, ``t20220126_123.html``."""

from __future__ import annotations

from archive.model import Body
from gongkai.demo.as_docx import docx
from gongkai.demo.sites.chrome import article, listing
from gongkai.demo.sites.layouts import Trs, told
from gongkai.demo.sites.making import Item, Making
from gongkai.demo.sites.noise import NEWS, NOTICES, budget, guide, statistics, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.sites.shapes import WRITERS

FAULTS = {2021: ("total_off_by_one",), 2023: ("late_publication",), 2020: ("sign_contradicted",)}
ATTACHED_YEAR = 2022
"""The report that stands only in an attached Word document."""


def build(body: Body, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The whole site; ``noise`` is the number of pages that are no report."""
    site, layout = Making(body, "trs"), Trs()
    site.nav = (
        ("/", "首页"),
        ("/xwzx/", "新闻中心"),
        ("/tzgg/", "通知公告"),
        ("/zfxxgk/", "政府信息公开"),
    )
    news = stories(f"{body.body_id} news {seed}", noise // 2, NEWS)
    front = told(site, layout, "xwzx", "新闻中心", news)[:6]
    notices = stories(f"{body.body_id} notices {seed}", noise - noise // 2, NOTICES)
    told(site, layout, "tzgg", "通知公告", notices)
    budgets = [budget(body.name, year) for year in range(2024, 2018, -1)]
    told(site, layout, "zfxxgk/yjs", "预算决算", budgets)
    told(
        site, layout, "zfxxgk/tjxx", "统计信息", [statistics(body.prefecture or "", y) for y in (2023, 2022)]
    )
    told(site, layout, "zfxxgk/zfxxgkzn", "政府信息公开指南", [guide(body.name)])
    items: list[Item] = []
    for report in reports(body, seed, FAULTS, moment):
        day = report.published
        path = layout.article("zfxxgk/zfxxgknb", report.year, day)
        meta = (("ArticleTitle", report.title), ("PubDate", f"{day} 09:00"), ("ContentSource", body.name))
        content = f'<div class="TRS_Editor">{report.html}</div>'
        if report.year == ATTACHED_YEAR:
            name = f"P0{day:%Y%m%d}37015612.docx"
            content = f'<p>附件：<a href="./{name}">{report.title}.docx</a></p>'
            file = f"{path.rpartition('/')[0]}/{name}"
            site.pages[file] = Resource(docx(report), WRITERS["docx"][1])
            site.reports[file] = report
        else:
            site.reports[path] = report
        site.put(path, report.title, article(report.title, day.isoformat(), content), meta)
        items.append((f".{path.removeprefix('/zfxxgk/zfxxgknb')}", report.title, day.isoformat()))
    layout.column(site, "zfxxgk/zfxxgknb", "政府信息公开年报", items, 4)
    columns = (
        ("./zfxxgkzn/", "政府信息公开指南"),
        ("./yjs/", "财政预决算"),
        ("./tjxx/", "统计信息"),
        ("./zfxxgknb/", "政府信息公开年报"),
    )
    menu = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in columns)
    site.put("/zfxxgk/", "政府信息公开", f"<h2>政府信息公开</h2><ul>{menu}</ul>")
    site.put("/", "首页", f"<h1>{body.name}</h1>{listing(front)}")
    return site.done()
