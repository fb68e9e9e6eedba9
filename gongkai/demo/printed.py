"""The forms as made-up reports print them: the official cells, with a text in each figure's cell."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.demo.arithmetic import APPLICANTS
from gongkai.demo.truth import DemoCell, DemoForm, DemoTable
from parsers.printed_forms import PRINTED, PrintedTable, printed_table

Texts = Mapping[str, str]

_BLOCK_NAMES = {
    "review": "行政复议",
    "litigation_direct": "行政诉讼（未经复议直接起诉）",
    "litigation_after_review": "行政诉讼（复议后起诉）",
}


def _filled(table: PrintedTable, texts: Texts) -> DemoTable:
    return DemoTable(
        table.name,
        tuple(
            tuple(
                DemoCell(texts[cell.code], cell.rowspan, cell.colspan, cell.code)
                if cell.code
                else DemoCell(cell.text, cell.rowspan, cell.colspan)
                for cell in line
            )
            for line in table.lines
        ),
    )


def printed_tables(form: DemoForm, texts: Texts) -> list[DemoTable]:
    """The form's tables in printed order, filled with ``texts`` by code; a form of before 2014 has none."""
    return [_filled(table, texts) for table in PRINTED.get(form, ())]


def request_codes(row: str) -> tuple[str, ...]:
    """The seven codes of a row of section 3, from left to right."""
    return tuple(f"requests.{row}.{column}" for column in (*APPLICANTS, "total"))


def request_rows(form: DemoForm) -> tuple[str, ...]:
    """The rows of section 3 that hold figures, from top to bottom."""
    return tuple(dict.fromkeys(code.split(".")[1] for code in printed_table(form, "requests").codes))


def disputes_in_three(form: DemoForm, texts: Texts) -> tuple[DemoTable, ...]:
    """Section 4 as some sites split it: one small table for each block, its name above the five results."""
    codes = printed_table(form, "disputes").codes
    results = tuple(DemoCell(label) for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    tables = []
    for block, name in _BLOCK_NAMES.items():
        figures = tuple(DemoCell(texts[it], code=it) for it in codes if it.split(".")[1] == block)
        tables.append(DemoTable("disputes", ((DemoCell(name, colspan=5),), results, figures)))
    return tuple(tables)
