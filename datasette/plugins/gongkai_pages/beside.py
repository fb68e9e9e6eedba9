"""Findings beside the row they are about: where in a printed table a note's line goes, and how wide it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai_pages.printed import Printed, Slot


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page's table: printed cells, or the notes beneath them over ``width`` columns."""

    slots: tuple[Slot, ...]
    notes: tuple[dict[str, Any], ...] = ()
    width: int = 0


def lines(table: Printed, notes: Mapping[str, Sequence[dict[str, Any]]]) -> list[Line]:
    """The lines of ``table``, with the ``notes`` of a figure's code beneath the line that prints it.

    A printed cell that spans the lines above and below a note grows by that line; the note takes the rest
    of the width.
    """
    grown: dict[tuple[int, int], int] = {}
    found: list[list[tuple[int, int]] | tuple[dict[str, Any], ...]] = []
    widths: list[int] = []
    whole = sum(slot.colspan for slot in table.rows[0])
    for at, row in enumerate(table.rows):
        found.append([(at, n) for n in range(len(row))])
        widths.append(0)
        mine = tuple(note for slot in row for note in notes.get(slot.code, ()) if slot.code)
        if not mine:
            continue
        width = whole
        for above in range(at + 1):
            for n, slot in enumerate(table.rows[above]):
                if above + slot.rowspan > at + 1:
                    grown[above, n] = grown.get((above, n), 0) + 1
                    width -= slot.colspan
        found.append(mine)
        widths.append(width)
    made = []
    for item, width in zip(found, widths, strict=True):
        if isinstance(item, tuple):
            made.append(Line((), item, width))
        else:
            slots = (
                replace(table.rows[at][n], rowspan=table.rows[at][n].rowspan + grown.get((at, n), 0))
                for at, n in item
            )
            made.append(Line(tuple(slots)))
    return made
