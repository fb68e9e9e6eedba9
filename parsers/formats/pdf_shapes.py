"""The lines, areas and pictures a PDF page draws: thin filled shapes, stroked sides, image strips."""

from __future__ import annotations

import ctypes
import itertools
import struct
from collections.abc import Iterable, Iterator
from itertools import islice, repeat

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box
from parsers.formats.pdf_calls import FLOAT, HANDLE, INT, bare, number_of

THIN = 3.2
"""A drawn shape no thicker than this, in points, is a ruling line."""
TEXT = pdf.FPDF_PAGEOBJ_TEXT
"""Most objects of a page are text, which is asked for elsewhere."""
MOST_OBJECTS = 60_000
DEEPEST_FORM = 8

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


_count_of_page = bare("FPDFPage_CountObjects", HANDLE)
_of_page = bare("FPDFPage_GetObject", HANDLE, INT, result=HANDLE)
_count_of_form = bare("FPDFFormObj_CountObjects", HANDLE)
_of_form = bare("FPDFFormObj_GetObject", HANDLE, ctypes.c_ulong, result=HANDLE)
_kind = bare("FPDFPageObj_GetType", HANDLE)
_box = bare("FPDFPageObj_GetBounds", HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
_matrix_of = bare("FPDFPageObj_GetMatrix", HANDLE, HANDLE)
_draw_mode = bare("FPDFPath_GetDrawMode", HANDLE, HANDLE, HANDLE)
_segments = bare("FPDFPath_CountSegments", HANDLE)
_segment = bare("FPDFPath_GetPathSegment", HANDLE, INT, result=HANDLE)
_segment_kind = bare("FPDFPathSegment_GetType", HANDLE)
_point = bare("FPDFPathSegment_GetPoint", HANDLE, HANDLE, HANDLE)
_closes = bare("FPDFPathSegment_GetClose", HANDLE)

_FILL, _STROKE, _SIDES = INT(), INT(), (FLOAT * 4)()
_FILL_AT, _STROKE_AT = ctypes.addressof(_FILL), ctypes.addressof(_STROKE)
_SIDES_AT = tuple(ctypes.addressof(_SIDES) + 4 * side for side in range(4))
"""Room for answers: made once, since making it costs as much as a question."""


class Shapes:
    """Collects a page's thin shapes, filled areas and pictures, in PDF coordinates, form objects unfolded."""

    def __init__(self) -> None:
        self.lines: list[Box] = []
        self.fills: list[Box] = []
        self.pictures: list[Box] = []
        self.texts: dict[int, tuple[int, Matrix]] = {}
        """When each text object is painted, and the matrix of the form it is part of."""
        self.covers: list[tuple[int, Box]] = []
        """When an area or a picture is painted after some text, and its box."""
        self.painted: list[int] = []
        """The objects that fill an area."""
        self.seen = 0
        self.crowded = False

    def gather(self, page: pdfium.PdfPage, own: int | None = None) -> None:
        """Take every object of the page; of those after the first ``own`` only what they write and cover."""
        handle = number_of(page.raw)
        items = map(_of_page, repeat(handle), range(_count_of_page(handle)))
        self._take(islice(items, own), IDENTITY, 0)
        if own is not None:
            kept = self.lines, self.fills, self.pictures
            self.lines, self.fills, self.pictures = [], [], []
            self._take(items, IDENTITY, 0)
            self.lines, self.fills, self.pictures = kept

    def _take(self, items: Iterable[int], outer: Matrix, depth: int) -> None:
        for item in items:
            self.seen += 1
            if self.seen > MOST_OBJECTS:
                self.crowded = True
                return
            kind = _kind(item)
            if kind == TEXT:
                self.texts[item] = self.seen, outer
                continue
            if kind == pdf.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            elif kind in (pdf.FPDF_PAGEOBJ_IMAGE, pdf.FPDF_PAGEOBJ_SHADING):
                box = bounds(item, outer)
                if box is not None:
                    thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
                    (self.lines if thin else self.pictures).append(box)
                    self._covers(box)
            elif kind == pdf.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inner = _times(_matrix(item), outer)
                parts = map(_of_form, repeat(item), range(max(0, _count_of_form(item))))
                self._take(parts, inner, depth + 1)

    def _path(self, item: int, outer: Matrix) -> None:
        _draw_mode(item, _FILL_AT, _STROKE_AT)
        stroked, filled = _STROKE.value, _FILL.value
        if not stroked and not filled:
            return
        box = bounds(item, outer)
        if box is None:
            return
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.lines.append(box)
            return
        if filled:
            self.painted.append(item)
            self._covers(box)
        matrix = _times(_matrix(item), outer)
        for points in _subpaths(item, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            whole = (min(xs), min(ys), max(xs), max(ys))
            if min(whole[2] - whole[0], whole[3] - whole[1]) <= THIN:
                self.lines.append(whole)
            elif stroked:
                self._sides(points)
            else:
                self.fills.append(whole)

    def _covers(self, box: Box) -> None:
        if self.texts:
            self.covers.append((self.seen, box))

    def _sides(self, points: list[tuple[float, float]]) -> None:
        """The level and upright sides of an outline that is stroked."""
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if abs(x0 - x1) <= 0.5 or abs(y0 - y1) <= 0.5:
                self.lines.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _subpaths(item: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """Each figure of a path as points on the page; curves count by their end points only."""
    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    x, y = FLOAT(), FLOAT()
    to_x, to_y = ctypes.addressof(x), ctypes.addressof(y)
    for index in range(min(_segments(item), MOST_OBJECTS)):
        segment = _segment(item, index)
        if not _point(segment, to_x, to_y):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if _segment_kind(segment) == pdf.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = [point]
        else:
            points.append(point)
        if _closes(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(item: int) -> Matrix:
    held = (FLOAT * 6)()
    if not _matrix_of(item, ctypes.addressof(held)):
        return IDENTITY
    a, b, c, d, e, f = held
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def bounds(item: int, outer: Matrix) -> Box | None:
    """The box of an object in PDF coordinates (left, low, right, high), or ``None`` if it has none."""
    if not _box(item, *_SIDES_AT):
        return None
    left, low, right, high = box = struct.unpack("=4f", _SIDES)
    if outer is IDENTITY:
        return box
    a, b, c, d, e, f = outer
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (low, high)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
