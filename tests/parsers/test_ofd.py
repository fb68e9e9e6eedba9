"""OFD: placed characters and drawn lines become paragraphs and grids, from templates too."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from gongkai.demo.as_ofd import ofd
from gongkai.demo.documents import report
from gongkai.demo.placed import place
from parsers.formats.lattice import Box
from parsers.formats.ofd import read
from parsers.formats.page_content import PageContent, PageLine
from parsers.formats.typeset import Line
from parsers.model import PagePlace, Paragraph
from tests.parsers.ofd_xml import (
    NAMESPACE,
    POINTS,
    WORDS,
    checks,
    content,
    grids,
    package,
    ruled,
    texts,
    word,
    zipped,
)


@pytest.mark.parametrize("year", [2015, 2019, 2022])
def test_every_cell_of_a_report_is_read_back(year: int) -> None:
    told = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", year, seed=3)
    source = read(ofd(told))
    tables = [table for section in told.sections for table in section.tables]
    assert source.pages is not None and source.pages > 1
    assert len(grids(source)) == len(tables)
    for table, grid in zip(tables, grids(source), strict=True):
        read_back = [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]
        printed = [(p.row, p.column, p.cell.rowspan, p.cell.colspan, p.cell.text) for p in place(table).cells]
        assert sorted(read_back) == sorted(printed)
    assert texts(source)[0] == told.title
    assert source.findings == ()


def test_a_ruled_table_becomes_an_exact_grid_with_boxes_in_points() -> None:
    source = read(package(ruled() + WORDS))
    (grid,) = grids(source)
    assert grid.exact
    assert [(c.row, c.column, c.text) for c in grid.cells] == [
        (0, 0, "甲"),
        (0, 1, "5"),
        (1, 0, "乙"),
        (1, 1, ""),
    ]
    box = (20 * POINTS, 30 * POINTS, 40 * POINTS, 40 * POINTS)
    where = grid.cells[0].place
    assert isinstance(where, PagePlace)
    assert (where.page, where.unit) == (1, "pt")
    assert where.box == pytest.approx(box, abs=0.1)
    assert source.metadata == (("property:title", "题"),)


def test_lines_drawn_as_thin_filled_shapes_rule_a_table() -> None:
    shapes = "".join(
        f'<ofd:PathObject Boundary="{x} {y} {w} {h}" Fill="true" Stroke="false"><ofd:AbbreviatedData>'
        f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C</ofd:AbbreviatedData></ofd:PathObject>"
        for x, y, w, h in [(20, y, 40, 0.2) for y in (30, 40, 50)] + [(x, 30, 0.2, 20) for x in (20, 40, 60)]
    )
    (grid,) = grids(read(package(shapes + WORDS)))
    assert len(grid.cells) == 4


@pytest.mark.parametrize("more", ['Visible="false"', 'Stroke="false"', 'Alpha="0"'])
def test_lines_that_are_not_drawn_rule_nothing(more: str) -> None:
    assert grids(read(package(ruled(more) + WORDS))) == []


def test_lines_and_labels_of_a_template_belong_to_the_page() -> None:
    source = read(
        package(
            word("5", 42, 33),
            common='<ofd:TemplatePage ID="9" BaseLoc="T.xml"/>',
            page_head='<ofd:Template TemplateID="9"/>',
            T=content(ruled() + word("甲", 22, 33)),
        )
    )
    assert [cell.text for cell in grids(source)[0].cells] == ["甲", "5", "", ""]


def test_a_shared_unit_is_drawn_where_it_is_placed() -> None:
    resource = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7">'
        f"<ofd:Content>{word('戊', 1, 1)}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    source = read(
        package(
            '<ofd:CompositeObject ResourceID="7" Boundary="30 40 10 10"/>',
            common="<ofd:PublicRes>R.xml</ofd:PublicRes>",
            R=resource,
        )
    )
    (paragraph,) = source.blocks
    assert isinstance(paragraph, Paragraph) and isinstance(paragraph.place, PagePlace)
    assert paragraph.text == "戊"
    assert paragraph.place.box[0] == pytest.approx(31 * POINTS, abs=0.1)


def test_offsets_may_be_counted_and_letters_of_a_run_stay_together() -> None:
    assert texts(read(package(word("2024年", 20, 30, deltas="g 3 2 4")))) == ["2024年"]
    assert texts(read(package(word("11月", 20, 30, deltas="4 4")))) == ["11月"]


def test_a_matrix_scales_and_turned_pages_are_read_upright() -> None:
    scaled = word("甲", 20, 30, more='CTM="0.5 0 0 0.5 0 0"', size=8)
    (paragraph,) = read(package(scaled)).blocks
    assert isinstance(paragraph, Paragraph) and isinstance(paragraph.place, PagePlace)
    assert paragraph.place.box[3] - paragraph.place.box[1] == pytest.approx(4 * POINTS, abs=0.2)
    down = "".join(
        word(text, x, 30, more='CTM="0 1 -1 0 0 0"', deltas="4") for text, x in (("上行", 60), ("下行", 40))
    )
    assert texts(read(package(down))) == ["上行", "下行"]


SCAN = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="4"/>'
RESOURCES = (
    f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image">'
    "<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
)


def test_a_page_that_is_a_picture_is_recognised_and_placed_in_points(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_picture(
        colours: npt.NDArray[np.uint8], number: int, scale: float, place: Callable[[Box], PagePlace]
    ) -> PageContent:
        assert colours.shape == (297, 210, 3)
        box = (21.0, 29.7, 42.0, 59.4)
        line = Line("字", box, 10.0)
        return PageContent(number, 595.0, 842.0, (PageLine(line, (line,)),), (), place)

    monkeypatch.setattr("parsers.formats.scan.read_picture", read_picture)
    picture = BytesIO()
    Image.new("RGB", (210, 297), "white").save(picture, "PNG")
    data = package(SCAN, common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", R=RESOURCES)
    with zipfile.ZipFile(out := BytesIO(data), "a") as archive:
        archive.writestr("Doc_0/Res/a.png", picture.getvalue())
    source = read(out.getvalue())
    (paragraph,) = source.blocks
    assert isinstance(paragraph, Paragraph) and isinstance(paragraph.place, PagePlace)
    assert paragraph.text == "字"
    assert paragraph.place.box == pytest.approx(
        (21 * POINTS, 29.7 * POINTS, 42 * POINTS, 59.4 * POINTS), abs=0.1
    )
    assert checks(source) == ["read-by-ocr"]


def test_a_picture_the_package_lacks_is_told() -> None:
    assert checks(read(package(SCAN))) == ["picture-broken"]


def test_a_page_with_a_small_picture_and_no_text_is_named() -> None:
    source = read(package('<ofd:ImageObject Boundary="0 0 90 90" ResourceID="4"/>'))
    assert checks(source) == ["page-without-text"]
    assert "第1页" in source.findings[0].message and "1幅图像" in source.findings[0].message


def test_characters_without_a_code_are_told() -> None:
    source = read(package(word("¤¤¤¤¤¤", 20, 30, deltas="g 5 4")))
    assert checks(source) == ["unreadable-text"]


def test_the_current_version_of_a_document_is_read() -> None:
    data = package(word("旧", 20, 30))
    with zipfile.ZipFile(BytesIO(data)) as old:
        members = {name: old.read(name).decode() for name in old.namelist()}
    version = '<ofd:Versions><ofd:Version ID="1" Current="true" BaseLoc="V/V1.xml"/></ofd:Versions>'
    members["OFD.xml"] = members["OFD.xml"].replace("</ofd:DocBody>", f"{version}</ofd:DocBody>")
    members["V/V1.xml"] = (
        f'<ofd:DocVersion xmlns:ofd="{NAMESPACE}"><ofd:DocRoot>/New/D.xml</ofd:DocRoot></ofd:DocVersion>'
    )
    members["New/D.xml"] = members["Doc_0/Document.xml"]
    members["New/P/Content.xml"] = content(word("新", 20, 30))
    assert texts(read(zipped(members))) == ["新"]


@pytest.mark.parametrize(
    ("data", "check"),
    [
        (b"PK\x03\x04", "file-broken"),
        (zipped({"OFD.xml": "<OFD/>"}), "file-broken"),
        (zipped({"OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"}), "file-broken"),
        (
            zipped({"OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot><Encryptions/></DocBody></OFD>"}),
            "file-encrypted",
        ),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, check: str) -> None:
    source = read(data)
    assert (source.blocks, checks(source)) == ((), [check])


def test_a_broken_page_costs_itself_alone() -> None:
    data = package(word("甲", 20, 30), common="")
    with zipfile.ZipFile(BytesIO(data)) as old:
        members = {name: old.read(name).decode() for name in old.namelist()}
    members["Doc_0/Document.xml"] = members["Doc_0/Document.xml"].replace(
        "</ofd:Pages>", '<ofd:Page ID="2" BaseLoc="Q.xml"/></ofd:Pages>'
    )
    members["Doc_0/Q.xml"] = "<ofd:Page"
    source = read(zipped(members))
    assert texts(source) == ["甲"]
    assert checks(source) == ["file-damaged"] and "第2页" in source.findings[0].message


def test_a_real_ruled_table_of_the_standard_is_read(shared: Path) -> None:
    source = read((shared / "samples/ofd/gbt33190_s11_4_tables_suwell_z.ofd").read_bytes())
    (grid,) = grids(source)
    assert [[cell.text for cell in row][:2] for row in grid.rows] == [
        ["名称", "类型"],
        ["CodePosition", "xs:int"],
        ["CodeCount", "xs:int"],
        ["GlyphCount", "xs:int"],
        ["Glyphs", "ST_Array"],
    ]


def test_a_real_form_with_its_labels_in_a_template_is_read(shared: Path) -> None:
    source = read((shared / "samples/ofd/construction_permit_zsbk.ofd").read_bytes())
    details = grids(source)[-1]
    assert [cell.text for cell in details.rows[3]][1:] == ["2202.7", "2202.7", "0", "3", "0"]
    assert [cell.text for cell in details.rows[5]] == [""] * 6


@pytest.mark.parametrize("unseen", ['Alpha="0"', 'Fill="false"', 'Visible="false"'])
def test_text_that_is_not_drawn_adds_nothing_to_a_figure(unseen: str) -> None:
    (grid,) = grids(read(package(ruled() + WORDS + word("9", 44, 33, more=unseen))))
    assert [cell.text for cell in grid.cells] == ["甲", "5", "乙", ""]


def test_text_that_is_hidden_all_over_a_page_is_not_trusted() -> None:
    hidden = word("湘潭县卫生健康局政府信息公开年度报告", 20, 60, more='Alpha="0"')
    assert "unreadable-text" in checks(read(package(ruled() + hidden)))


def test_a_watermark_across_the_page_is_no_text() -> None:
    slanted = word("内部资料2023", 18, 34, more='CTM="0.87 -0.5 0.5 0.87 0 0"', size=8)
    (grid,) = grids(read(package(ruled() + WORDS + slanted)))
    assert [cell.text for cell in grid.cells] == ["甲", "5", "乙", ""]


@pytest.mark.parametrize(("size", "lower", "shown"), [(2.6, 0.0, "5¹"), (2.6, 1.9, "5₁"), (3.6, 0.0, "51")])
def test_a_small_digit_off_the_line_is_a_note_s_number(size: float, lower: float, shown: str) -> None:
    (grid,) = grids(read(package(ruled() + WORDS + word("1", 44.1, 32.8 + lower, size=size))))
    assert grid.cells[1].text == shown


def test_a_figure_painted_over_with_white_is_not_read() -> None:
    white = (
        '<ofd:PathObject Boundary="41 31 18 8" Fill="true" Stroke="false">'
        '<ofd:FillColor Value="255 255 255"/>'
        "<ofd:AbbreviatedData>M 0 0 L 18 0 L 18 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    for before, after, shown in (
        (word("99", 42, 33), word("5", 42, 33), "5"),
        ("", word("99", 42, 33), "99"),
    ):
        (grid,) = grids(read(package(ruled() + word("甲", 22, 33) + before + white + after)))
        assert grid.cells[1].text == shown


def test_white_as_large_as_the_page_is_the_paper_and_hides_nothing() -> None:
    paper = (
        '<ofd:PathObject Boundary="0 0 210 297" Fill="true" Stroke="false">'
        '<ofd:FillColor Value="255 255 255"/>'
        "<ofd:AbbreviatedData>M 0 0 L 210 0 L 210 297 L 0 297 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    (grid,) = grids(read(package(ruled() + WORDS + paper)))
    assert grid.cells[1].text == "5"
