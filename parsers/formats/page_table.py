"""Ruled tables with their text, page by page, and put together again where a page's end cut them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from parsers.formats.lattice import Box, edges
from parsers.formats.typeset import NUMBER, joined
from parsers.model import Cell, Grid, PagePlace

ORDINAL = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}\s*[.．、]|其中\s*[:：])"
)


class PlacedCell(NamedTuple):
    """A cell with its text: ``box`` among its table's cells, ``place`` in the document.

    ``doubt`` is how unsure the recognition of its text was, ``None`` where the text was simply read.
    """

    box: Box
    text: str
    place: PagePlace
    open_top: bool
    open_bottom: bool
    doubt: float | None = None


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table of one page, or of several pages stacked one below the other."""

    box: Box
    cells: tuple[PlacedCell, ...]
    page: int


def as_grid(table: PageTable, slack: float) -> Grid:
    """Number the rows and columns of a table by its cells' edges, and give the grid."""
    lefts, tops, rights, bottoms = zip(*(cell.box for cell in table.cells), strict=True)
    across, down = {*lefts, *rights}, {*tops, *bottoms}
    xs, ys = edges(across, slack), edges(down, slack)
    columns = {side: _nearest(xs, side) for side in across}
    rows = {side: _nearest(ys, side) for side in down}
    cells = []
    for (left, top, right, bottom), text, place, _, _, doubt in table.cells:
        row, column = rows[top], columns[left]
        high, wide = rows[bottom] - row, columns[right] - column
        cells.append(Cell(row, column, text, place, high if high > 1 else 1, wide if wide > 1 else 1, doubt))
    return Grid(tuple(sorted(cells, key=attrgetter("row", "column"))), exact=True)


def _nearest(values: Sequence[float], value: float) -> int:
    after = min(bisect_left(values, value), len(values) - 1)
    return after - 1 if after and value - values[after - 1] < values[after] - value else after


def belongs(upper: PageTable, lower: PageTable, slack: float) -> bool:
    """Whether the table that begins a page goes on from the one that ended the page before.

    The outlines must be of one width, and the columns of one table be among the other's.
    """
    wide, other = _width(upper), _width(lower)
    if abs(wide - other) > 2 * slack:
        return False
    shift = upper.box[0] - lower.box[0]
    above = edges(_uprights(upper), slack)
    below = edges({side + shift for side in _uprights(lower)}, slack)
    few, many = sorted((above, below), key=len)
    return all(any(abs(x - y) <= 2 * slack for y in many) for x in few)


def _width(table: PageTable) -> float:
    return table.box[2] - table.box[0]


def _uprights(table: PageTable) -> set[float]:
    """Where the cells' left and right sides are."""
    return {side for cell in table.cells for side in (cell.box[0], cell.box[2])}


def stack(upper: PageTable, lower: PageTable, slack: float) -> PageTable:
    """Put a table's next page below it: repeated headers dropped, cells cut by the page's end joined."""
    shift = upper.box[0] - lower.box[0]
    body = _without_header(upper, lower, slack)
    if not body:
        return replace(upper, page=lower.page)
    top = min(cell.box[1] for cell in body)
    fall = upper.box[3] - top
    moved = [_moved(cell, shift, fall) for cell in body]
    seam = upper.box[3]
    last = [cell for cell in upper.cells if abs(cell.box[3] - seam) <= slack]
    first = [cell for cell in moved if abs(cell.box[1] - seam) <= slack]
    pairs = [
        (above, below)
        for above in last
        for below in first
        if abs(above.box[0] - below.box[0]) <= 2 * slack and abs(above.box[2] - below.box[2]) <= 2 * slack
    ]
    joins: dict[int, PlacedCell] = {}
    gone: set[int] = set()
    for above, below in _halves(last, first, pairs, slack):
        joins[id(above)] = _sewn(above, below)
        gone.add(id(below))
    cells = tuple(joins.get(id(cell), cell) for cell in upper.cells) + tuple(
        cell for cell in moved if id(cell) not in gone
    )
    bottom = max(cell.box[3] for cell in cells)
    return PageTable((upper.box[0], upper.box[1], upper.box[2], bottom), cells, lower.page)


def _moved(cell: PlacedCell, right: float, down: float) -> PlacedCell:
    x0, y0, x1, y1 = cell.box
    box = (x0 + right, y0 + down, x1 + right, y1 + down)
    return PlacedCell(box, cell.text, cell.place, cell.open_top, cell.open_bottom, cell.doubt)


