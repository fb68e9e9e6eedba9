"""Sums and medians by province, level, year and variable, over the latest versions: for charts and queries.

A figure that cannot be decided (ambiguous) is in none of them: no total may rest on a guess.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from archive.figure_rows import CONFIDENCES

_REPORTS = "SELECT province, level, year, n FROM report WHERE latest = 1 ORDER BY 1, 2, 3"
_AMBIGUOUS = 10 * CONFIDENCES.index("ambiguous")
_FIGURES = (
    f"SELECT variable, value FROM figure WHERE report = ? AND value IS NOT NULL AND reading < {_AMBIGUOUS}"
)


def _rows(db: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    # A place and year at a time: SQLite would sort fifteen million figures by their reports' words.
    for key, reports in groupby(db.execute(_REPORTS).fetchall(), key=lambda row: row[:3]):
        told: dict[int, list[int | float]] = defaultdict(list)
        for *_, report in reports:
            for variable, value in db.execute(_FIGURES, (report,)):
                told[variable].append(value)
        for variable, values in sorted(told.items()):
            values.sort()
            total = sum(values)
            # Cents must not drift with the order of adding: amounts are rounded to a hundredth of a yuan.
            total = round(total, 2) if isinstance(total, float) else total
            yield (*key, variable, len(values), total, median(values))


def add_rollups(db: sqlite3.Connection) -> None:
    """Fill the table ``rollup`` from the reports and figures already written."""
    db.executemany("INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(db))
