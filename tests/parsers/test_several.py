"""Several reports in one document: the first is read whole and alone, the others are named."""

from __future__ import annotations

import re

import pytest

from gongkai.demo import documents
from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoReport
from parsers import parse


def made(year: int, seed: int) -> DemoReport:
    return documents.report("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200", year, seed=seed)


def below(first: str, second: str) -> bytes:
    """Two pages as one, the second's body under the first's."""
    body = re.search(r"<body[^>]*>(.*)</body>", second, re.DOTALL)
    assert body is not None
    return first.replace("</body>", f"{body[1]}</body>").encode()


@pytest.mark.parametrize(("years", "seed"), [((2022, 2023), 1), ((2023, 2020), 3), ((2012, 2013), 5)])
def test_the_first_of_two_reports_is_read_as_if_it_stood_alone(years: tuple[int, int], seed: int) -> None:
    first, second = (made(year, seed + at) for at, year in enumerate(years))
    both = parse(below(page(first), page(second)))
    alone = parse(page(first).encode())
    assert both.identity is not None and alone.identity is not None
    assert (both.identity.year, both.identity.form) == (alone.identity.year, alone.identity.form)
    assert both.figures == alone.figures and both.claims == alone.claims
    (finding,) = [finding for finding in both.findings if finding.check == "several-reports"]
    assert f"未读取“{second.title}”" in finding.message and finding.actual == 2


def test_titles_without_a_report_below_them_are_no_further_reports() -> None:
    links = "".join(f"<p>某某县卫生健康局{year}年政府信息公开工作年度报告</p>" for year in (2020, 2021))
    text = page(made(2023, 7))
    for document in (
        text.replace("</body>", f"{links}</body>"),
        re.sub("(<body[^>]*>)", rf"\1{links}", text),
    ):
        report = parse(document.encode())
        assert "several-reports" not in {finding.check for finding in report.findings}
        assert report.figures and report.identity is not None


def test_one_report_shown_twice_is_one() -> None:
    text = page(made(2023, 7))
    assert "several-reports" not in {finding.check for finding in parse(below(text, text)).findings}
