"""Tables that print last year too: its column beside this year's, or the whole table below it."""

from __future__ import annotations

import pytest

from tests.parsers.form_tables import by_code, flagged, proactive_2019, proactive_2021, source

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
