"""Made-up annual reports whose every figure is known: the same arguments always give the same document.

Written for the replica sites, for tests and for benchmarks. All sentences are our own; no body named in a
made-up report has published it.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from gongkai.demo import flat_text, html_body, prose
from gongkai.demo.damage import FAULTS, plant
from gongkai.demo.draft import Draft, lay_out, print_figures, start
from gongkai.demo.truth import FLAVOURS, DemoForm, DemoLevel, DemoReport

__all__ = ["FAULTS", "DemoReport", "form_of", "report"]


def form_of(year: int) -> DemoForm:
    """The form a report for ``year`` should use; some bodies used an old one for years."""
    if year >= 2021:
        return "2021"
    if year >= 2019:
        return "2019"
    return "2014" if year >= 2014 else "2008"


def report(
    body: str,
    level: DemoLevel,
    province: str,
    division_code: str,
    year: int,
    form: DemoForm | None = None,
    seed: int = 0,
    faults: Iterable[str] = (),
    habit: html_body.Habit | None = None,
) -> DemoReport:
    """Makes one report; ``form`` defaults to the one due for the year, ``habit`` of markup to chance.

    Reports of one body and seed fit together over the years (carried-over requests, documents in force).
    ``faults`` are names of :data:`FAULTS`. Raises ``ValueError`` for a fault unknown or unfit for the form.
    """
    draft = Draft(body, level, province, division_code, year, form or form_of(year), seed)
    wanted = tuple(faults)
    start(draft)
    planted = plant(draft, wanted, "figures")
    print_figures(draft)
    planted += plant(draft, wanted, "cells")
    lay_out(draft)
    planted += plant(draft, wanted, "tables")
    planted += plant(draft, wanted, "text")
    sections = prose.sections(draft)
    title = prose.title(draft)
    opening, ending = (prose.preamble(draft),), prose.ending(draft)
    drawn: html_body.Habit = draft.dice("habit").choice(html_body.HABITS)
    texts = {
        flavour: flat_text.document((title, *opening), sections, ending, flavour) for flavour in FLAVOURS
    }
    return DemoReport(
        title=title,
        published=draft.published,
        html=html_body.article(opening, sections, ending, habit or drawn),
        text=texts["tabs"],
        figures=MappingProxyType(draft.figures),
        faults=tuple(planted),
        body=body,
        level=level,
        province=province,
        division_code=division_code,
        year=year,
        form=draft.form,
        seed=seed,
        texts=MappingProxyType(texts),
        claims=MappingProxyType(draft.claims),
        sections=sections,
    )
