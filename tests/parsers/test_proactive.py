"""Section 2: signs, words, blanks and money, and headers that are not the form's."""

from __future__ import annotations

import pytest

from tests.parsers.form_tables import (
    by_code,
    proactive_2019,
    proactive_2021,
    source,
    whole,
)


def test_section_2_of_2019_keeps_signs_words_blanks_and_money() -> None:
    _, all_figures, _ = by_code(whole("2019"))
    read = {
        code.removeprefix("proactive."): (figure.value, figure.state)
        for code, figure in all_figures.items()
        if figure.table == "proactive"
    }
    assert read["licensing.change"] == (2, "number")
    assert read["other_services.change"] == (-1, "number")
    assert read["penalties.change"] == (0, "word")
    assert read["coercive_measures.change"] == (-3, "number")
    assert read["coercive_measures.decisions"] == (None, "blank")
    assert read["fees.change"] == (None, "word")
    assert read["procurement.amount"] == (90_000_000, "number")


def test_fees_of_2021_are_printed_in_ten_thousands() -> None:
    assert by_code(source(proactive_2021("1.2")))[1]["proactive.fees.amount"].value == 12_000
    assert (
        by_code(source(proactive_2021("300", "本年收费金额(单位:元)")))[1]["proactive.fees.amount"].value
        == 300
    )


@pytest.mark.parametrize(("head", "value"), [("本年增", 23), ("本年减", -23)])
def test_a_sign_that_only_the_header_gives_is_inferred_and_told(head: str, value: int) -> None:
    table = proactive_2019()
    table[9][2], table[10][2] = head, "23"
    _, all_figures, findings = by_code(source(table))
    figure = all_figures["proactive.penalties.change"]
    assert (figure.value, figure.confidence) == (value, "inferred")
    told = [finding for finding in findings if finding.check == "sign-from-header"]
    assert [finding.cells for finding in told if finding.actual == value] == [("proactive.penalties.change",)]


def test_a_zero_or_a_signed_cell_needs_no_sign_from_the_header() -> None:
    table = proactive_2019()
    table[9][2], table[10][2], table[11][2] = "本年减", "0", "-3"
    _, all_figures, findings = by_code(source(table))
    assert all_figures["proactive.penalties.change"].value == 0
    assert all_figures["proactive.coercive_measures.change"].value == -3
    assert "sign-from-header" not in {finding.check for finding in findings}


def test_money_without_a_unit_is_open_unless_it_is_zero() -> None:
    table = proactive_2019()
    table[17][2] = "251000"
    _, all_figures, findings = by_code(source(table))
    figure = all_figures["proactive.procurement.amount"]
    assert (figure.value, figure.confidence, figure.alternatives) == (251_000, "ambiguous", (2_510_000_000,))
    assert "unit-unknown" in {finding.check for finding in findings}
    table[17][2] = "0"
    assert by_code(source(table))[1]["proactive.procurement.amount"].confidence == "stated"


def test_a_figure_beside_the_header_s_columns_is_told() -> None:
    table = [row[: 4 if at < 4 else 3] for at, row in enumerate(proactive_2021())]
    table[5], table[6] = table[5][:2], ["行政许可", "8", "28"]
    _, _, findings = by_code(source(table, exact=True))
    told = [it.cells for it in findings if it.check == "column-outside-form"]
    assert told == [("proactive.licensing.decisions",)]


@pytest.mark.parametrize(
    ("row", "text", "code"),
    [
        (6, "828（更正为830）", "proactive.licensing.decisions"),
        (6, "828【有误，应为830】", "proactive.licensing.decisions"),
        (-1, "828万元（实为830万元）", "proactive.fees.amount"),
    ],
)
def test_a_remark_that_corrects_the_figure_leaves_both(row: int, text: str, code: str) -> None:
    table = proactive_2021()
    table[row][1] = text
    _, all_figures, findings = by_code(source(table, exact=True))
    figure = all_figures[code]
    times = 10_000 if figure.unit == "CNY" else 1
    assert (figure.value, figure.confidence) == (828 * times, "ambiguous")
    assert figure.alternatives == (830 * times,)
    assert "remark-of-value" in {it.check for it in findings if code in it.cells}


@pytest.mark.parametrize(
    ("text", "yuan"), [("1200（元）", 1200), ("1200 （单位：元）", 1200), ("0.12（万元）", 1200)]
)
def test_a_remark_that_is_a_unit_of_money_is_one(text: str, yuan: int) -> None:
    table = proactive_2021()
    table[-1][1] = text
    _, all_figures, findings = by_code(source(table, exact=True))
    figure = all_figures["proactive.fees.amount"]
    assert (figure.value, figure.confidence) == (yuan, "stated")
    assert not [it.check for it in findings if figure.code in it.cells]


