"""Figures of a PDF's fonts told by their outlines; maps that exchange two of them are found out."""

from __future__ import annotations

import io

import cv2
import numpy as np
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
    return laid_out(document, held, read_as, shown)


def laid_out(
    document: pikepdf.Pdf, held: pikepdf.Dictionary, read_as: str | None, shown: str, rotate: int = 0
) -> pdfium.PdfPage:
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
    sheet.Rotate = rotate
    sheet.Contents = document.make_stream(f"BT /F 12 Tf 20 50 Td ({shown}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out)
    return pdfium.PdfDocument(out.getvalue())[0]


def painted(font: str, read_as: str | None, manner: str, rotate: int = 0) -> pdfium.PdfPage:
    """As :func:`page`, in a Type 3 font that paints the figures of ``font`` as areas or as pictures."""
    known = page(font)
    drawing = draw(known)
    handles = {chr(code): handle for handle, code in drawing.figures}
    document = pikepdf.new()
    procedures = pikepdf.Dictionary()
    for figure in ALL:
        contours = [
            [(1000 * x, 1000 * y) for x, y in contour] for contour in outline(handles[figure], ord(figure))
        ]
        if manner == "areas":
            paths = [
                f"{x:.1f} {y:.1f} m " + " ".join(f"{a:.1f} {b:.1f} l" for a, b in rest) + " h"
                for (x, y), *rest in contours
            ]
            drawn = f"600 0 0 -300 600 1000 d1 {' '.join(paths)} f*".encode()
        else:
            ink = np.zeros((130, 60), np.uint8)
            corners = [
                np.array([(x / 10, 100 - y / 10) for x, y in contour]).round().astype(np.int32)
                for contour in contours
            ]
            cv2.fillPoly(ink, corners, 1)
            bits = np.packbits(np.pad(1 - ink, ((0, 0), (0, 4)), constant_values=1), axis=1).tobytes()
            drawn = (
                b"600 0 0 -300 600 1000 d1 q 600 0 0 1300 0 -300 cm BI /W 60 /H 130 /IM true /BPC 1 ID "
                + bits
                + b" EI Q"
            )
        procedures[f"/c{figure}"] = document.make_stream(drawn)
    known.close()
    held = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, -300, 600, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=procedures,
        Encoding=pikepdf.Dictionary(
            Type=pikepdf.Name.Encoding, Differences=[48, *(pikepdf.Name(f"/c{figure}") for figure in ALL)]
        ),
        FirstChar=48,
        LastChar=57,
        Widths=[600] * 10,
        Resources=pikepdf.Dictionary(),
    )
    return laid_out(document, held, read_as or ALL, ALL, rotate)


@pytest.mark.parametrize("manner", ["areas", "pictures"])
@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman"])
def test_figures_that_a_font_paints_are_looked_at_on_the_page(font: str, manner: str, rotate: int) -> None:
    held = painted(font, None, manner, rotate)
    assert FigureFonts().misdrawn(draw(held), held) == ""
    held.close()
    for pair in ("38", "17", "25"):
        exchanged = ALL.translate(str.maketrans(pair, pair[::-1]))
        held = painted(font, exchanged, manner, rotate)
        drawing = draw(held)
        assert "".join(glyph.text for glyph in drawing.glyphs) == exchanged
        assert FigureFonts().misdrawn(drawing, held) == pair
        held.close()


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier", "Helvetica-Bold", "Times-Italic"])
def test_a_sound_map_is_believed(font: str) -> None:
    for held in (page(font), page(font, ALL)):
        drawing = draw(held)
        assert {chr(code) for _, code in drawing.figures} == set(ALL)
        assert FigureFonts().misdrawn(drawing, held) == ""


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier"])
@pytest.mark.parametrize("pair", ["38", "69", "17", "25", "35", "08", "49", "06"])
def test_two_figures_exchanged_are_found_out(font: str, pair: str) -> None:
    exchanged = ALL.translate(str.maketrans(pair, pair[::-1]))
    drawing = draw(held := page(font, exchanged))
    assert "".join(glyph.text for glyph in drawing.glyphs) == exchanged
    found = FigureFonts().misdrawn(drawing, held)
    assert found and set(found) <= set(pair)
    held.close()


def test_only_the_figures_set_on_the_page_count() -> None:
    exchanged = ALL.translate(str.maketrans("38", "83"))
    held = page("Helvetica", exchanged, "0124")
    assert FigureFonts().misdrawn(draw(held), held) == ""
    held.close()


def test_a_figure_is_looked_at_once() -> None:
    fonts, drawing = FigureFonts(), draw(held := page())
    assert fonts.new(drawing.figures)
    fonts.misdrawn(drawing, held)
    assert not fonts.new(drawing.figures)
    held.close()


def test_what_is_no_outline_is_no_figure() -> None:
    assert figure_of(()) is None
    assert figure_of((((0.0, 0.0), (5.0, 0.0)),)) is None
    held = page()
    ((font, _), *_) = draw(held).figures
    assert outline(font, ord(" ")) == ()
    held.close()
