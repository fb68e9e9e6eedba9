"""What the last finished crawl found on each site, read back from the counts it left in archive.db."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.database import connect_reader
from crawler.options import SiteSummary

REPORTS = "reports of "
ENOUGH = "enough of "


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """A site's last finished run: reports seen in all, and whether the rest was left aside on purpose."""

    reports: int
    enough: bool


def counts_of(site: SiteSummary, before: SiteHistory | None) -> dict[str, int]:
    """A site's part in a run's counts; a run that asked for nothing hands on what was known before."""
    idle = site.stopped == "not due" and before is not None
    known = before.reports if before else 0
    enough = site.stopped in ("enough", "complete")
    if before is not None and (idle or site.incremental):  # what was left aside then is so still
        enough = enough or before.enough
    return {
        REPORTS + site.site_id: known if idle else max(site.reports, known if site.incremental else 0),
        ENOUGH + site.site_id: int(enough),
    }


def rendered_addresses(folder: Path) -> frozenset[str]:
    """Addresses that were shown in a browser: unchanged bytes do not mean that their list is unchanged."""
    return frozenset(url for (url,) in _rows(folder, "SELECT url FROM capture WHERE kind = 'dom'"))


def read_history(folder: Path) -> Mapping[str, SiteHistory]:
    """By site id; empty when nothing was crawled yet."""
    finished = "SELECT counts FROM run WHERE finished IS NOT NULL AND reason = 'finished' ORDER BY started"
    history: dict[str, SiteHistory] = {}
    for (text,) in _rows(folder, finished):
        counts: dict[str, int] = json.loads(text)
        for name, count in counts.items():
            if name.startswith(REPORTS):
                site = name.removeprefix(REPORTS)
                history[site] = SiteHistory(count, bool(counts.get(ENOUGH + site)))
    return history


def _rows(folder: Path, query: str) -> list[tuple[str]]:
    """Single texts of archive.db; none where there is no archive yet."""
    try:
        with closing(connect_reader(folder)) as db:
            return db.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []
