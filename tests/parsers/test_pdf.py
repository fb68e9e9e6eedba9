"""PDF read into paragraphs and grids: made-up pages of a few lines, and a real report read by eye."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from parsers.formats.pdf import MOST_PAGES, read_pdf
from parsers.formats.pdf_page import draw
from parsers.formats.pdf_shapes import MOST_OBJECTS
from parsers.model import Grid, PagePlace, Paragraph, Source

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
HEIGHT = 842


def written(pages: Sequence[str], *, trailer: str = "", width: int = 595) -> bytes:
    """A PDF of these content streams; the font /F is STSong-Light in UCS-2, drawn by no file of its own."""
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}/MediaBox[0 0 {width} {HEIGHT}]"
        "/Resources<</Font<</F 3 0 R>>>>>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/DW 1000"
        "/W[1 95 500 814 939 500]/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/Ascent 900"
        "/Descent -200/ItalicAngle 0/CapHeight 800/StemV 80>>",
    ]
    for index, stream in enumerate(pages):
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {7 + 2 * index} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(
        f"trailer\n<</Size {len(places) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def text(x: float, y: float, words: str, size: float = 10) -> str:
    """Words at a place counted from the top left corner."""
    return f"BT /F {size} Tf {x} {HEIGHT - y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A ruling drawn as a thin filled shape, as browsers do."""
    return f"{x0} {HEIGHT - y1} {max(x1 - x0, 0.7)} {max(y1 - y0, 0.7)} re f\n"


def table(
    rows: Sequence[Sequence[str]], top: float, *, closed_top: bool = True, closed_end: bool = True
) -> str:
    """A ruled table of columns 60 pt wide and rows 20 pt high, its first column 160 pt."""
    xs = [50, 210, *(210 + 60 * index for index in range(1, len(rows[0])))]
    ys = [top + 20 * index for index in range(len(rows) + 1)]
    drawn = "".join(line(x, ys[0], x, ys[-1]) for x in xs)
    for index, y in enumerate(ys):
        if (index or closed_top) and (index < len(rows) or closed_end):
            drawn += line(xs[0], y, xs[-1], y)
    for row, y in zip(rows, ys, strict=False):
        drawn += "".join(text(x + 4, y + 14, word) for word, x in zip(row, xs, strict=False) if word)
    return drawn


def grids(source: Source) -> list[Grid]:
    return [block for block in source.blocks if isinstance(block, Grid)]


def paragraphs(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def rows_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]


def test_a_ruled_table_is_rebuilt_with_the_place_of_every_cell() -> None:
    source = read_pdf(written([table([["信息内容", "件数"], ["规章", "12"]], 100)]))
    (grid,) = grids(source)
    assert grid.exact
    assert rows_of(grid) == [["信息内容", "件数"], ["规章", "12"]]
    last = grid.rows[1][1]
    assert isinstance(last.place, PagePlace)
    assert (last.place.page, last.place.unit) == (1, "pt")
    assert last.place.box == pytest.approx((210, 120, 270, 140), abs=0.6)


