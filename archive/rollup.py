"""Sums and medians by province, level, year and variable, over the latest versions: for charts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from statistics import median

_QUERY = """
SELECT report.province, report.level, report.year, figure.variable, figure.value
FROM figure JOIN report ON report.n = figure.report
WHERE report.latest = 1 AND figure.value IS NOT NULL
ORDER BY 1, 2, 3, 4, 5
"""


def _rows(db: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    for key, group in groupby(db.execute(_QUERY), key=lambda row: row[:4]):
        values = [row[4] for row in group]
        # Cents must not drift with the order of adding: amounts are rounded to a hundredth of a yuan.
        total = sum(values)
        yield (*key, len(values), round(total, 2) if isinstance(total, float) else total, median(values))


def add_rollups(db: sqlite3.Connection) -> None:
    """Fill the table ``rollup`` from the reports and figures already written."""
    db.executemany("INSERT INTO rollup VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(db))
