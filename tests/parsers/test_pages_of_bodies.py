"""Whose report a page is and for which year, as titles really are; and pages that are no reports at all."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import parse
from parsers.model import Report
from tests.parsers.web_page import ADDRESS, TITLE, article, checks, page, proactive, requests, table


def shown(
    text: str, title: str = TITLE, source: str = "南华县卫生健康局", published: str = "2024-01-18"
) -> Report:
    return parse(page(text, title, source=source, published=published).encode(), ADDRESS, "text/html")


@pytest.mark.parametrize(
    ("title", "year", "doubts"),
    [
        ("南华县卫生健康局二○二三年度政府信息公开工作年度报告", 2023, set()),
        ("南华县卫生健康局政府信息公开工作年度报告（2023年度）", 2023, set()),
        ("政府信息公开年报", 2023, {"year-from-text"}),
        ("南华县卫生健康局2023年政府信息公开“成绩单”", 2023, set()),
        ("我局2023年政府信息公开工作年度报告", 2023, set()),
        ("2023年县卫生健康局政府信息公开工作年度报告", 2023, set()),
        ("南华县卫生健康局2023—2024年政府信息公开工作年度报告", 2023, {"year-witnesses"}),
        ("关于公布南华县卫生健康局2023年政府信息公开工作年度报告的公告", 2023, set()),
    ],
)
def test_titles_as_bodies_write_them(title: str, year: int, doubts: set[str]) -> None:
    report = shown(article(), title)
    assert report.identity is not None
    assert (report.identity.body, report.identity.division_code) == ("南华县卫生健康局", "532324")
    assert report.identity.year == year
    assert checks(report) == doubts


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("第八师石河子市卫生健康委员会", "659001"),
        ("鄂伦春自治旗卫生健康委员会", "150723"),
        ("三沙市教育卫生健康局", "460300"),
        ("三亚市海棠区卫生健康和医疗保障局", "460202"),
    ],
)
def test_bodies_of_the_corps_and_bodies_with_other_duties(body: str, code: str) -> None:
    report = shown(article(), TITLE.replace("南华县卫生健康局", body), source=body)
    assert report.identity is not None
    assert (report.identity.body, report.identity.division_code) == (body, code)


def blank(_: int) -> str:
    return ""


PROSE = "<p>坚持依法行政，推进各项工作。全年办理行政处罚128件，群众满意度明显提高。</p>" * 12
NO_REPORTS = {
    "guide": (
        "南华县卫生健康局政府信息公开指南",
        "<p>一、主动公开</p><p>二、依申请公开</p>" + PROSE,
        "other-document",
    ),
    "notice with the empty form": (
        "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        article(table(proactive(blank, fees="")), table(requests(blank)), print_=blank),
        "other-document",
    ),
    "work of the year": (
        "南华县卫生健康局2023年工作总结",
        "<p>一、工作开展情况</p>" + PROSE,
        "other-document",
    ),
    "rule of law": (
        "南华县卫生健康局2023年法治政府建设年度报告",
        f"<p>一、工作开展情况</p>{PROSE}<p>二、存在的问题</p>{PROSE}<p>三、其他需要报告的事项</p>{PROSE}",
        "other-document",
    ),
    "told in a picture": ("一图读懂：" + TITLE, '<p><img src="./W020240120.jpg"></p>', "other-document"),
    "gone": ("404 Not Found", "<p>您访问的页面不存在或已删除！</p>", "no-report"),
    "attachment alone": (TITLE, '<p>附件：<a href="P0.pdf">年度报告.pdf</a></p>', "no-report"),
    "frame alone": (
        TITLE,
        '<iframe src="/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023"></iframe>',
        "no-report",
    ),
    "news beside a list": (
        "县卫生健康局召开2023年度工作会议",
        f"<ul><li>县政府信息公开年报</li><li>{TITLE}</li></ul>{PROSE}",
        "no-report",
    ),
    "the empty form": (
        "附件：政府信息公开工作年度报告表",
        article(table(proactive(blank, fees="")), table(requests(blank)), print_=blank).replace(
            "2023年", "XX年"
        ),
        "blank-form",
    ),
    "list": (
        "政府信息公开年报",
        "".join(
            f"<li><a>南华县卫生健康局{year}年政府信息公开工作年度报告</a></li>" for year in range(2015, 2024)
        ),
        "list-page",
    ),
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_pages_beside_reports_are_no_reports(name: str) -> None:
    title, text, why = NO_REPORTS[name]
    report = shown(text, title)
    assert report.identity is None
    assert why in checks(report)


def listed(*titles: str) -> str:
    return f"<ul>{''.join(f'<li><a>{title}</a></li>' for title in titles)}</ul>"


OTHERS = ("南华县教育体育局2023年政府信息公开工作年度报告", "南华县民政局2022年政府信息公开工作年度报告")
YEARS = tuple(f"南华县卫生健康局{year}年政府信息公开工作年度报告" for year in (2024, 2023, 2022))


@pytest.mark.parametrize("above", [OTHERS, YEARS])
@pytest.mark.parametrize("title", [TITLE, "政府信息公开年报"])
def test_the_reports_listed_above_a_report_are_others(above: tuple[str, ...], title: str) -> None:
    report = shown(f"{listed(*above)}<h2>{TITLE}</h2>{article()}", title)
    assert report.identity is not None
    assert (report.identity.body, report.identity.year) == ("南华县卫生健康局", 2023)
    assert "year-witnesses" not in checks(report)


def test_a_period_in_points_and_a_year_on_a_line_of_its_own() -> None:
    text = article().replace("自2023年1月1日起至2023年12月31日止", "为2023.1.1—2023.12.31")
    report = shown(f"<p>南华县卫生健康局政府信息公开工作年度报告</p><p>（2023年度）</p>{text}", "年度报告")
    assert report.identity is not None
    assert report.identity.title == "南华县卫生健康局政府信息公开工作年度报告（2023年度）"
    assert report.identity.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert report.identity.year == 2023


@pytest.mark.parametrize("said", ["1970-01-01 08:00:00", "2023-06-01"])
def test_no_report_is_published_before_its_year_is_over(said: str) -> None:
    report = shown(article(after="<p>2024年1月16日</p>"), published=said)
    assert report.identity is not None
    assert report.identity.published == date(2024, 1, 16)


SHORT = (
    "<p>一、主动公开情况：主动公开信息32条。二、依申请公开情况：无。三、收费情况：无。"
    "四、复议诉讼情况：无。五、存在问题：更新不及时。</p>"
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("南华县卫生局2010年度政府信息公开年度报告", SHORT),
        ("南华县卫生局2010年政府信息公开工作情况", PROSE),
    ],
)
def test_short_reports_and_reports_without_the_word(title: str, text: str) -> None:
    report = shown(text, title, source="南华县卫生局", published="2011-03-01")
    assert report.identity is not None
    assert (report.identity.body, report.identity.year, report.identity.form) == (
        "南华县卫生局",
        2010,
        "2008",
    )


@pytest.mark.parametrize(
    "line",
    [
        "<span>作者：南华县卫健局</span><span>日期：2024年01月18日</span><span>点击：[0]</span>",
        "【信息时间：2024/1/18 &nbsp; 阅读次数：<span>35</span>】【<a>打印</a>】",
        "<p>信息来源：县卫健局 时间：2024-01-18 10:10</p>",
    ],
)
def test_the_day_beside_the_title_is_that_of_publication(line: str) -> None:
    body = f"<h3>{TITLE}</h3><div>{line}</div>{article()}"
    report = parse(f"<html><title>年报</title><body>{body}</body></html>".encode(), ADDRESS, "text/html")
    assert report.identity is not None
    assert report.identity.published == date(2024, 1, 18)
    assert "published-guessed" not in checks(report)
