"""Digits of a web page that no reader sees, by colour, size or place: left out and told; others are read."""

from __future__ import annotations

import time

import pytest

from parsers.formats.html import read as read_page
from parsers.model import Grid
from tests.parsers.web_page import article, checks, faults, page, read, requests, table

RULES = """<style><!-- /* Font Definitions */
@media print{td .ink{color:#fff}} /* of a sheet */ .xl65{color:white}
.xl66{color:#FFFFFF;background:#1F4E79}
span.far{position:absolute;left:-999em} .ghost{opacity:0} .dark td{background-color:navy}
td.night, .dusk{background:#123 url(dusk.png)} a:hover{background:#003} -->
</style>"""


@pytest.mark.parametrize(
    "junk",
    [
        '<span style="color:#fff">84</span>',
        '<span style="COLOR: White">84件</span>',
        '<font color="#FFFFFF">84</font>',
        '<span style="color:rgb(255, 255, 255)"><b>84</b></span>',
        '<span style="color:#fefefe;font-size:12px">84</span>',
        '<span style="color:transparent">84</span>',
        '<span style="color:#c00;background-color:#c00">84</span>',
        '<span class="xl65">84</span>',
        '<span style="font-size:0px"><b>84</b></span>',
        '<span style="font-size:1px;line-height:1px">84</span>',
        '<span style="visibility:hidden"><i>84</i></span>',
        '<span style="text-decoration:line-through"><b>84</b></span>',
        '<span style="opacity:0">84</span>',
        '<span style="opacity: 0.0;"><b>84</b></span>',
        '<span class="ghost">84</span>',
        '<span style="position:absolute; left:-9999px">84</span>',
        '<span class="far">84</span>',
        '<span style="display:inline-block;text-indent:-9999px">84</span>',
        '<p style="text-indent:-999em">84</p>',
        '<span style="position:absolute;clip:rect(0 0 0 0)">84</span>',
        '<span style="position:absolute;clip: rect(1px, 1px, 1px, 1px)">84</span>',
        '<span style="clip-path:inset(50%)">84</span>',
        '<div style="height:0;overflow:hidden">84</div>',
    ],
)
def test_digits_without_ink_size_or_place_are_no_part_of_a_figure(junk: str) -> None:
    report = read(RULES + article(print_=lambda value: f'{junk}<b class="ink">{value}</b>'))
    assert faults(report) == []
    assert checks(report) == {"text-unseen"}


@pytest.mark.parametrize(
    "shown",
    [
        '<span style="background:#036;color:#fff">{}</span>',
        '<span class="xl66">{}</span>',
        '<span style="color:#fff"><span style="color:#000">{}</span></span>',
        '<span style="color:#fff"><font color="red">{}</font></span>',
        '<span style="font-size:0"><span style="font-size:14px">{}</span></span>',
        '<span style="visibility:hidden"><span style="visibility:visible">{}</span></span>',
        '<div style="font-size:0"><span class="of-the-site">{}</span></div>',
        '<span style="text-line-through:none">{}</span>',
        '<span style="opacity:0.9">{}</span>',
        '<span style="text-indent:-9999px">{}</span>',
        '<p style="text-indent:-21.0pt;margin-left:21.0pt">{}</p>',
        '<span style="left:-9999px">{}</span>',
        '<span style="font-size:1em">{}</span>',
        '<span style="color:#fff;background:linear-gradient(90deg,#036,#069)">{}</span>',
        '<span style="color:#000;background:#fff">{}</span>',
    ],
)
def test_what_is_seen_all_the_same_is_read(shown: str) -> None:
    report = read(RULES + article(print_=lambda value: shown.replace("{}", str(value))))
    assert faults(report) == []
    assert checks(report) == set()


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('<table style="background:#1e50a2">', "</table>"),
        ('<table bgcolor="#000080">', "</table>"),
        ('<table class="dark">', "</table>"),
        ('<div style="background-color:black"><table>', "</table></div>"),
        ('<div class="dusk"><table>', "</table></div>"),
    ],
)
def test_white_figures_on_a_dark_ground_are_read(begin: str, end: str) -> None:
    white = table(requests(), ' style="color:#fff"')
    dark = begin + white.removeprefix('<table border="1" cellspacing="0">').removesuffix("</table>") + end
    report = read(RULES + article(three=dark))
    assert faults(report) == []
    assert checks(report) == set()


