"""Recognised figures: what doubt makes of their confidence, and which the finding names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from gongkai.demo.documents import report
from gongkai.demo.html_page import page
from parsers.formats import read
from parsers.model import Cell, Confidence, Figure, Finding, Grid, Source
from parsers.tables import figures

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
FIGURES = {figure.code: figure for figure in figures(read(page(TOLD).encode()))[1]}
SUMMED = next(
    code
    for code, figure in FIGURES.items()
    if code.startswith("requests.granted.") and figure.value and not code.endswith("total")
)
"""A figure of section 3, which stands in sums across and down."""
ALONE = next(code for code, figure in FIGURES.items() if code.startswith("proactive.") and figure.value)
"""A figure that stands in no sum."""


def recognised(doubts: Mapping[str, float], texts: Mapping[str, str] | None = None) -> Source:
    """The report as recognition would give it: no doubt in any cell but those named by code."""
    by_place = {FIGURES[code].where: code for code in FIGURES}
    source = read(page(TOLD).encode())

    def seen(cell: Cell) -> Cell:
        code = by_place.get(cell.place, "")
        return replace(cell, doubt=doubts.get(code, 0.0), text=(texts or {}).get(code, cell.text))

    blocks = (
        replace(block, cells=tuple(seen(cell) for cell in block.cells)) if isinstance(block, Grid) else block
        for block in source.blocks
    )
    return replace(source, blocks=tuple(blocks))


def taken(source: Source) -> tuple[dict[str, Figure], list[Finding]]:
    _, found, findings = figures(source)
    return {figure.code: figure for figure in found}, [f for f in findings if f.check.startswith("ocr-")]


@pytest.mark.parametrize(
    ("code", "doubt", "confidence", "check"),
    [
        (ALONE, 0.02, "stated", None),
        (ALONE, 0.1, "inferred", None),
        (ALONE, 0.5, "ambiguous", "ocr-doubtful"),
        (SUMMED, 0.02, "stated", None),
        (SUMMED, 0.1, "stated", None),
        (SUMMED, 0.2, "inferred", None),
        (SUMMED, 0.5, "inferred", "ocr-confirmed"),
    ],
)
def test_doubt_and_sums_decide_the_confidence(
    code: str, doubt: float, confidence: Confidence, check: str | None
) -> None:
    read_back, findings = taken(recognised({code: doubt}))
    assert read_back[code].confidence == confidence
    assert read_back[code].value == FIGURES[code].value
    assert [(finding.check, finding.cells) for finding in findings] == ([(check, (code,))] if check else [])


def test_a_doubtful_figure_is_open_where_its_sum_fails() -> None:
    wrong = {SUMMED: str(int(str(FIGURES[SUMMED].value)) + 3)}
    read_back, findings = taken(recognised({SUMMED: 0.5}, wrong))
    assert read_back[SUMMED].confidence == "ambiguous"
    assert [(finding.check, finding.cells) for finding in findings] == [("ocr-doubtful", (SUMMED,))]


def test_a_recognised_blank_is_never_stated() -> None:
    read_back, findings = taken(recognised({}, {ALONE: ""}))
    assert (read_back[ALONE].state, read_back[ALONE].confidence) == ("blank", "inferred")
    assert findings == []


def test_a_table_that_was_not_recognised_keeps_its_confidence() -> None:
    read_back, findings = taken(read(page(TOLD).encode()))
    assert {figure.confidence for figure in read_back.values()} == {"stated"}
    assert findings == []
