"""HTML: paragraphs and exact grids with paths that find their element, layout tables, metadata."""

from __future__ import annotations

import time

import pytest

from parsers.formats import read
from parsers.formats.elements import parse_page
from parsers.model import Grid, HtmlPlace, Paragraph, Source

HEAD = (
    "<html><head><title>某县卫健委 2023 年报告</title><meta name='PubDate' content='2024-01-15 09:00'></head>"
)


def page(body: str) -> Source:
    return read(f"{HEAD}<body>{body}</body></html>".encode())


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def grids(source: Source) -> list[Grid]:
    return [block for block in source.blocks if isinstance(block, Grid)]


def test_paragraphs_end_at_blocks_and_line_breaks() -> None:
    source = page("<div>一、<b>总体</b>情况<p>甲<br>乙</p>丙</div><script>x</script><style>y</style>")
    assert texts(source) == ["一、总体情况", "甲", "乙", "丙"]


def test_digits_above_the_line_do_not_become_the_figure_s_last() -> None:
    (grid,) = grids(
        page("<table><tr><td>甲</td><td>12<sup>2</sup> 件</td><td>3<sup>[<b>1</b>4]</sup>5</td></tr></table>")
    )
    assert [cell.text for cell in grid.cells] == ["甲", "12² 件", "3[¹⁴]5"]


def test_digits_set_by_style_stay_off_the_line_in_cells_and_in_text() -> None:
    source = page(
        "<p>收到申请12<span style='font-size:8pt; Vertical-Align : super'>3</span>件，均<sub>4</sub>答复</p>"
        "<table><tr><td>甲</td><td>12<font style='vertical-align:sub'>3</font></td><td>5<sub>6</sub></td>"
        "<td>7<span style='vertical-align:middle'>8</span></td></tr></table>"
    )
    assert texts(source) == ["收到申请12³件，均₄答复"]
    (grid,) = grids(source)
    assert [cell.text for cell in grid.cells] == ["甲", "12₃", "5₆", "78"]


@pytest.mark.parametrize("tall", ["3", "0", "99"])
def test_a_cell_ends_with_the_group_of_rows_it_stands_in(tall: str) -> None:
    """HTML's table model, 4.9.12.1: what spans too many rows of a heading takes none of the body's."""
    head = f"<thead><tr><th rowspan='{tall}'>甲</th><th>乙</th></tr><tr><th>丙</th></tr></thead>"
    (grid,) = grids(page(f"<table>{head}<tbody><tr><td>行</td><td>5</td></tr></tbody></table>"))
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells][3:] == [(2, 0, "行"), (2, 1, "5")]


def test_reading_aids_and_choices_of_a_cell_are_no_part_of_its_figure() -> None:
    aided = "<ruby>5<rp>(</rp><rt>9</rt><rp>)</rp></ruby>"
    choices = "<select><option>0</option><option>1</option></select>"
    source = page(f"<table><tr><td>甲</td><td>{aided}</td><td>{choices}</td></tr></table><p>{aided}</p>")
    (grid,) = grids(source)
    assert [cell.text for cell in grid.cells] == ["甲", "5", "0\n1"]
    assert [block.text for block in source.blocks if isinstance(block, Paragraph)] == ["5"]


@pytest.mark.parametrize("tag", ["center", "dd", "pre", "h5", "ul", "blockquote"])
def test_numbers_of_two_parts_of_a_cell_are_not_run_together(tag: str) -> None:
    (grid,) = page(
        f"<table><tr><td>甲</td><td><{tag}>3</{tag}><{tag}>4</{tag}></td></tr><tr><td>乙</td><td>5<hr>6</td></tr></table>"
    ).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["甲", "3\n4", "乙", "5\n6"]


def test_numbers_on_two_lines_of_a_cell_stay_on_two_lines() -> None:
    lines = ("3<br>4", "<p>3</p> <p>4</p>", "本年<br>新收", "第<br>2<br/><br/>\n5 次", "3<br> ")
    (grid,) = grids(page(f"<table><tr>{''.join(f'<td>{line}</td>' for line in lines)}</tr></table>"))
    assert [cell.text for cell in grid.cells] == ["3\n4", "3\n4", "本年 新收", "第 2\n5 次", "3"]


def test_a_table_of_figures_may_hold_a_small_table() -> None:
    rows = [["行", "1", "2", "3"]] * 5
    cells = [f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows]
    cells[2] = (
        "<tr><td>行</td><td><table><tr><td>7</td></tr></table></td><td>8</td>"
        "<td><table><tr><td>甲</td><td>9</td></tr></table></td></tr>"
    )
    outer, inner = grids(page(f"<table>{''.join(cells)}</table>"))
    assert [cell.text for cell in outer.rows[2]] == ["行", "7", "8", "甲 9"]
    assert [cell.text for cell in inner.cells] == ["甲", "9"]


