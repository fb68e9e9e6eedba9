"""How a value of reports.db becomes a value of a file, by the field's kind; text of CSV made harmless."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from archive.export_tables import ExportTable, Field, Row
from archive.times import from_text

# What spreadsheets take for a formula, full-width forms too; a number, a sign or a dash alone is none.
_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[\d.,%\s]*")


def harmless(text: str) -> str:
    """Text for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe in front.

    Taking one apostrophe away from a text that begins with apostrophes and a formula's sign gives the
    original again.
    """
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


def csv_row(table: ExportTable, row: Row) -> list[str]:
    """A row as CSV cells: numbers as they stand in the database, text made harmless, nothing as ''."""
    cells = []
    for field, value in zip(table.fields, row, strict=True):
        if value is None:
            cells.append("")
        elif field.kind == "string":
            cells.append(harmless(value if isinstance(value, str) else str(value)))
        else:
            cells.append(str(value))
    return cells
