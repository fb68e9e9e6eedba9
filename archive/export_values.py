"""How a value of reports.db becomes a value of a file, by the field's kind; text of CSV made harmless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from archive.export_tables import ExportTable, Field, Row
from archive.times import from_text

MISSING: dict[str, tuple[str, str]] = {
    "blank": ("a", "空白 blank"),
    "dash": ("b", "划线 dash"),
    "word": ("c", "文字 word"),
    "missing": ("d", "缺此单元格 cell not there"),
    "text": ("e", "另有文字 text"),
    "number": ("f", "数字不能确定 number undecided"),
}
"""The extended missing value of each state a figure without a number can have, and its label.

A plain ``.`` stands where the report has no such figure at all.
"""
# What spreadsheets take for a formula, full-width forms too; a number, a sign or a dash alone is none.
_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[\d.,%\s]*")
_FITTING: dict[str, frozenset[type]] = {
    "string": frozenset((str, type(None))),
    "integer": frozenset((int, type(None))),
    "number": frozenset((int, float, type(None))),
    "date": frozenset((type(None),)),
    "datetime": frozenset((type(None),)),
}


def harmless(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe in front.

    Taking one apostrophe away from a text that begins with apostrophes and a formula's sign gives the
    original again.
    """
    if text[:1].isalnum():  # most are: no formula begins so
        return text
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def typed(table: ExportTable, field: Field, value: Any) -> str | int | float | date | datetime | None:
    """The value in Python's type for the field's kind.

    Raises ``ValueError`` naming table, column and value when it does not fit.
    """
    if value is None:
        return None
    try:
        match field.kind:
            case "string":
                return value if isinstance(value, str) else str(value)
            case "integer":
                return int(value)
            case "number":
                return float(value)
            case "date":
                return date.fromisoformat(value)
            case "datetime":
                return from_text(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{table.name}.{field.name}: {value!r} is no {field.kind}") from error


def column_of(table: ExportTable, field: Field, values: Sequence[Any]) -> Sequence[Any]:
    """A column's values in the type of its field; those that fit already are handed on as they are.

    Raises like ``typed``.
    """
    if set(map(type, values)) <= _FITTING[field.kind]:
        return values
    return [typed(table, field, value) for value in values]


def text_places(table: ExportTable) -> tuple[int, ...]:
    """The places of a row whose text needs ``harmless``."""
    return tuple(place for place, field in enumerate(table.fields) if field.kind == "string")


def csv_row(row: Row, places: tuple[int, ...]) -> list[Any]:
    """A row as the csv module writes it: numbers as in the database, nothing as '', text made harmless."""
    cells = list(row)
    for place in places:
        value = cells[place]
        if value is not None:
            cells[place] = harmless(value if isinstance(value, str) else str(value))
    return cells
