"""How long to wait before asking a host again: pure arithmetic over a clock that the caller reads.

At least the minimum, five times the last answer's duration, the crawl-delay of robots.txt, and what
Retry-After asks (RFC 9110, 10.2.3); each 429 or 503 doubles the pause until a good answer comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LATENCY_FACTOR = 5.0
LONGEST_PAUSE = 600.0
"""Seconds a running crawl waits for one host; a longer wish ends the host's turn for this run."""


@dataclass(slots=True)
class _Host:
    ready: float = 0.0
    robots_delay: float = 0.0
    strikes: int = 0
    deferred: bool = False


class Pace:
    """Remembers for every host when it may be asked again; times are seconds of any monotonic clock."""

    def __init__(self, minimum: float, *, factor: float = LATENCY_FACTOR) -> None:
        self._minimum = minimum
        # A minimum of 0 is only possible on loopback, where waiting serves nobody.
        self._factor = factor if minimum > 0 else 0.0
        self._hosts: dict[str, _Host] = {}

    def wait(self, host: str, now: float) -> float:
        """Seconds to wait before the next request to ``host``."""
        return max(0.0, self._host(host).ready - now)

    def deferred(self, host: str) -> bool:
        """Whether the host asked for a longer pause than a run can wait."""
        return self._host(host).deferred

    def crawl_delay(self, host: str, seconds: float) -> None:
        """Note the crawl-delay of the host's robots.txt."""
        self._host(host).robots_delay = seconds

    def answered(self, host: str, now: float, took: float, status: int, retry_after: str | None) -> None:
        """Note an answer: ``took`` in seconds, ``retry_after`` as the header had it."""
        memory = self._host(host)
        pause = max(self._minimum, self._factor * took, memory.robots_delay)
        if status in (429, 503):
            memory.strikes += 1
            pause = max(pause, self._minimum * 2**memory.strikes, retry_seconds(retry_after))
        else:
            memory.strikes = 0
        memory.deferred = pause > LONGEST_PAUSE
        memory.ready = now + min(pause, LONGEST_PAUSE)

    def failed(self, host: str, now: float) -> None:
        """Note a request that brought no answer."""
        memory = self._host(host)
        memory.strikes += 1
        memory.ready = now + min(self._minimum * 2**memory.strikes, LONGEST_PAUSE)

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())


def retry_seconds(value: str | None) -> float:
    """Seconds a Retry-After header asks for: delta-seconds or a date; 0.0 when absent or unreadable."""
    if not value:
        return 0.0
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
