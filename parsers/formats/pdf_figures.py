"""Figures that a PDF's fonts draw as other figures than their Unicode map says."""

from __future__ import annotations

from collections.abc import Collection

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from parsers.formats.lattice import Box
from parsers.formats.pdf_outlines import Outline, figure_of, has_program, outline
from parsers.formats.pdf_page import Drawing
from parsers.formats.pdf_text import FIGURES, FontFigure

TALL = 60.0
"""Pixels a figure of a Type 3 font is drawn high, so that its outline can be followed."""
LARGEST = 40.0
"""How many pixels a point takes at most; a box hardly higher than a hair holds no figure."""


class FigureFonts:
    """What has been found of a document's fonts; a figure of a font is looked at once.

    The pages whose figures were new must stay open, or PDFium may give their fonts' handles to others.
    """

    def __init__(self) -> None:
        self._wrong: dict[FontFigure, bool] = {}

    def new(self, figures: Collection[FontFigure]) -> bool:
        """Whether any of the figures has not been looked at."""
        return any(figure not in self._wrong for figure in figures)

    def misdrawn(self, drawing: Drawing, page: pdfium.PdfPage) -> str:
        """Those of the page's figures that are drawn as something else, in order; blank where all is well."""
        for figure, box in drawing.figures.items():
            if figure not in self._wrong:
                self._wrong[figure] = _misdrawn(*figure, page, box, drawing.turn.quarters)
        return "".join(sorted({chr(code) for font, code in drawing.figures if self._wrong[font, code]}))


def _misdrawn(font: int, code: int, page: pdfium.PdfPage, box: Box, quarters: int) -> bool:
    """Whether the outline is clearly another character's: by its shape, and then read from a picture of it.

    Without an outline of its own (a font that draws the same for all figures it does not hold) nothing can be
    said. A Type 3 font draws its figures by painting: one is painted, and its outline followed.
    """
    painted = not has_program(font)
    drawn = _painted(page, box, quarters) if painted else outline(font, code)
    if not drawn or figure_of(drawn) == chr(code):
        return False
    if not painted and any(outline(font, other) == drawn for other in FIGURES - {code}):
        return False
    try:
        from parsers.formats.outline_picture import read_as
    except ImportError:
        return True
    seen = read_as(drawn)
    # What is followed on a painting may be no figure at all: only another figure tells against the map.
    return seen != chr(code) and (not painted or seen in map(chr, FIGURES))


def _painted(page: pdfium.PdfPage, box: Box, quarters: int) -> Outline:
    """The outline of what the page shows in a box of the page as displayed, turned upright."""
    try:
        from parsers.formats.outline_picture import followed
    except ImportError:
        return ()
    left, top, right, bottom = box
    width, height = page.get_size()
    tall = right - left if quarters % 2 else bottom - top
    if tall * LARGEST < TALL or left < 0 or top < 0 or right > width or bottom > height or right <= left:
        return ()
    bitmap = page.render(
        scale=TALL / tall, crop=(left, height - bottom, width - right, top), grayscale=True, draw_annots=False
    )
    try:
        return followed(bitmap.to_numpy(), -quarters)
    finally:
        bitmap.close()
