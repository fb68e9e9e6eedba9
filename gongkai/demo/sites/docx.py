"""A made-up report as a Word document: the attachment some bodies publish instead of a page."""

from __future__ import annotations

import io
import zipfile
from html import escape

from gongkai.demo.truth import DemoReport, DemoTable

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
    '2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(report: DemoReport) -> bytes:
    """The report as a DOCX file; the same report gives the same bytes."""
    parts = [_paragraph(report.title)]
    for section in report.sections:
        parts += [_paragraph(text) for text in (section.heading, *section.paragraphs) if text]
        parts += [_table(table) for table in section.tables]
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_NAMESPACE}"><w:body>'
        + "".join(parts)
        + "</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", xml),
        ):
            member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, text)
    return file.getvalue()


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'


def _table(table: DemoTable) -> str:
    """Spans as Word writes them: gridSpan across, vMerge down with an empty cell in each further row."""
    open_spans: dict[int, tuple[int, int]] = {}  # column -> (rows still covered, width)
    rows: list[str] = []
    width = max(sum(cell.colspan for cell in row) for row in table.rows)
    for row in table.rows:
        cells: list[str] = []
        column = 0
        waiting = list(row)
        while waiting or column in open_spans:
            if column in open_spans:
                left, span = open_spans.pop(column)
                cells.append(_cell("", span, "continue"))
                if left > 1:
                    open_spans[-column - 1] = (left - 1, span)
                column += span
                continue
            cell = waiting.pop(0)
            cells.append(_cell(cell.text, cell.colspan, "restart" if cell.rowspan > 1 else ""))
            if cell.rowspan > 1:
                open_spans[-column - 1] = (cell.rowspan - 1, cell.colspan)
            column += cell.colspan
        open_spans = {-key - 1 if key < 0 else key: value for key, value in open_spans.items()}
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    grid = "".join('<w:gridCol w:w="900"/>' for _ in range(width))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cell(text: str, span: int, merge: str) -> str:
    properties = f'<w:tcW w:w="{900 * span}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(text)}</w:tc>"
