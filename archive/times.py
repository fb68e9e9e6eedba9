"""Moments as the archive writes them: UTC, microseconds, a trailing Z (WARC 1.1, W3C profile of ISO 8601)."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """``2026-01-31T08:00:00.000000Z``; raises ``ValueError`` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment!r}; pass UTC")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read what ``to_text`` wrote, and the shorter form without fractions of WARC 1.0.

    Raises ``ValueError`` for anything else.
    """
    layout = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ"
    return datetime.strptime(text, layout).replace(tzinfo=UTC)
