"""The five real reports, compared with what was read in them by eye (tests/golden/seeds/README.md)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest

import parsers
from parsers.model import Figure, Report

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "seeds"
SEEDS = {
    "000": "000_4be7133699d91ce6.txt",
    "001": "001_c57983f78478dc9e.txt",
    "002": "002_4412faaa0adc2e37.txt",
    "003": "003_3b78401dddc01266.txt",
    "004": "004_389adfb4ab5f1d22.txt",
}
RANK = MappingProxyType({"info": 0, "warning": 1, "error": 2})

Row = Mapping[str, str]


def golden(name: str) -> list[Row]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def parsed(path: Path) -> Report:
    return parsers.parse(path.read_bytes(), None, None)


@pytest.fixture(params=sorted(SEEDS))
def seed(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(shared: Path, seed: str) -> Report:
    return parsed(shared / "seeds" / SEEDS[seed])


def named(report: Report) -> frozenset[str]:
    return frozenset(code for finding in report.findings for code in finding.cells)


def shown(figure: Figure) -> str:
    value = "" if figure.value is None else str(figure.value)
    return f"{figure.state} {value!r} raw {figure.raw!r} ({figure.confidence})"


def same_value(figure: Figure, row: Row) -> bool:
    value = None if row["value"] == "" else int(row["value"])
    return figure.value == value and figure.state == row["state"]


def complaint(figure: Figure, row: Row, flagged: frozenset[str]) -> str | None:
    """Says how a figure departs from what was read by eye, or ``None``."""
    wanted = f"{row['code']}: wanted {row['state']} {row['value']!r} raw {row['raw']!r} ({row['confidence']})"
    if row["confidence"] == "any-flagged":
        open_or_named = figure.confidence != "stated" or row["code"] in flagged
        fine = same_value(figure, row) or open_or_named
    else:
        allowed = {"stated", "inferred"} if row["note"].endswith("or inferred") else {row["confidence"]}
        fine = same_value(figure, row) and figure.raw == row["raw"] and figure.confidence in allowed
    return None if fine else f"{wanted}; read {shown(figure)}; {row['note']}"


def test_every_figure_of_the_form_is_listed_in_codebook_order(shared: Path, seed: str) -> None:
    report = read(shared, seed)
    assert [figure.code for figure in report.figures] == [row["code"] for row in golden(seed)]


def test_every_figure_is_what_the_document_prints(shared: Path, seed: str) -> None:
    report = read(shared, seed)
    figures = {figure.code: figure for figure in report.figures}
    flagged = named(report)
    wrong = [
        complaint(figures[row["code"]], row, flagged)
        if row["code"] in figures
        else f"{row['code']}: not listed"
        for row in golden(seed)
    ]
    found = [text for text in wrong if text]
    assert not found, f"{len(found)} cells differ:\n" + "\n".join(found)


def test_nothing_is_silently_wrong(shared: Path, seed: str) -> None:
    report = read(shared, seed)
    figures = {figure.code: figure for figure in report.figures}
    flagged = named(report)
    silent = [
        f"{row['code']}: the document has {row['state']} {row['value']!r}, read {shown(figures[row['code']])}"
        for row in golden(seed)
        if not same_value(figures[row["code"]], row)
        and figures[row["code"]].confidence == "stated"
        and row["code"] not in flagged
    ]
    assert not silent, "\n".join(silent)


def test_every_value_has_its_place(shared: Path, seed: str) -> None:
    homeless = [f.code for f in read(shared, seed).figures if f.state != "missing" and f.where is None]
    assert not homeless


def test_blank_has_no_value_and_a_number_has_one(shared: Path, seed: str) -> None:
    for figure in read(shared, seed).figures:
        if figure.state in {"blank", "missing", "dash"}:
            assert figure.value is None, f"{figure.code} is {figure.state} and yet has {figure.value}"
        if figure.state == "number":
            assert figure.value is not None or figure.confidence == "ambiguous", figure.code


def test_identity_is_the_real_one(shared: Path, seed: str) -> None:
    row = next(row for row in golden("identity") if row["file"] == SEEDS[seed])
    identity = read(shared, seed).identity
    assert identity is not None
    assert identity.body in {row["body"], row["body_also"] or row["body"]}
    period = None if identity.period is None else tuple(day.isoformat() for day in identity.period)
    assert (
        identity.level,
        identity.province,
        identity.division_code,
        str(identity.year),
        identity.form,
        "" if identity.published is None else identity.published.isoformat(),
        period,
    ) == (
        row["level"],
        row["province"],
        row["division_code"],
        row["year"],
        row["form"],
        row["published"],
        (row["period_start"], row["period_end"]) if row["period_start"] else None,
    )
    assert "".join(row["title"].split()) in "".join(identity.title.split())


def test_all_six_sections_are_told_apart(shared: Path, seed: str) -> None:
    numbers = [section.number for section in read(shared, seed).sections if section.number]
    assert numbers == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "row", golden("findings"), ids=lambda row: f"{row['file'][:3]}-{row['cells'].split()[0]}"
)
def test_required_finding(shared: Path, row: Row) -> None:
    report = parsed(shared / "seeds" / row["file"])
    cells = set(row["cells"].split())
    able = [f for f in report.findings if RANK[f.severity] >= RANK[row["severity"]]]
    assert any(cells <= set(f.cells) for f in able), (
        f"no {row['severity']} names {', '.join(sorted(cells))}: {row['why']}"
    )


def test_a_report_of_zeros_has_no_error(shared: Path) -> None:
    errors = [f.message for f in read(shared, "002").findings if f.severity == "error"]
    assert not errors


def test_the_comparison_fails_a_silent_reading() -> None:
    row = {"code": "requests.new.total", "state": "blank", "value": "", "raw": "", "note": ""}
    silent = Figure("requests", "new", "total", 0, "number", "0", "count", "stated")
    assert complaint(silent, {**row, "confidence": "any-flagged"}, frozenset())
    assert complaint(silent, {**row, "confidence": "any-flagged"}, frozenset({"requests.new.total"})) is None
    assert complaint(silent, {**row, "confidence": "stated"}, frozenset({"requests.new.total"}))
