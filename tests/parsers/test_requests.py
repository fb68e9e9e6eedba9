"""Section 3, damaged in every way that is known: repaired or told, and nothing wrong in silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from parsers.alignment import align
from parsers.forms import FORMS
from parsers.model import Cell, Form, TextPlace
from parsers.rows import make_row
from tests.parsers.form_tables import (
    HEADER,
    Change,
    Table,
    by_code,
    flagged,
    requests_table,
    row_of,
    silently_wrong,
    source,
    truth,
)


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


@pytest.mark.parametrize("damage", ["the values on the label's second row", "the values on the heading"])
def test_figures_on_the_other_line_of_a_label_are_told(damage: str) -> None:
    table = requests_table()
    DAMAGES[damage](table)
    _, all_figures, findings = by_code(source(table))
    (told,) = [finding for finding in findings if finding.check == "values-on-next-line"]
    assert len(told.cells) == 7
    assert {all_figures[code].confidence for code in told.cells} == {"inferred"}


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


def test_rows_in_another_order_keep_the_figures_of_their_labels() -> None:
    table = requests_table()
    table[3], table[4] = table[4], table[3]
    _, all_figures, findings = by_code(source(table))
    assert row_of(all_figures, "new") == list(truth("2019")["new"])
    assert row_of(all_figures, "carried_in") == list(truth("2019")["carried_in"])
    assert "row-by-order" not in {finding.check for finding in findings}


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


def test_rows_without_labels_are_matched_only_when_the_gap_is_full() -> None:
    form_rows = FORMS["2019"].table("requests").rows

    def row(*texts: str) -> object:
        return make_row(tuple(Cell(0, c, t, TextPlace(1, 1, 0)) for c, t in enumerate(texts)), 0, False)

    rows = [row("1.属于国家秘密", "0"), row("", "1"), row("3.危及三安全一稳定", "0")]
    assert len(align(rows, form_rows).matches) == 3  # type: ignore[arg-type]
    rows[2] = row("4.保护第三方合法权益", "0")
    assert len(align(rows, form_rows).matches) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "order", [(0, 3, 2, 1, 4, 5, 6), (6, 0, 1, 2, 3, 4, 5)], ids=["organisations", "total"]
)
@pytest.mark.parametrize("lines", [1, 3])
def test_columns_in_another_order_follow_their_headings_in_text_too(order: Sequence[int], lines: int) -> None:
    table = requests_table("2021")
    if lines == 1:
        names = [column.labels[0] for column in FORMS["2021"].table("requests").columns]
        table = [["勾稽关系", "", "", *names], *table[len(HEADER) :]]
        order_of = {at: order for at in range(len(table))}
    else:
        # The line of 自然人, 法人或其他组织 and 总计 moves by its own cells.
        order_of = {at: order for at in range(2, len(table))}
        if order[0] == 6:
            table[0], table[1] = (
                ["勾稽关系", "", "", "总计", "申请人情况", *[""] * 5],
                ["", "", "", "", "自然人", "法人或其他组织", *[""] * 4],
            )
    moved = [
        [*row[:3], *(row[3 + place] for place in order_of[at])] if at in order_of else row
        for at, row in enumerate(table)
    ]
    _, all_figures, findings = by_code(source(moved, exact=False))
    names = [column.name for column in FORMS["2021"].table("requests").columns]
    for row, values in truth("2021").items():
        assert [all_figures[f"requests.{row}.{name}"].value for name in names] == list(values), row
    assert "columns-reordered" in {it.check for it in findings}
