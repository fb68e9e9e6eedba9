"""The beginning and the end of a site's crawl: its seeds, and what is said of it when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.model import LedgerRow, Site
from crawler.address import normal
from crawler.due import Role
from crawler.frontier import Frontier
from crawler.history import SiteHistory
from crawler.options import SiteSummary
from crawler.relevance import titled_report

SEED_SCORE, COLUMN_SCORE = 15.0, 20.0
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
    """Seeds and lists without a next visit: fetched in a run that was killed before it said when."""
    starts = {row.url for row in seeds(site)}
    lists = {row.found_on for row in rows if titled_report(row.anchor or "")}
    for row in rows:
        if row.state == "fetched" and row.next_fetch is None and row.url in starts | lists:
            yield row.url, "start" if row.url in starts else "list"


def sum_up(
    frontier: Frontier, stopped: str, rows: Sequence[LedgerRow], before: SiteHistory | None
) -> SiteSummary:
    """A site's summary; what looks wrong about it goes into ``suspicions``."""
    suspicions = list(frontier.suspicions)
    earlier = any(row.state == "fetched" and titled_report(row.anchor or "") for row in rows)
    if frontier.blocked - {"guard"} and not frontier.reports and stopped == "exhausted":
        stopped = "blocked"
    if not frontier.asked and stopped == "exhausted":
        # Another site with the same start address has crawled it already.
        stopped = "not due" if rows else "shared"
    elif stopped != "interrupted" and not frontier.reports and not earlier:
        suspicions.append("no page or file that looks like a report was found")
    elif (
        before
        and not frontier.incremental
        and stopped != "interrupted"
        and frontier.reports < before.reports * SUSPICIOUS_SHARE
    ):
        suspicions.append(f"only {frontier.reports} reports, where the last crawl saw {before.reports}")
    return SiteSummary(
        frontier.site.site_id,
        frontier.fetched,
        frontier.reports,
        frontier.failures,
        tuple(sorted(frontier.blocked)),
        stopped,
        sum(1 for row in rows if row.state == "discovered"),
        tuple(suspicions),
        frontier.incremental,
    )
