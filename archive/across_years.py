"""The parsers' checks between two years' reports of one body, run when both are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from archive.documents import ToldFigure, ToldFinding, Value
from archive.editions import Edition
from archive.knowledge import variable_code
from parsers.checks import READ_ACROSS_YEARS, check_years
from parsers.model import Confidence, Figure, Form, Identity, Number, Report, Section, State, Unit


def _figure(told: ToldFigure, unit: str) -> Figure:
    table, row, column = told.cell.split(".")
    # A float of JSON is a decimal amount as printed; its shortest text is that amount.
    value: Number | None = Decimal(str(told.value)) if isinstance(told.value, float) else told.value
    state, confidence = cast(State, told.state), cast(Confidence, told.confidence)
    return Figure(table, row, column, value, state, told.raw, cast(Unit, unit), confidence)


def as_report(edition: Edition, units: Mapping[str, str]) -> Report:
    """A kept document as the parser's own value, as far as checks across years read it.

    ``units`` are those of the variables, by code.
    """
    told, body = edition.document.outline, edition.body
    published = date.fromisoformat(told.published) if told.published else None
    form = cast("Form | None", told.form)
    identity = Identity(
        body.name,
        body.level,
        body.province,
        body.division_code,
        edition.year,
        form,
        told.title,
        published,
        None,
    )
    sections = tuple(Section(it.number, it.heading, it.text) for it in edition.document.sections)
    figures = tuple(
        _figure(it, units[variable_code(told.form, it.cell)])
        for it in edition.document.figures
        if it.cell.startswith(READ_ACROSS_YEARS)
    )
    return Report(told.media_type, told.pages, identity, sections, figures, (), ())


def _plain(value: Number | str | None) -> Value:
    return float(value) if isinstance(value, Decimal) else value


def with_year_findings(edition: Edition, earlier: Report, later: Report) -> Edition:
    """An edition (``later`` as a report) with what it and the report of the year before say against it."""
    told = tuple(
        ToldFinding(it.check, it.severity, it.cells, _plain(it.expected), _plain(it.actual), it.message)
        for it in check_years(earlier, later)
    )
    return replace(edition, findings=edition.findings + told)
