"""Spanning cells laid out as the HTML table model does, and hostile spans that cost nothing."""

from __future__ import annotations

import time

from parsers.grid import MAX_COLUMNS, MAX_ROWS, lay_out


def places(rows: list[list[tuple[int, int]]]) -> list[tuple[int, int, int, int]]:
    return [(slot.row, slot.column, slot.rowspan, slot.colspan) for slot in lay_out(rows).slots]


def test_plain_rows_keep_their_columns() -> None:
    assert places([[(1, 1), (1, 1)], [(1, 1)]]) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1)]


def test_a_rowspan_pushes_the_rows_below_it() -> None:
    assert places([[(2, 1), (1, 2)], [(1, 1), (1, 1)]])[2:] == [(1, 1, 1, 1), (1, 2, 1, 1)]


def test_the_header_of_section_3_lands_over_its_columns() -> None:
    rows = [[(3, 3), (1, 6), (3, 1)], [(2, 1), (1, 5)], [(1, 1)] * 5, [(1, 3), *[(1, 1)] * 7]]
    slots = lay_out(rows).slots
    assert [slot.column for slot in slots if slot.row == 2] == [4, 5, 6, 7, 8]
    assert [slot.column for slot in slots if slot.row == 3] == [0, 3, 4, 5, 6, 7, 8, 9]


def test_a_rowspan_of_zero_reaches_the_end() -> None:
    assert [slot.column for slot in lay_out([[(0, 1)], [(1, 1)], [(1, 1)]]).slots] == [0, 1, 1]


def test_a_rowspan_one_past_the_end_is_a_slip_and_a_huge_one_is_counted() -> None:
    assert lay_out([[(2, 1)]]).capped == 0
    assert lay_out([[(100_000, 1)]]).capped == 1
    assert lay_out([[(1, 100_000)]]).capped == 1


def test_hostile_spans_cost_little() -> None:
    begun = time.perf_counter()
    layout = lay_out([[(65_534, 65_534)] * 50 for _ in range(2_000)])
    assert time.perf_counter() - begun < 5
    assert layout.cut
    assert all(slot.column + slot.colspan <= MAX_COLUMNS for slot in layout.slots)


def test_rows_past_the_limit_are_left_out_and_told() -> None:
    layout = lay_out([[(1, 1)]] * (MAX_ROWS + 1))
    assert layout.cut
    assert len(layout.slots) == MAX_ROWS


def test_overlapping_spans_never_share_a_place() -> None:
    seen: set[tuple[int, int]] = set()
    for slot in lay_out([[(1, 1), (3, 1), (1, 1)], [(1, 4)], [(1, 1), (2, 3)]]).slots:
        inside = {
            (row, column)
            for row in range(slot.row, slot.row + slot.rowspan)
            for column in range(slot.column, slot.column + slot.colspan)
        }
        assert not inside & seen
        seen |= inside
