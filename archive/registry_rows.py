"""Bodies and sites as the archive keeps them with each run: JSON lines in archive.db and in the WARC.

They make reports.db a function of the archive alone, also for sites that came from a file given on
the command line.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict

from archive.canonical import canonical
from archive.model import Body, Site


def dump(row: Body | Site) -> str:
    """A body or site as one canonical JSON line."""
    return canonical(asdict(row))


def load_body(text: str) -> Body:
    """The body that ``dump`` wrote."""
    fields = json.loads(text)
    fields["predecessors"] = tuple(fields["predecessors"])
    return Body(**fields)


def load_site(text: str) -> Site:
    """The site that ``dump`` wrote."""
    return Site(**json.loads(text))


def keep(db: sqlite3.Connection, run_id: str, sites: Sequence[Site], bodies: Sequence[Body]) -> None:
    """Add the rows a run works with."""
    rows = [(run_id, "site", site.site_id, dump(site)) for site in sites]
    rows += [(run_id, "body", body.body_id, dump(body)) for body in bodies]
    db.executemany("INSERT OR IGNORE INTO registry (run_id, kind, id, row) VALUES (?, ?, ?, ?)", rows)


def keep_partial(db: sqlite3.Connection, run_id: str, site_ids: Sequence[str]) -> None:
    """Note the sites a run left before it was through with them."""
    rows = [(run_id, site_id) for site_id in site_ids]
    db.executemany(
        "INSERT OR IGNORE INTO registry (run_id, kind, id, row) VALUES (?, 'partial', ?, '{}')", rows
    )


def looked_through(db: sqlite3.Connection) -> dict[str, str]:
    """For every site a run got through with, when the newest such run began."""
    rows = db.execute(
        """
        SELECT site.id, max(run.started) FROM registry AS site JOIN run USING (run_id)
        WHERE site.kind = 'site' AND run.finished IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM registry AS left
          WHERE left.run_id = site.run_id AND left.kind = 'partial' AND left.id = site.id
        ) GROUP BY site.id
        """
    )
    return dict(rows.fetchall())


def latest(db: sqlite3.Connection) -> tuple[dict[str, Site], dict[str, Body]]:
    """For every site and body any run has used, the row its newest run had, by id."""
    rows = db.execute(
        "SELECT kind, id, row FROM registry JOIN run USING (run_id) WHERE kind IN ('site', 'body')"
        " ORDER BY run.started, run.run_id"
    )
    sites: dict[str, Site] = {}
    bodies: dict[str, Body] = {}
    for kind, key, text in rows:
        if kind == "site":
            sites[key] = load_site(text)
        else:
            bodies[key] = load_body(text)
    return sites, bodies