def test_a_missing_ruling_is_a_span() -> None:
    drawn = "".join(line(50, y, 350, y) for y in (100, 140))
    drawn += line(150, 120, 350, 120)
    drawn += "".join(line(x, 100, x, 140) for x in (50, 150, 350)) + line(250, 120, 250, 140)
    drawn += text(60, 122, "项目") + text(220, 114, "合并") + text(160, 134, "1") + text(260, 134, "2")
    (grid,) = grids(read_pdf(written([drawn])))
    shapes = [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in grid.cells]
    assert shapes == [(0, 0, 2, 1, "项目"), (0, 1, 1, 2, "合并"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]


def test_thin_filled_shapes_and_outlines_are_rulings_too() -> None:
    drawn = "".join(bar(50, y, 250, y) for y in (100, 120, 140))
    drawn += "".join(bar(x, 100, x, 140) for x in (50, 150, 250))
    drawn += text(60, 114, "甲") + text(160, 134, "3")
    boxes = "".join(
        f"{x} {HEIGHT - y} 80 20 re S\n" for x, y in ((50, 220), (130, 220), (50, 240), (130, 240))
    )
    boxes += text(60, 214, "乙") + text(140, 234, "4")
    first, second = grids(read_pdf(written([drawn + boxes])))
    assert rows_of(first) == [["甲", ""], ["", "3"]]
    assert rows_of(second) == [["乙", ""], ["", "4"]]


def test_a_table_goes_on_over_the_page_and_its_repeated_header_is_dropped() -> None:
    head = ["信息内容", "本年制发件数", "本年废止件数"]
    source = read_pdf(
        written(
            [
                text(50, 80, "二、主动公开政府信息情况") + table([head, ["1.规章", "1", "2"]], 700),
                table([head, ["2.行政规范性文件", "3", "4"]], 60),
            ]
        )
    )
    (grid,) = grids(source)
    assert rows_of(grid) == [head, ["1.规章", "1", "2"], ["2.行政规范性文件", "3", "4"]]
    assert [row[0].place.page for row in grid.rows if isinstance(row[0].place, PagePlace)] == [1, 1, 2]


def test_a_table_goes_on_over_the_page_without_a_header() -> None:
    source = read_pdf(written([table([["1.甲", "1"]] * 2, 700), table([["2.乙", "2"]] * 2, 60)]))
    (grid,) = grids(source)
    assert [row[0] for row in rows_of(grid)] == ["1.甲", "1.甲", "2.乙", "2.乙"]


def test_a_row_open_at_the_break_is_joined_and_one_that_ends_there_is_not() -> None:
    above = table([["1.上行", "7"], ["2.要求行政机关确认或重", "5"]], 700, closed_end=False)
    split = read_pdf(
        written([above, table([["新出具已获取信息", ""], ["3.下行", "6"]], 60, closed_top=False)])
    )
    assert rows_of(grids(split)[0]) == [
        ["1.上行", "7"],
        ["2.要求行政机关确认或重新出具已获取信息", "5"],
        ["3.下行", "6"],
    ]
    whole = read_pdf(written([above, table([["3.下行", "6"], ["4.末行", "0"]], 60, closed_top=False)]))
    assert [row[1] for row in rows_of(grids(whole)[0])] == ["7", "5", "6", "0"]


def test_a_row_whose_borders_are_closed_at_the_break_is_joined_by_its_words() -> None:
    above = table([["1.上行", "7"], ["2.要求行政机关确认或重", "5"]], 700)
    (grid,) = grids(read_pdf(written([above, table([["新出具已获取信息", ""], ["3.下行", "6"]], 60)])))
    assert rows_of(grid)[1] == ["2.要求行政机关确认或重新出具已获取信息", "5"]


def test_tables_of_other_widths_stay_apart() -> None:
    source = read_pdf(written([table([["甲", "1"]] * 2, 700), table([["乙", "1", "2"]] * 2, 60)]))
    assert len(grids(source)) == 2


def test_two_numbers_in_one_cell_are_never_run_together() -> None:
    drawn = table([["甲", ""], ["乙", "1"]], 100) + text(214, 109, "5", 8) + text(214, 118, "3", 8)
    (grid,) = grids(read_pdf(written([drawn])))
    assert grid.rows[0][1].text == "5\n3"


def test_a_number_wrapped_at_the_cells_edge_is_one() -> None:
    drawn = table([["甲", ""], ["乙", "1"]], 100)
    drawn += text(211, 109, "12345678901", 10) + text(211, 118, "23", 8)
    (grid,) = grids(read_pdf(written([drawn])))
    assert grid.rows[0][1].text == "1234567890123"


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    drawn = table([["甲", "", "8"], ["乙", "1", "2"]], 100) + text(212, 114, "12345678901234", 10)
    (grid,) = grids(read_pdf(written([drawn.replace(text(274, 114, "8"), text(315, 114, "8"))])))
    assert rows_of(grid)[0] == ["甲", "12345678901234", "8"]


def test_lines_become_paragraphs_and_headings_stay_alone() -> None:
    full = "坚持以公开为常态不公开为例外推进政府信息公开工作落实" * 2
    drawn = text(50, 100, "一、总体情况") + text(70, 120, full[:40])
    drawn += text(50, 140, full[:42]) + text(50, 160, "到此为止。") + text(70, 180, "另起一段。")
    assert paragraphs(read_pdf(written([drawn]))) == [
        "一、总体情况",
        full[:40] + full[:42] + "到此为止。",
        "另起一段。",
    ]


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_dropped() -> None:
    full = "坚持以公开为常态不公开为例外推进政府信息公开工作落实" * 2
    first = text(70, 120, full[:40]) + text(50, 140, full[:42]) + text(280, 810, "- 1 -")
    second = text(50, 60, full[:42]) + text(50, 80, "到此为止。") + text(280, 810, "- 2 -")
    assert paragraphs(read_pdf(written([first, second]))) == [full[:40] + full[:42] * 2 + "到此为止。"]


def test_a_lone_number_at_the_edge_is_kept_unless_it_counts_the_pages() -> None:
    kept = read_pdf(written([text(50, 100, "全年收费") + text(50, 810, "350")]))
    assert paragraphs(kept) == ["全年收费", "350"]
    pages = [
        text(50, 100, f"第{word}部分") + text(280, 810, str(number))
        for number, word in ((4, "一"), (5, "二"))
    ]
    assert paragraphs(read_pdf(written(pages))) == ["第一部分", "第二部分"]


def test_columns_without_rulings_make_a_grid_that_is_not_exact() -> None:
    drawn = ""
    for index, words in enumerate((("指标", "单位", "数"), ("收到申请", "件", "12"), ("答复", "件", "9"))):
        drawn += "".join(
            text(x, 100 + 20 * index, word) for x, word in zip((50, 200, 300), words, strict=True)
        )
    source = read_pdf(written([drawn]))
    (grid,) = grids(source)
    assert not grid.exact
    assert rows_of(grid) == [["指标", "单位", "数"], ["收到申请", "件", "12"], ["答复", "件", "9"]]
    assert checks(source) == ["table-unruled"]


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_turned_page_reads_as_the_upright_one(shared: Path, quarter: int) -> None:
    data = (shared / "samples" / "reports" / "hongze-2023.pdf").read_bytes()
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(quarter)
    turned = io.BytesIO()
    document.save(turned)
    upright, read = read_pdf(data), read_pdf(turned.getvalue())
    assert [rows_of(grid) for grid in grids(read)] == [rows_of(grid) for grid in grids(upright)]
    assert paragraphs(read) == paragraphs(upright)
    before, after = grids(upright)[0].cells[0].place, grids(read)[0].cells[0].place
    assert isinstance(before, PagePlace) and isinstance(after, PagePlace)
    left, top, right, bottom = before.box
    expected = {
        90: (842 - bottom, left, 842 - top, right),
        180: (595 - right, 842 - bottom, 595 - left, 842 - top),
        270: (top, 595 - right, bottom, 595 - left),
    }
    assert after.box == pytest.approx(expected[quarter], abs=0.2)


@pytest.mark.parametrize(
    ("data", "check"),
    [
        (b"%PDF-1.7\nbroken", "file-broken"),
        (written([]), "pages-none"),
        (written([""]), "document-without-text"),
    ],
)
def test_a_bad_file_is_a_finding(data: bytes, check: str) -> None:
    source = read_pdf(data)
    assert source.blocks == ()
    assert checks(source) == [check]


def test_a_locked_file_says_so() -> None:
    """RC4 of 40 bits with a user password that is not blank (ISO 32000-1, 7.6)."""
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<01><01>]"
    assert checks(read_pdf(written([text(50, 100, "文")], trailer=lock))) == ["file-encrypted"]


