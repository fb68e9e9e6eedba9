"""White figures of a Word document: left out on white, read on a ground that is or may be painted."""

from __future__ import annotations

import pytest

from parsers.formats.docx import read
from parsers.model import Source
from tests.parsers.word_xml import checks, grids, p, package, tbl, tc, texts, tr

STYLES = (
    '<w:style w:type="table" w:styleId="band"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="child"><w:basedOn w:val="band"/></w:style>'
    '<w:style w:type="table" w:styleId="lines"><w:tblPr/></w:style>'
    '<w:style w:styleId="pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
)
WHITE = '<w:color w:val="FFFFFF" w:themeColor="background1"/>'


def shade(colour: str, kind: str = "clear") -> str:
    return f'<w:shd w:val="{kind}" w:color="auto" w:fill="{colour}"/>'


def shown(run: str, text: str = "9", *, cell: str = "", paragraph: str = "", table: str = "") -> Source:
    """A table whose second cell holds 5 and, before it, a run with the given properties."""
    runs = f"<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r><w:r><w:t>5</w:t></w:r>"
    second = f"<w:tc><w:tcPr>{cell}</w:tcPr><w:p><w:pPr>{paragraph}</w:pPr>{runs}</w:p></w:tc>"
    rows = tbl(tr(tc("甲"), second), tr(tc("乙"), tc("3")))
    rows = rows.replace("<w:tblGrid>", f"<w:tblPr>{table}</w:tblPr><w:tblGrid>")
    return read(package(p("年度报告") + rows, styles=STYLES))


def second(source: Source) -> str:
    return grids(source)[0].cells[1].text


@pytest.mark.parametrize(
    "source",
    [
        shown(WHITE),
        shown('<w:rStyle w:val="pale"/>'),
        shown(WHITE, "9件"),
        shown(WHITE, cell=shade("auto")),
        shown(WHITE, cell=shade("FFFFFF"), table='<w:tblStyle w:val="band"/>'),
        shown(WHITE, table='<w:tblStyle w:val="lines"/>'),
        shown(WHITE + shade("auto", "nil")),
    ],
)
def test_a_white_figure_on_white_is_not_read_and_told(source: Source) -> None:
    assert second(source) == "5"
    assert checks(source) == ["text-unseen"]
    assert texts(source) == ["年度报告"]


@pytest.mark.parametrize(
    "source",
    [
        shown('<w:color w:val="auto"/>'),
        shown('<w:color w:val="FF0000"/>'),
        shown('<w:rStyle w:val="pale"/><w:color w:val="000000"/>'),
        shown(WHITE + shade("1F4E79")),
        shown(WHITE + '<w:highlight w:val="darkBlue"/>'),
        shown(WHITE, paragraph=shade("1F4E79")),
        shown(WHITE, cell=shade("1F4E79")),
        shown(WHITE, cell=shade("FFFFFF", "pct50")),
        shown(WHITE, table='<w:tblStyle w:val="band"/>'),
        shown(WHITE, table='<w:tblStyle w:val="child"/>'),
        shown(WHITE, table=shade("1F4E79")),
    ],
)
def test_a_figure_that_is_or_may_be_seen_is_read(source: Source) -> None:
    assert second(source) == "95"
    assert checks(source) == []


def test_white_words_are_read() -> None:
    assert second(shown(WHITE, "总计")) == "总计5"