def _halves(
    last: Sequence[PlacedCell],
    first: Sequence[PlacedCell],
    pairs: Sequence[tuple[PlacedCell, PlacedCell]],
    slack: float,
) -> list[tuple[PlacedCell, PlacedCell]]:
    """The pairs of cells above and below a page's end that are two halves of one.

    A side without a line is believed where other cells of the break have theirs. Where the break has
    no line at all, only cells taller than their row go on; the row itself needs the signs of _one_row.
    Where both sides have their lines, a tall cell goes on if its words plainly do.
    """
    if _one_row(last, first, pairs):
        return list(pairs)
    start = max((cell.box[1] for cell in last), default=0.0) - slack
    end = min((cell.box[3] for cell in first), default=0.0) + slack
    tall = [(above, below) for above, below in pairs if above.box[1] < start or below.box[3] > end]
    gaps = [(above, below) for above, below in pairs if above.open_bottom and below.open_top]
    if len(gaps) == len(pairs):
        gaps = [pair for pair in gaps if pair in tall]
    sewn = [(above, below) for above, below in gaps if _one_text(above, below)]
    return sewn + [pair for pair in tall if pair not in gaps and _goes_on(*pair)]


def _goes_on(above: PlacedCell, below: PlacedCell) -> bool:
    """Whether a label plainly runs over the break: an item, or an open bracket, then no new item."""
    if ORDINAL.match(below.text) or any(NUMBER.match(cell.text) for cell in (above, below)):
        return False
    opened = sum(above.text.count(mark) for mark in "（(") > sum(above.text.count(mark) for mark in "）)")
    return bool(above.text) and (opened or not below.text or ORDINAL.match(above.text) is not None)


def _one_text(above: PlacedCell, below: PlacedCell) -> bool:
    """Whether two halves can be one cell: one of them is blank, or both are words of one label."""
    if not above.text or not below.text:
        return True
    numbers = any(NUMBER.match(cell.text) for cell in (above, below))
    return not numbers and not ORDINAL.match(below.text)


def _one_row(
    last: Sequence[PlacedCell],
    first: Sequence[PlacedCell],
    pairs: Sequence[tuple[PlacedCell, PlacedCell]],
) -> bool:
    """Whether the first row below the break is the rest of the last row above it.

    Word and LibreOffice close the borders at a break, so lines do not tell. The rest of a row has
    words that begin no item, no figure where the row above has one, and a row above that is an item.
    """
    if not pairs or len(pairs) != len(first) or not any(cell.text for cell in first):
        return False
    lone = [cell for cell in last if any(above is cell for above, _ in pairs)]
    if not any(ORDINAL.match(cell.text) for cell in lone):
        return False
    if any(ORDINAL.match(below.text) for _, below in pairs):
        return False
    both = [(above, below) for above, below in pairs if above.text and below.text]
    return all(not NUMBER.match(above.text) and not NUMBER.match(below.text) for above, below in both)


def _sewn(above: PlacedCell, below: PlacedCell) -> PlacedCell:
    """One cell of two halves; it stands where its text stands, the upper half first."""
    doubts = [doubt for doubt in (above.doubt, below.doubt) if doubt is not None]
    return above._replace(
        box=(above.box[0], above.box[1], above.box[2], below.box[3]),
        text=joined(above.text, below.text),
        place=above.place if above.text or not below.text else below.place,
        open_bottom=below.open_bottom,
        doubt=max(doubts, default=None),
    )


def _without_header(upper: PageTable, lower: PageTable, slack: float) -> list[PlacedCell]:
    """The lower page's cells less the rows that repeat the upper table's first rows."""
    repeated: list[PlacedCell] = []
    for mine, other in zip(_rows(upper.cells, slack), _rows(lower.cells, slack), strict=False):
        words = [cell.text for cell in mine]
        if words != [cell.text for cell in other]:
            break
        if any(NUMBER.match(word) for word in words):
            break
        repeated += other
    named = {cell.text for cell in repeated if cell.text}
    if len(named) < 2:
        return list(lower.cells)
    dropped = set(map(id, repeated))
    return [cell for cell in lower.cells if id(cell) not in dropped]


def _rows(cells: Iterable[PlacedCell], slack: float) -> Iterator[list[PlacedCell]]:
    """The cells row by row, from the top; of a table only the first rows may be asked for."""
    row: list[PlacedCell] = []
    for cell in sorted(cells, key=lambda cell: cell.box[1]):
        if row and cell.box[1] - row[0].box[1] > slack:
            yield sorted(row, key=lambda cell: cell.box[0])
            row = []
        row.append(cell)
    if row:
        yield sorted(row, key=lambda cell: cell.box[0])
