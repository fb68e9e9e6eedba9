"""Figures of a PDF's fonts told by their outlines; maps that exchange two of them are found out."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from parsers.formats.pdf_figures import FigureFonts
from parsers.formats.pdf_outlines import figure_of, outline
from parsers.formats.pdf_page import draw

ALL = "0123456789"


def page(font: str = "Helvetica", read_as: str | None = None, shown: str = ALL) -> pdfium.PdfPage:
    """A page that shows figures in a font every reader holds, with a map that reads 0 to 9 as given."""
    document = pikepdf.new()
    held = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name(f"/{font}"),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    if read_as is not None:
        pairs = "\n".join(f"<{ord(one):02X}> <{ord(two):04X}>" for one, two in zip(ALL, read_as, strict=True))
        text = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"10 beginbfchar\n{pairs}\nendbfchar\nendcmap end end\n"
        )
        held.ToUnicode = document.make_stream(text.encode())
    sheet = document.add_blank_page(page_size=(300, 100))
    sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(held)))
    sheet.Contents = document.make_stream(f"BT /F 12 Tf 20 50 Td ({shown}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out)
    return pdfium.PdfDocument(out.getvalue())[0]


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier", "Helvetica-Bold", "Times-Italic"])
def test_a_sound_map_is_believed(font: str) -> None:
    for held in (page(font), page(font, ALL)):
        drawing = draw(held)
        assert {chr(code) for _, code in drawing.figures} == set(ALL)
        assert FigureFonts().misdrawn(drawing.figures) == ""


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier"])
@pytest.mark.parametrize("pair", ["38", "69", "17", "25", "35", "08", "49", "06"])
def test_two_figures_exchanged_are_found_out(font: str, pair: str) -> None:
    exchanged = ALL.translate(str.maketrans(pair, pair[::-1]))
    drawing = draw(held := page(font, exchanged))
    assert "".join(glyph.text for glyph in drawing.glyphs) == exchanged
    found = FigureFonts().misdrawn(drawing.figures)
    assert found and set(found) <= set(pair)
    held.close()


def test_only_the_figures_set_on_the_page_count() -> None:
    exchanged = ALL.translate(str.maketrans("38", "83"))
    held = page("Helvetica", exchanged, "0124")
    assert FigureFonts().misdrawn(draw(held).figures) == ""
    held.close()


def test_a_figure_is_looked_at_once() -> None:
    fonts, figures = FigureFonts(), draw(held := page()).figures
    assert fonts.new(figures)
    fonts.misdrawn(figures)
    assert not fonts.new(figures)
    held.close()


def test_what_is_no_outline_is_no_figure() -> None:
    assert figure_of(()) is None
    assert figure_of((((0.0, 0.0), (5.0, 0.0)),)) is None
    held = page()
    ((font, _), *_) = draw(held).figures
    assert outline(font, ord(" ")) == ()
    held.close()
