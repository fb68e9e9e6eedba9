"""A replica of 大汉's annual-report module: one dynamic page for body and year, only the newest linked."""

from __future__ import annotations

from archive.model import Body
from gongkai.demo.sites.layouts import Generic
from gongkai.demo.sites.making import Item, Making, hexes
from gongkai.demo.sites.reports import FIRST, Moment, reports
from gongkai.demo.sites.resource import ReplicaSite
from gongkai.demo.sites.shapes import on_page
from gongkai.demo.sites.whole import Habits, build_whole


class Annual(Generic):
    """Lists as anywhere; a report by credit code and year."""

    def __init__(self, code: str) -> None:
        self._code = code

    def report(self, year: int) -> str:
        """A report's address."""
        return f"/module/xxgk/xxgkAnnualReport.jsp?area={self._code}&fbtime={year}"

    def column(self, site: Making, slug: str, title: str, items: list[Item], size: int) -> None:
        """The column of reports is a button to the newest; every other column a list."""
        if slug != "nb":
            super().column(site, slug, title, items, size)
            return
        newest = self.report(max(report.year for report in site.reports.values()))
        site.put(self.address(slug), title, f'<a href="{newest.replace("&", "&amp;")}">{title}</a>')


def build_annual(body: Body, habits: Habits, seed: int, noise: int, moment: Moment = FIRST) -> ReplicaSite:
    """The site, its reports moved to their dynamic addresses."""
    layout = Annual(hexes(body.body_id, length=18).upper())
    made = build_whole(body, "hanweb-annual", layout, habits, seed, noise, moment)
    site = Making(body, made.cms, pages=dict(made.pages), answerers=list(made.answerers))
    for path in made.reports:
        site.pages.pop(path)
    for report in reports(body, seed, {}, moment):
        on_page(site, layout.report(report.year), report)
    return site.done()
