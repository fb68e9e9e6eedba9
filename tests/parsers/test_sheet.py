"""XLSX: cells as displayed, titles and headings apart from the grids, what is hidden told."""

from __future__ import annotations

import pytest

from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.documents import report
from gongkai.demo.placed import place
from parsers.formats.sheet import address, position
from parsers.formats.xlsx import read
from parsers.model import Grid, Paragraph, SheetPlace
from tests.parsers.sheet_xml import checks, data, grids, text, workbook


@pytest.mark.parametrize(
    ("cell", "at"), [("A1", (0, 0)), ("B7", (6, 1)), ("AA10", (9, 26)), ("XFD1", (0, 16383))]
)
def test_a_cell_is_named_as_spreadsheets_do(cell: str, at: tuple[int, int]) -> None:
    assert address(*at) == cell
    assert position(cell) == at


def test_no_other_text_names_a_cell() -> None:
    with pytest.raises(ValueError, match="A0"):
        position("A0")


@pytest.mark.parametrize("year", [2015, 2019, 2022])
def test_every_cell_of_a_report_is_read_back(year: int) -> None:
    told = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", year, seed=3)
    source = read(xlsx(told))
    tables = [table for section in told.sections for table in section.tables]
    assert len(grids(source)) == len(tables)
    for table, grid in zip(tables, grids(source), strict=True):
        read_back = [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]
        printed = [(p.row, p.column, p.cell.rowspan, p.cell.colspan, p.cell.text) for p in place(table).cells]
        assert sorted(read_back) == sorted(printed)
    running = [block.text for block in source.blocks if isinstance(block, Paragraph)]
    headings = [section.heading for section in told.sections if section.heading]
    assert set(headings) <= set(running)
    assert source.findings == ()


def test_a_number_is_read_as_displayed_and_its_cell_named() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0;-0;;@"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="41"/><xf numFmtId="170"/><xf numFmtId="3"/></cellXfs>'
    )
    rows = (
        '<row r="2"><c r="B2"><v>3</v></c><c r="C2" s="1"><v>0</v></c><c r="D2" s="2"><v>0</v></c>'
        '<c r="E2" s="3"><v>1234</v></c><c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#REF!</v></c></row>'
    )
    (grid,) = grids(read(workbook(data(rows), styles=styles)))
    assert [cell.text for cell in grid.cells] == ["3", "-", "", "1,234", "TRUE", "#REF!"]
    assert grid.cells[0].place == SheetPlace("表", "B2")
    assert (grid.cells[0].row, grid.cells[0].column) == (0, 0)


def test_a_format_that_cannot_be_applied_is_told() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0E+0"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="170"/></cellXfs>'
    )
    source = read(
        workbook(data('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>7.5</v></c></row>'), styles=styles)
    )
    assert [cell.text for cell in grids(source)[0].cells] == ["1", "#7.5"]
    assert checks(source) == ["sheet-display-unknown"]
    assert "B1" in source.findings[0].message


def test_shared_texts_are_joined_without_their_reading_aids() -> None:
    strings = "<si><r><t>规</t></r><r><t>章</t></r><rPh><t>guizhang</t></rPh></si>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>9</v></c><c r="C1"><v>1</v></c></row>'
    (grid,) = grids(read(workbook(data(row), strings=strings)))
    assert [cell.text for cell in grid.cells] == ["规章", "", "1"]


