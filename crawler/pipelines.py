"""From an answer to the archive and the ledger, in the order that a crash cannot break.

What a page leads to is written before the page itself counts as fetched: killed in between, the page
is fetched again, and no link is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.model import Capture, Exchange, LedgerRow
from archive.posting import address_of
from archive.store import Archive
from crawler.due import Role, next_visit

GONE = frozenset((404, 410))
TEMPORARY = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524))


class Recorder:
    """Writes answers and their links; holds no state of its own."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def keep(
        self,
        exchange: Exchange,
        *,
        site: str,
        found_on: str | None,
        children: Sequence[LedgerRow],
        role: Role,
    ) -> Capture:
        """Archive an answer after its links, and say when it is due again; raises what a disk raises."""
        if children and self._archive.ledger.discover(children):
            # Recovery counts every record on disk as fetched, so its new links must be on disk before it.
            self._archive.flush()
        capture = self._archive.store(exchange, site=site, found_on=found_on)
        if exchange.status < 400:  # when to try the others again the archive has noted itself
            self._archive.ledger.schedule(address_of(exchange), next_visit(role, datetime.now(UTC)))
        return capture
