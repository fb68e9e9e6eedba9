"""Tables that have no lines, only painted cells: the sides of the painted areas serve as rulings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parsers.formats.lattice import POINTS, Box, Lattice, Measure, Rule, lattices

GAPS = Measure(slack=5.0, smallest=POINTS.smallest, drawn=POINTS.drawn)
"""Between painted cells the paper shows, up to 4 pt wide."""
FEWEST = 4
"""So many painted cells make a table; fewer are headings, panels and marks."""
ROWS = 3
"""A side that so many rows share is a column's; painted words of running text end anywhere."""


def with_shaded(ruled: Sequence[Lattice], fills: Sequence[Box]) -> tuple[Lattice, ...]:
    """The ruled tables and those of painted cells, from top to bottom; a ruled one goes before."""
    if len(fills) < FEWEST:
        return tuple(ruled)
    cells = [fill for fill in dict.fromkeys(fills) if not any(_meets(fill, frame.box) for frame in ruled)]
    cells = [cell for cell in cells if not _is_ground(cell, cells)]
    if len(cells) < FEWEST:
        return tuple(ruled)
    found = [frame for frame in lattices(_sides(cells), GAPS) if _is_table(frame)]
    return tuple(sorted([*ruled, *found], key=lambda frame: (frame.box[1], frame.box[0])))


def _is_table(frame: Lattice) -> bool:
    """Whether the painted areas stand in columns: one side shared by some rows, or every side by all rows."""
    starts = Counter(cell.column for cell in frame.cells if cell.column)
    if len(frame.cells) < FEWEST or not starts:
        return False
    return max(starts.values()) >= ROWS or len(frame.cells) == (len(frame.xs) - 1) * (len(frame.ys) - 1)


def _sides(cells: Sequence[Box]) -> list[Rule]:
    rules = []
    for left, top, right, bottom in cells:
        rules += [Rule(False, top, left, right), Rule(False, bottom, left, right)]
        rules += [Rule(True, left, top, bottom), Rule(True, right, top, bottom)]
    return rules


def _is_ground(fill: Box, others: Sequence[Box]) -> bool:
    """Whether other painted areas lie upon this one."""
    return sum(other != fill and _holds(fill, other) for other in others) > 1


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + 1
        and outer[1] <= inner[1] + 1
        and outer[2] >= inner[2] - 1
        and outer[3] >= inner[3] - 1
    )


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
