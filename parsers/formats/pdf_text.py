"""The characters of a PDF page, asked of PDFium in bulk."""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from ctypes import byref
from dataclasses import dataclass
from itertools import repeat

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box
from parsers.formats.pdf_calls import FLOAT, HANDLE, Handle, bare, number_of
from parsers.formats.typeset import Glyph

OVERSIZE = 40.0
"""Type higher than this, in points, is looked at twice."""
SQUARE = 0.02
"""A loose box whose sides differ by no more than this share may be one of vertical type."""
MOST_GLYPHS = 60_000
SAMPLES = 32
NO_PRINT = frozenset((0x0D, 0x0A, 0xFEFF, 0x200B))
SPACE = 0x20
UNMAPPED = "\ufffd"
"""Stands for what the file gives no Unicode for."""
FIGURES = frozenset(range(0x30, 0x3A))

NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
FontFigure = tuple[int, int]
"""The handle of a font, and the code of a figure set in it."""

AT_ONCE = 512
_BOXES = ctypes.create_string_buffer(16 * AT_ONCE)
_PLACES = [byref(_BOXES, start) for start in range(0, len(_BOXES), 16)]
_INK = (ctypes.c_double * 4)()
_SIDES = [byref(_INK, start) for start in range(0, 32, 8)]
"""Room for answers, and references to it: made once, since making one costs as much as a question."""

_text = bare("FPDFText_GetText")
_unicode = bare("FPDFText_GetUnicode", result=ctypes.c_uint)
_unmapped = bare("FPDFText_HasUnicodeMapError")
_generated = bare("FPDFText_IsGenerated")
_loose_box = bare("FPDFText_GetLooseCharBox")
_ink_box = bare("FPDFText_GetCharBox")
_angle = bare("FPDFText_GetCharAngle", result=FLOAT)
object_of = bare("FPDFText_GetTextObject", result=HANDLE)
_font = bare("FPDFTextObj_GetFont", HANDLE, result=HANDLE)
_mode = bare("FPDFTextObj_GetTextRenderMode", HANDLE)


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's characters, their boxes in points from the corner named.

    ``unmapped`` counts those without Unicode, ``hidden`` those drawn invisibly; ``quarters`` is how often
    the text is turned by 90°; ``crowded`` tells that a limit cut the reading short; ``figures`` are the
    figures 0 to 9 that occur, each with the handle of its font (good while the page is open), and the box of
    one of them in PDF coordinates (left, low, right, high). ``indices`` are PDFium's of the characters, and
    ``figured`` the handles of the text objects that show figures.
    """

    glyphs: list[Glyph]
    unmapped: int
    hidden: int
    crowded: bool
    quarters: int
    figures: Mapping[FontFigure, Box]
    indices: Sequence[int]
    figured: frozenset[int]


def page_text(textpage: pdfium.PdfTextPage, x: float, y: float) -> PageText:
    """Read the characters that a writer put on a page (not PDFium's own spaces and line ends).

    Boxes are counted from the corner ``x``, ``y`` (PDF coordinates), to the right and downward.
    """
    handle, total = Handle(number_of(textpage.raw)), textpage.count_chars()
    count = min(total, MOST_GLYPHS)
    codes = _codes(handle, count)
    shown = [
        index
        for index, code in enumerate(codes)
        if code not in NO_PRINT and (code != SPACE or not _generated(handle, index))
    ]
    spoilt = map(_unmapped, repeat(handle), shown)
    letters = [
        UNMAPPED if wrong == 1 or ((code < SPACE or code >= 0xD800) and _no_character(code)) else chr(code)
        for code, wrong in zip(map(codes.__getitem__, shown), spoilt, strict=True)
    ]
    glyphs: list[Glyph] = []
    make = tuple.__new__  # Glyph(…) would do the same by way of one more call
    for letter, (left, high, right, low) in zip(letters, _loose_boxes(handle, shown), strict=True):
        height = high - low if high > low else low - high
        if height > OVERSIZE or -SQUARE * height <= right - left - height <= SQUARE * height:
            ink = inked(handle, shown[len(glyphs)])
            left, low, right, high = _upright((left, low, right, high), ink)
        glyphs.append(make(Glyph, (letter, left - x, y - high, right - x, y - low)))
    unmapped = letters.count(UNMAPPED)
    hidden, quarters = _sampled(handle, count)
    figures = [index for index, code in enumerate(codes) if code in FIGURES]
    objects = map(object_of, repeat(handle), figures)
    set_in = dict(zip(zip(objects, map(codes.__getitem__, figures), strict=True), figures, strict=True))
    used = {(_font(shown_by), code): index for (shown_by, code), index in set_in.items()}
    boxes = {figure: inked(handle, index) or NO_BOX for figure, index in used.items()}
    figured = frozenset(item for item, _ in set_in) - {0}
    return PageText(glyphs, unmapped, hidden, total > MOST_GLYPHS, quarters, boxes, shown, figured)


def _codes(handle: Handle, count: int) -> list[int]:
    """The Unicode of each character, taken in one call where the page's text has as many as it has boxes.

    Characters beyond the basic plane or without Unicode spoil the count; then each is asked for.
    """
    buffer = ctypes.create_string_buffer(4 * count + 4)
    if _text(handle, 0, count, buffer) == count + 1:
        text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return list(map(ord, text))
    return list(map(_unicode, repeat(handle), range(count)))


def _loose_boxes(handle: Handle, indices: Sequence[int]) -> list[Box]:
    """The loose box of each character as left, high, right, low; zeros where it has none."""
    boxes: list[Box] = []
    for first in range(0, len(indices), AT_ONCE):
        part = indices[first : first + AT_ONCE]
        ctypes.memset(_BOXES, 0, len(_BOXES))
        for _ in map(_loose_box, repeat(handle), part, _PLACES):
            pass
        boxes += struct.iter_unpack("=4f", _BOXES.raw[: 16 * len(part)])
    return boxes


def inked(handle: Handle, index: int) -> Box | None:
    """The box of a character's ink as left, low, right, high; ``None`` where PDFium knows none."""
    if not _ink_box(handle, index, *_SIDES):
        return None
    left, right, low, high = _INK
    return left, low, right, high


def _sampled(handle: Handle, count: int) -> tuple[int, int]:
    """About how many characters are invisible, and how most of them are turned, by a sample."""
    step = max(1, count // SAMPLES)
    hidden = 0
    angles: Counter[int] = Counter()
    for index in range(0, count, step):
        if _generated(handle, index) == 1:
            continue
        angles[round(_angle(handle, index) / (math.pi / 2)) % 4] += 1
        shown = object_of(handle, index)
        if shown and _mode(shown) == pdf.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden += step
    return hidden, angles.most_common(1)[0][0] if angles else 0


def _upright(loose: Box, ink: Box | None) -> Box:
    """The loose box, moved onto the ink where vertical type puts it beside its character.

    Some writers scale type inside its font program; the loose box is then many times too large and
    the ink itself is the box.
    """
    if ink is None:
        return loose
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
