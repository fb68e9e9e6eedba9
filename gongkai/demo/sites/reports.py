"""The reports a replica site publishes: one a year, with the faults its row of the plan plants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.model import Body
from gongkai.demo.documents import report
from gongkai.demo.truth import DemoReport

YEARS = tuple(range(2019, 2025))


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of a site at one crawl: the years published, one report edited since, one taken down.

    ``moved`` lets sites whose plan says so stand on another content system, at the same home page.
    """

    years: tuple[int, ...] = YEARS
    edited: int | None = None
    vanished: int | None = None
    moved: bool = False


FIRST = Moment()
LATER = Moment(years=(*YEARS, 2025), edited=2023, vanished=2019, moved=True)
"""A year later: a new report has come, an old one was changed without a word, another is gone."""

EDIT = "blank_zeros"
"""The edit, as a fault of gongkai.demo.damage: zeros were taken out of the tables."""


def reports(
    body: Body, seed: int, faults: Mapping[int, tuple[str, ...]], moment: Moment = FIRST
) -> tuple[DemoReport, ...]:
    """The body's reports at that moment, newest first; ``faults`` are names of damage.FAULTS by year."""
    return tuple(
        report(
            body.name,
            body.level,
            body.province,
            body.division_code or "",
            year,
            seed=seed,
            faults=(*faults.get(year, ()), *((EDIT,) if year == moment.edited else ())),
        )
        for year in sorted(moment.years, reverse=True)
        if year != moment.vanished
    )
