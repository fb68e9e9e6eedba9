"""A parsed document as publishing needs it: the parser's JSON as values, with the captures that hold it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.model import Capture
from archive.registry_rows import canonical

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """One figure; ``alternatives`` and ``where`` are canonical JSON, ``None`` where there is nothing."""

    cell: str
    value: int | float | None
    state: str
    raw: str
    confidence: str
    alternatives: str | None
    where: str | None


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One finding of the parser, or of publishing itself."""

    check: str
    severity: str
    cells: tuple[str, ...]
    expected: Value
    actual: Value
    message: str


@dataclass(frozen=True, slots=True)
class ToldSection:
    """One section of text."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A figure stated in a sentence; ``where`` is canonical JSON."""

    about: str
    value: int | float
    sentence: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """An annual report as one payload tells it. ``captures`` holds every capture of it, oldest first."""

    payload_sha256: str
    captures: tuple[Capture, ...]
    media_type: str
    pages: int | None
    body: str
    division_code: str | None
    year: int | None
    form: str | None
    title: str
    published: str | None
    period: tuple[str, str] | None
    sections: tuple[ToldSection, ...]
    figures: tuple[ToldFigure, ...]
    claims: tuple[ToldClaim, ...]
    findings: tuple[ToldFinding, ...]

    @property
    def first(self) -> Capture:
        """The capture that saw it first."""
        return self.captures[0]

    @property
    def fullness(self) -> tuple[int, int]:
        """To compare documents of one report: more numbers read, then fewer errors, is fuller."""
        numbers = sum(figure.value is not None for figure in self.figures)
        return numbers, -sum(finding.severity == "error" for finding in self.findings)

    @property
    def content(self) -> str:
        """What a reader would call the report itself: equal content is no new version."""
        told = [
            self.title,
            self.published,
            [(section.number, section.heading, section.text) for section in self.sections],
            [(figure.cell, figure.value, figure.state, figure.raw) for figure in self.figures],
        ]
        return canonical(told)


def _figure(row: Mapping[str, Any]) -> ToldFigure:
    return ToldFigure(
        cell=f"{row['table']}.{row['row']}.{row['column']}",
        value=row["value"],
        state=row["state"],
        raw=row["raw"],
        confidence=row["confidence"],
        alternatives=canonical(row["alternatives"]) if row.get("alternatives") else None,
        where=canonical(row["where"]) if row.get("where") else None,
    )


def _finding(row: Mapping[str, Any]) -> ToldFinding:
    return ToldFinding(
        row["check"], row["severity"], tuple(row["cells"]), row["expected"], row["actual"], row["message"]
    )


def read_document(sha256: str, json_text: str, captures: tuple[Capture, ...]) -> Document | None:
    """The document in a kept parsing, or ``None`` when it is no annual report.

    Raises ``KeyError`` when the JSON has not the shape the parsers write.
    """
    told = json.loads(json_text)
    report = told["report"]
    if report is None:
        return None
    period = report["period"]
    return Document(
        payload_sha256=sha256,
        captures=captures,
        media_type=told["document"]["media_type"],
        pages=told["document"]["pages"],
        body=report["body"] or "",
        division_code=report["division_code"],
        year=report["year"],
        form=report["form"],
        title=report["title"] or "",
        published=report["published"],
        period=(period[0], period[1]) if period else None,
        sections=tuple(ToldSection(s["number"], s["heading"], s["text"]) for s in told["sections"]),
        figures=tuple(_figure(row) for row in told["figures"]),
        claims=tuple(
            ToldClaim(c["about"], c["value"], c["sentence"], canonical(c["where"]) if c["where"] else None)
            for c in told["claims"]
        ),
        findings=tuple(_finding(row) for row in told["findings"]),
    )
