"""OFD text that is drawn and yet not seen: white on the paper, or outside its clip (GB/T 33190-2016, 8.5)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from parsers.formats.lattice import Box
from parsers.formats.ofd_matrix import IDENTITY, Matrix, boundary, placed, times
from parsers.formats.ofd_paths import numbers

MOST_GROUNDS = 300
"""Painted shapes of a page; where there are more, white text is taken to stand on one of them."""
MOST_CLIPS = 10
MOST_AREAS = 20
"""Clips of a text that are heeded, and areas of one; a clip of more areas is taken to hide nothing."""

Clips = tuple[tuple[Box, ...], ...]
"""The areas of each clip; what is drawn shows where it meets an area of every one."""
NOWHERE: Clips = ((),)
"""The clip of what is wholly transparent."""


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def on_paper(box: Box, grounds: Sequence[Box]) -> bool:
    """Whether nothing is painted behind a box."""
    return len(grounds) <= MOST_GROUNDS and not any(meets(box, ground) for ground in grounds)


def clips(text: etree._Element, outer: Matrix) -> Clips:
    """The areas of each clip of an object; a clip with an area that cannot be told is left out.

    Writers differ in whether the object's own matrix moves its clips: an area is given in both ways.
    """
    if text.find("Clips") is None:
        return ()
    box = numbers(text.get("Boundary"))
    moved = times((*IDENTITY[:4], box[0], box[1]), outer) if len(box) == 4 else outer
    spaces = (placed(text, outer), moved)
    found = []
    for clip in text.findall("Clips/Clip")[:MOST_CLIPS]:
        areas = clip.findall("Area")[: MOST_AREAS + 1]
        boxes = [_area(area, space) for area in areas for space in spaces]
        told = tuple(box for box in boxes if box is not None)
        if areas and len(areas) <= MOST_AREAS and len(told) == len(boxes):
            found.append(told)
    return tuple(found)


def clipped_off(box: Box, within: Clips) -> bool:
    """Whether a box lies outside every area of one of the clips."""
    return any(not any(meets(box, area) for area in areas) for areas in within)


def _area(area: etree._Element, space: Matrix) -> Box | None:
    own = numbers(area.get("CTM"))
    path = area.find("Path")
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    return None if path is None else boundary(path, times((a, b, c, d, e, f), space))
