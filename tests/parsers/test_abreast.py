"""Tables side by side in one grid are read like tables one below the other."""

from __future__ import annotations

from parsers.forms import FORMS
from parsers.model import Source
from parsers.tables import figures
from tests.parsers.form_tables import (
    Table,
    by_code,
    disputes_table,
    proactive_2021,
    requests_table,
    source,
    whole,
)


def abreast(*tables: Table, gap: int = 0) -> Table:
    """The tables beside one another, each padded to its width, ``gap`` blank columns between them."""
    height = max(map(len, tables))
    rows: Table = [[] for _ in range(height)]
    for table in tables:
        width = max(map(len, table)) + gap
        for number, row in enumerate(rows):
            cells = table[number] if number < len(table) else []
            row += [*cells, *[""] * (width - len(cells))]
    return rows


def told(read: Source) -> list[tuple[str, object]]:
    return [(figure.code, figure.value) for figure in figures(read)[1]]


def test_three_tables_side_by_side_are_read_as_if_below_one_another() -> None:
    tables = (proactive_2021(), requests_table("2021"), disputes_table())
    wanted = told(whole("2021"))
    for gap in (0, 1):
        assert told(source(abreast(*tables, gap=gap), exact=True)) == wanted
    lower = [*abreast(*tables[:2]), *disputes_table()]
    assert told(source(lower, exact=True)) == wanted


def statistics(*heads: str) -> Table:
    rows = [row for row in FORMS["2014"].table("statistics").rows if not row.is_group]
    body = [
        [row.labels[0], "件", *(str(10 * n + at) for at in range(len(heads)))] for n, row in enumerate(rows)
    ]
    return [["统计指标", "单位", *heads], *body]


def test_a_list_in_two_columns_is_read_to_its_end() -> None:
    table = statistics("统计数")
    two = abreast([table[0], *table[1:30]], [table[0], *table[30:]], gap=1)
    assert told(source(two, exact=True)) == told(source(table, exact=True))


def test_the_column_of_the_report_s_own_year_is_read() -> None:
    wanted = told(source(statistics("统计数"), exact=True))
    for heads in (("本年数", "上年数"), ("2016年", "2015年"), ("2016年度", "历年累计")):
        _, figures_, _ = by_code(source(statistics(*heads), exact=True))
        assert [(code, figure.value) for code, figure in figures_.items()] == wanted
        assert {figure.confidence for figure in figures_.values()} == {"stated"}
    _, figures_, _ = by_code(source(statistics("2015年", "2016年"), exact=True))
    assert figures_["statistics.disclosed.value"].value == 1


def test_who_filled_the_form_in_is_no_row_of_figures() -> None:
    signed = [*disputes_table(), ["填表人：张三", "", "", "联系电话：", "57822345"], ["填报日期", "2023"]]
    form, figures_, findings = by_code(source(proactive_2021(), requests_table("2021"), signed, exact=True))
    assert (form, findings) == ("2021", ())
    assert {figure.confidence for figure in figures_.values()} == {"stated"}


def test_money_of_2014_is_read_in_the_unit_its_row_prints() -> None:
    for unit, factor in (("万元", 10_000), ("元", 1), ("件", 10_000)):
        rows = [[label, unit, figure] for label, _, figure in statistics("统计数")[1:]]
        _, figures_, _ = by_code(source([["统计指标", "单位", "统计数"], *rows], exact=True))
        budget = figures_["statistics.budget.value"]
        assert budget.value == int(budget.raw) * factor
