"""Tables told by lines alone: every manner of typing them gives the figures of the same table, or a doubt."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers.formats.docx import read as read_docx
from parsers.formats.text import read as read_text
from parsers.loose_tables import loosened
from parsers.model import Number, Source, TextPlace
from parsers.tables import figures
from tests.parsers.form_tables import (
    Table,
    by_code,
    disputes_table,
    proactive_2021,
    requests_table,
    silently_wrong,
    whole,
)
from tests.parsers.word_xml import p, package

HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
)
TABLES = (proactive_2021(), requests_table("2021"), disputes_table())
Manner = Callable[[Table], list[str]]


def spaces(width: int) -> Manner:
    return lambda table: [(" " * width).join(filter(None, row)) for row in table]


def columns(table: Table) -> list[str]:
    widths = [max(len(row[at]) for row in table if at < len(row)) + 2 for at in range(max(map(len, table)))]
    return ["".join(cell.ljust(widths[at], "　") for at, cell in enumerate(row)) for row in table]


def drawn(table: Table) -> list[str]:
    rule = "├" + "┼".join("─" * 4 for _ in table[0]) + "┤"
    lines = [line for row in table for line in (rule, "│" + "│".join(f" {cell} " for cell in row) + "│")]
    return [*lines, rule.replace("┼", "┴")]


def open_ended(table: Table) -> list[str]:
    return [" | ".join(row) for row in table]


def a_cell_a_line(table: Table) -> list[str]:
    return [cell for row in table for cell in row if cell]


MANNERS = (spaces(1), spaces(4), columns, drawn, open_ended, a_cell_a_line)


def report(manner: Manner) -> list[str]:
    lines = [
        "湘潭县卫生健康局2022年政府信息公开工作年度报告",
        "一、总体情况",
        "2022年，我局认真贯彻落实条例。",
    ]
    for heading, table in zip(HEADINGS, TABLES, strict=True):
        lines += [heading, *manner(table)]
    return [*lines, "五、存在的主要问题及改进情况", "公开内容不够丰富。"]


def values(source: Source) -> list[tuple[str, Number | None]]:
    return [(figure.code, figure.value) for figure in figures(source)[1]]


def typed(manner: Manner) -> Source:
    return read_text("\n".join(report(manner)).encode())


@pytest.mark.parametrize("manner", MANNERS)
def test_tables_of_lines_are_read_as_tables(manner: Manner) -> None:
    form, _, findings = by_code(typed(manner))
    assert form == "2021"
    assert values(typed(manner)) == values(whole("2021"))
    if manner is not open_ended:
        assert "table-from-lines" in {finding.check for finding in findings}


@pytest.mark.parametrize("manner", [spaces(1), spaces(4), columns, a_cell_a_line])
def test_blank_cells_that_leave_no_trace_are_doubted(manner: Manner) -> None:
    blanked = [[("" if cell == "0" else cell) for cell in row] for row in requests_table("2021")]
    source = read_text("\n".join([HEADINGS[1], *manner(blanked)]).encode())
    wrong = [code for code in silently_wrong(source, "2021") if by_code(source)[1][code].value is not None]
    assert wrong == []


def test_lines_of_a_word_document_are_parted_by_tabs_however_many() -> None:
    lines = report(lambda table: ["<w:tab/>".join(filter(None, row)) for row in table])
    body = "".join(p(line.replace("<w:tab/>", "</w:t><w:tab/><w:tab/><w:t>")) for line in lines)
    assert values(read_docx(package(body))) == values(whole("2021"))


def test_a_figure_of_a_line_has_its_own_place() -> None:
    _, read, _ = by_code(typed(spaces(4)))
    line = next(
        number for number, text in enumerate(report(spaces(4)), 1) if text.startswith("行政规范性文件")
    )
    assert read["proactive.normative_documents.in_force"].where == TextPlace(line, 22, 1)


def test_prose_and_contents_stay_prose() -> None:
    prose = [f"第{number}段，今年办理 {number} 件。" for number in range(9)]
    contents = [f"{HEADINGS[0]}{'.' * 9} {number}" for number in range(3)]
    source = read_text("\n".join([*prose, *contents]).encode())
    assert loosened(source) is source
