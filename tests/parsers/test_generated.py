"""Made-up reports read back: how many figures are right, how many flagged, and none silently wrong.

The floors stand in ``tests/golden/accuracy_floors.csv``, a row for each form, kind of document and fault (two
joined by +): which seeds, the least share of figures read right, the most silently wrong figures allowed of
every thousand, and whether what was planted must be found. They may only improve.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.made_up import (
    KINDS,
    UNTOLD,
    YEARS,
    combinations,
    drawn,
    judged,
    make,
    read,
    serious,
    verdicts,
)
from gongkai.demo.damage import CLASHES, FAULTS
from gongkai.demo.truth import DemoForm, DemoReport, TrueFigure
from parsers.model import Figure, Report
from tests.golden.raise_floors import LoweredError, raised

FLOORS = Path(__file__).resolve().parents[1] / "golden" / "accuracy_floors.csv"


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


@pytest.mark.parametrize("size", [2, 3])
def test_faults_that_meet_leave_hardly_a_figure_silently_wrong(size: int) -> None:
    counts: Counter[str] = Counter()
    silent: list[str] = []
    for name, faults, found in combinations(size, 0, 60):
        counts.update(found)
        if "silent" in found:
            silent.append(f"{'+'.join(faults)}: {name}")
    assert counts["silent"] * 1000 <= sum(counts.values()), "\n".join(silent)


def test_drawn_faults_fit_their_form_and_each_other() -> None:
    for number in range(200):
        form, kind, _, faults = drawn(number, 3)
        assert all(form in FAULTS[fault].forms for fault in faults)
        assert not any(clash <= set(faults) for clash in CLASHES)
        assert not any((fault, kind) in UNTOLD for fault in faults)
        assert (form, kind) == drawn(number, 3)[:2]


def test_a_floor_is_raised_and_never_lowered() -> None:
    old = {"form": "2021", "kind": "html", "fault": "", "right": "0.98", "silent_per_thousand": "1"}
    better = {**old, "right": "0.99", "silent_per_thousand": "0"}
    assert raised(old, better) == better
    for worse in ({**old, "right": "0.97"}, {**old, "silent_per_thousand": "2"}):
        with pytest.raises(LoweredError, match="2021 html undamaged"):
            raised(old, worse)
