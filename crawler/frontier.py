"""What one site still has to offer: its waiting addresses, best first, and when to stop asking.

Memory only: the ledger in ``archive.db`` outlives the process, this heap does not.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable

from archive.model import LedgerRow, Site
from crawler.address import endless, scope, template
from crawler.relevance import STRONG

PATIENCE = 60
"""Fetches without a new report after which a site that has shown some is left, unless strong links wait."""

TEMPLATE_LIMIT = 300
"""Addresses of one shape (numbers aside) that are queued without a strong reason: calendars, news, goods."""

TRIES = 2
"""Attempts at one address within a run."""


class Frontier:
    """A site's waiting addresses and its counts; ``budget`` is the most fetches it may cost."""

    def __init__(self, site: Site, budget: int, years: Iterable[int] = ()) -> None:
        self.site = site
        self.budget = budget
        self.wanted_years = frozenset(years)
        self.fetched = 0
        self.reports = 0
        self.failures = 0
        self.since_report = 0
        self.asked = False
        self.incremental = False
        self.report_years: set[int] = set()
        self.report_addresses: set[str] = set()
        self.blocked: set[str] = set()
        self.suspicions: list[str] = []
        self.home = {scope(address) for address in (site.start_url, site.column_url) if address}
        self.hops: dict[str, int] = {}
        self.tries: Counter[str] = Counter()
        self._heap: list[tuple[float, int, int, LedgerRow]] = []
        self._templates: Counter[str] = Counter()
        self._queued: set[str] = set()
        self._order = 0

    def __len__(self) -> int:
        return len(self._heap)

    def offer(self, row: LedgerRow) -> bool:
        """Queue an address unless it waits already or looks made by a trap; says whether it was queued."""
        if row.url in self._queued:
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

    def count_fetch(self) -> None:
        """Note one answer."""
        self.fetched += 1
        self.since_report += 1

    def count_report(self, url: str, year: int | None) -> None:
        """Note an address whose answer looks like a report."""
        if url in self.report_addresses:
            return
        self.report_addresses.add(url)
        self.reports += 1
        self.since_report = 0
        if year is not None:
            self.report_years.add(year)

    def stop_reason(self) -> str | None:
        """Why the site is done (``exhausted``, ``budget``, ``complete``, ``enough``), or ``None``."""
        if not self._heap:
            return "exhausted"
        if self.fetched >= self.budget:
            return "budget"
        best = -self._heap[0][0]
        if self.wanted_years and self.wanted_years <= self.report_years and best < STRONG:
            return "complete"
        if self.reports and self.since_report >= PATIENCE and best < STRONG:
            return "enough"
        return None
