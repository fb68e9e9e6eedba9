"""Figures filled into a PDF's form fields or typed over its page."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from parsers.formats.pdf import read_pdf
from parsers.model import Source
from tests.parsers.test_pdf import HEIGHT, checks, grids, rows_of, table, written

BORDERED = "1 g 0 G 1 1 46 14 re B "
"""A white ground with an outline, as fields have."""


def noted(
    old: str = "", *, drawn: str = "12", ground: str = "", field: bool = False, **entries: object
) -> bytes:
    """A table whose second row holds ``old``, and over that cell a note that draws figures."""
    stream = table([["信息内容", "件数"], ["规章", old], ["规范性文件", "34"]], 100)
    with pikepdf.open(io.BytesIO(written([stream]))) as document:
        page = document.pages[0]
        fonts = Dictionary(Font=page.Resources.Font)
        words = f"{ground}q BT /F 10 Tf 0 g 2 4 Td <{drawn.encode('utf-16-be').hex()}> Tj ET Q"
        look = document.make_stream(
            words.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 48, 16]), Resources=fonts
        )
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget if field else Name.FreeText,
            Rect=Array([212, HEIGHT - 138, 260, HEIGHT - 122]),
            DA="/F 10 Tf 0 g",
            F=4,
            AP=Dictionary(N=look),
        )
        for name, value in entries.items():
            note[f"/{name}"] = value
        held = document.make_indirect(note)
        page.Annots = Array([held])
        if field:
            form = Dictionary(Fields=Array([held]), DA="/F 10 Tf 0 g", DR=fonts)
            if drawn == "":
                del note.AP
                form.NeedAppearances = True
            document.Root.AcroForm = document.make_indirect(form)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def figure(source: Source) -> str:
    """The figure of the second row, where the table is otherwise as it was."""
    (grid,) = grids(source)
    rows = rows_of(grid)
    assert rows == [["信息内容", "件数"], ["规章", rows[1][1]], ["规范性文件", "34"]]
    return rows[1][1]


@pytest.mark.parametrize(
    "data",
    [
        noted(field=True, FT=Name.Tx, T="件数", V="12"),
        noted(field=True, FT=Name.Tx, T="件数", V="12", ground=BORDERED),
        noted(field=True, FT=Name.Tx, T="件数", V="12", drawn=""),
        noted(field=True, FT=Name.Ch, T="件数", V="12", Opt=Array(["12", "13"])),
        noted(Contents="12"),
        noted(Contents="12", ground=BORDERED),
    ],
    ids=["field", "bordered-field", "undrawn-field", "choice", "note", "bordered-note"],
)
def test_what_is_filled_in_is_read(data: bytes) -> None:
    source = read_pdf(data)
    assert figure(source) == "12"
    assert checks(source) == []


def test_a_note_typed_over_a_figure_takes_its_place() -> None:
    source = read_pdf(noted("807", ground=BORDERED))
    assert figure(source) == "12"
    assert checks(source) == ["text-unseen"]


@pytest.mark.parametrize("flag", [2, 32], ids=["hidden", "no-view"])
def test_a_note_that_is_not_shown_is_not_read(flag: int) -> None:
    assert figure(read_pdf(noted("807", F=flag))) == "807"


@pytest.mark.parametrize(
    "data",
    [noted("807", Subtype=Name.Stamp), noted("807", field=True, FT=Name.Sig, T="章")],
    ids=["stamp", "signature"],
)
def test_the_words_of_a_seal_are_no_text_of_the_report(data: bytes) -> None:
    assert figure(read_pdf(data)) == "807"
