"""The characters of a ruled table dealt out to its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from parsers.formats.lattice import Box, Lattice, LatticeCell
from parsers.formats.page_table import PlacedCell
from parsers.formats.pdf_page import Glyph
from parsers.formats.typeset import Line, cell_text, printed_lines, whole
from parsers.model import PagePlace

Spot = tuple[int, int]


def filled(
    frame: Lattice, glyphs: Sequence[Glyph], place: Callable[[Box], PagePlace]
) -> tuple[PlacedCell, ...]:
    """Every cell of a ruled table with the text whose characters stand in it."""
    owner = {
        (row, column): cell
        for cell in frame.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    held: dict[LatticeCell, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        held[owner[_spot(frame, *glyph.middle)]].append(glyph)
    return tuple(_cell(cell, held[cell], place) for cell in frame.cells)


def _spot(frame: Lattice, x: float, y: float) -> Spot:
    """The elementary row and column at a point of the table."""
    row = min(max(bisect_right(frame.ys, y) - 1, 0), len(frame.ys) - 2)
    column = min(max(bisect_right(frame.xs, x) - 1, 0), len(frame.xs) - 2)
    return row, column


def _cell(cell: LatticeCell, glyphs: Sequence[Glyph], place: Callable[[Box], PagePlace]) -> PlacedCell:
    lines = [line for row in printed_lines(glyphs) if (line := whole(row)) is not None]
    return PlacedCell(cell.box, _text(lines, cell.box), place(cell.box), cell.open_top, cell.open_bottom)


def _text(lines: list[Line], box: Box) -> str:
    return cell_text(lines, box)
