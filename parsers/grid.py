"""Grids laid out from rows of spanning cells, as HTML and office documents describe them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_COLUMNS = 256
"""No form has more than 20 columns; a wider table is cut here, so that hostile spans cost little."""
MAX_ROWS = 5_000
"""Rows past this are not laid out."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one source cell comes to stand: source row and index, then row, column and spans in the grid."""

    source: tuple[int, int]
    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The slots in reading order, and what had to be cut to make them fit."""

    slots: tuple[Slot, ...]
    capped: int
    cut: bool


def lay_out(rows: Sequence[Iterable[tuple[int, int]]], ends: Sequence[int] = ()) -> Layout:
    """Lays out rows of (rowspan, colspan) the way the HTML table model does.

    ``ends`` gives the row after the last of each row's group; without them all rows are one group. A rowspan
    of 0 or past the last row ends with the group; spans that reach beyond ``MAX_COLUMNS`` are cut and
    counted. The work is rows × columns at most, whatever the spans say.
    """
    height = min(len(rows), MAX_ROWS)
    busy: dict[int, int] = {}
    slots: list[Slot] = []
    capped = 0
    cut = len(rows) > MAX_ROWS
    for number in range(height):
        column = 0
        started: dict[int, int] = {}
        for index, (rowspan, colspan) in enumerate(rows[number]):
            while busy.get(column, 0) > 0:
                column += 1
            if column >= MAX_COLUMNS:
                cut = True
                break
            # A span wider than any table is nonsense, and would swallow the cells after it.
            wide = max(1, min(colspan, MAX_COLUMNS - column)) if colspan <= MAX_COLUMNS else 1
            left = min(height, ends[number] if ends else height) - number
            tall = left if rowspan == 0 else max(1, min(rowspan, left))
            # A rowspan a little past the end is a common slip; a huge one deserves a word.
            if colspan > wide or rowspan > left + 5:
                capped += 1
            for offset in range(wide):
                if busy.get(column + offset, 0) > 0:
                    wide = offset
                    break
                started[column + offset] = tall
            slots.append(Slot((number, index), number, column, tall, wide))
            column += wide
        busy = {at: rest - 1 for at, rest in busy.items() if rest > 1}
        for at, tall in started.items():
            if tall > 1:
                busy[at] = tall - 1
    return Layout(tuple(slots), capped, cut)
