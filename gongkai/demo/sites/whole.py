"""A whole replica site from a row of the plan: noise, disclosure columns, the reports in their shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from archive.model import Body
from gongkai.demo import decoys
from gongkai.demo.documents import report as make_report
from gongkai.demo.sites.chrome import listing
from gongkai.demo.sites.hazards import WAYS, beset, shaky
from gongkai.demo.sites.layouts import Generic, Gkmlpt, Layout, told
from gongkai.demo.sites.making import Item, Making
from gongkai.demo.sites.noise import NEWS, NOTICES, Story, statistics, stories
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite
from gongkai.demo.sites.shapes import SHAPES, on_page
from gongkai.demo.truth import DemoReport


@dataclass(frozen=True, slots=True)
class Habits:
    """What is peculiar to a replica site.

    ``shapes`` are taken in turn by the years, newest first; ``structure`` is how the column stands;
    ``earlier`` years were published under the body's former name; ``others`` puts reports of other
    bodies into the list; ``misdated`` shows the day of a migration instead of the day of publication.
    """

    column: str = "政府信息公开年报"
    shapes: tuple[str, ...] = ("page",)
    structure: str = "list"
    charset: str = "utf-8"
    declared: bool = True
    earlier: tuple[int, ...] = ()
    others: bool = False
    misdated: bool = False
    hazards: bool = False
    page_size: int = 4


def build_whole(
    body: Body, cms: str, layout: Layout, habits: Habits, seed: int, noise: int, moment: Moment = FIRST
) -> ReplicaSite:
    """The site; its noise columns stand in the family's own lists where the family has such."""
    site = Making(body, cms, habits.charset, habits.declared)
    plain: Layout = layout if cms in ("trs", "ucap", "vsb", "jpaas", "hanweb", "hanweb-form") else Generic()
    where = "/zwgk/index.html"
    site.nav = (
        ("/", "网站首页"),
        (plain.address("gzdt"), "工作动态"),
        (plain.address("tzgg"), "通知公告"),
        (plain.address("jkkp"), "健康科普"),
        (where, "政务公开"),
        *(WAYS if habits.hazards else ()),
    )
    _noise(site, plain, seed, noise)
    entry = _reports(site, layout, habits, seed, moment)
    columns = _beside(site, plain, body, seed)
    columns.insert(len(columns) // 2, (entry, habits.column))
    menu = "".join(f'<li><a href="{escape(url)}">{words}</a></li>' for url, words in columns)
    if isinstance(layout, Gkmlpt):
        layout.index(site, [("zn", "公开指南"), ("nb", habits.column), ("ml", "公开目录")])
        menu = '<li><a href="/gkmlpt/index">政府信息公开平台</a></li>'
    site.put(where, "政务公开", f"<h2>政务公开</h2><ul>{menu}</ul>")
    latest = stories(f"{body.body_id} gzdt {seed}", min(8, noise), NEWS)
    front = [(plain.article("gzdt", n, s.day), s.title, s.day.isoformat()) for n, s in enumerate(latest)]
    site.put("/", "首页", f"<h1>{site.body.name}</h1>{listing(front)}")
    if habits.hazards:
        beset(site)
        shaky(site, where)
    return site.done()


def _noise(site: Making, layout: Layout, seed: int, noise: int) -> None:
    shares = (
        ("gzdt", "工作动态", NEWS, 0.5),
        ("tzgg", "通知公告", NOTICES, 0.3),
        ("jkkp", "健康科普", NEWS, 0.2),
    )
    for slug, title, kinds, share in shares:
        made = stories(f"{site.body.body_id} {slug} {seed}", max(1, round(noise * share)), kinds)
        told(site, layout, slug, title, made)


def _beside(site: Making, layout: Layout, body: Body, seed: int) -> list[tuple[str, str]]:
    """Columns of disclosure that hold no report, though they speak of it: guide, rules, notices, budgets."""
    kinds = (
        ("zn", "政府信息公开指南", "guide"),
        ("zd", "政府信息公开制度", "rules"),
        ("gktz", "公开工作", "notice"),
        ("ml", "主动公开目录", "catalogue"),
        ("yjs", "财政预决算", "budget"),
    )
    columns: list[tuple[str, str]] = []
    for slug, title, kind in kinds:
        made = (decoys.decoy(kind, body.name, year, seed) for year in range(2024, 2019, -1))
        told(site, layout, slug, title, [Story(one.title, one.published, one.html) for one in made])
        columns.append((layout.address(slug), title))
    place = body.county or body.prefecture or body.province
    told(site, layout, "tjnb", "统计信息", [statistics(place, year) for year in (2023, 2022)])
    return [*columns, (layout.address("tjnb"), "统计年报")]


def _reports(site: Making, layout: Layout, habits: Habits, seed: int, moment: Moment) -> str:
    made = [*reports(site.body, seed, {}, moment), *_earlier(site.body, habits, seed)]
    items: list[Item] = []
    for report in made:
        shape = SHAPES[habits.shapes[(2024 - report.year) % len(habits.shapes)]]
        path = layout.article("nb", report.year, report.published)
        shape(site, path, report)
        items.append((path, report.title, "2020-11-10" if habits.misdated else report.published.isoformat()))
    if habits.others:
        items += _others(site, layout, seed)
    return STRUCTURES[habits.structure](site, layout, items, habits.column, habits.page_size)


def _earlier(body: Body, habits: Habits, seed: int) -> list[DemoReport]:
    former = body.predecessors[-1] if body.predecessors else body.name
    level, province, code = body.level, body.province, body.division_code or ""
    years = sorted(habits.earlier, reverse=True)
    return [make_report(former, level, province, code, year, seed=seed) for year in years]


def _others(site: Making, layout: Layout, seed: int) -> list[Item]:
    body = site.body
    place = body.county or body.prefecture or body.province
    items: list[Item] = []
    for key, name in enumerate((f"{place}教育局", f"{place}人民政府")):
        report = make_report(name, body.level, body.province, body.division_code or "", 2022, seed=seed + 1)
        path = layout.article("nb", 4000 + key, report.published)
        stranger = replace(site, reports=site.others)
        on_page(stranger, path, report)
        items.append((path, report.title, report.published.isoformat()))
    return items


def _list(site: Making, layout: Layout, items: list[Item], title: str, size: int) -> str:
    layout.column(site, "nb", title, items, size)
    return layout.address("nb")


def _years(site: Making, layout: Layout, items: list[Item], title: str, size: int) -> str:
    """A column that only leads to a column for each year, by a redirect in a script."""
    columns: list[Item] = []
    for item in items:
        year = next(
            (text for text in (item[1][i : i + 4] for i in range(len(item[1]))) if text.isdigit()), ""
        )
        slug = f"nb{year}"
        layout.column(site, slug, f"{year}年", [item], size)
        columns.append((layout.address(slug), f"{year}年" if year else "往年", item[2]))
    site.put("/nbml/index.html", title, f"<h2>{title}</h2>{listing(columns)}")
    site.pages["/nbml/"] = site.page("<html><script>window.location.href='./index.html'</script></html>")
    return "/nbml/"


def _standing(site: Making, layout: Layout, items: list[Item], title: str, size: int) -> str:
    """A column whose own page is the newest report, the others beside it."""
    newest = items[0][0]
    report = site.reports.pop(newest)
    site.pages.pop(newest)
    beside = listing(items[1:])
    site.put(
        "/ndbg/", title, f"{beside}<h1>{report.title}</h1>{report.html}", (("ContentSource", report.body),)
    )
    site.reports["/ndbg/"] = report
    return "/ndbg/"


def _scripted(site: Making, layout: Layout, items: list[Item], title: str, size: int) -> str:
    """A list that only a script fills: what it asks for names no address in any page."""
    rows = [[url.rsplit("/", 1)[0], url.rsplit("/", 1)[1], words] for url, words, _ in items]
    site.pages["/nbsj/data"] = site.page(repr(rows).replace("'", '"'))
    script = (
        "fetch('/nbsj/da' + 'ta').then(r => r.json()).then(d => { document.getElementById('app').innerHTML ="
        " d.map(i => '<p><a href=\"' + i[0] + '/' + i[1] + '\">' + i[2] + '</a></p>').join(''); });"
    )
    shell = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><div id='app'></div>"
    site.pages["/nbsj/"] = site.page(f"{shell}<script>{script}</script></body></html>")
    return "/nbsj/"


STRUCTURES: dict[str, Callable[[Making, Layout, list[Item], str, int], str]] = {
    "list": _list,
    "years": _years,
    "standing": _standing,
    "scripted": _scripted,
}
