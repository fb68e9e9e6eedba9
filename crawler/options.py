"""What a crawl is asked to do and what it reports back: frozen values, safe to pickle."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Site
from crawler.window import Window

MINIMUM_DELAY = 3.0
"""Seconds between two requests to one host, unless the crawl may contact loopback addresses only."""

MAX_PAGES = 400
"""Fetches a site may cost when neither its registry row nor the command line says otherwise."""

MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of one answer that are kept; what comes after is cut off and the record says so."""


class CrawlRefused(ValueError):
    """The crawl cannot start as asked; the message says what to change."""


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How to crawl.

    ``max_pages`` caps the fetches of each site; ``years`` are the report years wanted (empty: all);
    ``delay`` in seconds may go below :data:`MINIMUM_DELAY` only with ``allow_loopback``;
    ``operator_contact`` is an address of post or web put into the User-Agent, required unless every
    site is on loopback; ``all_due`` fetches known addresses again though they are not due;
    ``window`` are the hours (China time) in which to ask, the run ends when they are over;
    ``timeout`` bounds one request in seconds and ``max_answer`` one answer in bytes.
    """

    max_pages: int | None = None
    years: tuple[int, ...] = ()
    allow_loopback: bool = False
    delay: float | None = None
    operator_contact: str | None = None
    all_due: bool = False
    progress: bool = False
    timeout: float = 60.0
    max_answer: int = MAX_ANSWER
    sites_at_once: int = 64
    window: Window | None = None

    def budget(self, site: Site) -> int:
        """The answers a site may take."""
        return min((most for most in (site.max_pages, self.max_pages) if most), default=MAX_PAGES)

    def pause(self) -> float:
        """Seconds between two requests to one host; raises CrawlRefused for options that make no sense."""
        if self.window is not None and not all(0 <= hour <= 24 for hour in self.window):
            raise CrawlRefused(f"a window of the hours {self.window} makes no sense; give two from 0 to 24")
        if self.delay is None:
            return MINIMUM_DELAY
        if not self.delay >= 0:  # what is no number either
            raise CrawlRefused(f"a delay of {self.delay} seconds makes no sense; give 0 or more")
        if self.delay < MINIMUM_DELAY and not self.allow_loopback:
            raise CrawlRefused(
                f"a delay of {self.delay} seconds is below the polite {MINIMUM_DELAY:g}; "
                "less is allowed only with --allow-loopback"
            )
        return self.delay


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What came of one site: fetches, pages that look like reports, failures, and why it ended.

    ``stopped`` is ``exhausted``, ``budget``, ``enough``, ``complete``, ``interrupted``, ``window``
    (its hours were over), ``blocked``, ``deferred`` (the host asked for a long pause), ``unreachable`` or
    ``not due``;
    ``blocked`` names vendors of challenge pages or ``robots``; ``suspicions`` are English sentences;
    ``incremental`` is true when the site had been crawled before, so that ``reports`` counts only new ones.
    """

    site_id: str
    fetched: int
    reports: int
    failures: int
    blocked: tuple[str, ...]
    stopped: str
    pending: int
    suspicions: tuple[str, ...] = ()
    incremental: bool = False


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """What came of a run; ``interrupted`` is true when a signal ended it before the sites were done."""

    run_id: str
    sites: tuple[SiteSummary, ...]
    interrupted: bool
    seconds: float

    @property
    def fetched(self) -> int:
        """Answers of all sites together, redirects among them, robots.txt not."""
        return sum(site.fetched for site in self.sites)

    @property
    def reports(self) -> int:
        """Pages and attachments that look like reports."""
        return sum(site.reports for site in self.sites)

    @property
    def good(self) -> bool:
        """Whether nothing failed, was blocked or looks suspicious."""
        return not self.interrupted and not any(
            site.failures or site.blocked or site.suspicions for site in self.sites
        )
