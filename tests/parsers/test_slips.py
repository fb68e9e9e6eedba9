"""Titles, periods and days with a slip in them, or that look like what they are not."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.checks import check
from parsers.days import period, title_year
from parsers.identity import identify
from parsers.model import Finding, Identity, Paragraph, Source, TextPlace
from tests.parsers.form_tables import disputes_table, proactive_2021, requests_table, source

TITLE = "获嘉县卫生健康委员会2021年政府信息公开工作年度报告"
SECTIONS = (
    "一、总体情况",
    "2021年，我委认真贯彻《中华人民共和国政府信息公开条例》，及时公开各类信息，办理群众申请。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def identified(
    title: str = TITLE, *, said: str = "", tail: tuple[str, ...] = (), published: str = ""
) -> tuple[Identity, set[str]]:
    texts = (title, *([said] if said else []), *SECTIONS, *tail)
    blocks = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate(texts, start=1))
    metadata = (("meta:PubDate", published),) if published else ()
    identity, findings = identify(Source("text/plain", blocks, metadata=metadata), "2021")
    assert identity is not None, findings
    every: tuple[Finding, ...] = (*findings, *check(identity, (), ()))
    return identity, {finding.check for finding in every}


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("获嘉县卫健委政府信息公开工作年度报告（2022年1月）", None),
        ("获嘉县卫健委政府信息公开工作年度报告（2022年1月20日）", None),
        ("获嘉县卫健委政府信息公开工作年度报告（2022-01-20）", None),
        ("2022年1月20日获嘉县卫健委2021年政府信息公开工作年度报告", 2021),
        ("获嘉县卫健委2021年1月至12月政府信息公开工作报告", 2021),
        ("获嘉县卫健委2021年1-12月政府信息公开工作报告", 2021),
        ("获嘉县卫健委2021.1.1-2021.12.31政府信息公开工作报告", 2021),
    ],
)
def test_a_day_or_month_in_a_title_is_not_its_year(title: str, year: int | None) -> None:
    assert title_year(title) == year


def test_a_title_with_the_month_of_printing_leaves_the_year_to_the_text() -> None:
    identity, checks = identified("获嘉县卫健委政府信息公开工作年度报告（2022年1月）")
    assert identity.year == 2021
    assert "year-from-text" in checks


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("统计期限自2021年1月1日至2020年12月31日止。", (date(2021, 1, 1), date(2020, 12, 31))),
        ("统计期限自2020年1月1日至2021年12月31日止。", (date(2020, 1, 1), date(2021, 12, 31))),
    ],
)
def test_a_period_that_no_year_can_be_is_told(said: str, span: tuple[date, date]) -> None:
    identity, checks = identified(said=said)
    assert (identity.year, identity.period) == (2021, span)
    assert "period-of-another-year" in checks
    assert "year-witnesses" not in checks


def test_a_slip_gives_way_to_a_period_further_on() -> None:
    texts = ("统计期限自2021年1月1日至2020年12月31日。", "统计期限自2021年1月1日至2021年12月31日。")
    blocks = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate(texts, start=1))
    assert period(Source("text/plain", blocks)) == (date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("published", "tail"), [("2019-05-10", ()), ("", ("获嘉县卫生健康委员会", "2021年1月20日"))]
)
def test_a_day_before_the_year_was_over_is_no_publication(published: str, tail: tuple[str, ...]) -> None:
    identity, checks = identified(published=published, tail=tail)
    assert identity.published is None
    assert "published-early" in checks


def test_a_page_s_early_day_gives_way_to_the_signature_without_a_word() -> None:
    identity, checks = identified(published="2019-05-10", tail=("获嘉县卫生健康委员会", "2022年1月20日"))
    assert identity.published == date(2022, 1, 20)
    assert "published-early" not in checks


def test_the_end_of_a_period_is_no_signature() -> None:
    identity, _ = identified(tail=("统计数据起止日期：2021年1月1日至2021年12月31日",))
    assert identity.published is None


@pytest.mark.parametrize(
    ("name", "body", "level"),
    [
        ("国家疾控局", "国家疾病预防控制局", "national"),
        ("国家中医药管理局", "国家中医药管理局", "national"),
        ("获嘉县疾控局", "获嘉县疾病预防控制局", "county"),
        ("湖南省卫生健康委员会中医药管理局", "湖南省卫生健康委员会", "province"),
        ("获嘉县卫健委-", "获嘉县卫生健康委员会", "county"),
        ("【获嘉县卫健委】", "获嘉县卫生健康委员会", "county"),
    ],
)
def test_bodies_beside_the_commission_have_their_level(name: str, body: str, level: str) -> None:
    identity, _ = identified(f"{name}2021年政府信息公开工作年度报告")
    assert (identity.body, identity.level) == (body, level)


@pytest.mark.parametrize(("named", "stated"), [(2020, 2021), (2022, 2021), (2021, 2020)])
def test_the_day_of_publication_decides_between_title_and_period(named: int, stated: int) -> None:
    identity, checks = identified(
        TITLE.replace("2021", str(named)),
        said=f"统计期限自{stated}年1月1日至{stated}年12月31日止。",
        tail=("获嘉县卫生健康委员会", "2022年1月20日"),
    )
    assert identity.year == 2021
    assert "year-witnesses" in checks


@pytest.mark.parametrize("word", ["公布", "公开", "印发", "更正", "修订"])
def test_a_notice_that_publishes_a_report_names_its_body_and_year(word: str) -> None:
    title = f"关于{word}{TITLE}的公告"
    texts = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate((title, *SECTIONS)))
    tables = source(proactive_2021(), requests_table("2021"), disputes_table()).blocks
    page = Source("text/html", (*texts, *tables), metadata=(("title", title),))
    identity, findings = identify(page, "2021")
    assert identity is not None, findings
    assert (identity.body, identity.division_code, identity.year) == ("获嘉县卫生健康委员会", "410724", 2021)


@pytest.mark.parametrize(
    ("year", "code", "level"),
    [(2009, None, None), (2010, None, None), (2012, "340181", "county"), (2021, "340181", "county")],
)
def test_a_name_that_meant_another_place_then_is_left_open(
    year: int, code: str | None, level: str | None
) -> None:
    identity, checks = identified(f"巢湖市卫生局{year}年政府信息公开工作年度报告")
    assert (identity.body, identity.division_code, identity.level) == ("巢湖市卫生局", code, level)
    assert ("division-open" in checks) == (code is None)


@pytest.mark.parametrize("site", ["获嘉县人民政府", "欢迎访问获嘉县人民政府门户网站"])
def test_the_site_s_name_above_a_title_without_one_yields_to_the_signature(site: str) -> None:
    texts = (site, "2021年政府信息公开工作年度报告", *SECTIONS, "获嘉县卫生健康委员会", "2022年1月20日")
    blocks = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate(texts))
    identity, _ = identify(Source("text/html", blocks), "2021")
    assert identity is not None and identity.body == "获嘉县卫生健康委员会"


def test_a_government_that_signs_its_own_report_keeps_it() -> None:
    title = "2021年政府信息公开工作年度报告"
    identity, _ = identified("获嘉县人民政府", said=title, tail=("获嘉县人民政府办公室", "2022年1月20日"))
    assert identity.body == "获嘉县人民政府"


@pytest.mark.parametrize(("whose", "body"), [("获嘉县卫生健康委员会", "获嘉县卫生健康委员会"), ("我委", "")])
def test_the_body_that_asked_for_a_report_is_not_its_maker(whose: str, body: str) -> None:
    said = (
        f"根据新乡市卫生健康委员会关于编制年度报告的通知要求，现公布{whose}2021年政府信息公开工作年度报告。"
    )
    identity, checks = identified("2021年政府信息公开工作年度报告", said=said)
    assert identity.body == body
    assert ("body-unknown" in checks) == (not body)


def test_a_commission_s_office_signs_for_it() -> None:
    tail = ("获嘉县卫生健康委办公室", "2022年1月20日")
    assert identified("2021年政府信息公开工作年度报告", tail=tail)[0].body == "获嘉县卫生健康委员会"
