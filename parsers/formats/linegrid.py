"""The ruling lines of a picture, found in its ink; the lattice of cells is then the same as on a PDF page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from parsers.formats.lattice import Measure, Rule
from parsers.formats.ocr import Plane

PIXELS = Measure(slack=9.0, smallest=15.0, drawn=0.3)
"""For plates with type 26 pixels high: rows are at least 30 pixels, lines waver by a few."""
SHORTEST_LEVEL = 66
SHORTEST_UPRIGHT = 38
"""Strokes of type are no longer than this; a dense line of type can run on, an upright row of it cannot."""
CROWDED, CROWDED_LONG = 0.16, 0.3
"""Shares of ink beside a line, both sides together, from which on it is a stroke of type."""
CLEAN = 0.02
"""The share up to which one side of an upright line is paper: type may then hug the ruling on the other."""
CROSSING = 10
ROOM = 8
LONG = 220
"""A ruling this long counts even where its ends touch nothing."""
SOLID = 0.86
"""A ruling has ink on at least this share of its length; noise makes holes in it."""
THICKEST = 14
BRIDGED = 25
"""Gaps up to this many pixels in a faint ruling are closed."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The rulings of a plate, the ink that belongs to them, and all ink that might."""

    rules: tuple[Rule, ...]
    mask: Plane
    possible: Plane


def rulings(ink: Plane) -> Rulings:
    """Find the level and upright rulings in a page's ink; strokes of type are told apart and left out."""
    level = _candidates(ink, upright=False)
    long = level.ink_of([rule for rule in level.rules if rule.end - rule.start >= LONG])
    upright = _candidates(ink, long, upright=True)
    kept = _anchored([*level.rules, *upright.rules])
    mask = cv2.bitwise_or(level.ink_of(kept), upright.ink_of(kept))
    possible = cv2.bitwise_or(level.ink_of(level.rules), upright.ink_of(upright.rules))
    return Rulings(tuple(kept), np.asarray(mask, dtype=np.uint8), np.asarray(possible, dtype=np.uint8))


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Lines of one direction, each with the label of its ink."""

    labels: npt.NDArray[np.int32]
    found: tuple[tuple[Rule, int], ...]

    @property
    def rules(self) -> list[Rule]:
        return [rule for rule, _ in self.found]

    def ink_of(self, rules: Sequence[Rule]) -> Plane:
        """The ink of those of the lines that are among ``rules``."""
        chosen = np.zeros(int(self.labels.max()) + 1, dtype=np.uint8)
        for rule, label in self.found:
            if rule in rules:
                chosen[label] = 255
        return chosen[self.labels]


def _mask(ink: Plane, *, upright: bool) -> Plane:
    def kernel(along: int, across: int) -> npt.NDArray[np.uint8]:
        return np.ones((along, across) if upright else (across, along), np.uint8)

    shortest = SHORTEST_UPRIGHT if upright else SHORTEST_LEVEL
    thick = cv2.dilate(ink, kernel(1, 3))
    bridged = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, kernel(3, 1))
    size = (1, shortest) if upright else (shortest, 1)
    full = (cv2.blur(bridged, size) >= 255 * SOLID).astype(np.uint8) * 255
    runs = cv2.bitwise_and(cv2.dilate(full, kernel(shortest, 1)), bridged)
    solid = cv2.morphologyEx(runs, cv2.MORPH_OPEN, kernel(1, THICKEST))
    found = cv2.morphologyEx(cv2.subtract(runs, solid), cv2.MORPH_CLOSE, kernel(BRIDGED, 1))
    return np.asarray(found, dtype=np.uint8)


def _candidates(ink: Plane, across: Plane | None = None, *, upright: bool) -> _Candidates:
    """The long thin parts of the ink in one direction, with paper beside them (or rulings ``across``)."""
    other = ink
    if across is not None:
        other = np.asarray(cv2.subtract(ink, cv2.dilate(across, np.ones((5, 5), np.uint8))), dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_mask(ink, upright=upright), connectivity=8)
    shortest = SHORTEST_UPRIGHT if upright else SHORTEST_LEVEL
    found: list[tuple[Rule, int]] = []
    for index in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[index])
        along, thick = (high, wide) if upright else (wide, high)
        if along < shortest or area / along > THICKEST or thick > 3 * THICKEST:
            continue
        most = CROWDED if along < LONG else CROWDED_LONG
        window = (
            slice(max(0, top - ROOM), top + high + ROOM),
            slice(max(0, left - ROOM), left + wide + ROOM),
        )
        line = (labels[window] == index).astype(np.uint8)
        sides = _beside(other[window], line, upright=upright)
        if sum(sides) > most and not (
            across is not None
            and min(sides) <= CLEAN
            and (along >= LONG or _between(across[window], upper=ROOM, lower=high + ROOM))
        ):
            continue
        at = (left + wide / 2) if upright else (top + high / 2)
        start = float(top if upright else left)
        found.append((Rule(upright, at, start, start + along), index))
    return _Candidates(np.asarray(labels, dtype=np.int32), tuple(found))


def _beside(ink: Plane, line: Plane, *, upright: bool) -> tuple[float, float]:
    """How much of the strip at either side of a line is ink: much at both for a stroke of type.

    The strips follow the line where it leans or wavers. The ends are left out, where rulings across lie
    beside it.
    """
    near, far = (np.ones((1, size) if upright else (size, 1), np.uint8) for size in (5, 7))
    around = cv2.dilate(line, near)
    ends = slice(CROSSING, -CROSSING)
    part = (ends, slice(None)) if upright else (slice(None), ends)
    shares = []
    for anchor in ((0, 0), (6, 0) if upright else (0, 6)):
        strip = cv2.subtract(cv2.dilate(line, far, anchor=anchor), around)[part]
        inside = ink[part][strip > 0]
        shares.append(float(inside.mean()) / 255 if inside.size else 0.0)
    return shares[0], shares[1]


def _between(across: Plane, *, upper: int, lower: int) -> bool:
    """Whether rulings across pass near both ends of an upright line."""
    reach = round(2 * PIXELS.slack)
    return bool(across[: upper + reach].any() and across[max(0, lower - reach) :].any())


def _anchored(rules: Sequence[Rule]) -> list[Rule]:
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


def table_corners(mask: Plane) -> npt.NDArray[np.float32] | None:
    """The four corners of what has most rulings (top left, top right, bottom right, bottom left).

    The edge of a photographed sheet is larger than a table, but has less ink.
    """
    both = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    if count < 2:
        return None
    sizes = stats[1:, cv2.CC_STAT_WIDTH].astype(np.int64) * stats[1:, cv2.CC_STAT_HEIGHT]
    index = int(stats[1:, cv2.CC_STAT_AREA].argmax()) + 1
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
