"""DOCX: what styles, notes, prompts and symbol fonts make of a figure is read as the page shows it."""

from __future__ import annotations

import pytest

from parsers.cells import read_cell
from parsers.formats.docx import read
from parsers.model import MemberPlace
from tests.packed import zipped
from tests.parsers.word_xml import RELATIONS, SPACES, checks, grids, p, package, r, tbl, tc, texts, tr

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_styles_set_figures_above_the_line_hide_and_strike_them() -> None:
    styles = (
        '<w:style w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:styleId="mark"><w:basedOn w:val="note"/></w:style>'
        '<w:style w:styleId="round"><w:basedOn w:val="round"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )

    def styled(text: str, **properties: str) -> str:
        inner = "".join(f'<w:{name} w:val="{value}"/>' for name, value in properties.items())
        return f"<w:r><w:rPr>{inner}</w:rPr><w:t>{text}</w:t></w:r>"

    hidden = '<w:pPr><w:pStyle w:val="round"/></w:pPr>'
    cells = (
        f"<w:p>{r('12')}{styled('1', rStyle='mark')}</w:p>",
        f"<w:p>{r('12')}{styled('1', rStyle='mark', vertAlign='baseline')}</w:p>",
        f"<w:p>{r('12')}{styled('1', position='6')}</w:p>",
        f"<w:p>{styled('12', position='6')}{styled('1', position='7')}</w:p>",
        p("9", hidden) + p("12"),
        f"<w:p>{styled('9', rStyle='round')}{r('12')}</w:p>",
        f"<w:p>{styled('9', strike='1')}{r('12')}</w:p>",
    )
    row = tr(*(f"<w:tc>{cell}</w:tc>" for cell in cells))
    source = read(package(tbl(row), styles=styles))
    (grid,) = grids(source)
    assert [cell.text for cell in grid.cells] == ["12¹", "121", "12¹", "121", "12", "12", "12"]
    assert checks(source) == ["struck-text"]


def test_a_note_of_a_cell_follows_its_table() -> None:
    note = f'<w:footnote w:id="2">{p("含结转")}</w:footnote>'
    cell = '<w:tc><w:p><w:r><w:t>12</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:tc>'
    source = read(package(tbl(tr(tc("新收"), cell)) + p("其后"), footnotes=note))
    assert [cell.text for cell in grids(source)[0].cells] == ["新收", "12"]
    assert texts(source) == ["含结转", "其后"]


def test_prompts_hidden_rows_and_signs_of_fonts_are_read_as_shown() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    formula = (
        '<m:sSup xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:e><m:r><m:t>12</m:t></m:r></m:e><m:sup><m:r><m:t>1</m:t></m:r></m:sup></m:sSup>"
    )
    cells = (
        f"<w:p>{prompt.format(r('单击此处输入文字。'))}</w:p>",
        prompt.format(p("单击此处输入文字。")) + p(""),
        f"<w:p>{formula}</w:p>",
        f'<w:p>{r("12")}<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r></w:p>',
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F033"/></w:r></w:p>',
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>',
        f'<w:p><w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>{r("8")}</w:p>',
        f'<w:p><w:r><w:sym w:font="Wingdings" w:char="F0EA"/></w:r>{r("8")}</w:p>',
    )
    rows = (
        tr(*(tc("9") for _ in cells), properties="<w:trPr><w:hidden/></w:trPr>"),
        tr(*(f"<w:tc>{cell}</w:tc>" for cell in cells)),
    )
    (grid,) = grids(read(package(tbl(*rows))))
    assert [cell.text for cell in grid.cells] == ["", "", "12¹", "12①", "3", "", "-8", "↓8"]


@pytest.mark.parametrize("point", [".", ""])
def test_a_list_s_number_is_no_figure_and_no_part_of_one(point: str) -> None:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1{point}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    cells = (p("0", listed), p("5件", listed), p("", listed), p("", listed) + p("48"))
    row = tr(*(f"<w:tc>{cell}</w:tc>" for cell in cells))
    (grid,) = grids(read(package(tbl(row), numbering=numbering)))
    assert [cell.text for cell in grid.cells] == [
        f"〔1{point}〕 0", f"〔2{point}〕 5件", f"〔3{point}〕", f"〔4{point}〕 48",
    ]  # fmt: skip
    assert {read_cell(cell.text).state for cell in grid.cells} == {"text"}
    labels = (p("", listed), p("", listed) + p("规章"), p("规章", listed), p("", listed))
    row = tr(*(f"<w:tc>{label}</w:tc>" for label in labels))
    (grid,) = grids(read(package(tbl(row), numbering=numbering)))
    shown = [f"1{point}", f"2{point}规章", f"3{point}规章", f"〔4{point}〕"]
    assert ["".join(cell.text.split()) for cell in grid.cells] == shown


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.htm", "<html><body><p>前言</p><table><tr><td>规章</td><td>3</td></tr></table></body></html>"),
        (
            "page.mht",
            'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
            "Content-Type: text/html; charset=utf-8\nContent-Location: file:///C:/fake/document.html\n\n"
            "<html><body><p>前言</p><table><tr><td>规章</td><td>3</td></tr></table></body></html>\n--b--\n",
        ),
    ],
)
def test_a_document_taken_in_whole_is_read_where_it_stands(name: str, data: str) -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c1" Type="{RELATED}/aFChunk" Target="{name}"/></Relationships>'
    )
    chunk = f'<w:altChunk xmlns:r="{RELATED}" r:id="c1"/>'
    body = f"<w:document {SPACES}><w:body>{p('题')}{chunk}{p('完')}{chunk}</w:body></w:document>"
    members = {"_rels/.rels": RELATIONS, "word/document.xml": body, f"word/{name}": data}
    source = read(zipped({**members, "word/_rels/document.xml.rels": relation}))
    assert texts(source) == ["题", "前言", "完"]
    (grid,) = grids(source)
    assert [cell.text for cell in grid.cells] == ["规章", "3"]
    assert isinstance(grid.cells[0].place, MemberPlace) and grid.cells[0].place.member.startswith(
        f"word/{name}"
    )
    assert checks(source) == ["word-foreign-part"]  # the second time there is nothing to take in


