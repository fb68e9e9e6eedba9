"""The one spider: many sites side by side, each asked one address at a time, the best first."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.model import Body, Exchange, LedgerRow, Site
from archive.posting import asked
from archive.store import Archive
from crawler.asking import page_request, robots_request
from crawler.frontier import Frontier
from crawler.guard import Guard, Refused
from crawler.history import SiteHistory
from crawler.intake import Intake
from crawler.options import CrawlOptions, SiteSummary
from crawler.pace import Pace
from crawler.reading import redirect_target
from crawler.relevance import of_wanted_year
from crawler.rendering import Rendering
from crawler.robots import MAX_HOPS, Robots, counted_as, robots_url
from crawler.settings import user_agent
from crawler.summing import sum_up
from crawler.waiting import waiting_rows
from crawler.walks import Walk, walks
from crawler.window import seconds_left
from crawler.wire import WireRules, unverified

Event = dict[str, Any]


class ReportSpider(Spider):
    """Crawls sites into an archive; ``tell`` is given an event after each answer and each site."""

    name = "reports"

    def __init__(
        self,
        archive: Archive,
        sites: Sequence[Site],
        bodies: Sequence[Body],
        options: CrawlOptions,
        tell: Callable[[Event], None],
        history: Mapping[str, SiteHistory],
        rendered: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.archive = archive
        self.options = options
        self.tell = tell
        self._history = history
        self._rendered = rendered
        self.summaries: list[SiteSummary] = []
        self.error: BaseException | None = None
        self.interrupted = False
        self._ending = "interrupted"
        addresses = [address for site in sites for address in (site.start_url, site.column_url) if address]
        self.guard = Guard(addresses, allow_loopback=options.allow_loopback)
        self.pace = Pace(options.pause())
        self.stop = asyncio.Event()
        self.wire = WireRules(
            self.guard, self.pace, options.timeout, options.max_answer, self.stop, unverified(sites)
        )
        self.robots = Robots()
        self._wanted = partial(of_wanted_year, wanted=options.years)
        self.intake = Intake(archive, self.guard, self._wanted)
        self._waiting = list(reversed(walks(sites, {body.body_id: body for body in bodies})))
        self._active: dict[str, Frontier] = {}
        self._background: asyncio.Task[None] | None = None

    # The run

    async def start(self) -> AsyncIterator[Any]:
        """The first request of the first sites; every later one follows from an answer."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.interrupt)
        # Names are looked up in threads; of the few there are by default, dead names would take all.
        loop.set_default_executor(ThreadPoolExecutor(self.options.sites_at_once))
        self._background = asyncio.create_task(self._flush_each_second())
        self.intake.rendering = Rendering(self.crawler, self.archive, self.robots, user_agent(self.options))
        if self.options.window is not None:
            left = seconds_left(self.options.window, datetime.now(UTC))
            self._ending = "window"
            if left <= 0:
                self.stop.set()
            loop.call_later(left, self.stop.set)
        for _ in range(self.options.sites_at_once):
            for request in self._next_walk():
                yield request

    async def _flush_each_second(self) -> None:
        while True:
            await asyncio.sleep(1)
            try:
                self.archive.flush()
            except Exception as error:
                self.abort(error)
                return

    def interrupt(self) -> None:
        """Stop cleanly: nothing new is asked, what is in flight is dropped and stays in the ledger."""
        self.interrupted = True
        self._ending = "interrupted"
        self.stop.set()

    def abort(self, error: BaseException) -> None:
        """Stop because the archive cannot be written."""
        self.error = error
        self.stop.set()

    async def closed(self, reason: str) -> None:
        """Called by Scrapy at the end: sites still open are summed up as interrupted."""
        if self._background is not None:
            self._background.cancel()
        for frontier in dict.fromkeys(self._active.values()):
            self._finish(frontier, self._ending)
        while self._waiting and self._ending == "window":  # never begun: told as such
            walk = self._waiting.pop()
            self._finish(Frontier(walk, 0), "window")
        if self.intake.rendering is not None:
            await self.intake.rendering.close()

    # A walk

    def _next_walk(self) -> Iterator[Request]:
        while self._waiting and not self.stop.is_set():
            frontier = self._open(self._waiting.pop())
            request = self._advance(frontier)
            if request is not None:
                yield request
                return

    def _open(self, walk: Walk) -> Frontier:
        frontier = Frontier(walk, sum(map(self.options.budget, walk.sites)), self.options.years)
        for site in walk.sites:
            self._active[site.site_id] = frontier
        for row in waiting_rows(frontier, self.archive.ledger, self._history, all_due=self.options.all_due):
            if self._wanted(row.anchor or ""):
                frontier.offer(row)
        return frontier

    def _advance(self, frontier: Frontier) -> Request | None:
        """The next request of a site, or ``None`` after summing it up when it is done."""
        while not self.stop.is_set():
            stopped = frontier.stop_reason()
            row = None if stopped else frontier.take()
            if row is None:
                self._finish(frontier, stopped or "exhausted")
                return None
            try:
                self.guard.check(row.url)
            except Refused as refusal:
                self._refuse(frontier, row, refusal)
                continue
            if not self.robots.known(row.url):
                frontier.asked = True
                return self._robots_request(frontier, row, robots_url(row.url), 0)
            if self.robots.closed(row.url):
                frontier.left = frontier.left or "unreachable"
                continue
            if not self.robots.allows(asked(row.url).url):
                self.archive.ledger.block(row.url, "robots")
                frontier.tally(row.site).blocked.add("robots")
                continue
            if self.pace.deferred(_host(row.url)):
                frontier.left = "deferred"
                continue
            return self._request(frontier, row)
        return None

    def _request(self, frontier: Frontier, row: LedgerRow) -> Request:
        frontier.asked = True
        whole = row.url in self._rendered  # what a browser made of it can have changed all the same
        return page_request(
            row, frontier.site.site_id, whole=whole, answered=self.answered, unanswered=self.unanswered
        )

    def _robots_request(self, frontier: Frontier, row: LedgerRow, url: str, hops: int) -> Request:
        return robots_request(
            row,
            frontier.site.site_id,
            url,
            hops,
            answered=self.robots_answered,
            unanswered=self.robots_unanswered,
        )

    def _finish(self, frontier: Frontier, stopped: str) -> None:
        for site in frontier.walk.sites:
            self._active.pop(site.site_id, None)
        for site in frontier.walk.sites:
            rows = self.archive.ledger.rows(site.site_id)
            summary = sum_up(frontier, site, stopped, rows, self._history.get(site.site_id))
            self.summaries.append(summary)
            told = {"site": site.site_id, "stopped": summary.stopped, "reports": summary.reports}
            self.tell({"event": "site", **told})

    def _onward(self, frontier: Frontier) -> Iterator[Request]:
        request = self._advance(frontier)
        if request is not None:
            yield request
        elif not self.stop.is_set():
            yield from self._next_walk()

    # Answers

    async def answered(self, response: Response, row: LedgerRow) -> AsyncIterator[Request]:
        """Read an answer, keep it with its links, and ask for the site's next address."""
        frontier = self._active.get(response.meta["site"])
        if frontier is None:  # summed up while this answer was on its way
            return
        frontier.unanswered = 0
        frontier.count_fetch(row.site)
        try:
            reason = await self.intake.take_in(frontier, row, response, response.meta["exchange"])
        except Exception as error:
            if self.error is None:
                self.abort(error)
            raise
        if reason is not None:
            self._tell_failure(row, reason)
        reports = len(frontier.tally(row.site).addresses)
        self.tell({"event": "page", "site": row.site, "url": row.url, "reports": reports})
        for request in self._onward(frontier):
            yield request

    def unanswered(self, failure: Failure) -> Iterator[Request]:
        """Note that no answer came, and ask for the site's next address."""
        request: Request = failure.request  # type: ignore[attr-defined]
        row: LedgerRow = request.cb_kwargs["row"]
        frontier = self._active.get(request.meta["site"])
        if frontier is None or isinstance(failure.value, DownloadCancelledError):
            return
        error = failure.value
        if isinstance(error, Refused):
            self._refuse(frontier, row, error)
        else:
            frontier.unanswered += 1
            self._failed(frontier, row, f"{type(error).__name__}: {error}"[:300], again=True)
        yield from self._onward(frontier)

    def _failed(self, frontier: Frontier, row: LedgerRow, reason: str, *, again: bool) -> None:
        told = self.intake.failed(frontier, row, reason, again=again)
        if told is not None:
            self._tell_failure(row, told)

    def _tell_failure(self, row: LedgerRow, reason: str) -> None:
        self.tell({"event": "failure", "site": row.site, "url": row.url, "reason": reason})

    def _refuse(self, frontier: Frontier, row: LedgerRow, refusal: Refused) -> None:
        self.archive.ledger.block(row.url, f"guard: {refusal}")
        tally = frontier.tally(row.site)
        tally.blocked.add("guard")
        tally.failures += row.depth == 0

    # robots.txt

    def robots_answered(self, response: Response, row: LedgerRow, hops: int) -> Iterator[Request]:
        """Learn a host's rules, following its redirects (RFC 9309, 2.3.1.2); ``row`` waits for them."""
        site, governs = response.meta["site"], robots_url(row.url)
        frontier = self._active.get(site)
        if frontier is None:
            return
        exchange: Exchange = response.meta["exchange"]
        self.intake.keep_robots(exchange, site)
        target = redirect_target(response.url, exchange) if 300 <= exchange.status < 400 else None
        if target is not None and hops < MAX_HOPS and self.guard.allows(target):
            yield self._robots_request(frontier, row, target, hops + 1)
            return
        status = counted_as(exchange, readable="undecoded" not in response.flags)
        self.robots.answered(governs, status, response.body)
        self.pace.crawl_delay(_host(governs), self.robots.delay(governs))
        if not 200 <= status < 500 or status == 429:
            why = f"status {status}" if status == exchange.status else "cannot be read whole"
            frontier.tally(site).suspicions.append(f"{governs}: {why}, so nothing may be fetched now")
        frontier.put_back(row)
        yield from self._onward(frontier)

    def robots_unanswered(self, failure: Failure) -> Iterator[Request]:
        """Without an answer nothing of the host may be fetched in this run; its start counts as failed."""
        request: Request = failure.request  # type: ignore[attr-defined]
        site, row = request.meta["site"], request.cb_kwargs["row"]
        frontier = self._active.get(site)
        if frontier is None or isinstance(failure.value, DownloadCancelledError):
            return
        governs = robots_url(row.url)
        self.robots.unreachable(governs)
        frontier.left = frontier.left or "unreachable"
        self._failed(frontier, row, f"{type(failure.value).__name__}: {failure.value}"[:300], again=False)
        frontier.tally(site).suspicions.append(f"{governs}: no answer, so nothing of the host was fetched")
        yield from self._onward(frontier)


def _host(url: str) -> str:
    return url.split("/", 3)[2]
