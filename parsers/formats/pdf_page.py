"""What a PDF page draws: its characters, its ruling lines and its pictures, as the eye sees the page.

Coordinates are points from the top left corner of the page as displayed (crop box and /Rotate
applied). A page whose text runs sideways or upside down is turned once more, so that all later
reading meets upright lines; :meth:`Drawing.displayed` turns a box back.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box, Rule

THIN = 3.2
"""A drawn shape no thicker than this, in points, is a ruling line."""
OVERSIZE = 40.0
"""Type higher than this, in points, is looked at twice."""
MOST_OBJECTS = 60_000
MOST_GLYPHS = 60_000
DEEPEST_FORM = 8

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its loose box (the full height of its line, not only its ink)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the character's line."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation by quarters clockwise of a page that is ``width`` by ``height`` before it."""

    quarters: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies after the turn."""
        if self.quarters == 1:
            return self.height - y, x
        if self.quarters == 2:
            return self.width - x, self.height - y
        if self.quarters == 3:
            return y, self.width - x
        return x, y

    def box(self, box: Box) -> Box:
        """Where a box lies after the turn."""
        x0, y0 = self.point(box[0], box[1])
        x1, y1 = self.point(box[2], box[3])
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after the turn."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    @property
    def back(self) -> Turn:
        """The turn that undoes this one."""
        return Turn(-self.quarters % 4, *self.size)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page's content, turned so that its text is upright.

    ``unmapped`` counts characters the file gives no Unicode for; ``hidden`` those drawn invisibly
    (the text layer somebody's OCR laid over a scan); ``pictured`` is the share of the page that
    pictures cover; ``crowded`` tells that a limit cut the reading short.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    unmapped: int
    hidden: int
    pictured: float
    crowded: bool
    turn: Turn

    def displayed(self, box: Box) -> Box:
        """A box of this drawing on the page as a viewer displays it, rounded to tenths of a point."""
        left, top, right, bottom = self.turn.back.box(box)
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def draw(page: pdfium.PdfPage) -> Drawing:
    """Read one page's characters, rulings and pictures."""
    bounds = pdf.FS_RECTF()
    pdf.FPDF_GetPageBoundingBox(page.raw, bounds)
    flat_width, flat_height = bounds.right - bounds.left, bounds.top - bounds.bottom
    rotation = Turn(page.get_rotation() // 90 % 4, flat_width, flat_height)

    def displayed(left: float, low: float, right: float, high: float) -> Box:
        return rotation.box((left - bounds.left, bounds.top - high, right - bounds.left, bounds.top - low))

    textpage = page.get_textpage()
    try:
        raw_glyphs, unmapped, hidden, crowded, angle = _glyphs(textpage)
    finally:
        textpage.close()
    shapes = _Shapes()
    shapes.gather(page)
    turn = Turn(-(angle + rotation.quarters) % 4, *rotation.size)
    glyphs = []
    for text, left, low, right, high in raw_glyphs:
        box = turn.box(displayed(left, low, right, high))
        glyphs.append(Glyph(text, *box))
    rules = [_rule(turn.box(displayed(*box))) for box in shapes.lines]
    covered = sum(
        max(0.0, min(right, bounds.right) - max(left, bounds.left))
        * max(0.0, min(high, bounds.top) - max(low, bounds.bottom))
        for left, low, right, high in shapes.pictures
    )
    return Drawing(
        *turn.size,
        glyphs=tuple(glyphs),
        rules=tuple(rules),
        unmapped=unmapped,
        hidden=hidden,
        pictured=min(1.0, covered / max(flat_width * flat_height, 1.0)),
        crowded=crowded or shapes.crowded,
        turn=turn,
    )


def _rule(box: Box) -> Rule:
    left, top, right, bottom = box
    if right - left >= bottom - top:
        return Rule(False, (top + bottom) / 2, left, right)
    return Rule(True, (left + right) / 2, top, bottom)


RawGlyph = tuple[str, float, float, float, float]


def _glyphs(textpage: pdfium.PdfTextPage) -> tuple[list[RawGlyph], int, int, bool, int]:
    """Characters in PDF coordinates, how many lack Unicode, how many are invisible, and their angle."""
    raw = textpage.raw
    total = textpage.count_chars()
    glyphs: list[RawGlyph] = []
    unmapped = hidden = 0
    rect = pdf.FS_RECTF()
    reference = ctypes.byref(rect)
    ink = [ctypes.c_double() for _ in range(4)]
    angles: Counter[int] = Counter()
    step = max(1, min(total, MOST_GLYPHS) // 64)
    for index in range(min(total, MOST_GLYPHS)):
        if pdf.FPDFText_IsGenerated(raw, index) == 1:
            continue
        code = pdf.FPDFText_GetUnicode(raw, index)
        if code in (0x0D, 0x0A, 0xFEFF, 0x200B):
            continue
        if pdf.FPDFText_HasUnicodeMapError(raw, index) == 1 or _no_character(code):
            unmapped += 1
            code = 0xFFFD
        if not pdf.FPDFText_GetLooseCharBox(raw, index, reference):
            continue
        if index % step == 0:
            angles[round(pdf.FPDFText_GetCharAngle(raw, index) / (math.pi / 2)) % 4] += 1
            shown = pdf.FPDFText_GetTextObject(raw, index)
            if shown and pdf.FPDFTextObj_GetTextRenderMode(shown) == pdf.FPDF_TEXTRENDERMODE_INVISIBLE:
                hidden += step
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if pdf.FPDFText_GetCharBox(raw, index, *ink):
            box = _upright(box, (ink[0].value, ink[2].value, ink[1].value, ink[3].value))
        glyphs.append((chr(code), *box))
    angle = angles.most_common(1)[0][0] if angles else 0
    return glyphs, unmapped, hidden, total > MOST_GLYPHS, angle


def _upright(loose: Box, ink: Box) -> Box:
    """The loose box, moved onto the ink where vertical type puts it beside its character.

    Some writers scale type inside its font program; the loose box is then many times too large and
    the ink itself is the box.
    """
    if loose[3] - loose[1] > max(OVERSIZE, 3 * (ink[3] - ink[1])) and ink[0] < ink[2]:
        return ink
    middle, level = (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2
    if ink[0] >= ink[2] or (loose[0] <= middle <= loose[2] and loose[1] <= level <= loose[3]):
        return loose
    width, height = (loose[2] - loose[0]) / 2, (loose[3] - loose[1]) / 2
    return middle - width, level - height, middle + width, level + height


def _no_character(code: int) -> bool:
    """Whether a code says nothing: controls, halves of pairs, private use, or beyond Unicode."""
    return (
        code < 0x09
        or 0x0E <= code < 0x20
        or 0xD800 <= code < 0xF900
        or code >= 0xF0000
        or code in (0xFFFD, 0xFFFE, 0xFFFF)
    )


class _Shapes:
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
