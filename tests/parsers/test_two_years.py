"""Tables that print last year too: its column beside this year's, or the whole table below it."""

from __future__ import annotations

import pytest

from tests.parsers.form_tables import Table, by_code, flagged, proactive_2019, proactive_2021, source

LICENSING = "proactive.licensing.decisions"


@pytest.mark.parametrize(
    "heads",
    [
        {"上年处理决定数量": "700", "本年处理决定数量": "828"},
        {"本年处理决定数量": "828", "上年处理决定数量": "700"},
        {"处理决定数量": "828", "去年处理决定数量": "700"},
        {"2020年度处理决定数量": "700", "2021年度处理决定数量": "828"},
        {"2021年度处理决定数量": "828", "2020年度处理决定数量": "700"},
    ],
)
def test_this_year_s_column_is_read_and_last_year_s_told(heads: dict[str, str]) -> None:
    table = proactive_2021()
    table[5], table[6] = ["信息内容", *heads, ""], ["行政许可", *heads.values(), ""]
    _, figures, findings = by_code(source(table, exact=True))
    assert (figures[LICENSING].value, figures[LICENSING].confidence) == (828, "stated")
    assert "column-outside-form" in {it.check for it in findings if LICENSING in it.cells}


def test_last_year_s_column_alone_is_not_taken_for_this_year_s_unseen() -> None:
    table = proactive_2021()
    table[5][1] = "上年处理决定数量"
    _, _, findings = by_code(source(table, exact=True))
    assert "column-header-differs" in {it.check for it in findings if LICENSING in it.cells}


def test_this_year_s_items_are_not_last_year_s() -> None:
    table = proactive_2019()
    table[5] = ["信息内容", "上一年项目数量", "本年项目数量", "本年增/减", "处理决定数量"]
    table[6] = ["行政许可", "8", "10", "+2", "40"]
    _, figures, _ = by_code(source([[*row, *[""] * (5 - len(row))] for row in table], exact=True))
    read = [figures[f"proactive.licensing.{it}"].value for it in ("previous_items", "change", "decisions")]
    assert read == [8, 2, 40]


def test_section_2_printed_again_with_other_figures_is_told() -> None:
    earlier = proactive_2021()
    earlier[6][1] = "700"
    _, _, findings = by_code(source(earlier, proactive_2021(), exact=True))
    assert {it.cells for it in findings if it.check == "repeated-row"} == {(LICENSING,)}


def test_section_2_printed_again_with_the_same_figures_is_no_matter() -> None:
    _, _, findings = by_code(source(proactive_2021(), proactive_2021(), exact=True))
    assert flagged(findings) == flagged(by_code(source(proactive_2021(), exact=True))[2])


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


def test_the_list_of_2014_printed_again_is_told() -> None:
    first = [["统计指标", "单位", "统计数"], *(row[:3] for row in STATISTICS)]
    again = [["统计指标", "单位", "统计数"], *([*row[:2], row[3]] for row in STATISTICS)]
    _, _, findings = by_code(source(first, again, exact=True))
    told = [it.cells[0].split(".")[1] for it in findings if it.check == "repeated-row"]
    assert told == [
        *("disclosed", "requests", "requests_in_person", "concluded", "answered"),
        *("reviews", "reviews_corrected"),
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


def test_a_row_that_the_first_table_lacks_is_not_taken_from_the_second() -> None:
    earlier = proactive_2021()
    del earlier[10]
    _, figures, _ = by_code(source(earlier, proactive_2021(), exact=True))
    assert figures["proactive.coercive_measures.decisions"].state == "missing"


def test_a_small_table_of_the_same_words_above_does_not_end_the_list() -> None:
    small = [["类别", "公开条数"], ["行政许可", "35"], ["行政处罚", "20"]]
    _, figures, _ = by_code(source([["第二十条第（五）项", ""], *small], proactive_2021(), exact=True))
    read = {row: figures[f"proactive.{row}.decisions"].value for row in ("licensing", "penalties")}
    assert read == {"licensing": 828, "penalties": 48}


def test_a_row_that_a_page_s_end_repeats_does_not_end_the_list() -> None:
    table = [["统计指标", "单位", "统计数"], *(row[:3] for row in STATISTICS)]
    table.insert(5, list(table[4]))
    _, figures, _ = by_code(source(table, exact=True))
    assert figures["statistics.litigations.value"].value == 0


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [("元", 3), ("千元", 3_000), ("万元", 30_000), ("百万元", 3_000_000), ("亿元", 300_000_000)],
)
def test_the_header_s_unit_of_money_is_read_whole(unit: str, yuan: int) -> None:
    _, figures, _ = by_code(source(proactive_2021("3", f"本年收费金额（单位：{unit}）"), exact=True))
    assert figures["proactive.fees.amount"].value == yuan


def test_two_units_that_differ_leave_the_amount_open() -> None:
    table = proactive_2021("1200")
    table[-1][0] = "行政事业性收费（单位：元）"
    _, figures, findings = by_code(source(table, exact=True))
    figure = figures["proactive.fees.amount"]
    assert {figure.value, *figure.alternatives} == {12_000_000, 1_200}
    assert figure.confidence == "ambiguous"
    assert "不止一种" in next(it.message for it in findings if it.check == "unit-unknown")


def test_a_header_may_count_in_ten_thousands() -> None:
    table = proactive_2021()
    table[5][1], table[6][1] = "本年处理决定数量（万件）", "3"
    assert by_code(source(table, exact=True))[1][LICENSING].value == 30_000
