"""Where ink is on a page, and the lines of type it makes."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.formats.lattice import Box
from parsers.formats.ocr import Plane

DARKER = 22
"""Ink is at least this much darker than the paper around it (of 255)."""

HIGHEST = 2.2
"""Characters that the boxes joined to one line are high at most."""
TOUCHING = 1.45
"""A band higher than this many characters is more than one line."""
THIN_PLACE = 0.4
"""Lines that touch are cut at a row with no more than this share of their usual ink."""
REMNANT = 2.6
"""A stroke longer than this many characters is no dash."""


def ink_of(grey: Plane) -> Plane:
    """The picture as ink (255) and paper (0): what is thin and darker than the ground around it.

    The ground is the picture with thin dark parts closed, so that the edge of a shaded cell is no
    ink. Grain makes the ground lie above the paper; the usual distance is allowed for.
    """
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    width = max(9, (min(grey.shape) // 60) | 1)
    ground = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((width, width), np.uint8))
    depth = cv2.subtract(ground, smooth)
    sample = depth[::4, ::4]
    usual = float(np.median(sample))
    grain = float(np.median(np.abs(sample.astype(np.float32) - usual)))
    least = usual + max(float(DARKER), 4.5 * grain)
    return np.where(depth > least, 255, 0).astype(np.uint8)


def text_boxes(ink: Plane, type_height: float) -> list[Box]:
    """The boxes of lines of type, from top to bottom and left to right; specks are left out."""
    reach = round(1.3 * type_height)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes: list[Box] = []
    for index in range(1, count):
        left, top, wide, high, _ = (float(value) for value in stats[index])
        if max(wide, high) >= 0.3 * type_height:
            boxes.append((left, top, left + wide, top + high))
    lines = merged(boxes, type_height)
    return sorted(box for box in lines if box[3] - box[1] >= 0.35 * type_height)


def merged(boxes: list[Box], type_height: float) -> list[Box]:
    """Join boxes of one line: those that overlap in height and stand close beside each other."""
    out: list[Box] = []
    near: list[int] = []
    for box in sorted(boxes, key=lambda box: (box[1] + box[3], box[0])):
        # No box of a line, this one or a later one, reaches up to those that end above.
        above = (box[1] + box[3]) / 2 - HIGHEST / 2 * type_height
        near = [index for index in near if out[index][3] > above]
        for index in near:
            other = out[index]
            overlap = min(box[3], other[3]) - max(box[1], other[1])
            beside = max(box[0], other[0]) - min(box[2], other[2])
            least = min(box[3] - box[1], other[3] - other[1])
            tall = max(box[3], other[3]) - min(box[1], other[1])
            if overlap >= 0.5 * least and beside <= 1.5 * type_height and tall <= HIGHEST * type_height:
                out[index] = (
                    min(box[0], other[0]),
                    min(box[1], other[1]),
                    max(box[2], other[2]),
                    max(box[3], other[3]),
                )
                break
        else:
            near.append(len(out))
            out.append(box)
    return out


def lines_within(ink: Plane, type_height: float) -> list[tuple[int, int, int, int]]:
    """The lines of type in one cell's ink as (left, top, right, bottom), from top to bottom.

    Rows of ink are cut at empty rows; pieces lower than type that stand close belong together, or a
    三 set alone would be three lines. Lines that touch are cut where there is least ink between them.
    """
    rows = (ink > 0).any(axis=1)
    bands: list[list[int]] = []
    for at in np.flatnonzero(rows).tolist():
        if bands and at - bands[-1][1] <= 1:
            bands[-1][1] = at + 1
        else:
            bands.append([at, at + 1])
    joined: list[list[int]] = []
    for band in bands:
        if joined and _one_line(joined[-1], band, type_height):
            joined[-1][1] = band[1]
        else:
            joined.append(band)
    out = []
    for top, bottom in (part for band in joined for part in _parted(ink, band, type_height)):
        columns = np.flatnonzero((ink[top:bottom] > 0).any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        if max(bottom - top, right - left) >= 0.2 * type_height:
            out.append((left, top, right, bottom))
    return out


def _parted(ink: Plane, band: list[int], type_height: float) -> list[tuple[int, int]]:
    """A band as high as several lines cut into them, as far as there is a thin place to cut."""
    top, bottom = band
    parts = []
    while bottom - top > TOUCHING * type_height:
        rows = (ink[top:bottom] > 0).sum(axis=1)
        first, end = round(0.6 * type_height), round(TOUCHING * type_height)
        at = first + int(rows[first:end].argmin())
        if rows[at] > THIN_PLACE * rows.mean():
            break
        parts.append((top, top + at))
        top += at
    return [*parts, (top, bottom)]


def without_remnants(ink: Plane, type_height: float) -> Plane:
    """A cell's ink without long thin strokes: pieces of rulings that were not found, no dashes or ones."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    remnant = (sides.max(axis=1) > REMNANT * type_height) & (sides.min(axis=1) <= 0.3 * type_height)
    remnant[0] = False
    return np.where(remnant[labels], 0, ink).astype(np.uint8) if count > 1 and remnant.any() else ink


def _one_line(above: list[int], below: list[int], type_height: float) -> bool:
    if below[1] - above[0] > 1.15 * type_height:
        return False
    low = min(above[1] - above[0], below[1] - below[0])
    return low < 0.6 * type_height and below[0] - above[1] < 0.5 * type_height
