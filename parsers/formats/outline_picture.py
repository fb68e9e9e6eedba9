"""Outlines of characters drawn large and recognised, where their shape alone leaves a doubt."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from parsers.formats.ocr import HEIGHT, Plane, recognise

TYPE = 34
"""Pixels a character is drawn high, in a line of the recogniser's height."""
TIMES = 3
"""A character is drawn so many times side by side: alone it says little to a recogniser of lines."""


def reads_as(contours: Sequence[Sequence[tuple[float, float]]], character: str) -> bool:
    """Whether the recogniser takes this outline (y grows upward) for the character."""
    (seen,) = recognise([_drawn(contours)])
    return seen.text.replace(" ", "") == character * TIMES


def _drawn(contours: Sequence[Sequence[tuple[float, float]]]) -> Plane:
    xs = [x for contour in contours for x, _ in contour]
    ys = [y for contour in contours for _, y in contour]
    scale = TYPE / max(max(ys) - min(ys), 1.0)
    step = round((max(xs) - min(xs)) * scale) + TYPE // 4
    picture = np.full((HEIGHT, step * TIMES + TYPE // 2), 255, np.uint8)
    margin = (HEIGHT - TYPE) / 2
    for time in range(TIMES):
        polygons = [
            np.array(
                [
                    ((x - min(xs)) * scale + margin + step * time, (max(ys) - y) * scale + margin)
                    for x, y in contour
                ]
            )
            for contour in contours
        ]
        # One call fills by the even-odd rule, so that holes stay open; four more bits smooth the sides.
        points = [np.round(polygon * 16).astype(np.int32) for polygon in polygons]
        cv2.fillPoly(picture, points, 0, lineType=cv2.LINE_AA, shift=4)
    return picture
