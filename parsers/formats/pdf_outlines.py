"""The figures of a PDF's fonts by their outlines: whether what is drawn is what the Unicode map says.

A font may map the glyph of 3 to the character 8: the page looks right and copies wrong, and no other
sign tells. The outline of each figure used is described by a few moments of its area and compared with
those of common fonts (``data/figure_shapes.csv``).
"""

from __future__ import annotations

import csv
import ctypes
import math
import struct
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise, repeat

import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.pdf_calls import FLOAT, HANDLE, INT, bare

Point = tuple[float, float]
Outline = tuple[tuple[Point, ...], ...]
Shape = tuple[float, ...]
"""Width over height; share of ink; middle x and y; central moments xx, xy, yy; hole's middle y and height."""

EM = 1000.0
MOST_SEGMENTS = 2000
_path = bare("FPDFFont_GetGlyphPath", HANDLE, ctypes.c_uint32, FLOAT, result=HANDLE)
_program = bare("FPDFFont_GetFontData", HANDLE, HANDLE, ctypes.c_size_t, HANDLE)
_count = bare("FPDFGlyphPath_CountGlyphSegments", HANDLE)
_segment = bare("FPDFGlyphPath_GetGlyphPathSegment", HANDLE, INT, result=HANDLE)
_point = bare("FPDFPathSegment_GetPoint", HANDLE, HANDLE, HANDLE)
_kind = bare("FPDFPathSegment_GetType", HANDLE)


def has_program(font: int) -> bool:
    """Whether a font (a handle that is alive) has a program to ask, as all but Type 3 fonts have."""
    size = ctypes.c_size_t()
    return bool(_program(font, None, 0, ctypes.addressof(size)) and size.value)


def outline(font: int, code: int) -> Outline:
    """The contours a font (a handle that is alive) draws for a Unicode character; none if it draws none.

    Curves are given by their control points. For a Type 3 font PDFium would give the outline of a font of
    its own.
    """
    if not has_program(font):
        return ()
    path = _path(font, code, EM)
    if not path:
        return ()
    contours: list[list[Point]] = []
    segments = list(map(_segment, repeat(path), range(min(_count(path), MOST_SEGMENTS))))
    places = ctypes.create_string_buffer(8 * len(segments))
    start = ctypes.addressof(places)
    end = start + len(places)
    for _ in map(_point, segments, range(start, end, 8), range(start + 4, end + 4, 8)):
        pass
    for kind, point in zip(map(_kind, segments), struct.iter_unpack("=2f", places), strict=True):
        if not contours or kind == pdf.FPDF_SEGMENT_MOVETO:
            contours.append([])
        contours[-1].append(point)
    return tuple(tuple(contour) for contour in contours)


def shape(drawn: Outline) -> Shape | None:
    """Describe an outline whatever its size: moments of its area (Green's theorem); ``None`` for no area."""
    points = [point for contour in drawn for point in contour]
    if len(points) < 3:
        return None
    xs, ys = zip(*points, strict=True)
    left, low = min(xs), min(ys)
    wide, high = max(xs) - left, max(ys) - low
    if wide <= 0 or high <= 0:
        return None
    area = mx = my = xx = xy = yy = 0.0
    for contour in drawn:
        scaled = [((x - left) / wide, (y - low) / high) for x, y in contour]
        for (x0, y0), (x1, y1) in pairwise((*scaled, scaled[0])):
            cross = x0 * y1 - x1 * y0
            area += cross
            mx += (x0 + x1) * cross
            my += (y0 + y1) * cross
            xx += (x0 * x0 + x0 * x1 + x1 * x1) * cross
            yy += (y0 * y0 + y0 * y1 + y1 * y1) * cross
            xy += (x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * cross
    if abs(area) < 0.02:
        return None
    mx, my = mx / (3 * area), my / (3 * area)
    xx, yy, xy = xx / (6 * area) - mx * mx, yy / (6 * area) - my * my, xy / (12 * area) - mx * my
    hole = sorted(drawn, key=_extent)[-2] if len(drawn) > 1 else ((0.0, low),)
    top, bottom = max(y for _, y in hole), min(y for _, y in hole)
    middle, tall = ((top + bottom) / 2 - low) / high, (top - bottom) / high
    return min(1.5, wide / high), abs(area) / 2, mx, my, xx, xy, yy, middle, tall


def _extent(contour: Sequence[Point]) -> float:
    xs, ys = zip(*contour, strict=True)
    extent: float = (max(xs) - min(xs)) * (max(ys) - min(ys))
    return extent


WEIGHTS: Shape = (0.1, 0.2, 3.0, 3.0, 8.0, 10.0, 6.0, 3.0, 1.0)
"""How much each number of a shape tells figures apart: width and ink little, the moments much."""


@lru_cache(1024)
def figure_of(drawn: Outline) -> str | None:
    """The figure an outline most looks like, or ``None`` if it looks like none."""
    described = shape(drawn)
    if described is None:
        return None
    mine = [number * weight for number, weight in zip(described, WEIGHTS, strict=True)]
    known = ((math.dist(mine, other), figure) for figure, other in _known().get(len(drawn), ()))
    return min(known, default=(0.0, None))[1]


@cache
def _known() -> dict[int, list[tuple[str, Shape]]]:
    """Figures of common fonts by their number of contours, each with its weighed shape."""
    known: dict[int, list[tuple[str, Shape]]] = defaultdict(list)
    with resources.files("parsers.data").joinpath("figure_shapes.csv").open(encoding="utf-8") as file:
        for figure, contours, *numbers in list(csv.reader(file))[1:]:
            weighed = (float(one) * weight for one, weight in zip(numbers, WEIGHTS, strict=True))
            known[int(contours)].append((figure, tuple(weighed)))
    return known
