"""Which links of an answer are worth remembering: the rules of scope, guard, paging and ownership."""

from __future__ import annotations

from dataclasses import replace

from archive.ledger import Ledger
from archive.model import LedgerRow
from crawler.address import scope
from crawler.frontier import SOMEBODY_ELSES, Frontier
from crawler.guard import Guard, Refused
from crawler.reading import Reading
from crawler.relevance import HEALTH_WORDS, STRONG, titled_report, year_of
from crawler.whose import OTHER

OWN_POINTS, KIN_POINTS, OTHERS_POINTS = 4.0, 3.0, -14.0
"""On a portal: a link that names a body, one below such a link, one that names somebody else."""


def lineage(frontier: Frontier, row: LedgerRow, ledger: Ledger) -> str | None:
    """The body (or :data:`~crawler.whose.OTHER`) that the way to an address named last, or ``None``."""
    way: list[str] = []
    at: LedgerRow | None = row
    owner: str | None = None
    while at is not None and at.url not in way:
        if at.url in frontier.lineage:
            owner = frontier.lineage[at.url]
            break
        way.append(at.url)
        owner = frontier.owners.of(at.anchor or "")
        if owner is not None:
            break
        at = ledger.known(at.found_on) if at.found_on else None
    for url in way:
        frontier.lineage[url] = owner
    return owner


def owner_of(frontier: Frontier, row: LedgerRow, reading: Reading, ledger: Ledger) -> str | None:
    """Whose report an answer is: by its title, its link, its source, the way to it, at last its site."""
    for words in (reading.title, row.anchor or "", reading.source):
        owner = frontier.owners.of(words)
        if owner is not None:
            return owner
    owner = lineage(frontier, row, ledger)
    if owner is None and row.depth == 0:  # the registry says whose this address is
        return next(site.body_id for site in frontier.walk.sites if site.site_id == row.site)
    if owner is not None or frontier.portal:
        return owner
    return frontier.site.body_id


def somebody_elses(frontier: Frontier, owner: str | None, title: str) -> bool:
    """Whether a report is none of ours; on a health site another commission's is taken for its own body."""
    return owner == OTHER and (frontier.portal or not HEALTH_WORDS.search(title))


def children_of(
    frontier: Frontier, row: LedgerRow, reading: Reading, ledger: Ledger, guard: Guard
) -> list[LedgerRow]:
    """The links as ledger rows; strong ones that must not be contacted come as blocked.

    A link that leaves the site is followed only when it is strong, and never one step further. A report
    that names another body is recorded with the reason, and not fetched.
    """
    children: list[LedgerRow] = []
    fresh = 0
    kin = lineage(frontier, row, ledger)
    standing = ledger.known_among(one.link.url for one in reading.links)
    for one in sorted(reading.links, key=lambda one: one.link.kind == "paging"):
        link, points = one.link, one.points
        # A list that shows nothing new has no next page worth asking for.
        if link.kind == "paging" and not fresh:
            continue
        owner = frontier.owners.of(link.words)
        others_report = year_of(link.words) is not None and somebody_elses(frontier, owner, link.words)
        others_report = others_report and titled_report(link.words)
        if frontier.portal:
            points += _ownership(owner, kin, link.kind == "paging")
        away = scope(link.url) not in frontier.home
        strong = points >= STRONG
        if away and not strong and link.kind != "redirect":
            continue
        known = standing.get(link.url)
        if known is not None and known.state != "discovered" and not _back(known, link.words):
            continue
        site = frontier.walk.site_of(owner or kin or "") or row.site
        words = link.words or None
        # What an address moved to stands where it stood: no click leads there.
        depth = row.depth + (link.kind != "redirect")
        child = LedgerRow(link.url, site, "discovered", points, depth, row.url, words)
        try:
            guard.check(link.url)
        except Refused as refusal:
            children.append(replace(child, state="blocked", reason=f"guard: {refusal}"))
            frontier.tally(row.site).blocked.add("guard")
            continue
        if away and link.kind == "redirect" and row.depth == 0:
            frontier.home.add(scope(link.url))  # the site has moved; it is at home where it sends us
        elif away and not strong:
            continue
        fresh += link.kind != "paging" and known is None
        if others_report:
            child = replace(child, score=OTHERS_POINTS, reason=SOMEBODY_ELSES)
        if known is None or known.site == row.site or known.site in frontier.tallies:
            children.append(child)
    return children


def _back(known: LedgerRow, words: str) -> bool:
    """Whether a report or column that is not due of itself is worth asking, because a page names it now.

    It was given up, or is known from the WARC files only, which tell neither words nor next visit.
    """
    lost = known.anchor is None if known.state == "fetched" else known.state != "discovered"
    return lost and known.next_fetch is None and titled_report(words)


def _ownership(owner: str | None, kin: str | None, paging: bool) -> float:
    if OTHER in (owner, kin) and owner in (None, OTHER):
        return OTHERS_POINTS
    if paging:  # a next page keeps the rank of its list
        return 0.0
    if owner is not None:
        return OWN_POINTS
    return KIN_POINTS if kin is not None else 0.0
