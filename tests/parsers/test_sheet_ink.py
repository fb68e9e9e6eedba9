"""Figures that a sheet stores and does not show: white on white, struck out or hidden on a condition."""

from __future__ import annotations

import struct

import pytest

from parsers.formats import xls, xlsx
from parsers.model import Source
from tests.parsers.old_workbook import FONT, XF, record
from tests.parsers.old_workbook import workbook as old_workbook
from tests.parsers.sheet_xml import checks, data, grids, text, workbook

FONTS = (
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font>'
    '<font><color indexed="9"/></font><font><color theme="0" tint="-0.5"/></font>'
    '<font><color theme="1"/></font></fonts>'
)
FILLS = (
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FF1F4E79"/></patternFill></fill><fill><patternFill patternType="solid">'
    '<fgColor theme="0"/></patternFill></fill><fill><gradientFill/></fill></fills>'
)


def figures(source: Source) -> list[str]:
    return [cell.text for cell in grids(source)[0].cells]


def shown(font: int, fill: int, more: str = "", cell: str = '<c r="B1" s="1"><v>9</v></c>') -> Source:
    styles = f'{FONTS}{FILLS}<cellXfs><xf/><xf fontId="{font}" fillId="{fill}"/></cellXfs>'
    rows = f'<row r="1">{text("A1", "甲")}{cell}<c r="C1"><v>5</v></c></row>'
    return xlsx.read(workbook(data(rows) + more, styles=styles))


@pytest.mark.parametrize(("font", "fill"), [(1, 0), (2, 0), (3, 0), (1, 2)])
def test_a_white_figure_on_white_is_not_read_and_told(font: int, fill: int) -> None:
    source = shown(font, fill)
    assert figures(source) == ["甲", "", "5"]
    assert checks(source) == ["text-unseen"]
    assert "B1" in source.findings[0].message


@pytest.mark.parametrize(
    ("font", "fill", "more"),
    [
        (0, 0, ""),
        (4, 0, ""),
        (5, 0, ""),
        (1, 1, ""),
        (1, 3, ""),
        (1, 0, '<tableParts count="1"><tablePart/></tableParts>'),
        (1, 0, "<picture/>"),
        (1, 0, '<conditionalFormatting sqref="A1:C1"><cfRule type="expression"/></conditionalFormatting>'),
    ],
)
def test_a_figure_on_a_ground_that_is_or_may_be_painted_is_read(font: int, fill: int, more: str) -> None:
    source = shown(font, fill, more)
    assert figures(source) == ["甲", "9", "5"]
    assert checks(source) == []


def test_white_words_are_read() -> None:
    assert figures(shown(1, 0, cell='<c r="B1" s="1" t="inlineStr"><is><t>总计</t></is></c>')) == [
        "甲",
        "总计",
        "5",
    ]


BETWEEN = (
    '<cfRule type="cellIs" dxfId="0" operator="between"><formula>3</formula><formula>7</formula></cfRule>'
)
DXFS = (
    "<dxfs><dxf><font><strike/></font></dxf><dxf><font><color theme='0'/></font></dxf>"
    "<dxf><numFmt numFmtId='200' formatCode=';;;'/></dxf><dxf><font><b/><color rgb='FFFF0000'/></font></dxf>"
    "<dxf><font><color theme='0'/></font><fill><patternFill><bgColor rgb='FF00B050'/></patternFill></fill>"
    "</dxf></dxfs>"
)


def on_condition(rule: str, sqref: str = "A1:B2") -> Source:
    rows = ('<row r="1"><c r="A1"><v>0</v></c><c r="B1"><v>3</v></c></row>',
            f'<row r="2"><c r="A2"><v>7</v></c>{text("B2", "甲")}</row>')  # fmt: skip
    formats = f'<conditionalFormatting sqref="{sqref}">{rule}</conditionalFormatting>'
    return xlsx.read(workbook(data(*rows) + formats, styles=DXFS))


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ('<cfRule type="expression" dxfId="0"><formula>$C1="废"</formula></cfRule>', "A1、B1、A2"),
        ('<cfRule type="cellIs" dxfId="1" operator="equal"><formula>0</formula></cfRule>', "A1"),
        ('<cfRule type="cellIs" dxfId="2" operator="lessThan"><formula>5</formula></cfRule>', "A1、B1"),
        (BETWEEN, "B1、A2"),
        ('<cfRule type="cellIs" dxfId="0" operator="equal"><formula>$C$1</formula></cfRule>', "A1、B1、A2"),
    ],
)
def test_figures_that_a_condition_may_strike_out_or_hide_are_named(rule: str, named: str) -> None:
    source = on_condition(rule)
    assert figures(source) == ["0", "3", "7", "甲"]
    assert checks(source) == ["sheet-conditional-display"]
    assert source.findings[0].message.endswith(named)


