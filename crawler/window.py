"""The hours of the day in which a crawl may ask: by the clock of China, where the sites' visitors are."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))

Window = tuple[int, int]
"""From the first hour up to the second (24-hour clock); ``(21, 6)`` runs over midnight."""


def seconds_left(window: Window, moment: datetime) -> float:
    """Seconds until the window closes; 0.0 when it is closed at that moment."""
    opens, closes = window
    local = moment.astimezone(CHINA)
    hours = local.hour + local.minute / 60 + local.second / 3600 + local.microsecond / 3.6e9
    length = (closes - opens) % 24 or 24
    since = (hours - opens) % 24
    return max(0.0, (length - since) * 3600)
