"""Made-up reports read back: how many figures are right, how many flagged, and none silently wrong.

The floors stand in ``tests/golden/accuracy_floors.csv``, a row for each form, kind of document and fault (two
joined by +): which seeds, the least share of figures read right, the most silently wrong figures allowed of
every thousand, and whether what was planted must be found. They may only improve.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest

import parsers
from gongkai.demo import documents
from gongkai.demo.damage import FAULTS
from gongkai.demo.html_page import page
from gongkai.demo.truth import FLAVOURS, DemoForm, DemoReport, TrueFigure
from parsers.model import Figure, Finding, Report

FLOORS = Path(__file__).resolve().parents[1] / "golden" / "accuracy_floors.csv"
BODIES = (
    ("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200"),
    ("刚察县卫生健康局", "county", "青海", "632224"),
    ("云南省卫生健康委员会", "province", "云南", "530000"),
    ("获嘉县卫生健康委员会", "county", "河南", "410724"),
)
YEARS: dict[str, int] = {"2008": 2012, "2014": 2016, "2019": 2020, "2021": 2023}
KINDS = ("html", *FLAVOURS)

# A merged cell leaves no trace in flat text: what stands there is one figure and six blanks.
UNTOLD = {("row_merged", flavour) for flavour in FLAVOURS}

Verdict = Literal["right", "flagged", "silent"]


def make(form: DemoForm, seed: int, faults: tuple[str, ...] = ()) -> DemoReport:
    name, level, province, code = BODIES[seed % len(BODIES)]
    if form in ("2008", "2014"):
        name = name.replace("卫生健康", "卫生和计划生育")
    return documents.report(name, level, province, code, YEARS[form], form, seed, faults)  # type: ignore[arg-type]


def read(report: DemoReport, kind: str) -> Report:
    pages = {"html": page(report), "nested": page(report, nested=True)}
    text = pages[kind] if kind in pages else report.texts[kind]  # type: ignore[index]
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
    if not parsed.figures and serious(parsed):
        return dict.fromkeys(report.figures, "flagged")  # "no table found" hides nothing
    figures = {figure.code: figure for figure in parsed.figures}
    flagged = frozenset(code for finding in parsed.findings for code in finding.cells)
    return {c: judged(figures.get(c), truth, flagged, c) for c, truth in report.figures.items()}


def serious(parsed: Report) -> list[Finding]:
    return [finding for finding in parsed.findings if finding.severity != "info"]


def missed(report: DemoReport, parsed: Report, sound: Report) -> list[str]:
    """The planted faults that had to be found and were not; ``sound`` is the same report without them.

    A fault of no cell (a late date) must bring a check to speak that is silent on the sound report.
    """
    usual = {finding.check for finding in sound.findings}
    unfound = []
    for fault in report.faults:
        if fault.cells:
            found = any(set(fault.cells) & set(finding.cells) for finding in serious(parsed))
        else:
            found = any(finding.check not in usual for finding in parsed.findings)
        printed = not fault.cells or any(report.figures[code].state == "number" for code in fault.cells)
        if fault.must_find and printed and not found:
            unfound.append(fault.name)
    return unfound


def floors() -> list[dict[str, str]]:
    with FLOORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "floor", floors(), ids=lambda row: f"{row['form']}-{row['kind']}-{row['fault'] or 'none'}"
)
def test_accuracy_is_no_worse_than_its_floor(floor: dict[str, str]) -> None:
    names = tuple(name for name in floor["fault"].split("+") if name)
    counts: Counter[str] = Counter()
    silent: list[str] = []
    first = int(floor["first_seed"])
    for seed in range(first, first + int(floor["documents"])):
        report = make(floor["form"], seed, names)  # type: ignore[arg-type]
        parsed = read(report, floor["kind"])
        found = verdicts(report, parsed)
        counts.update(found.values())
        silent += [f"seed {seed}: {code}" for code, verdict in found.items() if verdict == "silent"]
        if floor["found"] == "yes":
            sound = read(make(floor["form"], seed), floor["kind"])  # type: ignore[arg-type]
            assert not missed(report, parsed, sound), f"seed {seed}"
    total = sum(counts.values())
    assert counts["right"] >= float(floor["right"]) * total, dict(counts)
    assert len(silent) <= float(floor["silent_per_thousand"]) * total / 1000, "\n".join(silent[:20])


def test_every_fault_has_a_floor_for_every_form_and_kind() -> None:
    held = {(row["form"], row["kind"], row["fault"]) for row in floors()}
    wanted = {
        (form, kind, fault)
        for fault, how in FAULTS.items()
        for form in how.forms
        for kind in KINDS
        if (fault, kind) not in UNTOLD
    }
    assert not wanted - held


def test_undamaged_documents_allow_nothing_silently_wrong() -> None:
    assert {row["silent_per_thousand"] for row in floors() if not row["fault"]} == {"0"}


@pytest.mark.parametrize("form", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_identity_of_a_made_up_report(form: DemoForm, kind: str) -> None:
    for seed in range(4):
        report = make(form, seed)
        identity = read(report, kind).identity
        assert identity is not None
        assert (identity.year, identity.form, identity.province) == (report.year, form, report.province)
        assert (identity.level, identity.division_code) == (report.level, report.division_code)
        assert identity.body == report.body
        assert identity.published == report.published
        assert identity.title == report.title


def test_a_silent_error_is_called_silent() -> None:
    truth = TrueFigure(3, "number", "3")
    wrong = Figure("requests", "new", "total", 4, "number", "4", "count", "stated")
    assert judged(wrong, truth, frozenset(), wrong.code) == "silent"
    assert judged(wrong, truth, frozenset({wrong.code}), wrong.code) == "flagged"
    assert judged(None, truth, frozenset(), wrong.code) == "silent"
