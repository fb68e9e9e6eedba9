"""Tables of a PDF that have no lines, only painted cells; painted words are no table."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.formats.pdf import read_pdf
from parsers.model import PagePlace
from tests.parsers.test_pdf import HEIGHT, grids, paragraphs, rows_of, table, text, written

HEAD = ["信息内容", "本年制发件数", "现行有效件数"]
ROWS = [HEAD, ["规章", "0", "3"], ["行政规范性文件", "12", "40"]]


def painted(left: float, top: float, right: float, bottom: float) -> str:
    return f"0.9 g {left} {HEIGHT - bottom} {right - left} {bottom - top} re f 0 g\n"


def shaded(rows: Sequence[Sequence[str]], top: float) -> str:
    """Cells 100 pt wide and 20 pt high, painted, with 2 pt of paper between them."""
    drawn = ""
    for number, row in enumerate(rows):
        y = top + 20 * number
        for column, word in enumerate(row):
            x = 50 + 100 * column
            drawn += painted(x, y, x + 98, y + 18) + text(x + 4, y + 13, word)
    return drawn


def test_painted_cells_are_a_table() -> None:
    (grid,) = grids(read_pdf(written([text(50, 60, "二、主动公开") + shaded(ROWS, 100)])))
    assert grid.exact
    assert rows_of(grid) == ROWS
    place = grid.rows[2][2].place
    assert isinstance(place, PagePlace)
    assert place.box[0] <= 254 and place.box[2] >= 330


def test_a_ground_under_the_cells_is_no_cell() -> None:
    (grid,) = grids(read_pdf(written([painted(30, 80, 400, 400) + shaded(ROWS, 100)])))
    assert rows_of(grid) == ROWS


def test_painted_cells_of_a_ruled_table_change_nothing() -> None:
    drawn = painted(51, 101, 209, 119) + painted(51, 121, 209, 139) + table(ROWS, 100)
    (grid,) = grids(read_pdf(written([drawn])))
    assert rows_of(grid) == ROWS


def test_painted_lines_and_words_of_running_text_stay_text() -> None:
    words = ["本机关按照条例的要求", "认真做好各项公开工作", "全年公开信息一百条", "未收取任何费用"]
    lines = "".join(
        painted(50, 100 + 20 * at, 250, 120 + 20 * at) + text(50, 114 + 20 * at, word)
        for at, word in enumerate(words)
    )
    ragged = "".join(
        painted(50, 300 + 20 * at, 120 + 17 * at, 320 + 20 * at)
        + painted(120 + 17 * at, 300 + 20 * at, 250, 320 + 20 * at)
        + text(50, 314 + 20 * at, word)
        for at, word in enumerate(words)
    )
    source = read_pdf(written([lines + ragged]))
    assert grids(source) == []
    assert "".join(paragraphs(source)) == "".join(words * 2)


def test_a_painted_table_goes_on_over_the_page() -> None:
    more = [HEAD, ["其他文件", "7", "9"]]
    (grid,) = grids(read_pdf(written([text(50, 80, "二、主动公开") + shaded(ROWS, 740), shaded(more, 60)])))
    assert rows_of(grid) == [*ROWS, more[1]]
