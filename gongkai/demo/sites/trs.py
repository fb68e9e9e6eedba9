"""A replica of a TRS WCM site: folders as lists, ``index_1.html`` as second page, ``t20220126_123.html``."""

from __future__ import annotations

from archive.model import Body
from gongkai.demo.as_docx import docx
from gongkai.demo.sites.chrome import article, listing, shell
from gongkai.demo.sites.noise import NEWS, NOTICES, Story, budget, guide, statistics, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite, Resource
from gongkai.demo.truth import DemoReport

FAULTS = {2021: ("total_off_by_one",), 2023: ("late_publication",), 2020: ("sign_contradicted",)}
ATTACHED_YEAR = 2022
"""The report that stands only in an attached Word document."""

PER_PAGE = 4
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(body: Body, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The whole site; ``noise`` is the number of pages that are no report."""
    made = reports(body, seed, FAULTS, moment)
    pages: dict[str, Resource] = {}
    where: dict[str, DemoReport] = {}
    nav = (
        ("/", "首页"),
        ("/xwzx/", "新闻中心"),
        ("/tzgg/", "通知公告"),
        ("/zfxxgk/", "政府信息公开"),
    )

    def put(path: str, title: str, content: str, meta: tuple[tuple[str, str], ...] = ()) -> None:
        text = shell(title, content, site=body.name, nav=nav, meta=meta)
        pages[path] = Resource(text.encode("utf-8"))

    def column(folder: str, title: str, items: list[tuple[str, str, str]], size: int) -> None:
        groups = [items[start : start + size] for start in range(0, len(items), size)] or [[]]
        for number, group in enumerate(groups):
            call = f'<script>createPageHTML({len(groups)}, {number}, "index", "html");</script>'
            name = "" if number == 0 else f"index_{number}.html"
            put(f"{folder}{name}", title, f"<h2>{title}</h2>{listing(group)}{call}")

    def told(folder: str, title: str, news: tuple[Story, ...]) -> None:
        items: list[tuple[str, str, str]] = []
        for number, story in enumerate(news):
            name = f"{story.day:%Y%m}/t{story.day:%Y%m%d}_{9000 + number}.html"
            items.append((f"./{name}", story.title, story.day.isoformat()))
            put(f"{folder}{name}", story.title, article(story.title, story.day.isoformat(), story.html))
        column(folder, title, items, 15)

    told("/xwzx/", "新闻中心", stories(f"{body.body_id} news {seed}", noise // 2, NEWS))
    told("/tzgg/", "通知公告", stories(f"{body.body_id} notices {seed}", noise - noise // 2, NOTICES))
    told("/zfxxgk/yjs/", "预算决算", tuple(budget(body.name, year) for year in range(2024, 2018, -1)))
    told("/zfxxgk/tjxx/", "统计信息", tuple(statistics(body.prefecture or "", y) for y in (2023, 2022)))
    told("/zfxxgk/zfxxgkzn/", "政府信息公开指南", (guide(body.name),))

    items = []
    for report in made:
        day = report.published
        folder = f"/zfxxgk/zfxxgknb/{day:%Y%m}/"
        name = f"t{day:%Y%m%d}_{report.year - 1900}.html"
        items.append((f"./{day:%Y%m}/{name}", report.title, day.isoformat()))
        meta = (("ArticleTitle", report.title), ("PubDate", f"{day} 09:00"), ("ContentSource", body.name))
        content = f'<div class="TRS_Editor">{report.html}</div>'
        path = folder + name
        if report.year == ATTACHED_YEAR:
            file = f"P0{day:%Y%m%d}37015612.docx"
            content = f'<p>附件：<a href="./{file}">{report.title}.docx</a></p>'
            pages[folder + file] = Resource(docx(report), DOCX)
            where[folder + file] = report
        else:
            where[path] = report
        put(path, report.title, article(report.title, day.isoformat(), content), meta)
    column("/zfxxgk/zfxxgknb/", "政府信息公开年报", items, PER_PAGE)

    columns = (
        ("./zfxxgkzn/", "政府信息公开指南"),
        ("./yjs/", "财政预决算"),
        ("./tjxx/", "统计信息"),
        ("./zfxxgknb/", "政府信息公开年报"),
    )
    menu = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in columns)
    put("/zfxxgk/", "政府信息公开", f"<h2>政府信息公开</h2><ul>{menu}</ul>")
    latest = stories(f"{body.body_id} news {seed}", 6, NEWS)
    front = [
        (f"/xwzx/{s.day:%Y%m}/t{s.day:%Y%m%d}_{9000 + n}.html", s.title, s.day.isoformat())
        for n, s in enumerate(latest[: noise // 2])
    ]
    put("/", "首页", f"<h1>{body.name}</h1>{listing(front)}")
    return ReplicaSite(body, "trs", pages, where)
