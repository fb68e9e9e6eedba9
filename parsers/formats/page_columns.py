"""Tables without rulings: lines whose pieces stand under one another are laid out as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.formats.lattice import Box
from parsers.formats.page_figures import NEAR, figured
from parsers.formats.typeset import NUMBER, START, Line

FEWEST_COLUMNS = 3
FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class ColumnCell:
    """A cell of an unruled table; row and column from 0."""

    row: int
    column: int
    colspan: int
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """An unruled table: which lines of the page it takes (first and end index) and its cells."""

    first: int
    end: int
    cells: tuple[ColumnCell, ...]


def column_tables(rows: Sequence[Sequence[Line]]) -> list[ColumnTable]:
    """Find the runs of lines (each given as its pieces) that are set in columns.

    A run begins and goes on with lines of three pieces or more; lines of fewer pieces stay inside
    when they stand between such lines (a wrapped label, a heading above a group).
    """
    tables: list[ColumnTable] = []
    index = 0
    while index < len(rows):
        end = _run(rows, index)
        strong = sum(len(row) >= FEWEST_COLUMNS for row in rows[index:end])
        cells = figured(rows[index:end]) if strong >= FEWEST_ROWS else []
        if cells:
            tables.append(ColumnTable(index, end, tuple(ColumnCell(*cell) for cell in cells)))
            index = end
            continue
        columns = _columns(rows[index:end]) if strong >= FEWEST_ROWS else []
        if len(columns) < FEWEST_COLUMNS:
            index = max(end, index + 1)
            continue
        tables.append(ColumnTable(index, end, _cells(rows[index:end], columns)))
        index = end
    return tables


def _run(rows: Sequence[Sequence[Line]], first: int) -> int:
    """The end of the run of columned lines that begins at ``first`` (``first`` itself if none does)."""
    if len(rows[first]) < FEWEST_COLUMNS:
        return first
    end = at = first
    weak, edge = 0, 0.0
    figures = last = 0
    while at < len(rows):
        row = rows[at]
        if len(row) >= FEWEST_COLUMNS:
            lefts = [piece.box[0] for piece in row if NUMBER.match(piece.text)]
            if len(lefts) >= FEWEST_COLUMNS:
                if figures and len(lefts) != figures:
                    end = last
                    break
                edge, figures, last = lefts[0], len(lefts), at + 1
            weak, end = 0, at + 1
        elif row[-1].box[2] > edge:
            weak += 1
            if weak > 2:
                break
        at += 1
    while end < at and _goes_on(rows[end - 1][0], rows[end], edge):
        end += 1
    return end


def _goes_on(before: Line, row: Sequence[Line], edge: float) -> bool:
    """Whether a line is the rest of a label beside the last figures."""
    line = row[-1]
    near = line.box[1] - before.box[3] <= NEAR * line.size
    return line.box[2] <= edge and near and not START.match(row[0].text)


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


def _cells(rows: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]) -> tuple[ColumnCell, ...]:
    cells: dict[tuple[int, int], ColumnCell] = {}
    for number, row in enumerate(rows):
        for line in row:
            left, _, right, _ = line.box
            met = [index for index, (start, end) in enumerate(columns) if left < end and right > start]
            column = met[0] if met else _nearest(columns, (left + right) / 2)
            span = met[-1] - column + 1 if met else 1
            before = cells.get((number, column))
            text = line.text if before is None else f"{before.text} {line.text}"
            cells[number, column] = ColumnCell(number, column, span, text, line.box)
    return tuple(cells[key] for key in sorted(cells))


def _nearest(columns: Sequence[tuple[float, float]], middle: float) -> int:
    return min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - middle))
