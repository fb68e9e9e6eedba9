"""Outlines of characters drawn large and recognised, where their shape alone leaves a doubt."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from parsers.formats.ocr import HEIGHT, Plane, recognise

TYPE = 34
"""Pixels a character is drawn high, in a line of the recogniser's height."""
TIMES = 3
"""A character is drawn so many times side by side: alone it says little to a recogniser of lines."""
SMALLEST = 0.1
"""A contour lower than this share of its character is a speck."""
Contours = tuple[tuple[tuple[float, float], ...], ...]


def read_as(contours: Contours) -> str:
    """What the recogniser takes this outline (y grows upward) for, one character; blank where it wavers."""
    (seen,) = recognise([_drawn(contours)])
    text = seen.text.replace(" ", "")
    return text[:1] if text == text[:1] * TIMES else ""


def followed(grey: npt.NDArray[np.uint8], quarters: int) -> Contours:
    """The outline of a dark character in a picture that is first turned by quarters to the left; y upward."""
    upright = np.pad(np.rot90(grey, quarters), 2, constant_values=255)
    _, ink = cv2.threshold(upright, 128, 255, cv2.THRESH_BINARY_INV)
    found, _ = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    high = upright.shape[0]
    return tuple(
        tuple((float(x), float(high - y)) for ((x, y),) in contour)
        for contour in found
        if cv2.boundingRect(contour)[3] >= SMALLEST * high
    )


def _drawn(contours: Contours) -> Plane:
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
