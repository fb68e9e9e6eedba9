"""The child process in which a crawl runs, so that a crash or a leak of the engine stays there.

Reads its work (pickled, from :mod:`crawler.run`) on standard input, crawls, and writes one JSON object
a line on standard output; the last is the summary. SIGTERM stops it cleanly, and so does the death of
the process that started it.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import CrawlerProcess

from archive.model import Body, Site
from archive.store import Archive
from crawler.history import SiteHistory, counts_of, read_history, rendered_addresses
from crawler.options import CrawlOptions, CrawlSummary
from crawler.proposals import proposal, write
from crawler.settings import scrapy_settings
from crawler.spider import ReportSpider

LEFT_IN_PART = frozenset({"budget", "interrupted", "window", "blocked", "deferred", "unreachable"})
"""Reasons of stopping after which a report not seen may still be there."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the child is asked to do."""

    folder: Path
    sites: tuple[Site, ...]
    bodies: tuple[Body, ...]
    options: CrawlOptions


def run(work: Work, tell: Any) -> CrawlSummary:
    """Crawl in this process; Scrapy's reactor runs once a process, so call it once."""
    started = time.monotonic()
    options = work.options
    with Archive.open(work.folder, operator=options.operator_contact, robots="obeyed (RFC 9309)") as archive:
        history = read_history(work.folder)
        run_id = archive.start_run("crawl", work.sites, work.bodies)
        process = CrawlerProcess(scrapy_settings(options))
        crawler = process.create_crawler(ReportSpider)
        process.crawl(
            crawler,
            archive=archive,
            sites=work.sites,
            bodies=work.bodies,
            options=options,
            tell=tell,
            history=history,
            rendered=rendered_addresses(work.folder),
        )
        process.start(install_signal_handlers=False)
        spider = crawler.spider
        if not isinstance(spider, ReportSpider):
            raise RuntimeError("the crawl engine ended before the spider was made; its log says why")
        if spider.error is not None:  # the run stays unfinished, as after a crash: its counts say nothing
            raise spider.error
        summary = CrawlSummary(
            run_id, _in_order(work.sites, spider), spider.interrupted, time.monotonic() - started
        )
        archive.finish_run(
            run_id,
            "interrupted" if spider.interrupted else "finished",
            _counts(summary, history),
            partial=_partial(work.sites, summary),
        )
        _propose(work, archive, summary)
    return summary


def _propose(work: Work, archive: Archive, summary: CrawlSummary) -> None:
    bodies = {body.body_id: body for body in work.bodies}
    found = {site.site_id for site in summary.sites if site.reports}
    month = f"{datetime.now(UTC):%Y-%m}"
    made = (
        proposal(site, bodies[site.body_id], archive.ledger.rows(site.site_id), month)
        for site in work.sites
        if site.site_id in found and site.body_id in bodies
    )
    write(work.folder, filter(None, made))


def _in_order(sites: Sequence[Site], spider: ReportSpider) -> tuple[Any, ...]:
    place = {site.site_id: number for number, site in enumerate(sites)}
    return tuple(sorted(spider.summaries, key=lambda one: place[one.site_id]))


def _partial(sites: Sequence[Site], summary: CrawlSummary) -> list[str]:
    """The sites that were left before everything worth asking was asked."""
    through = {one.site_id for one in summary.sites if one.stopped not in LEFT_IN_PART}
    return [site.site_id for site in sites if site.site_id not in through]


def _counts(summary: CrawlSummary, history: Mapping[str, SiteHistory]) -> dict[str, int]:
    counts = {"sites": len(summary.sites), "fetched": summary.fetched, "reports": summary.reports}
    counts["failures"] = sum(site.failures for site in summary.sites)
    counts["blocked"] = sum(1 for site in summary.sites if site.blocked)
    for site in summary.sites:
        counts.update(counts_of(site, history.get(site.site_id)))
    return counts


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Read the work, do it, tell about it; exit status 0 when a summary was written."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing else may write between the lines
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    work: Work = pickle.load(sys.stdin.buffer)

    def tell(event: dict[str, Any]) -> None:
        try:
            lines.write(json.dumps(event, ensure_ascii=False) + "\n")
            lines.flush()
        except BrokenPipeError:
            pass

    try:
        summary = run(work, tell)
    except Exception as error:
        tell({"event": "error", "kind": type(error).__name__, "message": str(error)})
        return 1
    tell({"event": "summary", "summary": asdict(summary)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
