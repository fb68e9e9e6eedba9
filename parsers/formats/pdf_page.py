"""What a PDF page draws: its characters, its ruling lines and its pictures, as the eye sees the page.

Coordinates are points from the top left corner of the page as displayed (crop box and /Rotate
applied). A page whose text runs sideways or upside down is turned once more, so that all later
reading meets upright lines; :meth:`Drawing.displayed` turns a box back.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box, Rule
from parsers.formats.pdf_shapes import Shapes

OVERSIZE = 40.0
"""Type higher than this, in points, is looked at twice."""
MOST_GLYPHS = 60_000


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
        if self.quarters == 0:
            return box
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
    shapes = Shapes()
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
