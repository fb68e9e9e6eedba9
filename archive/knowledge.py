"""What publishing takes from the parsers' tables of knowledge: variables, printed forms, checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from parsers.checks import CHECKS
from parsers.forms import FORMS, Entry, form_of
from parsers.model import Form
from parsers.printed_forms import PRINTED

WIDE_TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "proactive_2019": (("2019",), "proactive"),
    "proactive_2021": (("2021",), "proactive"),
    "disputes": (("2019", "2021"), "disputes"),
    "statistics_2014": (("2014",), "statistics"),
}
"""The tables for browsing: which forms' figures of which table each shows."""

_YEARS: dict[str, tuple[int, int | None]] = {
    "2008": (2008, 2013),
    "2014": (2014, 2018),
    "2019": (2019, 2020),
    "2021": (2021, None),
}
# Section 3 and 4 count the same things on both newer forms; section 2's columns are other measures
# (新制作 is not 制发, 对外公开总数 is not 现行有效), and （六）其他处理 was split into three rows.
_SAME_MEASURE_TABLES = ("requests", "disputes")

_STOCK_ROWS = {
    "requests": {"carried_in", "carried_out"},
    "statistics": {"offices", "reading_points", "staff", "staff_full_time", "staff_part_time"},
}
_STOCK_COLUMNS = {"total_disclosed", "in_force", "previous_items"}
_TOTAL_ROWS = {
    "requests": {"total"},
    "statistics": {"requests", "concluded", "answered", "answered_denied", "reviews", "litigations"},
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A codebook entry with its number, its years of comparison and what sort of measure it is."""

    n: int
    form: str
    table: str
    row: str
    column: str
    label_zh: str
    label_en: str
    unit: str
    comparable_from: int
    comparable_to: int | None
    kind: str
    row_kind: str
    row_label: str

    @property
    def cell(self) -> str:
        """``table.row.column``, as figures and findings name it."""
        return f"{self.table}.{self.row}.{self.column}"

    @property
    def code(self) -> str:
        """``form:table.row.column``, unique over all forms."""
        return f"{self.form}:{self.cell}"


@dataclass(frozen=True, slots=True)
class FormCell:
    """One printed cell of a form: its place, the form's words or the variable filled in there, its spans."""

    form: str
    table: str
    line: int
    position: int
    text: str
    code: str | None
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of checks."""

    check_id: str
    severity: str
    formula: str
    forms: str
    wording_zh: str
    wording_en: str


OWN_RULES = (
    Rule(
        "documents-disagree",
        "warning",
        "figure in document A = figure in document B",
        "",
        "讲述同一年度报告的两份文件中，同一单元格的数字不一致。",
        "Two documents of the same report give different numbers for the same cell.",
    ),
    Rule(
        "document-copy",
        "info",
        "",
        "",
        "同一年度报告另有一份文件。",
        "Another document tells the same report.",
    ),
    Rule(
        "body-other-list",
        "info",
        "",
        "",
        "报告是在另一机关的网站栏目中发现的。",
        "The report was found in the list of another body.",
    ),
    Rule(
        "body-not-stated",
        "warning",
        "",
        "",
        "文件没有写明机关名称，按其所在网站归属。",
        "The document does not name its body; it is ascribed to the site it stood on.",
    ),
)
"""Rules about several documents, which only publishing can see."""


def _kind(entry: Entry) -> str:
    if entry.column in _STOCK_COLUMNS or entry.row in _STOCK_ROWS.get(entry.table, ()):
        return "stock"
    if entry.column == "total" or entry.row in _TOTAL_ROWS.get(entry.table, ()):
        return "total"
    return "part" if entry.table in ("requests", "disputes") else "flow"


def _years(entry: Entry) -> tuple[int, int | None]:
    first, last = _YEARS[entry.form]
    if entry.table not in _SAME_MEASURE_TABLES:
        return first, last
    having = [name for name, form in FORMS.items() if any(it.code == entry.code for it in form.entries)]
    spans = [_YEARS[name] for name in having]
    ends = [end for _, end in spans if end is not None]
    return min(start for start, _ in spans), None if len(ends) < len(spans) else max(ends)


def variables() -> tuple[Variable, ...]:
    """Every variable of every form, numbered from 1 in the codebook's order."""
    found: list[Variable] = []
    for form in FORMS.values():
        for entry in form.entries:
            row = form.table(entry.table).row(entry.row)
            first, last = _years(entry)
            label = entry.label_zh.split("｜")[0]
            found.append(
                Variable(
                    len(found) + 1, entry.form, entry.table, entry.row, entry.column, entry.label_zh,
                    entry.label_en, entry.unit, first, last, _kind(entry), row.kind, label,
                )
            )  # fmt: skip
    return tuple(found)


def form_cells() -> tuple[FormCell, ...]:
    """Every printed cell of every form; lines and positions in them are numbered from 1."""
    return tuple(
        FormCell(
            table.form, table.name, line, position, cell.text,
            f"{table.form}:{cell.code}" if cell.code else None, cell.rowspan, cell.colspan,
        )
        for tables in PRINTED.values()
        for table in tables
        for line, cells in enumerate(table.lines, start=1)
        for position, cell in enumerate(cells, start=1)
    )  # fmt: skip


def request_rows(known: Iterable[Variable]) -> dict[str, tuple[str, str]]:
    """Kind and label of each row of section 3, by code; raises ``ValueError`` where two forms differ."""
    found: dict[str, tuple[str, str]] = {}
    for it in known:
        told = (it.row_kind, it.row_label)
        if it.table == "requests" and found.setdefault(it.row, told) != told:
            raise ValueError(f"the forms name the row {it.row} of section 3 both {found[it.row]} and {told}")
    return found


REQUEST_ROWS = request_rows(variables())
"""The rows of section 3 over all forms."""


def rules() -> tuple[Rule, ...]:
    """The parsers' checks and those of publishing, by id."""
    theirs = [
        Rule(it.id, it.severity, it.formula, " ".join(it.forms), it.wording_zh, it.wording_en)
        for it in CHECKS
    ]
    return tuple(sorted([*theirs, *OWN_RULES], key=lambda rule: rule.check_id))


@cache
def variable_code(form: str | None, cell: str) -> str:
    """The codebook's code of a cell of a report on ``form``, ``FORM:table.row.column``.

    A mixed report (section 2 of 2021 beside section 3 of 2019) has cells its own form lacks: those are
    variables of the form that has them. A cell no form has keeps the report's form, and no variable.
    """
    if form in FORMS:
        try:
            return f"{form_of(cast(Form, form), cell)}:{cell}"
        except KeyError:
            pass
    return f"{form}:{cell}"
