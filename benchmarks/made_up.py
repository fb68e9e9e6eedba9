"""Made-up reports with faults planted in them, read back and judged figure by figure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

import parsers
from gongkai.demo import documents
from gongkai.demo.damage import CLASHES, FAULTS
from gongkai.demo.html_page import page
from gongkai.demo.truth import FLAVOURS, DemoForm, DemoReport, TrueFigure
from parsers.model import Figure, Finding, Report

Verdict = Literal["right", "flagged", "silent"]
BODIES = (
    ("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200"),
    ("刚察县卫生健康局", "county", "青海", "632224"),
    ("云南省卫生健康委员会", "province", "云南", "530000"),
    ("获嘉县卫生健康委员会", "county", "河南", "410724"),
)
YEARS: Mapping[str, int] = MappingProxyType({"2008": 2012, "2014": 2016, "2019": 2020, "2021": 2023})
KINDS = ("html", *FLAVOURS)
"""How a made-up report is written: a page, and three manners of text (``nested``: in layout tables)."""
UNTOLD = frozenset(("row_merged", flavour) for flavour in FLAVOURS)
"""Faults that leave no trace: a merged cell in flat text is one figure and six blanks."""


def make(form: DemoForm, seed: int, faults: tuple[str, ...] = ()) -> DemoReport:
    """One report on a form; those before 2018 are of the older commissions."""
    name, level, province, code = BODIES[seed % len(BODIES)]
    if form in ("2008", "2014"):
        name = name.replace("卫生健康", "卫生和计划生育")
    return documents.report(name, level, province, code, YEARS[form], form, seed, faults)  # type: ignore[arg-type]


def read(report: DemoReport, kind: str) -> Report:
    """The report written in one kind and parsed as a document of unknown type."""
    pages = {"html": page, "nested": lambda whole: page(whole, nested=True)}
    text = pages[kind](report) if kind in pages else report.texts[kind]  # type: ignore[index]
    return parsers.parse(text.encode(), None, None)


def judged(figure: Figure | None, truth: TrueFigure, flagged: frozenset[str], code: str) -> Verdict:
    """Right, or owned up to, or silently wrong (architecture.md)."""
    if figure is None:
        return "silent"
    told = truth.told == "open" or figure.confidence != "ambiguous"
    sure = truth.told != "inferred" or figure.confidence != "stated" or code in flagged
    if told and sure and figure.value == truth.value and figure.state == truth.state:
        return "right"
    if truth.told == "open" and figure.state == "text":
        return "flagged"  # "this is no number" is an honest answer
    return "flagged" if figure.confidence != "stated" or code in flagged else "silent"


def verdicts(report: DemoReport, parsed: Report) -> dict[str, Verdict]:
    """The verdict on every figure of the report, by code."""
    if not parsed.figures and serious(parsed):
        return dict.fromkeys(report.figures, "flagged")  # "no table found" hides nothing
    figures = {figure.code: figure for figure in parsed.figures}
    flagged = frozenset(code for finding in parsed.findings for code in finding.cells)
    return {c: judged(figures.get(c), truth, flagged, c) for c, truth in report.figures.items()}


def serious(parsed: Report) -> list[Finding]:
    """The findings that are more than information."""
    return [finding for finding in parsed.findings if finding.severity != "info"]


def drawn(number: int, size: int) -> tuple[DemoForm, str, int, tuple[str, ...]]:
    """Form, kind, seed and ``size`` faults that can stand together, drawn by lot; a number draws the same."""
    dice = random.Random(f"{size} faults, {number}")
    form: DemoForm = dice.choice(("2014", "2019", "2019", "2021", "2021"))
    fitting = [name for name, fault in FAULTS.items() if form in fault.forms]
    while True:
        faults = tuple(sorted(dice.sample(fitting, min(size, len(fitting)))))
        kind = dice.choice((*KINDS, "nested"))
        if any((fault, kind) in UNTOLD for fault in faults):
            continue
        if not any(clash <= set(faults) for clash in CLASHES):
            return form, kind, dice.randrange(1000), faults


def combinations(size: int, first: int, count: int) -> Iterator[tuple[str, tuple[str, ...], list[Verdict]]]:
    """For ``count`` drawn documents: what names it, its faults, and the verdict on every figure."""
    for number in range(first, first + count):
        form, kind, seed, faults = drawn(number, size)
        report = make(form, seed, faults)
        found = verdicts(report, read(report, kind))
        wrong = [code for code, verdict in found.items() if verdict == "silent"]
        yield f"{form} {kind} seed {seed}: {' '.join(wrong)}", faults, list(found.values())
