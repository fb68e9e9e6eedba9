"""Figures that a PDF's fonts draw as other figures than their Unicode map says."""

from __future__ import annotations

from collections.abc import Collection

from parsers.formats.pdf_outlines import figure_of, outline
from parsers.formats.pdf_text import FIGURES, FontFigure


class FigureFonts:
    """What has been found of a document's fonts; a figure of a font is looked at once.

    The pages whose figures were new must stay open, or PDFium may give their fonts' handles to others.
    """

    def __init__(self) -> None:
        self._wrong: dict[FontFigure, bool] = {}

    def new(self, figures: Collection[FontFigure]) -> bool:
        """Whether any of the figures has not been looked at."""
        return any(figure not in self._wrong for figure in figures)

    def misdrawn(self, figures: Collection[FontFigure]) -> str:
        """Those of the figures that are drawn as something else, in order; blank where all is well."""
        for figure in figures:
            if figure not in self._wrong:
                self._wrong[figure] = _misdrawn(*figure)
        return "".join(sorted({chr(code) for font, code in figures if self._wrong[font, code]}))


def _misdrawn(font: int, code: int) -> bool:
    """Whether the outline is clearly another character's: by its shape, and then read from a picture of it.

    Without an outline of its own (a font of pictures, or one that draws the same for all figures it does
    not hold) nothing can be said.
    """
    drawn = outline(font, code)
    if not drawn or figure_of(drawn) == chr(code):
        return False
    if any(outline(font, other) == drawn for other in FIGURES - {code}):
        return False
    try:
        from parsers.formats.outline_picture import reads_as
    except ImportError:
        return True
    return not reads_as(drawn, chr(code))
