"""How things stand, for people: coverage of bodies by years, the last runs, what is due on which site."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive import registry_rows
from archive.coverage import Status
from archive.database import connect_reader
from archive.publish import NAME as REPORTS
from archive.times import to_text


@dataclass(frozen=True, slots=True)
class BodyCoverage:
    """One body of reports.db and what is known of each of its years, oldest first."""

    body_id: str
    name: str
    level: str
    province: str
    years: tuple[tuple[int, Status], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl: when (UTC, as the archive writes it), why it ended, what it counted."""

    run_id: str
    started: str
    finished: str | None
    reason: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class SiteDue:
    """One site's addresses: never fetched, due again now, blocked; and when the next one becomes due."""

    site: str
    body_id: str | None
    waiting: int
    again: int
    blocked: int
    next_fetch: str | None


def coverage_of(
    folder: Path, bodies: tuple[str, ...] = (), province: str | None = None
) -> list[BodyCoverage]:
    """The published coverage, by division code; of the bodies (ids or parts of names) and province given.

    Raises ``FileNotFoundError`` when reports.db has not been published yet.
    """
    path = folder / REPORTS
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there; run gongkai publish")
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        return list(_coverage(db, bodies, province))


def _coverage(
    db: sqlite3.Connection, bodies: tuple[str, ...], province: str | None
) -> Iterator[BodyCoverage]:
    conditions, values = ["1"], list[str]()
    if bodies:
        # instr, not LIKE: a name may hold % or _.
        one = "(body_id = ? OR instr(name, ?) > 0)"
        conditions.append(f"({' OR '.join([one] * len(bodies))})")
        values += [value for body in bodies for value in (body, body)]
    if province is not None:
        # 宁夏 means 宁夏回族自治区 too; a code's first two digits are the province's.
        named = "substr(province, 1, length(?)) = ?"
        conditions.append(f"({named} OR substr(division_code, 1, 2) = substr(?, 1, 2))")
        values += [province, province, province]
    query = (
        f"SELECT body_id, name, level, province FROM body WHERE {' AND '.join(conditions)}"
        " ORDER BY coalesce(division_code, ''), body_id"
    )
    for body_id, name, level, place in db.execute(query, values).fetchall():
        years = db.execute("SELECT year, status FROM coverage WHERE body_id = ? ORDER BY year", (body_id,))
        yield BodyCoverage(body_id, name, level, place, tuple(years))


def last_runs(folder: Path, most: int = 5) -> list[Run]:
    """The latest crawls, newest first; raises ``sqlite3.OperationalError`` when there is no archive."""
    with contextlib.closing(connect_reader(folder)) as db:
        rows = db.execute(
            "SELECT run_id, started, finished, reason, counts FROM run ORDER BY started DESC LIMIT ?", (most,)
        )
        return [
            Run(run_id, started, finished, reason, json.loads(counts))
            for run_id, started, finished, reason, counts in rows
        ]


def due_at(folder: Path, moment: datetime) -> list[SiteDue]:
    """What each known site has to fetch at a moment, most first; raises like ``last_runs``."""
    with contextlib.closing(connect_reader(folder)) as db:
        stamp = to_text(moment)
        rows = db.execute(
            """
            SELECT site, sum(state = 'discovered'),
              sum(state != 'discovered' AND coalesce(next_fetch <= ?, 0)), sum(state = 'blocked'),
              min(CASE WHEN next_fetch > ? THEN next_fetch END)
            FROM url GROUP BY site
            """,
            (stamp, stamp),
        )
        sites, _ = registry_rows.latest(db)
        bodies = {site_id: site.body_id for site_id, site in sites.items()}
        found = [SiteDue(site, bodies.get(site), *counts) for site, *counts in rows]
    return sorted(found, key=lambda it: (-it.waiting - it.again, it.site))