@pytest.mark.parametrize("begin", ['<table style="color:#fff">', '<table class="blue">'])
def test_a_table_all_in_white_stands_on_what_the_site_paints(begin: str) -> None:
    style = "" if "color" in begin else ' style="color:white"'
    white = table(requests(), style).removeprefix('<table border="1" cellspacing="0">')
    report = read(RULES + article(three=begin + white))
    assert faults(report) == []
    assert checks(report) == set()


def cells_of(markup: str) -> list[str]:
    (grid,) = [block for block in read_page(page(RULES + markup).encode()).blocks if isinstance(block, Grid)]
    return [cell.text for cell in grid.cells]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ('<td style="color:#fff">9</td><td>5</td>', ["", "5"]),
        ('<td class="xl65">9</td><td>5</td>', ["", "5"]),
        ('<td style="color:#fff">9<span style="color:#000">5</span></td><td>3</td>', ["5", "3"]),
        ('<td style="visibility:hidden">9</td><td>5</td>', ["", "5"]),
        ('<td style="font-size:0"></td><td>5</td>', ["", "5"]),
        ('<td style="display:none">9</td><td>5</td>', ["5"]),
        ('<td bgcolor="#ffffff" style="color:#ffffff">9</td><td>5</td>', ["", "5"]),
        ('<td style="color:#fff">总计</td><td>5</td>', ["总计", "5"]),
    ],
)
def test_a_cell_without_ink_keeps_its_room(row: str, shown: list[str]) -> None:
    assert cells_of(f"<table><tr><td>甲</td>{row}</tr><tr><td>乙</td><td>1</td><td>2</td></tr></table>") == [
        "甲", *shown, "乙", "1", "2",
    ]  # fmt: skip


def test_the_figures_of_a_struck_out_row_are_told() -> None:
    rows = '<tr style="text-decoration:line-through"><td>乙</td><td>9</td></tr>'
    source = read_page(page(f"<table><tr><td>甲</td><td>5</td></tr>{rows}</table>").encode())
    assert [finding.actual for finding in source.findings if finding.check == "text-unseen"] == [1]


def test_a_row_in_white_on_white_is_left_out() -> None:
    rows = '<tr style="color:#fff"><td>乙</td><td>9</td></tr>'
    assert cells_of(f"<table><tr><td>甲</td><td>5</td></tr>{rows}</table>") == ["甲", "5", "乙", ""]


def test_black_figures_whose_site_paints_the_cells_are_read() -> None:
    """Old pages draw a table's lines as the black ground that shows between its white cells."""
    markup = (
        '<table bgcolor="#000000" cellspacing="1"><tr class="row"><td>甲</td><td><span style="color:#000">5'
    )
    assert cells_of(markup + "</span></td></tr></table>") == ["甲", "5"]


def test_the_finding_counts_what_is_not_seen() -> None:
    three = '<table><tr><td style="color:#fff">9</td><td>5</td></tr></table>'
    (finding,) = [one for one in read(article(three=three)).findings if one.check == "text-unseen"]
    assert finding.actual == 1


SHEET = "<style>{}</style><table><tr><td>甲</td><td>5</td></tr></table>"
INLINE = '<table><tr><td>甲</td><td><span style="color:#fff;{}">5</span></td></tr></table>'


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(SHEET.replace("{}", "a" * 100_000), id="no braces"),
        pytest.param(SHEET.replace("{}", "@media " * 20_000), id="media without end"),
        pytest.param(SHEET.replace("{}", "/*" * 50_000), id="comments without end"),
        pytest.param(INLINE.replace("{}", f"background:{'a(' * 50_000}"), id="open brackets"),
        pytest.param(INLINE.replace("5<", f"1{', ' * 50_000}xyz<"), id="commas"),
    ],
)
def test_repetition_costs_no_more_than_its_length(markup: str) -> None:
    begun = time.process_time()
    read_page(markup.encode())
    assert time.process_time() - begun < 2.0
