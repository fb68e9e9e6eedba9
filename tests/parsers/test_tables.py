"""Tables read on the forms: whole and damaged, mixed and missing; nothing wrong in silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from parsers.alignment import align
from parsers.forms import FORMS
from parsers.model import Cell, Figure, Finding, Form, Grid, Number, Paragraph, Source, TextPlace
from parsers.readings import READING_RULES, found
from parsers.rows import make_row
from parsers.tables import figures

Table = list[list[str]]
Change = Callable[[Table], None]


def source(*tables: Table, exact: bool = False) -> Source:
    blocks = []
    for number, table in enumerate(tables):
        cells = [
            Cell(r, c, text, TextPlace(100 * number + r + 1, 10 * c + 1, len(text)))
            for r, row in enumerate(table)
            for c, text in enumerate(row)
        ]
        blocks.append(Grid(tuple(cells), exact))
    return Source("text/plain", tuple(blocks))


HEADER = [
    ["勾稽关系", "", "", "申请人情况", "", "", "", "", "", "总计"],
    ["", "", "", "自然人", "法人或其他组织", "", "", "", "", ""],
    ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
]


@cache
def _truth(form: Form) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Every row's figures, all sums in order: outcomes 3,1,..; nothing carried in or out."""
    rows = [row for row in FORMS[form].table("requests").rows if not row.is_group]
    outcomes = {row.name: (10 + at, at % 2, 0, at % 3, 0, 1) for at, row in enumerate(rows[2:-2])}
    columns = list(zip(*outcomes.values(), strict=True))
    total = tuple(sum(column) for column in columns)
    values = {"new": total, "carried_in": (0,) * 6, **outcomes, "total": total, "carried_out": (0,) * 6}
    return tuple((name, (*parts, sum(parts))) for name, parts in values.items())


def truth(form: Form) -> dict[str, tuple[int, ...]]:
    return dict(_truth(form))


def requests_table(form: Form = "2019") -> Table:
    rows: Table = [list(row) for row in HEADER]
    table = FORMS[form].table("requests")
    group = ""
    values = truth(form)
    for row in table.rows:
        if row.is_group:
            group = row.name
            continue
        number = [str(value) for value in values[row.name]]
        label = f"{row.ordinal}.{row.labels[0]}"
        if row.group:
            rows.append(
                ["", f"（）{table.row(row.group).labels[0]}" if group == row.group else "", label, *number]
            )
            group = ""
        else:
            rows.append([label, "", "", *number])
    return rows


def proactive_2019() -> Table:
    return [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["规章", "0", "0", "0"],
        ["规范性文件", "3", "2", "9"],
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "8", "+2", "40"],
        ["其他对外管理服务事项", "7", "减 1", "5"],
        ["第二十条第（六）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政处罚", "285", "无", "20"],
        ["行政强制", "12", "-3", ""],
        ["第二十条第（八）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", ""],
        ["行政事业性收费", "1", "减", ""],
        ["第二十条第（九）项", "", "", ""],
        ["信息内容", "采购项目数量", "采购总金额", ""],
        ["政府集中采购", "100", "9000 万", ""],
    ]


def proactive_2021(fee: str = "1.2", head: str = "本年收费金额(单位:万元)") -> Table:
    return [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "1", "2", "8"],
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "本年处理决定数量", "", ""],
        ["行政许可", "828件", "", ""],
        ["第二十条第（六）项", "", "", ""],
        ["信息内容", "本年处理决定数量", "", ""],
        ["行政处罚", "48", "", ""],
        ["行政强制", "0", "", ""],
        ["第二十条第（八）项", "", "", ""],
        ["信息内容", head, "", ""],
        ["行政事业性收费", fee, "", ""],
    ]


def disputes_table(values: Sequence[str] = tuple("1003400000200002"[:15])) -> Table:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [
        ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9],
        [*results, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *results, *results],
        list(values),
    ]


def whole(form: Form) -> Source:
    return source(
        proactive_2019() if form == "2019" else proactive_2021(), requests_table(form), disputes_table()
    )


def by_code(read: Source) -> tuple[Form | None, dict[str, Figure], tuple[Finding, ...]]:
    form, all_figures, findings = figures(read)
    return form, {figure.code: figure for figure in all_figures}, findings


def row_of(all_figures: dict[str, Figure], row: str) -> list[Number | None]:
    return [
        figure.value for figure in all_figures.values() if figure.table == "requests" and figure.row == row
    ]


def flagged(findings: Sequence[Finding]) -> set[str]:
    return {code for finding in findings for code in finding.cells}


