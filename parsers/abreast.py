"""Tables that stand side by side in one grid, taken apart; sheets often print the form's tables so.

Where a row begins more than one table, or the same one twice (a long list in two columns), the rows from
there down belong to the left table, then to the right one, until a cell reaches over the border or yet
another table begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from parsers.labels import clean
from parsers.model import Cell, Grid

Line = tuple[Cell, ...]
_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "统计指标": "statistics",
        "信息内容": "proactive",
        "第二十条第": "proactive",
        "勾稽关系": "requests",
        "申请人情况": "requests",
        "行政复议": "disputes",
    }
)
"""What the first row of a table says, and whose table it is."""
_WHOLE = frozenset({"行政复议"})
"""Marks that count only where the cell holds nothing else."""
_SHORTEST, _LONGEST = 4, 60


def lines_of(grid: Grid) -> Iterator[Line]:
    """The grid's rows from top to bottom, but those of tables side by side one table after the other."""
    lines = grid.rows
    begun = 0
    while begun < len(lines):
        borders = _borders(lines[begun]) if grid.exact else []
        end = begun + 1
        if borders:
            own = _tables(lines[begun])
            while end < len(lines) and _goes_on(lines[end], borders, own):
                end += 1
            yield from _apart(lines[begun:end], borders)
        else:
            yield lines[begun]
        begun = end


def _borders(line: Line) -> list[int]:
    """The first columns of the tables a row begins, but for the first one's; none for a usual row."""
    borders: list[int] = []
    current = before = ""
    for cell in line:
        # A merged cell that was taken apart repeats its text in the next.
        mark = _mark(cell.text) if cell.text != before else ""
        before = cell.text
        if current and mark and (mark == current or _TABLES[mark] != _TABLES[current]):
            borders.append(cell.column)
            current = mark
        current = current or mark
    return borders


def _mark(text: str) -> str:
    return _known(text) if _SHORTEST <= len(text) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _known(text: str) -> str:
    """The mark of the table that a cell with this text begins, or an empty text."""
    tidy = clean(text)
    return next((mark for mark in _TABLES if mark == tidy or (mark in tidy and mark not in _WHOLE)), "")


def _tables(line: Line) -> set[str]:
    return {_TABLES[mark] for cell in line if (mark := _mark(cell.text))}


def _goes_on(line: Line, borders: Sequence[int], own: set[str]) -> bool:
    """Whether the tables side by side still go on in this row."""
    crossed = any(cell.column < at < cell.column + cell.colspan for cell in line for at in borders)
    return not crossed and _tables(line) <= own


def _apart(lines: Sequence[Line], borders: Sequence[int]) -> Iterator[Line]:
    for left, right in zip((0, *borders), (*borders, None), strict=True):
        for line in lines:
            yield tuple(
                replace(cell, column=cell.column - left)
                for cell in line
                if cell.column >= left and (right is None or cell.column < right)
            )
