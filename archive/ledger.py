"""The ledger: every address ever discovered, what became of it, and when to ask again.

Writing goes into the archive's open transaction and lasts after its next ``flush``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from archive.model import LedgerRow, UrlState
from archive.times import from_text, now, to_text

RETRY_AFTER = (timedelta(minutes=10), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
"""How long to wait after the first, second … failure; after the last one the address is left alone."""

BLOCKED_FOR = timedelta(days=30)

_COLUMNS = "url, site, state, score, depth, found_on, anchor, etag, last_modified, next_fetch, tries, reason"


def _from_row(row: tuple[str, ...]) -> LedgerRow:
    values = list(row)
    if values[9] is not None:
        values[9] = from_text(values[9])  # type: ignore[call-overload]
    return LedgerRow(*values)  # type: ignore[arg-type]


def _values(row: LedgerRow) -> tuple[str | float | None, ...]:
    next_fetch = to_text(row.next_fetch) if row.next_fetch else None
    first = (row.url, row.site, row.state, row.score, row.depth, row.found_on, row.anchor)
    return (*first, row.etag, row.last_modified, next_fetch, row.tries, row.reason)


class Ledger:
    """The ledger of an open archive; ``begin`` opens its transaction when none is open."""

    def __init__(self, db: sqlite3.Connection, begin: Callable[[], None]) -> None:
        self._db = db
        self._begin = begin

    def discover(self, rows: Iterable[LedgerRow]) -> int:
        """Add addresses; returns how many were new.

        A known address keeps its state; while it still waits, the higher score and smaller depth win.
        """
        self._begin()
        stamp = to_text(now())
        rows = list(rows)
        before = self._db.total_changes
        self._db.executemany(
            f"INSERT OR IGNORE INTO url ({_COLUMNS}, changed_at) VALUES ({'?, ' * 12}?)",
            [(*_values(row), stamp) for row in rows],
        )
        new = self._db.total_changes - before
        if new < len(rows):
            self._db.executemany(
                "UPDATE url SET score = max(score, ?), depth = min(depth, ?) WHERE url = ?"
                " AND state = 'discovered' AND (score < ? OR depth > ?)",
                [(row.score, row.depth, row.url, row.score, row.depth) for row in rows],
            )
        return new

    def known(self, url: str) -> LedgerRow | None:
        """What is known of an address, or ``None``."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM url WHERE url = ?", (url,)).fetchone()
        return None if row is None else _from_row(row)

    def known_among(self, urls: Iterable[str]) -> dict[str, LedgerRow]:
        """What is known of several addresses, by address; those that are not known are not there."""
        query = f"SELECT {_COLUMNS} FROM json_each(?) CROSS JOIN url ON url.url = json_each.value"
        rows = self._db.execute(query, (json.dumps(list(urls)),))
        return {row[0]: _from_row(row) for row in rows}

    def pending(self, site: str, at: datetime | None = None) -> list[LedgerRow]:
        """A site's addresses to fetch: never fetched, or due at that moment (now); best score first."""
        moment = to_text(at or now())
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM url WHERE site = ? AND (state = 'discovered' OR next_fetch <= ?)"
            " ORDER BY score DESC, depth, url",
            (site, moment),
        )
        return [_from_row(row) for row in rows]

    def rows(self, site: str) -> list[LedgerRow]:
        """Everything known of a site, by address."""
        query = f"SELECT {_COLUMNS} FROM url WHERE site = ? ORDER BY url"
        return [_from_row(row) for row in self._db.execute(query, (site,))]

    def runs(self, site: str) -> frozenset[str]:
        """The runs that were asked to crawl a site, however they ended."""
        query = "SELECT run_id FROM run JOIN registry USING (run_id) WHERE kind = 'site' AND id = ?"
        return frozenset(run_id for (run_id,) in self._db.execute(query, (site,)))

    def fail(self, url: str, reason: str) -> None:
        """A fetch failed for a passing reason; it becomes due again, and whole, after ``RETRY_AFTER``."""
        known = self.known(url)
        tries = known.tries if known else 0
        wait = RETRY_AFTER[tries] if tries < len(RETRY_AFTER) else None
        self._set(url, "failed", reason, next_fetch=now() + wait if wait else None, tries=tries + 1)
        self._db.execute("UPDATE url SET etag = NULL, last_modified = NULL WHERE url = ?", (url,))

    def block(self, url: str, vendor: str) -> None:
        """A challenge page or firewall answered instead of the site; ``vendor`` names it, or another reason.

        It becomes due again after ``BLOCKED_FOR``: guards are taken down, and rules change.
        """
        self._set(url, "blocked", vendor, next_fetch=now() + BLOCKED_FOR, tries=None)

    def gone(self, url: str) -> None:
        """The address is no longer served (404, 410)."""
        self._set(url, "gone", None, next_fetch=None, tries=0)

    def schedule(self, url: str, when: datetime | None) -> None:
        """Fetch an address again from a moment on (UTC), or never again of itself (``None``)."""
        self._begin()
        text = to_text(when) if when else None
        self._db.execute("UPDATE url SET next_fetch = ? WHERE url = ?", (text, url))

    def fetched(self, url: str, etag: str | None, last_modified: str | None, *, whole: bool = True) -> None:
        """An address (there already, see ``ensure``) was answered; the archive calls this.

        The validators are those of the answer a later one is to be compared with: none where it was not
        kept ``whole``, else what is missing of it would never be sent.
        """
        self._set(url, "fetched", None, next_fetch=None, tries=0)
        told = (etag, last_modified) if whole else (None, None)
        self._db.execute("UPDATE url SET etag = ?, last_modified = ? WHERE url = ?", (*told, url))

    def unchanged(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """An address was answered that nothing has changed; validators that are not repeated stay."""
        self._set(url, "fetched", None, next_fetch=None, tries=0)
        self._db.execute(
            "UPDATE url SET etag = coalesce(?, etag), last_modified = coalesce(?, last_modified)"
            " WHERE url = ?",
            (etag, last_modified, url),
        )

    def ensure(self, url: str, site: str, found_on: str | None) -> None:
        """Add an address met without being discovered first (a redirect's target)."""
        self._begin()
        self._db.execute(
            f"INSERT OR IGNORE INTO url ({_COLUMNS}, changed_at)"
            " VALUES (?, ?, 'discovered', 0, 0, ?, NULL, NULL, NULL, NULL, 0, NULL, ?)",
            (url, site, found_on, to_text(now())),
        )

    def restore(self, url: str, before: LedgerRow | None) -> None:
        """Put an address back as it was (``None``: not there), because its answer was not for the crawl."""
        self._begin()
        self._db.execute("DELETE FROM url WHERE url = ?", (url,))
        self.discover(() if before is None else (before,))

    def reopen(self, urls: Iterable[str]) -> None:
        """Make addresses pending again, because what was fetched of them is lost."""
        self._begin()
        stamp = to_text(now())
        self._db.executemany(
            "UPDATE url SET state = 'discovered', next_fetch = NULL, changed_at = ? WHERE url = ?",
            [(stamp, url) for url in urls],
        )

    def changed_since(
        self, moment: str, states: tuple[UrlState, ...]
    ) -> list[tuple[str, str, str, str | None]]:
        """Addresses (url, site, state, reason) that took one of the states since a moment, by address."""
        marks = ", ".join("?" * len(states))
        rows = self._db.execute(
            f"SELECT url, site, state, reason FROM url WHERE changed_at >= ?"
            f" AND state IN ({marks}) ORDER BY url",
            (moment, *states),
        )
        return rows.fetchall()

    def _set(
        self, url: str, state: UrlState, reason: str | None, *, next_fetch: datetime | None, tries: int | None
    ) -> None:
        self._begin()
        self._db.execute(
            "UPDATE url SET state = ?, reason = ?, next_fetch = ?, tries = coalesce(?, tries), changed_at = ?"
            " WHERE url = ?",
            (state, reason, to_text(next_fetch) if next_fetch else None, tries, to_text(now()), url),
        )
