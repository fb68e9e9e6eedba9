"""The characters of a PDF page, asked of PDFium in bulk.

A page has thousands of characters and PDFium answers one question about one of them at a time. The
bound functions of pypdfium2 convert and check every argument; here the same functions are called by
their bare address from ``map``, which takes a third of the time.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box

OVERSIZE = 40.0
"""Type higher than this, in points, is looked at twice."""
SQUARE = 0.02
"""A loose box whose sides differ by no more than this share may be one of vertical type."""
MOST_GLYPHS = 60_000
SAMPLES = 64
NO_PRINT = frozenset((0x0D, 0x0A, 0xFEFF, 0x200B))
SPACE = 0x20

RawGlyph = tuple[str, float, float, float, float]
"""A character and its box: left, low, right, high."""


def _bare(name: str, *arguments: type, result: type = ctypes.c_int) -> Callable[..., int]:
    address = ctypes.cast(getattr(pdf, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_P, _I = ctypes.c_void_p, ctypes.c_int
_unicode = _bare("FPDFText_GetUnicode", _P, _I, result=ctypes.c_uint)
_unmapped = _bare("FPDFText_HasUnicodeMapError", _P, _I)
_generated = _bare("FPDFText_IsGenerated", _P, _I)
_loose_box = _bare("FPDFText_GetLooseCharBox", _P, _I, _P)


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's characters in PDF coordinates.

    ``unmapped`` counts those without Unicode, ``hidden`` those drawn invisibly; ``quarters`` is how often
    the text is turned by 90°; ``crowded`` tells that a limit cut the reading short.
    """

    glyphs: list[RawGlyph]
    unmapped: int
    hidden: int
    crowded: bool
    quarters: int


def page_text(textpage: pdfium.PdfTextPage) -> PageText:
    """Read the characters of a page that a writer put there (PDFium's own line ends are left out)."""
    raw, total = textpage.raw, textpage.count_chars()
    handle = ctypes.cast(raw, _P).value
    count = min(total, MOST_GLYPHS)
    glyphs: list[RawGlyph] = []
    unmapped = 0
    ink = [ctypes.c_double() for _ in range(4)]
    every = repeat(handle)
    rows = zip(
        range(count),
        map(_unicode, every, range(count)),
        map(_unmapped, every, range(count)),
        _loose_boxes(handle, count),
        strict=True,
    )
    for index, code, wrong, (left, high, right, low) in rows:
        if code in NO_PRINT or (code == SPACE and _generated(handle, index)):
            continue
        if wrong == 1 or ((code < SPACE or code >= 0xD800) and _no_character(code)):
            unmapped += 1
            code = 0xFFFD
        height = abs(high - low)
        if (height > OVERSIZE or abs(right - left - height) <= SQUARE * height) and pdf.FPDFText_GetCharBox(
            raw, index, *ink
        ):
            inked = (ink[0].value, ink[2].value, ink[1].value, ink[3].value)
            left, low, right, high = _upright((left, low, right, high), inked)
        glyphs.append((chr(code), left, low, right, high))
    hidden, quarters = _sampled(raw, count)
    return PageText(glyphs, unmapped, hidden, total > MOST_GLYPHS, quarters)


def _loose_boxes(handle: int | None, count: int) -> Iterator[tuple[float, float, float, float]]:
    """The loose box of each character as left, high, right, low; zeros where it has none."""
    buffer = ctypes.create_string_buffer(16 * count)
    start = ctypes.addressof(buffer)
    for _ in map(_loose_box, repeat(handle), range(count), range(start, start + 16 * count, 16)):
        pass
    return struct.iter_unpack("=4f", buffer)


def _sampled(raw: object, count: int) -> tuple[int, int]:
    """About how many characters are invisible, and how most of them are turned, by a sample."""
    step = max(1, count // SAMPLES)
    hidden = 0
    angles: Counter[int] = Counter()
    for index in range(0, count, step):
        if pdf.FPDFText_IsGenerated(raw, index) == 1:
            continue
        angles[round(pdf.FPDFText_GetCharAngle(raw, index) / (math.pi / 2)) % 4] += 1
        shown = pdf.FPDFText_GetTextObject(raw, index)
        if shown and pdf.FPDFTextObj_GetTextRenderMode(shown) == pdf.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden += step
    return hidden, angles.most_common(1)[0][0] if angles else 0


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
