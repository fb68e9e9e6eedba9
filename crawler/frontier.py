"""What one walk still has to offer: its waiting addresses, best first, and when to stop asking.

Memory only: the ledger in ``archive.db`` outlives the process, this heap does not.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.model import LedgerRow, Site
from crawler.address import endless, scope, template
from crawler.relevance import STRONG
from crawler.walks import Walk
from crawler.whose import Owners

PATIENCE = 60
"""Fetches without a new report after which a site that has shown some is left, unless strong links wait."""

TEMPLATE_LIMIT = 300
"""Addresses of one shape (numbers aside) that are queued without a strong reason: calendars, news, goods."""

UNWELCOME_AFTER = 5
"""Requests in a row that brought no answer, or a challenge, after which a site is left for this run."""

TRIES = 2
"""Attempts at one address within a run."""

SOMEBODY_ELSES = "another body's report"
"""Why a report in a list is recorded and not fetched: its title names somebody else."""


@dataclass(slots=True)
class Tally:
    """What came of one site of a walk so far."""

    fetched: int = 0
    failures: int = 0
    years: set[int] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    suspicions: list[str] = field(default_factory=list)


class Frontier:
    """A walk's waiting addresses and its counts; ``budget`` is the most fetches it may cost."""

    def __init__(self, walk: Walk | Site, budget: int, years: Iterable[int] = ()) -> None:
        self.walk = walk if isinstance(walk, Walk) else Walk((walk,), ())
        self.site = self.walk.leader
        self.owners = Owners(self.walk.bodies)
        self.portal = self.walk.portal
        self.budget = budget
        self.wanted_years = frozenset(years)
        self.tallies = {site.site_id: Tally() for site in self.walk.sites}
        self.since_report = 0
        self.unanswered = self.challenged = 0
        self.asked = False
        self.left: str | None = None
        """Why addresses were left for another run (``deferred``, ``unreachable``), if any were."""
        self.settled = False
        """Whether an earlier crawl found enough here, so that only what is new and what is strong counts."""
        self.incremental: set[str] = set()
        self.home = {
            scope(url) for site in self.walk.sites for url in (site.start_url, site.column_url) if url
        }
        self.hops: dict[str, int] = {}
        self.tries: Counter[str] = Counter()
        self.lineage: dict[str, str | None] = {}
        self._heap: list[tuple[float, int, int, LedgerRow]] = []
        self._templates: Counter[str] = Counter()
        self._queued: set[str] = set()
        self._order = 0

    def __len__(self) -> int:
        return len(self._heap)

    def tally(self, site_id: str) -> Tally:
        """The counts of a site of the walk; rows of a site outside it count for the first."""
        return self.tallies.get(site_id) or self.tallies[self.site.site_id]

    @property
    def fetched(self) -> int:
        """Answers so far, of all sites together."""
        return sum(tally.fetched for tally in self.tallies.values())

    @property
    def reports(self) -> int:
        """Addresses so far whose answer looks like a report of the walk's bodies."""
        return sum(len(tally.addresses) for tally in self.tallies.values())

    def offer(self, row: LedgerRow) -> bool:
        """Queue an address unless it waits already or looks made by a trap; says whether it was queued."""
        if row.url in self._queued or row.reason == SOMEBODY_ELSES:
            return False
        if row.score < STRONG:
            shape = template(row.url)
            if endless(row.url) or self._templates[shape] >= TEMPLATE_LIMIT:
                return False
            self._templates[shape] += 1
        self._queued.add(row.url)
        self.put_back(row)
        return True

    def put_back(self, row: LedgerRow) -> None:
        """Queue an address again that was taken."""
        self._order += 1
        heapq.heappush(self._heap, (-row.score, row.depth, self._order, row))

    def take(self) -> LedgerRow | None:
        """The best waiting address, or ``None`` when there is none."""
        return heapq.heappop(self._heap)[3] if self._heap else None

    def count_fetch(self, site_id: str = "") -> None:
        """Note one answer."""
        self.tally(site_id).fetched += 1
        self.since_report += 1

    def count_report(self, url: str, year: int | None, site_id: str = "") -> None:
        """Note an address whose answer looks like a report of that site's body."""
        tally = self.tally(site_id)
        if url in tally.addresses:
            return
        tally.addresses.add(url)
        self.since_report = 0
        if year is not None:
            tally.years.add(year)

    def stop_reason(self) -> str | None:
        """Why the walk is done, in the words of ``SiteSummary.stopped``, or ``None``."""
        if not self._heap:
            return self.left or "exhausted"
        if self.fetched >= self.budget:
            return "budget"
        if self.unanswered >= UNWELCOME_AFTER:
            return "unreachable"
        if self.challenged >= UNWELCOME_AFTER:
            return "blocked"
        best = -self._heap[0][0]
        if best >= STRONG:
            return None
        tallies = self.tallies.values()
        if self.wanted_years and all(self.wanted_years <= tally.years for tally in tallies):
            return "complete"
        # Each body without any report yet lengthens the patience.
        empty = sum(1 for tally in tallies if not tally.addresses)
        if (self.reports or self.settled) and self.since_report >= PATIENCE * (1 + empty):
            return "enough"
        return None
