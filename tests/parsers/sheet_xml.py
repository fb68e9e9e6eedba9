"""Workbooks written by hand for tests: one sheet, its rows and texts; what was read of them."""

from __future__ import annotations

import zipfile
from io import BytesIO

from parsers.model import Grid, Source

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(
    sheet: str,
    *,
    styles: str = "",
    strings: str = "",
    state: str = "visible",
    calculation: str = "",
    **parts: str,
) -> bytes:
    """A workbook of one sheet (inner XML of ``worksheet``) with styles and shared texts."""
    members = {
        "xl/workbook.xml": (
            f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
            f'<sheet name="表" sheetId="1" r:id="r1" state="{state}"/></sheets>{calculation}</workbook>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{sheet}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{strings}</sst>',
        **parts,
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def data(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


def text(name: str, words: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{words}</t></is></c>'


def grids(source: Source) -> list[Grid]:
    return [block for block in source.blocks if isinstance(block, Grid)]


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]
