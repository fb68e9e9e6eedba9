"""Section 4 in every shape it is printed in: one row, three tables, labelled, vertical."""

from __future__ import annotations

from parsers.model import Paragraph, Source, TextPlace
from tests.parsers.form_tables import (
    by_code,
    disputes_table,
    flagged,
    proactive_2021,
    source,
)


def test_section_4_in_three_tables_or_with_labels_is_read() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    split = source(
        [["行政复议"], results, list("10012")],
        [["行政诉讼", "未经复议直接起诉"], results, list("00000")],
        [["行政诉讼", "复议后起诉"], results, list("03003")],
    )
    labelled = source(
        [
            ["", *results],
            ["行政复议", *"10012"],
            ["行政诉讼未经复议直接起诉", *"00000"],
            ["行政诉讼复议后起诉", *"03003"],
        ]
    )
    for read in (split, labelled):
        _, all_figures, _ = by_code(read)
        assert [f.value for f in all_figures.values() if f.table == "disputes"] == [
            int(d) for d in "100120000003003"
        ]


def test_the_headings_of_separate_tables_say_which_block_each_is() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    review = [["行政复议", *[""] * 4], results, list("10012")]
    direct = [["未经复议直接起诉", *[""] * 4], results, list("20002")]
    after = [["复议后起诉", *[""] * 4], results, list("03003")]
    lawsuits = [
        ["行政诉讼", *[""] * 9],
        ["未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        results * 2,
        list("2000203003"),
    ]
    for tables in ((review, after, direct), (lawsuits, review), (review, lawsuits)):
        _, all_figures, findings = by_code(source(*tables, exact=True))
        read = "".join(str(f.value) for f in all_figures.values() if f.table == "disputes")
        assert read == "100122000203003"
        assert all("disputes" not in cell for f in findings for cell in f.cells)


def test_section_4_set_vertically_in_another_order_is_not_read_in_the_form_s() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blocks = {"行政复议": "10012", "复议后起诉": "03003", "未经复议直接起诉": "20002"}
    table = [
        [block if at == 0 else "", result, digits[at]]
        for block, digits in blocks.items()
        for at, result in enumerate(results)
    ]
    _, all_figures, findings = by_code(source(proactive_2021(), table, exact=True))
    figure = all_figures["disputes.litigation_direct.upheld"]
    assert figure.value is None and figure.code in flagged(findings)


def test_last_year_s_row_above_is_not_this_year_s() -> None:
    *heads, values = disputes_table(list("100120000003003"))
    table = [["年度" if at == 0 else "", *row] for at, row in enumerate(heads)]
    table += [["上年", *"900090000000000"], ["本年", *values]]
    _, all_figures, _ = by_code(source(table, exact=True))
    read = "".join(str(f.value) for f in all_figures.values() if f.table == "disputes")
    assert read == "100120000003003"


def test_section_4_set_vertically_is_read() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    blocks = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    values = list("100120000003003")
    table = [
        [block if at == 0 else "", result, values[5 * number + at]]
        for number, block in enumerate(blocks)
        for at, result in enumerate(results)
    ]
    for rows in (table, [["类别", "结果", "件数"], *table]):
        for exact in (True, False):
            head = Paragraph("四、政府信息公开行政复议、行政诉讼情况", TextPlace(1, 1, 20))
            blocks_read = (head, *source(rows, exact=exact).blocks)
            proactive = source(proactive_2021()).blocks
            _, all_figures, findings = by_code(Source("text/plain", (*proactive, *blocks_read)))
            seen = [f for f in all_figures.values() if f.table == "disputes"]
            assert [f.value for f in seen] == [int(digit) for digit in values]
            assert {f.confidence for f in seen} == {"stated"}
            assert all("disputes" not in cell for f in findings for cell in f.cells)


def test_section_4_set_vertically_but_not_whole_is_not_guessed() -> None:
    table = [["行政复议", "结果维持", "1"], ["", "结果纠正", "0"], ["", "总计", "1"]]
    _, all_figures, findings = by_code(source(proactive_2021(), table))
    assert {f.state for f in all_figures.values() if f.table == "disputes"} == {"missing"}
    assert "disputes.review.upheld" in flagged(findings)


def test_section_4_with_a_cell_too_many_is_zero_or_flagged() -> None:
    _, all_figures, findings = by_code(source(disputes_table(["0"] * 16)))
    assert all(f.value == 0 for f in all_figures.values() if f.table == "disputes")
    assert "disputes.review.total" in flagged(findings)
    values = list("100120000003003")
    _, all_figures, findings = by_code(source(disputes_table(["7", *values])))
    wrong = [
        f.code
        for f, value in zip([f for f in all_figures.values() if f.table == "disputes"], values, strict=True)
        if f.value != int(value) and f.confidence == "stated" and f.code not in flagged(findings)
    ]
    assert not wrong