def silently_wrong(read: Source, form: Form) -> list[str]:
    """Codes of section 3 that differ from the truth, are called stated, and that no finding names."""
    _, all_figures, findings = by_code(read)
    columns = [column.name for column in FORMS[form].table("requests").columns]
    named = flagged(findings)
    return [
        code
        for row, values in truth(form).items()
        for column, value in zip(columns, values, strict=True)
        if (code := f"requests.{row}.{column}") not in named
        and all_figures[code].confidence == "stated"
        and all_figures[code].value != value
    ]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_whole_report_is_read_to_the_last_cell(form: Form) -> None:
    seen, all_figures, findings = by_code(whole(form))
    assert seen == form
    assert list(all_figures) == [entry.code for entry in FORMS[form].entries]
    assert not findings
    for row, values in truth(form).items():
        assert tuple(row_of(all_figures, row)) == values
    assert {figure.confidence for figure in all_figures.values()} == {"stated"}
    assert all(figure.where is not None for figure in all_figures.values())


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


def test_a_header_that_is_not_the_form_s_is_told() -> None:
    table = proactive_2019()
    table[16] = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    table[17] = ["政府集中采购", "4", "0", "7"]
    _, all_figures, findings = by_code(source(table))
    assert all_figures["proactive.procurement.items"].value == 4
    checks = {finding.check for finding in findings if "proactive.procurement.items" in finding.cells}
    assert checks == {"column-header-differs", "column-outside-form"}


def test_a_2021_section_2_with_a_2019_section_3_is_read_as_what_it_is() -> None:
    form, all_figures, findings = by_code(source(proactive_2021(), requests_table("2019"), disputes_table()))
    assert form == "2021"
    assert "requests.other.total" in all_figures
    assert "requests.other_rest.total" not in all_figures
    assert all_figures["proactive.normative_documents.in_force"].value == 8
    assert "mixed-forms" in {finding.check for finding in findings}


def drop_label(at: int) -> Change:
    def change(table: Table) -> None:
        table[at][:3] = ["", "", ""]

    return change


def set_row(at: int, row: Callable[[list[str]], list[str]]) -> Change:
    def change(table: Table) -> None:
        table[at] = row(table[at])

    return change


def lose_row(table: Table) -> None:
    del table[11]


def label_on_two_rows(table: Table) -> None:
    table[10][2] = "4.保护第三方"
    table.insert(11, ["", "", "合法权益", *[""] * 7])


def values_on_second_row(table: Table) -> None:
    table.insert(11, ["", "", "合法权益", *table[10][3:]])
    table[10] = ["", "", "4.保护第三方", *[""] * 7]


def values_on_heading(table: Table) -> None:
    table.insert(7, ["", "（三）不予公开", "", *table[7][3:]])
    table[8] = ["", "", "1.属于国家秘密", *[""] * 7]


DAMAGES: dict[str, Change] = {
    "a label lost": drop_label(8),
    "a filler lost in a row": set_row(3, lambda row: [row[0], *row[2:]]),
    "two fillers lost in a row": set_row(3, lambda row: [row[0], *row[3:]]),
    "two empty cells at the end": set_row(9, lambda row: [*row, "", ""]),
    "a value lost": set_row(9, lambda row: [*row[:5], *row[6:]]),
    "the total lost": set_row(9, lambda row: row[:-1]),
    "the first value lost": set_row(9, lambda row: [*row[:3], *row[4:]]),
    "a stray value at the end": set_row(9, lambda row: [*row, "7"]),
    "a value in two cells": set_row(9, lambda row: [*row[:3], "1", *row[3:]]),
    "a garbled label": set_row(10, lambda row: [*row[:2], "4.保户第三万合去权益", *row[3:]]),
    "a label cut short": set_row(7, lambda row: [*row[:2], "1. 属于国家", *row[3:]]),
    "a row lost": lose_row,
    "a header repeated": lambda table: table.insert(12, list(HEADER[2])),
    "an empty row": lambda table: table.insert(12, [""] * 10),
    "a label over two rows": label_on_two_rows,
    "the values on the label's second row": values_on_second_row,
    "the values on the heading": values_on_heading,
}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("exact", [False, True])
def test_no_damage_makes_a_figure_silently_wrong(form: Form, damage: str, exact: bool) -> None:
    table = requests_table(form)
    DAMAGES[damage](table)
    assert not silently_wrong(source(table, exact=exact), form)


@pytest.mark.parametrize(
    "damage",
    [
        "a label lost",
        "a filler lost in a row",
        "two fillers lost in a row",
        "two empty cells at the end",
        "a garbled label",
        "a label cut short",
        "a header repeated",
        "an empty row",
        "a label over two rows",
        "the values on the label's second row",
        "the values on the heading",
    ],
)
def test_damage_that_leaves_the_figures_whole_is_repaired(damage: str) -> None:
    table = requests_table()
    DAMAGES[damage](table)
    _, all_figures, _ = by_code(source(table))
    assert {row: tuple(row_of(all_figures, row)) for row in truth("2019")} == truth("2019")


