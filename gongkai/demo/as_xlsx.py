"""A made-up report written as an XLSX: its tables below one another on one sheet, headings between them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from gongkai.demo.as_docx import HEAD, OFFICE, PACKAGE, zipped
from gongkai.demo.placed import PlacedTable, place
from gongkai.demo.truth import DemoReport

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "年度报告"
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,9})(\.[0-9]*[1-9])?")


def xlsx(report: DemoReport) -> bytes:
    """Write the report as an XLSX; numbers are stored as numbers, all other texts as texts."""
    rows: list[str] = []
    merges: list[str] = []
    _line(rows, report.title)
    for section in report.sections:
        for text in (section.heading, *section.paragraphs):
            if text:
                _line(rows, text)
        for table in section.tables:
            _table(rows, merges, place(table))
    merged = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    sheet = (
        f'{HEAD}<worksheet xmlns="{S}"><sheetData>{"".join(rows)}</sheetData>'
        + (f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else "")
        + "</worksheet>"
    )
    return zipped(
        {
            "[Content_Types].xml": (
                f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
                "</Types>"
            ),
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": (
                f'{HEAD}<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheets>'
                f'<sheet name="{SHEET}" sheetId="1" r:id="r1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def _relations(kind: str, target: str) -> str:
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _line(rows: list[str], text: str) -> None:
    number = len(rows) + 1
    rows.append(f'<row r="{number}">{_cell(number, 0, text)}</row>')


def _table(rows: list[str], merges: list[str], table: PlacedTable) -> None:
    first = len(rows) + 1
    for row in range(table.height):
        cells = (placed for placed in table.cells if placed.row == row)
        inner = "".join(_cell(first + row, placed.column, placed.cell.text) for placed in cells)
        rows.append(f'<row r="{first + row}">{inner}</row>')
    for placed in table.cells:
        down, across = placed.cell.rowspan - 1, placed.cell.colspan - 1
        if down or across:
            row = first + placed.row
            merges.append(f"{_name(row, placed.column)}:{_name(row + down, placed.column + across)}")


def _cell(row: int, column: int, text: str) -> str:
    name = _name(row, column)
    if NUMBER.fullmatch(text):
        return f'<c r="{name}"><v>{text}</v></c>'
    if not text:
        return f'<c r="{name}"/>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _name(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row}"
