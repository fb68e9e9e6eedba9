"""Which links of an answer are worth remembering: the rules of scope, guard and paging."""

from __future__ import annotations

from dataclasses import replace

from archive.ledger import Ledger
from archive.model import LedgerRow
from crawler.address import scope
from crawler.frontier import Frontier
from crawler.guard import Guard, Refused
from crawler.reading import Reading
from crawler.relevance import STRONG


def children_of(
    frontier: Frontier, row: LedgerRow, reading: Reading, ledger: Ledger, guard: Guard
) -> list[LedgerRow]:
    """The links as ledger rows; strong ones that must not be contacted come as blocked.

    A link that leaves the site is followed only when it is strong, and never one step further.
    """
    children: list[LedgerRow] = []
    fresh = 0
    for one in sorted(reading.links, key=lambda one: one.link.kind == "paging"):
        link, points = one.link, one.points
        # A list that shows nothing new has no next page worth asking for.
        if link.kind == "paging" and not fresh:
            continue
        away = scope(link.url) not in frontier.home
        strong = points >= STRONG
        if away and not strong and link.kind != "redirect":
            continue
        known = ledger.known(link.url)
        if known is not None and known.state != "discovered":
            continue
        words = link.words or None
        child = LedgerRow(link.url, row.site, "discovered", points, row.depth + 1, row.url, words)
        try:
            guard.check(link.url)
        except Refused as refusal:
            children.append(replace(child, state="blocked", reason=f"guard: {refusal}"))
            frontier.blocked.add("guard")
            continue
        if away and link.kind == "redirect" and row.depth == 0:
            frontier.home.add(scope(link.url))  # the site has moved; it is at home where it sends us
        elif away and not strong:
            continue
        fresh += link.kind != "paging" and known is None
        if known is None or known.site == row.site:
            children.append(child)
    return children