def test_only_the_first_pages_of_a_huge_file_are_read() -> None:
    source = read_pdf(written([text(50, 100, "文")] + [""] * MOST_PAGES))
    assert checks(source) == ["pages-too-many"]
    assert source.pages == MOST_PAGES + 1
    assert paragraphs(source) == ["文"]


def test_garbled_text_is_told() -> None:
    garbled = "".join(chr(0x4E00 + 37 * index) for index in range(60))
    source = read_pdf(written([text(20, 100, garbled[:50]) + text(20, 120, garbled[50:])]))
    assert "unreadable-text" in checks(source)


def test_the_real_report_reads_as_it_is_printed(shared: Path) -> None:
    source = read_pdf((shared / "samples" / "reports" / "hongze-2023.pdf").read_bytes())
    assert source.findings == ()
    proactive, requests, disputes = grids(source)
    with (GOLDEN / "hongze-2023.csv").open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    printed = {
        table: [row["raw"] for row in golden if row["code"].startswith(table)]
        for table in ("proactive", "requests", "disputes")
    }
    numbers = [
        cell.text
        for grid in (proactive, requests, disputes)
        for row in grid.rows
        for cell in row
        if cell.text.replace(".", "").isdigit()
    ]
    assert numbers == printed["proactive"] + printed["requests"] + printed["disputes"]
    assert [len(grid.rows) for grid in (proactive, requests, disputes)] == [14, 26, 4]
    assert requests.rows[5][0].text == "三、本年度办理结果"
    assert requests.rows[5][0].rowspan == 20
    assert paragraphs(source)[-1].endswith("全年收取政府信息公开信息处理费0元。")


def test_characters_without_unicode_are_counted() -> None:
    data = written([text(50, 100, "文\ue001\ue002字")])
    with pdfium.PdfDocument(data) as document:
        assert draw(document[0]).unmapped == 2


def test_a_page_that_cannot_be_opened_is_named_and_the_others_are_read() -> None:
    page = b"8 0 obj\n<</Type/Page/Parent 2 0 R/Contents 9 0 R>>"
    whole = written([text(50, 100, "第一页的文字"), text(50, 100, "第二页的文字")])
    assert page in whole
    source = read_pdf(whole.replace(page, page.replace(b"<<", b"[ ").replace(b">>", b" ]")))
    assert paragraphs(source) == ["第一页的文字"]
    assert [(finding.check, finding.severity) for finding in source.findings] == [("page-broken", "error")]
    assert "第2页" in source.findings[0].message


def test_a_page_of_endless_objects_is_read_in_part_and_named() -> None:
    source = read_pdf(written([text(50, 100, "政府信息公开") + "1 1 m 2 2 l S\n" * (MOST_OBJECTS + 1)]))
    assert paragraphs(source) == ["政府信息公开"]
    assert [finding.check for finding in source.findings] == ["page-crowded"]