@pytest.mark.parametrize("text", ["12万元", "12（万元）", "300元"])
def test_money_where_a_count_should_be_is_open_and_told(text: str) -> None:
    table = proactive_2021()
    table[6][1] = text
    _, all_figures, findings = by_code(source(table, exact=True))
    figure = all_figures["proactive.licensing.decisions"]
    assert figure.confidence == "ambiguous"
    assert "money-for-count" in {it.check for it in findings if figure.code in it.cells}


def test_a_remark_on_the_figure_is_none_on_its_value() -> None:
    table = proactive_2021()
    table[6][1] = "22（其中修订16件）"
    _, all_figures, findings = by_code(source(table, exact=True))
    assert all_figures["proactive.licensing.decisions"].confidence == "stated"
    assert "remark-of-value" not in {it.check for it in findings}


def test_rows_without_a_header_are_told() -> None:
    headless = [row for row in proactive_2021() if row[0] != "信息内容"]
    _, all_figures, findings = by_code(source(headless, exact=True))
    assert all_figures["proactive.normative_documents.issued"].value == 1
    (told,) = (it for it in findings if it.check == "header-not-found")
    assert set(told.cells) == {code for code in all_figures if code.startswith("proactive.")}
    assert "header-not-found" not in {it.check for it in by_code(source(proactive_2021(), exact=True))[2]}


def test_a_page_s_end_below_the_header_takes_it_from_no_row() -> None:
    table = proactive_2021()
    table.insert(2, list(table[0]))
    assert "header-not-found" not in {it.check for it in by_code(source(table, exact=True))[2]}


def test_a_header_that_is_not_the_form_s_is_told() -> None:
    table = proactive_2019()
    table[16] = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    table[17] = ["政府集中采购", "4", "0", "7"]
    _, all_figures, findings = by_code(source(table))
    assert all_figures["proactive.procurement.items"].value == 4
    checks = {finding.check for finding in findings if "proactive.procurement.items" in finding.cells}
    assert checks == {"column-header-differs", "column-outside-form"}


def test_a_header_that_differs_makes_every_figure_of_its_rows_doubtful() -> None:
    table = proactive_2019()
    table[5][2] = "同比"
    _, _, findings = by_code(source(table))
    (licensing,) = (
        it for it in findings if it.check == "column-header-differs" and "licensing" in it.cells[0]
    )
    assert licensing.cells == tuple(
        f"proactive.licensing.{column}" for column in ("previous_items", "change", "decisions")
    )


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
    assert by_code(source(table, exact=True))[1]["proactive.licensing.decisions"].value == 30_000
    table[5][1] = "本年处理决定数量（单位：百件）"
    assert by_code(source(table, exact=True))[1]["proactive.licensing.decisions"].value == 300


def test_a_row_named_after_its_amount_is_the_form_s() -> None:
    table = proactive_2021()
    table[-1][0] = "行政事业性收费金额"
    _, all_figures, findings = by_code(source(table, exact=True))
    assert all_figures["proactive.fees.amount"].confidence == "stated"
    assert "row-scope" not in {it.check for it in findings}


LICENSING = ["行政许可", "28", "", ""]


@pytest.mark.parametrize(
    ("rows", "other"),
    [
        ([LICENSING, ["其中：行政许可变更", "5", "", ""]], False),
        ([["行政许可（件）", "28", "", ""]], False),
        ([["行政许可（公共场所）", "28", "", ""], ["行政许可（医疗机构）", "5", "", ""]], True),
        ([["行政许可、行政确认", "28", "", ""]], True),
        ([["行政许可罚没金额", "28", "", ""]], True),
        ([LICENSING, ["", "5", "", ""]], True),
    ],
    ids=["a part beside the whole", "unit", "parts", "two in one", "money", "a second line"],
)
def test_a_row_of_another_scope_is_open_and_told(rows: list[list[str]], other: bool) -> None:
    table = proactive_2021()
    table[6:7] = rows
    _, all_figures, findings = by_code(source(table, exact=True))
    figure = all_figures["proactive.licensing.decisions"]
    assert figure.value == 28
    told = {it.check for it in findings if figure.code in it.cells}
    assert ("row-scope" in told, figure.confidence == "ambiguous") == (other, other)
