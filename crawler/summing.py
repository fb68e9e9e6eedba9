"""The beginning and the end of a walk: its seeds, and what is said of each site when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.model import LedgerRow, Site
from crawler.address import normal
from crawler.due import Role
from crawler.frontier import SOMEBODY_ELSES, Frontier
from crawler.history import SiteHistory
from crawler.options import SiteSummary
from crawler.relevance import titled_report, year_of

SEED_SCORE, COLUMN_SCORE = 15.0, 20.0
UNFINISHED = ("interrupted", "window")
SUSPICIOUS_SHARE = 0.5
"""A full crawl that sees fewer reports than this share of the last one's is suspicious."""


def seeds(site: Site) -> list[LedgerRow]:
    """Where a site's crawl begins: its column of reports, when known, before its home page."""
    places = [(site.start_url, SEED_SCORE), (site.column_url, COLUMN_SCORE)]
    return [
        LedgerRow(url, site.site_id, "discovered", points, 0)
        for address, points in places
        if address and (url := normal(address, address))
    ]


def unscheduled(site: Site, rows: Sequence[LedgerRow]) -> Iterator[tuple[str, Role]]:
    """Seeds, lists and menus without a next visit: fetched in a run that was killed before it said when.

    A seed that was given up (blocked, gone, failed too often) has none either, and is a site's only way in.
    """
    starts = {row.url for row in seeds(site)}
    roles: dict[str | None, Role] = {}
    for row in rows:
        if titled_report(words := row.anchor or ""):
            role: Role = "menu" if year_of(words) is None else "list"
            roles[row.found_on] = "list" if roles.get(row.found_on) == "list" else role
    roles.update(dict.fromkeys(starts, "start"))
    for row in rows:
        settled = row.state == "fetched" or (row.state != "discovered" and row.url in starts)
        if settled and row.next_fetch is None and row.url in roles:
            yield row.url, roles[row.url]


def sum_up(
    frontier: Frontier, site: Site, stopped: str, rows: Sequence[LedgerRow], before: SiteHistory | None
) -> SiteSummary:
    """A site's summary; what looks wrong about it goes into ``suspicions``."""
    tally = frontier.tallies[site.site_id]
    reports, incremental = len(tally.addresses), site.site_id in frontier.incremental
    suspicions = list(tally.suspicions)
    earlier = any(row.state == "fetched" and titled_report(row.anchor or "") for row in rows)
    if tally.blocked - {"guard"} and not reports and stopped == "exhausted":
        stopped = "blocked"
    if not frontier.asked and stopped == "exhausted":
        stopped = "not due"
    elif stopped not in UNFINISHED and not reports and not earlier:
        suspicions.append("no page or file that looks like a report was found")
    elif (
        before
        and not incremental
        and stopped not in UNFINISHED
        and reports < before.reports * SUSPICIOUS_SHARE
    ):
        suspicions.append(f"only {reports} reports, where the last crawl saw {before.reports}")
    return SiteSummary(
        site.site_id,
        tally.fetched,
        reports,
        tally.failures,
        tuple(sorted(tally.blocked)),
        stopped,
        sum(1 for row in rows if row.state == "discovered" and row.reason != SOMEBODY_ELSES),
        tuple(suspicions),
        incremental,
    )
