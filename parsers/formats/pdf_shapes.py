"""The lines and pictures a PDF page draws: thin filled shapes, stroked sides, image strips."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box

THIN = 3.2
"""A drawn shape no thicker than this, in points, is a ruling line."""
MOST_OBJECTS = 60_000
DEEPEST_FORM = 8

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Shapes:
    """Collects the thin shapes and the pictures of a page, in PDF coordinates, form objects unfolded."""

    def __init__(self) -> None:
        self.lines: list[Box] = []
        self.pictures: list[Box] = []
        self.seen = 0
        self.crowded = False

    def gather(self, page: pdfium.PdfPage) -> None:
        """Take every object of the page."""
        for index in range(pdf.FPDFPage_CountObjects(page.raw)):
            self._take(pdf.FPDFPage_GetObject(page.raw, index), IDENTITY, 0)

    def _take(self, item: object, outer: Matrix, depth: int) -> None:
        self.seen += 1
        if self.seen > MOST_OBJECTS:
            self.crowded = True
            return
        kind = pdf.FPDFPageObj_GetType(item)
        if kind == pdf.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind in (pdf.FPDF_PAGEOBJ_IMAGE, pdf.FPDF_PAGEOBJ_SHADING):
            box = _bounds(item, outer)
            if box is not None:
                thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
                (self.lines if thin else self.pictures).append(box)
        elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = _times(_matrix(item), outer)
            for index in range(max(0, pdf.FPDFFormObj_CountObjects(item))):
                self._take(pdf.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _path(self, item: object, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdf.FPDFPath_GetDrawMode(item, fill, stroke)
        if not fill.value and not stroke.value:
            return
        box = _bounds(item, outer)
        if box is None:
            return
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.lines.append(box)
            return
        matrix = _times(_matrix(item), outer)
        for points in _subpaths(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            whole = (min(xs), min(ys), max(xs), max(ys))
            if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
                self.lines.append(whole)
            elif stroke.value:
                self._sides(points)

    def _sides(self, points: list[tuple[float, float]]) -> None:
        """The level and upright sides of an outline that is stroked."""
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if abs(x0 - x1) <= 0.5 or abs(y0 - y1) <= 0.5:
                self.lines.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _subpaths(item: object, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Each figure of a path as points on the page; curves count by their end points only."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdf.FPDFPath_CountSegments(item), MOST_OBJECTS)):
        segment = pdf.FPDFPath_GetPathSegment(item, index)
        if not pdf.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if pdf.FPDFPathSegment_GetType(segment) == pdf.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        else:
            points.append(point)
        if pdf.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(item: object) -> Matrix:
    matrix = pdf.FS_MATRIX()
    if not pdf.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _bounds(item: object, outer: Matrix) -> Box | None:
    """The box of an object in PDF coordinates (left, low, right, high), or ``None`` if it has none."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdf.FPDFPageObj_GetBounds(item, *sides):
        return None
    left, low, right, high = (side.value for side in sides)
    if outer == IDENTITY:
        return left, low, right, high
    a, b, c, d, e, f = outer
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (low, high)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
