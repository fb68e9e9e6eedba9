"""Claims: what sentences say of a cell, and what only looks like it."""

from __future__ import annotations

import pytest

from parsers.claim_patterns import PATTERNS, TOPICS, WORDS
from parsers.forms import FORMS
from parsers.model import Form, HtmlPlace, Paragraph, Source, TextPlace
from parsers.narrative import claims, sentences
from parsers.text_checks import text_rule


def source(*texts: str) -> Source:
    blocks = tuple(Paragraph(text, TextPlace(n, 1, len(text))) for n, text in enumerate(texts, start=1))
    return Source("text/plain", blocks)


def said(text: str, form: Form | None = "2019", year: int | None = None) -> dict[str, object]:
    return {claim.about: claim.value for claim in claims(source(text), form, year)}


@pytest.mark.parametrize(
    ("text", "about", "value"),
    [
        ("2021年，我委共收到政府信息公开申请0件。", "requests.new.total", 0),
        ("全年收到 12 件政府信息公开申请。", "requests.new.total", 12),
        ("受理依申请公开材料 0 份，未产生费用。", "requests.new.total", 0),
        ("2020 年，收到依申请公开请求 1 份。", "requests.new.total", 1),
        ("共收到公民政府信息公开申请１，２３４件。", "requests.new.total", 1234),
        ("我局未收到政府信息公开申请。", "requests.new.total", 0),
        ("没有收到公民、法人或其他组织要求公开政府信息的申请。", "requests.new.total", 0),
        ("上年结转政府信息公开申请3件。", "requests.carried_in.total", 3),
        ("结转下年度继续办理2件。", "requests.carried_out.total", 2),
        ("因政府信息公开被申请行政复议2件。", "disputes.review.total", 2),
        ("未发生被申请行政复议、行政诉讼的情形。", "disputes.review.total", 0),
        ("未发生被申请行政复议、行政诉讼的情形。", "disputes.litigation_direct.total", 0),
        ("行政复议、行政诉讼均为0件。", "disputes.review.total", 0),
        ("行政复议、行政诉讼均为0件。", "disputes.litigation_direct.total", 0),
        ("提起行政诉讼1起。", "disputes.litigation_direct.total", 1),
        ("制作规范性文件3件，对外公开3件；", "proactive.normative_documents.made", 3),
        ("行政许可处理决定数量587件，其中：办证395件，同比增加187件。", "proactive.licensing.decisions", 587),
        ("行政许可处理决定数量587件，其中：办证395件，同比增加187件。", "proactive.licensing.change", 187),
        ("行政处罚81件，同比减少23件。", "proactive.penalties.change", -23),
        ("行政强制1件，较上年增加1件，处理决定1件。", "proactive.coercive_measures.change", 1),
        ("行政处罚81件，同比持平。", "proactive.penalties.change", 0),
        ("行政处罚81件，与上年度相比无变化。", "proactive.penalties.change", 0),
        ("行政许可587件，较去年同期下降12件。", "proactive.licensing.change", -12),
        ("收到政府信息公开申请一件。", "requests.new.total", 1),
        ("共收到政府信息公开申请二十三件，均已答复。", "requests.new.total", 23),
        ("被申请行政复议两件。", "disputes.review.total", 2),
        ("其他对外管理服务事项2件，处理决定2件。", "proactive.other_services.decisions", 2),
        ("行政事业收费7项，本年无增减。", "proactive.fees.change", 0),
        ("政府集中采购项目数量100项，采购总金额9000万元。", "proactive.procurement.amount", 90_000_000),
    ],
)
def test_a_sentence_states_a_figure(text: str, about: str, value: int) -> None:
    assert said(text)[about] == value


@pytest.mark.parametrize(
    "text",
    [
        "承接权利事项326项，其中行政许可事项8项，行政处罚285项，行政强制23项。",
        "行政许可和其他对外管理服务事项信息99条，公布行政执法、处罚决定信息73条。",
        "去年收到政府信息公开申请5件。",
        "规范性文件及政策解读3篇。",
        "行政处罚同比减少20%。",
        "及时公开政府信息，认真办理申请。",
        "收到政府信息公开申请20余件。",
        "收到政府信息公开申请约20件。",
        "收到政府信息公开申请一二件。",
        "没有不予公开的政府信息公开申请。",
        "没有结转下一年度办理的政府信息公开申请。",
        "没有出现逾期答复政府信息公开申请的情况。",
        "未收到政府信息公开申请人的投诉。",
        "未经行政复议直接提起行政诉讼2件，复议后提起行政诉讼1件。",
        "因政府信息公开引发的行政复议、行政诉讼共3件。",
        "尚未审结的行政复议1件。",
        "作出行政许可、行政处罚决定共120件。",
        "行政许可和行政处罚处理决定120件。",
        "全年受理行政复议申请6件，办理行政诉讼3件。",
        "没有经行政复议纠正的案件，没有行政诉讼败诉的案件。",
    ],
)
def test_what_only_looks_like_a_figure_is_no_claim(text: str) -> None:
    assert said(text) == {}


