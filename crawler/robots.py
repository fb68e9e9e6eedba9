"""What a host's robots.txt allows us (RFC 9309), kept for the length of a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from archive.model import Exchange

AGENT = "gongkai"
"""The product token robots.txt may name."""

MAX_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB; the rest of a longer file is not read."""

MAX_HOPS = 5

LIFETIME = 24 * 3600.0
"""Seconds for which rules once read are relied on (RFC 9309, 2.4)."""


def robots_url(url: str) -> str:
    """The address of the robots.txt that governs ``url``."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def counted_as(exchange: Exchange, *, readable: bool = True) -> int:
    """The status an answer for robots.txt counts as: one of 4xx means no rules, one of 5xx no answer.

    ``readable`` says whether its content coding could be undone.
    """
    if 200 <= exchange.status < 300 and (exchange.truncated in ("time", "disconnect") or not readable):
        return 503  # rules may be missing
    return 404 if 300 <= exchange.status < 400 else exchange.status  # a redirect that is followed no more


class Robots:
    """The rules of every host asked so far, by the address of its robots.txt; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rules: dict[str, Protego | bool] = {}
        self._read_at: dict[str, float] = {}

    def known(self, url: str) -> bool:
        """Whether the rules that govern ``url`` have been read, less than a day ago."""
        read_at = self._read_at.get(robots_url(url))
        return read_at is not None and self._clock() - read_at < LIFETIME

    def answered(self, robots: str, status: int, body: bytes) -> None:
        """Note an answer: 2xx is read, 4xx allows everything, everything else allows nothing."""
        self._read_at[robots] = self._clock()
        if 200 <= status < 300:
            text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
            # An HTML page in place of the file holds no rule; Protego reads none from it.
            self._rules[robots] = Protego.parse(text)
        else:
            self._rules[robots] = 400 <= status < 500 and status != 429

    def unreachable(self, robots: str) -> None:
        """Note that no answer came: nothing of the host may be fetched in this run."""
        self._read_at[robots] = self._clock()
        self._rules[robots] = False

    def closed(self, url: str) -> bool:
        """Whether nothing of the host may be fetched now, because nobody knows what its rules say."""
        return self._rules[robots_url(url)] is False

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be fetched; its host's rules must be known."""
        rules = self._rules[robots_url(url)]
        return rules if isinstance(rules, bool) else bool(rules.can_fetch(url, AGENT))

    def delay(self, url: str) -> float:
        """Seconds between requests the host asks for; 0.0 when it asks for none."""
        rules = self._rules[robots_url(url)]
        asked = None if isinstance(rules, bool) else rules.crawl_delay(AGENT)
        return 0.0 if asked is None else float(asked)
