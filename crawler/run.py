"""Runs a crawl: checks what is asked, starts the child process, shows progress, returns the summary."""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.model import Body, Site
from crawler.guard import literal_address
from crawler.job import Work
from crawler.options import CrawlOptions, CrawlRefused, CrawlSummary, SiteSummary
from crawler.progress import Progress

__all__ = ["CrawlFailed", "CrawlOptions", "CrawlRefused", "CrawlSummary", "SiteSummary", "crawl"]


class CrawlFailed(RuntimeError):
    """The crawl ended without a summary; the message is what the child process said."""


def crawl(folder: Path, sites: Sequence[Site], bodies: Sequence[Body], options: CrawlOptions) -> CrawlSummary:
    """Crawl sites into the archive in ``folder`` and sum up; resumes what an earlier crawl left.

    Ctrl-C and SIGTERM end it cleanly with a summary marked interrupted. Raises CrawlRefused when it may
    not start as asked, CrawlFailed when the archive is locked or cannot be written.
    """
    _check(sites, options)
    work = Work(folder, tuple(sites), tuple(bodies), options)
    child = subprocess.Popen(
        # -P: a file in the working directory must not stand in for a library.
        [sys.executable, "-P", "-m", "crawler.job"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C reaches only us; we pass it on once
    )
    assert child.stdin is not None and child.stdout is not None
    with _passing_signals_to(child), Progress(len(sites), shown=options.progress) as progress:
        with suppress(BrokenPipeError), child.stdin:  # of a child that did not even begin more is said below
            child.stdin.write(pickle.dumps(work))
        last: dict[str, Any] = {}
        for line in child.stdout:
            last = _event(line)
            progress.event(last)
        status = child.wait()
    if last.get("event") == "summary":
        return _summary(last["summary"])
    if last.get("event") == "error":
        raise CrawlFailed(f"{last['kind']}: {last['message']}")
    raise CrawlFailed(f"the crawl process ended with status {status} and no summary; its log is above")


def _check(sites: Sequence[Site], options: CrawlOptions) -> None:
    options.pause()
    if not sites:
        raise CrawlRefused("no site to crawl")
    outside = [site for site in sites if not _on_loopback(site)]
    if outside and not options.operator_contact:
        raise CrawlRefused(
            f"{outside[0].site_id} is not on loopback: set a contact (GONGKAI_CONTACT, a mail or web "
            "address) that the operators of the sites can write to"
        )
    if options.delay is not None and outside and options.delay < CrawlOptions().pause():
        raise CrawlRefused(
            f"{outside[0].site_id} is not on loopback: its delay may not go below the polite minimum"
        )
    for site in sites:
        if not options.allow_loopback and _on_loopback(site):
            raise CrawlRefused(f"{site.site_id} is on loopback, which needs --allow-loopback")


def _on_loopback(site: Site) -> bool:
    hosts = [urlsplit(address).hostname or "" for address in (site.start_url, site.column_url) if address]
    numbers = [literal_address(host) for host in hosts]
    return all(
        host == "localhost" or (number is not None and number.is_loopback)
        for host, number in zip(hosts, numbers, strict=True)
    )


@contextmanager
def _passing_signals_to(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """SIGINT and SIGTERM of this process become one SIGTERM of the child while the block runs."""

    def pass_on(*_: object) -> None:
        if child.poll() is None:
            child.terminate()

    before: dict[signal.Signals, Any] = {}
    handler: Callable[..., None] = pass_on
    if threading.current_thread() is threading.main_thread():
        before = {one: signal.signal(one, handler) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, standing in before.items():
            signal.signal(one, standing)
        if child.poll() is None:
            child.terminate()
            child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


def _event(line: bytes) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(line)
    except ValueError:  # the child was killed while it told it
        return {"event": "torn"}
    return told


def _summary(told: dict[str, Any]) -> CrawlSummary:
    sites = tuple(
        SiteSummary(**{**site, "blocked": tuple(site["blocked"]), "suspicions": tuple(site["suspicions"])})
        for site in told["sites"]
    )
    return CrawlSummary(**{**told, "sites": sites})
