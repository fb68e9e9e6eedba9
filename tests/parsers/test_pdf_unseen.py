"""Figures that a PDF holds and its page does not show, or shows struck out."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from parsers.formats.pdf import read_pdf
from parsers.formats.pdf_page import draw
from parsers.model import Source
from tests.parsers.test_pdf import HEIGHT, bar, checks, grids, line, rows_of, table, text, written

GROUND = f"212 {HEIGHT - 137} 50 14 re f 0 g\n"
"""A filled area over the open cell."""


def reads(source: Source, figure: str) -> bool:
    (grid,) = grids(source)
    return rows_of(grid) == [["信息内容", "件数"], ["规章", figure], ["规范性文件", "34"]]


def form(*drawn: str) -> str:
    """A table with a cell for what is drawn into it."""
    return table([["信息内容", "件数"], ["规章", ""], ["规范性文件", "34"]], 100) + "".join(drawn)


def figure(words: str, x: float = 214, *, before: str = "") -> str:
    return f"q {before} {text(x, 134, words)} Q\n"


def layered(stream: str, *, shown: bool) -> bytes:
    """A page whose content marked /OC /L belongs to a layer."""
    with pikepdf.open(io.BytesIO(written([stream]))) as document:
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="批注"))
        state = Dictionary(Order=Array([layer]), OFF=Array([] if shown else [layer]))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=state)
        document.pages[0].Resources.Properties = Dictionary(L=layer)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "unseen",
    [
        figure("9", 240, before="1 g"),
        figure("9", 240, before="3 Tr"),
        figure("9", 240, before="0 0 10 10 re W n 1 g"),
        f".2 .4 .8 rg {GROUND}" + figure("9", 240, before=".2 .4 .8 rg"),
        figure("9", 240) + f"1 g 238 {HEIGHT - 137} 12 14 re f\n",
    ],
    ids=["white", "invisible", "white-and-clipped", "own-ground", "painted-over"],
)
def test_what_nobody_sees_is_not_read_and_named(unseen: str) -> None:
    source = read_pdf(written([form(unseen, figure("12", before="0 g"))]))
    assert reads(source, "12")
    assert checks(source) == ["text-unseen"]
    assert "第1页有1个数字" in source.findings[0].message


@pytest.mark.parametrize(
    ("old", "new"), [("12", "15"), ("12", "807"), ("12", "21"), ("112", "12"), ("9", "10"), ("10", "9")]
)
def test_a_figure_printed_over_another_that_is_painted_over_stands_alone(old: str, new: str) -> None:
    source = read_pdf(written([form(figure(old), f"1 g {GROUND}", figure(new))]))
    assert reads(source, new)
    assert checks(source) == ["text-unseen"]


def test_a_figure_printed_again_over_itself_is_one() -> None:
    source = read_pdf(written([form(figure("12"), f"1 g {GROUND}", figure("12"))]))
    assert reads(source, "12")
    assert checks(source) == []


@pytest.mark.parametrize(
    "seen",
    [
        f"0 0 1 rg {GROUND}" + figure("12", before="1 g"),
        f"1 g {GROUND}" + figure("12"),
        figure("12") + f"1 g 240 {HEIGHT - 137} 20 14 re f\n",
        figure("12") + f"q 0 0 10 10 re W n 1 g {GROUND} Q\n",
        figure("12", before="1 g 0 G .5 w 2 Tr"),
        figure("12", before="1 0 0 rg"),
        figure("12", before=".6 g"),
    ],
    ids=["white-on-blue", "ground-before", "cover-beside", "cover-clipped-off", "outlined", "red", "grey"],
)
def test_what_is_seen_is_read(seen: str) -> None:
    source = read_pdf(written([form(seen)]))
    assert reads(source, "12")
    assert checks(source) == []


def test_a_figure_of_a_layer_is_read_when_the_layer_shows() -> None:
    stream = form(figure("12"), f"/OC /L BDC {figure('9', 240)} EMC")
    off, on = read_pdf(layered(stream, shown=False)), read_pdf(layered(stream, shown=True))
    assert reads(off, "12")
    assert checks(off) == ["text-unseen"]
    assert grids(on)[0].rows[1][1].text == "12 9"


def test_a_turned_page_hides_the_same() -> None:
    data = written([form(figure("12"), f"1 g {GROUND}", figure("15"))])
    with pikepdf.open(io.BytesIO(data)) as document:
        document.pages[0].Rotate = 90
        document.pages[0].CropBox = Array([20, 400, 400, 842])
        out = io.BytesIO()
        document.save(out)
    source = read_pdf(out.getvalue())
    assert reads(source, "15")
    assert checks(source) == ["text-unseen"]


@pytest.mark.parametrize(("box", "kept"), [([0, 442, 595, 842], "甲"), ([0, 0, 595, 442], "乙")])
@pytest.mark.parametrize("name", ["CropBox", "MediaBox"])
def test_a_page_cut_in_two_shows_each_half_once(name: str, box: list[int], kept: str) -> None:
    """A large sheet is split by giving two pages its whole content and half its area each."""
    halves = table([["甲", "12"]] * 3, 100) + table([["乙", "34"]] * 3, 600)
    with pikepdf.open(io.BytesIO(written([halves]))) as document:
        document.pages[0][f"/{name}"] = Array(box)
        out = io.BytesIO()
        document.save(out)
    source = read_pdf(out.getvalue())
    assert {row[0] for grid in grids(source) for row in rows_of(grid) if row[0]} == {kept}
    assert checks(source) == ["text-unseen"]


def struck(words: str, x: float, *, thick: bool = False) -> str:
    end = x + 5 * len(words) + 0.5
    return figure(words, x) + (bar(x - 0.5, 129.8, end, 130.4) if thick else line(x - 0.5, 130, end, 130))


@pytest.mark.parametrize("thick", [False, True])
def test_a_struck_figure_is_left_out_and_named(thick: bool) -> None:
    source = read_pdf(written([form(".6 w ", struck("807", 214, thick=thick), figure("12", 240))]))
    assert reads(source, "12")
    assert checks(source) == ["struck-text"]
    assert "第1页「807」" in source.findings[0].message


@pytest.mark.parametrize(
    "drawn",
    [
        line(214, 134.5, 224, 134.5),
        line(214, 123, 224, 123),
        line(190, 130, 300, 130),
        line(230, 130, 240, 130),
    ],
    ids=["underlined", "overlined", "ruled-through", "dash-beside"],
)
def test_a_line_that_strikes_nothing_leaves_the_figure(drawn: str) -> None:
    source = read_pdf(written([form(figure("12"), ".6 w ", drawn)]))
    assert any("12" in cell for grid in grids(source) for row in rows_of(grid) for cell in row)
    assert checks(source) == []


def test_text_under_a_picture_is_counted_as_laid_under_it() -> None:
    picture = f"q 595 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID ff> EI Q\n"
    with pikepdf.open(io.BytesIO(written([form(figure("12")) + picture]))) as document:
        out = io.BytesIO()
        document.save(out)
    with pdfium.PdfDocument(out.getvalue()) as opened:
        drawing = draw(opened[0])
    assert drawing.glyphs == ()
    assert drawing.overlaid == len("信息内容件数规章12规范性文件34")
