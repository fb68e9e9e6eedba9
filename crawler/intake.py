"""What is done with an answer: judged, rendered where that is needed, kept with its links, counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.http import Response

from archive.model import Exchange, LedgerRow
from archive.store import Archive
from crawler.bounded import at_most
from crawler.challenge import challenge
from crawler.children import children_of, owner_of, somebody_elses
from crawler.due import next_visit
from crawler.frontier import TRIES, Frontier
from crawler.guard import Guard
from crawler.page import Link
from crawler.pipelines import GONE, TEMPORARY, Recorder
from crawler.reading import (
    HOPS,
    PAGE_HOPS,
    Reading,
    Scored,
    location,
    read_answer,
    redirect_target,
    unchanged_role,
)
from crawler.relevance import HEALTH_WORDS, STRONG, titled_report

if TYPE_CHECKING:
    from crawler.rendering import Rendering

UNDECODED = "content coding cannot be undone within the limit"

READING_SECONDS = 5.0
"""Seconds of processor that reading one answer may take; a long list takes a tenth of one."""


class Intake:
    """Takes answers in for the spider; ``wanted`` says whether a link's words are of a year asked for."""

    def __init__(self, archive: Archive, guard: Guard, wanted: Callable[[str], bool]) -> None:
        self._archive = archive
        self._guard = guard
        self._wanted = wanted
        self._recorder = Recorder(archive)
        self.rendering: Rendering | None = None

    async def take_in(
        self, frontier: Frontier, row: LedgerRow, response: Response, exchange: Exchange
    ) -> str | None:
        """Keep an answer and what follows from it; returns why the address failed, if it did."""
        ledger, tally, status = self._archive.ledger, frontier.tally(row.site), exchange.status
        vendor = challenge(status, exchange.response_headers, response.body)
        reading = await self._read(frontier, row, response, exchange, vendor)
        owner = owner_of(frontier, row, reading, ledger) if reading.is_report else None
        if reading.is_report and (owner is None or somebody_elses(frontier, owner, reading.title)):
            # A report of somebody else: kept as a page, asked again only when its list changes.
            reading = replace(reading, is_report=False, role="other")
        children = children_of(frontier, row, reading, ledger, self._guard)
        new = {child.url for child in children} - set(ledger.known_among(child.url for child in children))
        role = reading.role
        if role == "other" and any(
            child.url in new and titled_report(child.anchor or "") for child in children
        ):
            role = "menu"
        self._recorder.keep(exchange, site=row.site, found_on=row.found_on, children=children, role=role)
        for child in children:
            # What an earlier crawl saw, found weak and left aside is not taken up for being seen again.
            left = frontier.settled and child.url not in new and child.score < STRONG
            if child.state == "discovered" and not left and self._wanted(child.anchor or ""):
                frontier.offer(child)
        tally.suspicions.extend(f"{row.url}: {finding}" for finding in reading.findings)
        if reading.is_report:
            frontier.count_report(row.url, reading.year, frontier.walk.site_of(owner or "") or row.site)
        frontier.challenged = 0 if vendor is None else frontier.challenged + 1
        if vendor is not None:
            ledger.block(row.url, vendor)
            tally.blocked.add(vendor)
        elif status >= 400 and status not in GONE:
            return self.failed(frontier, row, f"status {status}", again=status in TEMPORARY)
        elif exchange.truncated in ("time", "disconnect"):
            return self.failed(frontier, row, f"answer cut off: {exchange.truncated}", again=False)
        elif "undecoded" in response.flags and status == 200:
            return self.failed(frontier, row, UNDECODED, again=False)
        return None

    def failed(self, frontier: Frontier, row: LedgerRow, reason: str, *, again: bool) -> str | None:
        """Queue an address once more, or note its failure and give the reason back."""
        frontier.tries[row.url] += 1
        if again and frontier.tries[row.url] < TRIES:
            frontier.put_back(row)
            return None
        frontier.tally(row.site).failures += 1
        ledger = self._archive.ledger
        if not reason.startswith("status "):  # the archive has noted those itself
            ledger.fail(row.url, reason)
        known = ledger.known(row.url)
        if titled_report(row.anchor or "") and known is not None and known.next_fetch is None:
            ledger.schedule(row.url, next_visit("list", datetime.now(UTC)))  # a report is never given up
        return reason

    def keep_robots(self, exchange: Exchange, site: str) -> None:
        """Keep a robots.txt as it was on that day."""
        self._recorder.keep(exchange, site=site, found_on=None, children=(), role="other")
        self._archive.ledger.schedule(exchange.url, None)  # it is asked for with the pages it speaks of

    async def _read(
        self, frontier: Frontier, row: LedgerRow, response: Response, exchange: Exchange, vendor: str | None
    ) -> Reading:
        status = exchange.status
        if 300 <= status < 400 and status != 304:
            return self._redirected(frontier, row, exchange)
        if "undecoded" in response.flags:
            return Reading(False, None, "other", (), (UNDECODED,))
        if vendor is not None or not 200 <= status < 300:
            return Reading(False, None, unchanged_role(row) if status == 304 else "other", ())
        names = tuple(name for body in frontier.walk.bodies for name in (body.name, *body.predecessors))
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        reading = _understood(row, response.body, content_type, names, exchange.truncated)
        # What the page's own words or its content system lead to needs no browser.
        leads = any(one.link.kind == "redirect" or one.points >= STRONG for one in reading.links)
        if (
            not reading.is_report
            and self.rendering is not None
            and exchange.method == "GET"
            and (not leads or frontier.site.render == "always")
        ):
            site = next((one for one in frontier.walk.sites if one.site_id == row.site), frontier.site)
            html, trouble = await self.rendering.show(
                exchange, reading.page, response.body, site.render, site=row.site
            )
            if html is not None:
                reading = _understood(row, html, "text/html; charset=utf-8", names, exchange.truncated)
            elif trouble is not None:
                reading = replace(reading, findings=(*reading.findings, trouble))
        if row.depth == 0:
            if reading.role == "other":
                reading = replace(reading, role="start")
            if "人民政府" in reading.title and not HEALTH_WORDS.search(reading.title):
                frontier.portal = True
        return self._moving(frontier, row, reading)

    def _moving(self, frontier: Frontier, row: LedgerRow, reading: Reading) -> Reading:
        """Count a page's own redirects with those that led to it; after three there are none."""
        hops = frontier.hops.get(row.url, 0) + 1
        moves = [one for one in reading.links if one.link.kind == "redirect"]
        if moves and hops > PAGE_HOPS:
            staying = tuple(one for one in reading.links if one.link.kind != "redirect")
            finding = f"moves on after {PAGE_HOPS} redirects in a row"
            return replace(reading, links=staying, findings=(*reading.findings, finding))
        for one in moves:
            frontier.hops.setdefault(one.link.url, hops)
        return reading

    def _redirected(self, frontier: Frontier, row: LedgerRow, exchange: Exchange) -> Reading:
        target = redirect_target(row.url, exchange)
        hops = frontier.hops.get(row.url, 0) + 1
        if target is None:
            return Reading(False, None, "other", (), (f"redirect to nowhere ({location(exchange)!r})",))
        if hops > HOPS:
            frontier.tally(row.site).failures += 1
            return Reading(False, None, "other", (), (f"more than {HOPS} redirects in a row",))
        frontier.hops.setdefault(target, hops)
        link = Link(target, row.anchor or "", "redirect")
        return Reading(False, None, "start" if row.depth == 0 else "other", (Scored(link, row.score),))


def _understood(
    row: LedgerRow, body: bytes, content_type: str, names: tuple[str, ...], truncated: str | None
) -> Reading:
    """What an answer means; one made so that reading it fails or never ends is kept, and leads nowhere."""
    try:
        with at_most(READING_SECONDS):
            return read_answer(row, body, content_type, names, truncated)
    except Exception as error:  # whatever a page can do to its reader, the other sites are not to feel it
        finding = f"cannot be read: {type(error).__name__}: {error}"[:300]
        return Reading(False, None, "other", (), (finding,))
