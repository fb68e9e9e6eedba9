"""The ruling lines of a picture, found in its ink; the lattice of cells is then the same as on a PDF page."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from parsers.formats.lattice import Measure, Rule
from parsers.formats.ocr import Plane

PIXELS = Measure(slack=9.0, smallest=15.0)
"""For plates with type 26 pixels high: rows are at least 30 pixels, lines waver by a few."""
SHORTEST_LEVEL = 66
SHORTEST_UPRIGHT = 38
"""Strokes of type are no longer than this; a dense line of type can run on, an upright row of it cannot."""
LONG = 220
"""A ruling this long counts even where its ends touch nothing."""
THICKEST = 14
BRIDGED = 25
"""Gaps up to this many pixels in a faint ruling are closed."""


def line_masks(ink: Plane) -> tuple[Plane, Plane]:
    """The ink that belongs to level and to upright lines; small gaps and slopes are bridged."""
    return _mask(ink, upright=False), _mask(ink, upright=True)


def _mask(ink: Plane, *, upright: bool) -> Plane:
    def kernel(along: int, across: int) -> npt.NDArray[np.uint8]:
        return np.ones((along, across) if upright else (across, along), np.uint8)

    shortest = SHORTEST_UPRIGHT if upright else SHORTEST_LEVEL
    thick = cv2.dilate(ink, kernel(1, 3))
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, kernel(3, 1))
    runs = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, kernel(shortest, 1))
    solid = cv2.morphologyEx(runs, cv2.MORPH_OPEN, kernel(1, THICKEST))
    found = cv2.morphologyEx(cv2.subtract(runs, solid), cv2.MORPH_CLOSE, kernel(BRIDGED, 1))
    return np.asarray(found, dtype=np.uint8)


def rules_of(mask: Plane, *, upright: bool) -> list[Rule]:
    """The rulings in a mask: its long thin parts, each cut into stretches that follow a slope."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rules: list[Rule] = []
    for index in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[index])
        along, across = (high, wide) if upright else (wide, high)
        if along < (SHORTEST_UPRIGHT if upright else SHORTEST_LEVEL) or area / along > THICKEST:
            continue
        if across > 3 * THICKEST:
            continue
        at = (left + wide / 2) if upright else (top + high / 2)
        start = float(top if upright else left)
        rules.append(Rule(upright, at, start, start + along))
    return rules


def anchored_rules(rules: Sequence[Rule]) -> list[Rule]:
    """The rulings without those that hang loose: short ones of which an end meets no ruling across."""
    reach = 2 * PIXELS.slack

    def met(rule: Rule, end: float) -> bool:
        return any(
            other.upright != rule.upright
            and abs(other.at - end) <= reach
            and other.start - reach <= rule.at <= other.end + reach
            for other in rules
        )

    return [
        rule
        for rule in rules
        if rule.end - rule.start >= LONG or (met(rule, rule.start) and met(rule, rule.end))
    ]


def table_corners(level: Plane, upright: Plane) -> npt.NDArray[np.float32] | None:
    """The four corners of the largest ruled area (top left, top right, bottom right, bottom left)."""
    both = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    if count < 2:
        return None
    sizes = stats[1:, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[1:, cv2.CC_STAT_HEIGHT]
    index = int(sizes.argmax()) + 1
    if sizes[index - 1] < 0.04 * both.size:
        return None
    ys, xs = np.nonzero(labels == index)
    total, difference = xs + ys, xs - ys
    picks = (total.argmin(), difference.argmax(), total.argmax(), difference.argmin())
    return np.array([(xs[pick], ys[pick]) for pick in picks], dtype=np.float32)


def squared(corners: npt.NDArray[np.float32]) -> npt.NDArray[np.float64] | None:
    """The map that makes the corners a level rectangle, or ``None`` if they nearly are one or are none."""
    (a, b, c, d) = corners.astype(np.float64)
    left, right = (a[0] + d[0]) / 2, (b[0] + c[0]) / 2
    top, bottom = (a[1] + b[1]) / 2, (c[1] + d[1]) / 2
    wanted = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    off = float(np.abs(wanted - corners).max())
    if off < 3.0 or off > 0.12 * max(right - left, bottom - top):
        return None
    if right - left < 50 or bottom - top < 50:
        return None
    return np.asarray(cv2.getPerspectiveTransform(corners, wanted.astype(np.float32)), dtype=np.float64)
