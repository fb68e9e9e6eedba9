"""Identity: reports and what only looks like one, bodies under all their names, years, dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from parsers.bodies import title_body
from parsers.days import arabic, period, publication_dates, title_year
from parsers.formats import read
from parsers.identity import identify
from parsers.model import Finding, Form, Identity, Paragraph, Source, TextPlace
from parsers.organs import read_name
from parsers.titles import is_report_title, report_titles

SECTIONS = (
    "一、总体情况",
    "2021年，我局认真贯彻《中华人民共和国政府信息公开条例》，及时公开各类信息，办理群众申请。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "无其他需要报告的事项。",
)


def source(*texts: str, metadata: tuple[tuple[str, str], ...] = ()) -> Source:
    blocks = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate(texts, start=1))
    return Source("text/html", blocks, metadata=metadata)


def report(
    *head: str,
    tail: tuple[str, ...] = (),
    metadata: tuple[tuple[str, str], ...] = (),
    form: Form | None = "2021",
    address: str | None = None,
) -> tuple[Identity, tuple[Finding, ...]]:
    identity, findings = identify(source(*head, *SECTIONS, *tail, metadata=metadata), form, address)
    assert identity is not None, findings
    return identity, findings


def ids(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.check for finding in findings}


@pytest.mark.parametrize(
    ("title", "body", "level", "code"),
    [
        ("获嘉县卫健委2021年政府信息公开工作年度报告", "获嘉县卫生健康委员会", "county", "410724"),
        ("淄川区卫健局2021年政府信息公开工作年度报告", "淄川区卫生健康局", "county", "370302"),
        (
            "石嘴山市卫生健康委 2021 年政府信息公开 公开工作年度报告",
            "石嘴山市卫生健康委员会",
            "prefecture",
            "640200",
        ),
        (
            "楚雄州卫生健康委2021年度政府信息与政务公开工作报告",
            "楚雄彝族自治州卫生健康委员会",
            "prefecture",
            "532300",
        ),
        ("2021年刚察县卫生健康局政府信息公开工作年度报告", "刚察县卫生健康局", "county", "632224"),
        (
            "北京市朝阳区卫生健康委员会2021年政府信息公开工作年度报告",
            "北京市朝阳区卫生健康委员会",
            "county",
            "110105",
        ),
        ("江苏省卫生计生委2021年政府信息公开年度报告", "江苏省卫生和计划生育委员会", "province", "320000"),
        (
            "武汉经济技术开发区（汉南区）卫生健康局2021年政府信息公开工作年度报告",
            "武汉经济技术开发区（汉南区）卫生健康局",
            "county",
            "420113",
        ),
        ("永春县卫生局2021年政府信息公开工作年度报告", "永春县卫生局", "county", "350525"),
        ("国家卫生健康委2021年政府信息公开工作年度报告", "国家卫生健康委员会", "national", None),
        ("柘城县2021年政府信息公开工作年度报告", "柘城县", "county", "411424"),
        ("沭阳县发展和改革局2021年政府信息公开年度报告", "沭阳县发展和改革局", "county", "321322"),
    ],
)
def test_a_title_names_the_body(title: str, body: str, level: str, code: str | None) -> None:
    identity, _ = report(title)
    assert (identity.body, identity.level, identity.division_code) == (body, level, code)
    assert identity.year == 2021


def test_a_title_over_two_lines_is_joined() -> None:
    identity, _ = report("刚卫健函〔2021〕6号", "刚察县卫生健康局", "关于2020年度政务信息公开工作的报告")
    assert identity.title == "刚察县卫生健康局关于2020年度政务信息公开工作的报告"
    assert (identity.body, identity.year) == ("刚察县卫生健康局", 2020)


def test_the_body_above_a_title_that_names_it_is_not_joined() -> None:
    title = "楚雄州卫生健康委2020年度政府信息与政务公开工作报告"
    identity, _ = report("楚雄彝族自治州卫生健康委员会", title)
    assert identity.title == title


def test_a_shared_name_without_evidence_has_no_code_and_a_finding() -> None:
    identity, findings = report("朝阳区卫生健康局2021年政府信息公开工作年度报告")
    assert (identity.division_code, identity.province, identity.level) == (None, None, "county")
    assert "division-open" in ids(findings)


@pytest.mark.parametrize(
    ("metadata", "address"),
    [
        ((("info:发布机构", "长春市朝阳区卫生健康局"),), None),
        ((("meta:SiteIDCode", "2201040001"),), None),
        ((("meta:SiteName", "长春市人民政府"),), None),
    ],
)
def test_other_evidence_settles_a_shared_name(
    metadata: tuple[tuple[str, str], ...], address: str | None
) -> None:
    title = "朝阳区卫生健康局2021年政府信息公开工作年度报告"
    identity, findings = report(title, metadata=metadata, address=address)
    assert identity.division_code == "220104"
    assert "长春市朝阳区" in identity.body or "division-by-hint" in ids(findings)


def test_the_address_settles_a_shared_name_but_never_the_year() -> None:
    title = "鼓楼区卫生健康局政府信息公开工作年度报告"
    identity, findings = report(title, address="http://www.njgl.gov.cn/2018/t20180101_1.html")
    assert identity.year == 2021
    assert {"division-open", "division-by-hint"} & ids(findings)


def test_a_body_without_place_is_told_by_its_site() -> None:
    metadata = (("meta:SiteName", "眉山市人民政府"),)
    identity, findings = report("2013年市卫生局政府信息公开工作年度报告", metadata=metadata)
    assert (identity.body, identity.division_code) == ("眉山市卫生局", "511400")
    assert "division-by-hint" in ids(findings)


def test_a_renamed_publisher_does_not_rename_the_body() -> None:
    title = "沂水县卫生局2009年政府信息公开工作年度报告"
    identity, findings = report(title, metadata=(("info:发布机构", "沂水县卫生健康局"),))
    assert identity.body == "沂水县卫生局"
    assert "body-witnesses" in ids(findings)


def test_an_unknown_body_is_kept_as_printed() -> None:
    identity, findings = report("火星城产业园2021年政府信息公开工作年度报告")
    assert identity.division_code is None
    assert {"body-unknown", "division-open"} & ids(findings)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("卫健委", "卫生健康委员会"),
        ("武汉市硚口区卫生健康局", "武汉市硚口区卫生健康局"),
        ("中华人民共和国国家卫生健康委员会", "国家卫生健康委员会"),
    ],
)
def test_organs_in_full(text: str, full: str) -> None:
    name = read_name(text)
    assert name is not None
    assert name.full == full


def test_a_sentence_is_no_name() -> None:
    assert read_name("现将有关情况报告如下") is None
    assert title_body("2010年政府信息公开工作年度报告") is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("获嘉县卫健委2021年政府信息公开工作年度报告", 2021),
        ("某局二○二○年政府信息公开年度报告", 2020),
        ("某局二〇一九年度政府信息公开年度报告", 2019),
        ("柘城县发改委2017政府信息公开工作年度报告", 2017),
        ("政府信息公开工作年度报告（2022年）", 2022),
        ("政府信息公开工作年度报告", None),
    ],
)
def test_the_year_of_a_title(title: str, year: int | None) -> None:
    assert title_year(title) == year


def test_the_period_gives_the_year_when_the_title_has_none() -> None:
    text = "本报告所列数据的统计期限为 2020 年 1 月 1 日至 2020 年 12 月 31 日。"
    identity, findings = report("获嘉县卫生局政府信息公开工作年度报告", text)
    assert (identity.year, identity.period) == (2020, (date(2020, 1, 1), date(2020, 12, 31)))
    assert "year-from-text" in ids(findings)


def test_a_period_of_another_year_is_told() -> None:
    text = "统计期限自2019年1月1日起至12月31日止。"
    identity, findings = report("获嘉县卫健委2020年政府信息公开工作年度报告", text)
    assert identity.year == 2020
    assert "year-witnesses" in ids(findings)


def test_no_year_anywhere_is_told() -> None:
    texts = ("获嘉县卫生局政府信息公开工作年度报告", "一、总体情况", "我局公开信息。" * 30, *SECTIONS[2:])
    identity, findings = identify(source(*texts), "2021")
    assert identity is not None and identity.year is None
    assert "year-unknown" in ids(findings)


TITLE = "获嘉县卫健委2020年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("metadata", "tail", "day"),
    [
        ((("meta:PubDate", "2021-01-20 09:30:00"),), (), date(2021, 1, 20)),
        ((("info:发布日期", "2021年1月20日"),), (), date(2021, 1, 20)),
        ((), ("发布日期：2021-01-20 15:42",), date(2021, 1, 20)),
        ((), ("获嘉县卫生健康委员会", "2021 年 1 月 20 日"), date(2021, 1, 20)),
        ((), ("二〇二一年一月二十日",), date(2021, 1, 20)),
        ((), (), None),
    ],
)
def test_publication_dates(
    metadata: tuple[tuple[str, str], ...], tail: tuple[str, ...], day: date | None
) -> None:
    identity, _ = report(TITLE, metadata=metadata, tail=tail)
    assert identity.published == day


def test_a_signature_is_found_above_a_long_footer() -> None:
    footer = ("上一篇：没有了", *(f"友情链接{n}" for n in range(30)), "主办单位：获嘉县人民政府 2023年5月6日")
    identity, _ = report(TITLE, tail=("获嘉县卫生健康委员会", "2021年1月20日", *footer))
    assert identity.published == date(2021, 1, 20)


def test_dates_that_differ_are_told() -> None:
    metadata = (("meta:PubDate", "2021-01-25"),)
    identity, findings = report(TITLE, metadata=metadata, tail=("2021年1月20日",))
    assert identity.published == date(2021, 1, 25)
    assert "published-witnesses" in ids(findings)


def test_a_date_of_migration_gives_way_to_the_signature() -> None:
    metadata = (("meta:PubDate", "2023-06-01"),)
    identity, findings = report(TITLE, metadata=metadata, tail=("2021年1月20日",))
    assert identity.published == date(2021, 1, 20)
    assert "published-migrated" in ids(findings)


def test_days_that_do_not_exist_are_no_dates() -> None:
    assert publication_dates(source("2021年13月45日")) == ()
    assert period(source("统计期限为2020年2月30日至2020年12月31日")) is None
    assert arabic("二○二一年十二月三十一日") == "2021年12月31日"


@pytest.mark.parametrize(
    ("texts", "metadata", "check"),
    [
        ((), (), "no-content"),
        (("获嘉县政府信息公开指南", "为方便公民获取信息，编制本指南。"), (), "other-document"),
        (("政府信息公开目录", "总则"), (("title", "政府信息公开目录"),), "other-document"),
        (("关于做好2020年度政府信息公开工作年度报告编制发布工作的通知", "各单位："), (), "other-document"),
        (
            ("获嘉县卫健委2021年部门预算公开", "收入支出"),
            (("title", "获嘉县卫健委2021年部门预算公开"),),
            "other-document",
        ),
        (
            ("信息公开年报", f"{TITLE} 2021-01-20", f"{TITLE.replace('2020', '2019')} 2020-01-20"),
            (("title", "信息公开年报"),),
            "list-page",
        ),
        ((TITLE, "附件下载"), (), "no-report"),
        (("健康提示", "天气转凉，请注意保暖。"), (), "no-report"),
    ],
)
def test_what_is_no_report_says_why(
    texts: tuple[str, ...], metadata: tuple[tuple[str, str], ...], check: str
) -> None:
    identity, findings = identify(source(*texts, metadata=metadata), None)
    assert identity is None
    assert [finding.check for finding in findings] == [check]
    assert findings[0].message


def test_the_empty_form_is_no_report() -> None:
    identity, findings = identify(source("政府信息公开工作年度报告", *(SECTIONS[0], *SECTIONS[2:7])), "2021")
    assert identity is None
    assert ids(findings) == {"blank-form"}


def test_a_notice_with_the_form_annexed_is_no_report() -> None:
    notice = "国务院办公厅关于政府信息公开工作年度报告有关事项的通知"
    identity, findings = identify(source(notice, *SECTIONS, metadata=(("title", notice),)), "2021")
    assert identity is None
    assert ids(findings) == {"other-document"}


def test_a_report_beside_links_to_other_reports_is_a_report() -> None:
    links = tuple(TITLE.replace("2020", str(year)) for year in range(2014, 2019))
    identity, _ = report(TITLE, tail=links, metadata=(("meta:ArticleTitle", TITLE),))
    assert identity.year == 2020


def test_a_site_s_name_behind_the_title_is_cut_off() -> None:
    titles = report_titles(source(metadata=(("title", f"{TITLE}-获嘉县人民政府"),)))
    assert [title.text for title in titles] == [TITLE]


def test_a_title_keeps_its_brackets_as_printed() -> None:
    title = "获嘉县卫健委政府信息公开工作年度报告(2020年)"
    identity, _ = report(title)
    assert (identity.title, identity.year) == (title, 2020)


def test_a_sentence_is_no_title() -> None:
    assert not is_report_title("根据条例要求，编制2020年政府信息公开工作年度报告。")


REAL_REPORTS = ("7478", "7480", "7481", "7482", "7484", "7485", "7487", "7488", "7490", "7491")
OTHER_PAGES = {
    "daozhen_bmwj_article.html": "other-document",
    "daozhen_ysqgk.html": "no-report",
    "daozhen_zwgk_index.html": "no-content",
    "zhecheng_guide.html": "other-document",
    "zhecheng_request_form.html": "other-document",
    "zhecheng_xxgkml_index.html": "other-document",
    "zhecheng_xxgknb_departments.html": "list-page",
    "zhecheng_xxgknb_government.html": "list-page",
    "zhecheng_xxgknb_list_p1.html": "list-page",
    "zhecheng_xxgknb_list_p7.html": "list-page",
}


@pytest.mark.parametrize("number", REAL_REPORTS)
def test_real_reports_in_prose(shared: Path, number: str) -> None:
    page = shared / "samples" / "html" / f"zhecheng_2017_report_{number}.html"
    identity, _ = identify(read(page.read_bytes()), None)
    assert identity is not None
    assert identity.year == 2017
    assert identity.published is not None and identity.published.year == 2018


@pytest.mark.parametrize("name", sorted(OTHER_PAGES))
def test_real_pages_that_are_no_reports(shared: Path, name: str) -> None:
    identity, findings = identify(read((shared / "samples" / "html" / name).read_bytes()), None)
    assert identity is None
    assert [finding.check for finding in findings] == [OTHER_PAGES[name]]


def test_a_real_list_of_reports_in_a_table(shared: Path) -> None:
    page = shared / "samples" / "reports" / "ordos_engebei_xxgknb_list.html"
    identity, findings = identify(read(page.read_bytes()), None)
    assert identity is None
    assert ids(findings) == {"list-page"}
