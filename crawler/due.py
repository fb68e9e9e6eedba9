"""When an address is worth asking again: pure rules over what it was and what month it is.

Reports of a year must be out by 31 January (regulation of 2019, article 49), so lists are watched
daily in that month; a menu that first led to their column is asked twice a year, in case the column
moves; an old report once a year, in case it was silently edited.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

Role = Literal["start", "list", "menu", "report", "other"]

INTERVALS: dict[Role, timedelta | None] = {
    "start": timedelta(days=30),
    "list": timedelta(days=30),
    "menu": timedelta(days=180),
    "report": timedelta(days=365),
    "other": None,
}
IN_SEASON = timedelta(days=1)
SEASON = (1,)
"""Months in which reports come out."""


def next_visit(role: Role, moment: datetime) -> datetime | None:
    """The moment (UTC) from which an address of that role is due again; ``None``: never of itself."""
    interval = INTERVALS[role]
    if interval is None:
        return None
    if role in ("start", "list"):
        if moment.month in SEASON:
            return moment + IN_SEASON
        # Never sleep past the first of January.
        season = datetime(moment.year + 1, 1, 1, tzinfo=moment.tzinfo)
        return min(moment + interval, season)
    return moment + interval
