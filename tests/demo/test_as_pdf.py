"""Reports written as PDF: every figure can be read again, and another reader finds the file sound."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from gongkai.demo.as_pdf import pdf
from gongkai.demo.documents import report
from gongkai.demo.truth import DemoReport
from parsers import parse


def made(year: int) -> DemoReport:
    """A report of the form of its year."""
    return report("刚察县卫生健康局", "county", "青海", "632224", year, seed=3)


@pytest.mark.parametrize("year", [2016, 2019, 2024])
def test_every_figure_is_read_again(year: int) -> None:
    truth = made(year)
    read = parse(pdf(truth))
    assert read.identity is not None and read.identity.year == year
    assert {figure.code: figure.value for figure in read.figures} == {
        code: figure.value for code, figure in truth.figures.items()
    }
    assert not read.findings


def test_another_reader_finds_nothing_wrong() -> None:
    with pikepdf.open(BytesIO(pdf(made(2024)))) as file:
        assert file.check_pdf_syntax() == []
        assert len(file.pages) > 1


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf(made(2024)) == pdf(made(2024))
