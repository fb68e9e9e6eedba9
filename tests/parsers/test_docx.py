"""DOCX: what is displayed is read, laid out and placed; what is not displayed is not."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from gongkai.demo.placed import place
from parsers.formats.docx import read
from parsers.model import Grid, MemberPlace, Paragraph, WordPlace
from tests.parsers.word_xml import (
    DOWN,
    ON,
    RELATIONS,
    SPACES,
    W,
    checks,
    grids,
    layout,
    p,
    package,
    r,
    span,
    tbl,
    tc,
    texts,
    tr,
    zipped,
)


def test_paragraphs_keep_their_spaces_and_their_place() -> None:
    source = read(
        package(p("第一段") + p("") + "<w:p><w:r><w:t>1 </w:t></w:r><w:r><w:t> 2</w:t></w:r></w:p>")
    )
    assert source.blocks == (
        Paragraph("第一段", WordPlace(paragraph=0)),
        Paragraph("1  2", WordPlace(paragraph=2)),
    )


def test_a_line_break_parts_two_paragraphs_of_one_place() -> None:
    source = read(package("<w:p><w:r><w:t>一、总体情况</w:t><w:br/><w:t>正文</w:t></w:r></w:p>"))
    assert source.blocks == (
        Paragraph("一、总体情况", WordPlace(paragraph=0)),
        Paragraph("正文", WordPlace(paragraph=0)),
    )


def test_spans_across_and_down_are_laid_out() -> None:
    table = tbl(
        tr(tc("甲", DOWN), tc("乙", span(2)), tc("丙")),
        tr(tc("", ON), tc("1"), tc("2"), tc("3")),
        tr(tc("", ON), tc("4", span(3))),
    )
    (grid,) = grids(read(package(table)))
    assert grid.exact
    assert layout(grid) == [
        (0, 0, 3, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (0, 3, 1, 1, "丙"),
        (1, 1, 1, 1, "1"),
        (1, 2, 1, 1, "2"),
        (1, 3, 1, 1, "3"),
        (2, 1, 1, 3, "4"),
    ]
    assert grid.cells[6].place == WordPlace(table=0, row=2, column=1)


def test_a_continued_cell_without_its_beginning_stands_alone() -> None:
    table = tbl(tr(tc("甲"), tc("乙")), tr(tc("", ON), tc("1")))
    (grid,) = grids(read(package(table)))
    assert layout(grid)[2:] == [(1, 0, 1, 1, ""), (1, 1, 1, 1, "1")]


def test_old_horizontal_merges_and_left_out_columns_are_laid_out() -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    table = tbl(
        tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙")),
        tr(tc("9"), properties=before),
    )
    (grid,) = grids(read(package(table)))
    assert layout(grid) == [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 2, 1, 1, "9")]


def test_columns_of_twenty_twips_are_dropped_and_wider_ones_kept() -> None:
    rows = (tr(tc("甲"), tc("乙", span(2))), tr(tc("1", span(2)), tc("2")))
    (grid,) = grids(read(package(tbl(*rows, widths=(1000, 20, 1000)))))
    assert layout(grid) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")]
    (kept,) = grids(read(package(tbl(*rows, widths=(1000, 21, 1000)))))
    assert layout(kept)[1] == (0, 1, 1, 2, "乙")


def test_a_narrow_column_that_holds_text_is_no_phantom() -> None:
    (grid,) = grids(read(package(tbl(tr(tc("甲"), tc("5"), tc("乙")), widths=(1000, 10, 1000)))))
    assert [cell.text for cell in grid.cells] == ["甲", "5", "乙"]


def test_deleted_and_moved_text_is_not_read_and_said_so() -> None:
    body = (
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>15</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>16</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>"
        + tbl(
            tr(tc("甲"), tc("1")),
            tr(tc("乙"), tc("2"), properties="<w:trPr><w:del/></w:trPr>"),
            tr(tc("丙"), tc("3")),
        )
    )
    source = read(package(body))
    assert texts(source) == ["共16"]
    assert [row[0].text for row in grids(source)[0].rows] == ["甲", "丙"]
    assert checks(source) == ["word-tracked-changes"]


def test_a_deleted_paragraph_end_joins_the_next_paragraph() -> None:
    first = p("主动公开", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>")
    assert texts(read(package(first + p("信息")))) == ["主动公开信息"]


def test_hidden_text_and_field_codes_are_not_read() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>见</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>"
    )
    assert texts(read(package(body))) == ["见3"]


def test_a_text_box_is_read_once_though_stored_twice() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>框外</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(package(body))) == ["框外", "框内"]


def test_tables_inside_cells_and_content_controls_are_found() -> None:
    inner = tbl(tr(tc("甲"), tc("1")))
    outer = tbl(tr(f"<w:tc>{p('前')}{inner}{p('后')}</w:tc>"))
    source = read(package(f"<w:sdt><w:sdtContent>{p('控件')}{outer}</w:sdtContent></w:sdt>"))
    assert [type(block).__name__ for block in source.blocks] == [
        "Paragraph",
        "Paragraph",
        "Grid",
        "Paragraph",
    ]
    assert grids(source)[0].cells[1].place == WordPlace(table=1, row=0, column=1)


def test_a_table_in_a_large_table_follows_it_and_leaves_its_cells() -> None:
    inner = tbl(tr(tc("内"), tc("7")))
    rows = [tr(*(tc(f"{r}{c}") for c in range(3))) for r in range(3)]
    rows.append(tr(tc("a"), tc("b"), f"<w:tc>{inner}{p('')}</w:tc>"))
    outer, nested = grids(read(package(tbl(*rows))))
    assert len(outer.cells) == 12
    assert [cell.text for cell in nested.cells] == ["内", "7"]


def test_a_blank_cell_stays_blank() -> None:
    (grid,) = grids(read(package(tbl(tr(tc("规章"), tc(""), tc("2"))))))
    assert [cell.text for cell in grid.cells] == ["规章", "", "2"]


def test_automatic_numbers_are_read_as_printed() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="head"><w:basedOn w:val="base"/></w:style>'
    )

    def listed(number: int, level: int) -> str:
        return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'

    body = (
        p("总体情况", listed(1, 0))
        + p("5件", listed(1, 1))
        + p("主动公开", '<w:pPr><w:pStyle w:val="head"/></w:pPr>')
        + p("受理", listed(1, 1))
        + p("另起", listed(2, 0))
        + p("无号", listed(0, 0))
    )
    assert texts(read(package(body, numbering=numbering, styles=styles))) == [
        "一、总体情况",
        "一.1 5件",
        "二、主动公开",
        "二.1 受理",
        "一、另起",
        "无号",
    ]


def test_headers_are_metadata_and_notes_follow_their_paragraph() -> None:
    note = f'<w:footnote w:id="2">{p("注：含结转")}</w:footnote>'
    body = '<w:p><w:r><w:t>共3件</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("其后")
    data = package(body, footnotes=note)
    with zipfile.ZipFile(out := BytesIO(data), "a") as archive:
        archive.writestr("word/header1.xml", f"<w:hdr {SPACES}>{p('某某市卫生健康委员会')}</w:hdr>")
    source = read(out.getvalue())
    assert texts(source) == ["共3件", "注：含结转", "其后"]
    assert source.blocks[1].place == MemberPlace("word/footnotes.xml", WordPlace(paragraph=0))  # type: ignore[union-attr]
    assert ("header", "某某市卫生健康委员会") in source.metadata


def test_a_strict_document_is_read_like_a_transitional_one() -> None:
    strict = f"<w:document {SPACES}><w:body>{p('严格')}</w:body></w:document>".replace(
        W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert texts(read(zipped({"_rels/.rels": RELATIONS, "word/document.xml": strict}))) == ["严格"]


def test_text_covered_by_a_merge_is_reported_with_its_place() -> None:
    table = tbl(tr(tc("甲", DOWN), tc("1")), tr(tc("88", ON), tc("2")))
    source = read(package(table))
    (finding,) = source.findings
    assert finding.check == "word-covered-text"
    assert "88" in finding.message and "第1行第1列" in finding.message


@pytest.mark.parametrize(
    ("data", "check"),
    [
        (b"PK\x03\x04 cut", "file-broken"),
        (zipped({"a.txt": "x"}), "file-broken"),
        (zipped({"word/document.xml": "<w:document"}), "file-broken"),
        (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}), "file-broken"),
        (package(p("")), "document-without-text"),
        (package("<w:altChunk/>" + p("文")), "word-foreign-part"),
        (package(p("文"), styles="<w:broken>"), "file-damaged"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, check: str) -> None:
    assert checks(read(data)) == [check]


def test_a_part_that_unpacks_without_end_is_stopped() -> None:
    bomb = zipped({"_rels/.rels": RELATIONS, "word/document.xml": " " * (60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert checks(read(bomb)) == ["file-bomb"]


def test_a_span_without_end_costs_nothing() -> None:
    (grid,) = grids(read(package(tbl(tr(tc("甲", span(999_999_999)), tc("1"))))))
    assert [cell.text for cell in grid.cells] == ["甲", "1"]


def test_the_blank_form_is_laid_out_and_every_figure_blank(shared: Path) -> None:
    source = read((shared / "samples/reports/blank-form-2021.docx").read_bytes())
    proactive, requests, disputes = grids(source)
    assert [cell.text for cell in proactive.cells if cell.row in (2, 3)] == [
        "规章", "", "", "", "行政规范性文件", "", "", "",
    ]  # fmt: skip
    figures = [cell for cell in requests.cells if cell.row >= 3 and cell.column >= 3]
    assert len(figures) == 175 and not any(cell.text for cell in figures)
    assert [cell.text for cell in disputes.rows[3]] == [""] * 15
    assert source.findings == ()


@pytest.mark.parametrize("year", [2015, 2019, 2022])
def test_every_cell_of_a_report_is_read_back(year: int) -> None:
    told = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", year, seed=3)
    source = read(docx(told))
    tables = [table for section in told.sections for table in section.tables]
    assert len(grids(source)) == len(tables)
    for table, grid in zip(tables, grids(source), strict=True):
        printed = [(p.row, p.column, p.cell.rowspan, p.cell.colspan, p.cell.text) for p in place(table).cells]
        assert sorted(layout(grid)) == sorted(printed)
    assert texts(source)[0] == told.title
    assert source.findings == ()


def test_a_note_s_number_and_a_second_line_do_not_run_into_a_figure() -> None:
    cells = (
        f"<w:p>{r('12')}{r('1', 'superscript')}</w:p>",
        f"<w:p>{r('12')}{r('1', 'subscript')}{r('3', 'baseline')}</w:p>",
        p("3") + p("4"),
        "<w:p><w:r><w:t>3</w:t><w:br/><w:t>4</w:t></w:r></w:p>",
        p("本年") + p("新收"),
    )
    row = tr(*(f"<w:tc>{cell}</w:tc>" for cell in cells))
    (grid,) = [block for block in read(package(tbl(row))).blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells] == ["12¹", "12₁3", "3\n4", "3\n4", "本年 新收"]
