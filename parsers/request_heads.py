"""The header of section 3: which of its columns a table has, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.columns import Header
from parsers.forms import FormTable
from parsers.labels import bare, clean
from parsers.model import Cell
from parsers.rows import Row

_HEADS = frozenset({"自然人", "商业企业", "科研机构", "法人或其他组织", "申请人情况"})


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns a grid has, by name in printed order, and their positions where these can be trusted.

    ``printed`` is false for a grid without a header of its own.
    """

    columns: tuple[str, ...]
    header: Header | None
    printed: bool = True


def part_heads(table: FormTable, rows: Sequence[Row]) -> tuple[list[Row], Mapping[int, Heads]]:
    """Parts the rows that can hold figures from the headers; a grid without a header takes the one before."""
    body: list[Row] = []
    heading: dict[int, list[Row]] = {}
    for row in rows:
        texts = {bare(cell.text) for cell in row.labels}
        if not row.has_value and (texts & _HEADS or "勾稽关系" in clean(row.text)):
            heading.setdefault(row.grid, []).append(row)
        elif row.labels or row.has_value:
            body.append(row)
    heads: dict[int, Heads] = {}
    columns = table.column_names
    for grid in dict.fromkeys(row.grid for row in rows):
        if grid in heading:
            heads[grid] = _heads(table, heading[grid])
            columns = heads[grid].columns
        else:
            heads[grid] = Heads(columns, None, printed=False)
    return body, heads


def _heads(table: FormTable, rows: Sequence[Row]) -> Heads:
    names = {bare(label): column.name for column in table.columns for label in column.labels}
    cells: dict[str, Cell] = {}
    for row in rows:
        for cell in row.labels:
            if bare(cell.text) in names:
                cells[names[bare(cell.text)]] = cell
    dropped = _dropped(table, cells)
    columns = tuple(column.name for column in table.columns if column.name not in dropped)
    if any(name not in cells for name in columns):
        return Heads(columns, None)
    positions = tuple(cells[name].column for name in columns)
    steps = {right - left for left, right in pairwise(positions)}
    exact = rows[0].exact
    trusted = all(step > 0 for step in steps) if exact else steps == {1}
    return Heads(columns, Header(positions, rows[0].size) if trusted else None)


def _dropped(table: FormTable, cells: Mapping[str, Cell]) -> set[str]:
    """The columns a body left out: absent, while the columns on both sides stand side by side.

    A header that is only garbled leaves a cell between its neighbours.
    """
    names = [column.name for column in table.columns]
    dropped: set[str] = set()
    for at in range(1, len(names) - 1):
        before, after = cells.get(names[at - 1]), cells.get(names[at + 1])
        if names[at] in cells or before is None or after is None:
            continue
        if before.row == after.row and before.column + before.colspan == after.column:
            dropped.add(names[at])
    return dropped
