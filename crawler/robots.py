"""What a host's robots.txt allows us (RFC 9309), kept for the length of a run."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from archive.model import Exchange

AGENT = "gongkai"
"""The product token robots.txt may name."""

MAX_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB; the rest of a longer file is not read."""

MAX_HOPS = 5


def robots_url(url: str) -> str:
    """The address of the robots.txt that governs ``url``."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def counted_as(exchange: Exchange) -> int:
    """The status an answer for robots.txt counts as: one of 4xx means no rules, one of 5xx no answer."""
    if exchange.truncated in ("time", "disconnect"):  # rules may be missing
        return 503
    return 404 if 300 <= exchange.status < 400 else exchange.status  # a redirect that is followed no more


class Robots:
    """The rules of every host asked so far, by the address of its robots.txt."""

    def __init__(self) -> None:
        self._rules: dict[str, Protego | bool] = {}

    def known(self, url: str) -> bool:
        """Whether the rules that govern ``url`` have been read."""
        return robots_url(url) in self._rules

    def answered(self, robots: str, status: int, body: bytes) -> None:
        """Note an answer: 2xx is read, 4xx allows everything, everything else allows nothing."""
        if 200 <= status < 300:
            text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
            # An HTML page in place of the file holds no rule; Protego reads none from it.
            self._rules[robots] = Protego.parse(text)
        else:
            self._rules[robots] = 400 <= status < 500 and status != 429

    def unreachable(self, robots: str) -> None:
        """Note that no answer came: nothing of the host may be fetched in this run."""
        self._rules[robots] = False

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be fetched; its host's rules must be known."""
        rules = self._rules[robots_url(url)]
        return rules if isinstance(rules, bool) else bool(rules.can_fetch(url, AGENT))

    def delay(self, url: str) -> float:
        """Seconds between requests the host asks for; 0.0 when it asks for none."""
        rules = self._rules[robots_url(url)]
        asked = None if isinstance(rules, bool) else rules.crawl_delay(AGENT)
        return 0.0 if asked is None else float(asked)
