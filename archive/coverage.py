"""For each body and year: is there a report, should there be one, and if not, what is known of why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from archive.model import Body, Site
from archive.registry_rows import looked_through
from archive.times import from_text
from parsers.sense_checks import department_deadline

Status = Literal["found", "missing", "not_due", "blocked", "unknown"]
FIRST_YEAR = 2008
"""The first year under the regulation (国务院令第492号, in force 2008-05-01)."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One cell of the map of what is there; ``report_id`` only where a report was found."""

    body_id: str
    year: int
    status: Status
    report_id: str | None


def last_look(db: sqlite3.Connection) -> datetime | None:
    """When the archive last looked at any site; publishing knows no other clock."""
    row = db.execute(
        "SELECT max(moment) FROM (SELECT max(started) AS moment FROM run UNION ALL"
        " SELECT max(fetched_at) FROM capture)"
    ).fetchone()
    return from_text(row[0]) if row[0] else None


def _site_states(db: sqlite3.Connection) -> tuple[set[str], set[str]]:
    """Sites that gave any page of their own, and sites where a firewall answered instead.

    A challenge page comes with status 200 too, and robots.txt is often served where nothing else is.
    """
    answered = db.execute(
        "SELECT DISTINCT capture.site FROM capture JOIN url USING (url)"
        " WHERE status = 200 AND state = 'fetched' AND capture.url NOT LIKE '%/robots.txt'"
    )
    blocked = db.execute("SELECT DISTINCT site FROM url WHERE state = 'blocked'")
    return {name for (name,) in answered}, {name for (name,) in blocked}


@dataclass(frozen=True, slots=True)
class _Home:
    """What is known of a body's sites together; ``through`` is when all of them were last looked through.

    Sites that start on one host are walked together, their pages kept for the first of them: what answered
    one of them, or blocked it, did so for all.
    """

    answered: bool
    blocked: bool
    through: date | None


def _without_report(year: int, look: date | None, home: _Home) -> Status:
    if look is not None and look <= department_deadline(year):
        return "not_due"
    if home.answered and home.through is not None and home.through > department_deadline(year):
        return "missing"
    return "blocked" if home.blocked else "unknown"


def coverage(
    db: sqlite3.Connection,
    sites: Mapping[str, Site],
    bodies: Mapping[str, Body],
    found: Mapping[tuple[str, int], str],
) -> Iterator[Coverage]:
    """Every body from 2008 to the last year a report of which could be known when the archive last looked.

    A year is missing only where every site of the body was looked through after the report was due: what a
    run left in part may still have it. ``found`` gives the latest report's id by body and year; years it
    has before or beyond that are listed too, for their body alone: a year may be misprinted.
    """
    moment = last_look(db)
    look = moment.date() if moment else None
    last = max(FIRST_YEAR, look.year - 1) if look else FIRST_YEAR
    own: dict[str, set[int]] = {body_id: set(range(FIRST_YEAR, last + 1)) for body_id in bodies}
    for body_id, year in found:
        own.get(body_id, set()).add(year)
    answered, blocked = (
        {sites[site_id].host for site_id in state if site_id in sites} for state in _site_states(db)
    )
    looked = looked_through(db)
    homes: dict[str, list[Site]] = {body_id: [] for body_id in bodies}
    for site in sites.values():
        homes.setdefault(site.body_id, []).append(site)
    for body_id in sorted(bodies):
        through = min((looked.get(site.site_id, "") for site in homes[body_id]), default="")
        hosts = {site.host for site in homes[body_id]}
        home = _Home(
            bool(hosts & answered), bool(hosts & blocked), from_text(through).date() if through else None
        )
        for year in sorted(own[body_id]):
            report_id = found.get((body_id, year))
            status: Status = "found"
            if report_id is None:
                status = _without_report(year, look, home)
            yield Coverage(body_id, year, status, report_id)
