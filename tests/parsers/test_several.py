"""Several reports in one document: each is read whole and alone, as if it were a document of its own."""

from __future__ import annotations

import re

import pytest

from gongkai.demo import documents
from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoReport
from parsers import parse, parse_all
from parsers.jsonform import to_json


def made(year: int, seed: int) -> DemoReport:
    return documents.report("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200", year, seed=seed)


def below(first: str, second: str) -> bytes:
    """Two pages as one, the second's body under the first's."""
    body = re.search(r"<body[^>]*>(.*)</body>", second, re.DOTALL)
    assert body is not None
    return first.replace("</body>", f"{body[1]}</body>").encode()


@pytest.mark.parametrize(("years", "seed"), [((2022, 2023), 1), ((2023, 2020), 3), ((2012, 2013), 5)])
def test_each_of_two_reports_is_read_as_if_it_stood_alone(years: tuple[int, int], seed: int) -> None:
    pages = [page(made(year, seed + at)) for at, year in enumerate(years)]
    both = parse_all(below(*pages))
    assert parse(below(*pages)) == both[0]
    assert [report.part for report in both] == ["", "#2"]
    for report, told in zip(both, pages, strict=True):
        alone = parse(told.encode())
        assert report.identity is not None and alone.identity is not None
        assert (report.identity.body, report.identity.year, report.identity.form, report.identity.title) == (
            alone.identity.body, alone.identity.year, alone.identity.form, alone.identity.title
        )  # fmt: skip
        assert [(it.code, it.value, it.state) for it in report.figures] == [
            (it.code, it.value, it.state) for it in alone.figures
        ]
        assert [(it.about, it.value) for it in report.claims] == [(it.about, it.value) for it in alone.claims]
        assert [it.heading for it in report.sections if it.number] == [
            it.heading for it in alone.sections if it.number
        ]


def test_each_names_the_others_and_has_a_path_of_its_own() -> None:
    first, second = parse_all(below(page(made(2022, 1)), page(made(2023, 2))))
    for report, other in ((first, second), (second, first)):
        (finding,) = [finding for finding in report.findings if finding.check == "several-reports"]
        assert other.identity is not None and f"“{other.identity.title}”" in finding.message
        assert (finding.severity, finding.actual) == ("info", 2)
    assert to_json(first, "a.html", "0")["document"]["path"] == "a.html"
    assert to_json(second, "a.html", "0")["document"]["path"] == "a.html#2"


def test_a_report_between_two_prints_of_another_holds_its_own_figures_only() -> None:
    first, second = page(made(2022, 1)), page(made(2023, 2))
    middle = parse_all(below(below(first, second).decode(), first))
    assert [report.identity and report.identity.year for report in middle] == [2022, 2023]
    assert [it.value for it in middle[1].figures] == [it.value for it in parse(second.encode()).figures]


def plain(title: str, above: str = "", signed: str = "") -> str:
    """A report of the years before the tables, its title and the line above it as given."""
    text = "".join(
        f"<p>{numeral}、{heading}</p><p>本局认真贯彻条例，按照要求推进各项工作，及时公开信息，方便群众查阅和监督。</p>"
        for numeral, heading in zip("一二三四", ("概述", "主动公开政府信息的情况", "依申请公开政府信息的情况",
                                                 "存在的不足及改进措施"), strict=True)
    )  # fmt: skip
    return f"<p>{above}</p><p>{title}</p>{text}<p>{signed}</p>"


def test_a_page_of_the_newest_title_dates_and_names_no_report_further_down() -> None:
    """The page's title, its day and the guess at its day are those of the report on top, if of any."""
    name = "大武口区卫生健康局"
    head = (
        f'<meta name="ArticleTitle" content="{name}2012年政府信息公开工作年度报告">'
        '<meta name="PubDate" content="2013-01-20">'
    )
    top = plain(f"{name}2012年政府信息公开工作年度报告")
    lower = plain("2011年政府信息公开工作年度报告", above=name, signed="2012年1月9日")
    reports = parse_all(f"<html><head>{head}</head><body>{top}{lower}</body></html>".encode())
    told = [report.identity for report in reports if report.identity]
    assert [(it.body, it.year, str(it.published)) for it in told] == [
        (name, 2012, "2013-01-20"), (name, 2011, "2012-01-09")
    ]  # fmt: skip
    undated = plain("2011年政府信息公开工作年度报告", above=name)
    second = parse_all(f"<html><head>{head}</head><body>{top}{undated}</body></html>".encode())[1]
    assert second.identity is not None and second.identity.published is None


def test_titles_without_a_report_below_them_are_no_further_reports() -> None:
    links = "".join(f"<p>某某县卫生健康局{year}年政府信息公开工作年度报告</p>" for year in (2020, 2021))
    text = page(made(2023, 7))
    for document in (
        text.replace("</body>", f"{links}</body>"),
        re.sub("(<body[^>]*>)", rf"\1{links}", text),
    ):
        (report,) = parse_all(document.encode())
        assert "several-reports" not in {finding.check for finding in report.findings}
        assert report.figures and report.identity is not None


def test_a_cover_with_a_table_of_contents_is_no_report_of_its_own() -> None:
    contents = "".join(f"<p>{part}</p>" for part in ("一、总体情况", "二、主动公开政府信息情况",
                       "三、收到和处理政府信息公开申请情况", "五、存在的主要问题及改进情况"))  # fmt: skip
    text = re.sub("(<body[^>]*>)", rf"\1<p>2023年度政府信息公开工作报告</p>{contents}", page(made(2023, 7)))
    (report,) = parse_all(text.encode())
    assert [it.value for it in report.figures] == [
        it.value for it in parse(page(made(2023, 7)).encode()).figures
    ]


def test_one_report_shown_twice_is_one() -> None:
    text = page(made(2023, 7))
    (report,) = parse_all(below(text, text))
    assert "several-reports" not in {finding.check for finding in report.findings}
