"""Section tables as sites change them: columns left out, subtotals, merged zeros, counted columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers.grid import lay_out
from parsers.model import Number
from tests.parsers.web_page import (
    APPLICANTS,
    REQUESTS,
    Row,
    article,
    cells,
    checks,
    disputes,
    faults,
    proactive,
    read,
    requests,
    table,
    truth,
)

Keep = Callable[[str], bool]


def told_but(gone: Keep) -> dict[str, Number | None]:
    """The truth with nothing in section 3 where a column is gone."""
    return {
        code: None if code.startswith("requests.") and gone(code.split(".")[2]) else value
        for code, value in truth().items()
    }


def without_total() -> list[Row]:
    rows = requests()
    return [[rows[0][0], ("申请人情况", 1, 6)], rows[1][:2], rows[2], *(row[:-1] for row in rows[3:])]


def without_others() -> list[Row]:
    rows = requests()
    head = [rows[1][0], ("法人或其他组织", 1, 4), rows[1][2]]
    return [rows[0], head, rows[2][:-1], *([*row[:-2], row[-1]] for row in rows[3:])]


def organisations_undivided() -> list[Row]:
    rows = requests()
    heads: Row = [("自然人", 2, 1), ("法人或其他组织", 2, 1), ("总计", 2, 1)]
    body: list[Row] = [
        [*row[:-6], (str(sum(int(text) for text, _, _ in row[-6:-1])), 1, 1), row[-1]] for row in rows[3:]
    ]
    return [[rows[0][0], ("申请人情况", 1, 3)], heads, [], *body]


@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        (without_total, lambda column: column == "total"),
        (without_others, lambda column: column == "other"),
        (organisations_undivided, lambda column: column not in ("natural_person", "total")),
    ],
)
def test_columns_that_a_body_left_out_are_missing_and_the_others_right(
    rows: Callable[[], list[Row]], gone: Keep
) -> None:
    report = read(article(three=table(rows())))
    assert faults(report, told_but(gone)) == []
    assert "column-not-found" in checks(report)


def with_subtotals(blank_zeros: bool) -> list[Row]:
    """Each group on a line of its own that sums its rows, the zeros of the outcomes left blank."""
    shown: list[Row] = []
    for row in requests():
        groups = [cell for cell in row if cell[0][:1] == "（" and cell[1] > 1 and "勾稽" not in cell[0]]
        for label, _, _ in groups:
            begin = {"三": "denied", "四": "unavailable", "五": "rejected", "六": "other"}[label[1]]
            parts = [values for name, (_, values) in REQUESTS.items() if name.startswith(f"{begin}_")]
            shown.append([(label, 1, 2), *cells(*(str(sum(column)) for column in zip(*parts, strict=True)))])
        if groups:
            row = [(row[1][0], 1, 2), *row[2:]]
        elif row[0][0][:1].isdigit():
            row = [(row[0][0], 1, 2), *row[1:]]
        if blank_zeros and row[0][1:] == (1, 2) and row[0][0][:1].isdigit():
            row = [row[0], *cells(*(text if text != "0" else "" for text, _, _ in row[1:]))]
        shown.append([(text, 26 if tall == 22 else tall, wide) for text, tall, wide in row])
    return shown


@pytest.mark.parametrize("blank_zeros", [False, True])
def test_subtotals_of_the_groups_are_no_figures_of_their_first_rows(blank_zeros: bool) -> None:
    told = truth()
    for row in REQUESTS:
        if blank_zeros and row.split("_")[0] in ("denied", "unavailable", "rejected", "other"):
            for column in APPLICANTS:
                told[f"requests.{row}.{column}"] = told[f"requests.{row}.{column}"] or None
    report = read(article(three=table(with_subtotals(blank_zeros))))
    assert faults(report, told) == []


def test_a_zero_merged_over_the_row_is_each_column_s() -> None:
    rows = [
        [*row[:-7], ("0", 1, 7)] if len(row) > 7 and all(text == "0" for text, _, _ in row[-7:]) else row
        for row in requests()
    ]
    report = read(article(three=table(rows)))
    assert faults(report) == []
    assert checks(report) == {"cells-by-count"}


def test_a_zero_merged_over_the_only_row_with_a_figure_is_each_column_s() -> None:
    """Its place alone must not make the table one of a single column."""
    rows = [
        [*row[:-7], *cells(*[""] * 7)] if len(row) > 7 and row[-1][0].isdigit() else row for row in requests()
    ]
    at = next(at for at, row in enumerate(rows) if "三安全一稳定" in "".join(text for text, _, _ in row))
    rows[at] = [*rows[at][:-7], ("0", 1, 7)]
    told = {
        code: (0 if code.startswith("requests.denied_security.") else None)
        if code.startswith("requests.")
        else value
        for code, value in truth().items()
    }
    report = read(article(three=table(rows)))
    assert faults(report, told) == []
    assert "column-not-found" not in checks(report)


def test_a_row_that_counts_the_columns_holds_no_figures() -> None:
    first, second, third, values = disputes()
    counted = cells(*map(str, range(1, 16)))
    report = read(article(four=table([first, second, third, counted, values])))
    assert faults(report) == []
    assert checks(report) == set()


def test_more_and_less_in_two_columns_are_one_change() -> None:
    heads = cells("信息内容", "上一年项目数量", "本年增", "本年减", "处理决定数量")
    rows = [
        cells("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        cells("规章", "0", "0", "0"),
        cells("规范性文件", "3", "3", "17"),
        heads,
        cells("行政许可", "7", "0", "2", "1356"),
        cells("其他对外管理服务事项", "5", "0", "0", "89"),
        heads,
        cells("行政处罚", "285", "3", "1", "128"),
        cells("行政强制", "12", "4", "0", "3"),
    ]
    report = read(article(two=table(rows)))
    wanted = {"licensing": -2, "other_services": 0, "penalties": 2, "coercive_measures": 4}
    assert faults(report, {f"proactive.{row}.change": value for row, value in wanted.items()}) == []


def taken_apart(rows: list[Row], repeat: bool) -> list[Row]:
    """The merged cells as single ones, each with the text or only the first: what a sheet's export does."""
    layout = lay_out([[(tall, wide) for _, tall, wide in row] for row in rows])
    grid: dict[tuple[int, int], str] = {}
    for slot in layout.slots:
        text = rows[slot.source[0]][slot.source[1]][0]
        for down in range(slot.rowspan):
            for right in range(slot.colspan):
                grid[slot.row + down, slot.column + right] = text if repeat or not down + right else ""
    width = max(column for _, column in grid) + 1
    return [cells(*(grid.get((at, column), "") for column in range(width))) for at in range(len(rows))]


@pytest.mark.parametrize("repeat", [True, False])
def test_merged_cells_taken_apart(repeat: bool) -> None:
    three, four = taken_apart(requests(), repeat), taken_apart(disputes(), repeat)
    report = read(article(three=table(three), four=table(four)))
    assert faults(report) == []
    assert checks(report) == set()


def test_a_header_merged_too_wide_names_no_column_wrongly() -> None:
    rows = requests()
    rows[0][1], rows[1][1] = ("申请人情况", 1, 9), ("法人或其他组织", 1, 7)
    report = read(article(three=table(rows)))
    assert faults(report) == []


def typed(rows: list[Row]) -> str:
    return "\n".join("\t".join(text for text, _, _ in row) for row in taken_apart(rows, False))


def test_preformatted_tables_are_read_line_by_line() -> None:
    shown = (f"<pre>{typed(rows)}</pre>" for rows in (proactive(), requests(), disputes()))
    report = read(article(*shown))
    assert faults(report) == []
    assert "table-from-lines" in checks(report)