def test_a_table_around_a_longer_table_lays_out_the_page() -> None:
    inner = f"<table>{'<tr><td>行</td><td>1</td><td>2</td><td>3</td></tr>' * 6}</table>"
    menu = "<tr><td>首页</td><td>机构</td><td>公开</td><td>互动</td></tr>" * 4
    source = page(f"<table>{menu}<tr><td colspan=4>{inner}</td></tr></table>")
    assert [len(grid.rows) for grid in grids(source)] == [6]
    assert "首页" in texts(source)


def test_a_table_becomes_an_exact_grid_with_its_spans() -> None:
    source = page(
        "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    (grid,) = grids(source)
    assert grid.exact
    assert [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells] == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "1"),
        (1, 2, 1, 1, "2"),
    ]


def test_tables_that_lay_out_the_page_are_read_as_text() -> None:
    inner = "<table><tr><td>规章</td><td>0</td></tr></table>"
    source = page(
        f"<table><tr><td>首页</td><td><table><tr><td><p>前言</p>{inner}</td></tr></table></td></tr></table>"
    )
    assert texts(source) == ["首页", "前言"]
    assert [[cell.text for cell in grid.cells] for grid in grids(source)] == [["规章", "0"]]
    article = "我委认真贯彻落实条例。" * 200
    assert texts(page(f"<table><tr><td>左栏</td><td>{article}</td></tr></table>")) == ["左栏", article]


def test_every_path_finds_just_its_element() -> None:
    body = (
        "<div><p>a</p><p>b<o:p>c</o:p></p></div><!-- x -->"
        "<div><table><thead><tr><th>甲</th><th>乙</th></tr></thead>"
        "<tr><td>1</td><td><o:p>2</o:p></td></tr></table></div><o:p><div>d</div></o:p>"
    )
    source = page(body)
    root = parse_page(f"{HEAD}<body>{body}</body></html>")
    assert root is not None
    for block in source.blocks:
        for part in block.cells if isinstance(block, Grid) else (block,):
            assert isinstance(part.place, HtmlPlace)
            found = root.xpath(part.place.path)
            assert len(found) == 1
            assert part.text in " ".join("".join(found[0].itertext()).split())


def test_a_place_names_table_row_and_column() -> None:
    source = page(
        "<table><tr><td>x</td><td>y</td></tr></table><table><tr><td rowspan=2>a</td><td>b</td></tr>"
        "<tr><td>c</td></tr></table>"
    )
    last = grids(source)[1].cells[-1].place
    assert isinstance(last, HtmlPlace)
    assert (last.table, last.row, last.column) == (1, 1, 1)
    assert last.path == "/html/body/table[2]/tr[2]/td"


def test_metadata_comes_from_title_meta_tags_and_information_tables() -> None:
    source = page(
        "<table><tr><td>索引号</td><td>0142</td><td>发布日期：</td><td>2024-01-16</td></tr></table>"
        "<p>来源：某县卫健委 发布时间：2024-01-17 08:30 浏览次数：3</p>"
    )
    assert source.metadata[:2] == (("title", "某县卫健委 2023 年报告"), ("meta:PubDate", "2024-01-15 09:00"))
    assert ("info:索引号", "0142") in source.metadata
    assert ("info:发布日期", "2024-01-16") in source.metadata
    assert ("info:来源", "某县卫健委") in source.metadata
    assert ("info:发布时间", "2024-01-17 08:30") in source.metadata


@pytest.mark.parametrize("span", ["100000", "-1", "x", "", "0", "99999999999999999999"])
@pytest.mark.parametrize("name", ["rowspan", "colspan"])
def test_hostile_spans_are_survived(name: str, span: str) -> None:
    source = page(f"<table><tr><td {name}='{span}'>规章</td><td>1</td></tr><tr><td>2</td></tr></table>")
    assert [cell.text for cell in grids(source)[0].cells][:2] == ["规章", "1"]
    if span.startswith(("1", "9")):
        assert "span-capped" in [finding.check for finding in source.findings]


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"<html>" + b" " * 500 + b"</html>\x00\x00",
        b"<!doctype html>",
        b"<table><tr><td><table><tr><td>",
        b"<html>" + b"<div>" * 20_000 + b"x",
        b"<html>" + b"<table><tr><td>" * 3_000 + b"x",
        b"<html>&#xD800;&#0;&nbsp;&unknown;<p>x",
        b"<html><p>" + bytes(range(128, 256)),
    ],
)
def test_broken_pages_never_raise(data: bytes) -> None:
    assert read(data).media_type == "text/html"


def test_a_page_of_nothing_is_told() -> None:
    checks = [finding.check for finding in read(b"<!doctype html>").findings]
    assert checks == ["unreadable-markup"]


def test_a_huge_page_is_read_in_linear_time() -> None:
    row = "<tr><td>规章</td><td>1</td><td>2</td></tr>"
    begun = time.perf_counter()
    source = page("<p>x</p>" * 30_000 + f"<table>{row * 20_000}</table>")
    assert time.perf_counter() - begun < 20
    assert "table-cut" in [finding.check for finding in source.findings]
    assert len(texts(source)) == 30_000
