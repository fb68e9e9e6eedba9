"""Long lists of cells in few words: 三(一)…(六) · 自然人, instead of every cell by its whole label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

ITEM = re.compile(r"^[一二三四五六七八九十]+(?:\([一二三四五六七八九十]+\))?(?:\d+(?=\.))?")
"""The number a row of the form begins with: 一, 三(一), 三(五)3."""
FEW = 3
"""Up to so many neighbours are named one by one."""


def folded(cells: Sequence[str], labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """``cells`` as links (first cell, words); ``labels`` holds every cell of the form in codebook order.

    Cells the form does not have are left out. Neighbours in one column (or, where there are more columns
    than rows, in one row) become one range.
    """
    order = {cell: n for n, cell in enumerate(labels)}
    known = sorted({cell for cell in cells if cell in order}, key=order.__getitem__)
    rows = {_row(cell) for cell in known}
    columns = {_column(cell) for cell in known}
    down = len(columns) <= len(rows)
    lines = _neighbours(labels, down)
    links: list[tuple[str, str]] = []
    for key in dict.fromkeys(_line(cell, down) for cell in known):
        mine = [cell for cell in known if _line(cell, down) == key]
        for run in _runs(mine, lines[key]):
            if len(run) <= FEW:
                links += [(cell, _name(labels[cell])) for cell in run]
            else:
                links.append((run[0], _range(labels[run[0]], labels[run[-1]], down)))
    return links


def _row(cell: str) -> str:
    return cell.rpartition(".")[0]


def _column(cell: str) -> str:
    return cell.partition(".")[0] + cell.rpartition(".")[2]


def _line(cell: str, down: bool) -> str:
    return _column(cell) if down else _row(cell)


def _neighbours(labels: Mapping[str, str], down: bool) -> dict[str, list[str]]:
    """Every column (or row) of the form with its cells in order."""
    found: dict[str, list[str]] = {}
    for cell in labels:
        found.setdefault(_line(cell, down), []).append(cell)
    return found


def _runs(cells: Sequence[str], line: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for cell in cells:
        if runs and line.index(runs[-1][-1]) + 1 == line.index(cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _name(label: str) -> str:
    return " · ".join(label.split("｜"))


def _range(first: str, last: str, down: bool) -> str:
    (one, _, column), (other, _, end) = first.partition("｜"), last.partition("｜")
    if not down:
        return f"{one} · {column}…{end}"
    left, right = _number(one), _number(other)
    head = left.partition("(")[0]
    if right.startswith(head + "("):
        right = right.removeprefix(head)
    return f"{left}…{right} · {column}" if column else f"{left}…{right}"


def _number(row: str) -> str:
    found = ITEM.match(row)
    return found[0] if found else row
