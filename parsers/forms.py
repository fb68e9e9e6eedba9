"""The statutory forms: every figure each form has, and how its rows and columns are labelled.

The figures come from ``data/codebook.csv`` (one row a figure, in the form's order), the labels from
``data/row_labels.csv`` and ``data/column_labels.csv``. Sources: 国办公开办函〔2019〕60号 (form 2019),
国办公开办函〔2021〕30号 (form 2021), 国办发〔2014〕32号 附表 (form 2014).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

from parsers.model import Form, Unit

RowKind = Literal["intake", "outcome", "total", "carried", "group", ""]
"""What a row of section 3 counts; ``group`` is a heading that holds no figures; other tables have none."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One figure of one form, as the codebook names it."""

    form: Form
    table: str
    row: str
    column: str
    unit: Unit
    label_zh: str
    label_en: str
    code: str = field(init=False)
    """The cell's code, ``table.row.column``."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", f"{self.table}.{self.row}.{self.column}")


@dataclass(frozen=True, slots=True, eq=False)
class FormRow:
    """One printed row: its code, what it counts, the group it stands in, its number and its labels.

    ``ordinal`` is the number printed before the label (``1``, ``一``); ``labels`` holds the printed
    label first, then the ones bodies use instead. A group's name begins with ``-``.
    """

    name: str
    kind: RowKind
    group: str
    ordinal: str
    labels: tuple[str, ...]

    @property
    def is_group(self) -> bool:
        """True for a heading inside the table that holds no figures of its own."""
        return self.kind == "group"


@dataclass(frozen=True, slots=True, eq=False)
class FormColumn:
    """One printed column: its code and its labels, the printed one first."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FormTable:
    """One table of a form: rows in printed order (groups too), columns, and the figures in codebook order."""

    form: Form
    name: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    entries: tuple[Entry, ...]

    def columns_of(self, row: str) -> tuple[str, ...]:
        """The columns a row has, in printed order; a row that is no row of the table has none."""
        return _columns_of(self, row)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns in printed order."""
        return _column_names(self)

    @property
    def row_names(self) -> tuple[str, ...]:
        """The rows that have figures, in codebook order."""
        return _row_names(self)

    def row(self, name: str) -> FormRow:
        """The row of that name; raises KeyError."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(f"form {self.form}, table {self.name}: no row {name!r}")

    def column(self, name: str) -> FormColumn:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"form {self.form}, table {self.name}: no column {name!r}")


@cache
def _column_names(table: FormTable) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


@cache
def _row_names(table: FormTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.row for entry in table.entries))


@lru_cache(maxsize=1024)
def _columns_of(table: FormTable, row: str) -> tuple[str, ...]:
    return tuple(entry.column for entry in table.entries if entry.row == row)


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A whole form: its name and its tables in printed order."""

    name: Form
    tables: tuple[FormTable, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every figure of the form, in codebook order."""
        return tuple(entry for table in self.tables for entry in table.entries)

    def table(self, name: str) -> FormTable:
        """The table of that name; raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"form {self.name} has no table {name!r}")


def _rows_of(name: str) -> list[dict[str, str]]:
    text = files("parsers").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _labels(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["label"], *(alias for alias in row["aliases"].split(";") if alias))


def _read() -> Mapping[Form, FormDefinition]:
    entries = [
        Entry(
            cast(Form, row["form"]),
            row["table"],
            row["row"],
            row["column"],
            cast(Unit, row["unit"]),
            row["label_zh"],
            row["label_en"],
        )
        for row in _rows_of("codebook.csv")
    ]
    rows = _rows_of("row_labels.csv")
    columns = _rows_of("column_labels.csv")
    forms: dict[Form, FormDefinition] = {}
    for form in get_args(Form):
        tables = []
        for name in dict.fromkeys(entry.table for entry in entries if entry.form == form):
            tables.append(
                FormTable(
                    form=form,
                    name=name,
                    rows=tuple(
                        FormRow(
                            row["row"],
                            cast(RowKind, row["kind"]),
                            row["group"],
                            row["ordinal"],
                            _labels(row),
                        )
                        for row in rows
                        if form in row["forms"].split() and row["table"] == name
                    ),
                    columns=tuple(
                        FormColumn(row["column"], _labels(row))
                        for row in columns
                        if form in row["forms"].split() and row["table"] == name
                    ),
                    entries=tuple(e for e in entries if e.form == form and e.table == name),
                )
            )
        if tables:
            forms[form] = FormDefinition(form, tuple(tables))
    return MappingProxyType(forms)


FORMS: Mapping[Form, FormDefinition] = _read()
"""The forms that print tables, by name: 2014, 2019 and 2021 (the years before 2014 had no national table)."""


def form_of(form: Form, code: str) -> Form:
    """The form that a figure of a report on ``form`` is a variable of.

    It is the report's own form, but for the cells of a mixed report which that form does not have (a 2021
    section 2 with the one 其他处理 row of 2019): those belong to the form that has them. Raises KeyError for
    a code that no form has.
    """
    for name in (form, *(other for other in FORMS if other != form)):
        if name in _CODES and code in _CODES[name]:
            return name
    raise KeyError(f"no form has the figure {code}")


_CODES: Mapping[Form, frozenset[str]] = MappingProxyType(
    {name: frozenset(entry.code for entry in known.entries) for name, known in FORMS.items()}
)


@lru_cache(maxsize=4096)
def printed_name(form: Form, table: str, row: str, column: str = "") -> str:
    """The label on the paper, such as ``三(一)予以公开｜自然人``; without a column the row's alone."""
    for entry in FORMS[form].table(table).entries:
        if entry.row == row and column in ("", entry.column):
            return entry.label_zh if column else entry.label_zh.split("｜")[0]
    raise KeyError(f"form {form} has no figure {table}.{row}.{column}")
