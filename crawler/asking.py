"""What is sent to a site: the request for a ledger row, and that for a host's robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scrapy import Request

from archive.model import LedgerRow
from archive.posting import asked


def page_request(
    row: LedgerRow, site: str, *, whole: bool, answered: Callable[..., Any], unanswered: Callable[..., Any]
) -> Request:
    """Ask for an address as the ledger has it, of ``site``'s walk; ``whole`` wants it also when unchanged."""
    asks = asked(row.url)
    headers: dict[str, str] = {}
    conditional = asks.method == "GET" and not whole
    if row.etag and conditional:
        headers["If-None-Match"] = row.etag
    if row.last_modified and conditional:
        headers["If-Modified-Since"] = row.last_modified
    if row.found_on:  # some systems refuse an attachment that nobody links to
        headers["Referer"] = asked(row.found_on).url
    if asks.method == "POST":
        headers |= {"Content-Type": asks.media_type, "X-Requested-With": "XMLHttpRequest"}
    return Request(
        asks.url,
        method=asks.method,
        body=asks.body,
        callback=answered,
        errback=unanswered,
        headers=headers,
        dont_filter=True,
        meta={"site": site},
        cb_kwargs={"row": row},
    )


def robots_request(
    row: LedgerRow,
    site: str,
    url: str,
    hops: int,
    *,
    answered: Callable[..., Any],
    unanswered: Callable[..., Any],
) -> Request:
    """Ask for the rules that ``row`` waits for, at ``url`` after so many redirects."""
    return Request(
        url,
        callback=answered,
        errback=unanswered,
        dont_filter=True,
        meta={"site": site},
        cb_kwargs={"row": row, "hops": hops},
    )
