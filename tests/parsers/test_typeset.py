"""Characters put back into lines: the quick way of most cells says what the slow way of all says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from parsers.formats.lattice import POINTS, Rule, lattices
from parsers.formats.typeset import Glyph, Line, lines_in_order, printed_lines, whole


def set_at(text: str, left: float, top: float, size: float = 10.0) -> list[Glyph]:
    """Text set from a point on, each character as wide as it is high."""
    return [
        Glyph(letter, left + size * at, top, left + size * (at + 1), top + size)
        for at, letter in enumerate(text)
    ]


def slowly(glyphs: list[Glyph]) -> list[Line]:
    """The lines of whichever characters; a space at its end keeps a line from being told in order."""
    rows = printed_lines(glyphs)
    return [line for row in rows if (line := whole([*row, row[-1]._replace(text=" ")])) is not None]


def test_wrapped_text_is_told_in_order() -> None:
    glyphs = [*set_at("政府信息", 50, 100), *set_at("公开", 50, 115)]
    lines = lines_in_order(glyphs)
    assert lines is not None
    assert [(line.text, line.box, line.size) for line in lines] == [
        ("政府信息", (50, 100, 90, 110), 10),
        ("公开", (50, 115, 70, 125), 10),
    ]


@pytest.mark.parametrize(
    "glyphs",
    [
        pytest.param([*set_at("12", 50, 100), *set_at("3", 75, 100)], id="a gap"),
        pytest.param([*set_at("12", 50, 100), *set_at("2", 61, 100)], id="printed twice"),
        pytest.param([*set_at("12", 50, 100), *set_at("3", 70, 95, 5)], id="a note"),
        pytest.param([*set_at("下", 50, 115), *set_at("上", 50, 100)], id="not in order"),
        pytest.param([*set_at("一 二", 50, 100)], id="a space"),
        pytest.param([*set_at("一二", 50, 100), *set_at("三", 50, 106)], id="lines that overlap"),
    ],
)
def test_anything_else_is_left_to_the_slow_way(glyphs: list[Glyph]) -> None:
    assert lines_in_order(glyphs) is None


LETTERS = some.builds(
    lambda text, left, top, wide, high: Glyph(text, left, top, left + wide, top + high),
    some.sampled_from("1234一二（）. "),
    some.sampled_from([50.0, 50.5, 52.0, 60.0, 60.2, 64.0, 70.0, 70.1, 80.0]),
    some.sampled_from([100.0, 100.4, 102.0, 104.0, 108.5, 110.0, 112.0, 115.0, 130.0]),
    some.sampled_from([0.0, 2.0, 5.0, 10.0, 10.4]),
    some.sampled_from([0.0, 3.0, 7.0, 9.6, 10.0, 12.0]),
)


@settings(max_examples=500, deadline=None)
@given(some.lists(LETTERS, min_size=1, max_size=7))
def test_what_is_told_in_order_is_what_the_slow_way_tells(glyphs: list[Glyph]) -> None:
    lines = lines_in_order(glyphs)
    assert lines is None or lines == slowly(glyphs)


def test_a_table_of_one_column_keeps_its_rows() -> None:
    level = [Rule(False, at, 50, 150) for at in (100, 120, 140, 160)]
    (table,) = lattices([*level, Rule(True, 50, 100, 160), Rule(True, 150, 100, 160)], POINTS)
    assert [(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells] == [
        (0, 0, 1, 1),
        (1, 0, 1, 1),
        (2, 0, 1, 1),
    ]
