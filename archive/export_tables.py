"""The tables of an export as data: their fields, their keys, and how their rows are read, one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.descriptions import COLUMNS, TABLES, describe
from archive.export_names import stata_name, wide_name
from archive.knowledge import Variable, variables
from parsers.forms import FORMS

Kind = Literal["string", "integer", "number", "date", "datetime"]
Row = tuple[Any, ...]
Cell = Callable[[Any, str], Any]
"""What a wide table shows of a figure, from its value and its state."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an export: its name, what it holds, its wording, and its name in Stata."""

    name: str
    kind: Kind
    label_zh: str
    label_en: str
    stata: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table of an export: ``rows`` reads it in the order of its key; ``wide`` tables go into Stata."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[sqlite3.Connection, Cell], Iterator[Row]]
    wide: bool = False


def value_of(value: Any, _state: str) -> Any:
    """The number alone; what is no number stays empty."""
    return value


_INTEGERS = frozenset(
    ("year", "on_time", "pages", "findings", "errors", "warnings", "version", "latest", "reports")
)
_OTHER: dict[str, Kind] = {
    "published": "date",
    "period_start": "date",
    "period_end": "date",
    "captured_at": "datetime",
    "value": "number",
}


def _field(table: str, column: str) -> Field:
    zh, en = describe(table, column)
    kind: Kind = "integer" if column in _INTEGERS else _OTHER.get(column, "string")
    return Field(column, kind, zh, en, column)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _plain(name: str, table: str, columns: str, order: str) -> ExportTable:
    """A table of reports.db as it stands; ``order`` is its key and the order of its rows."""
    names = tuple(columns.split())
    query = f"SELECT {_quoted(names)} FROM {table} ORDER BY {order}"

    def rows(db: sqlite3.Connection, _cell: Cell) -> Iterator[Row]:
        yield from db.execute(query)

    fields = tuple(_field(table, column) for column in names)
    return ExportTable(name, *TABLES[table], fields, tuple(order.split(", ")), rows)


_REPORT = (
    "report_id body_id body level province prefecture county division_code year form title published"
    " period_start period_end on_time url captured_at record_id payload_sha256 part media_type pages state"
    " findings errors warnings version latest parser_version"
)
_HEAD = (
    "report_id body_id body level province prefecture county division_code year form published on_time state"
    " findings errors warnings"
)
_LONG_HEAD = "report_id body_id year form version latest"
_FIGURES = "value state raw confidence alternatives"


def _long_rows(db: sqlite3.Connection, _cell: Cell) -> Iterator[Row]:
    """Report by report, so that only one report's figures are in memory."""
    codes = dict(db.execute("SELECT n, code FROM variable"))
    for n, *head in db.execute(f"SELECT n, {', '.join(_LONG_HEAD.split())} FROM report ORDER BY report_id"):
        doubts = dict(
            db.execute("SELECT variable, count(*) FROM finding_cell WHERE report = ? GROUP BY 1", (n,))
        )
        columns = ", ".join(_FIGURES.split())
        query = f"SELECT variable, {columns} FROM figure WHERE report = ? ORDER BY variable"
        for variable, *told in db.execute(query, (n,)):
            yield (*head, codes[variable], *told, doubts.get(variable, 0))


def _long() -> ExportTable:
    fields = (
        *(_field("report", column) for column in _LONG_HEAD.split()),
        Field("variable", "string", *COLUMNS["variable"]["code"], "variable"),
        *(_field("figure", column) for column in _FIGURES.split()),
        Field("findings", "integer", "疑点数", "Findings that name this figure", "findings"),
    )
    words = ("数值（长表）", "Report by variable: value, state, text as printed, confidence, findings")
    return ExportTable("figures", *words, fields, ("report_id", "variable"), _long_rows)


_UNSURE = Field(
    "not_stated",
    "integer",
    "非直接载明数",
    "Figures of this row that are inferred or ambiguous; the long table says which",
    "not_stated",
)


def _figure_field(variable: Variable) -> Field:
    unit = "" if variable.unit == "count" else f" ({variable.unit})"
    return Field(
        wide_name(variable), "number", variable.label_zh, variable.label_en + unit, stata_name(variable), True
    )