def field(instruction: str, result: str | None) -> str:
    """A field with its result, if it has any."""
    parts = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"{begin}{instruction}{parts}{end}"


def test_a_field_shows_its_result_and_not_what_fields_in_its_instruction_give() -> None:
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    merged = field("<w:r><w:instrText> MERGEFIELD 新收 </w:instrText></w:r>", r("3"))
    cells = (
        f"<w:p>{field(f'{code}{merged}{code}', r('30'))}</w:p>",
        f"<w:p>{field(code, merged)}{r('件')}</w:p>",
        f"<w:p>{field(f'{code}{merged}', None)}{r('7')}</w:p>",
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("8") + "</w:p>",
    )
    (grid,) = grids(read(package(tbl(tr(*(f"<w:tc>{cell}</w:tc>" for cell in cells))))))
    assert [cell.text for cell in grid.cells] == ["30", "3件", "7", "8"]


@pytest.mark.parametrize(
    ("drawing", "shown"),
    [
        ('<w:drawing><wp:inline><wp:docPr id="1"/>{}</wp:inline></w:drawing>', "9 5"),
        ('<w:drawing><wp:inline><wp:docPr id="1" hidden="1"/>{}</wp:inline></w:drawing>', "5"),
        ('<w:pict><v:shape style="width:20pt">{}</v:shape></w:pict>', "9 5"),
        ('<w:pict><v:shape style="width:20pt;visibility:hidden">{}</v:shape></w:pict>', "5"),
    ],
)
def test_a_hidden_text_box_is_not_read(drawing: str, shown: str) -> None:
    box = drawing.replace("{}", f"<w:txbxContent>{p('9')}</w:txbxContent>")
    space = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    cell = f"<w:tc><w:p {space}><w:r>{box}</w:r></w:p>{p('5')}</w:tc>"
    (grid,) = grids(read(package(tbl(tr(tc("甲"), cell), tr(tc("乙"), tc("3"))))))
    assert "".join(grid.cells[1].text.split()) == "".join(shown.split())
