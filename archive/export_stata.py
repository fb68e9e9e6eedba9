"""Writes wide tables as Stata files (format 118: Stata 14 and later) with labels and missing values."""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import pyreadstat

from archive.errors import ArchiveError
from archive.export_tables import ExportTable, Field
from archive.export_values import MISSING

LONGEST_TEXT = 2000
"""Bytes of UTF-8 a text keeps: more would need Stata's long strings, which the writer cannot make."""
LONGEST_LABEL = 80
_STAMP = re.compile(rb"<timestamp>\x11.{17}</timestamp>", re.DOTALL)
_ON_TIME = {0.0: "逾期 late", 1.0: "按期 on time"}


@lru_cache(maxsize=100_000)
def _shared(value: int | float) -> float:
    """One object for equal numbers: the frame keeps objects, and millions of cells hold few numbers."""
    return float(value)


def coded(value: Any, state: str) -> Any:
    """A figure for Stata: its number, or the letter of the missing value that tells its state.

    Raises ``KeyError`` for a state that is not in ``MISSING``.
    """
    return _shared(value) if value is not None else MISSING[state][0]


def shortened(text: str) -> str:
    """A text cut to ``LONGEST_TEXT`` bytes, never inside a character."""
    return text.encode("utf-8")[:LONGEST_TEXT].decode("utf-8", "ignore")


def _series(field: Field, values: list[Any]) -> Any:
    if field.figure:
        return pd.Series(values, dtype=object)
    if field.kind in ("integer", "number"):
        return pd.Series([None if it is None else float(it) for it in values], dtype="float64")
    return pd.Series(["" if it is None else shortened(str(it)) for it in values], dtype=object)


def _label(field: Field) -> str:
    return f"{field.label_zh} {field.label_en}"[:LONGEST_LABEL]


def write_stata(db: sqlite3.Connection, table: ExportTable, target: Path, stamp: str) -> int:
    """Write one wide table; ``stamp`` (``22 Nov 2026 04:50``) takes the clock's place in the header.

    Returns the rows written. The whole table is in memory: a row a report, not a row a figure. Raises
    ``ArchiveError`` when the writer refuses it.
    """
    columns: list[list[Any]] = [[] for _ in table.fields]
    for row in table.rows(db, coded):
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    count = len(columns[0])
    names = [field.stata for field in table.fields]
    series = {}
    for field in reversed(table.fields):  # a column's list is let go when its series is made
        series[field.stata] = _series(field, columns.pop())
    frame = pd.DataFrame({name: series.pop(name) for name in names}, copy=False)
    figures = [field.stata for field in table.fields if field.figure]
    labels: dict[str, dict[Any, str]] = {name: dict(MISSING.values()) for name in figures}
    labels["on_time"] = dict(_ON_TIME)
    try:
        pyreadstat.write_dta(
            frame,
            str(target),
            file_label=f"{table.name} {table.description}"[:LONGEST_LABEL],
            column_labels=dict(zip(names, map(_label, table.fields), strict=True)),
            version=14,
            variable_value_labels=labels,
            missing_user_values={name: [letter for letter, _ in MISSING.values()] for name in figures},
        )
    except pyreadstat.ReadstatError as error:
        raise ArchiveError(f"{table.name}: Stata's writer refuses the table: {error}") from error
    _set_stamp(target, stamp)
    return count


def _set_stamp(target: Path, stamp: str) -> None:
    """Write the database's own moment over the clock's, in place: the length is fixed by the format."""
    with target.open("r+b") as file:
        found = _STAMP.search(file.read(4096))
        if found is None:
            raise ValueError(f"{target.name}: no time stamp in the header; the writer's format has changed")
        file.seek(found.start())
        file.write(b"<timestamp>\x11" + stamp.encode("ascii") + b"</timestamp>")