def _wide(
    name: str, title: str, description: str, forms: tuple[str, ...], mine: list[Variable]
) -> ExportTable:
    """The latest reports on some forms, a row each; ``mine`` may hold one measure under several forms."""
    names = list(dict.fromkeys(wide_name(it) for it in mine))
    first = {wide_name(it): it for it in reversed(mine)}
    codes = {it.code: names.index(wide_name(it)) for it in mine}

    def rows(db: sqlite3.Connection, cell: Cell) -> Iterator[Row]:
        places = {n: codes[code] for n, code in db.execute("SELECT n, code FROM variable") if code in codes}
        query = (
            f"SELECT n, {', '.join(_HEAD.split())} FROM report"
            f" WHERE latest = 1 AND form IN ({', '.join('?' * len(forms))}) ORDER BY report_id"
        )
        for n, *head in db.execute(query, forms):
            figures: list[Any] = [None] * len(names)
            unsure = 0
            for variable, value, state, confidence in db.execute(
                "SELECT variable, value, state, confidence FROM figure WHERE report = ?", (n,)
            ):
                if variable in places:
                    figures[places[variable]] = cell(value, state)
                    unsure += confidence != "stated"
            yield (*head, unsure, *figures)

    fields = (
        *(_field("report", column) for column in _HEAD.split()),
        _UNSURE,
        *(_figure_field(first[it]) for it in names),
    )
    return ExportTable(name, title, description, fields, ("report_id",), rows, wide=True)


def _wides() -> Iterator[ExportTable]:
    known = variables()
    for form in FORMS:
        mine = [it for it in known if it.form == form]
        words = (f"{form} 表（宽表）", f"Latest reports on the form of {form}, a row each, a column a figure")
        yield _wide(f"wide_{form}", *words, (form,), mine)
    newer = [it for it in known if it.form in ("2019", "2021")]
    forms_of: dict[str, set[str]] = {}
    for it in newer:
        forms_of.setdefault(wide_name(it), set()).add(it.form)
    shared = [it for it in newer if len(forms_of[wide_name(it)]) == 2]
    words = (
        "2019 与 2021 表共有指标（宽表）",
        "Latest reports on the forms of 2019 and 2021: what both share",
    )
    yield _wide("wide_shared", *words, ("2019", "2021"), shared)


def _codebook() -> ExportTable:
    columns = "code form table row column label_zh label_en unit comparable_from comparable_to kind".split()
    query = f"SELECT {_quoted(columns)} FROM variable ORDER BY n"
    names = {it.code: (wide_name(it), stata_name(it)) for it in variables()}

    def rows(db: sqlite3.Connection, _cell: Cell) -> Iterator[Row]:
        for code, *more in db.execute(query):
            yield (code, *names[code], *more)

    fields = [_field("variable", column) for column in columns]
    fields[8:10] = [replace(it, kind="integer") for it in fields[8:10]]
    fields[1:1] = [
        Field("wide", "string", "宽表列名", "Column of the wide tables", "wide"),
        Field("stata", "string", "Stata 变量名", "Column of the Stata files", "stata"),
    ]
    return ExportTable("codebook", "指标说明", "Every variable of every form", tuple(fields), ("code",), rows)


CODEBOOK = _codebook()
EXPORTS: tuple[ExportTable, ...] = (
    _plain("reports", "report", _REPORT, "report_id"),
    _long(),
    *_wides(),
    _plain(
        "bodies", "body",
        "body_id name level province prefecture county division_code predecessors note reports", "body_id",
    ),
    _plain("coverage", "coverage", "body_id year status report_id", "body_id, year"),
    _plain("findings", "finding", "n report_id check_id severity cells expected actual message", "n"),
    _plain("checks", "check_rule", "check_id severity formula forms wording_zh wording_en", "check_id"),
    _plain("revisions", "revision", "n report_id previous_id what place old new", "n"),
)  # fmt: skip
"""Every table of an export but the codebook, which is always written."""
