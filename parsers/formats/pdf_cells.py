"""The characters of a ruled table dealt out to its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from parsers.formats.lattice import Box, Lattice, LatticeCell
from parsers.formats.page_table import PlacedCell
from parsers.formats.pdf_page import Glyph
from parsers.formats.typeset import cell_text, printed_lines, whole
from parsers.model import PagePlace

Spot = tuple[int, int]
Anchored = tuple[Glyph, tuple[float, float]]
"""A character and the point that says which cell it belongs to."""
FIGURE = frozenset("0123456789.,%")
TIGHT = 0.12
"""Figures of one number stand closer than this share of their height; those of two cells never do."""


def anchored(glyphs: Iterable[Glyph]) -> list[Anchored]:
    """Give each character its middle as anchor, and all figures of a number that of the middle one.

    A number wider than its column runs over the ruling; cut there, both halves would look sound.
    """
    out: list[Anchored] = []
    number: list[Glyph] = []
    for glyph in glyphs:
        if number and not (glyph.text in FIGURE and _touch(number[-1], glyph)):
            out += [(part, number[(len(number) - 1) // 2].middle) for part in number]
            number = []
        if glyph.text in FIGURE:
            number.append(glyph)
        else:
            out.append((glyph, glyph.middle))
    out += [(part, number[(len(number) - 1) // 2].middle) for part in number]
    return out


def _touch(before: Glyph, after: Glyph) -> bool:
    size = before.size
    return abs(after.left - before.right) <= TIGHT * size and abs(after.top - before.top) <= 0.2 * size


def filled(
    frame: Lattice, glyphs: Sequence[Anchored], place: Callable[[Box], PagePlace]
) -> tuple[PlacedCell, ...]:
    """Every cell of a ruled table with the text whose characters stand in it."""
    owner = {
        (row, column): cell
        for cell in frame.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    held: dict[LatticeCell, list[Glyph]] = defaultdict(list)
    for glyph, anchor in glyphs:
        held[owner[_spot(frame, *anchor)]].append(glyph)
    return tuple(_cell(cell, held[cell], place) for cell in frame.cells)


def _spot(frame: Lattice, x: float, y: float) -> Spot:
    """The elementary row and column at a point of the table."""
    row = min(max(bisect_right(frame.ys, y) - 1, 0), len(frame.ys) - 2)
    column = min(max(bisect_right(frame.xs, x) - 1, 0), len(frame.xs) - 2)
    return row, column


def _cell(cell: LatticeCell, glyphs: Sequence[Glyph], place: Callable[[Box], PagePlace]) -> PlacedCell:
    lines = [line for row in printed_lines(glyphs) if (line := whole(row)) is not None]
    text = cell_text(lines, cell.box)
    return PlacedCell(cell.box, text, place(cell.box), cell.open_top, cell.open_bottom)