def test_a_lost_row_is_missing_and_named() -> None:
    table = requests_table()
    del table[11]
    _, all_figures, findings = by_code(source(table))
    lost = [finding for finding in findings if finding.check == "row-not-found"]
    assert len(lost) == 1
    assert all(all_figures[code].state == "missing" for code in lost[0].cells)
    assert len(lost[0].cells) == 7


def test_a_column_the_table_does_not_have_is_missing_and_named() -> None:
    table = requests_table()
    for row in table:
        del row[5]
    table[9] = [*table[9][:4], *table[9][5:]]
    _, all_figures, findings = by_code(source(table))
    assert all_figures["requests.new.research"].state == "missing"
    assert all_figures["requests.new.total"].value == truth("2019")["new"][-1]
    told = [finding for finding in findings if finding.check == "column-not-found"]
    assert [code.split(".")[2] for code in told[0].cells] == ["research"] * 23
    assert "requests.denied_security.business" in flagged(findings)


def test_a_column_whose_header_is_garbled_is_still_there() -> None:
    table = requests_table()
    table[2][5] = "科硏札构"
    _, all_figures, _ = by_code(source(table))
    assert all_figures["requests.new.research"].value == truth("2019")["new"][2]


def test_a_lost_value_is_offered_from_the_sum_and_never_filled_in() -> None:
    table = requests_table()
    del table[9][-1]
    _, all_figures, findings = by_code(source(table))
    code = "requests.denied_security.total"
    assert code in flagged(findings)
    assert all_figures[code].confidence != "stated"


def test_six_zeros_for_seven_columns_are_zero_or_open() -> None:
    table = requests_table()
    for at in range(3, len(table)):
        table[at][3:] = ["0"] * 7
    table[5][3:] = ["0"] * 6
    table[7][2:] = [table[7][2], *["0"] * 6]
    _, all_figures, findings = by_code(source(table))
    assert row_of(all_figures, "denied_state_secret") == [0] * 7
    assert row_of(all_figures, "granted")[1:] == [0] * 6
    first = all_figures["requests.granted.natural_person"]
    assert (first.value, first.confidence) == (0, "inferred"), "R1 and R2 leave only 0"
    for row in ("granted", "denied_state_secret"):
        assert all(code in flagged(findings) for code in all_figures if f".{row}." in code)


def test_a_page_shifted_by_one_column_is_moved_back_and_told() -> None:
    table = requests_table()
    first, second = [list(row) for row in table[:10]], [list(row) for row in table[10:]]
    for row in first[3:]:
        row[3:] = [*[""] * 5, "0", ""]
    for row in second:
        row[3:] = [*[""] * 6, "0"]
    _, all_figures, findings = by_code(source(first, second))
    assert row_of(all_figures, "new") == [None] * 6 + [0]
    assert all_figures["requests.new.total"].confidence == "inferred"
    assert "requests.new.other" in {c for f in findings if f.check == "column-shift" for c in f.cells}
    assert all_figures["requests.carried_out.total"].confidence == "stated"


def test_a_shift_that_breaks_the_balance_stays_open() -> None:
    table = requests_table()
    first, second = [list(row) for row in table[:10]], [list(row) for row in table[10:]]
    for row in first[3:]:
        row[3:] = [*[""] * 5, "5", ""]
    for row in second:
        row[3:] = [*[""] * 6, "0"]
    _, all_figures, _ = by_code(source(first, second))
    assert all_figures["requests.new.total"].confidence == "ambiguous"


def test_totals_that_stand_one_column_early_on_every_page_are_open() -> None:
    table = requests_table()
    for row in table[3:]:
        row[3:] = [*[""] * 5, "4", ""]
    _, all_figures, findings = by_code(source(table))
    assert all_figures["requests.new.other"].confidence == "ambiguous"
    assert all_figures["requests.new.total"].alternatives == (4,)
    assert "requests.new.total" in flagged(findings)


def test_a_merged_row_is_open() -> None:
    table = requests_table()
    table[9][3:] = ["0", *[""] * 6]
    _, all_figures, findings = by_code(source(table))
    assert "requests.denied_security.total" in flagged(findings)
    assert all_figures["requests.denied_security.total"].confidence == "ambiguous"


def test_a_row_printed_twice_with_other_figures_is_told() -> None:
    table = requests_table()
    table.insert(9, [*table[9][:3], *["9"] * 7])
    _, _, findings = by_code(source(table))
    assert "repeated-row" in {finding.check for finding in findings}


