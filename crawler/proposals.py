"""What a crawl learnt about the registry: a file to review, since the registry is changed by people only.

A site on which a body's own reports were found confirms the body's name (by the titles), the site, and
the column (the page that most of the reports were found on).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.model import Body, LedgerRow, Site
from archive.posting import asked
from crawler.address import normal
from crawler.registry import Registry
from crawler.relevance import titled_report, year_of
from crawler.whose import Owners, folded

NAME = "registry-proposals.csv"
COLUMNS = (
    "site_id",
    "body_id",
    "verdict",
    "name",
    "start_url",
    "column_url",
    "column_now",
    "reports",
    "note",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A site's row: ``verdict`` is ``confirms`` or ``corrects`` (another name or column than registered)."""

    site_id: str
    body_id: str
    verdict: str
    name: str
    start_url: str
    column_url: str
    column_now: str
    reports: int
    note: str


def proposal(site: Site, body: Body, rows: Sequence[LedgerRow], month: str) -> Proposal | None:
    """What a site's addresses say of its row; ``None`` where no report of the body was fetched."""
    owners = Owners((body,))
    found = [
        row
        for row in rows
        if row.state == "fetched"
        and titled_report(words := row.anchor or "")
        and year_of(words) is not None
        and owners.of(words) in (None, body.body_id)
    ]
    if not found:
        return None
    by_address = {row.url: row for row in rows}
    column = Counter(_shown(row.found_on, by_address) for row in found if row.found_on).most_common(1)
    column_url = column[0][0] if column else site.start_url
    titles = [folded(row.anchor or "") for row in found]
    names = [name for name in (body.name, *body.predecessors) if any(folded(name) in it for it in titles)]
    name = body.name if not names or body.name in names else names[-1]
    registered = normal(site.column_url, site.column_url) if site.column_url else None
    corrects = registered not in (None, column_url) or name != body.name
    stands = "name and site" if names else "site"
    return Proposal(
        site.site_id,
        body.body_id,
        "corrects" if corrects else "confirms",
        name,
        site.start_url,
        column_url,
        site.column_url or "",
        len(found),
        f"{stands} confirmed by a crawl {month}; column confirmed by a crawl {month}",
    )


def _shown(address: str, rows: Mapping[str, LedgerRow]) -> str:
    """The page a reader sees: a list that answers a form stands on the page that leads to it."""
    while asked(address).method == "POST" and (row := rows.get(address)) and row.found_on:
        address = row.found_on
    return address


def waiting(folder: Path, known: Registry) -> Counter[str]:
    """How many of the folder's proposals of each verdict the registry does not say yet."""
    sites = {site.site_id: site for site in known.sites}
    names = {body.body_id: body.name for body in known.bodies}
    return Counter(
        row["verdict"]
        for row in _standing(folder).values()
        if (site := sites.get(row["site_id"])) is None
        or (site.column_url, names[site.body_id]) != (row["column_url"], row["name"])
        or "confirmed by a crawl" not in site.note
    )


def _standing(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / NAME
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["site_id"]: row for row in csv.DictReader(file)}


def write(folder: Path, made: Iterable[Proposal]) -> None:
    """Put proposals into the folder's file; a newer one takes the place of its site's older one."""
    path, standing = folder / NAME, _standing(folder)
    for one in made:
        standing[one.site_id] = {column: str(getattr(one, column)) for column in COLUMNS}
    if not standing:
        return
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(standing[site_id] for site_id in sorted(standing))
    beside.replace(path)
