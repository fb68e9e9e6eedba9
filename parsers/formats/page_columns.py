"""Tables without rulings: figures in columns with their labels; else pieces that stand under one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.formats.page_figures import FigureCell
from parsers.formats.page_regions import PrintedLine, figure_tables
from parsers.formats.typeset import Line

FEWEST_COLUMNS = 3
FEWEST_ROWS = 3
MOST_BETWEEN = 2
"""So many lines of fewer pieces may stand between two of the table: a wrapped cell, a heading."""


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """An unruled table: which lines of the page it takes (first and end index) and its cells."""

    first: int
    end: int
    cells: tuple[FigureCell, ...]


def column_tables(lines: Sequence[PrintedLine], after_table: bool = False) -> list[ColumnTable]:
    """Find the lines that are set in columns, from top to bottom.

    ``after_table`` tells that the page before ended with a table, which may go on here.
    """
    tables: list[ColumnTable] = []
    at = 0
    for first, end, cells in figure_tables(lines, after_table):
        tables += _of_pieces(lines, at, first)
        tables.append(ColumnTable(first, end, cells))
        at = end
    return tables + _of_pieces(lines, at, len(lines))


def _of_pieces(lines: Sequence[PrintedLine], at: int, end: int) -> list[ColumnTable]:
    """The runs of lines of three pieces or more that stand under one another."""
    tables: list[ColumnTable] = []
    while at < end:
        last = _run(lines, at, end)
        rows = [line.pieces for line in lines[at:last]]
        strong = sum(len(row) >= FEWEST_COLUMNS for row in rows)
        columns = _columns(rows) if strong >= FEWEST_ROWS else []
        if len(columns) >= FEWEST_COLUMNS:
            tables.append(ColumnTable(at, last, _cells(rows, columns)))
        at = max(last, at + 1)
    return tables


def _run(lines: Sequence[PrintedLine], first: int, bound: int) -> int:
    """The end of the run of columned lines that begins at ``first`` (``first`` itself if none does)."""
    end = first
    for at in range(first, bound):
        if len(lines[at].pieces) >= FEWEST_COLUMNS:
            end = at + 1
        elif at - end >= MOST_BETWEEN or end == first:
            break
    return end


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The columns' left and right sides: what the pieces of the fullest lines cover, put together."""
    most = max(len(row) for row in rows)
    spans: list[tuple[float, float]] = []
    full = [row for row in rows if len(row) == most]
    for line in sorted((line for row in full for line in row), key=lambda line: line.box[0]):
        if spans and line.box[0] < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], line.box[2]))
        else:
            spans.append((line.box[0], line.box[2]))
    return spans if len(spans) == most else []


def _cells(rows: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> tuple[FigureCell, ...]:
    cells: dict[tuple[int, int], FigureCell] = {}
    for number, row in enumerate(rows):
        for line in row:
            left, _, right, _ = line.box
            met = [index for index, (start, end) in enumerate(columns) if left < end and right > start]
            column = met[0] if met else _nearest(columns, (left + right) / 2)
            span = met[-1] - column + 1 if met else 1
            before = cells.get((number, column))
            text = line.text if before is None else f"{before.text} {line.text}"
            cells[number, column] = FigureCell(number, column, span, text, line.box)
    return tuple(cells[key] for key in sorted(cells))


def _nearest(columns: Sequence[tuple[float, float]], middle: float) -> int:
    return min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - middle))
