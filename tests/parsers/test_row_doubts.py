"""Rows of section 3 that stand beside their place: moved where the sums leave no doubt, else told whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parsers.forms import FORMS
from parsers.model import Cell, Figure, Finding, Grid, Source, TextPlace
from parsers.tables import figures

Rows = dict[str, list[str]]
COLUMNS = tuple(column.name for column in FORMS["2021"].table("requests").columns)
LABELS = {row.name: f"{row.ordinal}、{row.labels[0]}" for row in FORMS["2021"].table("requests").rows}
HEADS = ["勾稽关系", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OUTCOMES = [row.name for row in FORMS["2021"].table("requests").rows if row.kind == "outcome"]


def full() -> Rows:
    """A sound table: 40 of 自然人 and 3 of 商业企业 granted, 2 refused, nothing carried over."""
    rows = {
        name: ["0"] * 7 for name in LABELS if not name.startswith("-") and name not in ("granted", "total")
    }
    rows["granted"] = ["40", "3", "0", "0", "0", "0", "43"]
    rows["denied_by_law"] = ["2", "0", "0", "0", "0", "0", "2"]
    rows["new"] = rows["total"] = ["42", "3", "0", "0", "0", "0", "45"]
    return rows


def totals_only() -> Rows:
    return {
        name: list(values) if name == "total" else [*[""] * 6, values[-1]] for name, values in full().items()
    }


def read(rows: Rows, exact: bool = False) -> tuple[dict[str, Figure], tuple[Finding, ...]]:
    order = [row.name for row in FORMS["2021"].table("requests").rows if row.name in rows]
    table: list[Sequence[str]] = [HEADS, *([LABELS[name], *rows[name]] for name in order)]
    cells = tuple(
        Cell(r, c, text, TextPlace(r + 1, 10 * c + 1, len(text)))
        for r, row in enumerate(table)
        for c, text in enumerate(row)
    )
    _, seen, findings = figures(Source("text/plain", (Grid(cells, exact),)))
    return {figure.code: figure for figure in seen}, findings


def named(findings: Sequence[Finding], check: str) -> set[str]:
    return {cell.split(".")[1] for finding in findings if finding.check == check for cell in finding.cells}


def values(seen: dict[str, Figure], row: str) -> list[object]:
    return [seen[f"requests.{row}.{column}"].value for column in COLUMNS]


@pytest.mark.parametrize("exact", [False, True])
def test_a_sound_table_is_not_doubted(exact: bool) -> None:
    for rows in (full(), totals_only()):
        _, findings = read(rows, exact)
        assert {finding.check for finding in findings} <= {"table-not-found"}


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("value", ["0", "43", "-"])
def test_a_lone_total_one_column_early_is_open(exact: bool, value: str) -> None:
    rows = totals_only()
    rows["granted"] = [*[""] * 5, value, ""]
    seen, findings = read(rows, exact)
    other, total = seen["requests.granted.other"], seen["requests.granted.total"]
    assert other.confidence == "ambiguous" or other.value is None or "granted" in named(findings, "row-moved")
    assert total.confidence != "stated"
    flagged = {cell for finding in findings for cell in finding.cells}
    assert {f"requests.granted.{column}" for column in COLUMNS} <= flagged


def test_a_row_without_its_total_is_told_with_all_its_cells() -> None:
    rows = full()
    rows["granted"] = ["40", "3", "0", "0", "0", "0", ""]
    _, findings = read(rows)
    told = [finding for finding in findings if finding.check == "total-blank"]
    assert [len(finding.cells) for finding in told] == [7]
    assert named(findings, "total-blank") == {"granted"}


def test_a_body_that_leaves_every_detail_total_blank_is_not_told() -> None:
    rows = full()
    for name in OUTCOMES:
        rows[name][-1] = ""
    _, findings = read(rows)
    assert not named(findings, "total-blank")


@pytest.mark.parametrize(("column", "told"), [(5, {"granted"}), (0, set())])
def test_a_row_alone_of_its_kind_shows_no_habit_but_sums_clear_it(column: int, told: set[str]) -> None:
    rows = {name: [""] * 7 for name in full()}
    rows["new"] = rows["total"] = ["40", "", "", "", "", "", "40"]
    rows["granted"][column] = "40"
    del rows["denied_security"]
    _, findings = read(rows, exact=True)
    assert named(findings, "total-blank") == told


def test_a_row_one_column_too_far_left_is_moved_back() -> None:
    rows = full()
    rows["granted"] = ["3", "0", "0", "0", "0", "43", ""]
    seen, findings = read(rows)
    assert values(seen, "granted") == [None, 3, 0, 0, 0, 0, 43]
    first = seen["requests.granted.natural_person"]
    assert (first.state, first.confidence, first.alternatives) == ("missing", "ambiguous", (40,))
    assert seen["requests.granted.total"].confidence == "inferred"
    assert named(findings, "row-moved") == {"granted"}


def test_a_row_one_column_too_far_right_is_moved_back() -> None:
    rows = full()
    rows["granted"] = ["", "40", "3", "0", "0", "0", "0"]
    seen, findings = read(rows, exact=True)
    assert values(seen, "granted") == [40, 3, 0, 0, 0, 0, None]
    assert seen["requests.granted.total"].alternatives == (43,)
    assert named(findings, "row-moved") == {"granted"}


def test_a_row_that_two_moves_repair_is_left_open() -> None:
    rows = full()
    for name in ("granted", "partly_granted"):
        rows[name] = ["3", "0", "0", "0", "0", "6", ""]
    rows["total"] = ["8", "6", "0", "0", "0", "6", "14"]
    rows["new"] = list(rows["total"])
    _, findings = read(rows)
    assert not named(findings, "row-moved")
    flagged = {cell for finding in findings for cell in finding.cells}
    for name in ("granted", "partly_granted"):
        assert {f"requests.{name}.{column}" for column in COLUMNS} <= flagged


def test_a_shifted_row_in_a_table_that_lost_another_is_told() -> None:
    rows = full()
    del rows["denied_security"]
    rows["granted"] = ["3", "0", "0", "0", "0", "0", ""]
    _, findings = read(rows)
    flagged = {cell for finding in findings for cell in finding.cells}
    assert {f"requests.granted.{column}" for column in COLUMNS} <= flagged


def test_a_row_that_no_move_repairs_is_not_moved() -> None:
    rows = full()
    rows["granted"] = ["3", "0", "0", "0", "0", "41", ""]
    seen, findings = read(rows)
    assert not named(findings, "row-moved")
    assert values(seen, "granted")[0] == 3
    assert named(findings, "cells-open") == {"granted"}


def test_a_shifted_row_beside_an_open_one_is_open_too_and_no_other() -> None:
    rows = {
        name: [*("" if text == "0" else text for text in texts[:6]), ""] for name, texts in full().items()
    }
    rows["granted"] = ["3", "", "1", "", "", "", ""]
    rows["denied_by_law"][0] = "9"
    rows["denied_security"] = ["2"]
    rows["new"] = rows["total"] = ["49", "3", "", "1", "", "", "53"]
    _, findings = read(rows, exact=True)
    assert named(findings, "cells-open") == {"granted", "denied_security"}


def test_a_column_that_one_part_of_the_table_lacks_is_told_for_its_rows() -> None:
    order = [row.name for row in FORMS["2021"].table("requests").rows if row.name in full()]

    def part(names: Sequence[str], width: int) -> Grid:
        rows = [HEADS[: width + 1], *([LABELS[name], *full()[name][:width]] for name in names)]
        return Grid(
            tuple(
                Cell(r, c, text, TextPlace(r + 1, c + 1, len(text)))
                for r, row in enumerate(rows)
                for c, text in enumerate(row)
            ),
            True,
        )

    source = Source("text/plain", (part(order[:5], 6), part(order[5:], 7)))
    _, _, findings = figures(source)
    (told,) = [finding.cells for finding in findings if finding.check == "column-not-found"]
    assert told == tuple(f"requests.{name}.total" for name in order[:5])


def test_a_cell_lost_from_a_row_of_noughts_leaves_a_trace() -> None:
    rows = full()
    for name in OUTCOMES:
        rows[name][-1] = ""
    rows["denied_security"] = ["0"] * 5 + ["", ""]
    _, findings = read(rows)
    assert named(findings, "cells-unlike") == {"denied_security"}


@pytest.mark.parametrize("exact", [False, True])
def test_more_cells_than_columns_are_told_and_ruled_columns_stay(exact: bool) -> None:
    rows = totals_only()
    rows["carried_out"] = [*[""] * 6, "0", *["0"] * 5]
    seen, findings = read(rows, exact)
    assert "carried_out" in named(findings, "cells-uneven")
    if exact:
        assert values(seen, "carried_out") == [*[None] * 6, 0]


def test_a_row_laid_by_its_arithmetic_against_its_cells_is_inferred_and_told() -> None:
    rows = full()
    rows["carried_in"] = ["", "9", "", "", "", "", "9", ""]
    seen, findings = read(rows)
    assert values(seen, "carried_in") == [None, 9, None, None, None, None, 9]
    assert {seen[f"requests.carried_in.{column}"].confidence for column in COLUMNS} == {"inferred"}
    assert named(findings, "cells-by-count") == {"carried_in"}


def test_a_row_with_fewer_cells_than_its_table_is_told() -> None:
    rows = {name: [*values, "", ""] for name, values in full().items()}
    del rows["denied_security"][2]
    _, findings = read(rows, exact=True)
    assert named(findings, "cells-uneven") == {"denied_security"}


@pytest.mark.parametrize("exact", [False, True])
def test_digits_in_two_cells_are_joined_where_the_row_then_adds_up(exact: bool) -> None:
    rows = full()
    rows["granted"] = ["4", "0", "3", "0", "0", "0", "0", "43"]
    seen, findings = read(rows, exact)
    assert values(seen, "granted") == [40, 3, 0, 0, 0, 0, 43]
    assert {seen[f"requests.granted.{column}"].confidence for column in COLUMNS} == {"inferred"}
    assert "granted" in named(findings, "cells-by-count")
    assert named(findings, "digits-apart") == {"granted"}


@pytest.mark.parametrize("exact", [False, True])
def test_digits_whose_join_does_not_add_up_stay_apart(exact: bool) -> None:
    rows = full()
    rows["granted"] = ["4", "0", "3", "0", "0", "0", "0", "45"]
    _, findings = read(rows, exact)
    assert not named(findings, "digits-apart")
    flagged = {cell for finding in findings for cell in finding.cells}
    assert {f"requests.granted.{column}" for column in COLUMNS} <= flagged


def test_a_raised_digit_after_a_number_is_told() -> None:
    rows = full()
    rows["granted"][0] = "40²"
    seen, findings = read(rows)
    figure = seen["requests.granted.natural_person"]
    assert (figure.value, figure.confidence) == (40, "inferred")
    assert "granted" in named(findings, "note-mark")


def test_a_table_without_header_is_read_in_order_and_told() -> None:
    order = [row.name for row in FORMS["2021"].table("requests").rows if row.name in full()]
    cells = tuple(
        Cell(r, c, text, TextPlace(r + 1, c + 1, len(text)))
        for r, name in enumerate(order)
        for c, text in enumerate((LABELS[name], *full()[name]))
    )
    _, seen, findings = figures(Source("text/plain", (Grid(cells, True),)))
    assert values({figure.code: figure for figure in seen}, "granted") == [40, 3, 0, 0, 0, 0, 43]
    assert "granted" in named(findings, "header-not-found")
    assert not named(read(full())[1], "header-not-found")
