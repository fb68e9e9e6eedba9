"""The header of section 3: which of its columns a table has, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.columns import Header
from parsers.forms import FormTable
from parsers.found_figures import TableReading
from parsers.labels import bare, clean
from parsers.model import Cell
from parsers.readings import found
from parsers.rows import Row

_HEADS = frozenset({"自然人", "商业企业", "科研机构", "法人或其他组织", "申请人情况"})
_ALL = "申请人情况"
_WHOLE = "法人或其他组织"
"""The heading over the kinds of organisations; a body without them prints one figure below it."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns a grid has, by name in printed order, and their positions where these can be trusted.

    A column that is none of the form's has no name.
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
            figures = [row for row in body if row.grid == grid and row.has_value]
            heads[grid] = _heads(table, heading[grid], figures)
            columns = heads[grid].columns
        else:
            heads[grid] = Heads(columns, None, printed=False)
    return body, heads


def _heads(table: FormTable, rows: Sequence[Row], figures: Sequence[Row]) -> Heads:
    names = {bare(label): column.name for column in table.columns for label in column.labels}
    cells: dict[str, Cell] = {}
    for row in rows:
        for cell in row.labels:
            if bare(cell.text) in names:
                cells[names[bare(cell.text)]] = cell
    ruled = _over_figures(names, rows, figures) if figures and rows[0].exact else None
    if ruled is not None:
        return Heads(ruled[0], Header(ruled[1], rows[0].size))
    dropped = _dropped(table, cells)
    columns = tuple(column.name for column in table.columns if column.name not in dropped)
    if any(name not in cells for name in columns):
        return Heads(columns, None)
    columns = _in_printed_order(columns, cells, rows)
    positions = tuple(cells[name].column for name in columns)
    steps = {right - left for left, right in pairwise(positions)}
    exact = rows[0].exact
    trusted = all(step > 0 for step in steps) if exact else steps == {1}
    return Heads(columns, Header(positions, rows[0].size) if trusted else None)


def _in_printed_order(
    columns: tuple[str, ...], cells: Mapping[str, Cell], rows: Sequence[Row]
) -> tuple[str, ...]:
    """The columns as their headings follow one another; the form's order where the lines leave it open.

    Of a table flattened to text only the order within a line is known: that of the kinds of organisations,
    and which headings stand before and behind the one over all of these, or over all applicants.
    """
    lines = {cells[name].row for name in columns}
    over = {cell.row: cell.column for row in rows for cell in row.labels if bare(cell.text) in (_ALL, _WHOLE)}
    if len(lines) == 1 and lines.isdisjoint(over):
        return tuple(sorted(columns, key=lambda name: cells[name].column))
    below = [name for name in columns if cells[name].row not in over]
    if len({cells[name].row for name in below}) != 1:
        return columns
    kinds = sorted(below, key=lambda name: cells[name].column)
    beside = [name for name in columns if name not in below]
    before = [name for name in beside if cells[name].column < over[cells[name].row]]
    before.sort(key=lambda name: (cells[name].row, cells[name].column))
    behind = sorted(set(beside) - set(before), key=lambda name: (-cells[name].row, cells[name].column))
    return (*before, *kinds, *behind)


def _over_figures(
    names: Mapping[str, str], rows: Sequence[Row], figures: Sequence[Row]
) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    """The columns that ruled headings name, one over each figure of most rows, and where; ``None`` if unsure.

    A body may move columns, leave some out, or not part the organisations: a column that is none of the
    form's has no name.
    """
    places, many = Counter(_places(row) for row in figures).most_common(1)[0]
    if many * 2 <= len(figures):
        return None
    if all(_is_merged(row, rows) for row in figures if _places(row) == places):
        return None
    over = [_lowest(rows, place) for place in places]
    columns = tuple("" if cell is None else names.get(bare(cell.text), "") for cell in over)
    known = [name for name in columns if name]
    spans = [_span(cell) for cell in over if cell is not None]
    if len(set(known)) < len(known) or any(sum(at in span for at in places) != 1 for span in spans):
        return None
    if any(
        cell is None or (not name and bare(cell.text) != _WHOLE)
        for cell, name in zip(over, columns, strict=True)
    ):
        return None
    return columns, places


def _places(row: Row) -> tuple[int, ...]:
    return tuple(cell.column for cell in row.rest)


def _is_merged(row: Row, heads: Sequence[Row]) -> bool:
    """Whether a cell of the row reaches under several headings."""
    return any(cell.colspan > 1 and len({_lowest(heads, at) for at in _span(cell)}) > 1 for cell in row.rest)


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _lowest(rows: Sequence[Row], place: int) -> Cell | None:
    """The heading nearest to the figures of the column at ``place``."""
    cells = (cell for row in rows for cell in row.labels if cell.column <= place < cell.column + cell.colspan)
    return max(cells, key=lambda cell: cell.row, default=None)


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


def tell_of_heads(
    reading: TableReading, heads: Mapping[int, Heads], columns: Mapping[str, Sequence[str]]
) -> None:
    """Tells of a header that is not there, of columns it does not have, and of columns in another order.

    ``columns`` are those that each row's own part of the table has: a part after a page's end may lack some.
    """
    _headless(reading, heads)
    _absent(reading, heads, columns)
    _reordered(reading, heads)


def _headless(reading: TableReading, heads: Mapping[int, Heads]) -> None:
    if heads and not any(head.printed for head in heads.values()):
        codes = tuple(entry.code for entry in reading.table.entries)
        message = reading.say("", "表中没有列标题，各列按规定格式的顺序认定，请核对原件")
        reading.findings.append(found("header-not-found", message, codes))


def _absent(reading: TableReading, heads: Mapping[int, Heads], columns: Mapping[str, Sequence[str]]) -> None:
    present = {column for head in heads.values() for column in head.columns}
    for column in reading.table.columns:
        rows = reading.table.row_names
        if column.name in present:
            rows = tuple(row for row in rows if row in columns and column.name not in columns[row])
        if rows:
            codes = tuple(reading.code(row, column.name) for row in rows)
            message = reading.say("", f"表中没有“{column.labels[0]}”一列，其数值记为缺失，请核对原件")
            reading.findings.append(found("column-not-found", message, codes, expected=column.labels[0]))


def _reordered(reading: TableReading, heads: Mapping[int, Heads]) -> None:
    """Tells of columns that stand in another order than the form's: their headings decided."""
    names = reading.table.column_names
    for columns in dict.fromkeys(tuple(filter(None, head.columns)) for head in heads.values()):
        usual = [name for name in names if name in columns]
        moved = [name for name, other in zip(usual, columns, strict=True) if name != other]
        if moved:
            codes = tuple(reading.code(row, name) for row in reading.table.row_names for name in moved)
            labels = [reading.table.column(name).labels[0] for name in columns]
            message = reading.say("", f"各列的顺序为“{'、'.join(labels)}”，与规定格式不同，按列标题认定")
            reading.findings.append(found("columns-reordered", message, codes))
