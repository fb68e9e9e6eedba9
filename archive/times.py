"""Moments as the archive writes them: UTC, microseconds, a trailing Z (WARC 1.1, W3C profile of ISO 8601)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_LAYOUT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """``2026-01-31T08:00:00.000000Z``; raises ``ValueError`` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment!r}; pass UTC")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def from_text(text: str) -> datetime:
    """Read what ``to_text`` wrote, the form without fractions of WARC 1.0, and nanoseconds of WARC 1.1.

    What is finer than a microsecond is left off. Raises ``ValueError`` for anything else.
    """
    if not _LAYOUT.fullmatch(text):  # fromisoformat takes much else
        raise ValueError(f"not a moment as archives write it: {text!r}")
    return datetime.fromisoformat(text)
