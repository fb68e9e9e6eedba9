"""Ink in a cell that no line read accounts for: too faint for type, or a stamp's red laid over it.

Such a cell is doubted whatever was read in it: a figure half faded reads as another, one quite faded as a
blank.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.formats.ocr import Plane

FAINT = 9.0
"""A trace is at least this much darker than the paper around it (of 255), where ink is some twenty."""
GRAIN = 6.0
"""And so many times the page's own grain, lest every blank cell of a noisy scan be doubted."""
RED = 40
"""A stamp's colour, as the difference that bleaching it made."""
SOFT = 1.5
SPECK = 0.3
"""Ink smaller than this share of the type's height marks no line of type."""
REACH = 7
"""Pixels around a line read, where the soft edge of its type is no trace."""

Spot = tuple[int, int, int, int]


def traces(clean: Plane, full: Plane, grey: Plane, lines: Plane) -> Plane:
    """The page's faint and red ink as 255; ``clean`` has no rulings, ``lines`` is where they were."""
    smooth = cv2.GaussianBlur(clean, (0, 0), SOFT)
    width = max(9, (min(clean.shape) // 60) | 1)
    ground = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((width, width), np.uint8))
    depth = cv2.subtract(ground, smooth)
    sample = depth[::4, ::4].astype(np.float32)
    usual = float(np.median(sample))
    least = usual + max(FAINT, GRAIN * float(np.median(np.abs(sample - usual))))
    red = cv2.subtract(grey, full)
    found = np.where((depth > least) | (red > RED), 255, 0).astype(np.uint8)
    found[cv2.dilate(lines, np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8)) > 0] = 0
    return found


def missed(traces: Plane, cell: Spot, read: Sequence[Spot], type_height: float) -> bool:
    """Whether a cell holds a trace of ink beside the lines read in it (boxes on the plate)."""
    left, top, right, bottom = cell
    inside = traces[top:bottom, left:right]
    if not inside.any():
        return False
    inside = inside.copy()
    for a, b, c, d in read:
        inside[max(0, b - top - REACH) : d - top + REACH, max(0, a - left - REACH) : c - left + REACH] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    extent = np.maximum(stats[1:count, cv2.CC_STAT_WIDTH], stats[1:count, cv2.CC_STAT_HEIGHT])
    return bool((extent >= SPECK * type_height).any())
