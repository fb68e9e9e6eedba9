"""The reports a replica site publishes: one a year, with the faults its row of the plan plants."""

from __future__ import annotations

from collections.abc import Mapping

from archive.model import Body
from gongkai.demo.documents import report
from gongkai.demo.truth import DemoReport

YEARS = tuple(range(2019, 2025))


def reports(
    body: Body, seed: int, faults: Mapping[int, tuple[str, ...]], years: tuple[int, ...] = YEARS
) -> tuple[DemoReport, ...]:
    """The body's reports for ``years``, newest first; ``faults`` are names of documents.FAULTS by year."""
    return tuple(
        report(
            body.name,
            body.level,
            body.province,
            body.division_code or "",
            year,
            seed=seed,
            faults=faults.get(year, ()),
        )
        for year in sorted(years, reverse=True)
    )
