"""Patterns on text that repeats what they look for: a line of dashes, a word a hundred times over.

Each took minutes, or longer than anyone would wait, where a repetition stood inside a repetition.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from parsers.bodies import title_body
from parsers.days import period
from parsers.identity import identify
from parsers.labels import clean
from parsers.model import Cell, Grid, Paragraph, Source, TextPlace
from parsers.narrative import claims
from parsers.rows import table_rows

SECONDS = 2.0


def signed(text: str, rows: int) -> Source:
    place = TextPlace(1, 1, len(text))
    cells = [Cell(at, 0, text, place) for at in range(rows)]
    return Source("text/html", (Grid((Cell(0, 1, "统计指标", place), *cells), True),))


def source(text: str, *metadata: tuple[str, str]) -> Source:
    place = TextPlace(1, 1, len(text))
    return Source("text/html", (Paragraph(text, place),), metadata=metadata)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: period(source("发布时间：2022-01-20" + "-" * 60 + "x")), id="a rule of dashes"),
        pytest.param(lambda: title_body("某县卫生局" + "年度" * 30 + "工作"), id="a title's filler"),
        pytest.param(lambda: claims(source("行政事业性收费" + "共计" * 400), "2021"), id="a fee's filler"),
        pytest.param(lambda: clean("[bookmark" * 20_000), id="open bookmarks"),
        pytest.param(
            lambda: identify(source("一、总体情况", ("title", "公布公开年报" * 300 + "预算")), "2021"),
            id="a title without end",
        ),
        pytest.param(lambda: table_rows(signed("填表" + "人员" * 21 + "一", 40)), id="who signs"),
    ],
)
def test_repetition_costs_no_more_than_its_length(ask: Callable[[], object]) -> None:
    begun = time.process_time()
    ask()
    assert time.process_time() - begun < SECONDS
