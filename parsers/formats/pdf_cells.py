"""The characters of a ruled table dealt out to its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from parsers.formats.lattice import Box, Lattice, LatticeCell
from parsers.formats.page_table import PlacedCell
from parsers.formats.typeset import Glyph, cell_text, lines_in_order, printed_lines, whole
from parsers.model import PagePlace

Anchored = tuple[Glyph, tuple[float, float]]
"""A character and the point that says which cell it belongs to."""
FIGURE = frozenset("0123456789.,%")
TIGHT = 0.12
"""Figures of one number stand closer than this share of their height; those of two cells never do."""


def dealt(frames: Sequence[Lattice], glyphs: Iterable[Glyph]) -> tuple[list[list[Anchored]], list[Glyph]]:
    """The characters inside each ruled table, and those outside all.

    A table may stand in a cell of another; a character belongs to the smallest that holds it.
    """
    if not frames:
        return [], list(glyphs)
    inside: list[list[Anchored]] = [[] for _ in frames]
    outside: list[Glyph] = []
    boxes = sorted(zip((frame.box for frame in frames), inside, strict=True), key=lambda pair: _area(pair[0]))
    for part in anchored(glyphs):
        x, y = part[1]
        for (left, top, right, bottom), held in boxes:
            if left <= x <= right and top <= y <= bottom:
                held.append(part)
                break
        else:
            outside.append(part[0])
    return inside, outside


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def anchored(glyphs: Iterable[Glyph]) -> list[Anchored]:
    """Give each character its middle as anchor, and all figures of a number that of the middle one.

    A number wider than its column runs over the ruling; cut there, both halves would look sound.
    """
    out: list[Anchored] = []
    number: list[Glyph] = []
    for glyph in glyphs:
        text, left, top, right, bottom = glyph
        if text not in FIGURE:
            if number:
                out += _as_one(number)
                number = []
            out.append((glyph, ((left + right) / 2, (top + bottom) / 2)))
            continue
        if number and not _touch(number[-1], glyph):
            out += _as_one(number)
            number = []
        number.append(glyph)
    return out + _as_one(number)


def _as_one(number: Sequence[Glyph]) -> list[Anchored]:
    if not number:
        return []
    _, left, top, right, bottom = number[(len(number) - 1) // 2]
    anchor = (left + right) / 2, (top + bottom) / 2
    return [(part, anchor) for part in number]


def _touch(before: Glyph, after: Glyph) -> bool:
    _, _, top, right, bottom = before
    size = bottom - top
    return abs(after[1] - right) <= TIGHT * size and abs(after[2] - top) <= 0.2 * size


def filled(
    frame: Lattice, glyphs: Sequence[Anchored], place: Callable[[Box], PagePlace]
) -> tuple[PlacedCell, ...]:
    """Every cell of a ruled table with the text whose characters stand in it."""
    across = len(frame.xs) - 1
    owner = [0] * (across * (len(frame.ys) - 1))
    for index, cell in enumerate(frame.cells):
        for row in range(cell.row, cell.row + cell.rowspan):
            first = row * across + cell.column
            owner[first : first + cell.colspan] = [index] * cell.colspan
    inner_xs, inner_ys = frame.xs[1:-1], frame.ys[1:-1]
    held: list[list[Glyph]] = [[] for _ in frame.cells]
    for glyph, (x, y) in glyphs:
        held[owner[bisect_right(inner_ys, y) * across + bisect_right(inner_xs, x)]].append(glyph)
    return tuple(_cell(cell, inside, place) for cell, inside in zip(frame.cells, held, strict=True))


def _cell(cell: LatticeCell, glyphs: Sequence[Glyph], place: Callable[[Box], PagePlace]) -> PlacedCell:
    box = cell.box
    return PlacedCell(box, _text(glyphs, box), place(box), cell.open_top, cell.open_bottom)


def _text(glyphs: Sequence[Glyph], box: Box) -> str:
    if len(glyphs) < 2:  # most cells of a table of figures
        return glyphs[0].text.strip() if glyphs else ""
    lines = lines_in_order(glyphs)
    if lines is None:
        lines = [line for row in printed_lines(glyphs) if (line := whole(row)) is not None]
    return cell_text(lines, box)