def test_merged_cells_span_and_zeros_a_sheet_hides_are_blank() -> None:
    sheet = (
        '<sheetViews><sheetView showZeros="0"/></sheetViews>'
        + data(
            f'<row r="1">{text("A1", "甲")}{text("C1", "乙")}</row>',
            '<row r="2"><c r="C2"><v>0</v></c></row>',
            '<row r="3"><c r="A3"><v>4</v></c><c r="B3"><v>5</v></c><c r="C3"><v>6</v></c></row>',
        )
        + '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    )
    (grid,) = grids(read(workbook(sheet)))
    assert [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells] == [
        (0, 0, 2, 2, "甲"),
        (0, 2, 1, 1, "乙"),
        (1, 2, 1, 1, ""),
        (2, 0, 1, 1, "4"),
        (2, 1, 1, 1, "5"),
        (2, 2, 1, 1, "6"),
    ]


def test_a_row_of_the_form_with_blank_figures_stays_in_its_table() -> None:
    rows = (
        f'<row r="1">{text("A1", "某某局报告")}</row>',
        f'<row r="2">{text("A2", "信息内容")}{text("B2", "本年制发件数")}</row>',
        f'<row r="3">{text("A3", "规章")}</row>',
        f'<row r="4">{text("A4", "注：以上为全年数")}</row>',
    )
    first, grid, note = read(workbook(data(*rows))).blocks
    assert first == Paragraph("某某局报告", SheetPlace("表", "A1"))
    assert isinstance(grid, Grid) and [c.text for c in grid.cells] == ["信息内容", "本年制发件数", "规章", ""]
    assert note == Paragraph("注：以上为全年数", SheetPlace("表", "A4"))


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    sheet = '<cols><col min="2" max="2" hidden="1"/></cols>' + data(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row>',
    )
    source = read(workbook(sheet))
    assert checks(source) == ["sheet-hidden-cells"]
    assert "B1" in source.findings[0].message and "A2" in source.findings[0].message
    concealed = read(workbook(sheet, state="hidden"))
    assert checks(concealed) == ["sheet-hidden", "document-without-text"]
    assert concealed.blocks == ()


def test_a_formula_without_a_result_is_no_figure_and_told() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f><v/></c>'
    source = read(workbook(data(f'{row}<c r="C1" t="str"><f>""</f><v></v></c></row>')))
    assert [cell.text for cell in grids(source)[0].cells] == ["1", "#=A1+1"]
    assert checks(source) == ["sheet-formula-without-value"]
    assert "B1" in source.findings[0].message


def test_a_formula_s_nought_in_a_book_to_be_computed_anew_is_no_figure() -> None:
    """What programs write that store formulas and compute none: 0 until a spreadsheet opens the file."""
    cells = '<c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f><v>0</v></c><c r="C1"><f>A1</f><v>1</v></c>'
    row = f'<row r="1">{cells}</row>'
    sound = workbook(data(row))
    assert [cell.text for cell in grids(read(sound))[0].cells] == ["1", "0", "1"]
    source = read(workbook(data(row), calculation='<calcPr calcId="124519" fullCalcOnLoad="1"/>'))
    assert [cell.text for cell in grids(source)[0].cells] == ["1", "#=A1+1", "1"]
    assert checks(source) == ["sheet-formula-without-value"]


def test_text_struck_out_within_a_cell_is_not_read_and_told() -> None:
    runs = "<is><r><rPr><strike/></rPr><t>9</t></r><r><t>12</t></r></is>"
    source = read(
        workbook(data(f'<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr">{runs}</c></row>'))
    )
    assert [cell.text for cell in grids(source)[0].cells] == ["1", "12"]
    assert checks(source) == ["struck-text"]


def test_a_cell_whose_font_is_struck_out_is_not_read_but_for_runs_of_another_font() -> None:
    styles = (
        "<fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts>"
        '<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/></cellXfs>'
    )
    strings = "<si><t>8</t></si><si><r><t>9</t></r><r><rPr/><t>12</t></r></si>"
    row = (
        f'<row r="1">{text("A1", "甲")}<c r="B1" s="1"><v>7</v></c><c r="C1" s="1" t="s"><v>0</v></c>'
        '<c r="D1" s="1" t="s"><v>1</v></c><c r="E1" s="2"><v>6</v></c><c r="F1" t="s"><v>1</v></c></row>'
    )
    source = read(workbook(data(row), styles=styles, strings=strings))
    assert [cell.text for cell in grids(source)[0].cells] == ["甲", "", "", "12", "6", "912"]
    assert checks(source) == ["struck-text"]
    assert "3处，其中「7」" in source.findings[0].message


def test_a_fraction_shown_as_a_whole_number_is_told() -> None:
    styles = '<cellXfs><xf/><xf numFmtId="1"/></cellXfs>'
    cells = '<c r="A1" s="1"><v>12.63</v></c><c r="B1" s="1"><v>13</v></c><c r="C1"><v>1.5</v></c>'
    source = read(workbook(data(f'<row r="1">{cells}<c r="D1" s="1"><v>0.4</v></c></row>'), styles=styles))
    assert [cell.text for cell in grids(source)[0].cells] == ["13", "13", "1.5", "0"]
    assert checks(source) == ["sheet-display-rounded"]
    assert "「表」A1、D1" in source.findings[0].message


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    sheet = data(
        f'<row r="1">{text("A1", "甲")}</row>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    source = read(workbook(sheet + '<mergeCells><mergeCell ref="A1:XFC1048575"/></mergeCells>'))
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["甲", "1"]


@pytest.mark.parametrize(
    ("file", "check"),
    [
        (b"PK\x03\x04", "file-broken"),
        (workbook("", **{"xl/workbook.xml": "<workbook"}), "file-broken"),
        (workbook(data()), "document-without-text"),
    ],
)
def test_what_cannot_be_read_is_named(file: bytes, check: str) -> None:
    assert checks(read(file)) == [check]


def test_a_note_s_number_above_the_line_does_not_run_into_a_figure() -> None:
    runs = "".join(
        f'<r><rPr><vertAlign val="{setting}"/></rPr><t>{words}</t></r>'
        for words, setting in (("12", "baseline"), ("1", "superscript"), ("2", "subscript"))
    )
    shared = '<c r="B1" t="s"><v>0</v></c>'
    source = read(workbook(data(f"<row>{text('A1', '甲')}{shared}</row>"), strings=f"<si>{runs}</si>"))
    (grid,) = grids(source)
    assert [cell.text for cell in grid.cells] == ["甲", "12¹₂"]
