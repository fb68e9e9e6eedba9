"""What a walk begins with: its seeds, what is due, and what earlier runs discovered and did not fetch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from archive.ledger import Ledger
from archive.model import LedgerRow
from crawler.due import next_visit
from crawler.frontier import Frontier
from crawler.history import SiteHistory
from crawler.relevance import STRONG, titled_report, year_of
from crawler.summing import COLUMN_SCORE, seeds, unscheduled


def waiting_rows(
    frontier: Frontier, ledger: Ledger, history: Mapping[str, SiteHistory], *, all_due: bool
) -> Iterator[LedgerRow]:
    """The rows to offer, after the seeds were put into the ledger.

    Where an earlier run walked this host for another list of sites, its rows count too; a body that is
    new to a host walked before has the lists read again and its reports, left aside then, asked for.
    """
    own = {site.site_id: ledger.rows(site.site_id) for site in frontier.walk.sites}
    owners = {
        seen.site for site in frontier.walk.sites for row in seeds(site) if (seen := ledger.known(row.url))
    }
    # Without a row of its own a body may have been there from the first run on (killed before it met one).
    earlier = frozenset().union(*map(ledger.runs, owners))
    new = {
        site.body_id
        for site in frontier.walk.sites
        if owners and not own[site.site_id] and not (earlier and earlier <= ledger.runs(site.site_id))
    }
    for site in frontier.walk.sites:
        if any(row.state == "fetched" for row in own[site.site_id]):
            frontier.incremental.add(site.site_id)
        ledger.discover(seeds(site))
    known = [history.get(site.site_id) for site in frontier.walk.sites]
    frontier.settled = all(last is not None and last.enough for last in known) and not new
    for site_id in dict.fromkeys((*own, *sorted(owners))):
        rows = own.get(site_id) or ledger.rows(site_id)
        for site in frontier.walk.sites:
            for url, role in unscheduled(site, rows):
                ledger.schedule(url, next_visit(role, datetime.now(UTC)))
        waiting = ledger.pending(site_id)
        if all_due:
            rows = ledger.rows(site_id)
            waiting += [row for row in rows if row.state != "discovered" and row.next_fetch]
        waiting += _for_the_new(frontier, rows, new)
        last = history.get(site_id)
        for row in waiting:
            left_aside = last is not None and last.enough and row.state == "discovered" and row.score < STRONG
            if not left_aside:
                yield row


def _for_the_new(frontier: Frontier, rows: list[LedgerRow], new: set[str]) -> Iterator[LedgerRow]:
    """Seeds and good lists once more, and what was recorded as somebody else's and is a new body's."""
    if not new:
        return
    for row in rows:
        words = row.anchor or ""
        report = titled_report(words) and year_of(words) is not None
        if frontier.owners.of(words) in new and row.state == "discovered":
            yield replace(row, score=COLUMN_SCORE, reason=None)
        elif row.state == "fetched" and not report and (row.depth == 0 or row.score >= STRONG):
            yield row