def test_blank_rows_stay_blank_however_many_cells_they_kept() -> None:
    table = requests_table()
    for at, count in ((8, 0), (9, 3), (10, 7), (11, 14)):
        table[at][3:] = [""] * count
    _, all_figures, _ = by_code(source(table))
    for row in ("denied_by_law", "denied_security", "denied_third_party", "denied_internal"):
        assert row_of(all_figures, row) == [None] * 7
        assert all_figures[f"requests.{row}.total"].state == "blank"
        assert all_figures[f"requests.{row}.total"].where is not None


def test_text_in_a_cell_has_no_value_and_is_told() -> None:
    table = requests_table()
    table[9][3] = "1O"
    _, all_figures, findings = by_code(source(table))
    figure = all_figures["requests.denied_security.natural_person"]
    assert (figure.value, figure.state, figure.raw) == (None, "text", "1O")
    assert "not-a-number" in {finding.check for finding in findings if figure.code in finding.cells}


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


def test_tables_in_one_grid_are_told_apart() -> None:
    form, all_figures, findings = by_code(source([*proactive_2019(), *requests_table(), *disputes_table()]))
    assert form == "2019"
    assert tuple(row_of(all_figures, "new")) == truth("2019")["new"]
    assert not findings


def test_a_table_that_is_absent_is_missing_and_told() -> None:
    form, all_figures, findings = by_code(source(requests_table("2021")))
    assert form == "2021"
    assert len(all_figures) == 200
    assert all_figures["disputes.review.total"].state == "missing"
    assert [f.check for f in findings] == ["table-not-found", "table-not-found"]
    assert {code.split(".")[0] for code in flagged(findings)} == {"proactive", "disputes"}


def test_the_2014_table_is_read_by_label() -> None:
    table = [["统计指标", "单位", "统计数"]]
    for at, row in enumerate(FORMS["2014"].table("statistics").rows):
        table.append([f"{row.ordinal}.{row.labels[0]}" if row.ordinal else row.labels[0], "件", str(at)])
    table.insert(5, ["省里自己加的一行培训情况统计", "次", "77"])
    form, all_figures, _ = by_code(source(table))
    assert form == "2014"
    assert len(all_figures) == 58
    values = {code: figure.value for code, figure in all_figures.items()}
    assert values["statistics.disclosed.value"] == 0
    assert values["statistics.reviews_corrected.value"] == 41
    assert values["statistics.litigations_corrected.value"] == 45
    assert values["statistics.fees.value"] == 48 * 10_000
    assert 77 not in values.values()


def test_a_document_without_tables_has_no_form() -> None:
    paragraph = Paragraph("我委认真贯彻落实条例。", TextPlace(1, 1, 11))
    form, all_figures, findings = figures(Source("text/plain", (paragraph,)))
    assert (form, all_figures) == (None, ())
    assert [finding.check for finding in findings] == ["no-tables"]
    assert figures(source([["姓名", "电话"], ["甲", "1"]]))[0] is None


def test_odd_grids_never_raise() -> None:
    odd: list[Table] = [
        [],
        [[]],
        [[""]],
        [["第二十条第"]],
        [["勾稽关系"], ["本年新收政府信息公开申请数量"]],
        [["行政复议"], ["1"]],
        [["信息内容"], ["规章"], ["规章", *["1"] * 300]],
        [["信息内容", "本年增/减"], ["行政许可", "减", "减", "增"]],
        [
            ["申请人情况", "自然人"],
            *[["一、本年新收政府信息公开申请数量", *["1"] * count] for count in range(20)],
        ],
        [["统计指标"], ["收到申请数"], ["收到申请数", "3", "4", "5"]],
    ]
    for table in odd:
        for exact in (True, False):
            figures(source(table, exact=exact))


def test_a_table_of_a_hundred_thousand_rows_is_cut_and_told() -> None:
    table = [*requests_table(), *[["x", "1"]] * 100_000]
    _, _, findings = by_code(source(table))
    assert "table-cut" in {finding.check for finding in findings}


def test_rows_without_labels_are_matched_only_when_the_gap_is_full() -> None:
    form_rows = FORMS["2019"].table("requests").rows

    def row(*texts: str) -> object:
        return make_row(tuple(Cell(0, c, t, TextPlace(1, 1, 0)) for c, t in enumerate(texts)), 0, False)

    rows = [row("1.属于国家秘密", "0"), row("", "1"), row("3.危及三安全一稳定", "0")]
    assert len(align(rows, form_rows).matches) == 3  # type: ignore[arg-type]
    rows[2] = row("4.保护第三方合法权益", "0")
    assert len(align(rows, form_rows).matches) == 2  # type: ignore[arg-type]


def test_reading_rules_are_named_once_and_in_two_languages() -> None:
    ids = [rule.id for rule in READING_RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.wording_zh and rule.wording_en.isascii() for rule in READING_RULES)
    with pytest.raises(KeyError, match="no-such-rule"):
        found("no-such-rule", "")
