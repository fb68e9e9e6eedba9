"""XLSX: what lies over the cells. Text boxes are read; pictures are read where no table stands in cells."""

from __future__ import annotations

from parsers.formats.pictured import PICTURE
from parsers.formats.xlsx import read
from parsers.model import Grid, MemberPlace, Paragraph, SheetPlace
from tests.parsers.drawn_tables import CELLS, picture
from tests.parsers.sheet_xml import R, data, text, workbook

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
SPACES = f'xmlns:xdr="{X}" xmlns:a="{A}" xmlns:r="{R}" xmlns:mc="{MC}"'


def relations(**targets: str) -> str:
    """A part's relationships: kind and target, ids in their order."""
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{R}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def anchor(row: int, inner: str, hidden: str = "0") -> str:
    begun = f"<xdr:from><xdr:col>1</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
    return f'<xdr:oneCellAnchor>{begun}<xdr:cNvPr id="1" hidden="{hidden}"/>{inner}</xdr:oneCellAnchor>'


def box(*lines: str) -> str:
    inner = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f"<xdr:sp><xdr:txBody>{inner}</xdr:txBody></xdr:sp>"


def drawn(sheet: str, anchors: str, **more: bytes) -> bytes:
    """A workbook of one sheet with a drawing that may show picture r0."""
    return workbook(
        sheet,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": relations(drawing="../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml": f"<xdr:wsDr {SPACES}>{anchors}</xdr:wsDr>",
            "xl/drawings/_rels/drawing1.xml.rels": relations(image="../media/image1.png"),
            **more,  # type: ignore[arg-type]
        },
    )


BLIP = '<xdr:pic><a:blip r:embed="r0"/></xdr:pic>'


def test_text_boxes_are_read_once_from_top_to_bottom_and_hidden_ones_not() -> None:
    two = "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    later = anchor(4, box("说明"))
    anchors = two.format(later, later) + anchor(0, box("年度报告", "（2023）")) + anchor(2, box("旧稿"), "1")
    source = read(drawn(data(f'<row r="2">{text("A2", "规章")}{text("B2", "3")}</row>'), anchors))
    title, year, note, grid = source.blocks
    assert [block.text for block in (title, year, note) if isinstance(block, Paragraph)] == [
        "年度报告",
        "（2023）",
        "说明",
    ]
    assert title.place == SheetPlace("表", "B1") and note.place == SheetPlace("表", "B5")  # type: ignore[union-attr]
    assert isinstance(grid, Grid)


def test_a_table_that_is_a_picture_over_a_sheet_is_read() -> None:
    sheet = data(f'<row r="1">{text("A1", "政府信息公开年报")}</row>')
    source = read(drawn(sheet, anchor(2, BLIP), **{"xl/media/image1.png": picture()}))
    (grid,) = [block for block in source.blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells] == CELLS
    assert all(isinstance(cell.place, MemberPlace) for cell in grid.cells)
    assert "read-by-ocr" in {finding.check for finding in source.findings}


def test_a_picture_beside_a_table_is_named_and_not_read() -> None:
    rows = [f'<row r="{n}">{text(f"A{n}", "件")}{text(f"B{n}", "3")}</row>' for n in range(1, 9)]
    source = read(drawn(data(*rows), anchor(2, BLIP), **{"xl/media/image1.png": picture()}))
    assert source.metadata == ((PICTURE, "xl/media/image1.png"),)


def test_pictures_that_wps_sets_into_cells_are_read() -> None:
    cells = {
        "xl/_rels/cellimages.xml.rels": relations(image="media/image9.png"),
        "xl/media/image9.png": picture(),
    }
    source = read(workbook(data(f'<row r="1">{text("A1", "政府信息公开年报")}</row>'), **cells))  # type: ignore[arg-type]
    assert sum(isinstance(block, Grid) for block in source.blocks) == 1
