"""A replica of a government portal: many departments' reports, among them those of two commissions.

The first commission is found through its department's page, the second through the department list of
the annual-report column; the reports of some titles name nobody.
"""

from __future__ import annotations

from archive.model import Body
from gongkai.demo.documents import report as make_report
from gongkai.demo.sites.chrome import listing
from gongkai.demo.sites.hazards import WAYS, beset
from gongkai.demo.sites.layouts import Trs, told
from gongkai.demo.sites.making import Item, Making, number
from gongkai.demo.sites.noise import NEWS, NOTICES, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite
from gongkai.demo.sites.shapes import on_page
from gongkai.demo.truth import DemoReport

OFFICES = (
    "教育局", "公安局", "民政局", "财政局", "司法局", "农业农村局", "水务局", "审计局", "统计局",
    "医疗保障局", "市场监督管理局", "应急管理局", "文化和旅游局", "自然资源局", "交通运输局",
    "发展和改革委员会",
)  # fmt: skip
OFFICE_YEARS = (2022, 2023, 2024)


def build_portal(bodies: tuple[Body, ...], seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The portal; ``bodies`` are the commission of the place and another's that publishes here as well."""
    first = bodies[0]
    place = first.county or first.prefecture or first.province
    site, layout = Making(first, "portal", name=f"{place}人民政府"), Trs()
    site.nav = (
        ("/", "首页"),
        ("/zwdt/", "政务动态"),
        ("/gsgg/", "公示公告"),
        ("/xxgk/", "政府信息公开"),
        *WAYS[:3],
    )
    for slug, title, kinds in (("zwdt", "政务动态", NEWS), ("gsgg", "公示公告", NOTICES)):
        told(site, layout, slug, title, stories(f"{place} {slug} {seed}", max(1, noise // 2), kinds))
    _department(site, layout, bodies[0], reports(bodies[0], seed, {}, moment))
    mixed = _mixed(site, layout, place, seed)
    for body in bodies[1:]:
        for report in reports(body, seed, {}, moment):
            path = layout.article("bmnb", number(body.body_id, report.year), report.published)
            on_page(site, path, report)
            mixed.append((path, report.title, report.published.isoformat()))
    layout.column(site, "bmnb", "部门年报", sorted(mixed, key=lambda item: (item[2], item[0])), 12)
    whole = _government(site, layout, place, seed)
    layout.column(site, "zfnb", "政府年报", whole, 12)
    offices = [(f"/bm/{n}/", f"{place}{name}", "2024-01-01") for n, name in enumerate(OFFICES)]
    own = (f"/bm/{len(OFFICES)}/", first.name, "2024-01-01")
    site.put("/bm/", "部门信息公开", f"<h2>部门信息公开目录</h2>{listing([*offices[:9], own, *offices[9:]])}")
    menu = '<a href="/zfnb/">政府年报</a> <a href="/bmnb/">部门年报</a>'
    site.put("/nb/", "政府信息公开年报", f"<h2>政府信息公开年报</h2>{menu}")
    site.put("/xxgk/", "政府信息公开", '<a href="/bm/">部门信息公开</a> <a href="/nb/">政府信息公开年报</a>')
    site.put("/", "首页", f"<h1>{site.name}</h1><p>欢迎访问。</p>")
    beset(site)
    made = site.done()
    return ReplicaSite(
        first,
        "portal",
        made.pages,
        made.reports,
        made.others,
        made.answerers,
        bodies,
        "county portal, replica",
    )


def _department(site: Making, layout: Trs, body: Body, made: tuple[DemoReport, ...]) -> None:
    """The commission's own page, and its column, whose titles name nobody."""
    home = f"/bm/{len(OFFICES)}/"
    site.put(home, body.name, f'<a href="{home}zn/">公开指南</a> <a href="{home}nb/">信息公开年报</a>')
    site.put(f"{home}zn/", "公开指南", "<p>本指南说明信息公开的办理方式。</p>")
    items: list[Item] = []
    for report in made:
        path = layout.article(f"bm/{len(OFFICES)}/nb", report.year, report.published)
        on_page(site, path, report)
        items.append((path, f"{report.year}年政府信息公开工作年度报告", report.published.isoformat()))
    layout.column(site, f"bm/{len(OFFICES)}/nb", "信息公开年报", items, 4)


def _mixed(site: Making, layout: Trs, place: str, seed: int) -> list[Item]:
    """The other departments' reports, in the column of all and each on its department's page."""
    items: list[Item] = []
    for n, name in enumerate(OFFICES):
        own: list[Item] = []
        for year in OFFICE_YEARS:
            report = make_report(f"{place}{name}", "county", site.body.province, "", year, seed=seed)
            path = layout.article("bmnb", number(name, year), report.published)
            _of_others(site, path, report)
            items.append((path, report.title, report.published.isoformat()))
            own.append((path, f"{year}年政府信息公开工作年度报告", report.published.isoformat()))
        site.put(f"/bm/{n}/", f"{place}{name}", f'<a href="/bm/{n}/nb/">信息公开年报</a>')
        layout.column(site, f"bm/{n}/nb", "信息公开年报", own, 4)
    return items


def _government(site: Making, layout: Trs, place: str, seed: int) -> list[Item]:
    items: list[Item] = []
    for year in range(2024, 2018, -1):
        report = make_report(f"{place}人民政府", "county", site.body.province, "", year, seed=seed)
        path = layout.article("zfnb", year, report.published)
        _of_others(site, path, report)
        items.append((path, report.title, report.published.isoformat()))
    return items


def _of_others(site: Making, path: str, report: DemoReport) -> None:
    on_page(site, path, report)
    site.others[path] = site.reports.pop(path)
