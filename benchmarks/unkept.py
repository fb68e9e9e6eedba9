"""Our crawl with less kept than it keeps, to see what keeping costs.

``nothing``: answers are fetched and judged; addresses are known in memory only, no byte is written.
``ledger``: archive.db remembers the addresses, synced as ever, and no answer is written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from archive.model import Capture, Exchange, LedgerRow
from archive.store import Archive
from crawler import job


def _capture(exchange: Exchange, site: str) -> Capture:
    moment = exchange.fetched_at
    return Capture("", exchange.url, site, moment, exchange.status, "", "", len(exchange.body), "", 0, 0)


class Remembered:
    """A ledger in memory: what the crawl asks of one, and no more."""

    def __init__(self) -> None:
        self._rows: dict[str, LedgerRow] = {}

    def discover(self, rows: Iterable[LedgerRow]) -> int:
        """Add addresses; returns how many were new."""
        before = len(self._rows)
        for row in rows:
            self._rows.setdefault(row.url, row)
        return len(self._rows) - before

    def known(self, url: str) -> LedgerRow | None:
        """What is known of an address."""
        return self._rows.get(url)

    def known_among(self, urls: Iterable[str]) -> dict[str, LedgerRow]:
        """What is known of addresses."""
        return {url: self._rows[url] for url in urls if url in self._rows}

    def runs(self, site: str) -> frozenset[str]:
        """None before this one."""
        return frozenset()

    def rows(self, site: str) -> list[LedgerRow]:
        """Everything known of a site."""
        return [row for row in self._rows.values() if row.site == site]

    def pending(self, site: str) -> list[LedgerRow]:
        """A site's addresses to fetch."""
        return [row for row in self.rows(site) if row.state == "discovered"]

    def schedule(self, url: str, when: datetime | None) -> None:
        """An address was fetched."""
        self._rows[url] = replace(self._rows[url], state="fetched", next_fetch=when)

    def gone(self, url: str) -> None:
        """No robots.txt stands there."""

    def fail(self, url: str, reason: str) -> None:
        """A fetch failed; a measurement in which one does is none."""
        raise RuntimeError(f"{url}: {reason}")


class Nothing:
    """An archive that keeps nothing."""

    def __init__(self) -> None:
        self.ledger = Remembered()

    @classmethod
    def open(cls, *_: Any, **__: Any) -> Nothing:
        """In place of an archive in a folder."""
        return cls()

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *_: object) -> None: ...

    def start_run(self, *_: Any) -> str:
        """No run is told."""
        return ""

    def finish_run(self, *_: Any, **__: Any) -> None:
        """No run is told."""

    def flush(self) -> None:
        """There is nothing to last."""

    def store(self, exchange: Exchange, *, site: str, **_: Any) -> Capture:
        """Forget an answer."""
        if self.ledger.known(exchange.url) is None:  # robots.txt
            self.ledger.discover([LedgerRow(exchange.url, site, "discovered", 0.0, 0)])
        return _capture(exchange, site)


class LedgerOnly(Archive):
    """An archive that settles addresses, once a second, and writes no answers."""

    def store(self, exchange: Exchange, *, site: str, found_on: str | None, **_: Any) -> Capture:
        """Settle an answer's address."""
        capture = _capture(exchange, site)
        self.ledger.ensure(exchange.url, site, found_on)
        self.ledger.fetched(exchange.url, None, None)
        return capture


if __name__ == "__main__":
    setattr(job, "Archive", {"nothing": Nothing, "ledger": LedgerOnly}[sys.argv[1]])  # noqa: B010
    sys.exit(job.main())
