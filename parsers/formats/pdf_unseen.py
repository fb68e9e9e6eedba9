"""Text of a PDF page that no reader sees: white on paper, invisible, painted over, cut off.

What may be unseen is told cheaply, by the text objects that show figures. Only where there are such is the
page painted twice, with and without them: a character whose place looks the same is not seen.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import repeat

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box
from parsers.formats.pdf_calls import HANDLE, INT, Handle, bare, number_of
from parsers.formats.pdf_shapes import Shapes, bounds
from parsers.formats.pdf_text import OVERSIZE, PageText, inked, object_of
from parsers.formats.typeset import Glyph

PALE = 200
"""Ink of which red, green and blue are at least so much (of 255) may be the paper's own."""
CLEAR = 16
"""Ink hardly more opaque than this (of 255) leaves no trace."""
FAINT = 16
"""A character changes its place by more than so many grey levels (of 255), or no eye sees it."""
EVERY = 4
DOTS = 2.0
MOST_DOTS = 3400.0
"""Pixels a point in those paintings, and the most of their longest side."""

_mode = bare("FPDFTextObj_GetTextRenderMode")
_colour = bare("FPDFPageObj_GetFillColor")
_activate = bare("FPDFPageObj_SetIsActive", HANDLE, INT)

_ITEM = Handle()
_INK = ctypes.create_string_buffer(16)
_PARTS = [ctypes.byref(_INK, start) for start in range(0, 16, 4)]
"""Room for a question and its answer, made once: all objects that show figures are asked about."""
_BLACK = struct.pack("=4I", 0, 0, 0, 255)
_INKLESS = frozenset((pdf.FPDF_TEXTRENDERMODE_INVISIBLE, pdf.FPDF_TEXTRENDERMODE_CLIP))


def unseen(
    page: pdfium.PdfPage,
    textpage: pdfium.PdfTextPage,
    text: PageText,
    shapes: Shapes,
    displayed: Callable[[float, float, float, float], Box],
    layered: bool,
) -> frozenset[int]:
    """Tell which of a page's characters nobody sees, by their indices in ``text.glyphs``.

    ``displayed`` gives a box in PDF coordinates as a viewer shows it; ``layered`` tells that the document has
    layers, of which some may be off.
    """
    if not layered and not any(_suspects(text.figured, shapes)):
        return frozenset()
    handle = Handle(number_of(textpage.raw))
    owners = list(map(object_of, repeat(handle), text.indices))
    suspects = {*owners} - {0} if layered else set(_suspects({*owners} - {0}, shapes))
    whole = _Painting(page)
    for item in suspects:
        _activate(item, 0)
    try:
        without = _Painting(page)
    finally:
        for item in suspects:
            _activate(item, 1)
    hidden: dict[int, Box] = {}
    for place, (owner, index) in enumerate(zip(owners, text.indices, strict=True)):
        box = inked(handle, index) if owner in suspects else None
        if box is not None and not whole.differs(without, displayed(*box)):
            hidden[place] = box
    return frozenset(hidden) - _standing_for_others(hidden, suspects, text, shapes)


def _standing_for_others(
    hidden: Mapping[int, Box], suspects: Collection[int], text: PageText, shapes: Shapes
) -> frozenset[int]:
    """Those unseen characters that are seen all the same, printed by another object in the same place.

    Of a character printed twice PDFium gives the first: 12 painted over and then 15 there are 1, 2 and 5.
    """
    seen = [
        box
        for item, (_, outer) in shapes.texts.items()
        if item not in suspects and (box := bounds(item, outer))
    ]
    standing = {place for place, box in hidden.items() if any(_holds(other, box) for other in seen)}
    if not standing:
        return frozenset()
    others = [glyph for place, glyph in enumerate(text.glyphs) if place not in hidden]
    return frozenset(
        place
        for place in standing
        if not any(
            left < x < right and top < y < bottom
            for x, y in [text.glyphs[place].middle]
            for _, left, top, right, bottom in others
        )
    )


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def beside_page(glyphs: Sequence[Glyph], width: float, height: float) -> frozenset[int]:
    """The indices of characters that lie wholly beside the page, cut off by its edges; none on most pages.

    What is cut off is words, so every fourth character tells whether there is any. Of very large type the
    boxes may be wrong.
    """
    if not _beside(glyphs[::EVERY], width, height):
        return frozenset()
    return frozenset(_beside(glyphs, width, height))


def _beside(glyphs: Sequence[Glyph], width: float, height: float) -> list[int]:
    return [
        place
        for place, (_, left, top, right, bottom) in enumerate(glyphs)
        if (right < 0 or left > width or bottom < 0 or top > height) and bottom - top <= OVERSIZE
    ]


def _suspects(items: Collection[int], shapes: Shapes) -> Iterator[int]:
    """Those text objects that may be unseen: without ink, pale, of a ground's colour, or painted over."""
    grounds = {ink for ink in map(_ink, shapes.painted) if ink}
    sound = {_BLACK} - grounds
    for item in items:
        _ITEM.value = item
        if _colour(_ITEM, *_PARTS) and (ink := _INK.raw) not in sound:
            if ink in grounds or _is_pale(ink):
                yield item
                continue
            sound.add(ink)
        if _mode(_ITEM) in _INKLESS or (shapes.covers and _is_covered(item, shapes)):
            yield item


def _ink(item: int) -> bytes:
    """The red, green, blue and opacity an object is filled with, 4 bytes each; none where it is a pattern."""
    _ITEM.value = item
    return _INK.raw if _colour(_ITEM, *_PARTS) else b""


def _is_pale(ink: bytes) -> bool:
    red, green, blue, opacity = struct.unpack("=4I", ink)
    return bool(opacity <= CLEAR or min(red, green, blue) >= PALE)


def _is_covered(item: int, shapes: Shapes) -> bool:
    """Whether something is painted over a text object after it."""
    order, outer = shapes.texts.get(item, (0, None))
    box = None if outer is None else bounds(item, outer)
    return box is not None and any(
        later > order and left < box[2] and box[0] < right and low < box[3] and box[1] < high
        for later, (left, low, right, high) in shapes.covers
    )


class _Painting:
    """A page as it looks, in grey."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.scale = min(DOTS, MOST_DOTS / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=self.scale, grayscale=True, draw_annots=False)
        try:
            self.width, self.height, self.stride = bitmap.width, bitmap.height, bitmap.stride
            self.grey = bytes(bitmap.buffer)
        finally:
            bitmap.close()

    def differs(self, other: _Painting, box: Box) -> bool:
        """Whether two paintings of a page differ to the eye in a box of the page as displayed."""
        left, top, right, bottom = (side * self.scale for side in box)
        first, end = max(0, int(left)), min(self.width, int(right) + 1)
        for row in range(max(0, int(top)), min(self.height, int(bottom) + 1)):
            part = slice(row * self.stride + first, row * self.stride + end)
            one, two = self.grey[part], other.grey[part]
            if one != two and any(abs(a - b) > FAINT for a, b in zip(one, two, strict=True)):
                return True
        return False
