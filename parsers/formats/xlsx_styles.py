"""How the cells of an XLSX look: number formats, fonts that strike out, white ink (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.formats.number_format import BUILT_IN

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TRUE = frozenset(("1", "true"))
WHITE_PLACES = frozenset(("1", "9"))
"""Where white stands among the indexed colours (18.8.27)."""
PALE = 0xE0
"""Red, green and blue of at least so much are white to a reader."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """A cell style's number format, whether its font is struck out, and whether it is white on white."""

    code: str = "General"
    struck: bool = False
    white: bool = False


PLAIN = CellStyle()


def strikes(font: etree._Element | None) -> bool:
    """Whether a font or a run's properties strike text out."""
    switch = None if font is None else font.find(f"{S}strike")
    return switch is not None and switch.get("val", "1") in TRUE


def read_styles(styles: etree._Element | None) -> list[CellStyle]:
    """The cell styles in the order cells name them; ``styles.xml`` may be absent."""
    if styles is None:
        return []
    own = {
        row.get("numFmtId", ""): row.get("formatCode", "") for row in styles.iterfind(f"{S}numFmts/{S}numFmt")
    }
    fonts = {str(index): font for index, font in enumerate(styles.iterfind(f"{S}fonts/{S}font"))}
    fills = {str(index): fill for index, fill in enumerate(styles.iterfind(f"{S}fills/{S}fill"))}
    answer = []
    for style in styles.iterfind(f"{S}cellXfs/{S}xf"):
        name = style.get("numFmtId", "0")
        known = BUILT_IN.get(int(name), "General") if name.isdecimal() and len(name) < 6 else "General"
        font, fill = fonts.get(style.get("fontId", "0")), fills.get(style.get("fillId", "0"))
        answer.append(CellStyle(own.get(name, known), strikes(font), _is_white(font) and not _paints(fill)))
    return answer


def hiding_formats(styles: etree._Element | None) -> Iterator[str]:
    """The conditional formats, by the number rules name them by, that strike a figure out or hide it."""
    for index, row in enumerate(() if styles is None else styles.iterfind(f"{S}dxfs/{S}dxf")):
        font, code = row.find(f"{S}font"), row.find(f"{S}numFmt")
        blank = code is not None and not code.get("formatCode", "").strip(";")
        if strikes(font) or blank or (_is_white(font) and row.find(f"{S}fill") is None):
            yield str(index)


def _is_white(font: etree._Element | None) -> bool:
    colour = None if font is None else font.find(f"{S}color")
    return colour is not None and _is_white_colour(colour)


def _is_white_colour(colour: etree._Element) -> bool:
    """White by its red, green and blue, its place in the palette, or as the theme's background."""
    if colour.get("theme") is not None:
        return colour.get("theme") == "0" and colour.get("tint", "0") in ("0", "0.0")
    if colour.get("indexed") is not None:
        return colour.get("indexed") in WHITE_PLACES
    try:
        return min(bytes.fromhex(colour.get("rgb", "")[-6:]), default=0) >= PALE
    except ValueError:
        return False


def _paints(fill: etree._Element | None) -> bool:
    """Whether a fill covers the white of the sheet with another colour, or may do so."""
    pattern = None if fill is None else fill.find(f"{S}patternFill")
    if pattern is None:
        return fill is not None and len(fill) > 0
    kind, colour = pattern.get("patternType", "none"), pattern.find(f"{S}fgColor")
    return kind != "none" and not (kind == "solid" and colour is not None and _is_white_colour(colour))
