"""The list of 2014: which column is the year's own, its units, and figures out of their place."""

from __future__ import annotations

import pytest

from tests.parsers.form_tables import Table, by_code, source

STATISTICS: Table = [
    ["（一）主动公开政府信息数", "条", "11", "22"],
    ["一、收到申请数", "件", "3", "4"],
    ["1.当面申请数", "件", "1", "2"],
    ["2.传真申请数", "件", "0", "0"],
    ["3.网络申请数", "件", "1", "1"],
    ["4.信函申请数", "件", "1", "1"],
    ["二、申请办结数", "件", "3", "4"],
    ["三、申请答复数", "件", "3", "4"],
    ["四、行政复议数量", "件", "0", "1"],
    ["（二）被依法纠错数", "件", "0", "1"],
    ["五、行政诉讼数量", "件", "0", "0"],
]


def test_years_on_a_line_of_their_own_name_the_columns() -> None:
    heads = [["统计指标", "单位", "统计数", ""], ["", "", "2016年", "2017年"]]
    _, figures, _ = by_code(source(heads + STATISTICS, exact=True))
    assert [figures[f"statistics.{row}.value"].value for row in ("disclosed", "requests")] == [22, 4]


@pytest.mark.parametrize("cells", [["1", "2"], ["", "12"]])
def test_a_figure_beside_the_heads_of_the_list_is_told(cells: list[str]) -> None:
    rows = [["统计指标", "单位", "统计数", ""], *([*row[:3], ""] for row in STATISTICS)]
    rows[2][2:] = cells
    _, _, findings = by_code(source(rows, exact=True))
    assert [it.cells for it in findings if it.check == "column-outside-form"] == [
        ("statistics.requests.value",)
    ]


def test_the_list_of_2014_may_count_in_ten_thousands() -> None:
    rows = [["统计指标", "单位", "统计数"], *(row[:3] for row in STATISTICS)]
    rows[1] = ["（一）主动公开政府信息数", "万条", "1.2"]
    rows[2] = ["一、收到申请数（单位：件）", "", "3"]
    _, figures, _ = by_code(source(rows, exact=True))
    assert [figures[f"statistics.{row}.value"].value for row in ("disclosed", "requests")] == [12_000, 3]


def test_a_figure_in_the_cell_of_its_label_is_no_blank() -> None:
    rows = [["统计指标", "单位", "统计数"], *(row[:3] for row in STATISTICS)]
    rows[1] = ["（一）主动公开政府信息数：11条"]
    _, figures, findings = by_code(source(rows, exact=True))
    figure = figures["statistics.disclosed.value"]
    assert (figure.value, figure.state, figure.raw) == (None, "text", rows[1][0])
    assert figure.code in {code for it in findings if it.check == "not-a-number" for code in it.cells}


def test_the_list_of_2014_printed_again_is_told() -> None:
    first = [["统计指标", "单位", "统计数"], *(row[:3] for row in STATISTICS)]
    again = [["统计指标", "单位", "统计数"], *([*row[:2], row[3]] for row in STATISTICS)]
    _, _, findings = by_code(source(first, again, exact=True))
    told = [it.cells[0].split(".")[1] for it in findings if it.check == "repeated-row"]
    assert told == [
        *("disclosed", "requests", "requests_in_person", "concluded", "answered"),
        *("reviews", "reviews_corrected"),
    ]


def test_a_row_that_a_page_s_end_repeats_does_not_end_the_list() -> None:
    table = [["统计指标", "单位", "统计数"], *(row[:3] for row in STATISTICS)]
    table.insert(5, list(table[4]))
    _, figures, _ = by_code(source(table, exact=True))
    assert figures["statistics.litigations.value"].value == 0


@pytest.mark.parametrize("head", [["指标", "单位", "数字"], ["项目", "单位", "数量"]])
def test_a_list_whose_head_has_other_words_is_found(head: list[str]) -> None:
    _, figures, findings = by_code(source([head, *(row[:3] for row in STATISTICS)], exact=True))
    assert "no-tables" not in {it.check for it in findings}
    values = [figures[f"statistics.{row}.value"].value for row in ("disclosed", "requests", "reviews")]
    assert values == [11, 3, 0]


def test_a_unit_behind_its_number_counts() -> None:
    rows = [["统计指标", "统计数", "单位"], *([row[0], row[2], row[1]] for row in STATISTICS)]
    rows.append(["七、依申请公开信息收取的费用", "500", "元"])
    _, figures, _ = by_code(source(rows, exact=True))
    assert figures["statistics.fees.value"].value == 500
