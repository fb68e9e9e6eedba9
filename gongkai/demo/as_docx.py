"""A made-up report written as a DOCX, by hand, so that a test does not lean on the library it tests."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from gongkai.demo.placed import PlacedTable, place
from gongkai.demo.truth import DemoReport

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE_TWIPS = 9000
MOMENT = (2024, 1, 30, 9, 0, 0)
"""The date of every member, fixed so that the same report gives the same bytes."""
EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(report: DemoReport) -> bytes:
    """Write the report as a DOCX: the title, then each section's paragraphs and tables."""
    parts = [_paragraph(report.title)]
    for section in report.sections:
        parts += [_paragraph(text) for text in (section.heading, *section.paragraphs) if text]
        parts += [_table(place(table)) + _paragraph("") for table in section.tables]
    body = f'{HEAD}<w:document xmlns:w="{W}"><w:body>{"".join(parts)}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": (
                f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>'
            ),
            "_rels/.rels": (
                f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
                f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
                "</Relationships>"
            ),
            "word/document.xml": body,
        }
    )


def zipped(members: dict[str, str]) -> bytes:
    """Pack text members into a ZIP, the same bytes for the same members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _paragraph(text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{run}</w:p>"


def _table(table: PlacedTable) -> str:
    width = PAGE_TWIPS // table.width
    grid = f'<w:gridCol w:w="{width}"/>' * table.width
    rows = "".join(f"<w:tr>{_row(table, row, width)}</w:tr>" for row in range(table.height))
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{EDGES}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _row(table: PlacedTable, row: int, width: int) -> str:
    text, column = "", 0
    while column < table.width:
        placed = table.at(row, column)
        if placed is None:
            text += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
            column += 1
            continue
        cell = placed.cell
        properties = f'<w:tcW w:w="{width * cell.colspan}" w:type="dxa"/>'
        if cell.colspan > 1:
            properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
        if cell.rowspan > 1:
            properties += '<w:vMerge w:val="restart"/>' if row == placed.row else "<w:vMerge/>"
        inner = _paragraph(cell.text if row == placed.row else "")
        text += f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
        column += cell.colspan
    return text
