"""What a PDF page draws: its characters, its ruling lines and its pictures, as the eye sees the page.

Coordinates are points from the top left corner of the page as displayed (crop box and /Rotate
applied). A page whose text runs sideways or upside down is turned once more, so that all later
reading meets upright lines; :meth:`Drawing.displayed` turns a box back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdf  # type: ignore[import-untyped]

from parsers.formats.lattice import Box, Rule
from parsers.formats.pdf_shapes import Shapes
from parsers.formats.pdf_text import FontFigure, page_text
from parsers.formats.pdf_unseen import beside_page, unseen
from parsers.formats.typeset import Glyph


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
    pictures cover; ``crowded`` tells that a limit cut the reading short; ``figures`` are
    those set on the page, with their fonts, each with the box of one on the page as a viewer displays it;
    ``fills`` are the areas painted without an outline. ``unseen`` counts the digits that nobody sees and that
    are not among the characters, ``overlaid`` such characters of any kind where there is a picture.
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
    figures: Mapping[FontFigure, Box] = field(default_factory=dict)
    fills: tuple[Box, ...] = ()
    unseen: int = 0
    overlaid: int = 0

    def displayed(self, box: Box) -> Box:
        """A box of this drawing on the page as a viewer displays it, rounded to tenths of a point."""
        left, top, right, bottom = self.turn.back.box(box) if self.turn.quarters else box
        return _tenths(left), _tenths(top), _tenths(right), _tenths(bottom)


@lru_cache(4096)
def _tenths(side: float) -> float:
    """A side rounded; the cells of a table share theirs."""
    return round(side, 1) + 0.0  # -0.0 and 0.0 are one key


def draw(page: pdfium.PdfPage, layered: bool = False, own: int | None = None) -> Drawing:
    """Read one page's characters, rulings and pictures.

    ``layered`` tells of layers that may be off; after the first ``own`` objects stand fields and notes.
    """
    bounds = pdf.FS_RECTF()
    pdf.FPDF_GetPageBoundingBox(page.raw, bounds)
    flat_width, flat_height = bounds.right - bounds.left, bounds.top - bounds.bottom
    rotation = Turn(page.get_rotation() // 90 % 4, flat_width, flat_height)

    def displayed(left: float, low: float, right: float, high: float) -> Box:
        return rotation.box((left - bounds.left, bounds.top - high, right - bounds.left, bounds.top - low))

    shapes = Shapes()
    shapes.gather(page, own)
    textpage = page.get_textpage()
    try:
        text = page_text(textpage, bounds.left, bounds.top)
        glyphs, gone = text.glyphs, []
        if 2 * text.hidden <= len(glyphs):
            concealed = unseen(page, textpage, text, shapes, displayed, layered)
            beside = beside_page(glyphs, flat_width, flat_height)
            if beside:
                concealed |= beside
                shapes.lines = [box for box in shapes.lines if _is_on_page(box, bounds)]
            if concealed:
                gone = [glyphs[place] for place in concealed]
                glyphs = [glyph for place, glyph in enumerate(glyphs) if place not in concealed]
    finally:
        textpage.close()
    turn = Turn(-(text.quarters + rotation.quarters) % 4, *rotation.size)
    if turn.quarters or rotation.quarters:
        glyphs = [Glyph(glyph.text, *turn.box(rotation.box(glyph[1:]))) for glyph in glyphs]
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
        unmapped=text.unmapped,
        hidden=text.hidden,
        pictured=min(1.0, covered / max(flat_width * flat_height, 1.0)),
        crowded=text.crowded or shapes.crowded,
        turn=turn,
        figures={figure: displayed(*box) for figure, box in text.figures.items()},
        fills=tuple(turn.box(displayed(*box)) for box in shapes.fills),
        unseen=sum(glyph.text.isdigit() for glyph in gone),
        overlaid=sum(_overlaid(glyph, shapes.pictures, bounds) for glyph in gone),
    )


def _is_on_page(box: Box, bounds: pdf.FS_RECTF) -> bool:
    left, low, right, high = box
    return bool(right > bounds.left and left < bounds.right and high > bounds.bottom and low < bounds.top)


def _overlaid(glyph: Glyph, pictures: Sequence[Box], bounds: pdf.FS_RECTF) -> bool:
    x, y = bounds.left + glyph.middle[0], bounds.top - glyph.middle[1]
    return any(left <= x <= right and low <= y <= high for left, low, right, high in pictures)


def _rule(box: Box) -> Rule:
    left, top, right, bottom = box
    if right - left >= bottom - top:
        return Rule(False, (top + bottom) / 2, left, right)
    return Rule(True, (left + right) / 2, top, bottom)