def test_what_followed_from_requests_is_not_the_requests() -> None:
    told = said("本年未收到因政府信息公开申请引起的行政复议、行政诉讼案件。")
    assert told == {"disputes.review.total": 0, "disputes.litigation_direct.total": 0}


def test_a_change_belongs_to_the_power_before_it() -> None:
    found = said("行政处罚81件；行政强制1件，同比增加1件。")
    assert "proactive.penalties.change" not in found
    assert found["proactive.coercive_measures.change"] == 1


def test_nothing_of_the_one_is_not_nothing_of_the_other() -> None:
    found = [claim.value for claim in claims(source("本年未发生行政复议，被提起行政诉讼3件。"), "2021")]
    assert found == [0, 3]
    assert said("本年未发生行政复议，被提起行政诉讼3件。")["disputes.litigation_direct.total"] == 3


def test_a_year_that_is_not_the_report_s_is_left_out() -> None:
    assert said("2019年收到政府信息公开申请5件。", year=2020) == {}
    assert said("2020年收到政府信息公开申请5件。", year=2020) == {"requests.new.total": 5}


def test_codes_follow_the_form() -> None:
    text = "制发规范性文件2件，收到政府信息公开申请4件，没有收取信息处理费。"
    assert said(text, "2021") == {
        "proactive.normative_documents.issued": 2,
        "requests.new.total": 4,
    }
    assert said(text, "2014")["statistics.fees.value"] == 0
    assert said("收取行政事业性收费12.5万元。", "2021") == {"proactive.fees.amount": 125_000}
    assert said(text, None, 2012)["statistics.requests.value"] == 4
    assert said(text, None, 2022)["requests.new.total"] == 4


def test_a_sentence_over_two_lines_is_one() -> None:
    found = claims(source("本年共收到政府信息公", "开申请3件，均已答复。"), "2021")
    assert [(claim.value, claim.sentence) for claim in found] == [
        (3, "本年共收到政府信息公开申请3件，均已答复。")
    ]


def test_a_subheading_does_not_run_into_the_sentence() -> None:
    printed = [sentence.printed for sentence in sentences(source("（四）依申请公开情况", "未收到申请。"))]
    assert printed == ["（四）依申请公开情况", "未收到申请。"]


def test_the_place_is_where_the_sentence_begins() -> None:
    text = "情况良好。我局未收到政府信息公开申请。"
    assert [claim.where for claim in claims(source("首行。", text), "2021")] == [TextPlace(2, 6, 14)]
    place = HtmlPlace("/html/body/p")
    page = Source("text/html", (Paragraph(text, place),))
    assert [claim.where for claim in claims(page, "2021")] == [place]


def test_the_section_of_problems_states_nothing() -> None:
    texts = ["一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况"]
    assert claims(source(*texts, "制发规范性文件2件。"), "2021") == ()


def test_the_section_of_reviews_states_figures_where_it_is_the_fifth() -> None:
    texts = ["一、概述", "二、主动公开政府信息情况", "五、行政复议、诉讼和申诉情况"]
    found = claims(source(*texts, "发生行政复议案1件，行政诉讼案零件。"), None, 2010)
    assert [(claim.about, claim.value) for claim in found] == [
        ("statistics.reviews.value", 1),
        ("statistics.litigations.value", 0),
    ]


def test_how_requests_came_is_told_before_2014_too() -> None:
    text = "2010年共受理政府信息公开申请二十三件，其中当面申请5件，传真申请0件，网上申请16件，信函申请2件。"
    assert list(said(text, None, 2010).values()) == [23, 5, 0, 16, 2]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("全县卫生系统共受理政府信息公开申请56件，其中局机关受理政府信息公开申请12件。", 12),
        ("截至2016年底，累计主动公开政府信息326条。", None),
        ("网站开通以来累计主动公开政府信息326条。", None),
        ("全年累计主动公开政府信息326条。", 326),
    ],
)
def test_what_others_did_and_what_added_up_over_years_is_no_claim(text: str, value: int | None) -> None:
    assert list(said(text, "2014").values()) == ([] if value is None else [value])


def test_every_topic_speaks_of_a_cell_of_the_form_and_has_its_rule() -> None:
    assert {pattern.topic for pattern in PATTERNS} == set(TOPICS)
    for topic, codes in TOPICS.items():
        for form, code in codes.items():
            assert code in {entry.code for entry in FORMS[form].entries}, topic
            assert text_rule(code)


def test_every_pattern_holds_the_word_its_topic_is_first_looked_for_by() -> None:
    assert {pattern.topic for pattern in PATTERNS} == set(WORDS)
    for pattern in PATTERNS:
        assert WORDS[pattern.topic] in pattern.pattern.pattern