@pytest.mark.parametrize(
    ("rule", "sqref"),
    [
        ('<cfRule type="expression" dxfId="3"><formula>A1&gt;0</formula></cfRule>', "A1:B2"),
        ('<cfRule type="expression" dxfId="4"><formula>A1&gt;0</formula></cfRule>', "A1:B2"),
        ('<cfRule type="expression" dxfId="0"><formula>TRUE</formula></cfRule>', "C1:D9 B2"),
        ('<cfRule type="expression" dxfId="99"/>', "A1:B2"),
        ('<cfRule type="colorScale"/>', "A1:B2"),
        ('<cfRule type="cellIs" dxfId="0" operator="equal"><formula>9</formula></cfRule>', "A1:B2"),
    ],
)
def test_conditions_that_leave_every_figure_seen_are_no_doubt(rule: str, sqref: str) -> None:
    assert checks(on_condition(rule, sqref)) == []


def test_a_format_of_a_condition_is_no_cell_s_format() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="0.00"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="164" formatCode=";;;"/></dxf></dxfs>'
    )
    row = f'<row r="1">{text("A1", "甲")}<c r="B1"><v>5</v></c></row>'
    assert figures(xlsx.read(workbook(data(row), styles=styles))) == ["甲", "5.00"]


def old(font: int, pattern: int, colour: int, globals_: bytes = b"", sheet: bytes = b"") -> Source:
    """An XLS whose B1 has a font of that colour and a fill of that pattern and colour."""
    fonts = record(FONT, struct.pack("<HHHHH", 220, 0, 8, 400, 0) + bytes(6)) * 4
    fonts += record(FONT, struct.pack("<HHHHH", 220, 0, font, 400, 0) + bytes(6))
    style = struct.pack("<HH", 5, 0) + bytes(10) + struct.pack("<IH", pattern << 26, colour)
    shared = fonts + record(XF, bytes(20)) + record(XF, style) + globals_
    texts = {(0, 0): "甲", (0, 1): "9", (0, 2): "5"}
    return xls.read(old_workbook(texts, globals_=shared, sheet=sheet, styles={(0, 1): 1}))


PALETTE = record(0x92, struct.pack("<H", 3) + bytes.fromhex("0000000000330000ffffff00"))
CONDITION = record(0x1B0, struct.pack("<HH4HH4H", 1, 0, 0, 5, 0, 3, 1, 0, 5, 0, 3))


def conditional(style: int, kept: int, colour: int, flags: int = 1 << 26, before: bytes = b"") -> bytes:
    """A conditional format on B1 and D9 whose font has that style (but for what is kept) and colour."""
    laid_on = record(0x1B0, struct.pack("<HH4HH8H", 1, 0, 0, 9, 1, 3, 2, 0, 0, 1, 1, 8, 8, 3, 3))
    font = bytes(64) + struct.pack(
        "<IIHHHHIIIIIIII", 0xFFFFFFFF, style, 400, 0, 0, 0, colour, 0, kept, *[0] * 5
    )
    rule = struct.pack("<BBHH", 2, 0, 3, 0) + flags.to_bytes(6, "little") + before + font + bytes(10)
    return laid_on + record(0x1B1, rule)


RED, UNSET = 10, 0xFFFFFFFF


@pytest.mark.parametrize(
    ("formats", "told"),
    [
        (conditional(0x80, 0, UNSET), True),
        (conditional(0, 0x80, 9), True),
        (conditional(0x80, 0, UNSET, 1 << 26 | 1 << 25, b"\0\0"), True),
        (conditional(0x80, 0, UNSET, 1 << 26 | 1 << 25 | 1 << 32, b"\x05\0abc"), True),
        (conditional(0x80, 0x80, RED), False),
        (conditional(0, 0, 9, 1 << 26 | 1 << 29), False),
        (conditional(0x80, 0, 9, 0), False),
    ],
)
def test_figures_of_an_old_workbook_that_a_condition_may_hide_are_named(formats: bytes, told: bool) -> None:
    source = old(8, 0, 0, sheet=formats)
    assert figures(source) == ["甲", "9", "5"]
    assert checks(source) == (["sheet-conditional-display"] if told else [])
    assert all(finding.message.endswith("B1") for finding in source.findings)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (old(9, 0, 0), ""),
        (old(9, 1, 9), ""),
        (old(10, 0, 0, PALETTE), ""),
        (old(9, 0, 0, PALETTE), "9"),
        (old(9, 1, 18), "9"),
        (old(9, 2, 9), "9"),
        (old(8, 0, 0), "9"),
        (old(0x7FFF, 0, 0), "9"),
        (old(9, 0, 0, sheet=CONDITION), "9"),
        (old(9, 0, 0, sheet=record(0xE9)), "9"),
    ],
)
def test_a_white_figure_of_an_old_workbook_is_not_read_on_white(source: Source, shown: str) -> None:
    assert figures(source) == ["甲", shown, "5"]
    assert checks(source) == ([] if shown else ["text-unseen"])
